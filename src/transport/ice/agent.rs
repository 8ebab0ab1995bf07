//! The agent: the calls from outside, and what follows from each of them.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use super::candidate::{canonical, is_usable};
use super::interfaces::{InterfaceKind, LocalInterface};
use super::outcome::AnnouncedPair;
use super::path_mtu::{BASE, PathMtu};
use super::remotes::signalled_ufrag;
use super::requests::{Arrival, refuse};
use super::session::{IceSession, RemoteParameters};
use super::shared::{LocalSocket, Shared};
use super::{
    AgentConfig, CandidatePair, Credentials, IceTransportState, Output, PairId, Role,
    TransportPolicy,
};
use crate::random::Random;
use crate::sdp::candidate::{CandidateAttribute, CandidateType};
use crate::transport::SocketId;
use crate::transport::stun::{Class, Message, Method};

/// Outputs that the queue has room for while nothing happens.
const IDLE_CAPACITY: usize = 4;

/// ICE for one transport.
pub(crate) struct Agent {
    pub(super) shared: Shared,
    pub(super) current: IceSession,
    /// The session before a restart: it goes on until the new one has selected a pair (RFC 8445 section 9), or until the
    /// restart is taken back.
    pub(super) previous: Option<Box<IceSession>>,
    pub(super) state: IceTransportState,
    /// Where data goes, kept for the hot path.
    pub(super) path: Option<(SocketId, SocketAddr)>,
    /// The pair behind it, and how often that has changed.
    pub(super) selected: (Option<PairId>, u32),
    /// What it takes; begins anew with each path.
    pub(super) path_mtu: Option<((SocketId, SocketAddr), PathMtu)>,
    /// The last pair that was announced.
    pub(super) announced: Option<AnnouncedPair>,
    pub(super) timeout: Option<Instant>,
    /// Where among the pairs the last datagram's was found.
    hot: usize,
}

impl Agent {
    pub(crate) fn new(config: AgentConfig, random: Box<dyn Random>) -> Self {
        Self {
            shared: Shared::new(config.component, config.policy, config.role, random),
            current: IceSession::new(config.local),
            previous: None,
            state: IceTransportState::New,
            path: None,
            selected: (None, 0),
            path_mtu: None,
            announced: None,
            timeout: None,
            hot: 0,
        }
    }

    /// The role that the descriptions give us. A role conflict may change it later.
    pub(crate) fn set_role(&mut self, now: Instant, role: Role) {
        if self.is_closed() {
            return;
        }
        self.current.switch_role(&mut self.shared, role);
        self.settle(now);
    }

    /// Begins a new ICE session. The sockets stay; gathering has to be started again. The old session goes on until the new
    /// one has selected a pair. With the credentials of the old session the restart is taken back (a rollback).
    pub(crate) fn restart(&mut self, now: Instant, local: Credentials) {
        if self.is_closed() || self.current.local == local {
            return;
        }
        if let Some(previous) = self.previous.take_if(|previous| previous.local == local) {
            let taken_back = std::mem::replace(&mut self.current, *previous);
            self.tell_end(&taken_back);
            let state = self.current.gatherer.state;
            self.shared.announce_gathering(state);
        } else {
            let mut next = IceSession::new(local);
            // The checks of a peer whose restart we do not know yet.
            next.early = std::mem::take(&mut self.current.early);
            next.former = Some(self.current.parameters());
            if self.current.peer_restarted {
                // The peer's offer of a restart came first; its parameters are those of the new session.
                next.former = self.current.former.take();
                next.remote = self.current.remote.take();
                next.remotes = std::mem::take(&mut self.current.remotes);
                next.remote_complete = self.current.remote_complete;
            }
            self.begin(next);
            self.current.pair_all(&mut self.shared);
        }
        self.settle(now);
    }

    /// Of several restarts in a row the session that carries data is the one to keep.
    fn begin(&mut self, next: IceSession) {
        let old = std::mem::replace(&mut self.current, next);
        self.tell_end_of_the_unused(&old);
        let keep = |previous: &IceSession| previous.consent.is_some() && old.consent.is_none();
        if !self.previous.as_deref().is_some_and(keep)
            && let Some(replaced) = self.previous.replace(Box::new(old))
        {
            self.tell_end_of_the_active(&replaced);
        }
    }

