//! webrtc-pc, "replaceTrack": what runs in the operations chain.

use std::sync::Arc;

use super::RTCPeerConnection;
use super::operations_chain::{Completion, Operation};
use super::state::State;
use crate::api::error::{Error, ErrorName};
use crate::api::media_stream_track::RTCMediaStreamTrack;
use crate::api::rtp::Context;
use crate::api::task::Steps;

impl RTCPeerConnection {
    /// Chains the steps; the kind of the track was checked.
    pub(in crate::api) fn replace_track(
        self: &Arc<Self>,
        context: Arc<Context>,
        with_track: Option<Arc<RTCMediaStreamTrack>>,
        completion: Completion<()>,
    ) -> Result<(), Error> {
        self.chain(Operation::ReplaceTrack {
            context,
            with_track,
            completion,
        })
    }

    pub(super) fn check_replace_track(context: &Context) -> Result<(), Error> {
        match context.slots.lock().transceiver.stopping {
            false => Ok(()),
            true => Err(Error::new(
                ErrorName::InvalidStateError,
                "the transceiver is stopped",
            )),
        }
    }

    /// The task. Every track can be sent within what was negotiated: the application encodes it.
    pub(super) fn run_replace_track(
        self: &Arc<Self>,
        state: &mut State,
        context: &Context,
        with_track: Option<Arc<RTCMediaStreamTrack>>,
        steps: &mut Steps,
    ) {
        let before = self.stats_before(state);
        if let Some(track) = &with_track {
            state.negotiation.attach_track(context.key, track.id());
        }
        let mut slots = context.slots.lock();
        if let Some(transceiver) = state.negotiation.transceiver_mut(context.key) {
            transceiver.sender.has_track = with_track.is_some();
            slots.refresh(transceiver);
        }
        let sources = &mut state.statistics.media_sources;
        if let Some(track) = &with_track {
            sources.attach(track);
        }
        if let Some(replaced) = std::mem::replace(&mut slots.sender_track, with_track) {
            sources.detach(&replaced);
        }
        drop(slots);
        self.stats_after(state, before, steps);
    }
}
