//! SDP (RFC 8866): a lossless line model and typed views of it.

pub(crate) mod candidate;
