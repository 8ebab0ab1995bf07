//! webrtc-pc's procedures of RTCIceTransport and RTCDtlsTransport that the network starts.

use std::sync::Arc;

use super::RTCPeerConnection;
use super::carry_out::visible_role;
use super::channel_events::rtc_error;
use super::state::State;
use crate::api::enums::{RTCDtlsTransportState, RTCIceGathererState, RTCIceTransportState};
use crate::api::error::RtcErrorDetailType;
use crate::api::event::{Event, EventDetail, EventType, Target};
use crate::api::ice_candidate::{RTCIceCandidate, RTCLocalIceCandidateInit};
use crate::api::task::Steps;
use crate::negotiation::IceCredentials;
use crate::sdp::candidate::CandidateAttribute;
use crate::session::{
    DtlsError, DtlsErrorKind, DtlsState, IceCandidateError, IceGatheringState, IceRole,
    IceTransportState, SelectedPair, TransportId,
};

impl RTCPeerConnection {
    /// "Began gathering" and "finished gathering".
    pub(super) fn gathering_state_changed(
        self: &Arc<Self>,
        state: &mut State,
        id: TransportId,
        gathering: IceGatheringState,
        steps: &mut Steps,
    ) {
        let Some(at) = state.transport_index(id) else {
            return;
        };
        if gathering == IceGatheringState::Complete {
            self.end_of_candidates(state, at, steps);
            // A second task in the text, so that the state is seen to change only after the event.
            steps.then(move |connection, steps| {
                let mut state = connection.state.lock();
                if let Some(at) = state.transport_index(id).filter(|_| !state.is_closed) {
                    let complete = RTCIceGathererState::Complete;
                    connection.set_gatherer_state(&mut state, at, complete, steps);
                    steps.fire(connection.candidate_event(None, None));
                }
            });
        } else {
            let new_state = match gathering {
                IceGatheringState::New => RTCIceGathererState::New,
                _ => RTCIceGathererState::Gathering,
            };
            self.set_gatherer_state(state, at, new_state, steps);
        }
    }

    fn set_gatherer_state(
        self: &Arc<Self>,
        state: &mut State,
        at: usize,
        new_state: RTCIceGathererState,
        steps: &mut Steps,
    ) {
        let ice = Arc::clone(state.transports[at].dtls.ice_transport());
        ice.slots.lock().gathering_state = new_state;
        let changed = self.update_ice_gathering_state(state);
        let target = Target::IceTransport(ice);
        steps.fire(Event::new(EventType::GatheringStateChange, target));
        if changed {
            steps.fire(self.event(EventType::IceGatheringStateChange));
        }
    }

    /// The candidate that stands for the end of a generation.
    fn end_of_candidates(self: &Arc<Self>, state: &mut State, at: usize, steps: &mut Steps) {
        let transport = &state.transports[at];
        let ufrag = transport.local_ufrag();
        let candidate = RTCIceCandidate::create(RTCLocalIceCandidateInit {
            init: transport.candidate_init(String::new(), ufrag.clone()),
            ..Default::default()
        });
        add_to_descriptions(state, at, ufrag, None);
        steps.fire(self.candidate_event(Some(candidate), None));
    }

    /// "A new ICE candidate is available", then "surface the candidate".
    pub(super) fn candidate_available(
        self: &Arc<Self>,
        state: &mut State,
        id: TransportId,
        candidate: CandidateAttribute,
        url: Option<String>,
        steps: &mut Steps,
    ) {
        let Some(at) = state.transport_index(id) else {
            return;
        };
        let transport = &state.transports[at];
        let ufrag = match candidate.username_fragment() {
            Some(ufrag) => Some(ufrag.to_owned()),
            None => transport.local_ufrag(),
        };
        add_to_descriptions(state, at, ufrag.clone(), Some(&candidate));
        let transport = &state.transports[at];
        let candidate = RTCIceCandidate::create(RTCLocalIceCandidateInit {
            init: transport.candidate_init(candidate.to_string(), ufrag),
            relay_protocol: None,
            url: url.clone(),
        });
        let ice = transport.dtls.ice_transport();
        ice.slots
            .lock()
            .local_candidates
            .push(Arc::clone(&candidate));
        steps.fire(self.candidate_event(Some(candidate), url));
    }

    fn candidate_event(
        self: &Arc<Self>,
        candidate: Option<Arc<RTCIceCandidate>>,
        url: Option<String>,
    ) -> Event {
        Event::with(
            EventType::IceCandidate,
            Target::PeerConnection(Arc::clone(self)),
            EventDetail::IceCandidate { candidate, url },
        )
    }

    pub(super) fn candidate_error(self: &Arc<Self>, error: IceCandidateError, steps: &mut Steps) {
        steps.fire(Event::with(
            EventType::IceCandidateError,
            Target::PeerConnection(Arc::clone(self)),
            EventDetail::IceCandidateError {
                address: error.address,
                port: error.port,
                url: error.url,
                error_code: error.error_code,
                error_text: error.error_text,
            },
        ));
    }

