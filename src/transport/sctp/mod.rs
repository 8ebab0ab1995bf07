//! SCTP (RFC 9260, 8831) behind a trait, and the data channels on it with DCEP (RFC 8832).

mod association;
mod channel;
mod channels;
mod dcep;
mod early;
mod number_map;
#[cfg(test)]
mod tests;
mod usrsctp;

pub(crate) use crate::sys::usrsctp::padded;

pub(crate) use association::MessageData;
pub(crate) use channels::{
    ChannelKey, ChannelParameters, Channels, ChannelsEvent, DEFAULT_MTU, LARGEST_MTU, SctpConfig,
    SctpError,
};
