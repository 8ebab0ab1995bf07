//! duologue: the W3C `RTCPeerConnection` as a C library.
//!
//! The C interface is `include/duologue.h`. ARCHITECTURE.md says how the modules relate.

mod api;
mod ffi;
// In tests too, so that nobody takes away what only a fuzz target uses.
#[cfg(any(test, fuzzing))]
pub mod fuzzing;
mod negotiation;
mod random;
mod runtime;
mod sdp;
mod session;
#[expect(
    unsafe_code,
    reason = "C libraries are called here, and nowhere else but in `ffi`"
)]
mod sys;
mod transport;
