-- People: what admins set about accounts, who is signed in from where, the desk's settings, and the
-- trail of what admins did.

ALTER TABLE users ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE users ADD COLUMN removed_at BIGINT;
-- All staff is loaded wherever the rotation is; brands and creators are many.
CREATE INDEX users_by_type ON users (user_type, id);

ALTER TABLE sessions ADD COLUMN seen_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN address TEXT;
ALTER TABLE sessions ADD COLUMN program TEXT;

-- Settings are read with the head, so that the very next order is decided on them.
ALTER TABLE head ADD COLUMN audit BIGINT NOT NULL DEFAULT 0;
ALTER TABLE head ADD COLUMN settings_version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE head ADD COLUMN default_max_open_tickets BIGINT;
ALTER TABLE head ADD COLUMN send_delay_seconds BIGINT NOT NULL DEFAULT 5;

CREATE TABLE audit (
    id BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    -- NULL for the server itself.
    actor_id BIGINT,
    actor_name TEXT,
    actor_type TEXT,
    action TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id BIGINT,
    subject_name TEXT NOT NULL,
    -- A JSON array of what changed, from and to.
    changes TEXT NOT NULL,
    -- The client's address, as far as it may be believed.
    address TEXT
);
CREATE INDEX audit_by_actor ON audit (actor_id, id);
CREATE INDEX audit_by_action ON audit (action, id);
