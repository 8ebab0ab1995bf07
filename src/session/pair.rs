//! Two sessions over a network of their own, in virtual time, for tests and fuzzing.

use std::collections::{BTreeMap, HashMap};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::*;
use crate::random::SeededRandom;
use crate::transport::dtls::{DEFAULT_LIFETIME, HashAlgorithm, KeyAlgorithm};
use crate::transport::{Fragmentation, SocketId};

pub(super) const TRANSPORT: TransportId = TransportId(0);
pub(super) const CHANNEL: ChannelKey = ChannelKey(1);

pub(super) struct End {
    pub(super) session: Session,
    pub(super) address: IpAddr,
    pub(super) credentials: Credentials,
    pub(super) certificate: Arc<Certificate>,
    pub(super) sockets: HashMap<SocketAddr, SocketId>,
    pub(super) events: Vec<Event>,
    /// The session has output that no input of its own caused.
    pub(super) notified: Arc<AtomicBool>,
}

#[derive(Clone)]
pub(super) struct Datagram {
    pub(super) from: SocketAddr,
    pub(super) to: SocketAddr,
    pub(super) payload: Vec<u8>,
}

/// What one drain gave.
#[derive(Default)]
struct Drained {
    sent: Vec<(SocketId, SocketAddr, Vec<u8>, Fragmentation)>,
    requests: Vec<IoRequest>,
    events: Vec<Event>,
}

impl Outlet for Drained {
    fn transmit_with(
        &mut self,
        socket: SocketId,
        to: SocketAddr,
        payload: &[u8],
        fragmentation: Fragmentation,
    ) {
        self.sent
            .push((socket, to, payload.to_vec(), fragmentation));
    }

    fn request(&mut self, request: IoRequest) {
        self.requests.push(request);
    }

    fn event(&mut self, event: Event) {
        self.events.push(event);
    }
}

/// Whether this datagram, the so-many-eth of all, is lost.
type Loses = Box<dyn FnMut(usize, &[u8]) -> bool>;

pub(super) struct Pair {
    pub(super) ends: [End; 2],
    pub(super) now: Instant,
    pub(super) delay: Duration,
    /// Which datagram of the whole run is lost.
    pub(super) loses: Loses,
    /// Larger payloads are dropped, unless they may be cut and are.
    pub(super) mtu: usize,
    pub(super) on_the_way: BTreeMap<(Instant, usize), Datagram>,
    pub(super) sent: usize,
    pub(super) next_socket: u32,
}

impl End {
    pub(super) fn new(seed: u64, address: &str) -> Self {
        let mut random = SeededRandom(seed);
        let credentials = Credentials::generate(&mut random);
        let certificate = Certificate::generate(
            KeyAlgorithm::EcdsaP256,
            1_700_000_000,
            DEFAULT_LIFETIME,
            &mut random,
        )
        .expect("OpenSSL makes a key");
        let mut next = seed;
        let factory: RandomFactory = Box::new(move || {
            next = next.wrapping_mul(31).wrapping_add(17);
            Box::new(SeededRandom(next))
        });
        let notified = Arc::new(AtomicBool::new(false));
        let notify = Arc::clone(&notified);
        Self {
            session: Session::new(
                factory,
                Arc::new(move || notify.store(true, Ordering::Relaxed)),
            ),
            notified,
            address: address.parse().expect("a literal address"),
            credentials,
            certificate: Arc::new(certificate),
            sockets: HashMap::new(),
            events: Vec::new(),
        }
    }

    pub(super) fn fingerprint(&self) -> Fingerprint {
        Fingerprint {
            algorithm: "sha-256".to_owned(),
            value: self.certificate.fingerprint(HashAlgorithm::Sha256),
        }
    }

    pub(super) fn saw(&self, wanted: impl Fn(&Event) -> bool) -> bool {
        self.events.iter().any(wanted)
    }
}

