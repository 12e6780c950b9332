//! What an installation needs beside serving.

pub mod seed;
