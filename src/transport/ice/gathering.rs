//! Gathering of candidates (RFC 8445 section 5.1.1).

use std::collections::HashSet;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use super::candidate::{canonical, is_usable, priority, reachable, same_address};
use super::session::TA;
use super::shared::{LocalSocket, Shared};
use super::{CandidateId, Event, GatheringState, TransportPolicy};
use crate::sdp::candidate::CandidateType;
use crate::transport::SocketId;
use crate::transport::stun::{
    Class, Message, MessageBuilder, Method, Retransmission, RetransmissionStep, TransactionId,
};

/// RFC 8445 section 14.3.
const MIN_RTO: Duration = Duration::from_millis(500);
/// Sent at 0, 0.5, 1.5 and 3.5 s, given up at 11.5 s: nobody waits longer for a server when others are at hand.
const RC: u32 = 4;
/// RFC 8445 section 5.1.1.4: a server-reflexive candidate is kept alive until a pair is selected.
const KEEPALIVE: Duration = Duration::from_secs(15);
/// webrtc-pc `RTCPeerConnectionIceErrorEvent`: the server was not reached.
const NOT_REACHED: u16 = 701;

/// The work of finding local candidates for one ICE session.
#[derive(Default)]
pub(super) struct Gatherer {
    pub(super) state: GatheringState,
    sources_complete: bool,
    servers: Vec<StunServer>,
    queries: Vec<Query>,
    paced_until: Option<Instant>,
    /// Candidates that this gathering has made known.
    announced: HashSet<CandidateId>,
}

struct StunServer {
    url: String,
    address: SocketAddr,
    /// It has answered, or an error of it was reported.
    settled: bool,
}

/// One socket asks one server for its address.
struct Query {
    socket: SocketId,
    url: String,
    server: SocketAddr,
    state: QueryState,
}

enum QueryState {
    Waiting,
    Asking {
        id: TransactionId,
        request: Vec<u8>,
        retransmission: Retransmission,
    },
    /// Has a candidate, which is kept alive.
    Keeping {
        id: TransactionId,
        next: Instant,
    },
    Failed,
}

impl Query {
    fn is_open(&self) -> bool {
        matches!(self.state, QueryState::Waiting | QueryState::Asking { .. })
    }

    fn id(&self) -> Option<TransactionId> {
        match &self.state {
            QueryState::Asking { id, .. } | QueryState::Keeping { id, .. } => Some(*id),
            QueryState::Waiting | QueryState::Failed => None,
        }
    }
}

impl Gatherer {
    pub(super) fn start(&mut self, shared: &mut Shared, ufrag: &str) {
        if self.state != GatheringState::New {
            return;
        }
        self.set_state(shared, GatheringState::Gathering);
        // An end that came before belongs to an earlier gathering.
        self.sources_complete = false;
        for id in shared.base_candidates() {
            self.announce(shared, ufrag, id);
        }
        for socket in shared.sockets.clone() {
            self.ask_all_servers(shared, &socket);
        }
    }

    /// A socket has come. After the end of gathering its candidate is used, but no longer made known: the peer learns it
    /// from our checks.
    pub(super) fn add_socket(
        &mut self,
        shared: &mut Shared,
        ufrag: &str,
        socket: &LocalSocket,
        candidate: Option<CandidateId>,
    ) {
        if self.state != GatheringState::Gathering {
            return;
        }
        if let Some(id) = candidate {
            self.announce(shared, ufrag, id);
        }
        self.ask_all_servers(shared, socket);
    }

    pub(super) fn remove_socket(&mut self, socket: SocketId) {
        self.queries.retain(|query| query.socket != socket);
    }

    pub(super) fn add_server(&mut self, shared: &Shared, url: &str, address: SocketAddr) {
        let address = canonical(address);
        let known = |server: &StunServer| server.url == url && server.address == address;
        if self.state == GatheringState::Complete || self.servers.iter().any(known) {
            return;
        }
        self.servers.push(StunServer {
            url: url.to_owned(),
            address,
            settled: false,
        });
        if self.state == GatheringState::Gathering {
            for socket in &shared.sockets {
                self.ask(shared, socket, url.to_owned(), address);
            }
        }
    }

