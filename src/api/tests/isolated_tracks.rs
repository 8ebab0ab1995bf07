//! webrtc-identity, "Isolated Media Streams"; and two that know each other, over real sessions.

use std::sync::Arc;
use std::time::Duration;

use super::identity::{IDP, Provider};
use super::peer_identity::{offer_of_alice, peer_identity, set_offer, target, world_with_provider};
use super::*;
use crate::api::enums::RTCDataChannelState;
use crate::api::identity::RTCIdentityProviderOptions;
use crate::api::media_stream_track::{MediaKind, RTCMediaStreamTrack};
use crate::api::rtp::TrackOrKind;

// "Isolated Streams and RTCPeerConnection"
#[test]
fn isolated_media_is_for_the_peer_that_was_validated() {
    let (world, provider) = world_with_provider();
    let (_alice, offer) = offer_of_alice(&world, &provider);
    let environment: Arc<dyn Environment> = world.clone();
    let track = |peer: Option<&str>| {
        let label = String::new();
        let track = RTCMediaStreamTrack::new(&environment, MediaKind::Audio, None, label);
        let track = track.expect("no id is needed");
        track.set_peer_identity(peer).unwrap();
        track
    };
    let (open, to_alice) = (track(None), track(Some("alice@IDP.example")));
    let to_carol = track(Some("carol@idp.example"));
    let bob = world.peer();
    let may = || [&open, &to_alice, &to_carol].map(|track| bob.connection.may_send(track));
    assert_eq!(may(), [true, false, false]);
    set_offer(&bob, &offer).take().unwrap();
    assert_eq!(may(), [true, false, false], "not validated yet");
    provider.answer("").unwrap();
    world.run();
    assert_eq!(may(), [true, true, false]);
    let remote = RTCMediaStreamTrack::remote(&environment, MediaKind::Audio, "r".into());
    assert!(bob.connection.may_send(&remote));
    remote.source().set_isolated(true);
    assert!(!bob.connection.may_send(&remote));
    // Without the description nobody is there.
    bob.rollback().unwrap();
    assert_eq!(may(), [true, false, false]);
}

#[test]
fn receivers_of_a_connection_with_a_target_are_isolated() {
    let world = World::new();
    for (configuration, isolated) in [
        (RTCConfiguration::default(), false),
        (target("alice@idp.example"), true),
    ] {
        let peer = world.connection(configuration);
        let transceiver = peer
            .connection
            .add_transceiver(TrackOrKind::Kind("audio".into()), Default::default())
            .unwrap();
        assert_eq!(transceiver.receiver().track().isolated(), isolated);
    }
}

/// The whole way: over real sessions to an open channel, each side knowing the other.
#[test]
fn two_who_know_each_other_connect() {
    let world = World::connected();
    let provider = Provider::register(&world, IDP);
    let names = ["alice", "bob"];
    let peers = [1, 0].map(|other: usize| {
        let peer = world.connection(target(&format!("{}@{IDP}", names[other])));
        peer.connection
            .set_identity_provider(IDP, RTCIdentityProviderOptions::default())
            .unwrap();
        peer
    });
    let channel = peers[0].channel("a");
    let step = |user: &str| {
        world.run();
        while provider.waiting() > 0 {
            provider.answer(user).unwrap();
            world.run();
        }
    };
    let set_local = |at: usize| {
        let (promise, completion) = Promise::new();
        peers[at]
            .connection
            .set_local_description(Default::default(), completion)
            .unwrap();
        step(names[at]);
        promise.take().unwrap();
        peers[at].local_sdp()
    };
    let set_remote = |at: usize, sdp_type, sdp: String| {
        let (promise, completion) = Promise::new();
        let description = RTCSessionDescriptionInit { sdp_type, sdp };
        peers[at]
            .connection
            .set_remote_description(description, completion)
            .unwrap();
        step(names[at]);
        promise.take().unwrap();
    };
    set_local(0);
    let internet = world.internet.as_ref().expect("it is connected");
    let settle = || while world.run_task() || internet.step(Duration::from_secs(5)) {};
    // All candidates are in the descriptions then.
    settle();
    set_remote(1, RTCSdpType::Offer, peers[0].local_sdp());
    set_local(1);
    settle();
    set_remote(0, RTCSdpType::Answer, peers[1].local_sdp());
    settle();
    assert_eq!(channel.ready_state(), RTCDataChannelState::Open);
    for (at, other) in [(0, 1), (1, 0)] {
        let identity = peer_identity(&peers[at]);
        world.run();
        let expected = format!("{}@{IDP}", names[other]);
        assert_eq!(*identity.take().unwrap().name(), *expected);
    }
}