    /// "Change the selected candidate pair and state".
    pub(super) fn ice_state_changed(
        self: &Arc<Self>,
        state: &mut State,
        id: TransportId,
        new_state: IceTransportState,
        pair: Option<SelectedPair>,
        steps: &mut Steps,
    ) {
        let Some(at) = state.transport_index(id) else {
            return;
        };
        let transport = &mut state.transports[at];
        let ice = Arc::clone(transport.dtls.ice_transport());
        let pair_changed = transport.selected_pair != pair;
        if pair_changed {
            let object = pair.as_ref().map(|pair| transport.pair_object(pair));
            ice.slots.lock().selected_pair = object;
            transport.selected_pair = pair;
        }
        let new_state = ice_transport_state(new_state);
        let before = std::mem::replace(&mut ice.slots.lock().state, new_state);
        if pair_changed {
            let target = Target::IceTransport(Arc::clone(&ice));
            steps.fire(Event::new(EventType::SelectedCandidatePairChange, target));
        }
        if before != new_state {
            let target = Target::IceTransport(ice);
            steps.fire(Event::new(EventType::StateChange, target));
            self.update_connection_states(state, steps);
        }
    }

    pub(super) fn ice_role_changed(state: &State, id: TransportId, role: IceRole) {
        if let Some(at) = state.transport_index(id) {
            let ice = state.transports[at].dtls.ice_transport();
            ice.slots.lock().role = visible_role(role);
        }
    }

    /// The tasks of RTCDtlsTransport: an error, or another state. "Update the connection state" follows.
    pub(super) fn dtls_state_changed(
        self: &Arc<Self>,
        state: &mut State,
        id: TransportId,
        new_state: DtlsState,
        steps: &mut Steps,
    ) {
        let Some(at) = state.transport_index(id) else {
            return;
        };
        let dtls = Arc::clone(&state.transports[at].dtls);
        let before = self.stats_before(state);
        let mut slots = dtls.slots.lock();
        if slots.state == RTCDtlsTransportState::Failed {
            return;
        }
        let mut failure = None;
        slots.state = match new_state {
            DtlsState::Connecting => RTCDtlsTransportState::Connecting,
            DtlsState::Connected {
                remote_certificates,
            } => {
                slots.remote_certificates = remote_certificates;
                RTCDtlsTransportState::Connected
            }
            DtlsState::Closed => RTCDtlsTransportState::Closed,
            DtlsState::Failed(error) => {
                failure = Some(error);
                RTCDtlsTransportState::Failed
            }
        };
        drop(slots);
        self.stats_after(state, before, steps);
        let target = Target::DtlsTransport(Arc::clone(&dtls));
        if let Some(failure) = failure {
            let detail = EventDetail::Error {
                error: dtls_failure(failure),
            };
            steps.fire(Event::with(EventType::Error, target.clone(), detail));
        }
        steps.fire(Event::new(EventType::StateChange, target));
        self.update_connection_states(state, steps);
    }
}

/// Adds a candidate, or the end of candidates, to the local descriptions of its generation.
fn add_to_descriptions(
    state: &mut State,
    at: usize,
    ufrag: Option<String>,
    candidate: Option<&CandidateAttribute>,
) {
    let credentials = IceCredentials {
        ufrag: ufrag.unwrap_or_default(),
        pwd: String::new(),
    };
    let key = state.transports[at].key;
    let added = state
        .negotiation
        .add_local_candidate(key, &credentials, candidate);
    if let Err(error) = added {
        log::warn!("a local candidate is left out of the description: {error}");
    }
}

fn dtls_failure(failure: DtlsError) -> crate::api::error::Error {
    let detail = match failure.kind {
        DtlsErrorKind::FingerprintFailure => RtcErrorDetailType::FingerprintFailure,
        DtlsErrorKind::DtlsFailure => RtcErrorDetailType::DtlsFailure,
    };
    let mut error = rtc_error(detail, failure.message);
    if let Some(fields) = &mut error.rtc {
        fields.sent_alert = failure.sent_alert.map(u32::from);
        fields.received_alert = failure.received_alert.map(u32::from);
    }
    error
}

fn ice_transport_state(state: IceTransportState) -> RTCIceTransportState {
    match state {
        IceTransportState::New => RTCIceTransportState::New,
        IceTransportState::Checking => RTCIceTransportState::Checking,
        IceTransportState::Connected => RTCIceTransportState::Connected,
        IceTransportState::Completed => RTCIceTransportState::Completed,
        IceTransportState::Disconnected => RTCIceTransportState::Disconnected,
        IceTransportState::Failed => RTCIceTransportState::Failed,
        IceTransportState::Closed => RTCIceTransportState::Closed,
    }
}
