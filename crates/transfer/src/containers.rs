//! Files that hold other files or tables.
