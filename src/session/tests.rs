//! Two sessions over a network of their own, in virtual time.

use std::collections::{BTreeMap, HashMap};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::*;
use crate::random::SeededRandom;
use crate::transport::SocketId;
use crate::transport::dtls::{DEFAULT_LIFETIME, HashAlgorithm, KeyAlgorithm};

const TRANSPORT: TransportId = TransportId(0);
const CHANNEL: ChannelKey = ChannelKey(1);

struct End {
    session: Session,
    address: IpAddr,
    credentials: Credentials,
    certificate: Arc<Certificate>,
    sockets: HashMap<SocketAddr, SocketId>,
    events: Vec<Event>,
    /// The session has output that no input of its own caused.
    notified: Arc<AtomicBool>,
}

struct Datagram {
    from: SocketAddr,
    to: SocketAddr,
    payload: Vec<u8>,
}

/// What one drain gave.
#[derive(Default)]
struct Drained {
    sent: Vec<(SocketId, SocketAddr, Vec<u8>)>,
    requests: Vec<IoRequest>,
    events: Vec<Event>,
}

impl Outlet for Drained {
    fn transmit(&mut self, socket: SocketId, to: SocketAddr, payload: &[u8]) {
        self.sent.push((socket, to, payload.to_vec()));
    }

    fn request(&mut self, request: IoRequest) {
        self.requests.push(request);
    }

    fn event(&mut self, event: Event) {
        self.events.push(event);
    }
}

struct Pair {
    ends: [End; 2],
    now: Instant,
    delay: Duration,
    /// Which datagram of the whole run is lost.
    loses: Box<dyn FnMut(usize, &[u8]) -> bool>,
    on_the_way: BTreeMap<(Instant, usize), Datagram>,
    sent: usize,
    next_socket: u32,
}

impl End {
    fn new(seed: u64, address: &str) -> Self {
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

    fn fingerprint(&self) -> Fingerprint {
        Fingerprint {
            algorithm: "sha-256".to_owned(),
            value: self.certificate.fingerprint(HashAlgorithm::Sha256),
        }
    }

    fn saw(&self, wanted: impl Fn(&Event) -> bool) -> bool {
        self.events.iter().any(wanted)
    }
}

impl Pair {
    fn new() -> Self {
        #[expect(clippy::disallowed_methods, reason = "the origin of virtual time")]
        let now = Instant::now();
        Self {
            ends: [End::new(1, "10.0.0.1"), End::new(2, "10.0.0.2")],
            now,
            delay: Duration::from_millis(10),
            loses: Box::new(|_, _| false),
            on_the_way: BTreeMap::new(),
            sent: 0,
            next_socket: 1,
        }
    }

    fn command(&mut self, end: usize, command: Command) {
        self.ends[end].session.handle_command(self.now, command);
        self.drain(end);
    }

    /// What both ends do once descriptions are exchanged; end 0 controls and is the DTLS server.
    fn describe(&mut self) {
        self.add_transports();
        self.describe_remote(1);
        self.describe_remote(0);
    }

