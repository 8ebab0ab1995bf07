//! RTCRtpTransceiver-headerExtensionControl.

use super::*;
use crate::api::rtp::RTCRtpHeaderExtensionCapability;

const MID: &str = "urn:ietf:params:rtp-hdrext:sdes:mid";

fn offered(transceiver: &RTCRtpTransceiver) -> Vec<RTCRtpHeaderExtensionCapability> {
    transceiver.header_extensions_to_negotiate()
}

#[test]
fn they_begin_as_the_capabilities() {
    let (peer, _) = pair();
    for kind in ["audio", "video"] {
        let transceiver = peer.add_kind(kind, direction(Sendrecv));
        let capabilities = RTCRtpSender::capabilities(kind).unwrap();
        assert_eq!(offered(&transceiver), capabilities.header_extensions);
        assert!(transceiver.negotiated_header_extensions().is_empty());
        assert!(!transceiver.rtp_header_encryption_negotiated());
    }
}

#[test]
fn they_stay_in_their_places_and_the_mandatory_ones_whole() {
    let (peer, _) = pair();
    let transceiver = peer.add_kind("audio", direction(Sendrecv));
    let before = offered(&transceiver);
    let changed = |change: &dyn Fn(&mut Vec<RTCRtpHeaderExtensionCapability>)| {
        let mut extensions = before.clone();
        change(&mut extensions);
        transceiver.set_header_extensions_to_negotiate(extensions)
    };
    let mid = before
        .iter()
        .position(|extension| extension.uri == MID)
        .unwrap();
    for result in [
        changed(&|list| drop(list.pop())),
        changed(&|list| list.reverse()),
        changed(&|list| list[0].uri.push('x')),
        changed(&|list| list[mid].direction = Stopped),
        changed(&|list| list[mid].direction = Sendonly),
    ] {
        assert_eq!(refusal(result), ErrorName::InvalidModificationError);
        assert_eq!(offered(&transceiver), before);
    }
}

#[test]
fn what_is_stopped_is_not_negotiated() {
    let (offerer, answerer) = pair();
    let transceiver = offerer.add_kind("audio", direction(Sendrecv));
    let mut extensions = offered(&transceiver);
    for extension in &mut extensions {
        if extension.uri != MID {
            extension.direction = Stopped;
        }
    }
    transceiver
        .set_header_extensions_to_negotiate(extensions.clone())
        .unwrap();
    // A later one of the same kind begins so too.
    assert_eq!(
        offered(&offerer.add_kind("audio", direction(Sendrecv))),
        extensions
    );
    offerer.negotiate_with(&answerer);
    assert_eq!(offerer.local_sdp().matches("a=extmap:").count(), 2);
    for peer in [&offerer, &answerer] {
        let transceiver = peer.transceiver(0);
        let negotiated = transceiver.negotiated_header_extensions();
        assert_eq!(negotiated.len(), extensions.len());
        assert_eq!(offered(&transceiver), negotiated);
        for extension in negotiated {
            let expected = if extension.uri == MID {
                Sendrecv
            } else {
                Stopped
            };
            assert_eq!(extension.direction, expected, "{}", extension.uri);
        }
        let parameters = transceiver.sender().parameters();
        let uris: Vec<_> = parameters
            .header_extensions
            .iter()
            .map(|e| e.uri.as_str())
            .collect();
        assert_eq!(uris, [MID]);
        let received = transceiver.receiver().parameters().header_extensions;
        assert_eq!(received, parameters.header_extensions);
    }
}

#[test]
fn a_section_that_is_rejected_negotiates_none() {
    let (offerer, answerer) = pair();
    offerer.add_kind("video", direction(Sendrecv));
    answerer.add_track(&answerer.video(), &[]);
    let only = |peer: &Peer, name: &str| {
        let codecs = RTCRtpSender::capabilities("video").unwrap().codecs;
        let codec = codecs.into_iter().find(|codec| codec.is(name)).unwrap();
        peer.transceiver(0)
            .set_codec_preferences(vec![codec])
            .unwrap();
    };
    only(&offerer, "VP8");
    only(&answerer, "VP9");
    offerer.negotiate_with(&answerer);
    let transceiver = answerer.transceiver(0);
    let negotiated = transceiver.negotiated_header_extensions();
    assert!(!negotiated.is_empty());
    assert!(
        negotiated
            .iter()
            .all(|extension| extension.direction == Stopped)
    );
    // It can be offered again with those that it had.
    let wanted = RTCRtpSender::capabilities("video")
        .unwrap()
        .header_extensions;
    assert_eq!(offered(&transceiver), wanted);
}
