//! Statistics: webrtc-pc's part, and the dictionaries of webrtc-stats.

pub(super) mod get_stats;
mod ice;
mod members;
pub(super) mod report;
mod rtp;
mod transport;
