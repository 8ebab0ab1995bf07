//! webrtc-pc, "addTransceiver", and the steps of `createOffer` with legacy options, which use it.

use std::sync::Arc;

use super::operations_chain::closed;
use super::state::State;
use super::{RTCOfferOptions, RTCPeerConnection};
use crate::api::error::{Error, ErrorName};
use crate::api::rtp::{self, RTCRtpTransceiver, RTCRtpTransceiverInit, TrackOrKind};
use crate::negotiation::media::{Direction, MediaKind};

impl RTCPeerConnection {
    /// `addTransceiver`.
    pub(crate) fn add_transceiver(
        self: &Arc<Self>,
        track_or_kind: TrackOrKind,
        init: RTCRtpTransceiverInit,
    ) -> Result<Arc<RTCRtpTransceiver>, Error> {
        let mut state = self.state.lock();
        let transceiver = self.create_a_transceiver(&mut state, track_or_kind, init)?;
        self.update_negotiation_needed(&mut state);
        Ok(transceiver)
    }

    fn create_a_transceiver(
        &self,
        state: &mut State,
        track_or_kind: TrackOrKind,
        init: RTCRtpTransceiverInit,
    ) -> Result<Arc<RTCRtpTransceiver>, Error> {
        let type_error = |message: String| Error::new(ErrorName::TypeError, message);
        let (kind, track) = match track_or_kind {
            TrackOrKind::Track(track) => (track.kind(), Some(track)),
            TrackOrKind::Kind(kind) => match MediaKind::parse(&kind) {
                Some(kind) => (kind, None),
                None => return Err(type_error(format!("{kind:?} is no kind of media"))),
            },
        };
        let direction = rtp::direction(init.direction).ok_or_else(|| {
            type_error("a transceiver cannot begin with the direction stopped".to_owned())
        })?;
        if state.is_closed {
            return Err(closed());
        }
        let encodings = rtp::validate_send_encodings(kind, init.send_encodings)?;
        let msid_track = track.as_ref().map(|track| track.id().to_owned());
        let streams = rtp::unique(init.streams);
        let transceiver = state.negotiation.create_transceiver(
            kind,
            direction,
            msid_track.unwrap_or_default(),
            encodings,
        );
        transceiver.sender.has_track = track.is_some();
        transceiver.sender.stream_ids = rtp::ids(&streams);
        let key = transceiver.key;
        self.create_objects(state, key, track, streams)
            .ok_or_else(|| Error::new(ErrorName::OperationError, "the transceiver is gone"))
    }

    /// "Legacy configuration extensions": what `offerToReceiveAudio` and `offerToReceiveVideo` do before an offer is created.
    pub(super) fn offer_to_receive(&self, options: &RTCOfferOptions) {
        let mut state = self.state.lock();
        for (kind, receive) in [
            (MediaKind::Audio, options.offer_to_receive_audio),
            (MediaKind::Video, options.offer_to_receive_video),
        ] {
            match receive {
                None => {}
                Some(false) => {
                    state.change_directions(kind, |direction| {
                        Direction::of(direction.sends(), false)
                    });
                }
                Some(true) if state.is_closed || state.receives(kind) => {}
                Some(true) => {
                    let init = RTCRtpTransceiverInit {
                        direction: crate::api::enums::RTCRtpTransceiverDirection::Recvonly,
                        ..RTCRtpTransceiverInit::default()
                    };
                    let kind = TrackOrKind::Kind(kind.as_str().to_owned());
                    // Nothing that it could refuse; the negotiation-needed flag stays.
                    let made = self.create_a_transceiver(&mut state, kind, init);
                    if let Err(error) = made {
                        log::warn!("no transceiver to receive with: {error}");
                    }
                }
            }
        }
    }
}

impl State {
    /// Whether a transceiver that is not stopped asks to receive.
    fn receives(&self, kind: MediaKind) -> bool {
        let mut transceivers = self.negotiation.transceivers.iter();
        transceivers.any(|it| it.kind == kind && !it.stopping && it.direction.receives())
    }

    fn change_directions(&mut self, kind: MediaKind, change: impl Fn(Direction) -> Direction) {
        for transceiver in &mut self.negotiation.transceivers {
            if transceiver.kind == kind && !transceiver.stopping {
                transceiver.direction = change(transceiver.direction);
            }
        }
        self.refresh_transceivers();
    }
}
