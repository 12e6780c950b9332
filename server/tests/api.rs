//! The server from outside, over HTTP, on each engine: a desk with users named by role, and a typed
//! client for each of them.

mod api {
    mod auth;
    mod balancer;
    mod bulk;
    mod client;
    mod desk;
    mod engine;
    mod events;
    mod history;
    mod lists;
    mod messages;
    mod nodes;
    mod orders;
    mod refusals;
    mod rights;
    mod rotation;
    mod seeding;
    mod snooze;
    mod stream;
    mod tickets;
}
