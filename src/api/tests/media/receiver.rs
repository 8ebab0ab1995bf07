//! RTCRtpReceiver-getParameters, -getContributingSources, -getSynchronizationSources, -jitterBufferTarget.

use super::*;

#[test]
fn the_jitter_buffer_target_is_null_or_up_to_four_seconds() {
    let (peer, _) = pair();
    let transceiver = peer.add_kind("audio", direction(Recvonly));
    let receiver = transceiver.receiver();
    assert_eq!(receiver.jitter_buffer_target(), None);
    for target in [Some(0.0), Some(4000.0), Some(350.5), None] {
        receiver.set_jitter_buffer_target(target).unwrap();
        assert_eq!(receiver.jitter_buffer_target(), target);
    }
    receiver.set_jitter_buffer_target(Some(100.0)).unwrap();
    for (target, error) in [
        (-500.0, ErrorName::RangeError),
        (4000.1, ErrorName::RangeError),
        (f64::NAN, ErrorName::TypeError),
        (f64::INFINITY, ErrorName::TypeError),
    ] {
        let result = receiver.set_jitter_buffer_target(Some(target));
        assert_eq!(refusal(result), error);
        assert_eq!(receiver.jitter_buffer_target(), Some(100.0));
    }
}

#[test]
fn there_are_no_sources_without_packets() {
    let (offerer, answerer) = pair();
    offerer.add_track(&offerer.audio(), &[]);
    offerer.negotiate_with(&answerer);
    let transceiver = answerer.transceiver(0);
    assert!(transceiver.receiver().contributing_sources().is_empty());
    assert!(transceiver.receiver().synchronization_sources().is_empty());
}

#[test]
fn parameters_are_those_of_the_pending_offer_then_of_the_answer() {
    let (offerer, answerer) = pair();
    let transceiver = offerer.add_kind("audio", direction(Recvonly));
    let codecs = || transceiver.receiver().parameters().codecs.len();
    assert_eq!(codecs(), 0);
    offerer.set_local_implicitly().unwrap();
    let offered = codecs();
    assert!(offered > 1);
    answerer
        .set_remote(RTCSdpType::Offer, &offerer.local_sdp())
        .unwrap();
    let theirs = answerer.transceiver(0);
    theirs.set_direction(Sendonly).unwrap();
    let pcmu = theirs.sender().parameters().codecs;
    assert!(pcmu.is_empty());
    let capabilities = RTCRtpSender::capabilities("audio").unwrap().codecs;
    let pcmu = capabilities
        .into_iter()
        .find(|codec| codec.mime_type == "audio/PCMU");
    theirs
        .set_codec_preferences(pcmu.into_iter().collect())
        .unwrap();
    answerer.set_local_implicitly().unwrap();
    offerer
        .set_remote(RTCSdpType::Answer, &answerer.local_sdp())
        .unwrap();
    assert_eq!(codecs(), 1);
}
