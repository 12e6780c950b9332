//! The console as she meets it: what it shows at four sizes, what every key does, and that no size,
//! text or order of events breaks it.

mod desk;
mod first;
mod hostile;
mod kept;
mod keys;
mod lanes;
mod lists;
mod live;
mod lookups;
mod market;
mod mouse;
mod numbers;
mod office;
mod press;
mod records;
mod sending;
mod snapshots;
mod staff;
mod storms;
mod styles;
mod undo;
