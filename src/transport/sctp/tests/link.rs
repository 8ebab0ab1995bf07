//! The link and the two sides of the tests.

use std::collections::{BTreeMap, BinaryHeap};
use std::time::{Duration, Instant};

use super::super::*;
use crate::random::{Random, SeededRandom};

/// How a link treats packets.
#[derive(Clone, Copy)]
pub(super) struct Quality {
    pub(super) delay: Duration,
    /// The delay grows at random by up to so much, which reorders.
    pub(super) jitter: Duration,
    /// Of a thousand packets so many are lost.
    pub(super) loss: u32,
}

pub(super) const PERFECT: Quality = Quality {
    delay: Duration::from_millis(5),
    jitter: Duration::ZERO,
    loss: 0,
};

/// One end with everything that it has said.
pub(super) struct Side {
    pub(super) channels: Channels,
    pub(super) now: Instant,
    pub(super) connected: Option<u16>,
    pub(super) closed: Option<Option<SctpError>>,
    pub(super) open: Vec<u64>,
    pub(super) incoming: Vec<(u64, u16, ChannelParameters)>,
    pub(super) closing: Vec<u64>,
    pub(super) gone: Vec<(u64, Option<SctpError>)>,
    pub(super) messages: BTreeMap<u64, Vec<(bool, Vec<u8>)>>,
    pub(super) buffered: BTreeMap<u64, i64>,
}

impl Side {
    fn new(now: Instant, config: SctpConfig, seed: u64) -> Self {
        Self {
            channels: Channels::new(now, config, Box::new(SeededRandom(seed)), None),
            now,
            connected: None,
            closed: None,
            open: Vec::new(),
            incoming: Vec::new(),
            closing: Vec::new(),
            gone: Vec::new(),
            messages: BTreeMap::new(),
            buffered: BTreeMap::new(),
        }
    }

    pub(super) fn open(&mut self, key: u64, stream: u16, parameters: ChannelParameters) {
        self.channels
            .open(self.now, ChannelKey(key), stream, parameters);
    }

    pub(super) fn send(&mut self, key: u64, binary: bool, data: &[u8]) {
        *self.buffered.entry(key).or_default() += data.len() as i64;
        self.channels
            .send(self.now, ChannelKey(key), binary, data.to_vec());
    }

    pub(super) fn close(&mut self, key: u64) {
        self.channels.close(self.now, ChannelKey(key));
    }

    pub(super) fn is_open(&self, key: u64) -> bool {
        self.open.contains(&key)
    }

    pub(super) fn is_gone(&self, key: u64) -> bool {
        self.gone.iter().any(|(gone, _)| *gone == key)
    }

    pub(super) fn incoming(&self, label: &str) -> Option<u64> {
        let is_it = |(_, _, parameters): &&(_, _, ChannelParameters)| parameters.label == label;
        self.incoming
            .iter()
            .rev()
            .find(is_it)
            .map(|(key, _, _)| *key)
    }

    pub(super) fn messages(&self, key: u64) -> &[(bool, Vec<u8>)] {
        self.messages.get(&key).map_or(&[], Vec::as_slice)
    }

    fn take_events(&mut self) {
        while let Some(event) = self.channels.poll_event() {
            match event {
                ChannelsEvent::Connected { max_channels } => self.connected = Some(max_channels),
                ChannelsEvent::Closed { error } => self.closed = Some(error),
                ChannelsEvent::Incoming {
                    key,
                    stream_id,
                    parameters,
                } => self.incoming.push((key.0, stream_id, parameters)),
                ChannelsEvent::Open { key } => self.open.push(key.0),
                ChannelsEvent::Message { key, binary, data } => {
                    let message = (binary, data.to_vec());
                    self.messages.entry(key.0).or_default().push(message);
                }
                ChannelsEvent::BufferedAmountDecrease { key, bytes } => {
                    *self.buffered.entry(key.0).or_default() -= bytes as i64;
                }
                ChannelsEvent::Closing { key } => self.closing.push(key.0),
                ChannelsEvent::ChannelClosed { key, error } => self.gone.push((key.0, error)),
            }
        }
    }
}

/// A packet on its way: when it arrives, its number, whether to B, its bytes.
type InFlight = std::cmp::Reverse<(Instant, u64, bool, Vec<u8>)>;

pub(super) struct Pair {
    pub(super) a: Side,
    pub(super) b: Side,
    pub(super) now: Instant,
    pub(super) quality: Quality,
    /// Nothing passes.
    pub(super) is_cut: bool,
    /// In a thousand packets so many are changed, with a right checksum.
    pub(super) mutations: u32,
    pub(super) packets_sent: u64,
    pub(super) longest_packet: usize,
    /// Those that are more than acknowledgements.
    pub(super) data_packets_sent: u64,
    random: SeededRandom,
    link: BinaryHeap<InFlight>,
    /// The last to go.
    _turn: parking_lot::MutexGuard<'static, ()>,
}

pub(super) fn config(is_dtls_client: bool) -> SctpConfig {
    SctpConfig {
        local_port: 5000,
        remote_port: 5000,
        local_max_message_size: 2 * 1024 * 1024,
        max_channels: 65535,
        is_dtls_client,
        mtu: DEFAULT_MTU,
        largest_mtu: LARGEST_MTU,
    }
}

