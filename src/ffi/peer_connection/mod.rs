//! `RTCPeerConnection`. Its operations are beside.

mod descriptions;
mod handlers;
mod methods;
mod object;
mod states;

pub use object::RTCPeerConnection;
