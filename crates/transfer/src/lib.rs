//! Reads and writes the files of other authenticators and password managers.

pub mod ciphers;
pub mod containers;
