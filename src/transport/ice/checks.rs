//! The connectivity checks that we send (RFC 8445 section 7.2).

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use super::candidate::{canonical, priority};
use super::pair::PairState;
use super::session::{IceSession, TA};
use super::shared::Shared;
use super::{PairId, Role};
use crate::sdp::candidate::CandidateType;
use crate::transport::SocketId;
use crate::transport::stun::{
    Class, Message, MessageBuilder, Method, Retransmission, RetransmissionStep, TransactionId,
};

/// RFC 8445 section 14.3.
const MIN_RTO: Duration = Duration::from_millis(500);
/// How long the answer to a request that is not sent again may take. Consent lasts as long.
pub(super) const MAX_WAIT: Duration = Duration::from_secs(30);
/// Requests without an answer that are remembered; at 100 pairs that is two for each.
const MAX_TRANSACTIONS: usize = 200;

/// One request under way.
pub(super) struct CheckTransaction {
    pub(super) id: TransactionId,
    pub(super) pair: PairId,
    pub(super) kind: CheckKind,
    pub(super) use_candidate: bool,
    /// The role that the request stated.
    role: Role,
    sent_at: Instant,
    request: Vec<u8>,
    /// `None`: not sent again, but an answer still counts (RFC 8445 section 7.3.1.4, RFC 7675 section 5.1).
    retransmission: Option<Retransmission>,
    /// It went out more than once, so that its answer tells no round-trip time.
    repeated: bool,
    expires: Instant,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CheckKind {
    Connectivity,
    Consent,
    /// A consent check of so many bytes, which may not be fragmented.
    Probe(u16),
}

impl CheckTransaction {
    pub(super) fn deadline(&self) -> Instant {
        match &self.retransmission {
            Some(retransmission) => retransmission.deadline(),
            None => self.expires,
        }
    }
}

impl IceSession {
    /// Sends a connectivity check; it takes a slot of the pace, whether or not it waited for one.
    pub(super) fn send_check(
        &mut self,
        shared: &mut Shared,
        now: Instant,
        id: PairId,
        use_candidate: bool,
    ) {
        self.paced_until = Some(now + TA);
        if self.repeat_check(shared, id, use_candidate) {
            return;
        }
        let rto = self.rto();
        self.cancel_checks(id);
        let sent = self.send_request(
            shared,
            now,
            id,
            CheckKind::Connectivity,
            use_candidate,
            Some(Retransmission::start(now, rto)),
        );
        if !sent {
            return self.fail_pair(id);
        }
        let Some(pair) = self.pair_mut(id) else {
            return;
        };
        pair.statistics.requests_sent += 1;
        // The check that nominates repeats one that succeeded.
        if !pair.is_valid() {
            pair.state = PairState::InProgress;
        }
    }

    /// Sends the request under way once more, outside its schedule. RFC 8445 section 7.3.1.4 would begin a new transaction;
    /// then a peer that keeps checking us could keep a pair that does not work from ever failing.
    fn repeat_check(&mut self, shared: &mut Shared, id: PairId, use_candidate: bool) -> bool {
        let under_way = |check: &&mut CheckTransaction| {
            check.pair == id
                && check.retransmission.is_some()
                && check.use_candidate == use_candidate
                && check.role == shared.role
        };
        let Some(check) = self.transactions.iter_mut().find(under_way) else {
            return false;
        };
        check.repeated = true;
        let request = check.request.clone();
        if let Some(pair) = self.pair(id) {
            let (socket, to) = pair.path();
            shared.transmit(socket, to, request);
        }
        true
    }

