//! The URL map on one page. The router, the OpenAPI document and the tests of who may what are made
//! from it: a route is added here and nowhere else.

use super::docs;
use crate::openapi::{Route, Who, delete, get, post, put};
use crate::routes::{
    agents, auth, canned, events, files, health, history, messages, metrics, orders, presence,
    profiles, search, stats, tickets,
};
use Who::{Admin, Party, Public, SignedIn, Staff};

/// Every route of the server.
#[rustfmt::skip] // A row is a line, or it is no table.
pub fn table() -> Vec<Route> {
    vec![
        get("/health/live", health::live, Public, "The process answers"),
        get("/health/ready", health::ready, Public, "It can do its work: touches the database"),
        get("/metrics", metrics::beside, Public, "Prometheus text, for this machine alone").carries("text/plain").fails(&[404]),
        get("/api/openapi.json", docs::document, Public, "This document").carries("application/json"),
        get("/api/docs", docs::page, Public, "This document as a page to read").carries("text/html"),

        post("/api/auth/login", auth::login, Public, "Sign in with e-mail and password").fails(&[401]),
        post("/api/auth/refresh", auth::refresh, Public, "Trade a refresh token for a new pair; it works once").fails(&[401]),
        post("/api/auth/logout", auth::logout, SignedIn, "End this session"),
        get("/api/auth/me", auth::me, SignedIn, "Who am I"),

        get("/api/orders", orders::list, SignedIn, "Orders: all for staff, a party's own"),
        post("/api/orders", orders::place, SignedIn, "Place an order; it opens its ticket").creates().fails(&[403]),
        get("/api/orders/{order_id}", orders::one, Party, "An order with its ticket and history"),
        put("/api/orders/{order_id}/status", orders::set_status, Party, "Take an order along its road").fails(&[403, 409]),
        get("/api/orders/brand/{brand_id}", orders::of_brand, Party, "A brand's orders"),
        get("/api/orders/creator/{creator_id}", orders::of_creator, Party, "A creator's orders"),

        get("/api/crm/tickets", tickets::list, Staff, "Tickets, filtered and sorted"),
        get("/api/crm/tickets/my", tickets::mine, Staff, "The caller's tickets"),
        post("/api/crm/tickets/bulk", tickets::bulk, Staff, "Change many tickets at once, each on its own"),
        get("/api/crm/tickets/{ticket_id}", tickets::one, Party, "A ticket"),
        get("/api/crm/tickets/order/{order_id}", tickets::of_order, Party, "The ticket of an order"),
        get("/api/crm/tickets/{ticket_id}/messages", messages::page, Party, "The talk on a ticket, newest page first"),
        post("/api/crm/tickets/{ticket_id}/messages", messages::post, Party, "Write a message").creates().fails(&[403, 409]),
        put("/api/crm/tickets/{ticket_id}/status", tickets::set_status, Staff, "Set where the work stands").fails(&[409]),
        put("/api/crm/tickets/{ticket_id}/priority", tickets::set_priority, Staff, "Set the priority"),
        put("/api/crm/tickets/{ticket_id}/tags", tickets::set_tags, Staff, "Set the tags, all of them"),
        put("/api/crm/tickets/{ticket_id}/snooze", tickets::snooze, Staff, "Put away until a time, or wake").fails(&[409]),
        put("/api/crm/tickets/{ticket_id}/reassign", tickets::reassign, Staff, "Give the ticket to another agent").fails(&[409]),
        post("/api/crm/tickets/{ticket_id}/read", tickets::read, Staff, "Everything up to now has been read"),
        get("/api/crm/tickets/{ticket_id}/history", history::events_of, Staff, "Every event on the ticket and its order"),
        get("/api/crm/tickets/{ticket_id}/history/assignment", history::assignment, Staff, "Why it went to whom it went"),
        post("/api/crm/tickets/{ticket_id}/presence", presence::set, Staff, "Who is looking or typing, for 30 s"),
        get("/api/crm/agent/{agent_id}/tickets", tickets::of_agent, Staff, "An agent's tickets"),
        post("/api/crm/tickets/{ticket_id}/files", files::post, Party, "Send a file as a message").creates().fails(&[403]),
        get("/api/files/{file_id}", files::one, Party, "A file, whole or in part, to save").carries("application/octet-stream").fails(&[416]),
        put("/api/crm/agent/status", agents::set_status, Staff, "Set one's own availability"),

        get("/api/crm/macros", canned::list, Staff, "Macros: everybody's and one's own"),
        post("/api/crm/macros", canned::create, Staff, "Make a macro").creates().fails(&[403]),
        get("/api/crm/macros/{macro_id}", canned::one, Staff, "A macro"),
        put("/api/crm/macros/{macro_id}", canned::update, Staff, "Change a macro").fails(&[403]),
        delete("/api/crm/macros/{macro_id}", canned::delete, Staff, "Remove a macro").fails(&[403]),
        get("/api/search", search::search, SignedIn, "Full text over messages, orders and people, as far as the caller may see"),

        get("/api/packages", profiles::packages, Staff, "Packages"),
        get("/api/packages/{package_id}", profiles::package, Staff, "A package"),
        get("/api/brands", profiles::brands, Staff, "Brands"),
        get("/api/brands/{brand_id}", profiles::brand, Staff, "A brand"),
        get("/api/creators", profiles::creators, Staff, "Creators"),
        get("/api/creators/{creator_id}", profiles::creator, Staff, "A creator"),

        get("/api/admin/stats", stats::stats, Admin, "Everything that is counted, live"),
        get("/api/admin/agents/stats", stats::agents, Admin, "Everything that is counted by agent, live"),
        get("/api/admin/distribution", stats::distribution, Admin, "Who got how many tickets from the rotation"),
        get("/api/admin/health", stats::health, Admin, "How the server and its database are"),

        get("/api/events", events::stream, SignedIn, "What happens, as it happens: a Server-Sent Events stream").carries("text/event-stream").fails(&[404]),
    ]
}
