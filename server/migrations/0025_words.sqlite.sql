-- Full text once more, as in 0003: the words are folded and cut by the server, and SQLite is to keep
-- them whole, also those with signs of their own (such as the vowels of Hindi). Filled from the
-- messages after this step: orders then stand under the names that their parties have now.
DROP TABLE message_index;
CREATE VIRTUAL TABLE message_index USING fts5 (
    words, scope, content = '', columnsize = 0, prefix = '3',
    tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co M* So'"
);
