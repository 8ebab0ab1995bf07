//! Real sessions between the connections of a test, on a network without delay, in virtual time.

use std::collections::{HashMap, VecDeque};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::*;
use crate::session::{Fragmentation, Input, IoRequest, LocalInterface, Outlet, Session, SocketId};

/// The network that hosts are on.
pub(super) struct Internet {
    inner: Mutex<Inner>,
}

struct Inner {
    now: Instant,
    hosts: Vec<Arc<Host>>,
    sockets: HashMap<SocketAddr, (usize, SocketId)>,
    datagrams: VecDeque<(SocketAddr, SocketAddr, Vec<u8>)>,
    next_socket: u32,
}

/// The network side of one connection.
pub(super) struct Host {
    session: Mutex<Session>,
    sink: WeakSink,
    address: Mutex<IpAddr>,
    notified: Arc<AtomicBool>,
    now: Mutex<Instant>,
}

impl Link for Host {
    fn send(&self, command: Command) {
        let now = *self.now.lock();
        self.session.lock().handle_command(now, command);
        self.notified.store(true, Ordering::Relaxed);
    }
}

#[derive(Default)]
struct Drained {
    sent: Vec<(SocketId, SocketAddr, Vec<u8>)>,
    requests: Vec<IoRequest>,
    events: Vec<session::Event>,
}

impl Outlet for Drained {
    fn transmit_with(
        &mut self,
        socket: SocketId,
        to: SocketAddr,
        payload: &[u8],
        _: Fragmentation,
    ) {
        self.sent.push((socket, to, payload.to_vec()));
    }

    fn request(&mut self, request: IoRequest) {
        self.requests.push(request);
    }

    fn event(&mut self, event: session::Event) {
        self.events.push(event);
    }
}

impl Internet {
    pub(super) fn new() -> Arc<Self> {
        #[expect(clippy::disallowed_methods, reason = "the origin of virtual time")]
        let now = Instant::now();
        Arc::new(Self {
            inner: Mutex::new(Inner {
                now,
                hosts: Vec::new(),
                sockets: HashMap::new(),
                datagrams: VecDeque::new(),
                next_socket: 1,
            }),
        })
    }

    pub(super) fn now(&self) -> Instant {
        self.inner.lock().now
    }

    pub(super) fn host(&self, sink: WeakSink) -> Arc<Host> {
        let mut inner = self.inner.lock();
        let number = inner.hosts.len() as u8 + 1;
        let notified = Arc::new(AtomicBool::new(false));
        let notify = Arc::clone(&notified);
        let mut seed = u64::from(number);
        let host = Arc::new(Host {
            session: Mutex::new(Session::new(
                Box::new(move || {
                    seed = seed.wrapping_mul(31).wrapping_add(17);
                    Box::new(SeededRandom(seed))
                }),
                Arc::new(move || notify.store(true, Ordering::Relaxed)),
            )),
            sink,
            address: Mutex::new(IpAddr::V4(Ipv4Addr::new(10, 0, 0, number))),
            notified,
            now: Mutex::new(inner.now),
        });
        inner.hosts.push(Arc::clone(&host));
        host
    }

    /// The host has another address from now on, as its connection finds out when it gathers.
    pub(super) fn move_host(&self, at: usize, address: IpAddr) {
        *self.inner.lock().hosts[at].address.lock() = address;
    }

    /// One datagram, one drain or one step of the clock. False when nothing is left for the next `patience` of time.
    pub(super) fn step(&self, patience: Duration) -> bool {
        let mut inner = self.inner.lock();
        for at in 0..inner.hosts.len() {
            if inner.hosts[at].notified.swap(false, Ordering::Relaxed) {
                inner.drain(at);
                return true;
            }
        }
        if let Some((from, to, payload)) = inner.datagrams.pop_front() {
            if let Some((at, socket)) = inner.sockets.get(&to).copied() {
                inner.input(
                    at,
                    Input::Datagram {
                        socket,
                        from,
                        payload: &payload,
                    },
                );
                inner.drain(at);
            }
            return true;
        }
        inner.pass_time(patience)
    }
}

impl Inner {
    fn input(&mut self, at: usize, input: Input<'_>) {
        self.hosts[at].session.lock().handle_input(self.now, input);
    }

    fn drain(&mut self, at: usize) {
        let mut drained = Drained::default();
        let host = Arc::clone(&self.hosts[at]);
        host.session.lock().poll_output(self.now, &mut drained);
        for (socket, to, payload) in drained.sent {
            let from = self.sockets.iter().find(|(_, s)| **s == (at, socket));
            if let Some((from, _)) = from {
                self.datagrams.push_back((*from, to, payload));
            }
        }
        if !drained.events.is_empty()
            && let Some(sink) = host.sink.upgrade()
        {
            sink.deliver(drained.events);
        }
        let asked = !drained.requests.is_empty();
        for request in drained.requests {
            self.answer(at, request);
        }
        if asked {
            self.drain(at);
        }
    }

    fn answer(&mut self, at: usize, request: IoRequest) {
        let address = *self.hosts[at].address.lock();
        match request {
            IoRequest::Interfaces => self.input(
                at,
                Input::Interfaces(vec![LocalInterface {
                    name: "eth0".to_owned(),
                    address,
                    loopback: false,
                }]),
            ),
            IoRequest::Bind {
                request, address, ..
            } => {
                let socket = SocketId(self.next_socket);
                self.next_socket += 1;
                let local = SocketAddr::new(address, 40_000 + socket.0 as u16);
                self.sockets.insert(local, (at, socket));
                let result = Ok((socket, local));
                self.input(at, Input::Bound { request, result });
            }
            IoRequest::CloseSocket(socket) => self.sockets.retain(|_, s| *s != (at, socket)),
            IoRequest::Resolve { request, .. } => {
                let result = Err("there are no names here".to_owned());
                self.input(at, Input::Resolved { request, result });
            }
        }
    }

    fn pass_time(&mut self, patience: Duration) -> bool {
        let timeouts = self.hosts.iter();
        let next = timeouts
            .filter_map(|host| host.session.lock().poll_timeout())
            .min();
        let Some(next) = next.filter(|next| *next <= self.now + patience) else {
            return false;
        };
        self.now = self.now.max(next);
        for at in 0..self.hosts.len() {
            let host = Arc::clone(&self.hosts[at]);
            *host.now.lock() = self.now;
            let due = host.session.lock().poll_timeout();
            if due.is_some_and(|due| due <= self.now) {
                host.session.lock().handle_timeout(self.now);
                self.drain(at);
            }
        }
        true
    }
}
