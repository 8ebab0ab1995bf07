//! ICE, DTLS and SCTP, without IO.

pub(crate) mod dtls;
pub(crate) mod ice;
pub(crate) mod random;
pub(crate) mod sctp;
pub(crate) mod stun;
