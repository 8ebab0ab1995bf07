//! Two agents, a network, STUN servers and a signalling channel.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use crate::random::{Random, SeededRandom};
use crate::sdp::candidate::CandidateAttribute;
use crate::transport::ice::interfaces::LocalInterface;
use crate::transport::ice::{
    Agent, AgentConfig, Credentials, Event, IceTransportState, Output, Role, TransportPolicy,
};
use crate::transport::stun::{Class, Message, MessageBuilder, Method};
use crate::transport::virtual_network::{Datagram, VirtualNetwork};
use crate::transport::{Fragmentation, SocketId};

pub(super) const A: usize = 0;
pub(super) const B: usize = 1;

pub(super) fn addr(text: &str) -> SocketAddr {
    text.parse().unwrap()
}

pub(super) fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

pub(super) fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// An agent with its sockets and what it said.
pub(super) struct Peer {
    pub(super) agent: Agent,
    sockets: BTreeMap<SocketId, SocketAddr>,
    pub(super) events: Vec<(Duration, Event)>,
    /// Whether its candidates go to the other peer by themselves.
    pub(super) trickles: bool,
}

pub(super) enum Signal {
    Credentials(Credentials),
    Candidate(CandidateAttribute),
    EndOfCandidates,
}

pub(super) struct World {
    pub(super) origin: Instant,
    pub(super) now: Instant,
    pub(super) network: VirtualNetwork,
    pub(super) peers: [Peer; 2],
    pub(super) stun_servers: Vec<SocketAddr>,
    /// An error that the STUN servers answer with.
    pub(super) stun_error: Option<(u16, &'static str)>,
    pub(super) signalling_delay: Duration,
    signals: BTreeMap<(Instant, u64), (usize, Signal)>,
    sequence: u64,
    /// B's responses name another address each time.
    pub(super) forge_mapped_addresses: bool,
    /// Data that came from validated addresses, for each peer.
    pub(super) accepted: [u64; 2],
    /// Datagrams that came to an address that nobody has.
    pub(super) lost: Vec<Datagram>,
    /// Everything that arrived somewhere.
    pub(super) delivered: Vec<Datagram>,
}

impl Peer {
    fn new(seed: u64, role: Role) -> Self {
        let mut random = SeededRandom(seed);
        let config = AgentConfig {
            component: 1,
            local: Credentials::generate(&mut random),
            role,
            policy: TransportPolicy::All,
        };
        Self {
            agent: Agent::new(config, Box::new(random)),
            sockets: BTreeMap::new(),
            events: Vec::new(),
            trickles: true,
        }
    }

    pub(super) fn states(&self) -> Vec<IceTransportState> {
        let state = |(_, event): &(Duration, Event)| match event {
            Event::StateChange(state) => Some(*state),
            _ => None,
        };
        self.events.iter().filter_map(state).collect()
    }

    pub(super) fn is_closed(&self) -> bool {
        self.agent.state() == IceTransportState::Closed
    }

    pub(super) fn when(&self, state: IceTransportState) -> Option<Duration> {
        let wanted = |(_, event): &&(Duration, Event)| *event == Event::StateChange(state);
        self.events.iter().find(wanted).map(|(at, _)| *at)
    }

    pub(super) fn candidates(&self) -> Vec<CandidateAttribute> {
        let candidate = |(_, event): &(Duration, Event)| match event {
            Event::LocalCandidate { attribute, .. } => Some(attribute.clone()),
            _ => None,
        };
        self.events.iter().filter_map(candidate).collect()
    }

    /// The addresses of the selected pair as the last event told them.
    pub(super) fn selected(&self) -> Option<(String, String)> {
        self.events.iter().rev().find_map(|(_, event)| match event {
            Event::SelectedPairChange { local, remote, .. } => {
                Some((local.address.clone(), remote.address.clone()))
            }
            _ => None,
        })
    }
}

impl World {
    #[expect(clippy::disallowed_methods, reason = "the origin of virtual time")]
    pub(super) fn new(seed: u64) -> Self {
        let origin = Instant::now();
        Self {
            origin,
            now: origin,
            network: VirtualNetwork::new(seed),
            peers: [
                Peer::new(seed.wrapping_mul(2) + 1, Role::Controlling),
                Peer::new(seed.wrapping_mul(2) + 1_000_000, Role::Controlled),
            ],
            stun_servers: Vec::new(),
            stun_error: None,
            signalling_delay: ms(1),
            signals: BTreeMap::new(),
            sequence: 0,
            forge_mapped_addresses: false,
            accepted: [0; 2],
            lost: Vec::new(),
            delivered: Vec::new(),
        }
    }

    /// Two hosts with one address each, gathering.
    pub(super) fn of_two_hosts(seed: u64) -> Self {
        let mut world = Self::new(seed);
        world.add_socket(A, "192.0.2.1:1000");
        world.add_socket(B, "192.0.2.2:2000");
        world
    }

