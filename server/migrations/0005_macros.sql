-- Macros: canned replies, for all staff or for their owner alone.
ALTER TABLE head ADD COLUMN macros BIGINT NOT NULL DEFAULT 0;

CREATE TABLE macros (
    id BIGINT PRIMARY KEY,
    owner_id BIGINT NOT NULL,
    shared BOOLEAN NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    -- What it does besides its text, as JSON.
    actions TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX macros_by_owner ON macros (owner_id, id);
