//! What an installation needs beside serving.

pub mod backup;
pub mod check;
pub mod copy;
pub mod import;
pub mod mend;
pub mod restore;
pub mod seed;
