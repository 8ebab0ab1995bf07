//! mediacapture-streams: MediaStreamTrack-id, MediaStreamTrack-init, MediaStreamTrack-end, MediaStream-clone;
//! mst-content-hint: MediaStreamTrack-contentHint.

use std::sync::Arc;

use super::*;
use crate::api::enums::RTCMediaStreamTrackState::{Ended, Live};
use crate::api::media_stream_track::RTCMediaStreamTrack;
use crate::api::track_source::Isolation;
use crate::negotiation::media::MediaKind;

struct Stage {
    world: Arc<World>,
    environment: Arc<dyn Environment>,
    log: Log,
}

impl Stage {
    fn new() -> Self {
        let world = World::new();
        Self {
            environment: world.clone(),
            world,
            log: Log::default(),
        }
    }

    fn track(&self, id: &str) -> Arc<RTCMediaStreamTrack> {
        let (kind, id) = (MediaKind::Video, Some(id.to_owned()));
        let label = "camera".to_owned();
        let track = RTCMediaStreamTrack::new(&self.environment, kind, id, label);
        self.heard(track.expect("the id is good"))
    }

    fn remote(&self, id: &str) -> Arc<RTCMediaStreamTrack> {
        let id = id.to_owned();
        self.heard(RTCMediaStreamTrack::remote(
            &self.environment,
            MediaKind::Audio,
            id,
        ))
    }

    fn heard(&self, track: Arc<RTCMediaStreamTrack>) -> Arc<RTCMediaStreamTrack> {
        self.log.listen_to(track.event_target());
        track
    }

    /// What happened when all tasks ran.
    fn run(&self) -> Vec<String> {
        self.world.run();
        self.log.take()
    }
}

// MediaStreamTrack-init.https.html, MediaStreamTrack-id.https.html
#[test]
fn a_track_begins_live_and_enabled() {
    let stage = Stage::new();
    let track = stage.track("given");
    assert_eq!((track.id(), track.label()), ("given", "camera"));
    assert_eq!(track.kind(), MediaKind::Video);
    assert_eq!(track.ready_state(), Live);
    assert!(track.enabled() && !track.muted() && !track.is_remote());
    let made_up =
        RTCMediaStreamTrack::new(&stage.environment, MediaKind::Audio, None, String::new())
            .expect("no id is needed");
    assert_eq!(made_up.id().len(), 36);
    let clone = made_up.duplicate();
    assert_eq!(clone.id().len(), 36);
    assert_ne!(clone.id(), made_up.id());
}

// webrtc: "create an RTCRtpReceiver"
#[test]
fn a_remote_track_begins_muted() {
    let stage = Stage::new();
    let track = stage.remote("r");
    assert_eq!((track.id(), track.label()), ("r", "remote audio"));
    assert_eq!(track.ready_state(), Live);
    assert!(track.muted() && track.enabled() && track.is_remote());
    assert!(track.duplicate().muted());
}

// MediaStreamTrack-end-manual.https.html
#[test]
fn stop_is_silent_and_the_end_of_the_source_is_not() {
    let stage = Stage::new();
    let (track, stopped) = (stage.track("a"), stage.track("b"));
    stopped.stop();
    stopped.stop();
    assert_eq!(stopped.ready_state(), Ended);
    stopped.end_source().unwrap();
    track.end_source().unwrap();
    assert_eq!(track.ready_state(), Live, "not before the task");
    assert_eq!(stage.run(), ["a ended"]);
    assert_eq!(track.ready_state(), Ended);
    track.end_source().unwrap();
    assert!(stage.run().is_empty());
}

#[test]
fn all_that_a_source_feeds_ends_with_it() {
    let stage = Stage::new();
    let track = stage.track("a");
    let clone = stage.heard(track.duplicate());
    let stopped = stage.heard(track.duplicate());
    stopped.stop();
    track.end_source().unwrap();
    assert_eq!(
        stage.run(),
        ["a ended".to_owned(), format!("{} ended", clone.id())]
    );
    assert_eq!(clone.ready_state(), Ended);
}

