//! The connectivity checks of the peer (RFC 8445 section 7.3).

use std::net::SocketAddr;
use std::time::Instant;

use super::pair::PairState;
use super::session::IceSession;
use super::shared::Shared;
use super::{Credentials, PairId, Role};
use crate::transport::SocketId;
use crate::transport::stun::{AttributeType, Class, Message, MessageBuilder, Method};

/// Checks remembered until the peer's parameters are known.
const MAX_EARLY_CHECKS: usize = 32;
/// Addresses that an authenticated peer may come from. Those of pairs, of which there are fewer, stay longest.
const MAX_VALIDATED: usize = 256;

/// A conflict needs one change of role. A peer that wants more plays with us: each is an event for the application.
const MAX_ROLE_CHANGES: u32 = 8;

/// What a request asked, once it is authenticated.
#[derive(Clone, Debug)]
pub(super) struct EarlyCheck {
    pub(super) socket: SocketId,
    from: SocketAddr,
    local_ufrag: String,
    remote_ufrag: String,
    priority: u32,
    use_candidate: bool,
}

/// Where a request came from and on which socket.
#[derive(Clone, Copy)]
pub(super) struct Arrival {
    pub(super) socket: SocketId,
    pub(super) from: SocketAddr,
}

impl IceSession {
    /// Answers a request whose username names this ICE session by `own`, which are our credentials or our former ones.
    pub(super) fn handle_request(
        &mut self,
        shared: &mut Shared,
        now: Instant,
        arrival: Arrival,
        (own, remote_ufrag): (&Credentials, &str),
        message: &Message<'_>,
    ) {
        let key = &*own.pwd;
        if !message.verify_integrity(key.as_bytes()) {
            shared.counters.unauthenticated_requests += 1;
            return refuse(shared, arrival, message, 401, "Unauthenticated");
        }
        if self.failed {
            shared.counters.ignored += 1;
            return;
        }
        let unknown = message.not_understood();
        if !unknown.is_empty() {
            return refuse_unknown(shared, arrival, key, message, &unknown);
        }
        if !self.resolve_role_conflict(shared, message) {
            let response = response(Class::ErrorResponse, message).error_code(487, "Role Conflict");
            return respond(shared, arrival, key, response);
        }
        let response = response(Class::SuccessResponse, message).xor_mapped_address(arrival.from);
        respond(shared, arrival, key, response);
        self.validate(shared, (arrival.socket, arrival.from));
        let check = EarlyCheck {
            socket: arrival.socket,
            from: arrival.from,
            local_ufrag: own.ufrag.clone(),
            remote_ufrag: remote_ufrag.to_owned(),
            priority: message.priority().unwrap_or(0),
            use_candidate: message.use_candidate(),
        };
        let remote = self.remote.as_ref();
        if remote.is_some_and(|remote| remote.credentials.ufrag == remote_ufrag) {
            self.note_check(shared, now, &check);
        } else {
            // RFC 8445 section 7.3: answered, and followed up when the peer's parameters come.
            self.remember(shared, check);
        }
        self.count_request(arrival);
    }

    pub(super) fn replay_early_checks(&mut self, shared: &mut Shared, now: Instant) {
        for check in std::mem::take(&mut self.early) {
            let remote = self.remote.as_ref();
            if remote.is_some_and(|remote| remote.credentials.ufrag == check.remote_ufrag) {
                self.note_check(shared, now, &check);
            }
        }
    }

    /// RFC 8445 sections 7.3.1.3 to 7.3.1.5: the candidate, the pair, the triggered check, the nomination.
    fn note_check(&mut self, shared: &mut Shared, now: Instant, check: &EarlyCheck) {
        let Some(id) = self.pair_for(shared, check) else {
            return;
        };
        self.note_name(id, &check.local_ufrag);
        let Some(pair) = self.pair_mut(id) else {
            return;
        };
        let nominates = check.use_candidate && shared.role == Role::Controlled;
        if pair.is_valid() && !pair.has_consent(now) {
            pair.invalidate();
        }
        let is_new = nominates && !pair.nominated_by_peer;
        pair.nominated_by_peer |= nominates;
        match pair.state {
            PairState::Succeeded if nominates => self.accept_nomination(now, id, is_new),
            PairState::Succeeded => {}
            // The check under way may have been lost before the peer's opened the way. It is repeated when there is a slot
            // for it, unless its response comes first.
            PairState::InProgress => self.trigger(id),
            PairState::Waiting | PairState::Frozen | PairState::Failed => {
                pair.state = PairState::Waiting;
                self.trigger(id);
            }
        }
    }

