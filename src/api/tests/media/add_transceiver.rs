//! RTCPeerConnection-addTransceiver, RTCRtpParameters-encodings and -rid.

use super::*;
use crate::api::rtp::RTCResolutionRestriction;
use crate::api::rtp::RTCRtpCodec;

#[test]
fn errors_come_in_the_texts_order() {
    let (peer, _) = pair();
    let twice = || encodings(vec![rid("a"), rid("a")]);
    assert_eq!(
        refusal(peer.try_add_kind("invalid", twice())),
        ErrorName::TypeError
    );
    assert_eq!(
        refusal(peer.try_add_kind("", direction(Sendrecv))),
        ErrorName::TypeError
    );
    assert_eq!(
        refusal(peer.try_add_kind("audio", direction(Stopped))),
        ErrorName::TypeError
    );
    peer.connection.close();
    assert_eq!(
        refusal(peer.try_add_kind("invalid", twice())),
        ErrorName::TypeError
    );
    assert_eq!(
        refusal(peer.try_add_kind("video", twice())),
        ErrorName::InvalidStateError
    );
}

#[test]
fn a_transceiver_is_what_init_says() {
    let (peer, _) = pair();
    let stream = peer.stream();
    let track = peer.video();
    let init = RTCRtpTransceiverInit {
        streams: vec![Arc::clone(&stream), Arc::clone(&stream)],
        ..direction(Sendonly)
    };
    let made = peer
        .connection
        .add_transceiver(TrackOrKind::Track(Arc::clone(&track)), init);
    let transceiver = made.unwrap();
    assert_eq!(shown(&peer), ["null video sendonly null"]);
    assert!(Arc::ptr_eq(&transceiver.sender().track().unwrap(), &track));
    assert!(transceiver.sender().dtmf().is_none());
    peer.world.run();
    assert_eq!(peer.log.take(), ["negotiationneeded"]);
    let offer = peer.create_offer().unwrap().sdp;
    let msid = format!("a=msid:{} {}\r\n", stream.id(), track.id());
    assert_eq!(offer.matches(&msid).count(), 1);
    assert!(offer.contains("a=sendonly\r\n"));
    // A track may be sent by several transceivers.
    let again = TrackOrKind::Track(track);
    peer.connection
        .add_transceiver(again, direction(Sendrecv))
        .unwrap();
    assert_eq!(peer.connection.transceivers().len(), 2);
}

#[test]
fn the_default_encoding_scales_video_by_one() {
    let (peer, _) = pair();
    let sole = |kind| {
        let transceiver = peer.add_kind(kind, direction(Sendrecv));
        let encodings = transceiver.sender().parameters().encodings;
        assert_eq!(encodings.len(), 1);
        assert!(encodings[0].active && encodings[0].rid.is_none());
        encodings[0].scale_resolution_down_by
    };
    assert_eq!(sole("audio"), None);
    assert_eq!(sole("video"), Some(1.0));
}

#[test]
fn rids_are_checked() {
    let (peer, _) = pair();
    let long = "x".repeat(256);
    for rids in [
        vec![rid("")],
        vec![rid("a b")],
        vec![rid("ä")],
        vec![rid("a-b")],
        vec![rid("a_b")],
        vec![rid(&long)],
        vec![rid("a"), RTCRtpEncodingParameters::default()],
        vec![rid("a"), rid("b"), rid("a")],
    ] {
        let result = peer.try_add_kind("video", encodings(rids));
        assert_eq!(refusal(result), ErrorName::TypeError);
    }
    let made = peer.add_kind("video", encodings(vec![rid("a"), rid("bC1")]));
    let rids: Vec<_> = made
        .sender()
        .parameters()
        .encodings
        .into_iter()
        .map(|encoding| encoding.rid)
        .collect();
    assert_eq!(rids, [Some("a".to_owned()), Some("bC1".to_owned())]);
    // That of a lone encoding is dropped.
    let made = peer.add_kind("video", encodings(vec![rid("a")]));
    assert_eq!(made.sender().parameters().encodings[0].rid, None);
}

#[test]
fn numbers_are_checked() {
    let (peer, _) = pair();
    let plain = RTCRtpEncodingParameters::default;
    let scaled = |by| RTCRtpEncodingParameters {
        scale_resolution_down_by: Some(by),
        ..plain()
    };
    let rated = |rate| RTCRtpEncodingParameters {
        max_framerate: Some(rate),
        ..plain()
    };
    for (encoding, error) in [
        (scaled(0.5), ErrorName::RangeError),
        (scaled(f64::NAN), ErrorName::TypeError),
        (rated(0.0), ErrorName::RangeError),
        (rated(-1.0), ErrorName::RangeError),
        (rated(f64::INFINITY), ErrorName::TypeError),
    ] {
        let result = peer.try_add_kind("video", encodings(vec![encoding]));
        assert_eq!(refusal(result), error);
    }
    // Audio has neither, so that there is nothing to check.
    let audio = peer.add_kind("audio", encodings(vec![scaled(0.5)]));
    assert_eq!(audio.sender().parameters().encodings[0], plain());
    let audio = peer.add_kind("audio", encodings(vec![rated(-1.0)]));
    assert_eq!(audio.sender().parameters().encodings[0], plain());
}

