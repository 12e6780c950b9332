//! The URL map on one page. The router, the OpenAPI document and the tests of who may what are made
//! from it: a route is added here and nowhere else.

use super::docs;
use crate::openapi::{Route, Who, delete, get, post, put};
use crate::routes::{
    agents, audit, auth, canned, events, files, health, history, messages, metrics, orders,
    presence, profiles, search, settings, staff, stats, tickets,
};
use Who::{Admin, Party, Public, SignedIn, Staff, SuperAdmin};

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
        put("/api/auth/password", auth::change_password, SignedIn, "Change one's password; the other sessions end").fails(&[409]),
        get("/api/auth/sessions", auth::sessions, SignedIn, "One's own sessions"),
        delete("/api/auth/sessions/{session_id}", auth::end_session, SignedIn, "End one of one's own sessions"),

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
        post("/api/crm/tickets/{ticket_id}/read", tickets::read, Staff, "Everything up to now has been read, or on purpose not"),
        get("/api/crm/tickets/{ticket_id}/history", history::events_of, Staff, "Every event on the ticket and its order"),
        get("/api/crm/tickets/{ticket_id}/history/assignment", history::assignment, Staff, "Why it went to whom it went"),
        get("/api/crm/agents", agents::colleagues, Staff, "Who may be given a ticket, with availability and load"),
        post("/api/crm/tickets/{ticket_id}/presence", presence::set, Staff, "Who is looking or typing, for 30 s"),
        get("/api/crm/agent/{agent_id}/tickets", tickets::of_agent, Staff, "An agent's tickets"),
        post("/api/crm/tickets/{ticket_id}/files", files::post, Party, "Send a file as a message").creates().fails(&[403]),
        get("/api/files/{file_id}", files::one, Party, "A file, whole or in part, to save").carries("*/*").in_parts().fails(&[412, 416]),
        put("/api/crm/agent/status", agents::set_status, Staff, "Set one's own availability"),

        get("/api/crm/settings", settings::for_staff, Staff, "The desk's settings, for consoles to follow"),

        get("/api/crm/macros", canned::list, Staff, "Macros: everybody's and one's own"),
        post("/api/crm/macros", canned::create, Staff, "Make a macro").creates().fails(&[403]),
        get("/api/crm/macros/{macro_id}", canned::one, Staff, "A macro"),
        put("/api/crm/macros/{macro_id}", canned::update, Staff, "Change a macro").fails(&[403, 409]),
        delete("/api/crm/macros/{macro_id}", canned::delete, Staff, "Remove a macro").fails(&[403]),
        get("/api/search", search::search, SignedIn, "Full text over messages, orders and people, as far as the caller may see"),

        get("/api/admin/agents", staff::list, Admin, "Staff, with what it holds and when it was last there"),
        post("/api/admin/agents", staff::create, SuperAdmin, "Create a member of staff").creates().fails(&[409]),
        get("/api/admin/agents/{agent_id}", staff::one, Admin, "A member of staff"),
        put("/api/admin/agents/{agent_id}", staff::update, SuperAdmin, "Change a member of staff").fails(&[409]),
        delete("/api/admin/agents/{agent_id}", staff::remove, SuperAdmin, "Remove a member of staff; its tickets go to others").fails(&[409]),
        put("/api/admin/agents/{agent_id}/status", staff::set_status, SuperAdmin, "Suspend an account or let it in again").fails(&[409]),
        put("/api/admin/agents/{agent_id}/password", staff::reset_password, SuperAdmin, "Set another password; its sessions end"),
        post("/api/admin/agents/{agent_id}/tickets/hand_out", staff::hand_out, Admin, "Send an agent's tickets through the rotation, to others"),
        get("/api/admin/agents/{agent_id}/sessions", staff::sessions, SuperAdmin, "Where a member of staff is signed in"),
        delete("/api/admin/agents/{agent_id}/sessions", staff::end_sessions, SuperAdmin, "End all sessions of a member of staff"),
        get("/api/admin/settings", settings::get, Admin, "The desk's settings"),
        put("/api/admin/settings", settings::update, Admin, "Change the desk's settings; an admin its tags alone").fails(&[409]),
        get("/api/admin/audit", audit::list, Admin, "Who did what, when and from where"),

        get("/api/packages", profiles::packages, Staff, "Packages"),
        get("/api/packages/{package_id}", profiles::package, Staff, "A package"),
        post("/api/packages", profiles::create_package, Admin, "Create a package").creates(),
        put("/api/packages/{package_id}", profiles::update_package, Admin, "Change a package; orders keep what they cost"),
        get("/api/brands", profiles::brands, Staff, "Brands"),
        get("/api/brands/{brand_id}", profiles::brand, Staff, "A brand"),
        post("/api/brands", profiles::create_brand, Admin, "Create a brand with its account").creates().fails(&[409]),
        put("/api/brands/{brand_id}", profiles::update_brand, Admin, "Change a brand and its contact").fails(&[409]),
        get("/api/creators", profiles::creators, Staff, "Creators"),
        get("/api/creators/{creator_id}", profiles::creator, Staff, "A creator"),
        post("/api/creators", profiles::create_creator, Admin, "Create a creator with its account").creates().fails(&[409]),
        put("/api/creators/{creator_id}", profiles::update_creator, Admin, "Change a creator").fails(&[409]),

        get("/api/admin/stats", stats::stats, Admin, "Everything that is counted, live"),
        get("/api/admin/agents/stats", stats::agents, Admin, "Everything that is counted by agent, live"),
        get("/api/admin/distribution", stats::distribution, Admin, "Who got how many tickets from the rotation"),
        get("/api/admin/health", stats::health, Admin, "How the server and its database are"),

        get("/api/events", events::stream, SignedIn, "What happens, as it happens: a Server-Sent Events stream").carries("text/event-stream").fails(&[404]),
    ]
}
