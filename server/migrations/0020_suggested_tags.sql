-- Tags that every console suggests, as a JSON list: part of the desk's settings.

ALTER TABLE head ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
