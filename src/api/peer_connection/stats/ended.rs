//! `statsended`, which webrtc-pc had until 2019: what stats objects counted until they were deleted.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

use super::Gatherer;
use crate::api::event::{Event, EventDetail, EventType, Target};
use crate::api::peer_connection::RTCPeerConnection;
use crate::api::peer_connection::state::State;
use crate::api::stats::{RTCStats, RTCStatsReport};
use crate::api::task::Steps;
use crate::session::{IceStatistics, TransportId, TransportStatistics};

/// The stats objects that a change may delete.
pub(in crate::api::peer_connection) struct StatsBefore(Vec<RTCStats>);

impl RTCPeerConnection {
    /// What there is before a change, if anybody wants to hear what the change deletes.
    pub(in crate::api::peer_connection) fn stats_before(
        &self,
        state: &State,
    ) -> Option<StatsBefore> {
        self.hears_of_ended_stats().then(|| {
            let at = self.environment.now();
            StatsBefore(Gatherer::new(state, &*self.environment, at).local())
        })
    }

    /// Tells of what the change has deleted.
    pub(in crate::api::peer_connection) fn stats_after(
        self: &Arc<Self>,
        state: &State,
        before: Option<StatsBefore>,
        steps: &mut Steps,
    ) {
        let Some(StatsBefore(mut ended)) = before else {
            return;
        };
        let at = self.environment.now();
        let left = Gatherer::new(state, &*self.environment, at).local();
        let left: BTreeSet<_> = left.into_iter().map(|stats| stats.id).collect();
        ended.retain(|stats| !left.contains(&stats.id));
        self.stats_ended(ended, steps);
    }

    /// As `stats_after`, in a task of its own.
    pub(in crate::api::peer_connection) fn queue_stats_after(
        self: &Arc<Self>,
        state: &State,
        before: Option<StatsBefore>,
    ) {
        let mut steps = Steps::default();
        self.stats_after(state, before, &mut steps);
        if !steps.is_empty() {
            self.queue_steps(steps);
        }
    }

    /// An ICE restart has replaced candidates and pairs.
    pub(in crate::api::peer_connection) fn ice_statistics_ended(
        self: &Arc<Self>,
        state: &State,
        id: TransportId,
        at: Instant,
        statistics: &IceStatistics,
        steps: &mut Steps,
    ) {
        if let Some(at_index) = state.transport_index(id)
            && self.hears_of_ended_stats()
        {
            let gatherer = Gatherer::new(state, &*self.environment, at);
            let ended = gatherer.ice(&state.transports[at_index], statistics);
            self.stats_ended(ended, steps);
        }
    }

    /// The descriptions have dropped a transport.
    pub(in crate::api::peer_connection) fn transport_statistics_ended(
        self: &Arc<Self>,
        state: &mut State,
        at: Instant,
        statistics: &TransportStatistics,
        steps: &mut Steps,
    ) {
        let is_meant = |transport: &super::Transport| transport.id == statistics.transport;
        let retired = &state.retired_transports;
        if let Some(transport) = retired.iter().find(|transport| is_meant(transport))
            && self.hears_of_ended_stats()
        {
            let gatherer = Gatherer::new(state, &*self.environment, at);
            let mut ended = vec![gatherer.transport(transport, Some(statistics))];
            ended.extend(gatherer.ice(transport, &statistics.ice));
            self.stats_ended(ended, steps);
        }
        state
            .retired_transports
            .retain(|transport| !is_meant(transport));
    }

    /// Closed channels had to make room for others.
    pub(super) fn channels_ended(self: &Arc<Self>, steps: &mut Steps) {
        let mut state = self.state.lock();
        let gone = state.statistics.closed_channels.take_gone();
        let at = self.environment.now();
        let gatherer = Gatherer::new(&state, &*self.environment, at);
        let ended = gone.iter().map(|channel| gatherer.closed_channel(channel));
        self.stats_ended(ended.collect(), steps);
    }

    fn hears_of_ended_stats(&self) -> bool {
        self.target.is_listened_to(EventType::StatsEnded)
    }

    fn stats_ended(self: &Arc<Self>, ended: Vec<RTCStats>, steps: &mut Steps) {
        if ended.is_empty() {
            return;
        }
        steps.fire(Event::with(
            EventType::StatsEnded,
            Target::PeerConnection(Arc::clone(self)),
            EventDetail::Stats {
                report: RTCStatsReport::new(ended),
            },
        ));
    }
}
