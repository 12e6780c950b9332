-- Numbers that are kept along with what they count, so that nothing is ever counted on request.

ALTER TABLE tickets ADD COLUMN answered_at BIGINT;

-- How many tickets agree in agent (0 for nobody), status and priority; and orders, by status alone.
CREATE TABLE cells (
    kind TEXT NOT NULL,
    agent_id BIGINT NOT NULL,
    status TEXT NOT NULL,
    priority BIGINT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (kind, agent_id, status, priority)
);

-- What happened by the hour (hours since the Unix epoch, -1 for ever) and agent (0 for nobody).
CREATE TABLE counts (
    hour BIGINT NOT NULL,
    agent_id BIGINT NOT NULL,
    orders BIGINT NOT NULL,
    tickets BIGINT NOT NULL,
    turns BIGINT NOT NULL,
    assigned BIGINT NOT NULL,
    resolved BIGINT NOT NULL,
    messages BIGINT NOT NULL,
    PRIMARY KEY (hour, agent_id)
);

-- First responses and resolutions, each under the number of the event that told of it.
CREATE TABLE waited (
    seq BIGINT PRIMARY KEY,
    wait TEXT NOT NULL,
    agent_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    ms BIGINT NOT NULL
);
CREATE INDEX waited_by_time ON waited (at);

-- When the last of its kind was done, such as `backup`.
CREATE TABLE moments (
    name TEXT PRIMARY KEY,
    at BIGINT NOT NULL
);

-- What an older desk has already; response times are known from here on.
INSERT INTO cells SELECT 'ticket', COALESCE(agent_id, 0), status, priority, count(*) FROM tickets
    GROUP BY COALESCE(agent_id, 0), status, priority;
INSERT INTO cells SELECT 'order', 0, status, 0, count(*) FROM orders GROUP BY status;
INSERT INTO counts SELECT h, a, sum(o), sum(t), sum(r), sum(r), 0, sum(m) FROM (
    SELECT order_date / 3600000 AS h, 0 AS a, 1 AS o, 0 AS t, 0 AS r, 0 AS m FROM orders
    UNION ALL SELECT -1, 0, 1, 0, 0, 0 FROM orders
    UNION ALL SELECT created_at / 3600000, 0, 0, 1, 0, 0 FROM tickets
    UNION ALL SELECT -1, 0, 0, 1, 0, 0 FROM tickets
    UNION ALL SELECT at / 3600000, agent_id, 0, 0, 1, 0 FROM decisions
    UNION ALL SELECT -1, agent_id, 0, 0, 1, 0 FROM decisions
    UNION ALL SELECT created_at / 3600000, sender_id, 0, 0, 0, 1 FROM messages
        WHERE sender_id IN (SELECT user_id FROM agents)
    UNION ALL SELECT -1, sender_id, 0, 0, 0, 1 FROM messages
        WHERE sender_id IN (SELECT user_id FROM agents)
) past GROUP BY h, a;
UPDATE tickets SET answered_at = (
    SELECT min(m.created_at) FROM messages m
    WHERE m.ticket_id = tickets.id AND m.audience <> 'staff'
    AND m.sender_id IN (SELECT user_id FROM agents)
);

-- A list is a few of these scans side by side, one for each status and priority that it wants, so
-- that every filter and every sort reads as many rows as it shows.
DROP INDEX tickets_by_agent;
DROP INDEX tickets_by_status;
DROP INDEX tickets_by_update;
CREATE INDEX tickets_of_agent ON tickets (agent_id, status, priority, id);
CREATE INDEX tickets_of_agent_by_update ON tickets (agent_id, status, priority, updated_at, id);
CREATE INDEX tickets_of_agent_by_wait ON tickets (agent_id, status, priority, waiting_since, id);
CREATE INDEX tickets_of_all ON tickets (status, priority, id);
CREATE INDEX tickets_of_all_by_update ON tickets (status, priority, updated_at, id);
CREATE INDEX tickets_of_all_by_wait ON tickets (status, priority, waiting_since, id);
-- Those that wait for an agent, oldest first.
CREATE INDEX tickets_of_nobody ON tickets (id)
    WHERE agent_id IS NULL AND status IN ('open', 'in_progress');