    /// The owner could not even find the server.
    pub(super) fn server_failed(&mut self, shared: &mut Shared, url: &str, code: u16, text: &str) {
        if self.state == GatheringState::Complete {
            return;
        }
        self.settle(url);
        shared.event(Event::CandidateError {
            address: None,
            port: None,
            url: url.to_owned(),
            error_code: code,
            error_text: text.to_owned(),
        });
    }

    pub(super) fn sources_complete(&mut self) {
        self.sources_complete = true;
    }

    /// Ends gathering when nothing is open any more.
    pub(super) fn conclude(&mut self, shared: &mut Shared) {
        if self.state != GatheringState::Gathering
            || !self.sources_complete
            || self.queries.iter().any(Query::is_open)
        {
            return;
        }
        // webrtc-pc "surface a candidate error": 701 once for each URL that no local address reaches.
        while let Some(server) = self.servers.iter().find(|server| !server.settled) {
            let url = server.url.clone();
            let asked = self.queries.iter().find(|query| query.url == url);
            let base = asked.and_then(|query| shared.socket(query.socket));
            let (address, port) = base
                .map(|s| (s.base.ip().to_string(), s.base.port()))
                .unzip();
            self.settle(&url);
            shared.event(Event::CandidateError {
                address,
                port,
                url,
                error_code: NOT_REACHED,
                error_text: "The STUN server did not answer".to_owned(),
            });
        }
        self.set_state(shared, GatheringState::Complete);
    }

    /// Sends what is due. `keep` says whether candidates still have to be kept alive.
    pub(super) fn pump(&mut self, shared: &mut Shared, now: Instant, keep: bool) {
        for query in &mut self.queries {
            query.handle_timeout(shared, now, keep);
        }
        let waiting = |query: &&mut Query| matches!(query.state, QueryState::Waiting);
        if self.paced_until.is_none_or(|until| until <= now)
            && let Some(query) = self.queries.iter_mut().find(waiting)
        {
            query.ask(shared, now);
            self.paced_until = Some(now + TA);
        }
    }

    pub(super) fn poll_timeout(&self, keep: bool) -> Option<Instant> {
        self.queries
            .iter()
            .filter_map(|query| match &query.state {
                QueryState::Waiting => self.paced_until,
                QueryState::Asking { retransmission, .. } => Some(retransmission.deadline()),
                QueryState::Keeping { next, .. } => keep.then_some(*next),
                QueryState::Failed => None,
            })
            .min()
    }

    /// Reads a response of a server. Returns false if it answers none of our questions.
    pub(super) fn handle_response(
        &mut self,
        shared: &mut Shared,
        ufrag: &str,
        now: Instant,
        socket: SocketId,
        from: SocketAddr,
        message: &Message<'_>,
    ) -> bool {
        let id = message.transaction_id();
        let asked = |query: &&mut Query| {
            query.id() == Some(id) && query.socket == socket && query.server == from
        };
        let Some(query) = self.queries.iter_mut().find(asked) else {
            return false;
        };
        if matches!(query.state, QueryState::Keeping { .. }) {
            return true;
        }
        let url = query.url.clone();
        let mapped = message.mapped_address().map(canonical);
        let mapped = mapped.filter(|mapped| is_usable(*mapped));
        match (message.class(), mapped) {
            (Class::SuccessResponse, Some(mapped)) => {
                query.state = QueryState::Keeping {
                    id,
                    next: now + KEEPALIVE,
                };
                self.add_server_reflexive(shared, ufrag, socket, mapped, from, url.clone());
            }
            _ => {
                query.state = QueryState::Failed;
                report_error(shared, socket, &url, message);
            }
        }
        self.settle(&url);
        true
    }

    fn add_server_reflexive(
        &mut self,
        shared: &mut Shared,
        ufrag: &str,
        socket: SocketId,
        mapped: SocketAddr,
        server: SocketAddr,
        url: String,
    ) {
        let Some(socket) = shared.socket(socket).cloned() else {
            return;
        };
        let kind = CandidateType::Srflx;
        let known = |local: &super::LocalCandidate| {
            local.socket == socket.id && same_address(local.address, mapped)
        };
        let id = match shared.locals.iter().position(known) {
            // RFC 8445 section 5.1.3: there is no NAT, the host candidate says it all.
            Some(index) if shared.locals[index].kind == CandidateType::Host => return,
            Some(index) => {
                let foundation = shared.foundation(kind, socket.base.ip(), Some(server.ip()));
                let local = &mut shared.locals[index];
                local.kind = kind;
                local.priority = priority(kind, local.local_preference, shared.component);
                local.foundation = foundation;
                local.url = Some(url);
                Some(local.id)
            }
            None => shared.add_local(kind, &socket, mapped, Some((server.ip(), url))),
        };
        if let Some(id) = id {
            self.announce(shared, ufrag, id);
        }
    }

