//! A network for tests: datagrams between addresses in virtual time, with loss, delay, reordering and NATs, all from a seed.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use crate::random::{Random, SeededRandom};

/// How a NAT behaves (RFC 4787).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NatKind {
    /// Endpoint-independent mapping and filtering.
    FullCone,
    /// Endpoint-independent mapping, address-and-port-dependent filtering.
    PortRestrictedCone,
    /// Address-and-port-dependent mapping and filtering.
    Symmetric,
}

/// What every datagram goes through.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LinkOptions {
    pub(crate) delay: Duration,
    /// Added at random, up to this; more than the gap between datagrams reorders them.
    pub(crate) jitter: Duration,
    pub(crate) loss_permille: u32,
    pub(crate) duplicate_permille: u32,
}

impl Default for LinkOptions {
    fn default() -> Self {
        Self {
            delay: Duration::from_micros(500),
            jitter: Duration::ZERO,
            loss_permille: 0,
            duplicate_permille: 0,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Datagram {
    pub(crate) from: SocketAddr,
    pub(crate) to: SocketAddr,
    pub(crate) payload: Vec<u8>,
}

pub(crate) struct VirtualNetwork {
    pub(crate) options: LinkOptions,
    random: SeededRandom,
    in_flight: BTreeMap<(Instant, u64), Datagram>,
    sequence: u64,
    nats: Vec<Nat>,
    down: HashSet<IpAddr>,
    one_way: HashSet<(IpAddr, IpAddr)>,
    /// The largest payload that passes between two hosts.
    mtus: HashMap<(IpAddr, IpAddr), usize>,
    pub(crate) sent: u64,
}

struct Nat {
    kind: NatKind,
    public: IpAddr,
    inside: HashSet<IpAddr>,
    next_port: u16,
    /// Inside address, and the remote one if the mapping depends on it, to the public port.
    mappings: HashMap<(SocketAddr, Option<SocketAddr>), u16>,
    /// Whom an inside address has sent to through a public port.
    permissions: HashSet<(u16, SocketAddr)>,
}

impl VirtualNetwork {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            options: LinkOptions::default(),
            random: SeededRandom(seed),
            in_flight: BTreeMap::new(),
            sequence: 0,
            nats: Vec::new(),
            down: HashSet::new(),
            one_way: HashSet::new(),
            mtus: HashMap::new(),
            sent: 0,
        }
    }

    /// Puts hosts behind a NAT. They reach each other directly, and nobody else reaches their addresses.
    pub(crate) fn add_nat(&mut self, kind: NatKind, public: IpAddr, inside: &[IpAddr]) {
        self.nats.push(Nat {
            kind,
            public,
            inside: inside.iter().copied().collect(),
            next_port: 20_000,
            mappings: HashMap::new(),
            permissions: HashSet::new(),
        });
    }

    /// Forgets all bindings, as a NAT that was restarted does.
    pub(crate) fn reset_nats(&mut self) {
        for nat in &mut self.nats {
            nat.mappings.clear();
            nat.permissions.clear();
        }
    }

    /// Cuts a host off, or connects it again.
    pub(crate) fn set_down(&mut self, host: IpAddr, down: bool) {
        if down {
            self.down.insert(host);
        } else {
            self.down.remove(&host);
        }
    }

    /// Cuts one direction between two hosts (as seen on the wire), or opens it again.
    pub(crate) fn set_blocked(&mut self, from: IpAddr, to: IpAddr, blocked: bool) {
        if blocked {
            self.one_way.insert((from, to));
        } else {
            self.one_way.remove(&(from, to));
        }
    }

    /// Drops larger payloads in one direction between two hosts (as seen on the wire), without a word.
    pub(crate) fn set_mtu(&mut self, from: IpAddr, to: IpAddr, payload: usize) {
        self.mtus.insert((from, to), payload);
    }

    pub(crate) fn send(
        &mut self,
        now: Instant,
        from: SocketAddr,
        to: SocketAddr,
        payload: Vec<u8>,
    ) {
        self.sent += 1;
        if self.down.contains(&from.ip()) || self.down.contains(&to.ip()) {
            return;
        }
        let Some(from) = self.translate_out(from, to) else {
            return;
        };
        let link = (from.ip(), to.ip());
        let fits = |mtu: &usize| payload.len() <= *mtu;
        if self.one_way.contains(&link) || !self.mtus.get(&link).is_none_or(fits) {
            return;
        }
        let copies = match () {
            () if self.chance(self.options.loss_permille) => 0,
            () if self.chance(self.options.duplicate_permille) => 2,
            () => 1,
        };
        for _ in 0..copies {
            self.sequence += 1;
            let arrival = now + self.options.delay + self.random_jitter();
            let datagram = Datagram {
                from,
                to,
                payload: payload.clone(),
            };
            self.in_flight.insert((arrival, self.sequence), datagram);
        }
    }

    /// When the next datagram arrives.
    pub(crate) fn poll_timeout(&self) -> Option<Instant> {
        self.in_flight.keys().next().map(|(at, _)| *at)
    }

    /// The next datagram that has arrived by now, with the addresses that its receiver sees.
    pub(crate) fn receive(&mut self, now: Instant) -> Option<Datagram> {
        while self.poll_timeout().is_some_and(|at| at <= now) {
            let (_, mut datagram) = self.in_flight.pop_first()?;
            if let Some(to) = self.translate_in(datagram.from, datagram.to)
                && !self.down.contains(&to.ip())
            {
                datagram.to = to;
                return Some(datagram);
            }
        }
        None
    }

    fn nat_of(&self, host: IpAddr) -> Option<usize> {
        self.nats.iter().position(|nat| nat.inside.contains(&host))
    }

    /// The source address on the other side of the sender's NAT; `None` if the destination cannot be reached.
    fn translate_out(&mut self, from: SocketAddr, to: SocketAddr) -> Option<SocketAddr> {
        let (own, other) = (self.nat_of(from.ip()), self.nat_of(to.ip()));
        match (own, other) {
            (Some(own), Some(other)) if own == other => Some(from),
            (_, Some(_)) => None,
            (None, None) => Some(from),
            (Some(own), None) => {
                let nat = &mut self.nats[own];
                // None of these NATs sends back in what an inside host sends to its public address.
                (nat.public != to.ip()).then(|| nat.translate_out(from, to))
            }
        }
    }

    fn translate_in(&self, from: SocketAddr, to: SocketAddr) -> Option<SocketAddr> {
        match self.nats.iter().find(|nat| nat.public == to.ip()) {
            Some(nat) => nat.translate_in(from, to),
            None => Some(to),
        }
    }

    fn chance(&mut self, permille: u32) -> bool {
        self.random.u32() % 1_000 < permille
    }

    fn random_jitter(&mut self) -> Duration {
        let range = self.options.jitter.as_micros() as u64;
        match range {
            0 => Duration::ZERO,
            _ => Duration::from_micros(self.random.u64() % range),
        }
    }
}

impl Nat {
    fn translate_out(&mut self, from: SocketAddr, to: SocketAddr) -> SocketAddr {
        let remote = (self.kind == NatKind::Symmetric).then_some(to);
        let next_port = &mut self.next_port;
        let port = *self.mappings.entry((from, remote)).or_insert_with(|| {
            *next_port += 1;
            *next_port
        });
        self.permissions.insert((port, to));
        SocketAddr::new(self.public, port)
    }

