-- Files: one a message, of the same number. Their bytes lie in storage, under a random name.
CREATE TABLE files (
    message_id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    content_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    object TEXT NOT NULL
);
