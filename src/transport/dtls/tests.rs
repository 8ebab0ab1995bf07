//! Two associations in virtual time.

use super::*;
use crate::random::SeededRandom;

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

    fn elapsed(&self) -> Duration {
        self.now - self.origin
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

#[test]
fn handshake_and_data() {
    let mut pair = Pair::new(ec(), ec(), MTU);
    pair.run(LIMIT, &mut on_time);
    pair.expect_connected();
    // Two round trips and no timer.
    assert_eq!(pair.elapsed(), DELAY * 4);
    pair.expect_data();
}
