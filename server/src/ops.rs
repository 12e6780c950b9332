//! What an installation needs beside serving.

pub mod backup;
pub mod import;
pub mod restore;
pub mod seed;
