-- Grows with every write to an account, a profile or a package: what a node remembers of them holds
-- while it stands still.
ALTER TABLE head ADD COLUMN facts BIGINT NOT NULL DEFAULT 0;
