//! The W3C objects: visible slots, synchronous exceptions, the operations chain.

pub(crate) mod certificate;
pub(crate) mod configuration;
pub(crate) mod data_channel;
pub(crate) mod dtls_transport;
pub(crate) mod enums;
pub(crate) mod environment;
pub(crate) mod error;
pub(crate) mod event;
pub(crate) mod event_target;
pub(crate) mod ice_candidate;
pub(crate) mod ice_server_url;
pub(crate) mod ice_transport;
pub(crate) mod identity;
pub(crate) mod media_stream;
pub(crate) mod media_stream_track;
pub(crate) mod network;
pub(crate) mod object;
pub(crate) mod peer_connection;
pub(crate) mod rtp;
pub(crate) mod sctp_transport;
pub(crate) mod session_description;
pub(crate) mod stats;
mod stream_ids;
pub(crate) mod task;
pub(crate) mod track_source;

#[cfg(test)]
mod tests;
