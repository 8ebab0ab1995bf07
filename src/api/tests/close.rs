//! RTCPeerConnection-close.html, and ends that nobody asked for.

use super::*;
use crate::api::enums::{RTCDataChannelState, RTCPeerConnectionState, RTCSctpTransportState};
use crate::runtime::Ended;

fn ended(peer: &Peer, reason: Ended) {
    let sink = peer.network.sink.upgrade();
    sink.expect("the connection is alive").ended(reason);
}

#[test]
fn every_object_says_closed_and_every_method_refuses() {
    let (peer, _) = negotiated_pair();
    let channel = peer.channel("second");
    let sctp = peer.connection.sctp().expect("negotiated");
    let dtls = sctp.transport();
    peer.connection.close();
    peer.connection.close();
    assert_eq!(channel.ready_state(), RTCDataChannelState::Closed);
    assert_eq!(sctp.state(), RTCSctpTransportState::Closed);
    assert_eq!(dtls.state().as_str(), "closed");
    assert_eq!(dtls.ice_transport().state().as_str(), "closed");
    let closes = peer.network.take();
    let closes = closes.iter().filter(|c| matches!(c, Command::Close));
    assert_eq!(closes.count(), 1);
    let sdp = peer.local_sdp();
    for refused in [
        peer.create_offer().map(drop),
        peer.create_answer().map(drop),
        peer.set_local_implicitly(),
        peer.set_remote(RTCSdpType::Offer, &sdp),
        peer.add_candidate(RTCIceCandidateInit::default()),
        channel.send(false, b"x"),
    ] {
        assert_eq!(refusal(refused), ErrorName::InvalidStateError);
    }
    peer.world.run();
    assert!(peer.log.take().is_empty());
}

#[test]
fn promises_that_are_open_are_rejected_in_their_order() {
    let peer = World::new().peer();
    let log = Log::default();
    for name in ["first", "second"] {
        let log = log.clone();
        peer.connection
            .create_offer(
                RTCOfferOptions::default(),
                Box::new(move |result| log.add(format!("{name} {:?}", refusal(result)))),
            )
            .expect("the state is stable");
    }
    peer.connection.close();
    assert!(log.take().is_empty(), "never inside the call");
    peer.world.run();
    assert_eq!(log.take(), ["first AbortError", "second AbortError"]);
}

#[test]
fn a_description_that_is_under_way_is_not_applied() {
    let peer = World::new().peer();
    peer.channel("x");
    let (promise, completion) = Promise::new();
    peer.connection
        .set_local_description(RTCLocalSessionDescriptionInit::default(), completion)
        .expect("the state is stable");
    peer.world.run_jobs();
    peer.connection.close();
    peer.world.run();
    assert_eq!(promise.error(), ErrorName::AbortError);
    assert!(peer.connection.local_description().is_none());
}

#[test]
fn a_network_side_that_broke_down_fails_the_connection() {
    let (peer, _) = negotiated_pair();
    ended(&peer, Ended::Panicked);
    peer.world.run();
    assert_eq!(
        peer.connection.connection_state(),
        RTCPeerConnectionState::Failed
    );
    let log = peer.log.take();
    assert_eq!(log[0], "iceconnectionstatechange failed");
    assert_eq!(log[1], "connectionstatechange failed");
    assert_eq!(log[3], "first close closed");
}

#[test]
fn a_network_side_that_broke_down_before_any_description_fails_the_connection() {
    let peer = World::new().peer();
    let (promise, completion) = Promise::new();
    peer.connection
        .create_offer(RTCOfferOptions::default(), completion)
        .expect("the state is stable");
    ended(&peer, Ended::Panicked);
    peer.world.run();
    let failed = RTCPeerConnectionState::Failed;
    assert_eq!(peer.connection.connection_state(), failed);
    assert_eq!(
        peer.log.take(),
        [
            "iceconnectionstatechange failed",
            "connectionstatechange failed"
        ]
    );
    assert!(!promise.is_pending());
    // What is made later cannot work either.
    let late = peer.channel("late");
    peer.set_local_implicitly().expect("the state is stable");
    peer.world.run();
    assert_eq!(late.ready_state(), RTCDataChannelState::Closed);
    assert_eq!(peer.connection.connection_state(), failed);
    peer.connection.close();
    assert_eq!(
        peer.connection.connection_state(),
        RTCPeerConnectionState::Closed
    );
}

#[test]
fn the_end_of_the_runtime_closes() {
    let (peer, _) = negotiated_pair();
    let (promise, completion) = Promise::new();
    peer.connection
        .create_offer(RTCOfferOptions::default(), completion)
        .expect("the state is stable");
    ended(&peer, Ended::Shutdown);
    peer.world.run();
    assert_eq!(promise.error(), ErrorName::AbortError);
    assert_eq!(
        peer.connection.connection_state(),
        RTCPeerConnectionState::Closed
    );
}
