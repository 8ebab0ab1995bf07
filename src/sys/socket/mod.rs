//! UDP in batches: one system call for many datagrams, where the system can.
//!
//! A datagram of 1,200 bytes costs more in system calls than in everything else together. Linux takes many at once
//! (`sendmmsg`, `recvmmsg`) and, better, datagrams of one size as one buffer (UDP_SEGMENT, UDP_GRO).

use std::net::SocketAddr;

#[cfg(any(target_os = "linux", target_os = "android"))]
mod linux;
#[cfg(any(test, not(any(target_os = "linux", target_os = "android"))))]
mod portable;

#[cfg(any(target_os = "linux", target_os = "android"))]
pub(crate) use linux::{
    BatchReceiver, enable_receive_offload, fragment_anywhere, has_segmentation_offload, send_apart,
    send_batch,
};
#[cfg(not(any(target_os = "linux", target_os = "android")))]
pub(crate) use portable::{
    BatchReceiver, enable_receive_offload, fragment_anywhere, has_segmentation_offload, send_apart,
    send_batch,
};

/// At most so many pieces go out with one call.
pub(crate) const MAX_BATCH: usize = 32;

/// Datagrams to one address, one behind the other in a buffer: each of `segment` bytes, but the last may be shorter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) to: SocketAddr,
    pub(crate) start: usize,
    pub(crate) len: usize,
    pub(crate) segment: usize,
}

impl Piece {
    /// Whether it is more than one datagram, so that only UDP_SEGMENT can send it.
    pub(crate) fn is_segmented(&self) -> bool {
        self.len > self.segment
    }

    pub(crate) fn of<'a>(&self, buffer: &'a [u8]) -> &'a [u8] {
        &buffer[self.start..self.start + self.len]
    }

    /// Its datagrams, each a piece.
    pub(crate) fn datagrams(self) -> impl Iterator<Item = Piece> {
        let step = self.segment.max(1);
        let count = self.len.div_ceil(step).max(1);
        (0..count).map(move |i| Piece {
            start: self.start + i * step,
            len: step.min(self.len - i * step),
            segment: step.min(self.len - i * step),
            ..self
        })
    }
}

/// What came of one call to the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Received {
    /// No datagram is left.
    All,
    /// There may be more.
    MaybeMore,
}

#[cfg(test)]
mod tests {
    use std::{
        net::UdpSocket,
        os::fd::{AsFd, BorrowedFd},
    };

    use super::*;

    fn pair(address: &str) -> (UdpSocket, UdpSocket) {
        let bind = || {
            let socket = UdpSocket::bind((address, 0)).expect("a loopback socket");
            socket.set_nonblocking(true).expect("a plain option");
            socket
        };
        (bind(), bind())
    }

    fn pieces(to: SocketAddr, sizes: &[(usize, usize)]) -> (Vec<u8>, Vec<Piece>) {
        let mut buffer = Vec::new();
        let mut pieces = Vec::new();
        for &(len, segment) in sizes {
            pieces.push(Piece {
                to,
                start: buffer.len(),
                len,
                segment,
            });
            buffer.extend((0..len).map(|i| (i / segment.max(1)) as u8));
        }
        (buffer, pieces)
    }

    fn wait(socket: BorrowedFd<'_>) {
        use std::os::fd::AsRawFd;
        assert!(crate::sys::poll::wait_readable(socket.as_raw_fd(), 60_000));
    }

    type Got = Vec<(SocketAddr, Vec<u8>)>;

    fn check_sizes(got: &Got, from: SocketAddr, sizes: &[usize]) {
        let lens: Vec<_> = got.iter().map(|(_, payload)| payload.len()).collect();
        assert_eq!(lens, sizes);
        assert!(got.iter().all(|(sender, _)| *sender == from));
    }

    #[test]
    fn a_piece_falls_into_its_datagrams() {
        let to = ([127, 0, 0, 1], 1).into();
        let piece = |start, len, segment| Piece {
            to,
            start,
            len,
            segment,
        };
        let parts: Vec<_> = piece(7, 25, 10).datagrams().collect();
        assert_eq!(
            parts,
            [piece(7, 10, 10), piece(17, 10, 10), piece(27, 5, 5)]
        );
        let empty: Vec<_> = piece(3, 0, 0).datagrams().collect();
        assert_eq!(empty.len(), 1);
        assert_eq!(empty[0].len, 0);
    }

