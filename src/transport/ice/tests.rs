//! Scenarios: two agents in a virtual network and virtual time.

mod world;

mod chaos;
mod connect;
mod consent;
mod failure;
mod hostile;
mod limits;
mod lossy;
mod nat;
mod path_mtu;
mod policy;
mod restart;
mod roles;
mod trickle;

use super::{
    Agent, CandidatePair, Counters, GatheringState, IceTransportState, LocalCandidate,
    RemoteCandidate, Role,
};

/// What tests look at.
impl Agent {
    pub(crate) fn state(&self) -> IceTransportState {
        self.state
    }

    pub(crate) fn gathering_state(&self) -> GatheringState {
        self.current.gatherer.state
    }

    pub(crate) fn role(&self) -> Role {
        self.shared.role
    }

    pub(crate) fn local_candidates(&self) -> &[LocalCandidate] {
        &self.shared.locals
    }

    /// In the order of [`Self::pairs`].
    pub(crate) fn remote_candidates(&self) -> impl Iterator<Item = &RemoteCandidate> {
        let previous = self.previous.iter().flat_map(|session| &session.remotes);
        previous.chain(&self.current.remotes)
    }

    /// The pairs of the current session, and before them those of the session that a restart has not yet replaced.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = &CandidatePair> {
        let previous = self.previous.iter().flat_map(|session| &session.pairs);
        previous.chain(&self.current.pairs)
    }

    pub(crate) fn counters(&self) -> &Counters {
        &self.shared.counters
    }
}
