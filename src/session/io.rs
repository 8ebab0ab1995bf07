//! The border between a session and the world: everything a session needs done, and what comes back.

use std::net::{IpAddr, SocketAddr};

use crate::transport::{Fragmentation, SocketId};

use super::event::Event;
use super::vocabulary::LocalInterface;

/// Ties an answer to its request; unique within a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct RequestId(pub(crate) u32);

/// What a session asks of its runtime. Each is answered by one `Input`, `CloseSocket` by none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum IoRequest {
    /// The machine's addresses: answered by `Input::Interfaces`.
    Interfaces,
    /// A UDP socket on this address, with a port of the range if one is given: answered by `Input::Bound`.
    Bind {
        request: RequestId,
        address: IpAddr,
        port_range: Option<(u16, u16)>,
    },
    CloseSocket(SocketId),
    /// The addresses of a name: answered by `Input::Resolved`.
    Resolve {
        request: RequestId,
        host: String,
    },
}

/// What comes to a session from its runtime.
#[derive(Debug)]
pub(crate) enum Input<'a> {
    Datagram {
        socket: SocketId,
        from: SocketAddr,
        payload: &'a [u8],
    },
    Interfaces(Vec<LocalInterface>),
    Bound {
        request: RequestId,
        result: Result<(SocketId, SocketAddr), String>,
    },
    Resolved {
        request: RequestId,
        result: Result<Vec<IpAddr>, String>,
    },
    /// A datagram of this size was not sent, since it may not be fragmented and the first link takes only smaller ones.
    TooLarge {
        socket: SocketId,
        size: usize,
    },
    /// The socket is of no use any more (its address went away).
    SocketLost(SocketId),
}

/// Takes a session's output while it is drained. Nothing here calls back into the session.
pub(crate) trait Outlet {
    fn transmit_with(
        &mut self,
        socket: SocketId,
        to: SocketAddr,
        payload: &[u8],
        fragmentation: Fragmentation,
    );

    /// Sends what `write` appends to the buffer it is given; nothing if that fails.
    fn transmit_written(
        &mut self,
        socket: SocketId,
        to: SocketAddr,
        write: &mut dyn FnMut(&mut Vec<u8>) -> bool,
    ) {
        let mut payload = Vec::new();
        if write(&mut payload) {
            self.transmit(socket, to, &payload);
        }
    }

    fn transmit(&mut self, socket: SocketId, to: SocketAddr, payload: &[u8]) {
        self.transmit_with(socket, to, payload, Fragmentation::Allowed);
    }

    fn request(&mut self, request: IoRequest);
    fn event(&mut self, event: Event);
}
