//! One data channel.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::association::{MessageData, Reliability, SendInfo};
use super::channels::{ChannelParameters, SctpError};

/// SCTP's payload protocol identifiers (RFC 8831 section 8).
pub(super) struct Ppid;

impl Ppid {
    pub(super) const DCEP: u32 = 50;
    const STRING: u32 = 51;
    const BINARY: u32 = 53;
    const STRING_EMPTY: u32 = 56;
    const BINARY_EMPTY: u32 = 57;

    /// Whether it is binary, and whether it is empty. The deprecated 52 and 54 are unknown.
    pub(super) fn kind(ppid: u32) -> Option<(bool, bool)> {
        match ppid {
            Self::STRING => Some((false, false)),
            Self::BINARY => Some((true, false)),
            Self::STRING_EMPTY => Some((false, true)),
            Self::BINARY_EMPTY => Some((true, true)),
            _ => None,
        }
    }
}

pub(super) struct Channel {
    pub(super) stream: u16,
    pub(super) parameters: ChannelParameters,
    pub(super) queue: VecDeque<Outgoing>,
    /// It is in the list of channels with something to send.
    pub(super) is_ready: bool,
    /// The peer knows the channel: something came on it (RFC 8832 section 6).
    pub(super) acknowledged: bool,
    pub(super) announced: bool,
    pub(super) waits_for_stream: bool,
    pub(super) closing: bool,
    pub(super) reset_requested: bool,
    pub(super) outgoing_reset: bool,
    pub(super) incoming_reset: bool,
    pub(super) error: Option<SctpError>,
    pub(super) parts: Parts,
    /// What its label and protocol count for in the budget of the peer.
    pub(super) peer_names: usize,
    /// Bytes of user data handed to the network and not reported yet.
    handed_over: u64,
}

/// A message on its way out.
pub(super) struct Outgoing {
    pub(super) data: Vec<u8>,
    pub(super) sent: usize,
    ppid: u32,
    /// Bytes of user data: none in DCEP messages and in the byte that stands for an empty message.
    user: bool,
    expires: Option<Instant>,
}

impl Outgoing {
    pub(super) fn dcep(data: Vec<u8>) -> Self {
        Self {
            data,
            sent: 0,
            ppid: Ppid::DCEP,
            user: false,
            expires: None,
        }
    }

    fn user_bytes(&self, bytes: usize) -> u64 {
        if self.user { bytes as u64 } else { 0 }
    }
}

impl Channel {
    pub(super) fn new(stream: u16, parameters: ChannelParameters) -> Self {
        let acknowledged = parameters.negotiated;
        Self {
            stream,
            parameters,
            queue: VecDeque::new(),
            is_ready: false,
            acknowledged,
            announced: false,
            waits_for_stream: false,
            closing: false,
            reset_requested: false,
            outgoing_reset: false,
            incoming_reset: false,
            error: None,
            parts: Parts::default(),
            peer_names: 0,
            handed_over: 0,
        }
    }

    pub(super) fn enqueue(&mut self, now: Instant, binary: bool, data: Vec<u8>) {
        let expires = self
            .parameters
            .max_packet_life_time
            .map(|milliseconds| now + Duration::from_millis(milliseconds.into()));
        // RFC 8831 section 6.6: SCTP has no empty messages, so that a byte and a PPID stand for one.
        let (ppid, user, data) = match (binary, data.is_empty()) {
            (false, false) => (Ppid::STRING, true, data),
            (true, false) => (Ppid::BINARY, true, data),
            (false, true) => (Ppid::STRING_EMPTY, false, vec![0]),
            (true, true) => (Ppid::BINARY_EMPTY, false, vec![0]),
        };
        self.queue.push_back(Outgoing {
            data,
            sent: 0,
            ppid,
            user,
            expires,
        });
    }

