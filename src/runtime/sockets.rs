//! The UDP sockets of a shard.

use std::{
    collections::{HashMap, VecDeque},
    io,
    net::SocketAddr,
    os::fd::AsFd,
    sync::atomic::{AtomicU32, Ordering},
};

use mio::{Interest, Registry, Token, net::UdpSocket};

use crate::{
    sys::socket::{
        BatchReceiver, Piece, Received, enable_receive_offload, has_segmentation_offload,
        send_apart, send_batch,
    },
    transport::{Fragmentation, SocketId},
};

use super::{
    bind,
    send_queue::SendQueue,
    shard::ConnectionKey,
    transmit::{Run, TransmitBuffer},
};

/// A socket and whose it is.
struct Entry {
    io: UdpSocket,
    owner: ConnectionKey,
    address: SocketAddr,
    queue: SendQueue,
    /// Is in the list of those that may have datagrams.
    ready: bool,
    /// Is watched until it takes datagrams again.
    watched: bool,
}

impl Entry {
    fn send(&mut self, buffer: &[u8], pieces: &[Piece]) {
        let socket = self.io.as_fd();
        self.queue.send(buffer, pieces, &mut |buffer, pieces| {
            send_batch(socket, buffer, pieces)
        });
    }

    fn resume(&mut self) {
        let socket = self.io.as_fd();
        self.queue
            .resume(&mut |buffer, pieces| send_batch(socket, buffer, pieces));
    }

    /// Watches for room while something waits to be sent.
    fn watch(&mut self, registry: &Registry, id: SocketId) {
        if self.watched == self.queue.is_blocked() {
            return;
        }
        self.watched = !self.watched;
        let interest = match self.watched {
            true => Interest::READABLE | Interest::WRITABLE,
            false => Interest::READABLE,
        };
        if let Err(error) = registry.reregister(&mut self.io, token(id), interest) {
            log::error!("cannot watch a socket: {error}");
        }
    }
}

/// The sockets of a shard.
pub(super) struct Sockets {
    registry: Registry,
    /// Datagrams of one size travel as one, as far as the kernel can do that.
    offload: bool,
    segments: bool,
    entries: HashMap<SocketId, Entry>,
    ready: VecDeque<SocketId>,
    /// Sockets whose address may have gone, with it.
    suspects: Vec<(SocketId, SocketAddr)>,
    receiver: BatchReceiver,
    pieces: Vec<Piece>,
}

impl Sockets {
    pub(super) fn new(registry: Registry, offload: bool) -> Self {
        Self {
            registry,
            offload,
            segments: offload && has_segmentation_offload(),
            entries: HashMap::new(),
            ready: VecDeque::new(),
            suspects: Vec::new(),
            receiver: BatchReceiver::new(),
            pieces: Vec::new(),
        }
    }

    /// Binds a socket for a connection. `next` counts the sockets of the runtime.
    pub(super) fn bind(
        &mut self,
        owner: ConnectionKey,
        address: SocketAddr,
        port_range: Option<(u16, u16)>,
        next: &AtomicU32,
    ) -> Result<(SocketId, SocketAddr), String> {
        let failed = |error: io::Error| format!("cannot use {}: {error}", address.ip());
        let socket = bind::open(address, port_range)?;
        if self.offload {
            enable_receive_offload(socket.as_fd());
        }
        let address = without_scope(socket.local_addr().map_err(failed)?);
        let id = SocketId(next.fetch_add(1, Ordering::Relaxed));
        let mut io = UdpSocket::from_std(socket);
        self.registry
            .register(&mut io, token(id), Interest::READABLE)
            .map_err(failed)?;
        let entry = Entry {
            io,
            owner,
            address,
            queue: SendQueue::new(self.segments),
            ready: false,
            watched: false,
        };
        self.entries.insert(id, entry);
        Ok((id, address))
    }