#[test]
fn scaling_is_filled_in() {
    let (peer, _) = pair();
    let factors = |list| -> Vec<Option<f64>> {
        let made = peer.add_kind("video", encodings(list));
        let encodings = made.sender().parameters().encodings;
        encodings
            .iter()
            .map(|encoding| encoding.scale_resolution_down_by)
            .collect()
    };
    let scaled = |name, by| RTCRtpEncodingParameters {
        scale_resolution_down_by: Some(by),
        ..rid(name)
    };
    assert_eq!(
        factors(vec![rid("a"), rid("b"), rid("c")]),
        [4.0, 2.0, 1.0].map(Some)
    );
    assert_eq!(
        factors(vec![scaled("a", 3.0), rid("b")]),
        [3.0, 1.0].map(Some)
    );
    // More than can be are cut off first.
    let many = (0..20).map(|n| rid(&n.to_string())).collect();
    let factors = factors(many);
    assert_eq!(factors.len(), 8);
    assert_eq!(factors[0], Some(128.0));
}

#[test]
fn codecs_and_layers_must_be_supported() {
    let (peer, _) = pair();
    let codec = |mime: &str, clock_rate| RTCRtpCodec {
        mime_type: mime.to_owned(),
        clock_rate,
        ..RTCRtpCodec::default()
    };
    let with = |codec: Option<RTCRtpCodec>, mode: Option<&str>| RTCRtpEncodingParameters {
        codec,
        scalability_mode: mode.map(str::to_owned),
        ..RTCRtpEncodingParameters::default()
    };
    let vp8 = || Some(codec("video/vp8", 90_000));
    for encoding in [
        with(Some(codec("video/none", 90_000)), None),
        with(Some(codec("audio/PCMU", 8000)), None),
        with(Some(codec("video/VP8", 8000)), None),
        with(None, Some("L9T9")),
        with(None, Some("")),
        with(vp8(), Some("L3T3")),
    ] {
        let result = peer.try_add_kind("video", encodings(vec![encoding]));
        assert_eq!(refusal(result), ErrorName::OperationError);
    }
    for encoding in [
        with(vp8(), None),
        with(vp8(), Some("L1T3")),
        with(None, Some("L3T3_KEY")),
    ] {
        let made = peer.add_kind("video", encodings(vec![encoding.clone()]));
        let first = &made.sender().parameters().encodings[0];
        assert_eq!(first.scalability_mode, encoding.scalability_mode);
        assert_eq!(first.codec, encoding.codec);
    }
    // Simulcast in one stream and in several at once.
    let s_mode = |name| RTCRtpEncodingParameters {
        scalability_mode: Some("S2T1".to_owned()),
        ..rid(name)
    };
    let result = peer.try_add_kind("video", encodings(vec![s_mode("a"), rid("b")]));
    assert_eq!(refusal(result), ErrorName::OperationError);
}

#[test]
fn restrictions_are_for_all_active_encodings_and_not_empty() {
    let (peer, _) = pair();
    let to = |name, max_width, max_height| RTCRtpEncodingParameters {
        scale_resolution_down_to: Some(RTCResolutionRestriction {
            max_width,
            max_height,
        }),
        ..rid(name)
    };
    for list in [
        vec![to("a", 640, 360), rid("b")],
        vec![to("a", 0, 360)],
        vec![to("a", 640, 0)],
    ] {
        let result = peer.try_add_kind("video", encodings(list));
        assert_eq!(refusal(result), ErrorName::OperationError);
    }
    let inactive = RTCRtpEncodingParameters {
        active: false,
        ..rid("b")
    };
    peer.add_kind("video", encodings(vec![to("a", 640, 360), inactive]));
}

#[test]
fn adaptive_packet_times_exclude_fixed_ones() {
    let (peer, _) = pair();
    let encoding = RTCRtpEncodingParameters {
        ptime: Some(20),
        adaptive_ptime: true,
        ..RTCRtpEncodingParameters::default()
    };
    let result = peer.try_add_kind("audio", encodings(vec![encoding]));
    assert_eq!(refusal(result), ErrorName::InvalidModificationError);
}
