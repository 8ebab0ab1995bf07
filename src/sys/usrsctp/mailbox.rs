//! What the callbacks of libusrsctp leave for the owner of a socket.

use std::collections::VecDeque;

use parking_lot::Mutex;

use super::Notification;
use super::received::Received;

/// Called when something came into a mailbox without its owner having asked.
pub(crate) type Notifier = std::sync::Arc<dyn Fn() + Send + Sync>;

/// A message, a part of one, or news of the association.
#[derive(Debug)]
pub(crate) enum Event {
    Data {
        stream: u16,
        ppid: u32,
        unordered: bool,
        /// The message ends with this part.
        end: bool,
        data: Received,
    },
    Notification(Notification),
}

/// Packets back to back in one buffer, so that a burst costs no allocation each.
#[derive(Default)]
pub(super) struct Packets {
    bytes: Vec<u8>,
    lengths: VecDeque<usize>,
    read: usize,
}

impl Packets {
    /// More room than this is given back once the burst is over.
    const KEPT: usize = 64 * 1024;

    pub(super) fn push(&mut self, packet: &[u8]) {
        self.bytes.extend_from_slice(packet);
        self.lengths.push_back(packet.len());
    }

    pub(super) fn pop(&mut self, out: &mut Vec<u8>) -> bool {
        let Some(length) = self.lengths.pop_front() else {
            return false;
        };
        out.extend_from_slice(&self.bytes[self.read..self.read + length]);
        self.read += length;
        if self.lengths.is_empty() {
            self.read = 0;
            self.bytes.clear();
            self.bytes.shrink_to(Self::KEPT);
            self.lengths.shrink_to(Self::KEPT / 1024);
        }
        true
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lengths.is_empty()
    }
}

/// Everything that waits for the owner.
#[derive(Default)]
pub(super) struct Contents {
    pub(super) packets: Packets,
    pub(super) events: VecDeque<Event>,
    /// The latest word on how much of the send buffer is free.
    pub(super) send_buffer_free: Option<u32>,
}

impl Contents {
    pub(super) fn is_empty(&self) -> bool {
        self.packets.is_empty() && self.events.is_empty() && self.send_buffer_free.is_none()
    }
}

pub(super) struct Mailbox {
    pub(super) contents: Mutex<Contents>,
    notifier: Option<Notifier>,
}

impl Mailbox {
    pub(super) fn new(notifier: Option<Notifier>) -> Self {
        Self {
            contents: Mutex::default(),
            notifier,
        }
    }

    pub(super) fn notify(&self) {
        if let Some(notifier) = &self.notifier {
            notifier();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packets_come_out_as_they_went_in() {
        let mut packets = Packets::default();
        let mut out = Vec::new();
        assert!(!packets.pop(&mut out));
        for round in 0..3u8 {
            packets.push(&[round; 3]);
            packets.push(&[round + 10; 5]);
            assert!(packets.pop(&mut out));
            assert_eq!(out, [round; 3]);
            assert!(packets.pop(&mut out));
            assert_eq!(out[3..], [round + 10; 5]);
            assert!(packets.is_empty());
            out.clear();
        }
    }
}
