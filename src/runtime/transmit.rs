//! The datagrams of one drain, in one buffer, grouped as the system takes them best.

use std::net::SocketAddr;

use crate::{sys::socket::Piece, transport::SocketId};

/// The most segments that every kernel with UDP_SEGMENT takes at once.
const MAX_SEGMENTS: usize = 64;
/// The most bytes of one UDP send over IPv4.
const MAX_RUN: usize = 65_507;
/// With more bytes than this the drain is interrupted to send.
const FLUSH_AT: usize = 1 << 20;

/// Datagrams of one socket to one address that follow each other in the buffer. All are of the same size, but the last may be
/// shorter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) socket: SocketId,
    piece: Piece,
    count: usize,
}

impl Run {
    pub(super) fn piece(&self) -> Piece {
        self.piece
    }

    fn takes(&self, socket: SocketId, to: SocketAddr, len: usize) -> bool {
        let Piece {
            len: total,
            segment,
            ..
        } = self.piece;
        self.socket == socket
            && self.piece.to == to
            && segment > 0
            && total == segment * self.count
            && (1..=segment).contains(&len)
            && self.count < MAX_SEGMENTS
            && total + len <= MAX_RUN
    }
}

/// Collects the datagrams of a drain.
#[derive(Default)]
pub(super) struct TransmitBuffer {
    pub(super) bytes: Vec<u8>,
    pub(super) runs: Vec<Run>,
}

impl TransmitBuffer {
    pub(super) fn push(&mut self, socket: SocketId, to: SocketAddr, payload: &[u8]) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(payload);
        self.add(socket, to, start);
    }

    /// Adds what `write` appends, unless it fails.
    pub(super) fn push_written(
        &mut self,
        socket: SocketId,
        to: SocketAddr,
        write: &mut dyn FnMut(&mut Vec<u8>) -> bool,
    ) {
        let start = self.bytes.len();
        if write(&mut self.bytes) {
            self.add(socket, to, start);
        } else {
            self.bytes.truncate(start);
        }
    }

    /// The datagram from `start` to the end of the buffer.
    fn add(&mut self, socket: SocketId, to: SocketAddr, start: usize) {
        let len = self.bytes.len() - start;
        if let Some(run) = self.runs.last_mut()
            && run.takes(socket, to, len)
        {
            run.piece.len += len;
            run.count += 1;
            return;
        }
        self.runs.push(Run {
            socket,
            piece: Piece {
                to,
                start,
                len,
                segment: len,
            },
            count: 1,
        });
    }

    pub(super) fn is_full(&self) -> bool {
        self.bytes.len() >= FLUSH_AT
    }

    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        self.runs.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const S: SocketId = SocketId(1);

    fn to(port: u16) -> SocketAddr {
        ([127, 0, 0, 1], port).into()
    }

    fn shapes(buffer: &TransmitBuffer) -> Vec<(usize, usize)> {
        buffer
            .runs
            .iter()
            .map(|run| (run.piece.segment, run.piece.len))
            .collect()
    }

    #[test]
    fn equal_sizes_to_one_address_form_a_run_that_a_shorter_one_ends() {
        let mut buffer = TransmitBuffer::default();
        for len in [100, 100, 60, 60, 100] {
            buffer.push(S, to(1), &vec![0; len]);
        }
        assert_eq!(shapes(&buffer), [(100, 260), (60, 60), (100, 100)]);
    }

    #[test]
    fn what_is_written_in_place_is_a_datagram_like_others() {
        let mut buffer = TransmitBuffer::default();
        buffer.push(S, to(1), &[1; 9]);
        for right in [false, true] {
            buffer.push_written(S, to(1), &mut |bytes| {
                bytes.extend_from_slice(&[2; 9]);
                right
            });
        }
        assert_eq!(shapes(&buffer), [(9, 18)]);
        assert_eq!(buffer.bytes, [[1; 9], [2; 9]].concat());
    }

    #[test]
    fn another_address_or_socket_starts_a_run() {
        let mut buffer = TransmitBuffer::default();
        buffer.push(S, to(1), &[0; 9]);
        buffer.push(S, to(2), &[0; 9]);
        buffer.push(SocketId(2), to(2), &[0; 9]);
        assert_eq!(buffer.runs.len(), 3);
    }

    #[test]
    fn runs_keep_to_the_limits_of_the_system() {
        let mut buffer = TransmitBuffer::default();
        for _ in 0..65 {
            buffer.push(S, to(1), &[0; 100]);
        }
        assert_eq!(shapes(&buffer), [(100, 6400), (100, 100)]);
        buffer.clear();
        for _ in 0..45 {
            buffer.push(S, to(1), &[0; 1500]);
        }
        assert_eq!(shapes(&buffer), [(1500, 43 * 1500), (1500, 3000)]);
    }

    #[test]
    fn empty_datagrams_are_sent_alone() {
        let mut buffer = TransmitBuffer::default();
        for len in [0, 0, 10, 0] {
            buffer.push(S, to(1), &vec![0; len]);
        }
        assert_eq!(shapes(&buffer), [(0, 0), (0, 0), (10, 10), (0, 0)]);
    }
}