impl Pair {
    pub(super) fn new() -> Self {
        #[expect(clippy::disallowed_methods, reason = "the origin of virtual time")]
        let now = Instant::now();
        Self {
            ends: [End::new(1, "10.0.0.1"), End::new(2, "10.0.0.2")],
            now,
            delay: Duration::from_millis(10),
            loses: Box::new(|_, _| false),
            mtu: usize::MAX,
            on_the_way: BTreeMap::new(),
            sent: 0,
            next_socket: 1,
        }
    }

    pub(super) fn command(&mut self, end: usize, command: Command) {
        self.ends[end].session.handle_command(self.now, command);
        self.drain(end);
    }

    /// What both ends do once descriptions are exchanged; end 0 controls and is the DTLS server.
    pub(super) fn describe(&mut self) {
        self.add_transports();
        self.describe_remote(1);
        self.describe_remote(0);
    }

    pub(super) fn add_transports(&mut self) {
        for end in [0, 1] {
            let role = [IceRole::Controlling, IceRole::Controlled][end];
            let credentials = self.ends[end].credentials.clone();
            let certificate = self.ends[end].certificate.clone();
            let transport = TRANSPORT;
            self.command(
                end,
                Command::AddTransport {
                    transport,
                    component: 1,
                    credentials,
                    role,
                    certificate,
                },
            );
        }
        for end in [0, 1] {
            self.command(
                end,
                Command::Gather {
                    transport: TRANSPORT,
                },
            );
        }
    }

    pub(super) fn describe_remote(&mut self, end: usize) {
        let role = [DtlsRole::Server, DtlsRole::Client][end];
        let credentials = self.ends[1 - end].credentials.clone();
        let fingerprints = vec![self.ends[1 - end].fingerprint()];
        self.command(
            end,
            Command::SetRemoteIceParameters {
                transport: TRANSPORT,
                credentials,
                lite: false,
            },
        );
        self.command(
            end,
            Command::StartDtls {
                transport: TRANSPORT,
                role,
                fingerprints,
            },
        );
        let parameters = SctpParameters {
            local_port: 5000,
            remote_port: 5000,
            local_max_message_size: 262_144,
        };
        self.command(
            end,
            Command::StartSctp {
                transport: TRANSPORT,
                parameters,
            },
        );
    }

    pub(super) fn open(&mut self, end: usize) {
        let parameters = ChannelParameters {
            label: "lab".to_owned(),
            protocol: String::new(),
            ordered: true,
            max_packet_life_time: None,
            max_retransmits: None,
            negotiated: false,
            priority: 256,
        };
        let stream_id = u16::from(end == 0);
        self.command(
            end,
            Command::OpenChannel {
                channel: CHANNEL,
                stream_id,
                parameters,
            },
        );
    }

    /// One SCTP packet of any content goes to the peer through the DTLS of `end`, if there is one.
    pub(super) fn send_sctp(&mut self, end: usize, packet: &[u8]) {
        let mut drained = Drained::default();
        let transports = &mut self.ends[end].session.transports;
        if let Some(transport) = transports.first_mut() {
            transport.send(self.now, packet, &mut drained);
        }
        self.take(end, drained);
    }

    pub(super) fn drain(&mut self, end: usize) {
        let mut drained = Drained::default();
        self.ends[end].session.poll_output(self.now, &mut drained);
        self.take(end, drained);
    }

    fn take(&mut self, end: usize, drained: Drained) {
        for (socket, to, payload, fragmentation) in drained.sent {
            let (from, _) = self.ends[end]
                .sockets
                .iter()
                .find(|(_, id)| **id == socket)
                .expect("an own socket");
            self.sent += 1;
            // Routers cut IPv4's datagrams. Those of IPv6 are only cut here, and only if they are too large for Ethernet.
            let is_cut = fragmentation == Fragmentation::AtSource
                && (to.is_ipv4() || payload.len() > 1500 - 48);
            let fits = payload.len() <= self.mtu || is_cut;
            if fits && !(self.loses)(self.sent, &payload) {
                let datagram = Datagram {
                    from: *from,
                    to,
                    payload,
                };
                self.on_the_way
                    .insert((self.now + self.delay, self.sent), datagram);
            }
        }
        let requests = drained.requests;
        let mut candidates = Vec::new();
        for event in drained.events {
            if let Event::LocalCandidate { candidate, .. } = &event {
                candidates.push(candidate.clone());
            }
            self.ends[end].events.push(event);
        }
        for request in requests {
            self.answer(end, request);
        }
        for candidate in candidates {
            self.command(
                1 - end,
                Command::AddRemoteCandidate {
                    transport: TRANSPORT,
                    candidate,
                },
            );
        }
    }

