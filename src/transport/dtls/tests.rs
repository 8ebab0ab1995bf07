//! Two associations in virtual time.

use std::collections::HashSet;

use super::event::SrtpProfile;
use super::*;
use crate::random::{Random, SeededRandom};

/// 2026-01-01 00:00:00 UTC.
const NOW_UNIX: i64 = 1_767_225_600;
const MTU: usize = 1200;

#[expect(clippy::disallowed_methods, reason = "the origin of virtual time")]
fn origin() -> Instant {
    Instant::now()
}

fn certificate(algorithm: KeyAlgorithm) -> Arc<Certificate> {
    let made = Certificate::generate(algorithm, NOW_UNIX, DEFAULT_LIFETIME, &mut SeededRandom(1));
    Arc::new(made.expect("generates"))
}

fn ec() -> Arc<Certificate> {
    certificate(KeyAlgorithm::EcdsaP256)
}

fn sha_256(certificate: &Certificate) -> Fingerprint {
    Fingerprint {
        algorithm: "sha-256".to_owned(),
        value: certificate.fingerprint(HashAlgorithm::Sha256),
    }
}

/// One end with what it has received.
struct End {
    dtls: Dtls,
    received: Vec<Vec<u8>>,
    events: Vec<Event>,
}

impl End {
    fn new(certificate: Arc<Certificate>, mtu: usize) -> Self {
        Self {
            dtls: Dtls::new(certificate, mtu),
            received: Vec::new(),
            events: Vec::new(),
        }
    }

    fn handle(&mut self, now: Instant, datagram: &[u8]) {
        let received = &mut self.received;
        self.dtls
            .handle_datagram(now, datagram, &mut |data| received.push(data.to_vec()));
        self.poll_events();
    }

    fn poll_events(&mut self) {
        self.events
            .extend(std::iter::from_fn(|| self.dtls.poll_event()));
    }

    fn transmits(&mut self) -> Vec<Vec<u8>> {
        let mut datagrams = Vec::new();
        let mut out = Vec::new();
        while self.dtls.poll_transmit(&mut out) {
            assert!(out.len() <= self.dtls.mtu, "{} > mtu", out.len());
            datagrams.push(std::mem::take(&mut out));
        }
        datagrams
    }

    fn is_connected(&self) -> bool {
        matches!(self.events.first(), Some(Event::Connected(_)))
    }

    fn connected(&self) -> &Connected {
        match self.events.first() {
            Some(Event::Connected(connected)) => connected,
            other => panic!("not connected but {other:?}"),
        }
    }

    fn failed(&self) -> &DtlsError {
        match self.events.as_slice() {
            [Event::Failed(error)] => error,
            other => panic!("not failed but {other:?}"),
        }
    }
}

/// What becomes of a datagram: how many copies arrive, and after how long.
type Fate = Vec<Duration>;

/// A client and a server with a network between them, whose delay is 10 ms.
struct Pair {
    origin: Instant,
    now: Instant,
    client: End,
    server: End,
    /// Arrival, order, whether the server is addressed, datagram.
    in_flight: Vec<(Instant, usize, bool, Vec<u8>)>,
    /// Datagrams sent so far, both ways.
    sent: usize,
    /// When both ends were connected.
    connected_after: Option<Duration>,
}

const DELAY: Duration = Duration::from_millis(10);

fn on_time(_: usize) -> Fate {
    vec![DELAY]
}

impl Pair {
    fn new(client: Arc<Certificate>, server: Arc<Certificate>, mtu: usize) -> Self {
        let (of_client, of_server) = (vec![sha_256(&client)], vec![sha_256(&server)]);
        Self::with_fingerprints(client, server, mtu, &of_client, &of_server)
    }

