//! What the network tells: one task a drain, whose steps are the events, one after the other.

use std::sync::{Arc, Weak};
use std::vec::IntoIter;

use parking_lot::Mutex;

use super::RTCPeerConnection;
use super::pool::transport_of;
use crate::api::environment::{Ended, Environment, EventSink};
use crate::api::task::{Callbacks, Steps, Task};
use crate::session::{DtlsError, DtlsErrorKind, DtlsState, Event, IceTransportState, SctpError};

/// Turns what a drain brought into a task.
pub(super) struct Sink {
    hearer: Mutex<Hearer>,
    environment: Arc<dyn Environment>,
}

/// Who hears of the network.
#[derive(Default)]
struct Hearer {
    connection: Weak<RTCPeerConnection>,
    /// The network side ended before there was a connection to tell.
    ended: Option<Ended>,
}

impl Sink {
    pub(super) fn new(environment: Arc<dyn Environment>) -> Arc<Self> {
        Arc::new(Self {
            hearer: Mutex::default(),
            environment,
        })
    }

    /// Names the connection: before the first command, so before the first event. The runtime may have ended by now.
    pub(super) fn attach(&self, connection: &Arc<RTCPeerConnection>) {
        let mut hearer = self.hearer.lock();
        hearer.connection = Arc::downgrade(connection);
        let ended = hearer.ended.take();
        drop(hearer);
        if let Some(reason) = ended {
            connection.network_ended(reason);
        }
    }
}

impl EventSink for Sink {
    fn deliver(self: Arc<Self>, events: Vec<Event>) {
        let connection = Weak::clone(&self.hearer.lock().connection);
        let task = NetworkTask::new(connection, events);
        self.environment.queue_task(Box::new(task));
    }

    fn ended(self: Arc<Self>, reason: Ended) {
        let mut hearer = self.hearer.lock();
        let connection = hearer.connection.upgrade();
        if connection.is_none() {
            hearer.ended = Some(reason);
        }
        drop(hearer);
        if let Some(connection) = connection {
            connection.network_ended(reason);
        }
    }
}

pub(super) struct NetworkTask {
    connection: Weak<RTCPeerConnection>,
    events: IntoIter<Event>,
    /// What is left of the event in hand.
    steps: Steps,
}

impl NetworkTask {
    pub(super) fn new(connection: Weak<RTCPeerConnection>, events: Vec<Event>) -> Self {
        Self {
            connection,
            events: events.into_iter(),
            steps: Steps::default(),
        }
    }
}

impl Task for NetworkTask {
    fn step(&mut self, callbacks: &mut Callbacks) -> bool {
        if !self.steps.is_empty() {
            self.steps.run_next(&self.connection, callbacks);
        } else if let Some(event) = self.events.next() {
            let Some(connection) = self.connection.upgrade() else {
                return false;
            };
            connection.handle_event(event, &mut self.steps);
        }
        !self.steps.is_empty() || self.events.len() > 0
    }
}

impl RTCPeerConnection {
    fn network_ended(self: &Arc<Self>, reason: Ended) {
        match reason {
            Ended::Shutdown => self.close(),
            Ended::Panicked => self.queue_network_lost(),
        }
        self.statistics_ended();
    }

    /// The network side is gone: everything that it had has failed.
    fn queue_network_lost(&self) {
        self.queue_then(|connection, steps| {
            let mut state = connection.state.lock();
            if state.is_closed {
                return;
            }
            // Also for transports that are yet to be made.
            state.network_lost = true;
            let message = "the network side of the connection failed";
            let transports: Vec<_> = state
                .transports
                .iter()
                .map(|transport| transport.id)
                .collect();
            for transport in transports {
                let error = DtlsError {
                    kind: DtlsErrorKind::DtlsFailure,
                    sent_alert: None,
                    received_alert: None,
                    message: message.to_owned(),
                };
                let failed = DtlsState::Failed(error);
                let ice = IceTransportState::Failed;
                connection.ice_state_changed(&mut state, transport, ice, None, steps);
                connection.dtls_state_changed(&mut state, transport, failed, steps);
            }
            connection.update_connection_states(&mut state, steps);
            let error = SctpError {
                cause_code: None,
                message: message.to_owned(),
            };
            connection.sctp_closed(&mut state, Some(error), steps);
        });
    }

    fn handle_event(self: &Arc<Self>, event: Event, steps: &mut Steps) {
        let mut state = self.state.lock();
        if let Event::Statistics {
            request,
            statistics,
        } = event
        {
            return self.statistics_arrived(&mut state, request, statistics, steps);
        }
        if state.is_closed {
            return;
        }
        // What the pool brings waits until a description takes it.
        if let Some(pooled) = &mut state.pool
            && transport_of(&event) == Some(pooled.id)
        {
            pooled.early.push(event);
            return;
        }
        match event {
            Event::IceGatheringStateChange {
                transport,
                state: gathering,
            } => self.gathering_state_changed(&mut state, transport, gathering, steps),
            Event::LocalCandidate {
                transport,
                candidate,
                url,
            } => self.candidate_available(&mut state, transport, candidate, url, steps),
            Event::IceCandidateError { error, .. } => self.candidate_error(error, steps),
            Event::IceStateChange {
                transport,
                state: ice,
                selected_pair,
            } => self.ice_state_changed(&mut state, transport, ice, selected_pair, steps),
            Event::IceRoleChange { transport, role } => {
                Self::ice_role_changed(&state, transport, role);
            }
            Event::DtlsStateChange {
                transport,
                state: dtls,
            } => self.dtls_state_changed(&mut state, transport, dtls, steps),
            Event::SctpConnected { max_channels } => {
                self.sctp_connected(&mut state, max_channels, steps);
            }
            Event::SctpClosed { error } => self.sctp_closed(&mut state, error, steps),
            Event::ChannelIncoming {
                channel,
                stream_id,
                parameters,
                ..
            } => self.announce_instance(&mut state, channel, stream_id, parameters, steps),
            Event::ChannelOpen { channel } => Self::channel_opened(&state, channel, steps),
            Event::Message {
                channel,
                binary,
                data,
            } => Self::message_received(&state, channel, binary, data, steps),
            Event::BufferedAmountDecrease { channel, bytes } => {
                Self::buffered_amount_decreased(&state, channel, bytes, steps);
            }
            Event::ChannelClosing { channel } => Self::channel_closing(&state, channel, steps),
            Event::ChannelClosed { channel, error } => {
                Self::channel_closed(&mut state, channel, error, steps);
            }
            // Taken above.
            Event::Statistics { .. } => {}
            Event::IceStatisticsEnded {
                transport,
                at,
                statistics,
            } => self.ice_statistics_ended(&state, transport, at, &statistics, steps),
            Event::TransportStatisticsEnded { at, statistics } => {
                self.transport_statistics_ended(&mut state, at, &statistics, steps);
            }
        }
    }
}