    pub(super) fn answer(&mut self, end: usize, request: IoRequest) {
        let address = self.ends[end].address;
        let input = match request {
            IoRequest::Interfaces => Input::Interfaces(vec![LocalInterface {
                name: "eth0".to_owned(),
                address,
                loopback: false,
            }]),
            IoRequest::Bind {
                request, address, ..
            } => {
                let socket = SocketId(self.next_socket);
                let bound = SocketAddr::new(
                    address,
                    40_000 + u16::try_from(self.next_socket).expect("few sockets"),
                );
                self.next_socket += 1;
                self.ends[end].sockets.insert(bound, socket);
                Input::Bound {
                    request,
                    result: Ok((socket, bound)),
                }
            }
            IoRequest::Resolve { request, .. } => Input::Resolved {
                request,
                result: Err("no such name".to_owned()),
            },
            IoRequest::CloseSocket(socket) => {
                self.ends[end].sockets.retain(|_, id| *id != socket);
                return;
            }
        };
        self.ends[end].session.handle_input(self.now, input);
        self.drain(end);
    }

    /// Goes to the next moment at which something happens; false when that is never or after `until`.
    pub(super) fn step(&mut self, until: Instant) -> bool {
        let arrival = self.on_the_way.keys().next().map(|(at, _)| *at);
        let timers = self
            .ends
            .iter()
            .filter_map(|end| end.session.poll_timeout());
        let Some(next) = timers.chain(arrival).min().filter(|next| *next <= until) else {
            self.now = until;
            return false;
        };
        self.now = self.now.max(next);
        while let Some(entry) = self
            .on_the_way
            .first_entry()
            .filter(|entry| entry.key().0 <= self.now)
        {
            let Datagram { from, to, payload } = entry.remove();
            let owner = self
                .ends
                .iter()
                .position(|end| end.sockets.contains_key(&to));
            if let Some(end) = owner {
                let socket = self.ends[end].sockets[&to];
                self.ends[end].session.handle_input(
                    self.now,
                    Input::Datagram {
                        socket,
                        from,
                        payload: &payload,
                    },
                );
                self.drain(end);
            }
        }
        for end in [0, 1] {
            if self.ends[end]
                .session
                .poll_timeout()
                .is_some_and(|at| at <= self.now)
            {
                self.ends[end].session.handle_timeout(self.now);
                self.drain(end);
            }
        }
        for end in [0, 1] {
            if self.ends[end].notified.swap(false, Ordering::Relaxed) {
                self.drain(end);
            }
        }
        true
    }

    pub(super) fn run_until(&mut self, limit: Duration, done: impl Fn(&[End; 2]) -> bool) {
        let until = self.now + limit;
        while !done(&self.ends) {
            assert!(self.step(until), "not within {limit:?}");
        }
    }

    pub(super) fn run_for(&mut self, time: Duration) {
        let until = self.now + time;
        while self.step(until) {}
    }
}

pub(super) fn opened(end: &End) -> bool {
    end.saw(|event| {
        matches!(
            event,
            Event::ChannelOpen { .. } | Event::ChannelIncoming { .. }
        )
    })
}

pub(super) fn received(end: &End) -> Vec<&[u8]> {
    end.events
        .iter()
        .filter_map(|event| match event {
            Event::Message { data, .. } => Some(&**data),
            _ => None,
        })
        .collect()
}
