//! webrtc-pc, "Updating the Negotiation-Needed flag".

use std::sync::Arc;

use super::RTCPeerConnection;
use super::state::State;
use crate::api::enums::RTCSignalingState;
use crate::api::event::EventType;
use crate::api::task::Steps;

impl RTCPeerConnection {
    /// "Update the negotiation-needed flag".
    pub(super) fn update_negotiation_needed(&self, state: &mut State) {
        if !state.operations.is_empty() {
            state.update_negotiation_needed_flag_on_empty_chain = true;
            return;
        }
        self.queue_then(Self::negotiation_needed_steps);
    }

    fn negotiation_needed_steps(self: &Arc<Self>, steps: &mut Steps) {
        let mut state = self.state.lock();
        if state.is_closed {
            return;
        }
        if !state.operations.is_empty() {
            state.update_negotiation_needed_flag_on_empty_chain = true;
            return;
        }
        if state.signaling_state != RTCSignalingState::Stable {
            return;
        }
        if !is_negotiation_needed(&state) {
            state.negotiation_needed = false;
            return;
        }
        if state.negotiation_needed {
            return;
        }
        state.negotiation_needed = true;
        steps.fire(self.event(EventType::NegotiationNeeded));
    }
}

/// "Check if negotiation is needed".
fn is_negotiation_needed(state: &State) -> bool {
    if !state.local_ice_credentials_to_replace.is_empty() {
        return true;
    }
    let wants_data =
        state.last_channel_key > 0 || state.configuration.always_negotiate_data_channels;
    wants_data && !state.data_section_negotiated
}
