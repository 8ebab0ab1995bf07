//! The checklist: formation, pruning and limit of pairs (RFC 8445 section 6.1.2), and freezing.

use super::candidate::reachable;
use super::pair::{CandidatePair, PairState, PairStatistics, pair_priority};
use super::session::IceSession;
use super::shared::Shared;
use super::{CandidateId, LocalCandidate, PairId, RemoteCandidate};

/// RFC 8445 section 6.1.2.5.
pub(super) const MAX_PAIRS: usize = 100;

impl IceSession {
    /// Pairs a new local candidate with all remote ones. Only candidates that are their own base are paired: the others would
    /// be replaced by their base and pruned (RFC 8445 section 6.1.2.4).
    pub(super) fn pair_local(&mut self, shared: &mut Shared, local: CandidateId) {
        let Some(local) = shared.local(local).cloned() else {
            return;
        };
        let remotes: Vec<CandidateId> = self.remotes.iter().map(|remote| remote.id).collect();
        for remote in remotes {
            self.add_pair(shared, &local, remote);
        }
    }

    pub(super) fn pair_remote(&mut self, shared: &mut Shared, remote: CandidateId) {
        let bases: Vec<LocalCandidate> = shared
            .locals
            .iter()
            .filter(|local| local.address == local.base)
            .cloned()
            .collect();
        for local in &bases {
            self.add_pair(shared, local, remote);
        }
    }

    pub(super) fn pair_all(&mut self, shared: &mut Shared) {
        let remotes: Vec<CandidateId> = self.remotes.iter().map(|remote| remote.id).collect();
        for remote in remotes {
            self.pair_remote(shared, remote);
        }
    }

    /// Forms one pair, unless it cannot work, is redundant, or is worse than all of a full checklist.
    pub(super) fn add_pair(
        &mut self,
        shared: &mut Shared,
        local: &LocalCandidate,
        remote: CandidateId,
    ) -> Option<PairId> {
        let remote = self.remote_candidate(remote)?;
        let address = reachable(local.base, remote.address)?;
        if !shared.policy.may_talk_to(address) {
            return None;
        }
        if self.pair_on(local.socket, address).is_some() {
            return None;
        }
        let priority = pair_priority(shared.role, local.priority, remote.attribute.priority);
        let foundation = pair_foundation(local, remote);
        let remote = remote.id;
        if self.pairs.len() >= MAX_PAIRS {
            shared.counters.over_limit += 1;
            let worst = self.worst_pair_below(priority)?;
            self.remove_pair(worst);
        }
        let pair = CandidatePair {
            id: shared.pair_id(),
            local: local.id,
            remote,
            socket: local.socket,
            remote_address: address,
            priority,
            state: self.initial_state(&foundation),
            foundation,
            valid_local: None,
            nominated: false,
            nominated_by_peer: false,
            by_former_name: false,
            has_failed: false,
            consent_at: None,
            statistics: PairStatistics::default(),
        };
        let id = pair.id;
        self.pairs.push(pair);
        Some(id)
    }

    /// RFC 8838 section 12: a pair may be checked at once if nobody else probes its foundation, or someone did with success.
    fn initial_state(&self, foundation: &str) -> PairState {
        let mut same = self.pairs.iter().filter(|p| p.foundation == foundation);
        if same.clone().any(|pair| pair.state == PairState::Succeeded)
            || !same.any(CandidatePair::is_pending)
        {
            PairState::Waiting
        } else {
            PairState::Frozen
        }
    }

    fn worst_pair_below(&self, priority: u64) -> Option<PairId> {
        self.pairs
            .iter()
            .filter(|pair| !pair.is_valid() && pair.priority < priority)
            .min_by_key(|pair| pair.priority)
            .map(|pair| pair.id)
    }

    pub(super) fn remove_pair(&mut self, id: PairId) {
        self.pairs.retain(|pair| pair.id != id);
        self.triggered.retain(|triggered| *triggered != id);
        self.transactions.retain(|check| check.pair != id);
        for slot in [&mut self.selected, &mut self.nominating] {
            slot.take_if(|slot| *slot == id);
        }
        if self.consent.take_if(|consent| consent.pair == id).is_some() {
            self.lose_active_pair();
        }
    }

    pub(super) fn recompute_priorities(&mut self, shared: &Shared) {
        for pair in &mut self.pairs {
            let remote = self.remotes.iter().find(|r| r.id == pair.remote);
            if let (Some(local), Some(remote)) = (shared.local(pair.local), remote) {
                pair.priority =
                    pair_priority(shared.role, local.priority, remote.attribute.priority);
                pair.foundation = pair_foundation(local, remote);
            }
        }
    }

    /// RFC 8445 section 7.2.5.3.3: what shares the foundation of a success is worth a check.
    pub(super) fn unfreeze(&mut self, foundation: &str) {
        for pair in &mut self.pairs {
            if pair.state == PairState::Frozen && pair.foundation == foundation {
                pair.state = PairState::Waiting;
            }
        }
    }

    pub(super) fn trigger(&mut self, id: PairId) {
        if !self.triggered.contains(&id) {
            self.triggered.push_back(id);
        }
    }

    pub(super) fn has_next_check(&self) -> bool {
        self.next_check().is_some()
    }

    /// RFC 8445 section 6.1.4.2: a triggered check, else the best waiting pair, else the best that can be thawed.
    pub(super) fn take_next_check(&mut self) -> Option<PairId> {
        let id = self.next_check()?;
        self.triggered.retain(|triggered| *triggered != id);
        Some(id)
    }

    fn next_check(&self) -> Option<PairId> {
        self.remote.as_ref()?;
        if let Some(id) = self.triggered.front() {
            return Some(*id);
        }
        if self.is_settled() {
            return None;
        }
        let best = |state: PairState| {
            self.pairs
                .iter()
                .filter(move |pair| pair.state == state)
                .filter(move |pair| {
                    state == PairState::Waiting || !self.is_being_probed(&pair.foundation)
                })
                .max_by_key(|pair| pair.priority)
                .map(|pair| pair.id)
        };
        best(PairState::Waiting).or_else(|| best(PairState::Frozen))
    }

    fn is_being_probed(&self, foundation: &str) -> bool {
        self.pairs.iter().any(|pair| {
            pair.foundation == foundation
                && matches!(pair.state, PairState::Waiting | PairState::InProgress)
        })
    }
}

fn pair_foundation(local: &LocalCandidate, remote: &RemoteCandidate) -> String {
    format!("{}:{}", local.foundation, remote.attribute.foundation)
}
