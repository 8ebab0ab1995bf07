//! webrtc-pc, "Updating the Negotiation-Needed flag".

use std::sync::Arc;

use super::RTCPeerConnection;
use super::state::State;
use crate::api::event::EventType;
use crate::api::task::Steps;
use crate::negotiation::SignalingState;

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
        if state.negotiation.signaling_state != SignalingState::Stable {
            return;
        }
        if !state.negotiation.is_negotiation_needed() {
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
