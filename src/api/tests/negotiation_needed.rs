//! RTCPeerConnection-onnegotiationneeded.html, RTCPeerConnection-restartIce.https.html

use super::*;
use crate::api::enums::RTCSignalingState;

#[test]
fn the_first_channel_needs_negotiation_and_the_second_does_not() {
    let peer = World::new().peer();
    peer.channel("a");
    peer.channel("b");
    assert!(peer.log.take().is_empty(), "in a task");
    peer.world.run();
    assert_eq!(peer.log.take(), ["negotiationneeded"]);
    peer.channel("c");
    peer.world.run();
    assert!(peer.log.take().is_empty());
}

#[test]
fn it_does_not_fire_while_an_operation_runs() {
    let peer = World::new().peer();
    let (offer, completion) = Promise::new();
    peer.connection
        .create_offer(RTCOfferOptions::default(), completion)
        .expect("the state is stable");
    peer.channel("a");
    assert!(
        !peer.world.run_task(),
        "the operation waits, and so does the flag"
    );
    peer.world.run();
    assert!(offer.take().is_ok());
    assert_eq!(peer.log.take(), ["negotiationneeded"]);
}

#[test]
fn it_fires_again_when_stable_if_the_answer_did_not_settle_it() {
    let world = World::new();
    let (offerer, answerer) = (world.peer(), world.peer());
    offerer.channel("x");
    offerer.negotiate_with(&answerer);
    offerer.log.take();
    offerer.connection.restart_ice();
    world.run();
    assert_eq!(offerer.log.take(), ["negotiationneeded"]);
    offerer.set_local_implicitly().expect("an offer");
    offerer.connection.restart_ice();
    answerer
        .set_remote(RTCSdpType::Offer, &offerer.local_sdp())
        .expect("a good offer");
    answerer.set_local_implicitly().expect("an answer");
    offerer.log.take();
    offerer
        .set_remote(RTCSdpType::Answer, &answerer.local_sdp())
        .expect("a good answer");
    assert_eq!(
        offerer.log.take(),
        ["signalingstatechange stable", "negotiationneeded"]
    );
}

#[test]
fn a_restart_changes_the_credentials_once() {
    let (offerer, answerer) = negotiated_pair();
    let ufrag = |peer: &Peer| {
        let sctp = peer.connection.sctp().expect("negotiated");
        let transport = sctp.transport();
        let parameters = transport.ice_transport().local_parameters();
        parameters.expect("a local description").username_fragment
    };
    let before = ufrag(&offerer);
    offerer.connection.restart_ice();
    offerer.network.take();
    offerer.negotiate_with(&answerer);
    let after = ufrag(&offerer);
    assert_ne!(before, after);
    assert!(
        offerer
            .network
            .take()
            .iter()
            .any(|command| matches!(command, Command::RestartIce { .. }))
    );
    offerer.negotiate_with(&answerer);
    assert_eq!(ufrag(&offerer), after);
    assert_eq!(
        offerer.connection.signaling_state(),
        RTCSignalingState::Stable
    );
}

#[test]
fn nothing_fires_after_close() {
    let peer = World::new().peer();
    peer.channel("x");
    peer.connection.close();
    peer.connection.restart_ice();
    peer.world.run();
    assert!(peer.log.take().is_empty());
}
