//! RTCRtpTransceiver-setCodecPreferences, RTCRtpSender-getCapabilities.

use super::*;
use crate::api::rtp::{RTCRtpCodec, RTCRtpReceiver};

fn capabilities(kind: &str) -> Vec<RTCRtpCodec> {
    RTCRtpSender::capabilities(kind).expect("a kind").codecs
}

fn named(kind: &str, name: &str) -> RTCRtpCodec {
    let mut codecs = capabilities(kind).into_iter();
    let mime_type = format!("{kind}/{name}");
    codecs
        .find(|codec| codec.mime_type == mime_type)
        .expect("it is implemented")
}

#[test]
fn capabilities_are_of_the_two_kinds() {
    for kind in ["audio", "video"] {
        let sender = RTCRtpSender::capabilities(kind).unwrap();
        assert_eq!(Some(&sender), RTCRtpReceiver::capabilities(kind).as_ref());
        assert!(!sender.codecs.is_empty() && !sender.header_extensions.is_empty());
        assert!(
            sender
                .codecs
                .iter()
                .all(|codec| codec.rtcp_feedback.is_empty())
        );
    }
    assert!(RTCRtpSender::capabilities("data").is_none());
    assert!(RTCRtpReceiver::capabilities("").is_none());
}

#[test]
fn codecs_that_cannot_be_are_refused() {
    let (peer, _) = pair();
    let video = peer.add_kind("video", direction(Sendrecv));
    let vp8 = named("video", "VP8");
    let unknown = RTCRtpCodec {
        mime_type: "video/none".to_owned(),
        ..vp8.clone()
    };
    let other_rate = RTCRtpCodec {
        clock_rate: 1,
        ..vp8.clone()
    };
    let other_channels = RTCRtpCodec {
        channels: Some(2),
        ..vp8.clone()
    };
    let other_parameters = RTCRtpCodec {
        sdp_fmtp_line: Some("unlikely=1".to_owned()),
        ..vp8.clone()
    };
    for codecs in [
        vec![unknown],
        vec![vp8.clone(), other_rate],
        vec![other_channels],
        vec![other_parameters],
        vec![named("audio", "opus")],
        vec![named("video", "rtx")],
        vec![named("video", "red"), named("video", "ulpfec")],
    ] {
        let result = video.set_codec_preferences(codecs);
        assert_eq!(refusal(result), ErrorName::InvalidModificationError);
    }
    for codecs in [
        vec![],
        capabilities("video"),
        vec![vp8.clone(), vp8.clone()],
        vec![vp8],
    ] {
        video.set_codec_preferences(codecs).unwrap();
    }
}

#[test]
fn offers_and_answers_follow_them() {
    let (offerer, answerer) = pair();
    let transceiver = offerer.add_kind("audio", direction(Sendrecv));
    let preferred = ["PCMA", "opus"].map(|name| named("audio", name));
    transceiver
        .set_codec_preferences(preferred.to_vec())
        .unwrap();
    offerer.negotiate_with(&answerer);
    let names = |codecs: Vec<RTCRtpCodec>| -> Vec<String> {
        codecs.into_iter().map(|codec| codec.mime_type).collect()
    };
    for peer in [&offerer, &answerer] {
        let codecs = peer.transceiver(0).sender().parameters().codecs;
        assert_eq!(names(codecs), ["audio/PCMA", "audio/opus"]);
    }
    // None at all: back to the default.
    transceiver.set_codec_preferences(Vec::new()).unwrap();
    offerer.negotiate_with(&answerer);
    let codecs = transceiver.sender().parameters().codecs;
    assert!(codecs.len() > 2);
}
