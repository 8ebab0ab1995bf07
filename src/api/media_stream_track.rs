//! `MediaStreamTrack` of mediacapture-streams.

use std::sync::Arc;

use parking_lot::Mutex;

use super::enums::RTCMediaStreamTrackState;
use super::environment::{Environment, EnvironmentRandom};
use super::error::{Error, ErrorName};
use super::event_target::EventTarget;
use super::object::{Object, ObjectKind};
use super::track_source::TrackSource;
pub(crate) use crate::negotiation::media::MediaKind;
use crate::random::Random;
use crate::sdp::is_token_char;

/// RFC 8830 section 2: `msid-id = 1*64token-char`.
const MAX_ID: usize = 64;

/// `MediaStreamTrack`.
#[repr(C)]
pub(crate) struct RTCMediaStreamTrack {
    object: Object,
    target: EventTarget,
    kind: MediaKind,
    id: String,
    source: Arc<TrackSource>,
    remote: bool,
    slots: Mutex<TrackSlots>,
}

/// The internal slots that change; this lock is taken last.
#[derive(Clone)]
struct TrackSlots {
    enabled: bool,
    muted: bool,
    ready_state: RTCMediaStreamTrackState,
    /// One of the strings of `content_hints`.
    content_hint: &'static str,
}

impl RTCMediaStreamTrack {
    /// `duologue_media_stream_track_create`: a track whose source is the application. An id is made up if none is given; one that
    /// is given must be fit for a=msid.
    pub(crate) fn new(
        environment: &Arc<dyn Environment>,
        kind: MediaKind,
        id: Option<String>,
        label: String,
    ) -> Result<Arc<Self>, Error> {
        if let Some(id) = &id
            && !((1..=MAX_ID).contains(&id.len()) && id.bytes().all(is_token_char))
        {
            return Err(Error::new(
                ErrorName::TypeError,
                format!("the id {id:?} is not of 1 to {MAX_ID} letters, digits and the like"),
            ));
        }
        let id = id.unwrap_or_else(|| EnvironmentRandom(Arc::clone(environment)).uuid());
        let source = TrackSource::new(Arc::clone(environment), label, false);
        let slots = TrackSlots::new();
        Ok(Self::create(kind, id, source, false, slots))
    }

    /// webrtc-pc, "create an RTCRtpReceiver": a track whose source is remote, muted until something comes.
    pub(crate) fn remote(
        environment: &Arc<dyn Environment>,
        kind: MediaKind,
        id: String,
    ) -> Arc<Self> {
        let label = format!("remote {}", kind.as_str());
        let source = TrackSource::new(Arc::clone(environment), label, true);
        Self::create(kind, id, source, true, TrackSlots::new())
    }

    /// "Create a MediaStreamTrack".
    fn create(
        kind: MediaKind,
        id: String,
        source: Arc<TrackSource>,
        remote: bool,
        slots: TrackSlots,
    ) -> Arc<Self> {
        source.attach(|muted, ended| {
            let ready_state = if ended {
                RTCMediaStreamTrackState::Ended
            } else {
                slots.ready_state
            };
            Arc::new(Self {
                object: Object::new(ObjectKind::MediaStreamTrack),
                target: EventTarget::new(Arc::clone(source.silenced())),
                kind,
                id,
                source: Arc::clone(&source),
                remote,
                slots: Mutex::new(TrackSlots {
                    muted,
                    ready_state,
                    ..slots
                }),
            })
        })
    }

    pub(crate) fn object(&self) -> &Object {
        &self.object
    }

    pub(crate) fn event_target(&self) -> &EventTarget {
        &self.target
    }

    /// What feeds the track.
    pub(crate) fn source(&self) -> &Arc<TrackSource> {
        &self.source
    }

    /// Whether the source is a connection's receiver, not the application.
    #[cfg(test)]
    pub(crate) fn is_remote(&self) -> bool {
        self.remote
    }

