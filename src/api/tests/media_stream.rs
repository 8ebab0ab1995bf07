//! mediacapture-streams: MediaStream-add-audio-track, MediaStream-clone, MediaStream-finished-add, MediaStream-gettrackid,
//! MediaStream-id, MediaStream-idl, MediaStream-removetrack; webrtc: RTCPeerConnection-ontrack, as far as streams go.

use std::sync::Arc;

use super::*;
use crate::api::media_stream::RTCMediaStream;
use crate::api::media_stream_track::RTCMediaStreamTrack;
use crate::negotiation::media::MediaKind;

fn environment() -> Arc<dyn Environment> {
    World::new()
}

fn track(environment: &Arc<dyn Environment>, kind: MediaKind) -> Arc<RTCMediaStreamTrack> {
    RTCMediaStreamTrack::new(environment, kind, None, String::new()).expect("no id is needed")
}

/// As getUserMedia gives one with audio and video.
fn stream(environment: &Arc<dyn Environment>) -> Arc<RTCMediaStream> {
    let tracks = vec![
        track(environment, MediaKind::Audio),
        track(environment, MediaKind::Video),
    ];
    RTCMediaStream::new(environment, tracks)
}

fn ids(stream: &RTCMediaStream) -> Vec<String> {
    let tracks = stream.tracks();
    tracks.iter().map(|track| track.id().to_owned()).collect()
}

// MediaStream-id.https.html
#[test]
fn an_id_has_36_characters_of_its_own() {
    let environment = environment();
    let (one, other) = (stream(&environment), stream(&environment));
    assert_eq!(one.id().len(), 36);
    assert_ne!(one.id(), other.id());
    let named = RTCMediaStream::with_id(&environment, "of the peer".to_owned());
    assert_eq!(named.id(), "of the peer");
}

// MediaStream-idl.https.html
#[test]
fn constructors_share_tracks_and_take_ended_ones() {
    let environment = environment();
    let first = stream(&environment);
    let second = RTCMediaStream::new(&environment, first.tracks());
    assert_ne!(first.id(), second.id());
    assert_eq!(ids(&first), ids(&second));
    let audio = first.tracks_of(MediaKind::Audio).remove(0);
    assert!(Arc::ptr_eq(&audio, &second.tracks_of(MediaKind::Audio)[0]));

    let ended = audio.duplicate();
    ended.stop();
    let of_ended = RTCMediaStream::new(&environment, vec![Arc::clone(&ended)]);
    assert!(of_ended.track_by_id(ended.id()).is_some());
    assert!(!of_ended.active());
    assert!(!RTCMediaStream::new(&environment, Vec::new()).active());
    // A sequence may name a track twice; the set has it once.
    let twice = vec![Arc::clone(&audio), Arc::clone(&audio)];
    assert_eq!(RTCMediaStream::new(&environment, twice).tracks().len(), 1);
}

// MediaStream-add-audio-track.https.html, MediaStream-removetrack.https.html, MediaStream-gettrackid.https.html
#[test]
fn tracks_are_added_and_removed_once_and_without_events() {
    let world = World::new();
    let environment: Arc<dyn Environment> = world.clone();
    let stream = stream(&environment);
    let log = Log::default();
    log.listen_to(stream.event_target());
    let added = track(&environment, MediaKind::Audio);
    assert!(stream.track_by_id(added.id()).is_none());
    assert!(stream.add_track(&added));
    assert!(!stream.add_track(&added));
    assert_eq!(stream.tracks().len(), 3);
    assert_eq!(stream.tracks_of(MediaKind::Audio).len(), 2);
    let found = stream.track_by_id(added.id()).expect("it was added");
    assert!(Arc::ptr_eq(&found, &added));
    assert!(stream.remove_track(&added));
    assert!(!stream.remove_track(&added));
    assert_eq!(stream.tracks().len(), 2);
    assert!(stream.track_by_id("").is_none());
    world.run();
    assert!(log.take().is_empty());
}

// MediaStream-finished-add.https.html
#[test]
fn a_stream_is_active_while_a_track_is_live() {
    let environment = environment();
    let stream = stream(&environment);
    assert!(stream.active());
    for track in stream.tracks() {
        track.stop();
    }
    assert!(!stream.active());
    let late = track(&environment, MediaKind::Video);
    stream.add_track(&late);
    assert!(stream.active());
    stream.remove_track(&late);
    assert!(!stream.active());
}

// MediaStream-clone.https.html
#[test]
fn a_clone_has_clones_of_the_tracks() {
    let environment = environment();
    let stream = stream(&environment);
    let clone = stream.duplicate();
    assert_ne!(stream.id(), clone.id());
    assert!(ids(&clone).iter().all(|id| !ids(&stream).contains(id)));
    for track in stream.tracks() {
        track.stop();
    }
    assert!(!stream.active());
    assert!(clone.active());

    clone.tracks_of(MediaKind::Audio)[0].stop();
    assert!(clone.active());
    let second = clone.duplicate();
    let states = |stream: &RTCMediaStream| -> Vec<&str> {
        let tracks = stream.tracks();
        tracks.iter().map(|t| t.ready_state().as_str()).collect()
    };
    assert_eq!(states(&second), ["ended", "live"]);
    assert!(second.active());
    second.tracks_of(MediaKind::Video)[0].stop();
    let third = second.duplicate();
    assert_eq!(states(&third), ["ended", "ended"]);
    assert!(!third.active());
}

// webrtc: RTCPeerConnection-ontrack, -remote-track-mute: addtrack and removetrack are the connection's to fire.
#[test]
fn a_connection_gets_one_event_for_each_change() {
    let environment = environment();
    let stream = stream(&environment);
    let track = RTCMediaStreamTrack::remote(&environment, MediaKind::Audio, "a".to_owned());
    let event = stream.add_remote_track(&track).expect("it is new");
    assert_eq!(event.event_type, EventType::AddTrack);
    assert!(matches!(&event.target, Target::MediaStream(at) if Arc::ptr_eq(at, &stream)));
    assert!(
        matches!(&event.detail, EventDetail::MediaStreamTrack { track: of } if Arc::ptr_eq(of, &track))
    );
    assert!(stream.add_remote_track(&track).is_none());
    let event = stream.remove_remote_track(&track).expect("it was there");
    assert_eq!(event.event_type, EventType::RemoveTrack);
    assert!(stream.remove_remote_track(&track).is_none());
}
