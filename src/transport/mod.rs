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

/// What may become of a datagram that is too large for a link on its way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Fragmentation {
    /// What the system does by itself.
    #[default]
    Allowed,
    /// It is refused, or lost: a probe.
    Forbidden,
    /// It is cut here into pieces that every path takes, where the system can do that.
    AtSource,
}
