//! webrtc-pc, "set a session description": what it does to transceivers, tracks and streams.

use std::sync::{Arc, Weak};

use super::RTCPeerConnection;
use super::state::State;
use crate::api::event::{Event, EventDetail, EventType, Target};
use crate::api::media_stream::RTCMediaStream;
use crate::api::media_stream_track::RTCMediaStreamTrack;
use crate::api::rtp::RTCRtpTransceiver;
use crate::api::task::Steps;
use crate::negotiation::media::{Direction, header_extensions_after_answer};
use crate::negotiation::{MediaPlan, Plan, SdpType, TransceiverKey};

/// The lists of the text, as objects: those that leave the set are looked up before they do.
#[derive(Default)]
pub(super) struct MediaEvents {
    mute_tracks: Vec<Arc<RTCMediaStreamTrack>>,
    remove_list: Vec<(Arc<RTCMediaStream>, Arc<RTCMediaStreamTrack>)>,
    add_list: Vec<(Arc<RTCMediaStream>, Arc<RTCMediaStreamTrack>)>,
    track_event_inits: Vec<(Arc<RTCRtpTransceiver>, Vec<Arc<RTCMediaStream>>)>,
    /// The legacy events: streams that no receiver had before, and those that none has any more.
    added_streams: Vec<Arc<RTCMediaStream>>,
    removed_streams: Vec<Arc<RTCMediaStream>>,
}

impl RTCPeerConnection {
    /// Steps 11 to 13, after negotiation has changed its slots.
    pub(super) fn carry_out_media(&self, state: &mut State, plan: &Plan) -> MediaEvents {
        let media = &plan.media;
        for key in &media.created {
            self.create_objects(state, *key, None, Vec::new());
        }
        let streams_before = state.remote_streams();
        let mut events = self.media_events(state, media);
        self.stop_transceivers(state, media, plan.kind);
        if plan.kind == SdpType::Answer {
            state.configure_scalability();
        }
        state.refresh_transceivers();
        self.set_remote_streams(state);
        if matches!(plan.kind, SdpType::Answer | SdpType::Pranswer) {
            state.answer_parameters(plan.kind);
        }
        let streams = state.remote_streams();
        let is_in = |list: &[Arc<RTCMediaStream>], stream: &Arc<RTCMediaStream>| {
            list.iter().any(|known| Arc::ptr_eq(known, stream))
        };
        events.added_streams = streams.clone();
        events
            .added_streams
            .retain(|stream| !is_in(&streams_before, stream));
        events.removed_streams = streams_before;
        events
            .removed_streams
            .retain(|stream| !is_in(&streams, stream));
        events
    }

    fn media_events(&self, state: &mut State, media: &MediaPlan) -> MediaEvents {
        let mut events = MediaEvents::default();
        let mut pairs = |list: &[(String, TransceiverKey)]| {
            let mut found = Vec::new();
            for (id, key) in list {
                let stream = self.remote_stream(state, id);
                if let Some(transceiver) = state.transceivers.get(key) {
                    found.push((stream, Arc::clone(transceiver.receiver().track())));
                }
            }
            found
        };
        events.remove_list = pairs(&media.remove);
        events.add_list = pairs(&media.add);
        for key in &media.mute {
            if let Some(transceiver) = state.transceivers.get(key) {
                events
                    .mute_tracks
                    .push(Arc::clone(transceiver.receiver().track()));
            }
        }
        for (key, ids) in &media.track_events {
            let streams = ids.iter().map(|id| self.remote_stream(state, id)).collect();
            if let Some(transceiver) = state.transceivers.get(key) {
                events
                    .track_event_inits
                    .push((Arc::clone(transceiver), streams));
            }
        }
        events
    }

    /// "Stop the RTCRtpTransceiver" for those that the description stopped or rolled back; those that have left the set go.
    fn stop_transceivers(&self, state: &mut State, media: &MediaPlan, kind: SdpType) {
        for key in media.stopped.iter().chain(&media.removed) {
            let Some(object) = state.transceivers.get(key) else {
                continue;
            };
            let mut slots = object.context.slots.lock();
            let was_stopping = slots.transceiver.stopping;
            slots.stop();
            if kind == SdpType::Rollback {
                slots.transceiver.mid = None;
                slots.transceiver.jsep_mid = None;
            }
            drop(slots);
            if !was_stopping {
                object.receiver().track().source().queue_end();
            }
        }
        for key in &media.removed {
            let removed = state.transceivers.remove(key);
            if let Some(track) = removed.and_then(|removed| removed.sender().track()) {
                state.statistics.media_sources.detach(&track);
            }
        }
    }

