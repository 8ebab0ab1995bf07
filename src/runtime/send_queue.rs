//! What one socket has to send, when the system does not take it at once or not in that form.

use std::{collections::VecDeque, io};

use crate::sys::socket::Piece;

/// At most so many bytes wait for a socket that takes no more. Beyond that the oldest are dropped, as a router would.
const MAX_BACKLOG: usize = 512 * 1024;

/// What every path takes without fragmentation: IPv6's minimum MTU without headers.
const EVERY_PATH: usize = 1280 - 40 - 8;

/// The system call: pieces of a buffer in, how many went out.
pub(super) type Send<'a> = &'a mut dyn FnMut(&[u8], &[Piece]) -> io::Result<usize>;

/// The sending side of a socket.
pub(super) struct SendQueue {
    /// The system takes pieces of several datagrams on this socket.
    segments: bool,
    /// Pieces that begin their own buffers.
    backlog: VecDeque<(Piece, Box<[u8]>)>,
    backlog_bytes: usize,
    /// Datagrams or pieces that were dropped.
    dropped: u64,
    /// A refusal that may mean that the socket's address is gone.
    suspect: bool,
}

impl SendQueue {
    pub(super) fn new(segments: bool) -> Self {
        Self {
            segments,
            backlog: VecDeque::new(),
            backlog_bytes: 0,
            dropped: 0,
            suspect: false,
        }
    }

    /// Whether the socket is to be watched until it takes datagrams again.
    pub(super) fn is_blocked(&self) -> bool {
        !self.backlog.is_empty()
    }

    /// Whether a send failed since the last call in a way that the loss of the address would explain.
    pub(super) fn take_suspicion(&mut self) -> bool {
        std::mem::take(&mut self.suspect)
    }

