//! `RTCDataChannel`.

mod attributes;
mod handlers;
mod messages;
mod object;

pub(super) use object::read_init;
pub use object::{RTCDataChannel, RTCDataChannelInit};
