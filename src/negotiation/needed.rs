//! "Check if negotiation is needed" (webrtc-pc).

use super::state::NegotiationState;

impl NegotiationState {
    pub(crate) fn is_negotiation_needed(&self) -> bool {
        if !self.credentials_to_replace.is_empty() {
            return true;
        }
        // A data section that the peer declined was negotiated too.
        let negotiated = self.current_local.as_ref().is_some_and(|local| {
            local
                .sdp
                .media
                .iter()
                .any(|section| section.is_data_channel())
        });
        self.data_channel_created && !negotiated
    }
}
