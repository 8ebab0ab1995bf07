//! The UDP sockets of a shard.

use std::{
    collections::{HashMap, VecDeque},
    io,
    net::SocketAddr,
    sync::atomic::{AtomicU32, Ordering},
};

use mio::{Interest, Registry, Token, net::UdpSocket};
use socket2::{Domain, Protocol, Socket, Type};

use crate::{
    random::{Random, SystemRandom},
    transport::SocketId,
};

use super::{shard::ConnectionKey, transmit::TransmitBuffer};

/// Asked of the system for both directions; it gives what its limits allow.
const BUFFER: usize = 1 << 20;
/// At most so many reads of one socket in a turn: others have their turn too.
const READS: usize = 64;

/// A socket and whose it is.
struct Entry {
    io: UdpSocket,
    owner: ConnectionKey,
    /// Is in the list of those that may have datagrams.
    ready: bool,
}

/// The sockets of a shard.
pub(super) struct Sockets {
    registry: Registry,
    entries: HashMap<SocketId, Entry>,
    ready: VecDeque<SocketId>,
    arena: Box<[u8]>,
}

impl Sockets {
    pub(super) fn new(registry: Registry) -> Self {
        Self {
            registry,
            entries: HashMap::new(),
            ready: VecDeque::new(),
            arena: vec![0; 1 << 16].into_boxed_slice(),
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
        let failed = |error: io::Error| format!("cannot bind {}: {error}", address.ip());
        let socket = match port_range {
            None => open(address).map_err(failed)?,
            Some(range) => open_in_range(address, range)?,
        };
        let bound = socket.local_addr().map_err(failed)?;
        let id = SocketId(next.fetch_add(1, Ordering::Relaxed));
        let mut io = UdpSocket::from_std(socket);
        self.registry
            .register(&mut io, token(id), Interest::READABLE)
            .map_err(failed)?;
        let entry = Entry {
            io,
            owner,
            ready: false,
        };
        self.entries.insert(id, entry);
        Ok((id, without_scope(bound)))
    }

    pub(super) fn close(&mut self, id: SocketId) {
        if let Some(mut entry) = self.entries.remove(&id) {
            let _ = self.registry.deregister(&mut entry.io);
        }
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

    /// Gives the datagrams that wait, up to a limit; what is over waits for the next turn.
    pub(super) fn receive(&mut self, id: SocketId, mut take: impl FnMut(SocketAddr, &[u8])) {
        for _ in 0..READS {
            let Some(entry) = self.entries.get(&id) else {
                return;
            };
            match entry.io.recv_from(&mut self.arena) {
                Ok((len, from)) => take(without_scope(from), &self.arena[..len]),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return,
                Err(error) => {
                    log::debug!("receiving: {error}");
                    break;
                }
            }
        }
        self.readable(id);
    }

    /// Sends everything and empties the buffer.
    pub(super) fn flush(&mut self, buffer: &mut TransmitBuffer) {
        for run in &buffer.runs {
            let Some(entry) = self.entries.get(&run.socket) else {
                continue;
            };
            let bytes = &buffer.bytes[run.bytes.clone()];
            for payload in bytes.chunks(run.segment.max(1)) {
                if let Err(error) = entry.io.send_to(payload, run.to) {
                    log::debug!("sending: {error}");
                }
            }
        }
        buffer.clear();
    }
}

pub(super) fn token(id: SocketId) -> Token {
    Token(id.0 as usize)
}

fn open(address: SocketAddr) -> io::Result<std::net::UdpSocket> {
    let domain = Domain::for_address(address);
    let socket = Socket::new(domain, Type::DGRAM, Some(Protocol::UDP))?;
    socket.set_nonblocking(true)?;
    if domain == Domain::IPV6 {
        socket.set_only_v6(true)?;
    }
    // The path MTU is left to the system: by default it learns from ICMP and fragments what is too large for the path, which
    // is the best it can do for a DTLS flight.
    for result in [
        socket.set_recv_buffer_size(BUFFER),
        socket.set_send_buffer_size(BUFFER),
    ] {
        if let Err(error) = result {
            log::debug!("a socket keeps its buffer size: {error}");
        }
    }
    socket.bind(&address.into())?;
    Ok(socket.into())
}

/// Tries each port of the range once, from a random one on.
fn open_in_range(
    address: SocketAddr,
    (first, last): (u16, u16),
) -> Result<std::net::UdpSocket, String> {
    if first == 0 || first > last {
        return Err(format!("{first}-{last} is no range of ports"));
    }
    let count = u32::from(last - first) + 1;
    let start = SystemRandom.u32() % count;
    for i in 0..count {
        let offset = (start + i) % count;
        let port = first + u16::try_from(offset).expect("less than the count of ports");
        let mut candidate = address;
        candidate.set_port(port);
        match open(candidate) {
            Ok(socket) => return Ok(socket),
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::AddrInUse | io::ErrorKind::PermissionDenied
                ) => {}
            Err(error) => return Err(format!("cannot bind {}: {error}", address.ip())),
        }
    }
    Err(format!(
        "no UDP port of {first}-{last} is free on {}",
        address.ip()
    ))
}

/// The form in which candidates have addresses: without what only this machine knows.
fn without_scope(address: SocketAddr) -> SocketAddr {
    SocketAddr::new(address.ip(), address.port())
}
