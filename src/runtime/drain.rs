//! What a session gives in one round of output, on its way to the sockets.

use std::net::SocketAddr;

use crate::{
    session::{Event, IoRequest, Outlet},
    transport::{Fragmentation, SocketId},
};

use super::{sockets::Sockets, transmit::TransmitBuffer};

/// Takes one round of output.
pub(super) struct Drain<'a> {
    pub(super) sockets: &'a mut Sockets,
    pub(super) transmit: &'a mut TransmitBuffer,
    pub(super) requests: Vec<IoRequest>,
    pub(super) too_large: Vec<(SocketId, usize)>,
    pub(super) events: &'a mut Vec<Event>,
}

impl Outlet for Drain<'_> {
    fn transmit_with(
        &mut self,
        socket: SocketId,
        to: SocketAddr,
        payload: &[u8],
        fragmentation: Fragmentation,
    ) {
        if fragmentation != Fragmentation::Allowed {
            if !self.sockets.send_apart(socket, to, payload, fragmentation) {
                self.too_large.push((socket, payload.len()));
            }
            return;
        }
        self.transmit.push(socket, to, payload);
        if self.transmit.is_full() {
            self.sockets.flush(self.transmit);
        }
    }

    fn transmit_written(
        &mut self,
        socket: SocketId,
        to: SocketAddr,
        write: &mut dyn FnMut(&mut Vec<u8>) -> bool,
    ) {
        self.transmit.push_written(socket, to, write);
        if self.transmit.is_full() {
            self.sockets.flush(self.transmit);
        }
    }

    fn request(&mut self, request: IoRequest) {
        self.requests.push(request);
    }

    fn event(&mut self, event: Event) {
        self.events.push(event);
    }
}
