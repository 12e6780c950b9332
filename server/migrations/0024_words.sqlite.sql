-- Full text once more, as in 0003, for what was left out of it. Filled from the messages after this
-- step: orders then stand under the names that their parties have now.
DROP TABLE message_index;
CREATE VIRTUAL TABLE message_index USING fts5 (
    words, scope, content = '', columnsize = 0, prefix = '3',
    tokenize = 'unicode61 remove_diacritics 0'
);
