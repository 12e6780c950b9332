//! The console as she meets it: what it shows at four sizes, what every key does, and that no size,
//! text or order of events breaks it.

#[path = "screens/desk.rs"]
mod desk;
#[path = "screens/hostile.rs"]
mod hostile;
#[path = "screens/keys.rs"]
mod keys;
#[path = "screens/live.rs"]
mod live;
#[path = "screens/market.rs"]
mod market;
#[path = "screens/snapshots.rs"]
mod snapshots;
