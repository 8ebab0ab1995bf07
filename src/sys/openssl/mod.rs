//! What `openssl` has no safe wrapper for: DTLS over lent datagrams, with retransmission by the caller's clock.

mod bio;
mod connection;
mod context;
mod flight;
mod raw;

pub(crate) use connection::{Connection, Failure, ReadOutcome};
pub(crate) use context::{alert_description, new_context};