    #[test]
    fn portable_calls_carry_datagrams() {
        for address in ["127.0.0.1", "::1"] {
            let (a, b) = pair(address);
            let (to, from) = (b.local_addr().unwrap(), a.local_addr().unwrap());
            let (buffer, list) = pieces(to, &[(10, 10), (0, 0), (30, 30)]);
            assert_eq!(portable::send_batch(a.as_fd(), &buffer, &list).unwrap(), 3);
            wait(b.as_fd());
            let mut receiver = portable::BatchReceiver::new();
            let mut got = Got::new();
            let mut take = |from, payload: &[u8]| got.push((from, payload.to_vec()));
            assert_eq!(
                receiver.receive(b.as_fd(), &mut take).unwrap(),
                Received::All
            );
            check_sizes(&got, from, &[10, 0, 30]);
        }
    }

    #[cfg(any(target_os = "linux", target_os = "android"))]
    mod batches {
        use super::*;

        #[test]
        fn datagrams_go_apart_whole_or_in_pieces() {
            for address in ["127.0.0.1", "::1"] {
                let (a, b) = pair(address);
                fragment_anywhere(a.as_fd(), address == "127.0.0.1");
                let (to, from) = (b.local_addr().unwrap(), a.local_addr().unwrap());
                let sizes = [1_000, 1_472, 9_000];
                for (size, whole) in sizes.into_iter().flat_map(|s| [(s, true), (s, false)]) {
                    send_apart(a.as_fd(), to, &vec![5; size], whole).unwrap();
                }
                let error = send_apart(a.as_fd(), to, &[0; 65_530], true).unwrap_err();
                assert_eq!(error.raw_os_error(), Some(libc::EMSGSIZE));
                // And the options are as they were.
                let (buffer, list) = pieces(to, &[(60_000, 60_000)]);
                assert_eq!(send_batch(a.as_fd(), &buffer, &list).unwrap(), 1);
                let mut receiver = BatchReceiver::new();
                let mut got = Got::new();
                wait(b.as_fd());
                let mut take = |from, payload: &[u8]| got.push((from, payload.to_vec()));
                receiver.receive(b.as_fd(), &mut take).unwrap();
                check_sizes(
                    &got,
                    from,
                    &[1_000, 1_000, 1_472, 1_472, 9_000, 9_000, 60_000],
                );
            }
        }

        #[test]
        fn batches_arrive_whole_with_and_without_offload() {
            for (offload, address) in [
                (false, "127.0.0.1"),
                (true, "127.0.0.1"),
                (false, "::1"),
                (true, "::1"),
            ] {
                let (a, b) = pair(address);
                let (to, from) = (b.local_addr().unwrap(), a.local_addr().unwrap());
                if offload {
                    assert!(enable_receive_offload(b.as_fd()));
                }
                let (buffer, list) = pieces(to, &[(350, 100), (9, 9), (0, 0), (200, 100)]);
                assert_eq!(send_batch(a.as_fd(), &buffer, &list).unwrap(), 4);
                wait(b.as_fd());
                let mut receiver = BatchReceiver::new();
                let mut got = Got::new();
                let mut take = |from, payload: &[u8]| got.push((from, payload.to_vec()));
                let all = receiver.receive(b.as_fd(), &mut take).unwrap();
                assert_eq!(all, Received::All);
                check_sizes(&got, from, &[100, 100, 100, 50, 9, 0, 100, 100]);
                assert_eq!(got[3].1, [3; 50], "the order is kept");
            }
        }

        #[test]
        fn a_receiver_takes_a_bounded_number_at_once() {
            let (a, b) = pair("127.0.0.1");
            for i in 0..40 {
                a.send_to(&[i], b.local_addr().unwrap()).unwrap();
            }
            let mut receiver = BatchReceiver::new();
            let mut got = Vec::new();
            let mut calls = 0;
            loop {
                calls += 1;
                let mut take = |_, payload: &[u8]| got.push(payload[0]);
                if receiver.receive(b.as_fd(), &mut take).unwrap() == Received::All {
                    break;
                }
            }
            assert_eq!(got, (0..40).collect::<Vec<_>>());
            assert_eq!(calls, 3);
        }

        #[test]
        fn the_first_failure_is_the_answer_and_later_pieces_wait() {
            let (a, b) = pair("127.0.0.1");
            let to = b.local_addr().unwrap();
            let (buffer, list) = pieces(to, &[(10, 10), (65_520, 65_520), (10, 10)]);
            assert_eq!(send_batch(a.as_fd(), &buffer, &list).unwrap(), 1);
            let error = send_batch(a.as_fd(), &buffer, &list[1..]).unwrap_err();
            assert_eq!(error.raw_os_error(), Some(libc::EMSGSIZE));
            let (_, nowhere) = pair("::1");
            let to = nowhere.local_addr().unwrap();
            let (buffer, list) = pieces(to, &[(10, 10)]);
            assert!(send_batch(a.as_fd(), &buffer, &list).is_err(), "v6 from v4");
        }

        #[test]
        fn this_kernel_segments() {
            assert!(has_segmentation_offload(), "Linux since 4.18");
        }
    }
}
