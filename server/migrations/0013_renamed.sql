-- Parties that were renamed: in the full-text index their orders stand under the names of their day.
-- `at` is the line of the audit trail, so that the latest come first.
CREATE TABLE renamed (
    kind TEXT NOT NULL,
    id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (kind, id)
);
