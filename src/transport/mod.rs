//! ICE, DTLS and SCTP, without IO.

pub(crate) mod dtls;
pub(crate) mod ice;
pub(crate) mod sctp;
pub(crate) mod stun;

/// A socket of the runtime; never reused within it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct SocketId(pub(crate) u32);
