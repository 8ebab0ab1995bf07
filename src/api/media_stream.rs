//! `MediaStream` of mediacapture-streams.

use std::sync::Arc;

use parking_lot::Mutex;

use super::enums::RTCMediaStreamTrackState;
use super::environment::{Environment, EnvironmentRandom};
use super::event::{Event, EventDetail, EventType, Target};
use super::event_target::{EventTarget, Silence};
use super::media_stream_track::RTCMediaStreamTrack;
use super::object::{Object, ObjectKind};
use crate::negotiation::media::MediaKind;
use crate::random::Random;

/// `MediaStream`.
#[repr(C)]
pub(crate) struct RTCMediaStream {
    object: Object,
    target: EventTarget,
    id: String,
    /// The track set, in the order in which tracks were added.
    tracks: Mutex<Vec<Arc<RTCMediaStreamTrack>>>,
}

impl RTCMediaStream {
    /// The constructor, with the tracks of a stream or a sequence of tracks; each counts once.
    pub(crate) fn new(
        environment: &Arc<dyn Environment>,
        tracks: Vec<Arc<RTCMediaStreamTrack>>,
    ) -> Arc<Self> {
        let id = EnvironmentRandom(Arc::clone(environment)).uuid();
        let stream = Self::with_id(environment, id);
        for track in &tracks {
            stream.add_track(track);
        }
        stream
    }

    /// A stream that the peer named (webrtc-pc, "process remote tracks").
    pub(crate) fn with_id(environment: &Arc<dyn Environment>, id: String) -> Arc<Self> {
        Arc::new(Self {
            object: Object::new(ObjectKind::MediaStream),
            // Its own: a stream outlives connections.
            target: EventTarget::new(Silence::new(Arc::clone(environment))),
            id,
            tracks: Mutex::default(),
        })
    }

    pub(crate) fn object(&self) -> &Object {
        &self.object
    }

    pub(crate) fn event_target(&self) -> &EventTarget {
        &self.target
    }

    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// `getTracks()`.
    pub(crate) fn tracks(&self) -> Vec<Arc<RTCMediaStreamTrack>> {
        self.tracks.lock().clone()
    }

    /// `getAudioTracks()`, `getVideoTracks()`.
    pub(crate) fn tracks_of(&self, kind: MediaKind) -> Vec<Arc<RTCMediaStreamTrack>> {
        let mut tracks = self.tracks();
        tracks.retain(|track| track.kind() == kind);
        tracks
    }

    /// `getTrackById()`.
    pub(crate) fn track_by_id(&self, id: &str) -> Option<Arc<RTCMediaStreamTrack>> {
        let tracks = self.tracks.lock();
        tracks.iter().find(|track| track.id() == id).cloned()
    }

    /// `addTrack()`: no event. False if the track is there already.
    pub(crate) fn add_track(&self, track: &Arc<RTCMediaStreamTrack>) -> bool {
        let mut tracks = self.tracks.lock();
        if tracks.iter().any(|known| Arc::ptr_eq(known, track)) {
            return false;
        }
        tracks.push(Arc::clone(track));
        true
    }

    /// `removeTrack()`: no event. False if the track is not there.
    pub(crate) fn remove_track(&self, track: &Arc<RTCMediaStreamTrack>) -> bool {
        let mut tracks = self.tracks.lock();
        let place = tracks.iter().position(|known| Arc::ptr_eq(known, track));
        let removed = place.map(|at| tracks.remove(at));
        drop(tracks);
        removed.is_some()
    }

    /// "Add a track" on behalf of a connection, in a step of a task, which then fires the event.
    pub(crate) fn add_remote_track(
        self: &Arc<Self>,
        track: &Arc<RTCMediaStreamTrack>,
    ) -> Option<Event> {
        self.add_track(track)
            .then(|| self.event(EventType::AddTrack, track))
    }

    /// "Remove a track" on behalf of a connection, in a step of a task, which then fires the event.
    pub(crate) fn remove_remote_track(
        self: &Arc<Self>,
        track: &Arc<RTCMediaStreamTrack>,
    ) -> Option<Event> {
        self.remove_track(track)
            .then(|| self.event(EventType::RemoveTrack, track))
    }

    fn event(self: &Arc<Self>, event_type: EventType, track: &Arc<RTCMediaStreamTrack>) -> Event {
        let detail = EventDetail::MediaStreamTrack {
            track: Arc::clone(track),
        };
        Event::with(event_type, Target::MediaStream(Arc::clone(self)), detail)
    }

    /// Whether a track is live.
    pub(crate) fn active(&self) -> bool {
        let tracks = self.tracks.lock();
        tracks
            .iter()
            .any(|track| track.ready_state() == RTCMediaStreamTrackState::Live)
    }

    /// `clone()`: with clones of the tracks.
    pub(crate) fn duplicate(&self) -> Arc<Self> {
        let tracks = self.tracks();
        let clones = tracks.iter().map(|track| track.duplicate()).collect();
        Self::new(self.target.environment(), clones)
    }
}
