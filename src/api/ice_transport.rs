//! `RTCIceTransport`.

use std::sync::Arc;

use parking_lot::Mutex;

use super::enums::{RTCIceComponent, RTCIceGathererState, RTCIceRole, RTCIceTransportState};
use super::event_target::{EventTarget, Silence};
use super::ice_candidate::{RTCIceCandidate, RTCIceCandidatePair};
use super::object::{Object, ObjectKind};

/// `RTCIceParameters`.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct RTCIceParameters {
    pub(crate) username_fragment: String,
    pub(crate) password: String,
}

/// `RTCIceTransport`.
#[repr(C)]
pub(crate) struct RTCIceTransport {
    object: Object,
    target: EventTarget,
    component: RTCIceComponent,
    pub(super) slots: Mutex<IceTransportSlots>,
}

/// The internal slots; this lock is taken last.
pub(super) struct IceTransportSlots {
    pub(super) role: RTCIceRole,
    pub(super) state: RTCIceTransportState,
    pub(super) gathering_state: RTCIceGathererState,
    pub(super) local_candidates: Vec<Arc<RTCIceCandidate>>,
    pub(super) remote_candidates: Vec<Arc<RTCIceCandidate>>,
    pub(super) selected_pair: Option<Arc<RTCIceCandidatePair>>,
    pub(super) local_parameters: Option<RTCIceParameters>,
    pub(super) remote_parameters: Option<RTCIceParameters>,
}

impl RTCIceTransport {
    pub(super) fn create(component: RTCIceComponent, silenced: Arc<Silence>) -> Arc<Self> {
        Arc::new(Self {
            object: Object::new(ObjectKind::IceTransport),
            target: EventTarget::new(silenced),
            component,
            slots: Mutex::new(IceTransportSlots {
                role: RTCIceRole::Unknown,
                state: RTCIceTransportState::New,
                gathering_state: RTCIceGathererState::New,
                local_candidates: Vec::new(),
                remote_candidates: Vec::new(),
                selected_pair: None,
                local_parameters: None,
                remote_parameters: None,
            }),
        })
    }

    pub(crate) fn object(&self) -> &Object {
        &self.object
    }

    pub(crate) fn event_target(&self) -> &EventTarget {
        &self.target
    }

    pub(crate) fn role(&self) -> RTCIceRole {
        self.slots.lock().role
    }

    /// `rtcp` where that is not multiplexed.
    pub(crate) fn component(&self) -> RTCIceComponent {
        self.component
    }

    pub(crate) fn state(&self) -> RTCIceTransportState {
        self.slots.lock().state
    }

    pub(crate) fn gathering_state(&self) -> RTCIceGathererState {
        self.slots.lock().gathering_state
    }

    /// `getLocalCandidates`.
    pub(crate) fn local_candidates(&self) -> Vec<Arc<RTCIceCandidate>> {
        self.slots.lock().local_candidates.clone()
    }

    /// `getRemoteCandidates`.
    pub(crate) fn remote_candidates(&self) -> Vec<Arc<RTCIceCandidate>> {
        self.slots.lock().remote_candidates.clone()
    }

    /// `getSelectedCandidatePair`.
    pub(crate) fn selected_candidate_pair(&self) -> Option<Arc<RTCIceCandidatePair>> {
        let slots = self.slots.lock();
        match slots.state {
            RTCIceTransportState::New | RTCIceTransportState::Closed => None,
            _ => slots.selected_pair.clone(),
        }
    }

    /// `getLocalParameters`.
    pub(crate) fn local_parameters(&self) -> Option<RTCIceParameters> {
        self.slots.lock().local_parameters.clone()
    }

    /// `getRemoteParameters`.
    pub(crate) fn remote_parameters(&self) -> Option<RTCIceParameters> {
        self.slots.lock().remote_parameters.clone()
    }
}
