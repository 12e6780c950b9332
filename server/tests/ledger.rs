//! What was acknowledged is there, whatever is killed: load by clients that keep a ledger of their
//! own, kills at random moments, and a comparison of ledger and desk.
//!
//! A full disk is tried here as well.
//!
//! The seed is printed. `ROBINDESK_LEDGER_SEED` runs the same choices again, and
//! `ROBINDESK_LEDGER_KILLS` makes it a long run: that many kills instead of three.

#[cfg(unix)]
mod ledger {
    #[path = "../api/balancer.rs"]
    mod balancer;
    mod book;
    mod cluster;
    mod disk;
    mod follower;
    mod kills;
    mod load;
    mod process;
}