    pub(super) fn send_info(&self, message: &Outgoing) -> SendInfo {
        let is_dcep = message.ppid == Ppid::DCEP;
        let parameters = &self.parameters;
        SendInfo {
            stream: self.stream,
            ppid: message.ppid,
            // RFC 8832 section 6: in order until the peer is known to have got the OPEN.
            unordered: !is_dcep && !parameters.ordered && self.acknowledged,
            reliability: match (parameters.max_retransmits, parameters.max_packet_life_time) {
                _ if is_dcep => Reliability::Reliable,
                (Some(limit), _) => Reliability::Retransmissions { limit },
                (None, Some(milliseconds)) => Reliability::Lifetime { milliseconds },
                (None, None) => Reliability::Reliable,
            },
        }
    }

    /// Notes that the network has taken bytes of the first message; true if it has the whole.
    pub(super) fn hand_over(&mut self, taken: usize) -> bool {
        let Some(message) = self.queue.front_mut() else {
            return true;
        };
        message.sent += taken;
        self.handed_over += message.user_bytes(taken);
        let is_whole = message.sent >= message.data.len();
        if is_whole {
            self.queue.pop_front();
        }
        is_whole
    }

    /// Drops messages whose life time ended before the network had room for them.
    pub(super) fn drop_expired(&mut self, now: Instant) {
        while let Some(message) = self.queue.front() {
            let is_expired = message.expires.is_some_and(|at| at < now);
            if !is_expired || message.sent > 0 {
                return;
            }
            self.discard_front();
        }
    }

    pub(super) fn discard_front(&mut self) {
        if let Some(message) = self.queue.pop_front() {
            self.handed_over += message.user_bytes(message.data.len() - message.sent);
        }
    }

    /// Empties the queue, and returns how many bytes of user data that were.
    pub(super) fn discard_queue(&mut self) -> u64 {
        self.queue
            .drain(..)
            .map(|message| message.user_bytes(message.data.len() - message.sent))
            .sum()
    }

    /// Whether there is something to report of what was handed over.
    pub(super) fn has_amount(&self) -> bool {
        self.handed_over > 0
    }

    pub(super) fn take_handed_over(&mut self) -> u64 {
        std::mem::take(&mut self.handed_over)
    }
}

/// Messages that come in parts. Ordered and unordered ones can be under way on one stream.
#[derive(Default)]
pub(super) struct Parts {
    ordered: Option<Part>,
    unordered: Option<Part>,
}

enum Part {
    Growing(Vec<u8>),
    /// The rest of a message that is too large.
    Skipped,
}

pub(super) enum Progress {
    Partial,
    Complete { ppid: u32, data: MessageData },
    TooLarge,
}

impl Parts {
    /// Bytes that wait for the rest of their messages.
    pub(super) fn held(&self) -> u64 {
        let held = |part: &Option<Part>| match part {
            Some(Part::Growing(bytes)) => bytes.len() as u64,
            _ => 0,
        };
        held(&self.ordered) + held(&self.unordered)
    }

    pub(super) fn abandon(&mut self) -> u64 {
        let held = self.held();
        *self = Self::default();
        held
    }

    pub(super) fn add(
        &mut self,
        ppid: u32,
        unordered: bool,
        end: bool,
        data: MessageData,
        limit: u64,
    ) -> Progress {
        let slot = if unordered {
            &mut self.unordered
        } else {
            &mut self.ordered
        };
        let held = match slot {
            Some(Part::Growing(bytes)) => bytes.len() as u64,
            Some(Part::Skipped) => {
                if end {
                    *slot = None;
                }
                return Progress::Partial;
            }
            None => 0,
        };
        if held + data.len() as u64 > limit {
            *slot = (!end).then_some(Part::Skipped);
            return Progress::TooLarge;
        }
        match (slot.take(), end) {
            (Some(Part::Growing(mut bytes)), true) => {
                bytes.extend_from_slice(&data);
                let data = MessageData::Copied(bytes);
                Progress::Complete { ppid, data }
            }
            (Some(Part::Growing(mut bytes)), false) => {
                bytes.extend_from_slice(&data);
                *slot = Some(Part::Growing(bytes));
                Progress::Partial
            }
            (_, true) => Progress::Complete { ppid, data },
            (_, false) => {
                *slot = Some(Part::Growing(data.to_vec()));
                Progress::Partial
            }
        }
    }
}