    /// A peer that knows us by another name on this pair does not take checks with the name that they had.
    fn note_name(&mut self, id: PairId, local_ufrag: &str) {
        let by_former_name = self.local.ufrag != local_ufrag;
        if let Some(pair) = self.pair_mut(id)
            && pair.by_former_name != by_former_name
        {
            pair.by_former_name = by_former_name;
            self.forget_checks(id);
        }
    }

    fn pair_for(&mut self, shared: &mut Shared, check: &EarlyCheck) -> Option<PairId> {
        if let Some(pair) = self.pair_on(check.socket, check.from) {
            return Some(pair.id);
        }
        let local = shared.base_candidate(check.socket)?.clone();
        let remote = self.learn(shared, check.from, check.priority)?;
        self.add_pair(shared, &local, remote)
    }

    fn remember(&mut self, shared: &mut Shared, check: EarlyCheck) {
        let same = |known: &&mut EarlyCheck| {
            known.socket == check.socket
                && known.from == check.from
                && known.local_ufrag == check.local_ufrag
                && known.remote_ufrag == check.remote_ufrag
        };
        if let Some(known) = self.early.iter_mut().find(same) {
            known.use_candidate |= check.use_candidate;
            return;
        }
        if self.early.len() >= MAX_EARLY_CHECKS {
            shared.counters.over_limit += 1;
            self.early.pop_front();
        }
        self.early.push_back(check);
    }

    pub(super) fn validate(&mut self, shared: &mut Shared, path: (SocketId, SocketAddr)) {
        if self.validated.len() >= MAX_VALIDATED && !self.validated.contains(&path) {
            shared.counters.over_limit += 1;
            let pairs = &self.pairs;
            self.validated
                .retain(|known| pairs.iter().any(|pair| pair.path() == *known));
        }
        self.validated.insert(path);
    }

    /// RFC 8445 section 7.3.1.1. False: the peer has to change its role.
    fn resolve_role_conflict(&mut self, shared: &mut Shared, message: &Message<'_>) -> bool {
        match shared.role {
            Role::Controlling => match message.ice_controlling() {
                Some(theirs) if shared.tie_breaker >= theirs => return false,
                Some(_) => self.yield_role(shared, Role::Controlled),
                None => {}
            },
            Role::Controlled => match message.ice_controlled() {
                Some(theirs) if shared.tie_breaker >= theirs => {
                    self.yield_role(shared, Role::Controlling);
                }
                Some(_) => return false,
                None => {}
            },
        }
        true
    }

    fn yield_role(&mut self, shared: &mut Shared, role: Role) {
        if self.role_changes >= MAX_ROLE_CHANGES {
            shared.counters.over_limit += 1;
            return;
        }
        self.role_changes += 1;
        self.switch_role(shared, role);
    }

    fn count_request(&mut self, arrival: Arrival) {
        let path = (arrival.socket, arrival.from);
        if let Some(pair) = self.pairs.iter_mut().find(|pair| pair.path() == path) {
            pair.statistics.requests_received += 1;
            pair.statistics.responses_sent += 1;
        }
    }
}

fn refuse_unknown(
    shared: &mut Shared,
    arrival: Arrival,
    key: &str,
    message: &Message<'_>,
    unknown: &[AttributeType],
) {
    let response = response(Class::ErrorResponse, message)
        .error_code(420, "Unknown Attribute")
        .unknown_attributes(unknown);
    respond(shared, arrival, key, response);
}

fn respond(shared: &mut Shared, arrival: Arrival, key: &str, response: MessageBuilder) {
    let payload = response.finish_with_integrity(key.as_bytes());
    shared.transmit(arrival.socket, arrival.from, payload);
}

/// An error response to someone who did not prove to be the peer; it carries no integrity (RFC 8489 section 9.1.3).
pub(super) fn refuse(
    shared: &mut Shared,
    arrival: Arrival,
    message: &Message<'_>,
    code: u16,
    reason: &str,
) {
    let payload = response(Class::ErrorResponse, message)
        .error_code(code, reason)
        .finish_with_fingerprint();
    shared.transmit(arrival.socket, arrival.from, payload);
}

fn response(class: Class, request: &Message<'_>) -> MessageBuilder {
    MessageBuilder::new(class, Method::BINDING, request.transaction_id())
}