    fn add_transports(&mut self) {
        for end in [0, 1] {
            let role = [IceRole::Controlling, IceRole::Controlled][end];
            let credentials = self.ends[end].credentials.clone();
            let certificate = self.ends[end].certificate.clone();
            let transport = TRANSPORT;
            self.command(
                end,
                Command::AddTransport {
                    transport,
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

    fn describe_remote(&mut self, end: usize) {
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
            remote_max_message_size: 262_144,
        };
        self.command(
            end,
            Command::StartSctp {
                transport: TRANSPORT,
                parameters,
            },
        );
    }

    fn open(&mut self, end: usize) {
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

    fn drain(&mut self, end: usize) {
        let mut drained = Drained::default();
        self.ends[end].session.poll_output(self.now, &mut drained);
        for (socket, to, payload) in drained.sent {
            let (from, _) = self.ends[end]
                .sockets
                .iter()
                .find(|(_, id)| **id == socket)
                .expect("an own socket");
            self.sent += 1;
            if !(self.loses)(self.sent, &payload) {
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

    fn answer(&mut self, end: usize, request: IoRequest) {
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
    fn step(&mut self, until: Instant) -> bool {
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

    fn run_until(&mut self, limit: Duration, done: impl Fn(&[End; 2]) -> bool) {
        let until = self.now + limit;
        while !done(&self.ends) {
            assert!(self.step(until), "not within {limit:?}");
        }
    }

    fn run_for(&mut self, time: Duration) {
        let until = self.now + time;
        while self.step(until) {}
    }
}

fn opened(end: &End) -> bool {
    end.saw(|event| {
        matches!(
            event,
            Event::ChannelOpen { .. } | Event::ChannelIncoming { .. }
        )
    })
}

fn received(end: &End) -> Vec<&[u8]> {
    end.events
        .iter()
        .filter_map(|event| match event {
            Event::Message { data, .. } => Some(&**data),
            _ => None,
        })
        .collect()
}

#[test]
fn a_channel_opens_and_carries_messages_both_ways() {
    let mut pair = Pair::new();
    pair.describe();
    pair.open(0);
    pair.run_until(Duration::from_secs(5), |ends| ends.iter().all(opened));
    pair.command(
        0,
        Command::Send {
            channel: CHANNEL,
            binary: false,
            data: b"ping".to_vec(),
        },
    );
    pair.run_until(Duration::from_secs(5), |ends| {
        received(&ends[1]) == [b"ping"]
    });
    let incoming = pair.ends[1].events.iter().find_map(|event| match event {
        Event::ChannelIncoming { channel, .. } => Some(*channel),
        _ => None,
    });
    let channel = incoming.expect("the channel came in");
    pair.command(
        1,
        Command::Send {
            channel,
            binary: true,
            data: vec![7; 100_000],
        },
    );
    pair.run_until(Duration::from_secs(5), |ends| {
        received(&ends[0]) == [vec![7; 100_000]]
    });
}

#[test]
fn set_up_takes_a_few_round_trips_and_waits_for_no_timer() {
    let mut pair = Pair::new();
    let start = pair.now;
    pair.describe();
    pair.open(0);
    pair.run_until(Duration::from_secs(5), |ends| ends.iter().all(opened));
    // Check, DTLS in two round trips, SCTP in two: 20 ms each.
    assert!(
        pair.now - start <= Duration::from_millis(140),
        "{:?}",
        pair.now - start
    );
}

#[test]
fn what_overtakes_the_answer_is_kept() {
    // The answerer checks and says hello before the offerer has the answer.
    let mut pair = Pair::new();
    pair.add_transports();
    pair.describe_remote(1);
    pair.run_for(Duration::from_millis(90));
    assert!(pair.ends[1].saw(|event| matches!(
        event,
        Event::DtlsStateChange {
            state: DtlsState::Connecting,
            ..
        }
    )));
    let answered = pair.now;
    pair.describe_remote(0);
    pair.open(0);
    pair.run_until(Duration::from_secs(5), |ends| ends.iter().all(opened));
    assert!(
        pair.now - answered <= Duration::from_millis(120),
        "{:?}",
        pair.now - answered
    );
}

#[test]
fn a_wrong_fingerprint_ends_it_and_nothing_passes() {
    let mut pair = Pair::new();
    pair.describe_with_wrong_fingerprint();
    pair.open(0);
    pair.run_for(Duration::from_secs(10));
    let failed = |event: &Event| {
        matches!(event, Event::DtlsStateChange { state: DtlsState::Failed(error), .. }
            if error.kind == DtlsErrorKind::FingerprintFailure)
    };
    assert!(pair.ends[1].saw(failed));
    assert!(pair.ends[1].saw(|event| matches!(event, Event::SctpClosed { error: Some(_) })));
    assert!(!pair.ends.iter().any(opened));
}

impl Pair {
    fn describe_with_wrong_fingerprint(&mut self) {
        let stranger = End::new(99, "10.0.0.99").certificate;
        let right = std::mem::replace(&mut self.ends[0].certificate, stranger);
        let wrong = self.ends[0].fingerprint();
        self.ends[0].certificate = right;
        self.add_transports();
        let credentials = self.ends[0].credentials.clone();
        self.command(
            1,
            Command::SetRemoteIceParameters {
                transport: TRANSPORT,
                credentials,
                lite: false,
            },
        );
        let role = DtlsRole::Client;
        self.command(
            1,
            Command::StartDtls {
                transport: TRANSPORT,
                role,
                fingerprints: vec![wrong],
            },
        );
        let parameters = SctpParameters {
            local_port: 5000,
            remote_port: 5000,
            local_max_message_size: 0,
            remote_max_message_size: 0,
        };
        self.command(
            1,
            Command::StartSctp {
                transport: TRANSPORT,
                parameters,
            },
        );
        self.describe_remote(0);
    }
}

#[test]
fn any_datagram_of_the_set_up_may_be_lost() {
    for lost in 1..=40 {
        let mut pair = Pair::new();
        pair.loses = Box::new(move |n, _| n == lost);
        pair.describe();
        pair.open(0);
        pair.run_until(Duration::from_secs(20), |ends| ends.iter().all(opened));
    }
}

#[test]
fn heavy_loss_only_slows_it_down() {
    for seed in 0..10 {
        let mut pair = Pair::new();
        let mut random = SeededRandom(seed);
        pair.loses = Box::new(move |_, _| random.u32() % 5 == 0);
        pair.describe();
        pair.open(0);
        pair.run_until(Duration::from_secs(60), |ends| ends.iter().all(opened));
        for n in 0..50u8 {
            pair.command(
                0,
                Command::Send {
                    channel: CHANNEL,
                    binary: true,
                    data: vec![n; 2000],
                },
            );
        }
        pair.run_until(Duration::from_secs(120), |ends| {
            received(&ends[1]).len() == 50
        });
        assert!(
            received(&pair.ends[1])
                .iter()
                .zip(0u8..)
                .all(|(data, n)| **data == vec![n; 2000])
        );
    }
}

#[test]
fn close_tells_the_peer_and_gives_the_sockets_back() {
    let mut pair = Pair::new();
    pair.describe();
    pair.open(0);
    pair.run_until(Duration::from_secs(5), |ends| ends.iter().all(opened));
    pair.command(0, Command::Close);
    assert!(pair.ends[0].sockets.is_empty());
    assert!(pair.ends[0].session.poll_timeout().is_none());
    pair.run_until(Duration::from_secs(5), |ends| {
        ends[1].saw(|event| matches!(event, Event::SctpClosed { .. }))
    });
}

#[test]
fn strangers_are_not_heard() {
    let mut pair = Pair::new();
    pair.describe();
    pair.open(0);
    pair.run_until(Duration::from_secs(5), |ends| ends.iter().all(opened));
    let socket = *pair.ends[0].sockets.values().next().expect("a socket");
    let sent = pair.sent;
    for first in 0..=255u8 {
        let payload = [first; 200];
        let from = "203.0.113.9:9".parse().expect("a literal address");
        pair.ends[0].session.handle_input(
            pair.now,
            Input::Datagram {
                socket,
                from,
                payload: &payload,
            },
        );
        pair.drain(0);
    }
    assert_eq!(pair.sent, sent);
    pair.command(
        0,
        Command::Send {
            channel: CHANNEL,
            binary: false,
            data: b"still here".to_vec(),
        },
    );
    pair.run_until(Duration::from_secs(5), |ends| {
        received(&ends[1]) == [b"still here"]
    });
}

#[test]
fn a_silent_peer_is_noticed_and_an_ice_restart_brings_it_back() {
    let mut pair = Pair::new();
    pair.describe();
    pair.open(0);
    pair.run_until(Duration::from_secs(5), |ends| ends.iter().all(opened));
    pair.loses = Box::new(|_, _| true);
    let state = |wanted: IceTransportState| move |event: &Event| matches!(event, Event::IceStateChange { state, .. } if *state == wanted);
    pair.run_until(Duration::from_secs(20), |ends| {
        ends.iter()
            .all(|end| end.saw(state(IceTransportState::Disconnected)))
    });
    pair.run_until(Duration::from_secs(60), |ends| {
        ends.iter()
            .all(|end| end.saw(state(IceTransportState::Failed)))
    });
    pair.loses = Box::new(|_, _| false);
    for end in &mut pair.ends {
        end.events.clear();
        end.credentials = Credentials::generate(&mut SeededRandom(
            u64::from(end.credentials.ufrag.as_bytes()[0]) + 1000,
        ));
    }
    for end in [0, 1] {
        let credentials = pair.ends[end].credentials.clone();
        pair.command(
            end,
            Command::RestartIce {
                transport: TRANSPORT,
                credentials,
            },
        );
    }
    for end in [0, 1] {
        let credentials = pair.ends[1 - end].credentials.clone();
        pair.command(
            end,
            Command::SetRemoteIceParameters {
                transport: TRANSPORT,
                credentials,
                lite: false,
            },
        );
    }
    for end in [0, 1] {
        pair.command(
            end,
            Command::Gather {
                transport: TRANSPORT,
            },
        );
    }
    pair.run_until(Duration::from_secs(10), |ends| {
        ends.iter()
            .all(|end| end.saw(state(IceTransportState::Connected)))
    });
    pair.command(
        0,
        Command::Send {
            channel: CHANNEL,
            binary: false,
            data: b"again".to_vec(),
        },
    );
    pair.run_until(Duration::from_secs(120), |ends| {
        received(&ends[1]) == [b"again"]
    });
}

#[test]
fn an_idle_connection_wakes_for_consent_alone() {
    let mut pair = Pair::new();
    pair.describe();
    pair.open(0);
    pair.run_until(Duration::from_secs(5), |ends| ends.iter().all(opened));
    pair.run_for(Duration::from_secs(60));
    let mut steps = 0;
    let until = pair.now + Duration::from_secs(600);
    while pair.step(until) {
        steps += 1;
    }
    // A consent check each 4 to 6 seconds and end: its timer, its arrival, and the response's.
    assert!(steps < 2 * 3 * 600 / 4 + 20, "{steps} steps in ten minutes");
}

#[test]
fn an_application_that_does_not_read_slows_the_peer_and_loses_nothing() {
    let mut pair = Pair::new();
    pair.describe();
    pair.open(0);
    pair.run_until(Duration::from_secs(5), |ends| ends.iter().all(opened));
    for n in 0..200u8 {
        let data = vec![n; 200_000];
        let channel = CHANNEL;
        pair.command(
            0,
            Command::Send {
                channel,
                binary: true,
                data,
            },
        );
    }
    pair.run_for(Duration::from_secs(20));
    let unread: usize = received(&pair.ends[1]).iter().map(|data| data.len()).sum();
    assert!(unread > 8 << 20, "{unread} bytes got through");
    assert!(unread < 24 << 20, "{unread} bytes wait for the application");
    // It reads from now on.
    let mut next = 0;
    let until = pair.now + Duration::from_secs(300);
    while next < 200 {
        for event in std::mem::take(&mut pair.ends[1].events) {
            if let Event::Message { data, .. } = event {
                assert!(data.len() == 200_000 && data.iter().all(|byte| *byte == next));
                next += 1;
            }
        }
        assert!(next == 200 || pair.step(until), "{next} messages arrived");
    }
}
