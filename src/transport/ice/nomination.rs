//! Nomination (RFC 8445 section 8.1.1) and the choice of the pair that carries data.

use std::time::{Duration, Instant};

use super::pair::{CandidatePair, PairState};
use super::session::IceSession;
use super::shared::Shared;
use super::{PairId, Role};
use crate::sdp::candidate::CandidateType;

/// How long a better pair may take once some pair works.
const NOMINATION_GRACE: Duration = Duration::from_millis(250);
/// A controlling peer that nominates several pairs has done so after this.
const NOMINATION_SETTLES: Duration = Duration::from_secs(1);
/// A nomination that it has made before is followed no more often than this.
const NOMINATION_REPEATS: Duration = Duration::from_secs(5);

impl IceSession {
    /// As the controlling side: nominates the best valid pair once nothing better is to be hoped for.
    ///
    /// RFC 8445 nominates once for each ICE session. We do it again when the peer has stopped to answer on the selected
    /// pair and another one works: the only other way out would be a restart.
    pub(super) fn consider_nomination(&mut self, shared: &mut Shared, now: Instant) {
        if shared.role != Role::Controlling || self.is_settled() || self.nominating.is_some() {
            self.nomination_grace = None;
            return;
        }
        let Some(best) = self.best_valid().filter(|best| !self.is_in_doubt(best.id)) else {
            self.nomination_grace = None;
            return;
        };
        let (id, could_improve) = (best.id, self.could_improve(shared, best));
        let grace = *self.nomination_grace.get_or_insert(now + NOMINATION_GRACE);
        if could_improve && now < grace {
            return;
        }
        self.nomination_grace = None;
        self.nominating = Some(id);
        self.send_check(shared, now, id, true);
    }

    fn could_improve(&self, shared: &Shared, best: &CandidatePair) -> bool {
        let is_better = |pair: &&CandidatePair| pair.is_pending() && pair.priority > best.priority;
        let remote = self.remote_candidate(best.remote);
        let relayed = remote.is_some_and(|r| r.attribute.kind == CandidateType::Relay)
            || shared
                .local(best.local)
                .is_some_and(|local| local.kind == CandidateType::Relay);
        self.pairs.iter().any(|pair| is_better(&pair)) || (relayed && !self.remote_complete)
    }

    /// As the controlled side: the peer nominated a pair that works. Agents of RFC 5245 nominate several within a short
    /// time, and the best one counts. Later a new nomination means that the peer has moved.
    pub(super) fn accept_nomination(&mut self, now: Instant, id: PairId, is_new: bool) {
        let Some(pair) = self.pair_mut(id) else {
            return;
        };
        pair.nominated = true;
        let priority = pair.priority;
        let selected = self.selected.and_then(|selected| self.pair(selected));
        let is_better = selected.is_none_or(|selected| selected.priority < priority);
        let settles_after = if is_new {
            NOMINATION_SETTLES
        } else {
            NOMINATION_REPEATS
        };
        let is_late = self.selected_at.is_some_and(|at| now >= at + settles_after);
        if is_better || is_late || self.is_suspect() {
            self.select(now, id);
        }
    }

    /// RFC 8445 section 8.1.2: the pair is selected, and no other needs a check.
    pub(super) fn select(&mut self, now: Instant, id: PairId) {
        if self.selected == Some(id) {
            return;
        }
        let Some(pair) = self.pair_mut(id) else {
            return;
        };
        pair.nominated = true;
        if let Some(left) = self.selected
            && let Some(left) = self.pair_mut(left)
        {
            left.nominated = false;
            left.nominated_by_peer = false;
        }
        self.selected = Some(id);
        self.selected_at = Some(now);
        self.nomination_grace = None;
        let others: Vec<PairId> = self
            .pairs
            .iter()
            .filter(|pair| pair.id != id && pair.state == PairState::InProgress)
            .map(|pair| pair.id)
            .collect();
        for other in others {
            self.cancel_checks(other);
            if let Some(pair) = self.pair_mut(other) {
                pair.state = PairState::Waiting;
            }
        }
    }

    /// The pair that should carry data: the selected one, else the best valid one, so that DTLS need not wait for the
    /// nomination (RFC 8445 section 12.1); one that the peer still answers on before one that it does not.
    pub(super) fn best_pair(&self) -> Option<PairId> {
        let selected = self.selected.filter(|id| !self.is_in_doubt(*id));
        selected.or_else(|| self.best_valid().map(|pair| pair.id))
    }

    fn best_valid(&self) -> Option<&CandidatePair> {
        self.pairs
            .iter()
            .filter(|pair| pair.is_valid())
            .max_by_key(|pair| (!self.is_in_doubt(pair.id), pair.priority))
    }

    fn is_in_doubt(&self, id: PairId) -> bool {
        self.consent
            .as_ref()
            .is_some_and(|consent| consent.pair == id && consent.suspect)
    }
}
