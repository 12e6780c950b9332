-- The tags of tickets, each of them a row: a list by tag reads what it shows.
CREATE TABLE ticket_tags (
    tag TEXT NOT NULL,
    ticket_id BIGINT NOT NULL,
    PRIMARY KEY (tag, ticket_id)
);
CREATE INDEX ticket_tags_by_ticket ON ticket_tags (ticket_id);
INSERT INTO ticket_tags
    SELECT DISTINCT j.tag, t.id FROM tickets t, json_array_elements_text(t.tags::json) AS j (tag);
