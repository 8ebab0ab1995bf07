//! What follows from a change: the checks to send, the path, the state, the events and the next deadline.

use std::time::{Duration, Instant};

use super::agent::Agent;
use super::path_mtu::PathMtu;
use super::session::IceSession;
use super::{CandidateId, CandidatePair, Event, GatheringState, IceTransportState, PairId};
use crate::sdp::candidate::CandidateType;

/// RFC 8863 section 4: as long as one check takes to fail.
const PATIENCE: Duration = Duration::from_millis(39_500);

/// What the last `SelectedPairChange` told.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct AnnouncedPair {
    id: PairId,
    local: (CandidateId, CandidateType),
    remote: (CandidateId, CandidateType),
}

impl Agent {
    /// What follows from a change: checks to send, the path, the state, the events, the next deadline. Every call that
    /// changes anything ends here.
    pub(super) fn settle(&mut self, now: Instant) {
        if self.is_closed() {
            return;
        }
        let shared = &mut self.shared;
        let keep = !self.current.is_settled();
        self.current.gatherer.pump(shared, now, keep);
        self.current.gatherer.conclude(shared);
        let sessions = [self.previous.as_deref_mut(), Some(&mut self.current)];
        for session in sessions.into_iter().flatten() {
            session.update_active_pair(shared, now);
            session.pump(shared, now);
        }
        self.drop_previous();
        self.update_path();
        self.update_path_mtu(now);
        self.update_state(now);
        self.update_timeout();
    }

    /// The new session takes over when it has selected a pair, or has one that works while the old one has none.
    fn drop_previous(&mut self) {
        let current = &self.current;
        let replaced = self.previous.take_if(|previous| {
            current.selected.is_some()
                || current.failed
                || (current.consent.is_some()
                    && (previous.consent.is_none() || previous.is_suspect()))
        });
        if let Some(replaced) = replaced {
            self.tell_end_of_the_active(&replaced);
        }
    }

    /// The session that carries data, if any does.
    pub(super) fn session_in_use(&self) -> &IceSession {
        match &self.previous {
            Some(previous) if previous.consent.is_some() => previous,
            _ => &self.current,
        }
    }

    pub(super) fn session_in_use_mut(&mut self) -> &mut IceSession {
        match &mut self.previous {
            Some(previous) if previous.consent.is_some() => previous,
            _ => &mut self.current,
        }
    }

    fn update_path(&mut self) {
        let selected = self.session_in_use().active_pair().map(|pair| pair.id);
        if self.selected.0 != selected {
            self.selected = (selected, self.selected.1.wrapping_add(1));
        }
        let session = self.session_in_use();
        let Some(pair) = session.active_pair() else {
            self.path = None;
            return;
        };
        let path = Some(pair.path());
        let change = self.selected_pair_change(session, pair);
        self.path = path;
        if let Some((announced, event)) = change {
            self.announced = Some(announced);
            self.shared.event(event);
        }
    }

    /// A new path is another one to the search too. RFC 8899 section 4.3: while the peer is silent, sizes say nothing.
    fn update_path_mtu(&mut self, now: Instant) {
        let Some(path) = self.path else {
            self.path_mtu = None;
            return;
        };
        let suspect = self.session_in_use().is_suspect();
        let known = self.path_mtu.take_if(|(known, _)| *known == path);
        let (_, mut mtu) = known.unwrap_or_else(|| (path, PathMtu::new(path.1.is_ipv4())));
        mtu.suspend(now, suspect);
        self.path_mtu = Some((path, mtu));
    }

    pub(super) fn probe_path_mtu(&mut self, now: Instant) {
        let Some(pair) = self.session_in_use().active_pair() else {
            return;
        };
        let (heard_at, round_trip) = (pair.consent_at, pair.statistics.current_round_trip_time);
        let path = pair.path();
        let Some((_, mtu)) = self.path_mtu.as_mut().filter(|(known, _)| *known == path) else {
            return;
        };
        let Some(probe) = mtu.handle_timeout(now, heard_at, round_trip) else {
            return;
        };
        let session = match &mut self.previous {
            Some(previous) if previous.consent.is_some() => previous,
            _ => &mut self.current,
        };
        session.send_probe(&mut self.shared, now, probe);
    }

