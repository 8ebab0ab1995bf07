//! What the callbacks of libusrsctp leave for the owner of a socket.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU16, Ordering};

use parking_lot::Mutex;

use super::Notification;
use super::checksum;
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

/// Packets back to back in a few blocks, so that a burst costs no allocation each. Blocks are used again as long as data flows: larger
/// ones, or these given back with each burst, would come as fresh pages, and those cost more than what is written to them.
///
/// libusrsctp takes one message more from its queue than fits into a packet, and then sends that one alone. Chunks of
/// user data are therefore moved forward into the packet before, as long as that is still here.
///
/// It also fills packets up to the largest length that there may ever be. What is longer than the present limit is parted between
/// chunks of user data.
#[derive(Default)]
pub(super) struct Packets {
    blocks: VecDeque<Vec<u8>>,
    /// Empty ones.
    spare: Vec<Vec<u8>>,
    lengths: VecDeque<usize>,
    /// How much of the first block has been taken.
    read: usize,
    /// User data can be added to the last packet.
    extensible: bool,
}

const HEADER: usize = 12;

impl Packets {
    const BLOCK: usize = 64 * 1024;
    /// So much is left in a block for what is added to its last packet.
    const SLACK: usize = 1500;
    /// As many packets as the largest congestion window has.
    const MAX_SPARE: usize = 64;

    /// Adds a packet; none becomes longer than `mtu`, unless a chunk is. Checksums are filled in by `pop`.
    pub(super) fn push(&mut self, packet: &[u8], mtu: usize) {
        self.recycle();
        let moved = self.extend_last(packet, mtu);
        let (header, mut chunks) = (&packet[..HEADER], &packet[HEADER + moved..]);
        if chunks.is_empty() {
            return;
        }
        loop {
            let length = match HEADER + chunks.len() <= mtu {
                true => chunks.len(),
                false => leading(chunks, mtu.saturating_sub(HEADER)),
            };
            let (first, rest) = chunks.split_at(length);
            self.extensible = is_extensible(first);
            let block = self.block_for(HEADER + length);
            block.extend_from_slice(header);
            block.extend_from_slice(first);
            self.lengths.push_back(HEADER + length);
            if rest.is_empty() {
                return;
            }
            chunks = rest;
        }
    }

    /// Adds the first chunks of a packet to the last one, and returns how many bytes they were.
    fn extend_last(&mut self, packet: &[u8], mtu: usize) -> usize {
        let Some(last) = self.lengths.back_mut().filter(|_| self.extensible) else {
            return 0;
        };
        let Some(block) = self.blocks.back_mut() else {
            return 0;
        };
        let room = mtu.saturating_sub(*last);
        let start = block.len() - *last;
        // Ports and verification tag.
        if block[start..start + 8] != packet[..8] || !last.is_multiple_of(4) {
            return 0;
        }
        let moved = user_data(&packet[HEADER..], room);
        block.extend_from_slice(&packet[HEADER..HEADER + moved]);
        *last += moved;
        moved
    }

    fn block_for(&mut self, length: usize) -> &mut Vec<u8> {
        let room = |block: &Vec<u8>| block.capacity() - block.len();
        if self
            .blocks
            .back()
            .is_none_or(|last| room(last) < length + Self::SLACK)
        {
            let block = self.spare.pop();
            self.blocks.push_back(
                block.unwrap_or_else(|| Vec::with_capacity(Self::BLOCK.max(length + Self::SLACK))),
            );
        }
        self.blocks
            .back_mut()
            .expect("one was added if there was none")
    }

    pub(super) fn pop(&mut self) -> Option<&[u8]> {
        self.recycle();
        let length = self.lengths.pop_front()?;
        let packet = &mut self.blocks.front_mut()?[self.read..self.read + length];
        checksum::write(packet);
        self.read += length;
        Some(packet)
    }

    /// Puts the first block back once all of it was taken.
    fn recycle(&mut self) {
        if self
            .blocks
            .front()
            .is_none_or(|first| self.read < first.len())
        {
            return;
        }
        self.read = 0;
        self.extensible &= !self.lengths.is_empty();
        if let Some(mut block) = self.blocks.pop_front()
            && self.spare.len() < Self::MAX_SPARE
        {
            block.clear();
            self.spare.push(block);
        }
    }

    /// Gives the room back, if nothing waits.
    pub(super) fn release(&mut self) {
        if self.lengths.is_empty() {
            *self = Self::default();
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lengths.is_empty()
    }
}

/// Chunk types (RFC 9260 section 3.2, RFC 8260, RFC 3758).
const DATA: u8 = 0;
const SACK: u8 = 3;
const COOKIE_ACK: u8 = 11;
const I_DATA: u8 = 64;

/// Whether user data can follow: control chunks come first in a packet, and some want one for themselves.
fn is_extensible(chunks: &[u8]) -> bool {
    matches!(chunks.first(), Some(&(DATA | I_DATA | SACK | COOKIE_ACK)))
}

/// The length of the leading chunks for a packet with so much room. The next packet begins with user data; if that is nowhere
/// possible, or only behind a chunk that is too long, there is no better way.
fn leading(chunks: &[u8], room: usize) -> usize {
    let (mut at, mut end) = (0, None);
    while let Some(&[kind, _, high, low]) = chunks.get(at..at + 4) {
        if at > 0 && matches!(kind, DATA | I_DATA) {
            if at > room {
                return end.unwrap_or(at);
            }
            end = Some(at);
        }
        let length = usize::from(u16::from_be_bytes([high, low]));
        at += length.next_multiple_of(4).max(4);
    }
    end.unwrap_or(chunks.len())
}

/// The length of the chunks of user data at the beginning of `chunks` that fit into `room`.
fn user_data(chunks: &[u8], room: usize) -> usize {
    let mut at = 0;
    while let Some(&[kind, _, high, low]) = chunks.get(at..at + 4) {
        let length = usize::from(u16::from_be_bytes([high, low])).next_multiple_of(4);
        let end = at + length.max(4);
        if !matches!(kind, DATA | I_DATA) || end > room || end > chunks.len() {
            break;
        }
        at = end;
    }
    at
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
    /// The longest packet.
    mtu: AtomicU16,
    pub(super) contents: Mutex<Contents>,
    notifier: Option<Notifier>,
}

impl Mailbox {
    pub(super) fn new(mtu: u16, notifier: Option<Notifier>) -> Self {
        Self {
            mtu: AtomicU16::new(mtu),
            contents: Mutex::default(),
            notifier,
        }
    }

