-- Names as they are looked for: in small letters and without accents, by the fold of full text
-- (`search::words`). SQL knows no such fold, and SQLite's own has English letters alone: names are
-- written folded by the server, which goes through those that are here already after this step.
ALTER TABLE users ADD COLUMN folded TEXT NOT NULL DEFAULT '';
ALTER TABLE brands ADD COLUMN folded TEXT NOT NULL DEFAULT '';
ALTER TABLE packages ADD COLUMN folded TEXT NOT NULL DEFAULT '';
-- Who did it and to whom, each in a line.
ALTER TABLE audit ADD COLUMN folded TEXT NOT NULL DEFAULT '';
UPDATE users SET folded = lower(name);
UPDATE brands SET folded = lower(company_name);
UPDATE packages SET folded = lower(title);
UPDATE audit SET folded = lower(COALESCE(actor_name, '') || '
' || subject_name);
