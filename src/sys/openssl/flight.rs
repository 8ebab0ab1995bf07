//! Retransmission by the caller's clock.
//!
//! OpenSSL decides when to send a flight again by the time of day, which the caller can neither give nor set. So it is not
//! left to decide: a timer callback says at first that a flight's time is up already, and OpenSSL makes, within the call that
//! sent the flight, a few copies of it, each under fresh record numbers as RFC 6347 section 4.2.4 asks. They are kept here
//! and leave when the caller's clock says so. After the last copy the callback answers with a time that never comes.

use std::collections::VecDeque;

use libc::c_uint;

/// A duration in microseconds that is over as soon as it began: OpenSSL takes what is left below 15 ms for nothing.
const EXPIRED: c_uint = 1;

/// The longest duration that a callback can ask for, 71 minutes; by then a copy has left many times.
const NEVER: c_uint = c_uint::MAX;

/// The copies of one flight. OpenSSL itself gives up after twelve.
const COPIES: usize = 8;

const RECORD_HEADER: usize = 13;
const CHANGE_CIPHER_SPEC: u8 = 20;
const HANDSHAKE: u8 = 22;

/// The flight that waits for an answer.
#[derive(Default)]
pub(super) struct Flight {
    /// Counts the flights, so that the owner sees a new one.
    number: u32,
    copies: VecDeque<Vec<u8>>,
    recording: bool,
}

impl Flight {
    /// The timer callback: `previous` is 0 at the start of a flight, else what the last call returned.
    pub(super) fn duration(&mut self, previous: c_uint) -> c_uint {
        if previous == 0 {
            self.number = self.number.wrapping_add(1);
            self.copies.clear();
            self.recording = false;
            return EXPIRED;
        }
        if self.copies.len() >= COPIES {
            self.recording = false;
            return NEVER;
        }
        self.recording = true;
        self.copies.push_back(Vec::new());
        if self.copies.len() < COPIES {
            EXPIRED
        } else {
            NEVER
        }
    }

    /// Takes what OpenSSL writes: into the newest copy while one is made, else into `output`. Alerts are never copies.
    pub(super) fn write(&mut self, records: &[u8], output: &mut Vec<u8>) {
        let retransmitted = matches!(records.first(), Some(&(CHANGE_CIPHER_SPEC | HANDSHAKE)));
        match self.copies.back_mut() {
            Some(copy) if self.recording && retransmitted => copy.extend_from_slice(records),
            _ => output.extend_from_slice(records),
        }
    }

    /// OpenSSL has gone on to read: whatever it writes from here on is no copy.
    pub(super) fn stop_recording(&mut self) {
        self.recording = false;
    }

    /// The number of the flight, which changes when another begins.
    pub(super) fn number(&self) -> u32 {
        self.number
    }

    /// Whether a flight waits for an answer.
    pub(super) fn waits(&self) -> bool {
        !self.copies.is_empty()
    }

    /// Forgets the copies: the flight was answered.
    pub(super) fn answered(&mut self) {
        self.copies = VecDeque::new();
        self.recording = false;
    }

    /// Appends the copy whose turn it is to `output`. When all have left they go round: under old numbers they still fill gaps.
    pub(super) fn retransmit(&mut self, output: &mut Vec<u8>) {
        if let Some(copy) = self.copies.pop_front() {
            output.extend_from_slice(&copy);
            self.copies.push_back(copy);
        }
    }
}

/// The length of the leading whole records of `records` that fit into `limit` bytes; at least one record if there is any.
pub(super) fn packed_len(records: &[u8], limit: usize) -> usize {
    let mut end = 0;
    while let Some(header) = records.get(end..end + RECORD_HEADER) {
        let body = usize::from(u16::from_be_bytes([header[11], header[12]]));
        let next = end + RECORD_HEADER + body;
        if next > records.len() || (end > 0 && next > limit) {
            break;
        }
        end = next;
    }
    if end == 0 { records.len() } else { end }
}
