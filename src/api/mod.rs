//! The W3C objects: visible slots, synchronous exceptions, the operations chain.

pub(crate) mod error;
pub(crate) mod object;
