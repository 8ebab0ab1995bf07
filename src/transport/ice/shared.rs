//! What all ICE sessions of an agent have in common.

use std::collections::VecDeque;
use std::net::{IpAddr, SocketAddr};

use super::candidate::{LocalCandidate, priority, same_address};
use super::{CandidateId, Event, GatheringState, Output, PairId, Role, TransportPolicy};
use crate::random::Random;
use crate::sdp::candidate::CandidateType;
use crate::transport::{Fragmentation, SocketId};

/// Local peer-reflexive candidates: the peer makes them by what it writes into its responses.
const MAX_LOCAL_PEER_REFLEXIVE: usize = 32;

/// A socket as the session told of it.
#[derive(Clone, Debug)]
pub(super) struct LocalSocket {
    pub(super) id: SocketId,
    pub(super) base: SocketAddr,
    pub(super) local_preference: u16,
    pub(super) loopback: bool,
}

/// What was dropped, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counters {
    /// Not a STUN message, or without a right FINGERPRINT.
    pub(crate) malformed: u64,
    /// Requests without or with wrong credentials.
    pub(crate) unauthenticated_requests: u64,
    /// Responses with a wrong or without an integrity attribute.
    pub(crate) unauthenticated_responses: u64,
    /// Responses to nothing that was asked.
    pub(crate) unknown_transactions: u64,
    /// Indications, unknown methods, and what came on unknown sockets or after the end.
    pub(crate) ignored: u64,
    /// What a bound made us forget: candidates, pairs, early checks.
    pub(crate) over_limit: u64,
}

pub(super) struct Shared {
    pub(super) component: u16,
    pub(super) policy: TransportPolicy,
    pub(super) role: Role,
    pub(super) tie_breaker: u64,
    pub(super) random: Box<dyn Random>,
    pub(super) output: VecDeque<Output>,
    pub(super) counters: Counters,
    pub(super) sockets: Vec<LocalSocket>,
    pub(super) locals: Vec<LocalCandidate>,
    /// The last gathering state that was announced.
    gathering: GatheringState,
    foundations: Vec<(CandidateType, IpAddr, Option<IpAddr>)>,
    next_candidate: u32,
    next_pair: u32,
}

impl Shared {
    pub(super) fn new(
        component: u16,
        policy: TransportPolicy,
        role: Role,
        mut random: Box<dyn Random>,
    ) -> Self {
        Self {
            component,
            policy,
            role,
            tie_breaker: random.u64(),
            random,
            output: VecDeque::new(),
            counters: Counters::default(),
            sockets: Vec::new(),
            locals: Vec::new(),
            gathering: GatheringState::New,
            foundations: Vec::new(),
            next_candidate: 0,
            next_pair: 0,
        }
    }

    pub(super) fn event(&mut self, event: Event) {
        self.output.push_back(Output::Event(event));
    }

    pub(super) fn announce_gathering(&mut self, state: GatheringState) {
        if self.gathering != state {
            self.gathering = state;
            self.event(Event::GatheringStateChange(state));
        }
    }

    pub(super) fn transmit(&mut self, socket: SocketId, to: SocketAddr, payload: Vec<u8>) {
        self.output.push_back(Output::Transmit {
            socket,
            to,
            payload,
            fragmentation: Fragmentation::Allowed,
        });
    }

    pub(super) fn transmit_probe(&mut self, socket: SocketId, to: SocketAddr, payload: Vec<u8>) {
        self.output.push_back(Output::Transmit {
            socket,
            to,
            payload,
            fragmentation: Fragmentation::Forbidden,
        });
    }

    pub(super) fn candidate_id(&mut self) -> CandidateId {
        self.next_candidate += 1;
        CandidateId(self.next_candidate)
    }

    pub(super) fn pair_id(&mut self) -> PairId {
        self.next_pair += 1;
        PairId(self.next_pair)
    }

    pub(super) fn socket(&self, id: SocketId) -> Option<&LocalSocket> {
        self.sockets.iter().find(|socket| socket.id == id)
    }

    pub(super) fn local(&self, id: CandidateId) -> Option<&LocalCandidate> {
        self.locals.iter().find(|local| local.id == id)
    }

    /// The candidate that a pair on this socket is made of: the one that is its own base.
    pub(super) fn base_candidate(&self, socket: SocketId) -> Option<&LocalCandidate> {
        self.locals
            .iter()
            .find(|local| local.socket == socket && local.address == local.base)
    }

    pub(super) fn base_candidates(&self) -> Vec<CandidateId> {
        self.locals
            .iter()
            .filter(|local| local.address == local.base)
            .map(|local| local.id)
            .collect()
    }

    /// RFC 8445 section 5.1.1.3: one foundation for the same type, base address, protocol and server.
    pub(super) fn foundation(
        &mut self,
        kind: CandidateType,
        base: IpAddr,
        server: Option<IpAddr>,
    ) -> String {
        let key = (kind, base, server);
        let index = self
            .foundations
            .iter()
            .position(|k| *k == key)
            .unwrap_or_else(|| {
                self.foundations.push(key);
                self.foundations.len() - 1
            });
        (index + 1).to_string()
    }

    /// Adds a local candidate, unless one with this address and base is there (RFC 8445 section 5.1.3).
    pub(super) fn add_local(
        &mut self,
        kind: CandidateType,
        socket: &LocalSocket,
        address: SocketAddr,
        server: Option<(IpAddr, String)>,
    ) -> Option<CandidateId> {
        let known = |local: &LocalCandidate| {
            local.socket == socket.id && same_address(local.address, address)
        };
        if self.locals.iter().any(known) {
            return None;
        }
        let (server, url) = server.unzip();
        let candidate = LocalCandidate {
            id: self.candidate_id(),
            kind,
            address,
            socket: socket.id,
            base: socket.base,
            local_preference: socket.local_preference,
            priority: priority(kind, socket.local_preference, self.component),
            foundation: self.foundation(kind, socket.base.ip(), server),
            url,
        };
        let id = candidate.id;
        self.locals.push(candidate);
        Some(id)
    }

    /// RFC 8445 section 7.2.5.3.1: the local candidate for a mapped address, discovered if it is new.
    pub(super) fn local_for_mapped(
        &mut self,
        socket: SocketId,
        mapped: SocketAddr,
    ) -> Option<CandidateId> {
        let found =
            |local: &&LocalCandidate| local.socket == socket && same_address(local.address, mapped);
        if let Some(local) = self.locals.iter().find(found) {
            return Some(local.id);
        }
        let is_prflx = |local: &&LocalCandidate| local.kind == CandidateType::Prflx;
        if self.locals.iter().filter(is_prflx).count() >= MAX_LOCAL_PEER_REFLEXIVE {
            self.counters.over_limit += 1;
            return None;
        }
        let socket = self.socket(socket)?.clone();
        self.add_local(CandidateType::Prflx, &socket, mapped, None)
    }

    pub(super) fn switch_role(&mut self, role: Role) {
        if self.role != role {
            self.role = role;
            self.event(Event::RoleChange(role));
        }
    }
}