    fn announce(&mut self, shared: &mut Shared, ufrag: &str, id: CandidateId) {
        if !self.announced.insert(id) {
            return;
        }
        if let Some(local) = shared.local(id)
            && shared.policy.may_show(local.address)
        {
            let mut attribute = local.attribute(shared.component, ufrag);
            if !shared.policy.may_show(local.base) {
                attribute.related = attribute.related.map(|_| hidden(local.base));
            }
            let url = local.url.clone();
            shared.event(Event::LocalCandidate { attribute, url });
        }
    }

    fn ask_all_servers(&mut self, shared: &Shared, socket: &LocalSocket) {
        let servers: Vec<_> = self
            .servers
            .iter()
            .map(|server| (server.url.clone(), server.address))
            .collect();
        for (url, address) in servers {
            self.ask(shared, socket, url, address);
        }
    }

    fn ask(&mut self, shared: &Shared, socket: &LocalSocket, url: String, server: SocketAddr) {
        if shared.policy == TransportPolicy::Relay
            || reachable(socket.base, server).is_none()
            || socket.loopback != server.ip().is_loopback()
        {
            return;
        }
        self.queries.push(Query {
            socket: socket.id,
            url,
            server,
            state: QueryState::Waiting,
        });
    }

    fn settle(&mut self, url: &str) {
        for server in &mut self.servers {
            server.settled |= server.url == url;
        }
    }

    fn set_state(&mut self, shared: &mut Shared, state: GatheringState) {
        self.state = state;
        shared.announce_gathering(state);
    }
}

/// RFC 8839 section 5.1: what stands for a related address that is not told.
fn hidden(base: SocketAddr) -> (String, u16) {
    let address = if base.is_ipv4() { "0.0.0.0" } else { "::" };
    (address.to_owned(), 9)
}

impl Query {
    fn ask(&mut self, shared: &mut Shared, now: Instant) {
        let id = TransactionId::new(&mut *shared.random);
        let request = binding_request(id);
        shared.transmit(self.socket, self.server, request.clone());
        self.state = QueryState::Asking {
            id,
            request,
            retransmission: Retransmission::start(now, MIN_RTO).with_rc(RC),
        };
    }

    fn handle_timeout(&mut self, shared: &mut Shared, now: Instant, keep: bool) {
        match &mut self.state {
            QueryState::Asking {
                request,
                retransmission,
                ..
            } => match retransmission.step(now) {
                RetransmissionStep::Wait => {}
                RetransmissionStep::Send => {
                    shared.transmit(self.socket, self.server, request.clone());
                }
                RetransmissionStep::GiveUp => self.state = QueryState::Failed,
            },
            QueryState::Keeping { id, next } if keep && *next <= now => {
                *id = TransactionId::new(&mut *shared.random);
                *next = now + KEEPALIVE;
                shared.transmit(self.socket, self.server, binding_request(*id));
            }
            _ => {}
        }
    }
}

fn binding_request(id: TransactionId) -> Vec<u8> {
    MessageBuilder::new(Class::Request, Method::BINDING, id).finish_with_fingerprint()
}

fn report_error(shared: &mut Shared, socket: SocketId, url: &str, message: &Message<'_>) {
    let error = message.error_code();
    log::debug!(
        "{url} (software {:?}) gave no address: {error:?}, not understood: {:?}",
        message.software(),
        message.unknown_attributes()
    );
    let (address, port) = shared
        .socket(socket)
        .map(|socket| (socket.base.ip().to_string(), socket.base.port()))
        .unzip();
    let (error_code, error_text) = match error {
        Some(error) => (error.code, error.reason),
        None => (
            NOT_REACHED,
            "The answer of the STUN server makes no sense".to_owned(),
        ),
    };
    shared.event(Event::CandidateError {
        address,
        port,
        url: url.to_owned(),
        error_code,
        error_text,
    });
}