    /// Takes the peer's parameters. New ones without a restart of ours begin a new session too: the peer's offer of a restart
    /// was applied before our answer, or a fork of the call replaces a provisional answer.
    pub(crate) fn set_remote_credentials(&mut self, now: Instant, remote: Credentials, lite: bool) {
        if self.is_closed() {
            return;
        }
        let is_known = |session: &IceSession| {
            let known = session.remote.as_ref();
            known.is_some_and(|known| known.credentials == remote)
        };
        match &self.current.remote {
            Some(_) if is_known(&self.current) => return,
            Some(_)
                if self.current.peer_restarted
                    && self.previous.as_deref().is_some_and(is_known) =>
            {
                // The peer's restart is taken back.
                let gatherer = std::mem::take(&mut self.current.gatherer);
                if let Some(previous) = self.previous.take() {
                    let taken_back = std::mem::replace(&mut self.current, *previous);
                    self.tell_end(&taken_back);
                    self.current.gatherer = gatherer;
                }
                return self.settle(now);
            }
            Some(_) => {
                let mut next = IceSession::new(self.current.local.clone());
                next.peer_restarted = true;
                next.former = Some(self.current.parameters());
                next.early = std::mem::take(&mut self.current.early);
                next.gatherer = std::mem::take(&mut self.current.gatherer);
                self.begin(next);
            }
            None => {}
        }
        let remote = RemoteParameters {
            credentials: remote,
            lite,
        };
        self.current.set_remote(&mut self.shared, now, remote);
        self.settle(now);
    }

    pub(crate) fn start_gathering(&mut self, now: Instant) {
        if self.is_closed() {
            return;
        }
        let ufrag = self.current.local.ufrag.clone();
        self.current.gatherer.start(&mut self.shared, &ufrag);
        self.settle(now);
    }

    /// A socket is bound to an address of an interface.
    pub(crate) fn add_local_socket(
        &mut self,
        now: Instant,
        id: SocketId,
        address: SocketAddr,
        interface: &LocalInterface,
    ) {
        let address = canonical(address);
        if self.is_closed() || self.shared.socket(id).is_some() || !is_usable(address) {
            return;
        }
        let socket = LocalSocket {
            id,
            base: address,
            local_preference: self.local_preference(address, interface.kind()),
            loopback: address.ip().is_loopback(),
        };
        self.shared.sockets.push(socket.clone());
        let candidate = match self.shared.policy {
            TransportPolicy::All | TransportPolicy::Public => {
                self.shared
                    .add_local(CandidateType::Host, &socket, address, None)
            }
            TransportPolicy::Relay => None,
        };
        let ufrag = self.current.local.ufrag.clone();
        self.current
            .gatherer
            .add_socket(&mut self.shared, &ufrag, &socket, candidate);
        if let Some(candidate) = candidate {
            self.current.pair_local(&mut self.shared, candidate);
        }
        self.settle(now);
    }

    /// The socket is gone, with it its candidates and pairs.
    pub(crate) fn remove_local_socket(&mut self, now: Instant, id: SocketId) {
        if self.is_closed() {
            return;
        }
        let known = self.statistics();
        self.shared.sockets.retain(|socket| socket.id != id);
        self.shared.locals.retain(|local| local.socket != id);
        for session in self
            .previous
            .iter_mut()
            .map(|p| &mut **p)
            .chain([&mut self.current])
        {
            session.remove_socket(id);
        }
        self.tell_end_of_missing(known);
        self.settle(now);
    }

    pub(crate) fn add_stun_server(&mut self, now: Instant, url: &str, address: SocketAddr) {
        if self.is_closed() {
            return;
        }
        self.current.gatherer.add_server(&self.shared, url, address);
        self.settle(now);
    }

    pub(crate) fn stun_server_failed(&mut self, now: Instant, url: &str, code: u16, text: &str) {
        if self.is_closed() {
            return;
        }
        self.current
            .gatherer
            .server_failed(&mut self.shared, url, code, text);
        self.settle(now);
    }

    /// All sockets and servers are known.
    pub(crate) fn gathering_sources_complete(&mut self, now: Instant) {
        if self.is_closed() {
            return;
        }
        self.current.gatherer.sources_complete();
        self.settle(now);
    }