#[test]
fn a_track_that_is_stopped_as_its_source_ends_is_silent() {
    let stage = Stage::new();
    let track = stage.track("a");
    let clone = stage.heard(track.duplicate());
    let stopped = Arc::clone(&clone);
    track.event_target().set_handler(
        EventType::Ended,
        Some(Arc::new(Calls(move |_: &Event| stopped.stop()))),
    );
    track.end_source().unwrap();
    assert_eq!(stage.run(), ["a ended"]);
    assert_eq!(clone.ready_state(), Ended);
}

#[test]
fn a_source_stops_when_its_last_track_does() {
    let stage = Stage::new();
    let track = stage.track("a");
    let source = Arc::clone(track.source());
    let (clone, dropped) = (track.duplicate(), track.duplicate());
    track.stop();
    drop(dropped);
    assert!(!source.is_stopped());
    clone.stop();
    assert!(source.is_stopped());
    // "cloning an ended track results in a new ended track"
    assert_eq!(clone.duplicate().ready_state(), Ended);
    assert!(source.is_stopped());
}

#[test]
fn a_track_that_is_dropped_is_not_fed_any_more() {
    let stage = Stage::new();
    let track = stage.track("a");
    let source = Arc::clone(track.source());
    drop(track);
    assert!(source.is_stopped());
    source.queue_set_muted(true);
    assert!(stage.run().is_empty());
}

#[test]
fn mute_and_unmute_reach_each_live_track_once() {
    let stage = Stage::new();
    let track = stage.track("a");
    let stopped = stage.heard(track.duplicate());
    stopped.stop();
    let source = Arc::clone(track.source());
    source.queue_set_muted(true);
    source.queue_set_muted(true);
    assert!(!track.muted(), "not before the task");
    assert_eq!(stage.run(), ["a mute"]);
    assert!(track.muted() && !stopped.muted());
    // "the muted state reflects the state of the source at the time the track is created"
    let clone = stage.heard(track.duplicate());
    assert!(clone.muted());
    source.queue_set_muted(false);
    assert_eq!(
        stage.run(),
        ["a unmute".to_owned(), format!("{} unmute", clone.id())]
    );
}

#[test]
fn the_state_that_an_event_announces_is_there_when_it_is_fired() {
    let stage = Stage::new();
    let track = stage.track("a");
    let log = stage.log.clone();
    stage.log.take();
    track.event_target().add_event_listener(
        EventType::Mute,
        Arc::new(Calls(move |event: &Event| {
            let Target::MediaStreamTrack(track) = &event.target else {
                panic!("fired at a track");
            };
            log.add(format!("muted {}", track.muted()));
            track.stop();
        })),
    );
    track.set_source_muted(true).unwrap();
    track.set_source_muted(false).unwrap();
    assert_eq!(stage.run(), ["a mute", "muted true"]);
    assert_eq!(track.ready_state(), Ended);
}

// RTCPeerConnection-close: "tracks end synchronously, their event is a task"
#[test]
fn a_connection_ends_a_track_at_once_and_the_event_follows() {
    let stage = Stage::new();
    let track = stage.remote("r");
    track.source().end_now();
    assert_eq!(track.ready_state(), Ended);
    assert!(stage.log.take().is_empty());
    assert_eq!(stage.run(), ["r ended"]);
}

// MediaStream-clone.https.html
#[test]
fn a_clone_goes_its_own_way() {
    let stage = Stage::new();
    let track = stage.track("a");
    track.set_enabled(false);
    track.set_content_hint("detail");
    let clone = track.duplicate();
    assert!(!clone.enabled());
    assert_eq!(clone.content_hint(), "detail");
    assert_eq!((clone.kind(), clone.label()), (MediaKind::Video, "camera"));
    clone.set_enabled(true);
    assert!(!track.enabled());
    track.stop();
    assert_eq!(clone.ready_state(), Live);
    // "its enabled attribute still changes value when set"
    track.set_enabled(true);
    assert!(track.enabled());
}

