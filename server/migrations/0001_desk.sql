-- The desk: one text for SQLite and PostgreSQL. Times are milliseconds since the Unix epoch, money is
-- minor units. Ids and event numbers come from `head`, never from a sequence: its row is locked first
-- in every write, so they are gapless and in commit order.

CREATE TABLE head (
    id BIGINT PRIMARY KEY,
    seq BIGINT NOT NULL,
    orders BIGINT NOT NULL,
    tickets BIGINT NOT NULL,
    messages BIGINT NOT NULL,
    users BIGINT NOT NULL,
    brands BIGINT NOT NULL,
    creators BIGINT NOT NULL,
    packages BIGINT NOT NULL,
    decisions BIGINT NOT NULL,
    waiting BIGINT NOT NULL,
    policy TEXT NOT NULL
);
INSERT INTO head VALUES (1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 'round_robin');

CREATE TABLE users (
    id BIGINT PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    phone TEXT,
    user_type TEXT NOT NULL,
    status TEXT NOT NULL,
    password_hash TEXT,
    brand_id BIGINT,
    creator_id BIGINT,
    created_at BIGINT NOT NULL
);

CREATE TABLE agents (
    user_id BIGINT PRIMARY KEY,
    availability TEXT NOT NULL,
    takes_tickets BOOLEAN NOT NULL,
    max_open_tickets BIGINT,
    open_tickets BIGINT NOT NULL,
    -- Number of its last automatic assignment, 0 for never.
    last_turn BIGINT NOT NULL
);

CREATE TABLE brands (
    id BIGINT PRIMARY KEY,
    user_id BIGINT NOT NULL,
    company_name TEXT NOT NULL
);

CREATE TABLE creators (
    id BIGINT PRIMARY KEY,
    user_id BIGINT NOT NULL,
    bio TEXT NOT NULL
);

CREATE TABLE packages (
    id BIGINT PRIMARY KEY,
    creator_id BIGINT NOT NULL,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    price_minor BIGINT NOT NULL,
    currency TEXT NOT NULL
);

CREATE TABLE orders (
    id BIGINT PRIMARY KEY,
    ticket_id BIGINT NOT NULL,
    package_id BIGINT NOT NULL,
    brand_id BIGINT NOT NULL,
    creator_id BIGINT NOT NULL,
    quantity BIGINT NOT NULL,
    total_minor BIGINT NOT NULL,
    currency TEXT NOT NULL,
    status TEXT NOT NULL,
    instructions TEXT,
    order_date BIGINT NOT NULL,
    completed_at BIGINT,
    rejection_message TEXT
);
CREATE INDEX orders_by_brand ON orders (brand_id, id);
CREATE INDEX orders_by_creator ON orders (creator_id, id);

CREATE TABLE tickets (
    id BIGINT PRIMARY KEY,
    -- One order, one ticket.
    order_id BIGINT NOT NULL UNIQUE,
    agent_id BIGINT,
    status TEXT NOT NULL,
    -- 0 low, 1 medium, 2 high, 3 urgent.
    priority BIGINT NOT NULL,
    -- A JSON array of words.
    tags TEXT NOT NULL,
    snoozed_until BIGINT,
    brand_waiting BIGINT,
    creator_waiting BIGINT,
    -- The earlier of the two, or 9223372036854775807 when nobody waits, so that it sorts last.
    waiting_since BIGINT NOT NULL,
    last_message_id BIGINT,
    last_line TEXT,
    last_audience TEXT,
    last_sender_id BIGINT,
    last_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX tickets_by_agent ON tickets (agent_id, status, waiting_since, id);
CREATE INDEX tickets_by_status ON tickets (status, waiting_since, id);
CREATE INDEX tickets_by_update ON tickets (updated_at, id);

CREATE TABLE messages (
    id BIGINT PRIMARY KEY,
    ticket_id BIGINT NOT NULL,
    sender_id BIGINT,
    message_text TEXT NOT NULL,
    message_type TEXT NOT NULL,
    audience TEXT NOT NULL,
    client_id TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX messages_by_ticket ON messages (ticket_id, id);
CREATE UNIQUE INDEX messages_by_client ON messages (sender_id, client_id) WHERE client_id IS NOT NULL;

CREATE TABLE reads (
    user_id BIGINT NOT NULL,
    ticket_id BIGINT NOT NULL,
    message_id BIGINT NOT NULL,
    PRIMARY KEY (user_id, ticket_id)
);

-- Why a ticket went to whom it went.
CREATE TABLE decisions (
    number BIGINT PRIMARY KEY,
    ticket_id BIGINT NOT NULL,
    agent_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    policy TEXT NOT NULL,
    -- `agent:outcome` of everybody who was looked at, in turn, separated by spaces.
    considered TEXT NOT NULL
);
CREATE INDEX decisions_by_ticket ON decisions (ticket_id);

-- The log. `body` is the event as staff see it; the columns decide who else may.
CREATE TABLE events (
    seq BIGINT PRIMARY KEY,
    kind TEXT NOT NULL,
    ticket_id BIGINT,
    brand_id BIGINT,
    creator_id BIGINT,
    audience TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX events_by_ticket ON events (ticket_id, seq);

CREATE TABLE sessions (
    sid TEXT PRIMARY KEY,
    user_id BIGINT NOT NULL,
    -- SHA-256 of the one refresh token that works.
    refresh_hash TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX sessions_by_user ON sessions (user_id);

-- First answers, kept for 24 hours.
CREATE TABLE replies (
    user_id BIGINT NOT NULL,
    key TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    reply TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (user_id, key)
);
CREATE INDEX replies_by_age ON replies (at);
