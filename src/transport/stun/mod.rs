//! STUN messages (RFC 8489).
//!
//! [`Message`] reads one datagram in place; [`MessageBuilder`] writes one. What a message means is the caller's matter.

mod address;
mod attribute;
mod builder;
mod integrity;
mod message;
mod transaction;

#[cfg(test)]
mod tests;

pub(crate) use attribute::AttributeType;
pub(crate) use builder::MessageBuilder;
pub(crate) use message::{Class, Message, Method, TransactionId};
pub(crate) use transaction::{Retransmission, RetransmissionStep};

/// The fixed value of bytes 4 to 7.
pub(crate) const MAGIC_COOKIE: u32 = 0x2112_A442;
/// Type, length, cookie, transaction id.
pub(crate) const HEADER_LENGTH: usize = 20;
