//! The enumerations of the IDL, with their strings. Their numbers never change.

mod candidate;
mod configuration;
mod connection;
mod data;
mod media;
mod rtp;
mod stats;
mod transport;

pub use candidate::*;
pub use configuration::*;
pub use connection::*;
pub use data::*;
pub use media::*;
pub use rtp::*;
pub use stats::*;
pub use transport::*;
