//! webrtc-pc, "addTrack" and "removeTrack".

use std::sync::Arc;

use super::RTCPeerConnection;
use super::operations_chain::closed;
use super::state::State;
use super::transceivers::with_sending;
use crate::api::error::{Error, ErrorName};
use crate::api::media_stream::RTCMediaStream;
use crate::api::media_stream_track::RTCMediaStreamTrack;
use crate::api::rtp::{self, RTCRtpSender, RTCRtpTransceiver};
use crate::negotiation::media::{Direction, MediaKind};

impl RTCPeerConnection {
    /// `addTrack`.
    pub(crate) fn add_track(
        self: &Arc<Self>,
        track: Arc<RTCMediaStreamTrack>,
        streams: Vec<Arc<RTCMediaStream>>,
    ) -> Result<Arc<RTCRtpSender>, Error> {
        let mut state = self.state.lock();
        if state.is_closed {
            return Err(closed());
        }
        if state.sender_of(&track).is_some() {
            return Err(Error::new(
                ErrorName::InvalidAccessError,
                format!("the track {} is sent already", track.id()),
            ));
        }
        let streams = rtp::unique(streams);
        let transceiver = match state.reusable_transceiver(track.kind()) {
            Some(transceiver) => {
                use_sender(&mut state, &transceiver, track, streams);
                transceiver
            }
            None => self.send_by_new_transceiver(&mut state, track, streams)?,
        };
        self.update_negotiation_needed(&mut state);
        Ok(Arc::clone(transceiver.sender()))
    }

    fn send_by_new_transceiver(
        &self,
        state: &mut State,
        track: Arc<RTCMediaStreamTrack>,
        streams: Vec<Arc<RTCMediaStream>>,
    ) -> Result<Arc<RTCRtpTransceiver>, Error> {
        let kind = track.kind();
        let encodings = rtp::validate_send_encodings(kind, Vec::new())?;
        let msid_track = track.id().to_owned();
        let transceiver =
            state
                .negotiation
                .create_transceiver(kind, Direction::Sendrecv, msid_track, encodings);
        transceiver.added_by_add_track = true;
        transceiver.sender.has_track = true;
        transceiver.sender.stream_ids = rtp::ids(&streams);
        let key = transceiver.key;
        self.create_objects(state, key, Some(track), streams)
            .ok_or_else(|| Error::new(ErrorName::OperationError, "the transceiver is gone"))
    }

    /// `removeTrack`.
    pub(crate) fn remove_track(self: &Arc<Self>, sender: &Arc<RTCRtpSender>) -> Result<(), Error> {
        let mut guard = self.state.lock();
        let state = &mut *guard;
        if state.is_closed {
            return Err(closed());
        }
        if !std::ptr::eq(sender.context.connection.as_ptr(), Arc::as_ptr(self)) {
            return Err(Error::new(
                ErrorName::InvalidAccessError,
                "the sender is of another connection",
            ));
        }
        let before = self.stats_before(state);
        let Some(transceiver) = state.negotiation.transceiver_mut(sender.key()) else {
            // It left the set.
            return Ok(());
        };
        let mut slots = sender.context.slots.lock();
        if transceiver.stopping || transceiver.stopped {
            return Ok(());
        }
        let Some(track) = slots.sender_track.take() else {
            return Ok(());
        };
        state.statistics.media_sources.detach(&track);
        transceiver.sender.has_track = false;
        transceiver.direction = with_sending(transceiver.direction, false);
        slots.refresh(transceiver);
        drop(slots);
        self.queue_stats_after(state, before);
        self.update_negotiation_needed(state);
        Ok(())
    }
}

impl State {
    /// The sender of a track in "CollectSenders".
    pub(super) fn sender_of(&self, track: &Arc<RTCMediaStreamTrack>) -> Option<Arc<RTCRtpSender>> {
        let sends = |sender: &&Arc<RTCRtpSender>| {
            let slots = sender.context.slots.lock();
            let sent = slots.sender_track.as_ref();
            sent.is_some_and(|sent| Arc::ptr_eq(sent, track))
        };
        let active = self.collect_active();
        let mut senders = active.iter().map(|transceiver| transceiver.sender());
        senders.find(sends).cloned()
    }

    /// The first one whose sender was never used to send and has no track.
    fn reusable_transceiver(&self, kind: MediaKind) -> Option<Arc<RTCRtpTransceiver>> {
        self.collect_active().into_iter().find(|object| {
            let slots = object.context.slots.lock();
            slots.sender_track.is_none()
                && slots.transceiver.kind == kind
                && !slots.transceiver.stopping
                && !slots.has_sent
        })
    }
}

/// "Run the following steps to use that sender."
fn use_sender(
    state: &mut State,
    object: &Arc<RTCRtpTransceiver>,
    track: Arc<RTCMediaStreamTrack>,
    streams: Vec<Arc<RTCMediaStream>>,
) {
    state.negotiation.attach_track(object.key(), track.id());
    let Some(transceiver) = state.negotiation.transceiver_mut(object.key()) else {
        return;
    };
    transceiver.added_by_add_track = true;
    transceiver.sender.stream_ids = rtp::ids(&streams);
    transceiver.direction = with_sending(transceiver.direction, true);
    state.statistics.media_sources.attach(&track);
    let mut slots = object.context.slots.lock();
    slots.sender_track = Some(track);
    slots.local_streams = streams;
    slots.refresh(transceiver);
}
