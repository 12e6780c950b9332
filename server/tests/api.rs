//! The server from outside, over HTTP, on each engine: a desk with users named by role, and a typed
//! client for each of them.

mod api {
    mod auth;
    mod client;
    mod desk;
    mod engine;
    mod events;
    mod limits;
    mod lists;
    mod messages;
    mod metrics;
    mod orders;
    mod recount;
    mod rights;
    mod rotation;
    mod stats;
    mod tickets;
}
