//! What webrtc-stats wants to know of ICE: the candidates and pairs of a transport, and those that are no more.

use super::agent::Agent;
use super::session::IceSession;
use super::shared::Shared;
use super::{CandidateId, CandidatePair, Event};
use crate::sdp::candidate::CandidateAttribute;

/// The candidates and pairs of one transport at some moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct IceStatistics {
    pub(crate) locals: Vec<LocalCandidateStatistics>,
    pub(crate) remotes: Vec<RemoteCandidateStatistics>,
    pub(crate) pairs: Vec<CandidatePairStatistics>,
}

/// Names a local candidate: of each ICE session it is another one, though the address stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LocalCandidateName {
    pub(crate) id: CandidateId,
    pub(crate) ufrag: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LocalCandidateStatistics {
    pub(crate) name: LocalCandidateName,
    pub(crate) attribute: CandidateAttribute,
    /// The server that gave it.
    pub(crate) url: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RemoteCandidateStatistics {
    pub(crate) id: CandidateId,
    pub(crate) attribute: CandidateAttribute,
    /// Of the peer's parameters, if they are known.
    pub(crate) ufrag: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CandidatePairStatistics {
    pub(crate) local: LocalCandidateName,
    pub(crate) pair: CandidatePair,
}

/// What of a session counts: everything, or the pair that is still in use after a restart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    All,
    Active,
    AllButActive,
}

impl Agent {
    /// webrtc-stats, "candidate-pair": of the session before a restart only the pair in use is still there.
    pub(crate) fn statistics(&self) -> IceStatistics {
        let mut statistics = IceStatistics::default();
        if let Some(previous) = &self.previous {
            previous.count(&self.shared, Part::Active, &mut statistics);
        }
        let mut current = IceStatistics::default();
        self.current.count(&self.shared, Part::All, &mut current);
        // When the peer alone begins a new session, our candidates are those of both.
        statistics.leave_out(&current);
        statistics.locals.append(&mut current.locals);
        statistics.remotes.append(&mut current.remotes);
        statistics.pairs.append(&mut current.pairs);
        statistics
    }

    /// The session is no more.
    pub(super) fn tell_end(&mut self, ended: &IceSession) {
        self.tell_end_of(ended, Part::All);
    }

    /// A restart has put the session aside: all but the pair in use is deleted.
    pub(super) fn tell_end_of_the_unused(&mut self, aside: &IceSession) {
        self.tell_end_of(aside, Part::AllButActive);
    }

    /// The next session has taken over: the pair that was in use until now is deleted.
    pub(super) fn tell_end_of_the_active(&mut self, replaced: &IceSession) {
        self.tell_end_of(replaced, Part::Active);
    }

    fn tell_end_of(&mut self, session: &IceSession, part: Part) {
        let mut ended = IceStatistics::default();
        session.count(&self.shared, part, &mut ended);
        self.tell_end_of_missing(ended);
    }

    /// What of this is not there any more is deleted.
    pub(super) fn tell_end_of_missing(&mut self, mut known: IceStatistics) {
        known.leave_out(&self.statistics());
        if known != IceStatistics::default() {
            self.shared.event(Event::StatisticsEnded(known));
        }
    }
}

impl IceStatistics {
    fn leave_out(&mut self, other: &Self) {
        self.locals
            .retain(|local| other.locals.iter().all(|it| it.name != local.name));
        self.remotes
            .retain(|remote| other.remotes.iter().all(|it| it.id != remote.id));
        self.pairs
            .retain(|known| other.pairs.iter().all(|it| it.pair.id != known.pair.id));
    }
}

impl IceSession {
    fn count(&self, shared: &Shared, part: Part, statistics: &mut IceStatistics) {
        let active = self.active_pair();
        let is_active = |pair: &CandidatePair| active.is_some_and(|active| active.id == pair.id);
        let has = |is_active: bool| match part {
            Part::All => true,
            Part::Active => is_active,
            Part::AllButActive => !is_active,
        };
        let active_local = active.map(shown_local);
        let active_remote = active.map(|pair| pair.remote);
        let name = |id| LocalCandidateName {
            id,
            ufrag: self.local.ufrag.clone(),
        };
        let locals = shared.locals.iter();
        statistics.locals.extend(
            locals
                .filter(|local| has(active_local == Some(local.id)))
                .map(|local| LocalCandidateStatistics {
                    name: name(local.id),
                    attribute: local.attribute(shared.component, &self.local.ufrag),
                    url: local.url.clone(),
                }),
        );
        let ufrag = self.remote.as_ref().map(|r| &r.credentials.ufrag);
        let remotes = self.remotes.iter();
        statistics.remotes.extend(
            remotes
                .filter(|remote| has(active_remote == Some(remote.id)))
                .map(|remote| RemoteCandidateStatistics {
                    id: remote.id,
                    attribute: remote.attribute.clone(),
                    ufrag: ufrag.cloned(),
                }),
        );
        let pairs = self.pairs.iter();
        statistics
            .pairs
            .extend(pairs.filter(|pair| has(is_active(pair))).map(|pair| {
                CandidatePairStatistics {
                    local: name(shown_local(pair)),
                    pair: pair.clone(),
                }
            }));
    }
}

/// The local candidate that the peer sees, once a check has told.
fn shown_local(pair: &CandidatePair) -> CandidateId {
    pair.valid_local.unwrap_or(pair.local)
}
