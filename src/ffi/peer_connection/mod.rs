//! `RTCPeerConnection`. Its operations are beside.

mod descriptions;
mod handlers;
mod legacy_streams;
mod media;
mod methods;
mod object;
mod states;

pub use object::RTCPeerConnection;
