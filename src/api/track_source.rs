//! What feeds tracks: mediacapture-streams' "source".

use std::collections::VecDeque;
use std::sync::{Arc, Weak};

use parking_lot::Mutex;

use super::enums::RTCMediaStreamTrackState;
use super::environment::Environment;
use super::event::{Event, EventType, Target};
use super::event_target::Silence;
use super::media_stream_track::RTCMediaStreamTrack;
use super::task::{Callbacks, Task};

/// A source: the application, or a connection's receiver. All clones of a track share it. It stops when no track that it feeds is
/// live any more.
pub(crate) struct TrackSource {
    environment: Arc<dyn Environment>,
    /// The tracks' own: they outlive connections, and their events are never silenced.
    silenced: Arc<Silence>,
    label: String,
    state: Mutex<SourceState>,
}

/// To whom media may be sent (webrtc-identity, "Isolated Media Streams").
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Isolation {
    None,
    /// To the peer of this identity alone.
    For(Arc<str>),
    /// To nobody: the peer whose media it is keeps it from being passed on.
    FromAll,
}

/// This lock is taken before a track's.
struct SourceState {
    muted: bool,
    ended: bool,
    isolated: bool,
    /// Whom alone the media may be sent to.
    peer_identity: Option<Arc<str>>,
    /// The tracks that are live.
    tracks: Vec<Weak<RTCMediaStreamTrack>>,
}

impl TrackSource {
    pub(super) fn new(environment: Arc<dyn Environment>, label: String, muted: bool) -> Arc<Self> {
        Arc::new(Self {
            silenced: Silence::new(Arc::clone(&environment)),
            environment,
            label,
            state: Mutex::new(SourceState {
                muted,
                ended: false,
                isolated: false,
                peer_identity: None,
                tracks: Vec::new(),
            }),
        })
    }

    pub(super) fn environment(&self) -> &Arc<dyn Environment> {
        &self.environment
    }

    pub(super) fn silenced(&self) -> &Arc<Silence> {
        &self.silenced
    }

    pub(super) fn label(&self) -> &str {
        &self.label
    }

    pub(super) fn isolated(&self) -> bool {
        self.state.lock().isolated
    }

    /// webrtc-identity: what a connection has to know before it sends the media.
    pub(crate) fn isolation(&self) -> Isolation {
        let state = self.state.lock();
        match &state.peer_identity {
            Some(peer) => Isolation::For(Arc::clone(peer)),
            None if state.isolated => Isolation::FromAll,
            None => Isolation::None,
        }
    }

    /// The application gives its access up, or takes it back: what is sent heeds it at once, `isolated` shows it in a task.
    pub(super) fn set_peer_identity(self: &Arc<Self>, peer_identity: Option<&str>) {
        self.state.lock().peer_identity = peer_identity.map(Into::into);
        let source = Arc::clone(self);
        self.queue(move || {
            let isolated = source.state.lock().peer_identity.is_some();
            announce(source.set_isolated(isolated))
        });
    }

    /// Whether no track is fed any more.
    #[cfg(test)]
    pub(crate) fn is_stopped(&self) -> bool {
        self.state.lock().live_tracks().is_empty()
    }

    /// Makes a track of this source; `make` is told whether the source is muted, and whether it has ended.
    pub(super) fn attach(
        &self,
        make: impl FnOnce(bool, bool) -> Arc<RTCMediaStreamTrack>,
    ) -> Arc<RTCMediaStreamTrack> {
        let mut state = self.state.lock();
        let track = make(state.muted, state.ended);
        if track.ready_state() == RTCMediaStreamTrackState::Live {
            state.tracks.push(Arc::downgrade(&track));
        }
        track
    }

    /// "Notify track's source that track is ended".
    pub(super) fn track_ended(&self, track: *const RTCMediaStreamTrack) {
        let mut state = self.state.lock();
        state
            .tracks
            .retain(|known| !std::ptr::eq(known.as_ptr(), track));
    }

    /// "Set a track's muted state", for all that the source feeds. For a step of a task, which then fires the events.
    pub(crate) fn set_muted(&self, muted: bool) -> Vec<Event> {
        let mut state = self.state.lock();
        state.muted = muted;
        let tracks = state.live_tracks();
        drop(state);
        let event_type = if muted {
            EventType::Mute
        } else {
            EventType::Unmute
        };
        tracks
            .into_iter()
            .filter(|track| track.set_muted(muted))
            .map(|track| Event::new(event_type, Target::MediaStreamTrack(track)))
            .collect()
    }

    /// The source is disconnected or exhausted. Each of its tracks ends with its event: one that is stopped before that has none.
    fn end(&self) -> Vec<Change> {
        let mut state = self.state.lock();
        state.ended = true;
        let tracks = state.live_tracks();
        drop(state);
        tracks
            .into_iter()
            .map(|track| {
                let end = move || {
                    let target = Target::MediaStreamTrack(Arc::clone(&track));
                    track.end().then(|| Event::new(EventType::Ended, target))
                };
                Box::new(end) as Change
            })
            .collect()
    }

    /// webrtc-identity: whom the media is for became known. For a step of a task, which then fires the events.
    pub(crate) fn set_isolated(&self, isolated: bool) -> Vec<Event> {
        let mut state = self.state.lock();
        if std::mem::replace(&mut state.isolated, isolated) == isolated {
            return Vec::new();
        }
        let tracks = state.live_tracks();
        drop(state);
        tracks
            .into_iter()
            .map(|track| Event::new(EventType::IsolationChange, Target::MediaStreamTrack(track)))
            .collect()
    }

    /// As `end`, outside of a task: the states change now, the events follow.
    pub(crate) fn end_now(&self) {
        let events = self.end().into_iter().filter_map(|change| change());
        let events = announce(events.collect());
        self.queue(move || events);
    }

    /// The application, being the source, cannot deliver for a while, or can again.
    pub(super) fn queue_set_muted(self: &Arc<Self>, muted: bool) {
        let source = Arc::clone(self);
        self.queue(move || announce(source.set_muted(muted)));
    }

    /// The application, being the source, has nothing left.
    pub(super) fn queue_end(self: &Arc<Self>) {
        let source = Arc::clone(self);
        self.queue(move || source.end());
    }

    fn queue(&self, begin: impl FnOnce() -> Vec<Change> + Send + 'static) {
        self.environment.queue_task(Box::new(SourceTask {
            begin: Some(Box::new(begin)),
            changes: VecDeque::new(),
        }));
    }
}

impl SourceState {
    fn live_tracks(&self) -> Vec<Arc<RTCMediaStreamTrack>> {
        self.tracks.iter().filter_map(Weak::upgrade).collect()
    }
}

/// Changes a track, and gives the event that announces it.
type Change = Box<dyn FnOnce() -> Option<Event> + Send>;

/// Of what has changed already.
fn announce(events: Vec<Event>) -> Vec<Change> {
    let changes = events.into_iter();
    changes
        .map(|event| Box::new(move || Some(event)) as Change)
        .collect()
}

/// Changes the source, then each track, with the callbacks of its event before the next one.
struct SourceTask {
    begin: Option<Box<dyn FnOnce() -> Vec<Change> + Send>>,
    changes: VecDeque<Change>,
}

impl Task for SourceTask {
    fn step(&mut self, callbacks: &mut Callbacks) -> bool {
        if let Some(begin) = self.begin.take() {
            self.changes.extend(begin());
        }
        if let Some(event) = self.changes.pop_front().and_then(|change| change()) {
            let target = event.target.clone();
            target.event_target().fire(event, callbacks);
        }
        !self.changes.is_empty()
    }
}
