//! Consent freshness (RFC 7675), which keeps NAT bindings alive too (RFC 8445 section 11).

use std::time::{Duration, Instant};

use super::checks::CheckKind;
use super::pair::{CandidatePair, PairState};
use super::path_mtu::Probe;
use super::session::IceSession;
use super::shared::Shared;
use super::{PairId, Role};
use crate::random::Random;

/// RFC 7675 section 5.1.
const INTERVAL: Duration = Duration::from_secs(5);
const EXPIRY: Duration = Duration::from_secs(30);
/// While a request is unanswered others follow it, each once and with a transaction of its own, so that single losses
/// are told from a lost path. RFC 7675 leaves this open; browsers check as often.
const PROBE_INTERVAL: Duration = Duration::from_millis(500);
/// Silence for so long makes the pair suspect: with the interval before it that is 3 to 9 seconds after the path broke.
const SUSPECT_AFTER: Duration = Duration::from_secs(3);
/// How often a suspect pair is probed.
const SUSPECT_INTERVAL: Duration = Duration::from_secs(2);

/// The liveness of the pair in use.
#[derive(Debug)]
pub(super) struct Consent {
    pub(super) pair: PairId,
    next_request: Instant,
    /// When the first request left that no response followed.
    unanswered_since: Option<Instant>,
    /// Requests have repeatedly been without response.
    pub(super) suspect: bool,
}

impl Consent {
    pub(super) fn deadline(&self, pair: &CandidatePair) -> Instant {
        match pair.consent_at {
            Some(at) => self.next_request.min(at + EXPIRY),
            None => self.next_request,
        }
    }
}

impl CandidatePair {
    /// RFC 7675 section 5.1: the peer has answered in the last 30 seconds.
    pub(super) fn has_consent(&self, now: Instant) -> bool {
        self.consent_at.is_some_and(|at| now < at + EXPIRY)
    }
}

impl IceSession {
    /// Makes the best pair the one in use.
    pub(super) fn update_active_pair(&mut self, shared: &mut Shared, now: Instant) {
        if !self.is_settled() {
            self.drop_stale_pairs(now);
        }
        let best = self.best_pair();
        let current = self.consent.as_ref().map(|consent| consent.pair);
        if best == current {
            return;
        }
        if let Some(left) = current
            && self.is_suspect()
        {
            self.selected.take_if(|selected| *selected == left);
            if let Some(pair) = self.pair_mut(left) {
                pair.invalidate();
            }
        }
        if let Some(best) = best
            && self.selected.is_none()
            && self.pair(best).is_some_and(|pair| pair.nominated)
        {
            self.select(now, best);
        }
        self.consent = best.map(|pair| Consent {
            pair,
            next_request: now + randomised(&mut *shared.random, INTERVAL),
            unanswered_since: None,
            suspect: false,
        });
    }

    /// What worked long ago has to be checked again before it may carry data.
    fn drop_stale_pairs(&mut self, now: Instant) {
        let active = self.consent.as_ref().map(|consent| consent.pair);
        for pair in &mut self.pairs {
            if pair.is_valid() && Some(pair.id) != active && !pair.has_consent(now) {
                pair.invalidate();
            }
        }
    }

    /// The pair in use is gone. Everything else is worth another try, and the peer another wait.
    pub(super) fn lose_active_pair(&mut self) {
        self.patience_until = None;
        for pair in &mut self.pairs {
            if pair.state == PairState::Failed {
                pair.invalidate();
                pair.has_failed = false;
            }
        }
    }

    /// The peer answered on a pair.
    pub(super) fn note_consent(&mut self, shared: &mut Shared, now: Instant, id: PairId) {
        let Some(consent) = self.consent.as_mut().filter(|consent| consent.pair == id) else {
            return;
        };
        if consent.unanswered_since.take().is_some() {
            consent.next_request = now + randomised(&mut *shared.random, INTERVAL);
        }
        consent.suspect = false;
    }

    pub(super) fn handle_consent_timeout(&mut self, shared: &mut Shared, now: Instant) {
        let Some(consent) = &self.consent else {
            return;
        };
        let Some(pair) = self.pair(consent.pair) else {
            return;
        };
        let id = pair.id;
        if !pair.has_consent(now) {
            return self.expire_consent(id);
        }
        if now < consent.next_request {
            return;
        }
        self.send_consent_request(shared, now, id, CheckKind::Consent);
        if let Some(since) = self.schedule_request(shared, now) {
            self.check_alternatives(id, since);
        }
    }

    /// Sends a probe on the pair in use and, if it is to be told whether anything passes, a small request beside.
    pub(super) fn send_probe(&mut self, shared: &mut Shared, now: Instant, probe: Probe) {
        let Some(consent) = &mut self.consent else {
            return;
        };
        let id = consent.pair;
        if probe.with_check {
            consent.next_request = now;
            self.handle_consent_timeout(shared, now);
        }
        self.send_consent_request(shared, now, id, CheckKind::Probe(probe.size));
    }

    fn send_consent_request(
        &mut self,
        shared: &mut Shared,
        now: Instant,
        id: PairId,
        kind: CheckKind,
    ) {
        // With USE-CANDIDATE, so that a peer that lost the pair, or sees it anew behind a NAT, selects it again.
        let nominate = shared.role == Role::Controlling
            && [self.selected, self.nominating].contains(&Some(id));
        self.send_request(shared, now, id, kind, nominate, None);
        if let Some(pair) = self.pair_mut(id) {
            pair.statistics.consent_requests_sent += 1;
        }
    }

    /// When the pair has just become suspect, returns since when the peer has been silent.
    fn schedule_request(&mut self, shared: &mut Shared, now: Instant) -> Option<Instant> {
        let consent = self.consent.as_mut()?;
        let since = *consent.unanswered_since.get_or_insert(now);
        let was_suspect = consent.suspect;
        consent.suspect = now >= since + SUSPECT_AFTER;
        consent.next_request = if consent.suspect {
            now + randomised(&mut *shared.random, SUSPECT_INTERVAL)
        } else {
            now + PROBE_INTERVAL
        };
        (consent.suspect && !was_suspect).then_some(since)
    }

    /// The pair in use may be lost: whatever else there is gets a new check, unless it has answered since.
    fn check_alternatives(&mut self, suspect: PairId, since: Instant) {
        self.nominating = None;
        let others: Vec<PairId> = self
            .pairs
            .iter()
            .filter(|pair| pair.id != suspect && pair.consent_at.is_none_or(|at| at < since))
            .map(|pair| pair.id)
            .collect();
        for other in others {
            self.cancel_checks(other);
            if let Some(pair) = self.pair_mut(other) {
                pair.invalidate();
            }
        }
    }

    /// RFC 7675 section 5.1: nothing more may be sent.
    fn expire_consent(&mut self, id: PairId) {
        let path = self.pair(id).map(CandidatePair::path);
        self.fail_pair(id);
        self.consent = None;
        if let Some(path) = path {
            self.validated.remove(&path);
        }
        if !self.pairs.iter().any(CandidatePair::is_valid) {
            self.fail();
        }
    }
}

/// RFC 7675 section 5.1: 0.8 to 1.2 times the interval.
fn randomised(random: &mut dyn Random, interval: Duration) -> Duration {
    let permille = 800 + random.u32() % 401;
    interval * permille / 1_000
}
