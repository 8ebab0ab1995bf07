//! What the data channels need of an SCTP engine.

use std::ops::Deref;
use std::time::Instant;

use crate::sys::usrsctp::Received;
pub(crate) use crate::sys::usrsctp::{Reliability, SendError, SendInfo};

/// One SCTP association, sans-IO: change it, then drain packets and events, then ask for the timeout.
pub(crate) trait Association: Send {
    /// Begins the handshake.
    fn associate(&mut self, now: Instant);

    /// Sends the beginning of `data`, as much as there is room for, and returns how much that was. `end` says that the
    /// message ends with `data`. With `more` the last packet may wait for what the caller sends next.
    fn send(
        &mut self,
        now: Instant,
        info: &SendInfo,
        data: &[u8],
        end: bool,
        more: bool,
    ) -> Result<usize, SendError>;

    fn handle_input(&mut self, now: Instant, packet: &[u8]);

    fn handle_timeout(&mut self, now: Instant);

    /// `None` as long as nothing is under way.
    fn poll_timeout(&self) -> Option<Instant>;

    /// The largest packet that the path takes, from now on. What was sent before may be sent again as it is.
    fn set_mtu(&mut self, now: Instant, mtu: u16);

    /// Whether something was sent a while ago that nobody has acknowledged since; asked once, said once.
    fn take_stall(&mut self) -> bool;

    /// The next packet for the peer.
    fn poll_packet(&mut self) -> Option<&[u8]>;

    fn poll_event(&mut self) -> Option<AssociationEvent>;

    /// Resets outgoing streams once everything sent on them has arrived (RFC 6525 section 5.1.2).
    fn reset_streams(&mut self, now: Instant, streams: &[u16]);

    /// Asks the peer for more outgoing streams (RFC 6525 section 5.1.5). False if that cannot be done now.
    fn add_streams(&mut self, now: Instant, count: u16) -> bool;

    /// Sends an ABORT. No event follows.
    fn abort(&mut self, now: Instant);
}

#[derive(Debug)]
pub(crate) enum AssociationEvent {
    Up {
        outbound_streams: u16,
        /// As many as there can be, after more have been added.
        max_outbound_streams: u16,
        max_inbound_streams: u16,
        /// Messages of several streams can be under way at a time (RFC 8260).
        interleaving: bool,
        /// The peer can reset streams (RFC 6525).
        can_reset: bool,
    },
    Lost {
        cause_code: Option<u16>,
        message: &'static str,
    },
    Data {
        stream: u16,
        ppid: u32,
        unordered: bool,
        /// The message ends with this part.
        end: bool,
        data: MessageData,
    },
    /// The rest of a message that was delivered in part will not come.
    DataAborted { stream: u16 },
    /// Streams of the peer begin anew. An empty list stands for all.
    IncomingReset { streams: Vec<u16> },
    /// Streams of ours begin anew, or never will.
    OutgoingReset { streams: Vec<u16>, refused: bool },
    StreamsAdded {
        outbound_streams: u16,
        refused: bool,
    },
}

/// The bytes of a message, in the buffer that they were received in where possible.
#[derive(Debug)]
pub(crate) enum MessageData {
    Received(Received),
    Copied(Vec<u8>),
    Empty,
}

impl Deref for MessageData {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Received(data) => data,
            Self::Copied(data) => data,
            Self::Empty => &[],
        }
    }
}