    pub(super) fn policy(&mut self, who: usize, policy: TransportPolicy) {
        let mut random = SeededRandom(99);
        let config = AgentConfig {
            component: 1,
            local: Credentials::generate(&mut random),
            role: self.peers[who].agent.role(),
            policy,
        };
        self.peers[who].agent = Agent::new(config, Box::new(random));
    }

    pub(super) fn add_socket(&mut self, who: usize, address: &str) -> SocketId {
        let address = addr(address);
        let id = SocketId(
            self.peers[who]
                .sockets
                .keys()
                .last()
                .map_or(1, |id| id.0 + 1),
        );
        let interface = LocalInterface {
            name: "eth0".to_owned(),
            address: address.ip(),
            loopback: address.ip().is_loopback(),
        };
        self.peers[who].sockets.insert(id, address);
        let now = self.now;
        self.peers[who]
            .agent
            .add_local_socket(now, id, address, &interface);
        self.drain();
        id
    }

    pub(super) fn remove_socket(&mut self, who: usize, id: SocketId) {
        self.peers[who].sockets.remove(&id);
        let now = self.now;
        self.agent(who, |agent| agent.remove_local_socket(now, id));
    }

    pub(super) fn agent<T>(&mut self, who: usize, call: impl FnOnce(&mut Agent) -> T) -> T {
        let result = call(&mut self.peers[who].agent);
        self.drain();
        result
    }

    pub(super) fn gather(&mut self, who: usize) {
        let now = self.now;
        let servers = self.stun_servers.clone();
        self.agent(who, |agent| {
            agent.start_gathering(now);
            for (index, server) in servers.iter().enumerate() {
                agent.add_stun_server(now, &format!("stun:server{index}.example"), *server);
            }
            agent.gathering_sources_complete(now);
        });
    }

    /// Tells the other peer the credentials of this one.
    pub(super) fn send_credentials(&mut self, from: usize) {
        let credentials = self.peers[from].agent.local_credentials().clone();
        self.signal(1 - from, Signal::Credentials(credentials));
    }

    /// As offer and answer do it: A gathers and offers, B answers.
    pub(super) fn start(&mut self) {
        self.send_credentials(A);
        self.gather(A);
        self.run_for(self.signalling_delay);
        self.send_credentials(B);
        self.gather(B);
    }

    pub(super) fn signal(&mut self, to: usize, signal: Signal) {
        self.sequence += 1;
        let at = self.now + self.signalling_delay;
        self.signals.insert((at, self.sequence), (to, signal));
    }

    /// Data from one peer to the other on its path; false if it has none.
    pub(super) fn send_data(&mut self, from: usize) -> bool {
        self.send_data_of(from, 100)
    }

    pub(super) fn send_data_of(&mut self, from: usize, len: usize) -> bool {
        let Some((socket, to)) = self.peers[from].agent.send_path() else {
            return false;
        };
        let source = self.peers[from].sockets[&socket];
        let payload = vec![20; len];
        self.peers[from]
            .agent
            .note_sent(self.now, socket, to, payload.len());
        self.network.send(self.now, source, to, payload);
        true
    }

    pub(super) fn run_for(&mut self, time: Duration) {
        let end = self.now + time;
        self.run_to(end, |_| false);
    }

    /// Runs until the condition holds; false if it does not within the time.
    #[must_use]
    pub(super) fn run_until(&mut self, limit: Duration, done: impl Fn(&Self) -> bool) -> bool {
        let end = self.now + limit;
        self.run_to(end, done)
    }

    fn run_to(&mut self, end: Instant, done: impl Fn(&Self) -> bool) -> bool {
        let mut stuck = 0;
        loop {
            if done(self) {
                return true;
            }
            let next = self.next_event().filter(|next| *next <= end);
            let Some(next) = next else {
                self.now = end;
                return false;
            };
            stuck = if next > self.now { 0 } else { stuck + 1 };
            assert!(stuck < 1_000, "time stands still");
            self.now = self.now.max(next);
            self.step();
        }
    }

    fn next_event(&self) -> Option<Instant> {
        let agents = self.peers.iter().filter_map(|p| p.agent.poll_timeout());
        let signals = self.signals.keys().next().map(|(at, _)| *at);
        agents
            .chain(self.network.poll_timeout())
            .chain(signals)
            .min()
    }

    fn step(&mut self) {
        let now = self.now;
        if self.signals.keys().next().is_some_and(|(at, _)| *at <= now) {
            let (_, (to, signal)) = self.signals.pop_first().unwrap();
            self.handle_signal(to, signal);
        } else if let Some(datagram) = self.network.receive(now) {
            self.deliver(datagram);
        } else {
            for peer in &mut self.peers {
                if peer.agent.poll_timeout().is_some_and(|at| at <= now) {
                    peer.agent.handle_timeout(now);
                }
            }
        }
        self.drain();
    }