    /// With the fingerprints that the server expects of the client, and the client of the server.
    fn with_fingerprints(
        client: Arc<Certificate>,
        server: Arc<Certificate>,
        mtu: usize,
        of_client: &[Fingerprint],
        of_server: &[Fingerprint],
    ) -> Self {
        let now = origin();
        let mut pair = Self {
            origin: now,
            now,
            client: End::new(client, mtu),
            server: End::new(server, mtu),
            in_flight: Vec::new(),
            sent: 0,
            connected_after: None,
        };
        pair.client.dtls.start(now, Role::Client, of_server);
        pair.server.dtls.start(now, Role::Server, of_client);
        pair
    }

    /// Runs until nothing is to be done or the time is over.
    fn run(&mut self, limit: Duration, fate: &mut dyn FnMut(usize) -> Fate) {
        loop {
            self.transmit(fate);
            let arrival = self.in_flight.iter().map(|entry| entry.0).min();
            let timeouts = [&self.client, &self.server].map(|end| end.dtls.poll_timeout());
            let next = timeouts.into_iter().flatten().chain(arrival).min();
            match next {
                Some(next) if next <= self.origin + limit => self.now = self.now.max(next),
                _ => return,
            }
            self.deliver();
            if [&self.client, &self.server]
                .iter()
                .all(|end| end.is_connected())
            {
                self.connected_after.get_or_insert(self.now - self.origin);
            }
            self.client.dtls.handle_timeout(self.now);
            self.server.dtls.handle_timeout(self.now);
        }
    }

    fn transmit(&mut self, fate: &mut dyn FnMut(usize) -> Fate) {
        for to_server in [true, false] {
            let end = if to_server {
                &mut self.client
            } else {
                &mut self.server
            };
            end.poll_events();
            for datagram in end.transmits() {
                for delay in fate(self.sent) {
                    let arrival = self.now + delay;
                    self.in_flight
                        .push((arrival, self.sent, to_server, datagram.clone()));
                }
                self.sent += 1;
            }
        }
    }

    fn deliver(&mut self) {
        self.in_flight.sort_by_key(|entry| (entry.0, entry.1));
        let due = self.in_flight.partition_point(|entry| entry.0 <= self.now);
        for (_, _, to_server, datagram) in self.in_flight.drain(..due) {
            let end = if to_server {
                &mut self.server
            } else {
                &mut self.client
            };
            end.handle(self.now, &datagram);
        }
    }

    fn expect_connected(&self) {
        self.client.connected();
        self.server.connected();
    }

    /// Sends data both ways and expects it.
    fn expect_data(&mut self) {
        let mut record = Vec::new();
        self.client.dtls.send(b"ping", &mut record).expect("sends");
        self.server.handle(self.now, &record);
        assert_eq!(
            self.server.received.last().map(Vec::as_slice),
            Some(&b"ping"[..])
        );
        record.clear();
        self.server.dtls.send(b"pong", &mut record).expect("sends");
        self.client.handle(self.now, &record);
        assert_eq!(
            self.client.received.last().map(Vec::as_slice),
            Some(&b"pong"[..])
        );
    }
}

const LIMIT: Duration = Duration::from_secs(60);

/// bad_certificate (RFC 5246 section 7.2).
const BAD_CERTIFICATE: u8 = 42;

fn rsa() -> Arc<Certificate> {
    certificate(KeyAlgorithm::Rsa {
        modulus_bits: 1024,
        hash: HashAlgorithm::Sha256,
    })
}

#[test]
fn handshake_and_data() {
    let mut pair = Pair::new(ec(), ec(), MTU);
    pair.run(LIMIT, &mut on_time);
    pair.expect_connected();
    // Two round trips and no timer.
    assert_eq!(pair.connected_after, Some(DELAY * 4));
    pair.expect_data();
}

