//! What an agent sees, room by room. A pane holds its own state and verbs, its view lies beside it;
//! it knows the model and `ui`, never another pane.

pub mod attach;
pub mod audit;
pub mod bars;
pub mod composer;
pub mod confirm;
pub mod health;
pub mod help;
pub mod links;
pub mod login;
pub mod macros;
pub mod menu;
pub mod moving;
pub mod order;
pub mod palette;
pub mod presence;
pub mod prompt;
pub mod queue;
pub mod record;
pub mod report;
pub mod search;
pub mod settings;
pub mod sheet;
pub mod stats;
pub mod team;
pub mod thread;
pub mod told_once;
