//! SDP (RFC 8866): a lossless line model and typed views of it.
//!
//! A description is kept as its lines, so that what was parsed is written back byte for byte: unknown lines, their order
//! and the line ends survive. Parsing checks the syntax of every line whose grammar matters to JSEP (RFC 9429 section
//! 5.8); the typed views read from the lines and need no errors of their own.

mod attribute;
pub(crate) mod candidate;
mod line;
mod media;
mod session;
mod syntax;
#[cfg(test)]
mod tests;

pub(crate) use attribute::{Fingerprint, Group, Setup};
pub(crate) use candidate::is_token_char;
pub(crate) use line::{Line, SdpError};
pub(crate) use media::{MLine, MediaSection};
pub(crate) use session::SessionDescription;

/// The largest description that is read, in bytes. An offer of a browser with a hundred tracks has about 600,000.
pub(crate) const MAX_BYTES: usize = 4 << 20;
/// The most lines of a description.
pub(crate) const MAX_LINES: usize = 65_536;
/// The most lines before the first m-line: each m-section may inherit from them.
pub(crate) const MAX_SESSION_LINES: usize = 2048;
/// The most m-sections of a description.
pub(crate) const MAX_SECTIONS: usize = 1024;
