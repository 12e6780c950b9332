-- When the newest write was, as it is told: none is told as earlier than what came before it.
ALTER TABLE head ADD COLUMN at BIGINT NOT NULL DEFAULT 0;
