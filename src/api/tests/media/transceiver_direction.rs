//! RTCRtpTransceiver-direction.

use super::*;

#[test]
fn setting_it_needs_negotiation_and_takes_effect_by_it() {
    let (offerer, answerer) = pair();
    offerer.add_track(&offerer.audio(), &[]);
    offerer.negotiate_with(&answerer);
    offerer.world.run();
    offerer.log.take();
    let transceiver = offerer.transceiver(0);
    transceiver.set_direction(Inactive).unwrap();
    assert_eq!(transceiver.direction(), Inactive);
    assert_eq!(transceiver.current_direction(), Some(Sendonly));
    offerer.world.run();
    assert_eq!(offerer.log.take(), ["negotiationneeded"]);
    offerer.negotiate_with(&answerer);
    assert_eq!(shown(&offerer), ["0 audio inactive inactive"]);
    assert_eq!(shown(&answerer), ["0 audio recvonly inactive"]);
}

#[test]
fn the_value_that_it_has_changes_nothing() {
    let (offerer, answerer) = pair();
    offerer.add_track(&offerer.audio(), &[]);
    offerer.negotiate_with(&answerer);
    offerer.world.run();
    offerer.log.take();
    offerer.transceiver(0).set_direction(Sendrecv).unwrap();
    offerer.world.run();
    assert!(offerer.log.take().is_empty());
}

#[test]
fn stopped_cannot_be_set_nor_left() {
    let (peer, _) = pair();
    let transceiver = peer.add_kind("audio", direction(Sendrecv));
    assert_eq!(
        refusal(transceiver.set_direction(Stopped)),
        ErrorName::TypeError
    );
    assert_eq!(transceiver.direction(), Sendrecv);
    transceiver.stop().unwrap();
    assert_eq!(
        refusal(transceiver.set_direction(Sendrecv)),
        ErrorName::InvalidStateError
    );
    assert_eq!(
        refusal(transceiver.set_direction(Stopped)),
        ErrorName::InvalidStateError
    );
}

#[test]
fn both_sides_have_to_agree() {
    for (offered, answered, of_offerer, of_answerer) in [
        (Sendrecv, Sendrecv, Sendrecv, Sendrecv),
        (Sendrecv, Sendonly, Recvonly, Sendonly),
        (Sendrecv, Recvonly, Sendonly, Recvonly),
        (Sendonly, Sendrecv, Sendonly, Recvonly),
        (Sendonly, Sendonly, Inactive, Inactive),
        (Recvonly, Sendrecv, Recvonly, Sendonly),
        (Recvonly, Inactive, Inactive, Inactive),
        (Inactive, Sendrecv, Inactive, Inactive),
    ] {
        let (offerer, answerer) = pair();
        offerer.add_kind("audio", direction(offered));
        offerer.offer_to(&answerer);
        answerer.transceiver(0).set_direction(answered).unwrap();
        offerer.answered_by(&answerer);
        let current = |peer: &Peer| peer.transceiver(0).current_direction();
        assert_eq!(
            (current(&offerer), current(&answerer)),
            (Some(of_offerer), Some(of_answerer)),
            "{offered:?} {answered:?}"
        );
        assert_eq!(offerer.transceiver(0).direction(), offered);
        assert_eq!(answerer.transceiver(0).direction(), answered);
    }
}

#[test]
fn a_change_after_the_offer_was_made_stays_for_the_next_one() {
    let (offerer, answerer) = pair();
    offerer.add_kind("audio", direction(Sendrecv));
    offerer.offer_to(&answerer);
    offerer.transceiver(0).set_direction(Recvonly).unwrap();
    offerer.answered_by(&answerer);
    assert_eq!(shown(&offerer), ["0 audio recvonly sendonly"]);
    offerer.world.run();
    assert_eq!(offerer.events(&["negotiationneeded"]).len(), 1);
}
