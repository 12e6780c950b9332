-- Full text by message number. Only the index is kept, not the texts once more: messages are never
-- changed. `scope` holds words for whom a message concerns, so that a party's search costs what it
-- finds and not what there is.
CREATE VIRTUAL TABLE message_index USING fts5 (
    words, scope, content = '', columnsize = 0, prefix = '3',
    tokenize = 'unicode61 remove_diacritics 0'
);
