//! webrtc-pc, "getStats" of `RTCPeerConnection`, `RTCRtpSender` and `RTCRtpReceiver`.

use std::sync::Arc;

use super::Gatherer;
use crate::api::error::{Error, ErrorName};
use crate::api::media_stream_track::RTCMediaStreamTrack;
use crate::api::peer_connection::operations_chain::aborted;
use crate::api::peer_connection::state::State;
use crate::api::peer_connection::{Completion, RTCPeerConnection};
use crate::api::stats::{RTCStatsReport, RTCStatsType, select};
use crate::api::task::Steps;
use crate::negotiation::TransceiverKey;
use crate::session::{self, Command, StatisticsId};

/// What is to be reported on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::api) enum StatsSelector {
    /// Null: the whole connection.
    None,
    Sender(TransceiverKey),
    Receiver(TransceiverKey),
}

pub(super) struct Request {
    selector: StatsSelector,
    completion: Completion<Arc<RTCStatsReport>>,
}

impl RTCPeerConnection {
    /// `getStats`. It also tells of a connection that is closed.
    pub(crate) fn get_stats(
        self: &Arc<Self>,
        selector: Option<&Arc<RTCMediaStreamTrack>>,
        completion: Completion<Arc<RTCStatsReport>>,
    ) -> Result<(), Error> {
        let selector = match selector {
            None => StatsSelector::None,
            Some(track) => self.state.lock().stats_selector(track)?,
        };
        self.gather_stats(selector, completion);
        Ok(())
    }

    /// "Run the following steps in parallel".
    pub(in crate::api) fn gather_stats(
        &self,
        selector: StatsSelector,
        completion: Completion<Arc<RTCStatsReport>>,
    ) {
        let mut state = self.state.lock();
        let statistics = &mut state.statistics;
        statistics.last_request += 1;
        let id = StatisticsId(statistics.last_request);
        let request = Request {
            selector,
            completion,
        };
        statistics.pending.insert(id, request);
        if statistics.network_ended {
            drop(state);
            self.queue_then(move |connection, steps| {
                connection.settle_stats(&mut connection.state.lock(), id, steps);
            });
        } else {
            self.link.send(Command::GetStatistics { request: id });
        }
    }

    pub(in crate::api::peer_connection) fn statistics_arrived(
        self: &Arc<Self>,
        state: &mut State,
        id: StatisticsId,
        statistics: Box<session::Statistics>,
        steps: &mut Steps,
    ) {
        state.statistics.last = Some(statistics);
        self.settle_stats(state, id, steps);
        if !state.statistics.network_ended && !state.is_closed {
            // It is of no use once the report is made.
            state.statistics.last = None;
        }
    }

    /// The network side is gone: what it said last is all there is.
    pub(in crate::api::peer_connection) fn statistics_ended(self: &Arc<Self>) {
        self.state.lock().statistics.network_ended = true;
        self.queue_then(|connection, steps| {
            let mut state = connection.state.lock();
            let pending: Vec<_> = state.statistics.pending.keys().copied().collect();
            for id in pending {
                connection.settle_stats(&mut state, id, steps);
            }
        });
    }

    /// The connection's last reference is gone, and with it whom to ask.
    pub(in crate::api::peer_connection) fn abort_stats(&self) {
        let pending = std::mem::take(&mut self.state.lock().statistics.pending);
        if pending.is_empty() {
            return;
        }
        let mut steps = Steps::default();
        for request in pending.into_values() {
            steps.call(Box::new(move || (request.completion)(Err(aborted()))));
        }
        self.queue_steps(steps);
    }

    fn settle_stats(&self, state: &mut State, id: StatisticsId, steps: &mut Steps) {
        let Some(request) = state.statistics.pending.remove(&id) else {
            return;
        };
        let report = self.report(state, request.selector);
        steps.call(Box::new(move || (request.completion)(Ok(report))));
    }

    /// The "stats selection algorithm".
    fn report(&self, state: &State, selector: StatsSelector) -> Arc<RTCStatsReport> {
        let nothing = session::Statistics {
            at: self.environment.now(),
            transports: Vec::new(),
        };
        let counted = state.statistics.last.as_deref().unwrap_or(&nothing);
        let gatherer = Gatherer::new(state, &*self.environment, counted.at);
        let all = gatherer.all(counted);
        let stats = match selector {
            StatsSelector::None => all,
            StatsSelector::Sender(key) => {
                let streams = gatherer.streams_of_sender(key);
                select(all, |stats| streams.contains(&stats.id))
            }
            StatsSelector::Receiver(_) => {
                select(all, |stats| stats.stats_type() == RTCStatsType::InboundRtp)
            }
        };
        RTCStatsReport::new(stats)
    }
}

impl State {
    /// The sender or receiver of a track, if it is the only one.
    fn stats_selector(&self, track: &Arc<RTCMediaStreamTrack>) -> Result<StatsSelector, Error> {
        let mut found = Vec::new();
        for transceiver in self.transceivers.values() {
            let sent = transceiver.sender().track();
            if sent.is_some_and(|sent| Arc::ptr_eq(&sent, track)) {
                found.push(StatsSelector::Sender(transceiver.key()));
            }
            if Arc::ptr_eq(transceiver.receiver().track(), track) {
                found.push(StatsSelector::Receiver(transceiver.key()));
            }
        }
        match found[..] {
            [selector] => Ok(selector),
            _ => Err(Error::new(
                ErrorName::InvalidAccessError,
                format!(
                    "the track {} belongs to {} senders and receivers of the connection, not to one",
                    track.id(),
                    found.len()
                ),
            )),
        }
    }
}