#[test]
fn connected_says_what_was_agreed_on() {
    let (of_client, of_server) = (ec(), ec());
    let mut pair = Pair::new(of_client.clone(), of_server.clone(), MTU);
    pair.run(LIMIT, &mut on_time);
    for (end, remote) in [(&pair.client, of_server), (&pair.server, of_client)] {
        let connected = end.connected();
        assert_eq!(*connected.remote_certificates, [remote.der().to_vec()]);
        assert_eq!(connected.srtp_profile, Some(SrtpProfile::AeadAes128Gcm));
        assert_eq!(connected.cipher, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
        assert_eq!(connected.tls_version, "FEFD");
        assert_eq!(connected.group, "x25519");
    }
}

#[test]
fn rsa_certificates_on_either_side() {
    for (client, server) in [(rsa(), ec()), (ec(), rsa()), (rsa(), rsa())] {
        let mut pair = Pair::new(client, server, MTU);
        pair.run(LIMIT, &mut on_time);
        pair.expect_connected();
        pair.expect_data();
    }
}

#[test]
fn connections_share_a_certificate() {
    let shared = ec();
    for _ in 0..3 {
        let mut pair = Pair::new(shared.clone(), shared.clone(), MTU);
        pair.run(LIMIT, &mut on_time);
        pair.expect_connected();
    }
}

/// How many datagrams a handshake takes when nothing is lost.
fn datagrams(mtu: usize) -> usize {
    let mut pair = Pair::new(ec(), ec(), mtu);
    pair.run(LIMIT, &mut on_time);
    pair.sent
}

#[test]
fn any_one_datagram_may_be_lost() {
    for mtu in [MTU, 256] {
        for lost in 0..datagrams(mtu) {
            let mut pair = Pair::new(ec(), ec(), mtu);
            pair.run(LIMIT, &mut |index| {
                if index == lost {
                    vec![]
                } else {
                    on_time(index)
                }
            });
            pair.expect_connected();
            assert!(
                pair.connected_after <= Some(Duration::from_millis(250)),
                "datagram {lost} of MTU {mtu}: {:?}",
                pair.connected_after
            );
            pair.expect_data();
        }
    }
}

#[test]
fn any_run_of_datagrams_may_be_lost() {
    for first in 0..4 {
        for count in 2..=6 {
            let mut pair = Pair::new(ec(), ec(), MTU);
            pair.run(LIMIT, &mut |index| {
                if (first..first + count).contains(&index) {
                    vec![]
                } else {
                    on_time(index)
                }
            });
            pair.expect_connected();
            pair.expect_data();
        }
    }
}

#[test]
fn survives_loss_duplication_and_reordering() {
    let (client, server) = (ec(), ec());
    for seed in 0..60 {
        let mtu = [MTU, 256, 400][seed as usize % 3];
        let mut random = SeededRandom(seed);
        let mut pair = Pair::new(client.clone(), server.clone(), mtu);
        pair.run(LIMIT, &mut |_| {
            let copies = [0, 1, 1, 2][random.u32() as usize % 4];
            (0..copies)
                .map(|_| Duration::from_millis(u64::from(random.u32() % 80)))
                .collect()
        });
        pair.expect_connected();
        pair.expect_data();
    }
}

#[test]
fn every_datagram_twice_connects_once() {
    let mut pair = Pair::new(ec(), ec(), MTU);
    pair.run(LIMIT, &mut |_| vec![DELAY, DELAY * 2]);
    pair.expect_connected();
    assert_eq!((pair.client.events.len(), pair.server.events.len()), (1, 1));
    pair.expect_data();
}

#[test]
fn small_mtu_splits_flights_and_no_datagram_is_larger() {
    for mtu in [0, 256, 300, 576] {
        let mut pair = Pair::new(rsa(), rsa(), mtu.max(256));
        pair.client.dtls.mtu = mtu.max(256);
        pair.run(LIMIT, &mut on_time);
        pair.expect_connected();
    }
    assert!(datagrams(256) > datagrams(MTU));
}

#[test]
fn several_records_share_a_datagram() {
    // ClientHello; ServerHello to ServerHelloDone; Certificate to Finished; ChangeCipherSpec and Finished.
    assert_eq!(datagrams(MTU), 4);
}

/// Epoch and sequence number of each record.
fn record_numbers(datagram: &[u8]) -> Vec<[u8; 8]> {
    let mut numbers = Vec::new();
    let mut rest = datagram;
    while rest.len() >= 13 {
        numbers.push(rest[3..11].try_into().expect("eight bytes"));
        let len = usize::from(u16::from_be_bytes([rest[11], rest[12]]));
        rest = &rest[13 + len..];
    }
    assert!(rest.is_empty(), "whole records");
    numbers
}

#[test]
fn a_silent_peer_gets_each_flight_again_under_new_numbers() {
    let mut client = End::new(ec(), MTU);
    let start = origin();
    client.dtls.start(start, Role::Client, &[sha_256(&ec())]);
    let mut seen = HashSet::new();
    let mut waits = Vec::new();
    let mut now = start;
    for round in 0..12 {
        let datagrams = client.transmits();
        assert_eq!(datagrams.len(), 1);
        let fresh = record_numbers(&datagrams[0])
            .into_iter()
            .all(|number| seen.insert(number));
        assert!(fresh || round > 8, "round {round}");
        let deadline = client.dtls.poll_timeout().expect("waits");
        waits.push((deadline - now).as_millis());
        now = deadline;
        client.dtls.handle_timeout(now);
    }
    assert_eq!(waits[..4], [100, 200, 400, 800]);
    client.poll_events();
    assert_eq!(client.events, []);
}

#[test]
fn a_lost_last_flight_is_asked_for_and_sent_again() {
    let mut pair = Pair::new(ec(), ec(), MTU);
    // The server's last flight is the fourth datagram; the client repeats its own, the server answers.
    pair.run(LIMIT, &mut |index| {
        if index == 3 || index == 5 {
            vec![]
        } else {
            on_time(index)
        }
    });
    pair.expect_connected();
    assert_eq!(pair.sent, 8);
    pair.expect_data();
}

#[test]
fn a_peer_that_starts_late_is_reached() {
    let (client, server) = (ec(), ec());
    let start = origin();
    let mut early = End::new(client.clone(), MTU);
    early.dtls.start(start, Role::Client, &[sha_256(&server)]);
    let hello = early.transmits().remove(0);
    let mut late = End::new(server, MTU);
    late.handle(start, &hello);
    assert!(
        late.transmits().is_empty(),
        "before its start it ignores what comes"
    );
    late.dtls.start(start, Role::Server, &[sha_256(&client)]);
    late.handle(start, &hello);
    assert_eq!(late.transmits().len(), 1);
}

fn wrong(certificate: &Certificate) -> Fingerprint {
    let mut fingerprint = sha_256(certificate);
    let first = if fingerprint.value.starts_with('0') {
        "1"
    } else {
        "0"
    };
    fingerprint.value.replace_range(..1, first);
    fingerprint
}

fn expect_mismatch(refusing: &mut End, refused: &mut End) {
    let error = refusing.failed();
    assert_eq!(error.kind, ErrorKind::FingerprintFailure);
    assert_eq!(error.sent_alert, Some(BAD_CERTIFICATE));
    let error = refused.failed();
    assert_eq!(error.kind, ErrorKind::DtlsFailure);
    assert_eq!(error.received_alert, Some(BAD_CERTIFICATE));
    assert!(
        error.message.contains("bad certificate"),
        "{}",
        error.message
    );
    for end in [refusing, refused] {
        assert_eq!(
            end.dtls.send(b"x", &mut Vec::new()),
            Err(SendError::NotConnected)
        );
        assert!(
            !end.dtls
                .export_keying_material("EXTRACTOR-dtls_srtp", &mut [0; 16])
        );
        assert!(end.received.is_empty());
        assert_eq!(end.dtls.poll_timeout(), None);
    }
}

#[test]
fn the_client_refuses_another_certificate() {
    let (client, server) = (ec(), ec());
    let (good, bad) = (sha_256(&client), wrong(&server));
    let mut pair = Pair::with_fingerprints(client, server, MTU, &[good], &[bad]);
    pair.run(LIMIT, &mut on_time);
    expect_mismatch(&mut pair.client, &mut pair.server);
}

#[test]
fn the_server_refuses_another_certificate() {
    let (client, server) = (ec(), ec());
    let (bad, good) = (wrong(&client), sha_256(&server));
    let mut pair = Pair::with_fingerprints(client, server, MTU, &[bad], &[good]);
    pair.run(LIMIT, &mut on_time);
    expect_mismatch(&mut pair.server, &mut pair.client);
}

#[test]
fn fingerprints_that_cannot_be_checked_match_nothing() {
    for algorithm in ["md5", "sha-3", ""] {
        let (client, server) = (ec(), ec());
        let mut unknown = sha_256(&server);
        unknown.algorithm = algorithm.to_owned();
        let good = sha_256(&client);
        let mut pair = Pair::with_fingerprints(client, server, MTU, &[good], &[unknown]);
        pair.run(LIMIT, &mut on_time);
        expect_mismatch(&mut pair.client, &mut pair.server);
    }
    let (client, server) = (ec(), ec());
    let good = sha_256(&server);
    let mut pair = Pair::with_fingerprints(client, server, MTU, &[], &[good]);
    pair.run(LIMIT, &mut on_time);
    expect_mismatch(&mut pair.server, &mut pair.client);
}

/// Records that begin with something else, and every kind of damage to a real one.
fn damaged(datagram: &[u8], random: &mut SeededRandom) -> Vec<Vec<u8>> {
    let mut all = vec![vec![0], vec![22; 13], vec![0xff; 65_535], vec![23; 1200]];
    let mut noise = vec![0; 300];
    random.fill(&mut noise);
    all.push(noise);
    all.extend((1..datagram.len().min(64)).map(|len| datagram[..len].to_vec()));
    all.push(datagram[..datagram.len() - 1].to_vec());
    all
}

#[test]
fn garbage_and_truncated_records_are_dropped() {
    let mut random = SeededRandom(3);
    let (client, server) = (ec(), ec());
    let mut pair = Pair::new(client, server, MTU);
    for _ in 0..4 {
        for to_server in [true, false] {
            let (from, to) = if to_server {
                (&mut pair.client, &mut pair.server)
            } else {
                (&mut pair.server, &mut pair.client)
            };
            for datagram in from.transmits() {
                for bad in damaged(&datagram, &mut random) {
                    to.handle(pair.now, &bad);
                }
                to.handle(pair.now, &datagram);
            }
        }
    }
    pair.expect_connected();
    pair.expect_data();
    let mut record = Vec::new();
    pair.client.dtls.send(b"data", &mut record).expect("sends");
    let before = pair.server.received.len();
    for bad in damaged(&record, &mut random) {
        pair.server.handle(pair.now, &bad);
    }
    for byte in 13..record.len() {
        let mut flipped = record.clone();
        flipped[byte] ^= 1;
        pair.server.handle(pair.now, &flipped);
    }
    assert_eq!(pair.server.received.len(), before);
    pair.server.handle(pair.now, &record);
    pair.server.handle(pair.now, &record);
    assert_eq!(
        pair.server.received.len(),
        before + 1,
        "once, and not again"
    );
    pair.expect_data();
}

#[test]
fn damaged_handshake_messages_end_in_an_error_or_nothing() {
    let (client, server) = (ec(), ec());
    for seed in 0..200 {
        let mut random = SeededRandom(seed);
        let mut pair = Pair::new(client.clone(), server.clone(), MTU);
        let now = pair.now;
        for step in 0..3 {
            let (from, to) = if step % 2 == 0 {
                (&mut pair.client, &mut pair.server)
            } else {
                (&mut pair.server, &mut pair.client)
            };
            for mut datagram in from.transmits() {
                if step == seed % 3 {
                    let at = random.u32() as usize % datagram.len();
                    datagram[at] ^= 1 << (random.u32() % 8);
                }
                to.handle(now, &datagram);
            }
        }
        let last = pair.server.transmits();
        let closed = [&pair.client, &pair.server]
            .into_iter()
            .all(|end| end.received.is_empty() && end.events.len() <= 1);
        assert!(closed, "seed {seed}: {} more datagrams", last.len());
    }
}

#[test]
fn data_waits_for_the_handshake() {
    let mut client = End::new(ec(), MTU);
    let mut out = Vec::new();
    assert_eq!(
        client.dtls.send(b"x", &mut out),
        Err(SendError::NotConnected)
    );
    client.dtls.start(origin(), Role::Client, &[sha_256(&ec())]);
    assert_eq!(
        client.dtls.send(b"x", &mut out),
        Err(SendError::NotConnected)
    );
    assert!(!client.dtls.export_keying_material("label", &mut [0; 8]));
    assert!(out.is_empty());
}

/// A pair whose server is connected and whose client still lacks the server's last flight, which is returned.
fn half_connected() -> (Pair, Vec<u8>) {
    let mut pair = Pair::new(ec(), ec(), MTU);
    let now = pair.now;
    for to_server in [true, false, true] {
        let (from, to) = if to_server {
            (&mut pair.client, &mut pair.server)
        } else {
            (&mut pair.server, &mut pair.client)
        };
        for datagram in from.transmits() {
            to.handle(now, &datagram);
        }
    }
    pair.server.connected();
    let last = pair.server.transmits().remove(0);
    (pair, last)
}

#[test]
fn data_that_overtakes_the_last_flight_is_kept_until_it_is_complete() {
    let (mut pair, last) = half_connected();
    let mut record = Vec::new();
    pair.server.dtls.send(b"early", &mut record).expect("sends");
    pair.client.handle(pair.now, &record);
    assert!(pair.client.received.is_empty());
    pair.client.handle(pair.now, &last);
    pair.client.connected();
    assert_eq!(pair.client.received, [b"early".to_vec()]);
}

#[test]
fn data_in_the_datagram_of_the_last_flight_is_received() {
    let (mut pair, mut last) = half_connected();
    pair.server.dtls.send(b"one", &mut last).expect("sends");
    pair.server.dtls.send(b"two", &mut last).expect("sends");
    pair.client.handle(pair.now, &last);
    assert_eq!(pair.client.received, [b"one".to_vec(), b"two".to_vec()]);
}

#[test]
fn early_data_is_limited() {
    let (mut pair, last) = half_connected();
    for _ in 0..100 {
        let mut records = Vec::new();
        for _ in 0..3 {
            pair.server
                .dtls
                .send(&[7; 300], &mut records)
                .expect("sends");
        }
        pair.client.handle(pair.now, &records);
    }
    pair.client.handle(pair.now, &last);
    pair.client.connected();
    let kept: usize = pair.client.received.iter().map(|data| data.len()).sum();
    assert!(kept > 14_000 && kept <= early::MAX_DATA, "{kept}");
    pair.expect_data();
}

#[test]
fn close_notify_arrives_and_is_answered() {
    let mut pair = Pair::new(ec(), ec(), MTU);
    pair.run(LIMIT, &mut on_time);
    let mut record = Vec::new();
    pair.server.dtls.send(b"late", &mut record).expect("sends");
    pair.client.dtls.close();
    assert_eq!(
        pair.client.dtls.send(b"x", &mut Vec::new()),
        Err(SendError::NotConnected)
    );
    pair.client.handle(pair.now, &record);
    pair.run(LIMIT, &mut on_time);
    assert_eq!(pair.server.events.last(), Some(&Event::Closed));
    assert_eq!(
        pair.server.dtls.send(b"x", &mut Vec::new()),
        Err(SendError::NotConnected)
    );
    assert_eq!(pair.client.events.len(), 1, "who closes needs not be told");
    assert!(pair.client.received.is_empty());
    // The close_notify of either side.
    assert_eq!(pair.sent, 6);
}

#[test]
fn close_before_and_during_the_handshake() {
    let mut idle = End::new(ec(), MTU);
    idle.dtls.close();
    assert!(idle.transmits().is_empty());
    for steps in 0..3 {
        let mut pair = Pair::new(ec(), ec(), MTU);
        for step in 0..steps {
            let (from, to) = if step % 2 == 0 {
                (&mut pair.client, &mut pair.server)
            } else {
                (&mut pair.server, &mut pair.client)
            };
            for datagram in from.transmits() {
                to.handle(pair.now, &datagram);
            }
        }
        pair.client.dtls.close();
        assert_eq!(pair.client.dtls.poll_timeout(), None);
        pair.client.transmits();
        pair.client.poll_events();
        assert!(!matches!(pair.client.events.last(), Some(Event::Failed(_))));
    }
}

#[test]
fn records_have_limits() {
    let mut pair = Pair::new(ec(), ec(), MTU);
    pair.run(LIMIT, &mut on_time);
    let mut out = Vec::new();
    for len in [0, 1_601, 65_535, 65_536, 1 << 20] {
        let refused = pair.client.dtls.send(&vec![0; len], &mut out);
        assert_eq!(refused, Err(SendError::Size { max: 1_600 }));
    }
    assert!(out.is_empty());
    // The path may turn out to take more than the handshake counts on.
    let data = vec![7; 1_600];
    pair.client.dtls.send(&data, &mut out).expect("sends");
    pair.server.handle(pair.now, &out);
    assert_eq!(pair.server.received, [data]);
}

#[test]
fn the_largest_records_pass() {
    let mut pair = Pair::new(ec(), ec(), 64 * 1024);
    pair.run(LIMIT, &mut on_time);
    let mut out = Vec::new();
    let data = vec![7; 16 * 1024];
    pair.client.dtls.send(&data, &mut out).expect("sends");
    pair.client
        .dtls
        .send(b"and one more", &mut out)
        .expect("sends");
    pair.server.handle(pair.now, &out);
    assert_eq!(pair.server.received, [data, b"and one more".to_vec()]);
}

#[test]
fn sends_append_one_record_each() {
    let mut pair = Pair::new(ec(), ec(), MTU);
    pair.run(LIMIT, &mut on_time);
    let mut out = b"before".to_vec();
    pair.client.dtls.send(b"one", &mut out).expect("sends");
    pair.client.dtls.send(b"two", &mut out).expect("sends");
    assert_eq!(&out[..6], b"before");
    assert_eq!(record_numbers(&out[6..]).len(), 2);
    assert!(pair.client.transmits().is_empty());
}

#[test]
fn both_ends_export_the_same_keys() {
    let mut pair = Pair::new(ec(), ec(), MTU);
    pair.run(LIMIT, &mut on_time);
    let keys = |end: &End, label: &str| {
        let mut keys = [0; 60];
        assert!(end.dtls.export_keying_material(label, &mut keys));
        keys
    };
    let srtp = keys(&pair.client, "EXTRACTOR-dtls_srtp");
    assert_eq!(srtp, keys(&pair.server, "EXTRACTOR-dtls_srtp"));
    assert_ne!(srtp, [0; 60]);
    assert_ne!(srtp, keys(&pair.client, "other"));
}

#[test]
fn only_the_first_start_counts() {
    let (client, server) = (ec(), ec());
    let mut pair = Pair::new(client.clone(), server, MTU);
    pair.client
        .dtls
        .start(pair.now, Role::Server, &[sha_256(&client)]);
    pair.run(LIMIT, &mut on_time);
    pair.expect_connected();
    pair.expect_data();
}

/// The ClientHello of `client` with `padding` more bytes in it (RFC 7685), as datagrams with a fragment each.
fn padded_hello(client: &mut End, padding: usize, fragment: usize) -> Vec<Vec<u8>> {
    const HEADERS: usize = 13 + 12;
    let hello = client.transmits().remove(0);
    let mut body = hello[HEADERS..].to_vec();
    // client_version, random, session_id, cookie, cipher_suites, compression_methods
    let mut extensions = 2 + 32;
    for width in [1, 1, 2, 1] {
        let len = body[extensions..extensions + width]
            .iter()
            .fold(0, |len, byte| len << 8 | usize::from(*byte));
        extensions += width + len;
    }
    let len = body.len() - extensions - 2 + 4 + padding;
    body[extensions..extensions + 2].copy_from_slice(&(len as u16).to_be_bytes());
    body.extend([0, 21]);
    body.extend((padding as u16).to_be_bytes());
    body.extend(std::iter::repeat_n(0, padding));
    let total = body.len() as u32;
    let mut datagrams = Vec::new();
    for (index, part) in body.chunks(fragment).enumerate() {
        let mut datagram = vec![22, 0xfe, 0xff, 0, 0, 0, 0, 0, 0, 0, 10 + index as u8];
        datagram.extend((part.len() as u16 + 12).to_be_bytes());
        datagram.push(1);
        datagram.extend(&total.to_be_bytes()[1..]);
        datagram.extend([0, 0]);
        datagram.extend(&((index * fragment) as u32).to_be_bytes()[1..]);
        datagram.extend(&(part.len() as u32).to_be_bytes()[1..]);
        datagram.extend(part);
        datagrams.push(datagram);
    }
    datagrams
}

#[test]
fn hellos_of_several_datagrams_are_put_together() {
    let orders: [&[usize]; 4] = [&[0, 1, 2], &[2, 1, 0], &[1, 1, 0, 2, 0], &[2, 2, 0, 0, 1]];
    for order in orders {
        let mut pair = Pair::new(ec(), ec(), MTU);
        let hello = padded_hello(&mut pair.client, 1700, 700);
        assert_eq!(hello.len(), 3);
        let mut answers = Vec::new();
        for index in order {
            pair.server.handle(pair.now, &hello[*index]);
            answers.extend(pair.server.transmits());
        }
        assert_eq!(answers.len(), 1, "{order:?}");
        assert_eq!(pair.server.events, []);
    }
}

#[test]
fn fragments_of_endless_messages_are_refused() {
    let mut pair = Pair::new(ec(), ec(), MTU);
    let mut fragment = padded_hello(&mut pair.client, 1700, 700).remove(1);
    // A message of 16 MiB, of which this would be the middle.
    fragment[14..17].copy_from_slice(&[0xff, 0xff, 0xff]);
    pair.server.handle(pair.now, &fragment);
    pair.server.transmits();
    assert_eq!(pair.server.failed().kind, ErrorKind::DtlsFailure);
}

#[test]
fn an_idle_connection_stops_its_timers_and_wakes_up_for_data() {
    let mut pair = Pair::new(ec(), ec(), MTU);
    for _ in 0..3 {
        pair.run(LIMIT, &mut on_time);
        for end in [&pair.client, &pair.server] {
            assert_eq!(end.dtls.poll_timeout(), None);
        }
        // The one sends first of all, the other receives, in turn.
        pair.expect_data();
        std::mem::swap(&mut pair.client, &mut pair.server);
        assert!(pair.client.dtls.poll_timeout().is_some());
    }
    pair.run(LIMIT, &mut on_time);
    pair.client.dtls.close();
    pair.run(LIMIT, &mut on_time);
    assert_eq!(pair.server.events.last(), Some(&Event::Closed));
}