    /// Takes a candidate of the peer; its address must be a literal one. The error says why it is of no use.
    pub(crate) fn add_remote_candidate(
        &mut self,
        now: Instant,
        attribute: &CandidateAttribute,
    ) -> Result<(), &'static str> {
        if self.is_closed() {
            return Err("the transport is closed");
        }
        let ufrag = signalled_ufrag(attribute);
        let belongs_to = |session: &IceSession| {
            let remote = session.remote.as_ref();
            ufrag.is_some() && remote.map(|r| &*r.credentials.ufrag) == ufrag
        };
        let session = match &mut self.previous {
            Some(previous) if belongs_to(previous) && !belongs_to(&self.current) => previous,
            _ => &mut self.current,
        };
        let result = session.add_signalled(&mut self.shared, attribute);
        self.settle(now);
        result
    }

    pub(crate) fn remote_end_of_candidates(&mut self, now: Instant) {
        if self.is_closed() {
            return;
        }
        self.current.remote_complete = true;
        self.settle(now);
    }

    /// Takes a datagram that looks like STUN.
    pub(crate) fn handle_datagram(
        &mut self,
        now: Instant,
        socket: SocketId,
        from: SocketAddr,
        datagram: &[u8],
    ) {
        let from = canonical(from);
        let Some(message) = Message::parse(datagram) else {
            self.shared.counters.malformed += 1;
            return;
        };
        let refused = !self.shared.policy.may_talk_to(from);
        if self.is_closed() || refused || self.shared.base_candidate(socket).is_none() {
            self.shared.counters.ignored += 1;
            return;
        }
        if message.method() != Method::BINDING {
            self.shared.counters.ignored += 1;
            return;
        }
        match message.class() {
            Class::Request => self.handle_request(now, Arrival { socket, from }, &message),
            Class::Indication => self.shared.counters.ignored += 1,
            Class::SuccessResponse | Class::ErrorResponse => {
                self.handle_response(now, socket, from, &message);
            }
        }
        self.settle(now);
    }

    fn handle_request(&mut self, now: Instant, arrival: Arrival, message: &Message<'_>) {
        // RFC 8445 section 7.1: every check has one.
        if !message.verify_fingerprint() {
            self.shared.counters.malformed += 1;
            return;
        }
        let shared = &mut self.shared;
        let username = message.username().filter(|_| message.has_integrity());
        let Some((local, remote)) = username.and_then(|username| username.split_once(':')) else {
            shared.counters.unauthenticated_requests += 1;
            return refuse(shared, arrival, message, 400, "Bad Request");
        };
        let named = |session: &IceSession| session.local.ufrag == local;
        let known = |session: &IceSession| {
            let theirs = session.remote.as_ref().map(|r| &*r.credentials.ufrag);
            named(session) && theirs == Some(remote)
        };
        let continues = |session: &IceSession| session.credentials_for(local, remote).is_some();
        // After a restart of the peer alone both sessions have the same name on our side.
        let session = match &mut self.previous {
            Some(previous) if known(previous) || !continues(&self.current) => previous,
            _ => &mut self.current,
        };
        if let Some(credentials) = session.credentials_for(local, remote) {
            let own = credentials.clone();
            session.handle_request(shared, now, arrival, (&own, remote), message);
        } else {
            shared.counters.unauthenticated_requests += 1;
            refuse(shared, arrival, message, 401, "Unauthenticated");
        }
    }

    fn handle_response(
        &mut self,
        now: Instant,
        socket: SocketId,
        from: SocketAddr,
        message: &Message<'_>,
    ) {
        let shared = &mut self.shared;
        let ufrag = &self.current.local.ufrag;
        let gatherer = &mut self.current.gatherer;
        let taken = gatherer.handle_response(shared, ufrag, now, socket, from, message)
            || self
                .current
                .handle_response(shared, now, socket, from, message)
            || self
                .previous
                .as_mut()
                .is_some_and(|s| s.handle_response(shared, now, socket, from, message));
        if !taken {
            shared.counters.unknown_transactions += 1;
        }
        self.take_acknowledged_probe(now);
    }

    pub(crate) fn handle_timeout(&mut self, now: Instant) {
        if self.is_closed() {
            return;
        }
        if let Some(previous) = &mut self.previous {
            previous.handle_timeout(&mut self.shared, now);
        }
        self.current.handle_timeout(&mut self.shared, now);
        self.probe_path_mtu(now);
        self.settle(now);
    }

    pub(crate) fn poll_timeout(&self) -> Option<Instant> {
        self.timeout
    }

    pub(crate) fn poll_output(&mut self) -> Option<Output> {
        let output = self.shared.output.pop_front();
        if output.is_none() && self.shared.output.capacity() > IDLE_CAPACITY {
            // Set-up fills the queue once; an idle connection must not keep the room.
            self.shared.output = VecDeque::new();
        }
        output
    }

    /// Ends everything. Nothing is sent any more.
    #[cfg_attr(not(test), expect(dead_code, reason = "a session drops its agents"))]
    pub(crate) fn close(&mut self) {
        if self.is_closed() {
            return;
        }
        self.shared
            .output
            .retain(|output| matches!(output, Output::Event(_)));
        self.previous = None;
        self.current.fail();
        self.path = None;
        self.timeout = None;
        self.set_state(IceTransportState::Closed);
    }

    /// Whether this is the peer: an authenticated check has gone through between the two addresses, either way.
    pub(crate) fn is_validated(&self, socket: SocketId, from: SocketAddr) -> bool {
        if self.path == Some((socket, from)) {
            return true;
        }
        let path = (socket, canonical(from));
        self.current.validated.contains(&path)
            || self
                .previous
                .as_ref()
                .is_some_and(|previous| previous.validated.contains(&path))
    }

    /// Where data may be sent now.
    pub(crate) fn send_path(&self) -> Option<(SocketId, SocketAddr)> {
        self.path
    }

    /// Whether the pair of before a restart is still in use.
    pub(crate) fn is_restarting(&self) -> bool {
        self.previous.is_some()
    }

    /// Data was sent.
    pub(crate) fn note_sent(&mut self, now: Instant, socket: SocketId, to: SocketAddr, len: usize) {
        if let Some(pair) = self.pair_on_mut(socket, to) {
            pair.statistics.packets_sent += 1;
            pair.statistics.bytes_sent += len as u64;
            pair.statistics.last_packet_sent = Some(now);
        }
        if let Some((_, mtu)) = &mut self.path_mtu
            && mtu.note_sent(now, len)
        {
            self.update_timeout();
        }
    }

    /// The largest datagram that the path in use is known to take, without the headers of IP and UDP.
    pub(crate) fn path_mtu(&self) -> u16 {
        self.path_mtu.as_ref().map_or(BASE, |(_, mtu)| mtu.size())
    }

    /// The system refused a datagram of this size that may not be fragmented.
    pub(crate) fn note_too_large(&mut self, now: Instant, socket: SocketId, len: usize) {
        if let Some(((own, _), mtu)) = &mut self.path_mtu
            && *own == socket
            && let Ok(len) = u16::try_from(len)
        {
            mtu.refuse(now, len);
            self.update_timeout();
        }
    }

    /// What was sent on the path does not arrive: perhaps it is too large.
    pub(crate) fn doubt_path_mtu(&mut self, now: Instant) {
        if let Some((_, mtu)) = &mut self.path_mtu {
            mtu.doubt(now);
            self.update_timeout();
        }
    }

    /// Data came.
    pub(crate) fn note_received(
        &mut self,
        now: Instant,
        socket: SocketId,
        from: SocketAddr,
        len: usize,
    ) {
        if let Some(pair) = self.pair_on_mut(socket, from) {
            pair.statistics.packets_received += 1;
            pair.statistics.bytes_received += len as u64;
            pair.statistics.last_packet_received = Some(now);
        }
    }

    fn pair_on_mut(&mut self, socket: SocketId, remote: SocketAddr) -> Option<&mut CandidatePair> {
        let path = (socket, remote);
        let in_use = self.session_in_use();
        if in_use.pairs.get(self.hot).is_none_or(|p| p.path() != path) {
            self.hot = in_use.pairs.iter().position(|p| p.path() == path)?;
        }
        let hot = self.hot;
        self.session_in_use_mut().pairs.get_mut(hot)
    }

    pub(crate) fn local_credentials(&self) -> &Credentials {
        &self.current.local
    }

    /// The pair in use.
    pub(crate) fn selected_pair(&self) -> Option<&CandidatePair> {
        self.session_in_use().active_pair()
    }

    /// Of the last check on the pair in use.
    pub(crate) fn round_trip_time(&self) -> Option<Duration> {
        self.selected_pair()?.statistics.current_round_trip_time
    }

    /// `RTCTransportStats.selectedCandidatePairChanges`.
    pub(crate) fn selected_pair_changes(&self) -> u32 {
        self.selected.1
    }

    /// RFC 8445 section 5.1.2.1 and RFC 8421 section 4: by the kind of link, then by order, IPv6 and IPv4 in turn.
    fn local_preference(&self, address: SocketAddr, kind: InterfaceKind) -> u16 {
        let sockets = self.shared.sockets.iter();
        let same_family = sockets.filter(|socket| socket.base.is_ipv4() == address.is_ipv4());
        let ordinal = same_family.count().min(0x7FF) as u16;
        let rank = (ordinal << 1) | u16::from(address.is_ipv4());
        u16::MAX - ((kind as u16) << 12) - rank
    }
}