// mst-content-hint/MediaStreamTrack-contentHint.html
#[test]
fn a_content_hint_of_the_other_kind_is_ignored() {
    let stage = Stage::new();
    let (video, audio) = (stage.track("v"), stage.remote("a"));
    assert_eq!(video.content_hint(), "");
    for hint in ["motion", "detail", "text"] {
        video.set_content_hint(hint);
        assert_eq!(video.content_hint(), hint);
        audio.set_content_hint(hint);
        assert_eq!(audio.content_hint(), "");
    }
    video.set_content_hint("speech");
    video.set_content_hint("fluid");
    assert_eq!(video.content_hint(), "text");
    for hint in ["speech", "speech-recognition", "music", ""] {
        audio.set_content_hint(hint);
        assert_eq!(audio.content_hint(), hint);
    }
    video.set_content_hint("");
    assert_eq!(video.content_hint(), "");
}

#[test]
fn an_id_must_be_fit_for_a_description() {
    let stage = Stage::new();
    let longest = "x".repeat(64);
    assert_eq!(stage.track(&longest).id(), longest);
    for id in ["", "a b", "a\r\nm=audio", "\u{e4}", &"x".repeat(65)] {
        let id = Some(id.to_owned());
        let made =
            RTCMediaStreamTrack::new(&stage.environment, MediaKind::Audio, id, String::new());
        assert_eq!(refusal(made), ErrorName::TypeError);
    }
}

#[test]
fn the_application_is_not_the_source_of_a_remote_track() {
    let stage = Stage::new();
    let track = stage.remote("r");
    assert_eq!(
        refusal(track.set_source_muted(false)),
        ErrorName::InvalidStateError
    );
    assert_eq!(refusal(track.end_source()), ErrorName::InvalidStateError);
    assert!(stage.run().is_empty());
    assert!(track.muted());
    assert_eq!(track.ready_state(), Live);
}

// webrtc: RTCPeerConnection-remote-track-mute
#[test]
fn a_connection_mutes_and_unmutes_a_remote_track() {
    let stage = Stage::new();
    let track = stage.remote("r");
    assert!(track.source().set_muted(true).is_empty(), "it is muted");
    let events = track.source().set_muted(false);
    assert!(!track.muted());
    let types: Vec<EventType> = events.iter().map(|event| event.event_type).collect();
    assert_eq!(types, [EventType::Unmute]);
    track.stop();
    assert!(track.source().set_muted(true).is_empty(), "it has ended");
}

// webrtc-identity, "isolationchange"
#[test]
fn isolation_is_that_of_the_source() {
    let stage = Stage::new();
    let track = stage.remote("r");
    assert!(!track.isolated());
    assert_eq!(track.source().set_isolated(true).len(), 1);
    assert!(track.source().set_isolated(true).is_empty());
    assert!(track.isolated() && track.duplicate().isolated());
}

// webrtc-identity, "Isolated Media Streams"
#[test]
fn the_application_isolates_what_it_makes() {
    let stage = Stage::new();
    let track = stage.track("a");
    let clone = track.duplicate();
    assert_eq!(track.source().isolation(), Isolation::None);
    track.set_peer_identity(Some("bob@a.b")).unwrap();
    let bob = Isolation::For("bob@a.b".into());
    assert_eq!(clone.source().isolation(), bob, "at once");
    assert!(!track.isolated(), "in a task");
    assert_eq!(stage.run(), ["a isolationchange"]);
    assert!(track.isolated() && clone.isolated());
    clone.set_peer_identity(Some("carol@a.b")).unwrap();
    assert_eq!(stage.run(), Vec::<String>::new());
    clone.set_peer_identity(None).unwrap();
    assert_eq!(track.source().isolation(), Isolation::FromAll);
    assert_eq!(stage.run(), ["a isolationchange"]);
    assert_eq!(track.source().isolation(), Isolation::None);
    assert!(!track.isolated());
    assert_eq!(
        refusal(stage.remote("r").set_peer_identity(None)),
        ErrorName::InvalidStateError
    );
}