    fn translate_in(&self, from: SocketAddr, to: SocketAddr) -> Option<SocketAddr> {
        if self.kind != NatKind::FullCone && !self.permissions.contains(&(to.port(), from)) {
            return None;
        }
        let mapping = self.mappings.iter().find(|(_, port)| **port == to.port());
        mapping.map(|((inside, _), _)| *inside)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addr(text: &str) -> SocketAddr {
        text.parse().unwrap()
    }

    #[expect(clippy::disallowed_methods, reason = "the origin of virtual time")]
    fn origin() -> Instant {
        Instant::now()
    }

    /// Sends and returns what arrives.
    fn exchange(net: &mut VirtualNetwork, from: &str, to: SocketAddr) -> Option<Datagram> {
        let now = origin();
        net.send(now, addr(from), to, vec![1]);
        net.receive(now + Duration::from_secs(1))
    }

    fn natted(kind: NatKind) -> VirtualNetwork {
        let mut net = VirtualNetwork::new(1);
        let inside = ["10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap()];
        net.add_nat(kind, "198.51.100.1".parse().unwrap(), &inside);
        net
    }

    #[test]
    fn a_cone_keeps_its_mapping_and_a_symmetric_nat_does_not() {
        for (kind, same) in [
            (NatKind::FullCone, true),
            (NatKind::PortRestrictedCone, true),
            (NatKind::Symmetric, false),
        ] {
            let mut net = natted(kind);
            let one = exchange(&mut net, "10.0.0.1:5", addr("203.0.113.1:1")).unwrap();
            let two = exchange(&mut net, "10.0.0.1:5", addr("203.0.113.2:1")).unwrap();
            assert_eq!(one.from.ip(), "198.51.100.1".parse::<IpAddr>().unwrap());
            assert_eq!(one.from == two.from, same, "{kind:?}");
        }
    }

    #[test]
    fn filtering_depends_on_the_kind() {
        for (kind, open) in [
            (NatKind::FullCone, true),
            (NatKind::PortRestrictedCone, false),
            (NatKind::Symmetric, false),
        ] {
            let mut net = natted(kind);
            let mapped = exchange(&mut net, "10.0.0.1:5", addr("203.0.113.1:1"))
                .unwrap()
                .from;
            let answer = exchange(&mut net, "203.0.113.1:1", mapped).unwrap();
            assert_eq!(answer.to, addr("10.0.0.1:5"));
            let stranger = exchange(&mut net, "203.0.113.2:1", mapped);
            assert_eq!(stranger.is_some(), open, "{kind:?}");
        }
    }

    #[test]
    fn inside_addresses_are_private() {
        let mut net = natted(NatKind::FullCone);
        assert!(exchange(&mut net, "203.0.113.1:1", addr("10.0.0.1:5")).is_none());
        assert!(exchange(&mut net, "10.0.0.2:1", addr("10.0.0.1:5")).is_some());
    }

    #[test]
    fn hosts_and_directions_can_be_cut() {
        let mut net = VirtualNetwork::new(1);
        let (a, b) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        net.set_blocked(a, b, true);
        assert!(exchange(&mut net, "192.0.2.1:1", addr("192.0.2.2:1")).is_none());
        assert!(exchange(&mut net, "192.0.2.2:1", addr("192.0.2.1:1")).is_some());
        net.set_down(b, true);
        assert!(exchange(&mut net, "192.0.2.2:1", addr("192.0.2.1:1")).is_none());
    }

    #[test]
    fn links_drop_what_is_too_large_in_their_direction() {
        let mut net = VirtualNetwork::new(1);
        let (a, b) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        net.set_mtu(a, b, 0);
        assert!(exchange(&mut net, "192.0.2.1:1", addr("192.0.2.2:1")).is_none());
        assert!(exchange(&mut net, "192.0.2.2:1", addr("192.0.2.1:1")).is_some());
        net.set_mtu(a, b, 1);
        assert!(exchange(&mut net, "192.0.2.1:1", addr("192.0.2.2:1")).is_some());
    }
}
