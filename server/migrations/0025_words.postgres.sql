-- Full text once more, as in 0003, for words that are folded in another way. Filled from the messages
-- after this step: orders then stand under the names that their parties have now.
DROP TABLE message_index;
CREATE TABLE message_index (
    rowid BIGINT PRIMARY KEY,
    words TSVECTOR NOT NULL
);
CREATE INDEX message_index_words ON message_index USING gin (words)
    WITH (gin_pending_list_limit = 256);