    /// Sends one request on a pair. False if there is no such pair, or no credentials of the peer.
    pub(super) fn send_request(
        &mut self,
        shared: &mut Shared,
        now: Instant,
        id: PairId,
        kind: CheckKind,
        use_candidate: bool,
        retransmission: Option<Retransmission>,
    ) -> bool {
        let (Some(remote), Some(pair)) = (&self.remote, self.pair(id)) else {
            return false;
        };
        let Some(local) = shared.local(pair.local) else {
            return false;
        };
        // RFC 8445 section 7.1.1: the priority that a peer-reflexive candidate learned from this check would have.
        let priority = priority(
            CandidateType::Prflx,
            local.local_preference,
            shared.component,
        );
        let (socket, to) = pair.path();
        let transaction = TransactionId::new(&mut *shared.random);
        let own = self.own_ufrag(pair);
        let username = format!("{}:{own}", remote.credentials.ufrag);
        let mut request = MessageBuilder::new(Class::Request, Method::BINDING, transaction)
            .username(&username)
            .priority(priority);
        request = match shared.role {
            Role::Controlling => request.ice_controlling(shared.tie_breaker),
            Role::Controlled => request.ice_controlled(shared.tie_breaker),
        };
        if use_candidate {
            request = request.use_candidate();
        }
        if let CheckKind::Probe(size) = kind {
            request = request.padded_to(usize::from(size));
        }
        let request = request.finish_with_integrity(remote.credentials.pwd.as_bytes());
        match kind {
            CheckKind::Probe(_) => shared.transmit_probe(socket, to, request.clone()),
            CheckKind::Connectivity | CheckKind::Consent => {
                shared.transmit(socket, to, request.clone());
            }
        }
        if self.transactions.len() >= MAX_TRANSACTIONS {
            self.transactions.remove(0);
        }
        self.transactions.push(CheckTransaction {
            id: transaction,
            pair: id,
            kind,
            use_candidate,
            role: shared.role,
            sent_at: now,
            // What is not sent again need not be kept.
            request: if retransmission.is_some() {
                request
            } else {
                Vec::new()
            },
            retransmission,
            repeated: false,
            expires: now + MAX_WAIT,
        });
        true
    }

    pub(super) fn retransmit_checks(&mut self, shared: &mut Shared, now: Instant) {
        let mut timed_out = Vec::new();
        let pairs = &self.pairs;
        self.transactions.retain_mut(|check| {
            let Some(retransmission) = &mut check.retransmission else {
                return now < check.expires;
            };
            match retransmission.step(now) {
                RetransmissionStep::Wait => true,
                RetransmissionStep::GiveUp => {
                    timed_out.push(check.pair);
                    false
                }
                RetransmissionStep::Send => {
                    check.repeated = true;
                    if let Some(pair) = pairs.iter().find(|pair| pair.id == check.pair) {
                        let (socket, to) = pair.path();
                        shared.transmit(socket, to, check.request.clone());
                    }
                    true
                }
            }
        });
        for id in timed_out {
            self.fail_pair(id);
        }
    }

    /// Reads a response to one of our requests. Returns false if it is to none of them.
    pub(super) fn handle_response(
        &mut self,
        shared: &mut Shared,
        now: Instant,
        socket: SocketId,
        from: SocketAddr,
        message: &Message<'_>,
    ) -> bool {
        let id = message.transaction_id();
        let Some(index) = self.transactions.iter().position(|check| check.id == id) else {
            return false;
        };
        let key = self.remote.as_ref().map(|remote| &remote.credentials.pwd);
        if !key.is_some_and(|key| message.verify_integrity(key.as_bytes())) {
            // RFC 8489 section 9.1.4: as if it had not come. The request is sent again.
            shared.counters.unauthenticated_responses += 1;
            return true;
        }
        let check = self.transactions.remove(index);
        let Some(pair) = self.pair_mut(check.pair) else {
            return true;
        };
        pair.statistics.responses_received += 1;
        if pair.path() != (socket, from) {
            // RFC 8445 section 7.2.5.2.1: the path must be symmetric.
            if check.kind == CheckKind::Connectivity {
                self.fail_pair(check.pair);
            }
            return true;
        }
        match message.class() {
            Class::SuccessResponse => self.handle_success(shared, now, &check, message),
            _ => self.handle_error(shared, &check, message),
        }
        true
    }