    pub(super) fn close(&mut self, id: SocketId) {
        if let Some(mut entry) = self.entries.remove(&id) {
            let _ = self.registry.deregister(&mut entry.io);
        }
    }

    pub(super) fn owner(&self, id: SocketId) -> Option<ConnectionKey> {
        self.entries.get(&id).map(|entry| entry.owner)
    }

    /// The poll says that the socket may have datagrams.
    pub(super) fn readable(&mut self, id: SocketId) {
        if let Some(entry) = self.entries.get_mut(&id)
            && !entry.ready
        {
            entry.ready = true;
            self.ready.push_back(id);
        }
    }

    /// The poll says that the socket takes datagrams.
    pub(super) fn writable(&mut self, id: SocketId) {
        if let Some(entry) = self.entries.get_mut(&id) {
            entry.resume();
            entry.watch(&self.registry, id);
        }
    }

    pub(super) fn ready_count(&self) -> usize {
        self.ready.len()
    }

    /// The next socket that may have datagrams, with its owner; `receive` follows.
    pub(super) fn pop_ready(&mut self) -> Option<(SocketId, ConnectionKey)> {
        while let Some(id) = self.ready.pop_front() {
            if let Some(entry) = self.entries.get_mut(&id) {
                entry.ready = false;
                return Some((id, entry.owner));
            }
        }
        None
    }

    /// Gives one batch of the datagrams that wait; what is over waits until others had their turn.
    pub(super) fn receive(&mut self, id: SocketId, mut take: impl FnMut(SocketAddr, &[u8])) {
        let Some(entry) = self.entries.get(&id) else {
            return;
        };
        let mut take = |from, payload: &[u8]| take(without_scope(from), payload);
        // An ICMP error or a signal is reported once, in front of the datagrams; anything else waits for the next edge.
        for _ in 0..2 {
            match self.receiver.receive(entry.io.as_fd(), &mut take) {
                Ok(Received::All) => return,
                Ok(Received::MaybeMore) => {
                    self.readable(id);
                    return;
                }
                Err(error) => log::debug!("receiving: {error}"),
            }
        }
    }

    /// Sends one datagram out of turn; false if it may not be fragmented and is too large for the first link.
    pub(super) fn send_apart(
        &mut self,
        id: SocketId,
        to: SocketAddr,
        payload: &[u8],
        fragmentation: Fragmentation,
    ) -> bool {
        let Some(entry) = self.entries.get(&id) else {
            return true;
        };
        let whole = fragmentation == Fragmentation::Forbidden;
        match send_apart(entry.io.as_fd(), to, payload, whole) {
            Err(error) if error.raw_os_error() == Some(libc::EMSGSIZE) => !whole,
            // As good as lost on the way.
            Err(error) => {
                log::debug!(
                    "a datagram of {} bytes was not sent: {error}",
                    payload.len()
                );
                true
            }
            Ok(()) => true,
        }
    }

    /// Sends everything and empties the buffer.
    pub(super) fn flush(&mut self, buffer: &mut TransmitBuffer) {
        for group in buffer.runs.chunk_by(|a, b| a.socket == b.socket) {
            let id = group[0].socket;
            let Some(entry) = self.entries.get_mut(&id) else {
                continue;
            };
            self.pieces.clear();
            self.pieces.extend(group.iter().map(Run::piece));
            entry.send(&buffer.bytes, &self.pieces);
            entry.watch(&self.registry, id);
            if entry.queue.take_suspicion() {
                self.suspects.push((id, entry.address));
            }
        }
        buffer.clear();
    }

    /// Sockets whose address may have gone.
    pub(super) fn take_suspects(&mut self) -> Vec<(SocketId, SocketAddr)> {
        std::mem::take(&mut self.suspects)
    }
}

fn token(id: SocketId) -> Token {
    Token(id.0 as usize)
}

/// The form in which candidates have addresses: without what only this machine knows.
fn without_scope(address: SocketAddr) -> SocketAddr {
    SocketAddr::new(address.ip(), address.port())
}
