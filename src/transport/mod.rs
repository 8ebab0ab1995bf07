//! ICE, DTLS and SCTP, without IO.

pub(crate) mod dtls;
pub(crate) mod ice;
pub(crate) mod sctp;
pub(crate) mod stun;
#[cfg(test)]
pub(crate) mod virtual_network;

/// A socket of the runtime, or whatever else will carry datagrams (a relay allocation); never reused within it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct SocketId(pub(crate) u32);
