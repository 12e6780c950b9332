-- A file by where its bytes lie: the sweep asks which of them a message has.
CREATE UNIQUE INDEX files_by_object ON files (object);