    pub(crate) fn kind(&self) -> MediaKind {
        self.kind
    }

    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    pub(crate) fn label(&self) -> &str {
        self.source.label()
    }

    pub(crate) fn enabled(&self) -> bool {
        self.slots.lock().enabled
    }

    pub(crate) fn set_enabled(&self, enabled: bool) {
        self.slots.lock().enabled = enabled;
    }

    pub(crate) fn muted(&self) -> bool {
        self.slots.lock().muted
    }

    pub(crate) fn ready_state(&self) -> RTCMediaStreamTrackState {
        self.slots.lock().ready_state
    }

    /// mst-content-hint.
    pub(crate) fn content_hint(&self) -> &'static str {
        self.slots.lock().content_hint
    }

    /// mst-content-hint: a value that is none of the kind's changes nothing.
    pub(crate) fn set_content_hint(&self, value: &str) {
        let known = content_hints(self.kind).iter().find(|hint| **hint == value);
        if let Some(hint) = known {
            self.slots.lock().content_hint = hint;
        }
    }

    /// `clone()`.
    pub(crate) fn duplicate(&self) -> Arc<Self> {
        let id = EnvironmentRandom(Arc::clone(self.source.environment())).uuid();
        let slots = self.slots.lock().clone();
        let source = Arc::clone(&self.source);
        Self::create(self.kind, id, source, self.remote, slots)
    }

    /// `stop()`: no event.
    pub(crate) fn stop(&self) {
        self.end();
    }

    /// webrtc-identity: whether only the application's user may have the media.
    pub(crate) fn isolated(&self) -> bool {
        self.source.isolated()
    }

    /// `duologue_media_stream_track_set_peer_identity`, for which browsers have a constraint of getUserMedia. Clones have it too.
    pub(crate) fn set_peer_identity(&self, peer_identity: Option<&str>) -> Result<(), Error> {
        self.application_source()?.set_peer_identity(peer_identity);
        Ok(())
    }

    /// `duologue_media_stream_track_set_muted`.
    pub(crate) fn set_source_muted(&self, muted: bool) -> Result<(), Error> {
        self.application_source()?.queue_set_muted(muted);
        Ok(())
    }

    /// `duologue_media_stream_track_end`.
    pub(crate) fn end_source(&self) -> Result<(), Error> {
        self.application_source()?.queue_end();
        Ok(())
    }

    fn application_source(&self) -> Result<&Arc<TrackSource>, Error> {
        if self.remote {
            return Err(Error::new(
                ErrorName::InvalidStateError,
                "the track's source is remote, not the application",
            ));
        }
        Ok(&self.source)
    }

    /// False if it is ended already.
    pub(super) fn end(&self) -> bool {
        let mut slots = self.slots.lock();
        if slots.ready_state == RTCMediaStreamTrackState::Ended {
            return false;
        }
        slots.ready_state = RTCMediaStreamTrackState::Ended;
        drop(slots);
        self.source.track_ended(self);
        true
    }

    /// False if it is so already, or if the source does not feed the track any more.
    pub(super) fn set_muted(&self, muted: bool) -> bool {
        let mut slots = self.slots.lock();
        if slots.muted == muted || slots.ready_state == RTCMediaStreamTrackState::Ended {
            return false;
        }
        slots.muted = muted;
        true
    }
}

impl Drop for RTCMediaStreamTrack {
    fn drop(&mut self) {
        self.source.track_ended(self);
    }
}

impl TrackSlots {
    fn new() -> Self {
        Self {
            enabled: true,
            muted: false,
            ready_state: RTCMediaStreamTrackState::Live,
            content_hint: "",
        }
    }
}

/// mst-content-hint, "Audio Content Hints", "Video Content Hints".
fn content_hints(kind: MediaKind) -> &'static [&'static str] {
    match kind {
        MediaKind::Audio => &["", "speech", "speech-recognition", "music"],
        MediaKind::Video => &["", "motion", "detail", "text"],
    }
}