    /// RFC 8445 section 7.2.5.3.
    fn handle_success(
        &mut self,
        shared: &mut Shared,
        now: Instant,
        check: &CheckTransaction,
        message: &Message<'_>,
    ) {
        let Some(mapped) = message.mapped_address().map(canonical) else {
            return self.fail_pair(check.pair);
        };
        if !check.use_candidate {
            self.cancel_checks_but_nomination(check.pair);
        }
        let Some(pair) = self.pair_mut(check.pair) else {
            return;
        };
        pair.consent_at = Some(now);
        if !check.repeated || pair.statistics.current_round_trip_time.is_none() {
            pair.statistics.note_round_trip(now - check.sent_at);
        }
        let path = pair.path();
        let (base, nominated_by_peer) = (pair.local, pair.nominated_by_peer);
        let is_new = !pair.is_valid();
        if is_new {
            let local = shared.local_for_mapped(path.0, mapped).unwrap_or(base);
            pair.state = PairState::Succeeded;
            pair.valid_local = Some(local);
            let foundation = pair.foundation.clone();
            self.unfreeze(&foundation);
        }
        if let CheckKind::Probe(size) = check.kind {
            self.acknowledged_probe = Some((path, size));
        }
        self.validate(shared, path);
        self.triggered.retain(|triggered| *triggered != check.pair);
        self.note_consent(shared, now, check.pair);
        match shared.role {
            Role::Controlling if check.use_candidate && check.role == Role::Controlling => {
                self.nominating.take_if(|id| *id == check.pair);
                self.select(now, check.pair);
            }
            Role::Controlled if nominated_by_peer => {
                self.accept_nomination(now, check.pair, is_new);
            }
            _ => {}
        }
    }

    fn handle_error(
        &mut self,
        shared: &mut Shared,
        check: &CheckTransaction,
        message: &Message<'_>,
    ) {
        let code = message.error_code().map(|error| error.code);
        match (code, check.kind) {
            // RFC 8445 section 7.2.5.1.
            (Some(487), _) => {
                if check.role == shared.role && !self.is_lite() {
                    shared.tie_breaker = shared.random.u64();
                    self.switch_role(shared, check.role.opposite());
                }
                if let Some(pair) = self.pair_mut(check.pair)
                    && !pair.is_valid()
                {
                    pair.state = PairState::Waiting;
                    self.trigger(check.pair);
                }
            }
            (_, CheckKind::Connectivity) => self.fail_pair(check.pair),
            // RFC 7675 section 5.1: only silence for 30 seconds ends consent.
            (_, CheckKind::Consent | CheckKind::Probe(_)) => {}
        }
    }

    /// The pair does not work (any more).
    pub(super) fn fail_pair(&mut self, id: PairId) {
        self.cancel_checks(id);
        self.triggered.retain(|triggered| *triggered != id);
        if let Some(pair) = self.pair_mut(id) {
            pair.fail();
        }
        for slot in [&mut self.selected, &mut self.nominating] {
            slot.take_if(|slot| *slot == id);
        }
    }

    /// Sends nothing more for the checks of a pair; their answers still count.
    pub(super) fn cancel_checks(&mut self, id: PairId) {
        for check in &mut self.transactions {
            if check.pair == id {
                check.retransmission = None;
            }
        }
    }

    /// Forgets the checks of a pair together with their answers.
    pub(super) fn forget_checks(&mut self, id: PairId) {
        self.transactions.retain(|check| check.pair != id);
    }

    fn cancel_checks_but_nomination(&mut self, id: PairId) {
        for check in &mut self.transactions {
            if check.pair == id && !check.use_candidate {
                check.retransmission = None;
            }
        }
    }

    /// RFC 8445 section 14.3: `MAX(500 ms, Ta * N * (Num-Waiting + Num-In-Progress))`.
    fn rto(&self) -> Duration {
        let active = self
            .pairs
            .iter()
            .filter(|pair| matches!(pair.state, PairState::Waiting | PairState::InProgress))
            .count();
        MIN_RTO.max(TA * active as u32)
    }
}
