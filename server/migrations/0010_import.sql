-- An import finds a package by its creator and title.
CREATE INDEX packages_by_creator ON packages (creator_id, id);
