//! RTCPeerConnection-operations.https.html: the operations chain.

use super::*;
use crate::api::enums::RTCSignalingState;

#[test]
fn completions_come_later_and_in_order() {
    let peer = World::new().peer();
    peer.channel("x");
    let log = Log::default();
    for name in ["first", "second"] {
        let log = log.clone();
        peer.connection
            .create_offer(
                RTCOfferOptions::default(),
                Box::new(move |result| log.add(format!("{name} {}", result.is_ok()))),
            )
            .expect("the state is stable");
    }
    assert!(log.take().is_empty(), "never inside the call");
    peer.world.run();
    assert_eq!(log.take(), ["first true", "second true"]);
}

#[test]
fn with_an_empty_chain_an_error_is_the_return_value() {
    let peer = World::new().peer();
    let (promise, completion) = Promise::new();
    assert_eq!(
        refusal(peer.connection.create_answer(completion)),
        ErrorName::InvalidStateError
    );
    peer.world.run();
    assert!(promise.is_pending(), "and the completion is not called");
}

#[test]
fn behind_another_operation_the_same_error_rejects() {
    let peer = World::new().peer();
    let (offer, completion) = Promise::new();
    peer.connection
        .create_offer(RTCOfferOptions::default(), completion)
        .expect("the state is stable");
    let (answer, completion) = Promise::new();
    peer.connection
        .create_answer(completion)
        .expect("it is only chained");
    peer.world.run();
    assert!(offer.take().is_ok());
    assert_eq!(answer.error(), ErrorName::InvalidStateError);
}

#[test]
fn an_operation_sees_the_state_that_the_one_before_left() {
    let peer = World::new().peer();
    peer.channel("x");
    let (first, completion) = Promise::new();
    let implicit = RTCLocalSessionDescriptionInit::default;
    peer.connection
        .set_local_description(implicit(), completion)
        .expect("the state is stable");
    let (second, completion) = Promise::new();
    let rollback = RTCLocalSessionDescriptionInit {
        sdp_type: Some(RTCSdpType::Rollback),
        ..Default::default()
    };
    peer.connection
        .set_local_description(rollback, completion)
        .expect("it is only chained");
    assert_eq!(
        peer.connection.signaling_state(),
        RTCSignalingState::Stable,
        "nothing is seen before the task"
    );
    peer.world.run();
    assert!(first.take().is_ok() && second.take().is_ok());
    assert_eq!(
        peer.log.take(),
        [
            "signalingstatechange have-local-offer",
            "signalingstatechange stable",
            "negotiationneeded"
        ]
    );
}

#[test]
fn create_offer_waits_for_the_certificate() {
    let world = World::new();
    let peer = world.peer();
    let (promise, completion) = Promise::new();
    peer.connection
        .create_offer(RTCOfferOptions::default(), completion)
        .expect("the state is stable");
    assert!(!world.run_task(), "there is nothing to do yet");
    assert!(promise.is_pending());
    world.run_jobs();
    assert!(world.run_task());
    assert!(promise.take().is_ok());
}

#[test]
fn the_next_operation_may_be_chained_from_within_an_event() {
    let peer = World::new().peer();
    peer.channel("x");
    let log = peer.log.clone();
    let connection = Arc::downgrade(&peer.connection);
    peer.connection.event_target().set_handler(
        EventType::SignalingStateChange,
        Some(Arc::new(Calls(move |_: &Event| {
            let connection = connection.upgrade().expect("it is alive");
            let log = log.clone();
            connection
                .create_offer(
                    RTCOfferOptions::default(),
                    Box::new(move |_| log.add("offer")),
                )
                .expect("it is chained behind the operation in hand");
        }))),
    );
    let log = peer.log.clone();
    peer.world.run();
    log.take();
    peer.connection
        .set_local_description(
            RTCLocalSessionDescriptionInit::default(),
            Box::new(move |_| log.add("description")),
        )
        .expect("the state is stable");
    peer.world.run();
    assert_eq!(
        peer.log.take(),
        [
            "signalingstatechange have-local-offer",
            "description",
            "offer"
        ]
    );
}
