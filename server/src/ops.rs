//! What an installation needs beside serving.

pub mod import;
pub mod seed;