    fn handle_signal(&mut self, to: usize, signal: Signal) {
        let now = self.now;
        let agent = &mut self.peers[to].agent;
        match signal {
            Signal::Credentials(credentials) => {
                agent.set_remote_credentials(now, credentials, false)
            }
            Signal::Candidate(candidate) => {
                let _ = agent.add_remote_candidate(now, &candidate);
            }
            Signal::EndOfCandidates => agent.remote_end_of_candidates(now),
        }
    }

    fn deliver(&mut self, datagram: Datagram) {
        self.delivered.push(datagram.clone());
        let now = self.now;
        if self.stun_servers.contains(&datagram.to) {
            return self.serve(&datagram);
        }
        for (who, peer) in self.peers.iter_mut().enumerate() {
            let socket = peer.sockets.iter().find(|(_, a)| **a == datagram.to);
            let Some(socket) = socket.map(|(id, _)| *id) else {
                continue;
            };
            if datagram.payload[0] < 4 {
                peer.agent
                    .handle_datagram(now, socket, datagram.from, &datagram.payload);
            } else if peer.agent.is_validated(socket, datagram.from) {
                let len = datagram.payload.len();
                self.accepted[who] += 1;
                peer.agent.note_received(now, socket, datagram.from, len);
            }
            return;
        }
        self.lost.push(datagram);
    }

    /// A STUN server.
    fn serve(&mut self, datagram: &Datagram) {
        let request = Message::parse(&datagram.payload).expect("servers are sent STUN messages");
        assert_eq!(request.class(), Class::Request);
        let id = request.transaction_id();
        let response = match self.stun_error {
            None => MessageBuilder::new(Class::SuccessResponse, Method::BINDING, id)
                .xor_mapped_address(datagram.from),
            Some((code, reason)) => MessageBuilder::new(Class::ErrorResponse, Method::BINDING, id)
                .error_code(code, reason),
        };
        self.network
            .send(self.now, datagram.to, datagram.from, response.finish());
    }

    fn drain(&mut self) {
        for who in [A, B] {
            while let Some(output) = self.peers[who].agent.poll_output() {
                match output {
                    Output::Transmit {
                        socket,
                        to,
                        payload,
                        fragmentation,
                    } => {
                        assert!(payload.len() <= 1460);
                        assert_eq!(
                            fragmentation == Fragmentation::Forbidden,
                            payload.len() > 1000,
                            "only probes are large"
                        );
                        let source = self.peers[who].sockets[&socket];
                        let payload = self.forged(who, payload);
                        self.network.send(self.now, source, to, payload);
                    }
                    Output::Event(event) => self.handle_event(who, event),
                }
            }
        }
    }

    fn forged(&mut self, who: usize, payload: Vec<u8>) -> Vec<u8> {
        let message = Message::parse(&payload).expect("agents send STUN messages");
        if who == A || !self.forge_mapped_addresses || message.class() != Class::SuccessResponse {
            return payload;
        }
        self.sequence += 1;
        let port = 1 + (self.sequence % 60_000) as u16;
        let key = self.peers[who].agent.local_credentials().pwd.clone();
        MessageBuilder::new(
            Class::SuccessResponse,
            Method::BINDING,
            message.transaction_id(),
        )
        .xor_mapped_address(SocketAddr::from(([203, 0, 113, 9], port)))
        .finish_with_integrity(key.as_bytes())
    }

    fn handle_event(&mut self, who: usize, event: Event) {
        if self.peers[who].trickles {
            match &event {
                Event::LocalCandidate { attribute, .. } => {
                    self.signal(1 - who, Signal::Candidate(attribute.clone()));
                }
                Event::GatheringStateChange(super::super::GatheringState::Complete) => {
                    self.signal(1 - who, Signal::EndOfCandidates);
                }
                _ => {}
            }
        }
        let at = self.now - self.origin;
        self.peers[who].events.push((at, event));
    }

    pub(super) fn is_in(&self, state: IceTransportState) -> bool {
        self.peers.iter().all(|peer| peer.agent.state() == state)
    }

    /// Both have completed, and each sends to where the other one receives.
    pub(super) fn expect_completed(&mut self, limit: Duration) {
        let done = self.run_until(limit, |world| world.is_in(IceTransportState::Completed));
        assert!(
            done,
            "{:?} {:?}",
            self.peers[A].states(),
            self.peers[B].states()
        );
        self.expect_data_flows();
    }

    pub(super) fn expect_data_flows(&mut self) {
        for (from, to) in [(A, B), (B, A)] {
            let accepted = self.accepted[to];
            assert!(self.send_data(from), "{from} has no path");
            self.run_for(ms(1_000));
            assert_eq!(self.accepted[to], accepted + 1);
        }
    }

    /// A fresh generator for what a scenario makes up.
    pub(super) fn random(&self) -> impl Random {
        SeededRandom(4_711)
    }
}