    pub(super) fn mtu(&self) -> usize {
        usize::from(self.mtu.load(Ordering::Relaxed))
    }

    pub(super) fn set_mtu(&self, mtu: u16) {
        self.mtu.store(mtu, Ordering::Relaxed);
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

    fn packet(tag: u8, chunks: &[(u8, usize)]) -> Vec<u8> {
        let mut packet = vec![tag; HEADER];
        for (i, (kind, length)) in chunks.iter().enumerate() {
            packet.extend_from_slice(&[*kind, 3, 0, *length as u8]);
            packet.resize(packet.len() + length.next_multiple_of(4) - 4, i as u8);
        }
        packet
    }

    fn through(packets: &[Vec<u8>], mtu: usize) -> Vec<Vec<u8>> {
        let mut queue = Packets::default();
        for packet in packets {
            queue.push(packet, mtu);
        }
        let mut popped = Vec::new();
        while let Some(packet) = queue.pop() {
            assert!(checksum::is_right(packet));
            popped.push(packet.to_vec());
        }
        popped
    }

    /// Without header and checksum.
    fn chunks(packets: &[Vec<u8>]) -> Vec<u8> {
        packets
            .iter()
            .flat_map(|packet| packet[HEADER..].to_vec())
            .collect()
    }

    #[test]
    fn packets_come_out_as_they_went_in() {
        let sent = [
            packet(1, &[(1, 20)]),
            packet(1, &[(DATA, 20)]),
            packet(1, &[(SACK, 16)]),
        ];
        for _ in 0..3 {
            let out = through(&sent, 1000);
            assert_eq!(out.len(), 3, "an INIT is alone, and control comes first");
            for (out, sent) in out.iter().zip(&sent) {
                assert_eq!(out[..8], sent[..8]);
                assert_eq!(out[HEADER..], sent[HEADER..]);
            }
        }
    }

    #[test]
    fn many_packets_take_several_blocks_that_are_used_again() {
        let mut queue = Packets::default();
        for round in 0..3u8 {
            for i in 0..200u8 {
                queue.push(&packet(i, &[(SACK, 16), (DATA, 200)]), 1000);
                if i % 3 == round {
                    assert!(queue.pop().is_some());
                }
            }
            while let Some(packet) = queue.pop() {
                assert!(packet.len() == 228 && checksum::is_right(packet));
            }
        }
        let long = vec![1; 200_000];
        queue.push(&long, 1000);
        assert_eq!(queue.pop().map(<[u8]>::len), Some(200_000));
        assert!(queue.blocks.len() + queue.spare.len() < 5);
        queue.release();
        assert!(queue.blocks.is_empty() && queue.spare.is_empty());
    }

    #[test]
    fn user_data_moves_forward_where_it_fits() {
        let sent = [
            packet(1, &[(SACK, 16), (I_DATA, 30)]),
            packet(1, &[(I_DATA, 20), (I_DATA, 22), (I_DATA, 20)]),
            packet(1, &[(I_DATA, 60)]),
            packet(1, &[(I_DATA, 21)]),
            packet(1, &[(DATA, 20), (SACK, 16)]),
            packet(2, &[(DATA, 20)]),
        ];
        let out = through(&sent, 112);
        let lengths: Vec<usize> = out.iter().map(Vec::len).collect();
        assert_eq!(chunks(&out), chunks(&sent));
        assert_eq!(lengths, [104, 116 - 24, 12 + 44, 12 + 16, 12 + 20]);
    }

    #[test]
    fn what_is_too_long_is_parted_before_user_data() {
        let sent = [
            packet(1, &[(SACK, 16), (I_DATA, 60), (I_DATA, 20), (I_DATA, 30)]),
            packet(1, &[(DATA, 100), (DATA, 20)]),
            packet(1, &[(DATA, 20), (SACK, 16), (DATA, 90)]),
            packet(1, &[(1, 120)]),
            packet(1, &[(1, 100), (DATA, 100)]),
        ];
        let out = through(&sent, 100);
        let lengths: Vec<usize> = out.iter().map(Vec::len).collect();
        assert_eq!(chunks(&out), chunks(&sent));
        assert_eq!(lengths, [88, 64, 112, 52, 28, 104, 132, 112, 112]);
    }

    #[test]
    fn nonsense_is_passed_on_as_it_is() {
        for length in [HEADER, HEADER + 1, HEADER + 3, HEADER + 4, HEADER + 9] {
            let sent = [packet(0, &[(DATA, 16)]), vec![0; length]];
            let out = through(&sent, 1000);
            assert_eq!(chunks(&out), chunks(&sent));
        }
    }
}
