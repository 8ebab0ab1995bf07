//! webrtc-pc, "set a session description": what happens when a description was applied.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::RTCPeerConnection;
use super::channel_events::data_channel_failure;
use super::create_description::error;
use super::state::State;
use crate::api::data_channel::RTCDataChannel;
use crate::api::enums::{RTCDataChannelState, RTCRtpHeaderEncryptionPolicy, RTCSctpTransportState};
use crate::api::error::{Error, ErrorName};
use crate::api::event::{Event, EventType, Target};
use crate::api::sctp_transport::RTCSctpTransport;
use crate::api::task::Steps;
use crate::negotiation::{self, Plan, SctpNegotiated, SctpPlan, SdpType, SignalingState, Source};
use crate::sdp::{MediaSection, SessionDescription};
use crate::session::{Command, DtlsRole, SctpParameters};

impl RTCPeerConnection {
    /// Applies a description; its events become steps. An error changes nothing.
    pub(super) fn apply_description(
        self: &Arc<Self>,
        state: &mut State,
        source: Source,
        kind: SdpType,
        sdp: &str,
        steps: &mut Steps,
    ) -> Result<(), Error> {
        let checked = match source {
            Source::Local => state.negotiation.check_local(kind, sdp),
            Source::Remote => state.negotiation.check_remote(kind, sdp),
        };
        let checked = checked.map_err(error)?;
        check_header_encryption(state, source, checked.sdp())?;
        let stats_before = self.stats_before(state);
        let was_stable = state.negotiation.signaling_state == SignalingState::Stable;
        let plan = state.negotiation.apply(source, checked).map_err(error)?;
        // Step 4.
        if kind == SdpType::Offer && was_stable {
            state.last_stable_state_sctp_transport = state.sctp_transport.clone();
        }
        // Steps 5 and 6: the slots are those of `negotiation`, and are seen now.
        state.views.refresh(&state.negotiation);
        let transports_before = state.transports_considered();
        self.carry_out_transports(state, &plan);
        let error_list = self.carry_out_sctp(state, &plan);
        let media_events = self.carry_out_media(state, &plan);
        self.discard_transports(state, &plan);
        let transports = state.transports_considered();
        let same = |(before, after)| Arc::ptr_eq(before, after);
        if transports_before.len() != transports.len()
            || !transports_before.iter().zip(&transports).all(same)
        {
            self.queue_update_of_states();
        }
        // Step 14.
        if state.negotiation.signaling_state == SignalingState::Stable {
            state.negotiation_needed = false;
            self.update_negotiation_needed(state);
        }
        // Steps 15 and 16.
        if plan.signaling_state_changed {
            steps.fire(self.event(EventType::SignalingStateChange));
        }
        for channel in &error_list {
            steps.fire(data_channel_failure(channel));
        }
        media_events.fire(self, steps);
        self.stats_after(state, stats_before, steps);
        Ok(())
    }

    /// Steps 7, 8, 10 and 12.2. Returns the channels for which there is no id.
    fn carry_out_sctp(&self, state: &mut State, plan: &Plan) -> Vec<Arc<RTCDataChannel>> {
        if plan.kind == SdpType::Rollback {
            let restored = state.last_stable_state_sctp_transport.clone();
            state.sctp_transport = restored;
            return Vec::new();
        }
        match &plan.sctp {
            SctpPlan::Unchanged => Vec::new(),
            SctpPlan::Offered(key) => {
                if let Some(transport) = state.transport_by_key(*key)
                    && state.sctp_transport.is_none()
                {
                    state.sctp_transport = Some(RTCSctpTransport::create(
                        Arc::clone(&transport.dtls),
                        RTCSctpTransportState::Connecting,
                        Arc::clone(&self.silenced),
                    ));
                }
                Vec::new()
            }
            SctpPlan::Negotiated(negotiated) => self.sctp_negotiated(state, plan, negotiated),
            SctpPlan::Closed => {
                self.sctp_declined(state);
                Vec::new()
            }
        }
    }