pub(super) fn parameters(label: &str) -> ChannelParameters {
    ChannelParameters {
        label: label.to_owned(),
        protocol: String::new(),
        ordered: true,
        max_packet_life_time: None,
        max_retransmits: None,
        negotiated: false,
        priority: 256,
    }
}

#[expect(clippy::disallowed_methods, reason = "the origin of virtual time")]
pub(super) fn origin() -> Instant {
    Instant::now()
}

impl Pair {
    pub(super) fn new(seed: u64) -> Self {
        Self::with(seed, PERFECT, config(true), config(false))
    }

    pub(super) fn with(seed: u64, quality: Quality, a: SctpConfig, b: SctpConfig) -> Self {
        let turn = crate::sys::usrsctp::virtual_time_turn();
        let now = origin();
        Self {
            a: Side::new(now, a, seed.wrapping_mul(2) + 1),
            b: Side::new(now, b, seed.wrapping_mul(2) + 2),
            now,
            quality,
            is_cut: false,
            mutations: 0,
            packets_sent: 0,
            longest_packet: 0,
            data_packets_sent: 0,
            random: SeededRandom(seed),
            link: BinaryHeap::new(),
            _turn: turn,
        }
    }

    /// A -> INIT -> B, B -> INIT -> A
    pub(super) fn start(&mut self) {
        self.a.channels.start(self.now);
        self.b.channels.start(self.now);
        self.drain();
    }

    /// Both sides up.
    pub(super) fn connected(seed: u64) -> Self {
        let mut pair = Self::new(seed);
        pair.connect();
        pair
    }

    pub(super) fn connect(&mut self) {
        self.start();
        self.run_until("both are connected", |pair| {
            pair.a.connected.is_some() && pair.b.connected.is_some()
        });
    }

    fn drain(&mut self) {
        for to_b in [true, false] {
            let side = if to_b { &mut self.a } else { &mut self.b };
            side.take_events();
            while let Some(packet) = side.channels.poll_packet() {
                self.packets_sent += 1;
                self.data_packets_sent += u64::from(packet.len() > 100);
                self.longest_packet = self.longest_packet.max(packet.len());
                let mut packet = packet.to_vec();
                if self.random.u32() % 1000 < self.mutations {
                    mutate(&mut packet, &mut self.random);
                }
                let is_lost = self.random.u32() % 1000 < self.quality.loss;
                if self.is_cut || is_lost {
                    continue;
                }
                let jitter = self.quality.jitter.as_micros() as u32;
                let jitter = self.random.u32() % (jitter + 1);
                let at = self.now + self.quality.delay + Duration::from_micros(u64::from(jitter));
                self.link
                    .push(std::cmp::Reverse((at, self.packets_sent, to_b, packet)));
            }
            side.take_events();
        }
    }

    fn next_event(&self) -> Option<Instant> {
        [
            self.link.peek().map(|packet| packet.0.0),
            self.a.channels.poll_timeout(),
            self.b.channels.poll_timeout(),
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// Goes on to the next packet or timeout; false if there is none until `end`.
    fn step(&mut self, end: Instant) -> bool {
        self.drain();
        let Some(at) = self.next_event().filter(|at| *at <= end) else {
            return false;
        };
        self.now = self.now.max(at);
        let now = self.now;
        self.a.now = now;
        self.b.now = now;
        while self.link.peek().is_some_and(|packet| packet.0.0 <= now) {
            let Some(std::cmp::Reverse((_, _, to_b, packet))) = self.link.pop() else {
                break;
            };
            let side = if to_b { &mut self.b } else { &mut self.a };
            side.channels.handle_packet(now, &packet);
        }
        for side in [&mut self.a, &mut self.b] {
            if side.channels.poll_timeout().is_some_and(|at| at <= now) {
                side.channels.handle_timeout(now);
            }
        }
        self.drain();
        true
    }

    pub(super) fn run_for(&mut self, time: Duration) {
        let end = self.now + time;
        while self.step(end) {}
        self.now = end;
        self.a.now = end;
        self.b.now = end;
    }

    #[track_caller]
    pub(super) fn run_until(&mut self, what: &str, done: impl Fn(&Self) -> bool) {
        let end = self.now + Duration::from_secs(300);
        while !done(self) {
            if !self.step(end) {
                panic!(
                    "not within 300 s: {what}; closed {:?} {:?} A {:?}, B {:?}",
                    self.a.closed,
                    self.b.closed,
                    self.a.channels.poll_timeout().map(|at| at - self.now),
                    self.b.channels.poll_timeout().map(|at| at - self.now),
                );
            }
        }
    }
}

/// Changes a few bytes behind the header, or the length, and makes the checksum right.
fn mutate(packet: &mut Vec<u8>, random: &mut SeededRandom) {
    for _ in 0..1 + random.u32() % 3 {
        let at = 12 + random.u32() as usize % (packet.len() - 12).max(1);
        match random.u32() % 8 {
            0 => packet.truncate(at.max(13)),
            1 => packet.extend_from_slice(&random.u32().to_be_bytes()),
            2 => packet[at.min(15)] ^= 1 << (random.u32() % 8),
            _ if at < packet.len() => packet[at] = random.u32() as u8,
            _ => (),
        }
    }
    packet[8..12].fill(0);
    let checksum = crc32c::crc32c(packet);
    packet[8..12].copy_from_slice(&checksum.to_le_bytes());
}
