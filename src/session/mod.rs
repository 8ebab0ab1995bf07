//! The network side of one connection, without IO.
