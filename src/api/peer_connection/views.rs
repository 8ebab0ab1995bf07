//! The description attributes as objects: the same object while the content stays.

use std::sync::Arc;

use crate::api::enums::RTCSdpType;
use crate::api::session_description::RTCSessionDescription;
use crate::negotiation::{Description, NegotiationState, SdpType};

/// What the four slots show.
#[derive(Clone, Default)]
pub(super) struct Views {
    pub(super) current_local: Option<Arc<RTCSessionDescription>>,
    pub(super) pending_local: Option<Arc<RTCSessionDescription>>,
    pub(super) current_remote: Option<Arc<RTCSessionDescription>>,
    pub(super) pending_remote: Option<Arc<RTCSessionDescription>>,
}

impl Views {
    /// Follows the slots. A description that moved from pending to current keeps its object.
    ///
    /// When descriptions are set, and then whenever the application looks: a candidate makes no text of a description that
    /// nobody reads.
    pub(super) fn refresh(&mut self, negotiation: &NegotiationState) {
        let old = self.clone();
        self.current_local = view(
            &negotiation.current_local,
            [&old.current_local, &old.pending_local],
        );
        self.pending_local = view(
            &negotiation.pending_local,
            [&old.pending_local, &old.current_local],
        );
        self.current_remote = view(
            &negotiation.current_remote,
            [&old.current_remote, &old.pending_remote],
        );
        self.pending_remote = view(
            &negotiation.pending_remote,
            [&old.pending_remote, &old.current_remote],
        );
    }
}

fn view(
    slot: &Option<Description>,
    old: [&Option<Arc<RTCSessionDescription>>; 2],
) -> Option<Arc<RTCSessionDescription>> {
    let description = slot.as_ref()?;
    let sdp_type = sdp_type(description.kind);
    let sdp = description.text();
    let known = old
        .into_iter()
        .flatten()
        .find(|known| known.has_content(sdp_type, &sdp));
    Some(match known {
        Some(known) => Arc::clone(known),
        None => RTCSessionDescription::create(sdp_type, sdp),
    })
}

pub(super) fn sdp_type(kind: SdpType) -> RTCSdpType {
    match kind {
        SdpType::Offer => RTCSdpType::Offer,
        SdpType::Pranswer => RTCSdpType::Pranswer,
        SdpType::Answer => RTCSdpType::Answer,
        SdpType::Rollback => RTCSdpType::Rollback,
    }
}

pub(super) fn kind(sdp_type: RTCSdpType) -> SdpType {
    match sdp_type {
        RTCSdpType::Offer => SdpType::Offer,
        RTCSdpType::Pranswer => SdpType::Pranswer,
        RTCSdpType::Answer => SdpType::Answer,
        RTCSdpType::Rollback => SdpType::Rollback,
    }
}