    /// `[[AssociatedRemoteMediaStreams]]` of every receiver.
    fn set_remote_streams(&self, state: &mut State) {
        let transceivers = state.collect_transceivers();
        for object in transceivers {
            let ids = {
                let slots = object.context.slots.lock();
                slots.transceiver.receiver.remote_stream_ids.clone()
            };
            let streams = ids.iter().map(|id| self.remote_stream(state, id)).collect();
            object.context.slots.lock().remote_streams = streams;
        }
        state
            .remote_streams_by_id
            .retain(|_, stream| stream.strong_count() > 0);
    }

    /// The stream that was made for this id, or a new one. A stream that nobody has any more is forgotten, because nobody could
    /// tell it from a new one.
    fn remote_stream(&self, state: &mut State, id: &str) -> Arc<RTCMediaStream> {
        let known = state.remote_streams_by_id.get(id);
        if let Some(stream) = known.and_then(Weak::upgrade) {
            return stream;
        }
        let stream = RTCMediaStream::with_id(&self.environment, id.to_owned());
        state
            .remote_streams_by_id
            .insert(id.to_owned(), Arc::downgrade(&stream));
        stream
    }
}

impl State {
    /// The streams of all receivers, each once.
    pub(super) fn remote_streams(&self) -> Vec<Arc<RTCMediaStream>> {
        let mut streams = Vec::new();
        for object in self.transceivers.values() {
            streams.extend(object.context.slots.lock().remote_streams.iter().cloned());
        }
        crate::api::rtp::unique(streams)
    }

    /// webrtc-svc, changes to `getParameters`: "the user agent MAY select another value" for a codec that does not know the mode.
    fn configure_scalability(&mut self) {
        for transceiver in &mut self.negotiation.transceivers {
            let sender = &mut transceiver.sender;
            let Some(used) = sender.send_codecs.iter().find(|codec| codec.is_primary()) else {
                continue;
            };
            for encoding in &mut sender.send_encodings {
                let codec = encoding.codec.as_ref().unwrap_or(used);
                let wanted = encoding.scalability_mode.as_deref();
                encoding.scalability_mode =
                    wanted.and_then(|wanted| crate::api::rtp::configured(codec, wanted));
            }
        }
    }

    /// What an answer settles beside the slots of negotiation: `[[LastReturnedParameters]]` and
    /// `[[NegotiatedHeaderExtensions]]`.
    fn answer_parameters(&mut self, kind: SdpType) {
        for object in self.transceivers.values() {
            let Some(transceiver) = self.negotiation.transceiver(object.key()) else {
                continue;
            };
            if transceiver.mid.is_none() {
                continue;
            }
            let mut slots = object.context.slots.lock();
            slots.last_returned_parameters = None;
            if kind == SdpType::Answer {
                slots.negotiated_header_extensions = header_extensions_after_answer(
                    &transceiver.header_extensions_to_negotiate,
                    &transceiver.header_extensions_negotiated,
                );
                let sends = transceiver.current_direction.is_some_and(Direction::sends);
                slots.is_configured_to_send |= sends;
            }
        }
    }
}

#[cfg(test)]
impl RTCPeerConnection {
    /// How many streams are remembered by their ids.
    pub(in crate::api) fn known_streams(&self) -> usize {
        self.state.lock().remote_streams_by_id.len()
    }
}

impl MediaEvents {
    /// The steps after `signalingstatechange`, in the text's order. Streams and tracks change with their events.
    pub(super) fn fire(self, connection: &Arc<RTCPeerConnection>, steps: &mut Steps) {
        for track in self.mute_tracks {
            steps.then(move |_, steps| {
                for event in track.source().set_muted(true) {
                    steps.fire(event);
                }
            });
        }
        for (stream, track) in self.remove_list {
            steps.then(move |_, steps| {
                if let Some(event) = stream.remove_remote_track(&track) {
                    steps.fire(event);
                }
            });
        }
        for (stream, track) in self.add_list {
            steps.then(move |_, steps| {
                if let Some(event) = stream.add_remote_track(&track) {
                    steps.fire(event);
                }
            });
        }
        for stream in self.removed_streams {
            steps.fire(stream_event(EventType::RemoveStream, connection, stream));
        }
        for stream in self.added_streams {
            steps.fire(stream_event(EventType::AddStream, connection, stream));
        }
        for (transceiver, streams) in self.track_event_inits {
            steps.fire(Event::with(
                EventType::Track,
                Target::PeerConnection(Arc::clone(connection)),
                EventDetail::Track {
                    receiver: Arc::clone(transceiver.receiver()),
                    track: Arc::clone(transceiver.receiver().track()),
                    streams,
                    transceiver,
                },
            ));
        }
    }
}

/// `addstream` and `removestream`, which older drafts had.
fn stream_event(
    event_type: EventType,
    connection: &Arc<RTCPeerConnection>,
    stream: Arc<RTCMediaStream>,
) -> Event {
    let target = Target::PeerConnection(Arc::clone(connection));
    Event::with(event_type, target, EventDetail::MediaStream { stream })
}
