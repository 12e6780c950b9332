//! The API as a client sees it: a real server on a real socket, asked by users named by role.

mod auth;
mod client;
mod desk;
mod refusals;
mod seeding;
mod stopping;
mod walk;