    /// An answer settled the association: its limits, the DTLS role, and with it the ids.
    fn sctp_negotiated(
        &self,
        state: &mut State,
        plan: &Plan,
        negotiated: &SctpNegotiated,
    ) -> Vec<Arc<RTCDataChannel>> {
        let Some(transport) = state.transport_by_key(negotiated.transport) else {
            return Vec::new();
        };
        let (id, dtls) = (transport.id, Arc::clone(&transport.dtls));
        if let Some(sctp) = &state.sctp_transport {
            sctp.slots.lock().transport = dtls;
        }
        self.update_max_message_size(state, negotiated.remote_max_message_size);
        let planned = plan
            .transports
            .iter()
            .find(|transport| transport.key == negotiated.transport);
        if let Some(dtls) = planned.and_then(|transport| transport.dtls.as_ref()) {
            state.dtls_role = Some(dtls_role(dtls.role));
        }
        self.link.send(Command::StartSctp {
            transport: id,
            parameters: SctpParameters {
                local_port: negotiated.local_port,
                remote_port: negotiated.remote_port,
                local_max_message_size: negotiated.local_max_message_size,
            },
        });
        state.sctp_started = true;
        let error_list = give_ids(state);
        for channel in state.data_channels.values() {
            channel.open_underlying_transport();
        }
        error_list
    }

    /// "Update the data max message size". What can be sent is what the application configured.
    fn update_max_message_size(&self, state: &State, remote: u64) {
        let can_send = state.configuration.duologue.max_message_size;
        let limit = match (remote, can_send) {
            (0, 0) => None,
            (0, limit) | (limit, 0) => Some(limit),
            (remote, can_send) => Some(remote.min(can_send)),
        };
        self.limits
            .max_message_size
            .store(limit.unwrap_or(u64::MAX), Ordering::Release);
        if let Some(sctp) = &state.sctp_transport {
            let value = limit.map_or(f64::INFINITY, |limit| limit as f64);
            sctp.slots.lock().max_message_size = Some(value);
        }
    }

    /// The answer declined data or ended it.
    fn sctp_declined(&self, state: &mut State) {
        let Some(sctp) = state.sctp_transport.take() else {
            return;
        };
        state.sctp_started = false;
        state.dtls_role = None;
        let channels: Vec<_> = state.data_channels.values().cloned().collect();
        let mut task = Steps::default();
        task.then(move |connection, steps| {
            let state = connection.state.lock();
            let before = {
                let mut slots = sctp.slots.lock();
                std::mem::replace(&mut slots.state, RTCSctpTransportState::Closed)
            };
            if !state.is_closed && before != RTCSctpTransportState::Closed {
                steps.fire(Event::new(
                    EventType::StateChange,
                    Target::SctpTransport(sctp),
                ));
            }
            for channel in channels {
                steps.then(move |connection, steps| {
                    connection.announce_as_closed(&channel, None, steps);
                });
            }
        });
        self.queue_steps(task);
    }
}

/// webrtc-extensions, `rtpHeaderEncryptionPolicy`: "require" refuses media whose header extensions would not be encrypted (RFC
/// 9335). That is all media, as long as it is not offered.
fn check_header_encryption(
    state: &State,
    source: Source,
    sdp: &SessionDescription,
) -> Result<(), Error> {
    let policy = state.configuration.rtp_header_encryption_policy;
    if source == Source::Local || policy == RTCRtpHeaderEncryptionPolicy::Negotiate {
        return Ok(());
    }
    let carries_media = |section: &&MediaSection| section.is_rtp() && section.m_line().port != 0;
    match sdp.media.iter().find(carries_media) {
        None => Ok(()),
        Some(section) => Err(Error::new(
            ErrorName::InvalidAccessError,
            format!(
                "line {}: rtpHeaderEncryptionPolicy requires encrypted header extensions",
                section.line_number()
            ),
        )),
    }
}

/// Step 10.2: each channel with a null id gets one, now that the DTLS role is known.
fn give_ids(state: &mut State) -> Vec<Arc<RTCDataChannel>> {
    let Some(role) = state.dtls_role else {
        return Vec::new();
    };
    let mut error_list = Vec::new();
    for channel in state.data_channels.values() {
        let mut slots = channel.slots.lock();
        if slots.id.is_some() || slots.ready_state() != RTCDataChannelState::Connecting {
            continue;
        }
        match state.stream_ids.allocate(role) {
            Some(id) => slots.id = Some(id),
            None => {
                slots.enter(RTCDataChannelState::Closed);
                drop(slots);
                error_list.push(Arc::clone(channel));
            }
        }
    }
    for channel in &error_list {
        state.data_channels.remove(&channel.key);
        state.statistics.keep_channel(channel);
    }
    error_list
}

pub(super) fn dtls_role(role: negotiation::DtlsRole) -> DtlsRole {
    match role {
        negotiation::DtlsRole::Client => DtlsRole::Client,
        negotiation::DtlsRole::Server => DtlsRole::Server,
    }
}
