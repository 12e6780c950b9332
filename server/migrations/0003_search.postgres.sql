-- Full text by message number. Words for whom a message concerns are among its words, marked by a
-- sign that no word has. The list of what is not in the index yet is kept short: searches read it.
CREATE TABLE message_index (
    rowid BIGINT PRIMARY KEY,
    words TSVECTOR NOT NULL
);
CREATE INDEX message_index_words ON message_index USING gin (words)
    WITH (gin_pending_list_limit = 256);