    pub(super) fn take_acknowledged_probe(&mut self, now: Instant) {
        let sessions = [self.previous.as_deref_mut(), Some(&mut self.current)];
        for session in sessions.into_iter().flatten() {
            if let Some((path, size)) = session.acknowledged_probe.take()
                && let Some((known, mtu)) = &mut self.path_mtu
                && *known == path
            {
                mtu.acknowledge(now, size);
            }
        }
    }

    /// The event, if the pair is not the one that was announced last or one of its candidates became another one.
    fn selected_pair_change(
        &self,
        session: &IceSession,
        pair: &CandidatePair,
    ) -> Option<(AnnouncedPair, Event)> {
        let local = self.shared.local(pair.valid_local.unwrap_or(pair.local))?;
        let remote = session.remote_candidate(pair.remote)?;
        let announced = AnnouncedPair {
            id: pair.id,
            local: (local.id, local.kind),
            remote: (remote.id, remote.attribute.kind),
        };
        let event = || Event::SelectedPairChange {
            local: local.attribute(self.shared.component, &session.local.ufrag),
            local_url: local.url.clone(),
            remote: remote.attribute.clone(),
        };
        (self.announced != Some(announced)).then(|| (announced, event()))
    }

    fn update_state(&mut self, now: Instant) {
        if self.current.remote.is_some()
            && self.current.gatherer.state != GatheringState::New
            && self.current.patience_until.is_none()
        {
            self.current.patience_until = Some(now + PATIENCE);
        }
        if self.gives_up_at().is_some_and(|at| at <= now) {
            self.current.fail();
            self.path = None;
        }
        self.set_state(self.computed_state());
    }

    /// When to fail, if nothing happens until then: everything was tried, and nothing more will come.
    fn gives_up_at(&self) -> Option<Instant> {
        let hopeless = self.session_in_use().consent.is_none()
            && self.is_complete()
            && self.current.is_exhausted()
            && !self.current.failed;
        self.current.patience_until.filter(|_| hopeless)
    }

    /// Both sides have all their candidates.
    fn is_complete(&self) -> bool {
        self.current.remote_complete && self.current.gatherer.state == GatheringState::Complete
    }

    /// webrtc-pc, the descriptions of `RTCIceTransportState`.
    fn computed_state(&self) -> IceTransportState {
        if self.current.failed {
            return IceTransportState::Failed;
        }
        if let Some(previous) = self.previous.as_ref().filter(|p| p.consent.is_some()) {
            // A restart out of "disconnected" leads to "checking".
            return if previous.is_suspect() {
                IceTransportState::Checking
            } else {
                IceTransportState::Connected
            };
        }
        let session = &self.current;
        let complete = self.is_complete();
        if session.consent.is_some() {
            return match (session.is_suspect(), session.selected) {
                (true, _) => IceTransportState::Disconnected,
                (false, Some(_)) if complete => IceTransportState::Completed,
                (false, _) => IceTransportState::Connected,
            };
        }
        let started = session.remote.is_some()
            && self.current.gatherer.state != GatheringState::New
            && (!session.remotes.is_empty() || session.remote_complete);
        if !started && self.state == IceTransportState::New {
            IceTransportState::New
        } else if session.is_exhausted() && !session.pairs.is_empty() && !complete {
            // All checks have failed, but more candidates may come.
            IceTransportState::Disconnected
        } else {
            IceTransportState::Checking
        }
    }

    pub(super) fn set_state(&mut self, state: IceTransportState) {
        if self.state != state {
            self.state = state;
            self.shared.event(Event::StateChange(state));
        }
    }

    pub(super) fn update_timeout(&mut self) {
        let previous = self.previous.as_ref().and_then(|s| s.poll_timeout());
        let keep = !self.current.is_settled();
        let deadlines = [
            previous,
            self.current.poll_timeout(),
            self.current.gatherer.poll_timeout(keep),
            self.gives_up_at(),
            self.path_mtu.as_ref().and_then(|(_, mtu)| mtu.deadline()),
        ];
        self.timeout = deadlines.into_iter().flatten().min();
    }

    pub(super) fn is_closed(&self) -> bool {
        self.state == IceTransportState::Closed
    }
}
