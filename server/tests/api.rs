//! The server from outside, over HTTP, on each engine: a desk with users named by role, and a typed
//! client for each of them.

mod api {
    mod auth;
    mod bulk;
    mod client;
    mod desk;
    mod engine;
    mod events;
    mod files;
    mod history;
    mod lists;
    mod macros;
    mod messages;
    mod orders;
    mod presence;
    mod refusals;
    mod rights;
    mod rotation;
    mod search;
    mod seeding;
    mod snooze;
    mod tickets;
}
