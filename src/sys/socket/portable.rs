//! A call for each datagram: every system can do that.
#![expect(unsafe_code, reason = "the system fills the buffer")]

use std::{
    io,
    mem::MaybeUninit,
    net::SocketAddr,
    os::fd::{AsFd, BorrowedFd},
};

use socket2::SockRef;

use super::{Piece, Received};

/// At most so many datagrams before others have their turn.
const READS: usize = 64;

/// Whether pieces of several datagrams can be sent.
#[cfg_attr(test, expect(dead_code, reason = "tests of Linux use its own"))]
pub(crate) fn has_segmentation_offload() -> bool {
    false
}

/// Whether the socket now gives datagrams of one size in one go.
#[cfg_attr(test, expect(dead_code, reason = "tests of Linux use its own"))]
pub(crate) fn enable_receive_offload(_socket: BorrowedFd<'_>) -> bool {
    false
}

/// Lets routers cut datagrams into pieces, where a system has to be asked for that.
#[cfg_attr(test, expect(dead_code, reason = "tests of Linux use its own"))]
pub(crate) fn fragment_anywhere(_socket: BorrowedFd<'_>, _is_ipv4: bool) {}

/// Sends one datagram. One that may not be fragmented is refused as if it were too large: there is no common way to say so.
#[cfg_attr(test, expect(dead_code, reason = "tests of Linux use its own"))]
pub(crate) fn send_apart(
    socket: BorrowedFd<'_>,
    to: SocketAddr,
    payload: &[u8],
    whole: bool,
) -> io::Result<()> {
    if whole {
        return Err(io::Error::from_raw_os_error(libc::EMSGSIZE));
    }
    SockRef::from(&socket)
        .send_to(payload, &to.into())
        .map(|_| ())
}

/// Sends pieces of one datagram each; says how many went out. An error is that of the first.
pub(crate) fn send_batch(
    socket: BorrowedFd<'_>,
    buffer: &[u8],
    pieces: &[Piece],
) -> io::Result<usize> {
    let socket = SockRef::from(&socket);
    for (sent, piece) in pieces.iter().enumerate() {
        match socket.send_to(piece.of(buffer), &piece.to.into()) {
            Ok(_) => {}
            Err(error) if sent == 0 => return Err(error),
            Err(_) => return Ok(sent),
        }
    }
    Ok(pieces.len())
}

/// The buffer into which datagrams are received.
pub(crate) struct BatchReceiver {
    buffer: Box<[MaybeUninit<u8>]>,
}

impl BatchReceiver {
    pub(crate) fn new() -> Self {
        Self {
            buffer: vec![MaybeUninit::new(0); 1 << 16].into_boxed_slice(),
        }
    }

    /// Gives the datagrams that wait, up to a limit.
    pub(crate) fn receive(
        &mut self,
        socket: BorrowedFd<'_>,
        take: &mut dyn FnMut(SocketAddr, &[u8]),
    ) -> io::Result<Received> {
        let socket = socket.as_fd();
        let socket = SockRef::from(&socket);
        for _ in 0..READS {
            let (len, from) = match socket.recv_from(&mut self.buffer) {
                Ok(received) => received,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    return Ok(Received::All);
                }
                Err(error) => return Err(error),
            };
            // SAFETY: the system wrote `len` bytes, and the rest was initialised above.
            let payload = unsafe { self.buffer[..len].assume_init_ref() };
            if let Some(from) = from.as_socket() {
                take(from, payload);
            }
        }
        Ok(Received::MaybeMore)
    }
}
