//! The server from outside, over HTTP, on each engine: a desk with users named by role, and a typed
//! client for each of them.

mod api {
    mod auth;
    mod backups;
    mod balancer;
    mod bulk;
    mod checks;
    mod client;
    mod copies;
    mod desk;
    mod dropped;
    mod engine;
    mod events;
    mod excluded;
    mod files;
    mod found;
    mod history;
    mod imports;
    mod leaving;
    mod limits;
    mod line;
    mod lists;
    mod lost;
    mod macros;
    mod messages;
    mod metrics;
    mod named;
    mod narrowed;
    mod nodes;
    mod orders;
    mod people;
    mod presence;
    mod profiles;
    mod recount;
    mod refusals;
    mod rights;
    mod rotation;
    mod search;
    mod seeding;
    mod sessions;
    mod settings;
    mod silence;
    mod snooze;
    mod staff;
    mod stats;
    mod stream;
    mod sweep;
    mod tickets;
    mod tls;
}