    /// Sends pieces, in order, after what waits already.
    pub(super) fn send(&mut self, buffer: &[u8], pieces: &[Piece], system: Send<'_>) {
        if self.is_blocked() {
            self.keep(buffer, pieces);
            return;
        }
        let mut rest = pieces;
        if !self.segments && pieces.iter().any(Piece::is_segmented) {
            let single: Vec<_> = pieces.iter().flat_map(|piece| piece.datagrams()).collect();
            return self.send(buffer, &single, system);
        }
        while let Some(first) = rest.first() {
            match system(buffer, rest) {
                Ok(sent) => rest = &rest[sent.clamp(1, rest.len())..],
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    self.keep(buffer, rest);
                    return;
                }
                Err(error) if first.is_segmented() => {
                    self.refused_segments(first.segment, &error);
                    let single: Vec<_> = first.datagrams().collect();
                    self.send(buffer, &single, system);
                    rest = &rest[1..];
                    if self.is_blocked() || !self.segments {
                        return self.send(buffer, rest, system);
                    }
                }
                Err(error) => {
                    self.refused(&error);
                    rest = &rest[1..];
                }
            }
        }
    }

    /// The socket takes datagrams again.
    pub(super) fn resume(&mut self, system: Send<'_>) {
        while let Some((piece, bytes)) = self.backlog.pop_front() {
            self.backlog_bytes -= bytes.len();
            // The rest waits elsewhere so that nothing overtakes it.
            let rest = std::mem::take(&mut self.backlog);
            self.send(&bytes, &[piece], system);
            let blocked = self.is_blocked();
            self.backlog.extend(rest);
            if blocked {
                return;
            }
        }
    }

    fn keep(&mut self, buffer: &[u8], pieces: &[Piece]) {
        for piece in pieces {
            let kept = Piece { start: 0, ..*piece };
            self.backlog_bytes += piece.len;
            self.backlog.push_back((kept, piece.of(buffer).into()));
        }
        while self.backlog_bytes > MAX_BACKLOG {
            let Some((_, bytes)) = self.backlog.pop_front() else {
                break;
            };
            self.backlog_bytes -= bytes.len();
            self.count_drop("the socket takes no more");
        }
    }

    /// Devices without checksum offload and some tunnels answer EIO, others EINVAL. A smaller path MTU passes once the datagrams go one
    /// by one; Linux before 6.14 answers EINVAL there too.
    fn refused_segments(&mut self, segment: usize, error: &io::Error) {
        let code = error.raw_os_error();
        let too_large =
            code == Some(libc::EMSGSIZE) || (code == Some(libc::EINVAL) && segment > EVERY_PATH);
        if !too_large {
            log::debug!("datagrams are sent one by one from now on: {error}");
            self.segments = false;
        }
    }

    fn refused(&mut self, error: &io::Error) {
        let code = error.raw_os_error().unwrap_or(0);
        // An ICMP error for an earlier datagram says nothing about this address pair that its checks don't.
        if code != libc::ECONNREFUSED {
            self.count_drop(&error.to_string());
        }
        self.suspect |= matches!(
            code,
            libc::EINVAL | libc::EADDRNOTAVAIL | libc::ENETUNREACH | libc::ENETDOWN | libc::ENODEV
        );
    }

    fn count_drop(&mut self, reason: &str) {
        self.dropped += 1;
        // A line for the first, the second, the fourth...: a dead path does not fill the log.
        if self.dropped.is_power_of_two() {
            log::debug!("{} datagrams were not sent: {reason}", self.dropped);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A system that takes what it is told to, and remembers the sizes.
    #[derive(Default)]
    struct System {
        answers: VecDeque<Result<usize, i32>>,
        sent: Vec<(usize, usize)>,
    }

    impl System {
        fn call(&mut self, buffer: &[u8], pieces: &[Piece]) -> io::Result<usize> {
            let answer = self.answers.pop_front().unwrap_or(Ok(usize::MAX));
            let count = answer
                .map_err(io::Error::from_raw_os_error)?
                .min(pieces.len());
            for piece in &pieces[..count] {
                assert_eq!(piece.of(buffer).len(), piece.len);
                self.sent.push((piece.len, piece.segment));
            }
            Ok(count)
        }
    }

    fn pieces(list: &[(usize, usize)]) -> (Vec<u8>, Vec<Piece>) {
        let mut start = 0;
        let make = |&(len, segment): &(usize, usize)| {
            start += len;
            Piece {
                to: ([127, 0, 0, 1], 9).into(),
                start: start - len,
                len,
                segment,
            }
        };
        let pieces: Vec<_> = list.iter().map(make).collect();
        (vec![0; start], pieces)
    }

    fn run(
        queue: &mut SendQueue,
        list: &[(usize, usize)],
        answers: &[Result<usize, i32>],
    ) -> Vec<(usize, usize)> {
        let mut system = System::default();
        system.answers.extend(answers);
        let (buffer, pieces) = pieces(list);
        queue.send(&buffer, &pieces, &mut |b, p| system.call(b, p));
        assert!(system.answers.is_empty(), "each answer was asked for");
        system.sent
    }

    fn resume(queue: &mut SendQueue, answers: &[Result<usize, i32>]) -> Vec<(usize, usize)> {
        let mut system = System::default();
        system.answers.extend(answers);
        queue.resume(&mut |b, p| system.call(b, p));
        system.sent
    }

    #[test]
    fn what_a_call_leaves_goes_with_the_next() {
        let mut queue = SendQueue::new(true);
        let sent = run(
            &mut queue,
            &[(1, 1), (20, 10), (3, 3)],
            &[Ok(1), Ok(1), Ok(1)],
        );
        assert_eq!(sent, [(1, 1), (20, 10), (3, 3)]);
        assert!(!queue.is_blocked());
    }

    #[test]
    fn without_offload_each_datagram_is_a_piece() {
        let mut queue = SendQueue::new(false);
        let sent = run(&mut queue, &[(25, 10), (3, 3)], &[]);
        assert_eq!(sent, [(10, 10), (10, 10), (5, 5), (3, 3)]);
    }

    #[test]
    fn a_refused_segmented_piece_is_sent_one_by_one_and_offload_ends() {
        for code in [libc::EIO, libc::EINVAL] {
            let mut queue = SendQueue::new(true);
            let sent = run(
                &mut queue,
                &[(1, 1), (15, 10), (30, 10)],
                &[Ok(1), Err(code)],
            );
            assert_eq!(
                sent,
                [(1, 1), (10, 10), (5, 5), (10, 10), (10, 10), (10, 10)]
            );
            assert!(!queue.segments);
        }
        let mut queue = SendQueue::new(true);
        let sent = run(&mut queue, &[(15, 10), (30, 10)], &[Err(libc::EMSGSIZE)]);
        assert_eq!(sent, [(10, 10), (5, 5), (30, 10)]);
        assert!(queue.segments, "the path is to blame, not the device");
        let large = [(2_000, 1_400), (4_000, 1_400)];
        let sent = run(&mut queue, &large, &[Err(libc::EINVAL)]);
        assert_eq!(sent, [(1_400, 1_400), (600, 600), (4_000, 1_400)]);
        assert!(queue.segments, "nor here");
    }

    #[test]
    fn a_refused_datagram_does_not_stop_the_others() {
        let mut queue = SendQueue::new(true);
        let answers = [Err(libc::EPERM), Ok(1), Err(libc::ECONNREFUSED)];
        let sent = run(&mut queue, &[(1, 1), (2, 2), (3, 3), (4, 4)], &answers);
        assert_eq!(sent, [(2, 2), (4, 4)]);
        assert_eq!(queue.dropped, 1, "ECONNREFUSED is another datagram's");
        assert!(!queue.take_suspicion());
        run(&mut queue, &[(1, 1)], &[Err(libc::ENETUNREACH)]);
        assert!(queue.take_suspicion());
        assert!(!queue.take_suspicion());
    }

    #[test]
    fn what_blocks_waits_in_order() {
        let mut queue = SendQueue::new(true);
        let sent = run(
            &mut queue,
            &[(1, 1), (20, 10), (3, 3)],
            &[Ok(1), Err(libc::EAGAIN)],
        );
        assert_eq!(sent, [(1, 1)]);
        assert!(queue.is_blocked());
        assert_eq!(run(&mut queue, &[(4, 4)], &[]), [], "nothing overtakes");
        assert_eq!(resume(&mut queue, &[Ok(1), Err(libc::EAGAIN)]), [(20, 10)]);
        assert_eq!(resume(&mut queue, &[]), [(3, 3), (4, 4)]);
        assert!(!queue.is_blocked());
        assert_eq!(queue.backlog_bytes, 0);
    }

    #[test]
    fn a_block_in_the_middle_of_single_datagrams_keeps_the_order() {
        let mut queue = SendQueue::new(true);
        let answers = [Err(libc::EIO), Ok(1), Err(libc::EAGAIN)];
        assert_eq!(run(&mut queue, &[(25, 10), (7, 7)], &answers), [(10, 10)]);
        assert_eq!(resume(&mut queue, &[]), [(10, 10), (5, 5), (7, 7)]);
    }

    #[test]
    fn a_blocked_socket_keeps_the_newest_up_to_a_bound() {
        let mut queue = SendQueue::new(true);
        run(&mut queue, &[(1, 1)], &[Err(libc::EAGAIN)]);
        let count = MAX_BACKLOG / 1000 + 10;
        run(&mut queue, &vec![(1000, 1000); count], &[]);
        assert!(queue.backlog_bytes <= MAX_BACKLOG);
        assert_eq!(queue.dropped as usize, count + 1 - queue.backlog.len());
        assert_eq!(resume(&mut queue, &[]).len(), MAX_BACKLOG / 1000);
    }
}
