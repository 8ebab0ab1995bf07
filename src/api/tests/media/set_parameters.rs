//! RTCRtpSender-getParameters, RTCRtpSender-setParameters, RTCRtpParameters-*.

use super::*;
use crate::api::rtp::{
    RTCEncodingOptions, RTCPriorityType, RTCResolutionRestriction, RTCRtpCodec,
    RTCRtpSendParameters, RTCSetParameterOptions,
};

impl Peer {
    fn set_parameters(
        &self,
        sender: &RTCRtpSender,
        parameters: RTCRtpSendParameters,
    ) -> Result<(), Error> {
        self.set_parameters_with(sender, parameters, RTCSetParameterOptions::default())
    }

    fn set_parameters_with(
        &self,
        sender: &RTCRtpSender,
        parameters: RTCRtpSendParameters,
        options: RTCSetParameterOptions,
    ) -> Result<(), Error> {
        let (promise, completion) = Promise::new();
        sender.set_parameters(parameters, options, completion)?;
        assert!(promise.is_pending());
        self.world.run();
        promise.take()
    }
}

/// A sender of a connection that has negotiated, or not yet.
fn senders(kind: &str, init: impl Fn() -> RTCRtpTransceiverInit) -> [(Peer, Arc<RTCRtpSender>); 2] {
    [false, true].map(|negotiated| {
        let (peer, other) = pair();
        let sender = Arc::clone(peer.add_kind(kind, init()).sender());
        if negotiated {
            peer.negotiate_with(&other);
        }
        (peer, sender)
    })
}

fn refused(kind: &str, change: impl Fn(&mut RTCRtpSendParameters)) -> ErrorName {
    let of = |(peer, sender): &(Peer, Arc<RTCRtpSender>)| {
        let mut parameters = sender.parameters();
        change(&mut parameters);
        let before = sender.parameters().encodings;
        let name = refusal(peer.set_parameters(sender, parameters));
        assert_eq!(sender.parameters().encodings, before);
        name
    };
    let [before, after] = senders(kind, || direction(Sendrecv));
    let (before, after) = (of(&before), of(&after));
    assert_eq!(before, after);
    after
}

#[test]
fn parameters_are_the_same_until_the_task_ends() {
    let (peer, _) = pair();
    let transceiver = peer.add_kind("audio", direction(Sendrecv));
    let sender = transceiver.sender();
    let first = sender.parameters();
    assert!(!first.transaction_id.is_empty());
    assert_eq!(sender.parameters(), first);
    peer.world.run();
    let second = sender.parameters();
    assert_ne!(second.transaction_id, first.transaction_id);
    let result = peer.set_parameters(sender, first);
    assert_eq!(refusal(result), ErrorName::InvalidModificationError);
}

#[test]
fn they_show_what_was_negotiated() {
    let (offerer, answerer) = pair();
    let sender = offerer.add_track(&offerer.video(), &[]);
    assert!(sender.parameters().codecs.is_empty());
    assert!(!sender.parameters().rtcp.reduced_size);
    offerer.negotiate_with(&answerer);
    let parameters = sender.parameters();
    assert!(parameters.rtcp.reduced_size);
    assert!(parameters.rtcp.cname.is_some_and(|cname| !cname.is_empty()));
    assert!(
        parameters
            .codecs
            .iter()
            .any(|codec| codec.mime_type == "video/rtx")
    );
    assert!(!parameters.header_extensions.is_empty());
    let receiver = answerer.transceiver(0).receiver().parameters();
    assert_eq!(receiver.rtcp.cname, None);
    assert!(receiver.rtcp.reduced_size);
    assert!(!receiver.codecs.is_empty());
    // What does not receive is prepared for nothing.
    assert!(
        offerer
            .transceiver(0)
            .receiver()
            .parameters()
            .codecs
            .is_empty()
    );
}

#[test]
fn they_need_to_be_got_before_they_are_set_and_count_once() {
    for (peer, sender) in senders("video", || direction(Sendrecv)) {
        let parameters = sender.parameters();
        peer.set_parameters(&sender, parameters.clone()).unwrap();
        let result = peer.set_parameters(&sender, parameters.clone());
        assert_eq!(refusal(result), ErrorName::InvalidStateError);
        let late = sender.parameters();
        peer.world.run();
        let result = peer.set_parameters(&sender, late);
        assert_eq!(refusal(result), ErrorName::InvalidStateError);
    }
}

#[test]
fn read_only_members_stay() {
    type Change = fn(&mut RTCRtpSendParameters);
    let changes: [Change; 8] = [
        |it| it.transaction_id.push('x'),
        |it| it.encodings.clear(),
        |it| it.encodings.push(RTCRtpEncodingParameters::default()),
        |it| it.encodings[0] = rid("a"),
        |it| it.rtcp.cname = Some("x".to_owned()),
        |it| it.rtcp.reduced_size ^= true,
        |it| {
            it.header_extensions
                .push(crate::api::rtp::RTCRtpHeaderExtensionParameters {
                    uri: "x".to_owned(),
                    id: 1,
                    encrypted: false,
                });
        },
        |it| it.codecs.push(RTCRtpCodec::default()),
    ];
    for change in changes {
        assert_eq!(
            refused("video", change),
            ErrorName::InvalidModificationError
        );
    }
}

#[test]
fn numbers_are_checked() {
    let scaled = |by| {
        move |it: &mut RTCRtpSendParameters| {
            it.encodings[0].scale_resolution_down_by = Some(by);
        }
    };
    let rated = |rate| {
        move |it: &mut RTCRtpSendParameters| {
            it.encodings[0].max_framerate = Some(rate);
        }
    };
    assert_eq!(refused("video", scaled(0.5)), ErrorName::RangeError);
    assert_eq!(refused("video", scaled(f64::NAN)), ErrorName::TypeError);
    assert_eq!(refused("video", rated(-1.0)), ErrorName::RangeError);
    assert_eq!(refused("audio", rated(f64::NAN)), ErrorName::TypeError);
    let to = |max_width, max_height| {
        move |it: &mut RTCRtpSendParameters| {
            it.encodings[0].scale_resolution_down_to = Some(RTCResolutionRestriction {
                max_width,
                max_height,
            });
        }
    };
    assert_eq!(
        refused("video", to(0, 1)),
        ErrorName::InvalidModificationError
    );
    let both = |it: &mut RTCRtpSendParameters| {
        it.encodings[0].ptime = Some(20);
        it.encodings[0].adaptive_ptime = true;
    };
    assert_eq!(refused("audio", both), ErrorName::InvalidModificationError);
    let mode = |it: &mut RTCRtpSendParameters| {
        it.encodings[0].scalability_mode = Some("L7T7".to_owned());
    };
    assert_eq!(refused("video", mode), ErrorName::InvalidModificationError);
}

#[test]
fn what_is_set_is_got() {
    for (peer, sender) in senders("video", || direction(Sendrecv)) {
        let mut parameters = sender.parameters();
        parameters.encodings[0] = RTCRtpEncodingParameters {
            active: false,
            max_bitrate: Some(100_000),
            max_framerate: Some(0.0),
            scale_resolution_down_by: None,
            scalability_mode: Some("L1T2".to_owned()),
            priority: RTCPriorityType::High,
            network_priority: Some(RTCPriorityType::Medium),
            ..RTCRtpEncodingParameters::default()
        };
        let expected = RTCRtpEncodingParameters {
            scale_resolution_down_by: Some(1.0),
            ..parameters.encodings[0].clone()
        };
        peer.set_parameters(&sender, parameters).unwrap();
        assert_eq!(sender.parameters().encodings, [expected]);
    }
    for (peer, sender) in senders("audio", || direction(Sendrecv)) {
        let mut parameters = sender.parameters();
        parameters.encodings[0].max_framerate = Some(-5.0);
        parameters.encodings[0].scale_resolution_down_by = Some(0.1);
        peer.set_parameters(&sender, parameters).unwrap();
        let encodings = sender.parameters().encodings;
        assert_eq!(encodings, [RTCRtpEncodingParameters::default()]);
    }
}

#[test]
fn encodings_keep_their_order() {
    for (peer, sender) in senders("video", || encodings(vec![rid("a"), rid("b")])) {
        // The other side takes no simulcast: one is left there.
        let mut parameters = sender.parameters();
        parameters.encodings.reverse();
        let alone = parameters.encodings.len() == 1;
        let result = peer.set_parameters(&sender, parameters);
        match alone {
            true => assert!(result.is_ok()),
            false => assert_eq!(refusal(result), ErrorName::InvalidModificationError),
        }
    }
}

#[test]
fn a_codec_can_be_chosen_among_those_negotiated() {
    let codec = |name: &str, clock_rate, channels| RTCRtpCodec {
        mime_type: format!("audio/{name}"),
        clock_rate,
        channels: Some(channels),
        ..RTCRtpCodec::default()
    };
    let [(before, unnegotiated), (after, negotiated)] = senders("audio", || direction(Sendrecv));
    for (peer, sender) in [(&before, &unnegotiated), (&after, &negotiated)] {
        let mut parameters = sender.parameters();
        parameters.encodings[0].codec = Some(codec("pcmu", 8000, 1));
        peer.set_parameters(sender, parameters).unwrap();
        let mut parameters = sender.parameters();
        assert_eq!(parameters.encodings[0].codec, Some(codec("pcmu", 8000, 1)));
        parameters.encodings[0].codec = Some(codec("none", 8000, 1));
        let result = peer.set_parameters(sender, parameters);
        assert_eq!(refusal(result), ErrorName::InvalidModificationError);
    }
    // One that is negotiated away is forgotten.
    let transceiver = after.transceiver(0);
    let opus = codec("opus", 48_000, 2);
    let opus = RTCRtpCodec {
        sdp_fmtp_line: Some("minptime=10;useinbandfec=1".to_owned()),
        ..opus
    };
    transceiver.set_codec_preferences(vec![opus]).unwrap();
    let other = after.world.peer();
    let (offer, sender) = (after.create_offer().unwrap(), transceiver.sender());
    after
        .set_local(Some(RTCSdpType::Offer), &offer.sdp)
        .unwrap();
    other.set_remote(RTCSdpType::Offer, &offer.sdp).unwrap();
    other.set_local_implicitly().unwrap();
    let answer = other.local_sdp();
    // The other connection is new to this one: its parameters of ICE and DTLS say that all begins anew.
    if after.set_remote(RTCSdpType::Answer, &answer).is_ok() {
        assert_eq!(sender.parameters().encodings[0].codec, None);
    }
}

#[test]
fn a_scalability_mode_that_was_not_negotiated_becomes_one_that_was() {
    for (name, wanted, configured) in [
        ("VP8", "L3T3_KEY", "L1T3"),
        ("VP9", "L3T3_KEY", "L3T3_KEY"),
        ("VP8", "L1T2", "L1T2"),
    ] {
        let (offerer, answerer) = pair();
        let init = encodings(vec![RTCRtpEncodingParameters {
            scalability_mode: Some(wanted.to_owned()),
            ..RTCRtpEncodingParameters::default()
        }]);
        let sender = Arc::clone(offerer.add_kind("video", init).sender());
        offerer.offer_to(&answerer);
        let mode = || sender.parameters().encodings[0].scalability_mode.clone();
        assert_eq!(mode().as_deref(), Some(wanted));
        let codecs = RTCRtpSender::capabilities("video").unwrap().codecs;
        let only = codecs.into_iter().find(|codec| codec.is(name)).unwrap();
        answerer
            .transceiver(0)
            .set_codec_preferences(vec![only])
            .unwrap();
        offerer.answered_by(&answerer);
        assert_eq!(mode().as_deref(), Some(configured));
        // What is got can be set.
        let parameters = sender.parameters();
        offerer.set_parameters(&sender, parameters).unwrap();
    }
}

#[test]
fn options_are_as_many_as_encodings_or_none() {
    let options = |count| RTCSetParameterOptions {
        encoding_options: vec![RTCEncodingOptions { key_frame: true }; count],
    };
    for (peer, sender) in senders("video", || direction(Sendrecv)) {
        for (count, allowed) in [(0, true), (1, true), (2, false)] {
            let parameters = sender.parameters();
            let result = peer.set_parameters_with(&sender, parameters, options(count));
            assert_eq!(result.is_ok(), allowed);
        }
    }
    for (peer, sender) in senders("audio", || direction(Sendrecv)) {
        let parameters = sender.parameters();
        peer.set_parameters_with(&sender, parameters, options(7))
            .unwrap();
    }
}

#[test]
fn a_stopped_transceiver_refuses() {
    let (peer, _) = pair();
    let transceiver = peer.add_kind("audio", direction(Sendrecv));
    let parameters = transceiver.sender().parameters();
    transceiver.stop().unwrap();
    let result = peer.set_parameters(transceiver.sender(), parameters);
    assert_eq!(refusal(result), ErrorName::InvalidStateError);
}

#[test]
fn an_open_promise_is_rejected_when_the_connection_closes() {
    let (peer, _) = pair();
    let transceiver = peer.add_kind("audio", direction(Sendrecv));
    let sender = transceiver.sender();
    let (promise, completion) = Promise::new();
    let parameters = sender.parameters();
    sender
        .set_parameters(parameters, RTCSetParameterOptions::default(), completion)
        .unwrap();
    peer.connection.close();
    assert!(promise.is_pending());
    peer.world.run();
    assert_eq!(promise.error(), ErrorName::AbortError);
}

#[test]
fn a_description_waits_for_parameters_that_are_being_set() {
    let (offerer, answerer) = pair();
    let sender = offerer.add_track(&offerer.video(), &[]);
    offerer.offer_to(&answerer);
    answerer.set_local_implicitly().unwrap();
    let log = Log::default();
    let note = |name: &'static str| -> Completion<()> {
        let log = log.clone();
        Box::new(move |result| log.add(format!("{name} {}", result.is_ok())))
    };
    let description = RTCSessionDescriptionInit {
        sdp_type: RTCSdpType::Answer,
        sdp: answerer.local_sdp(),
    };
    // The description's task is queued first.
    offerer
        .connection
        .set_remote_description(description, note("description"))
        .unwrap();
    let mut parameters = sender.parameters();
    parameters.encodings[0].max_bitrate = Some(1);
    sender
        .set_parameters(
            parameters,
            RTCSetParameterOptions::default(),
            note("parameters"),
        )
        .unwrap();
    offerer.world.run();
    assert_eq!(log.take(), ["parameters true", "description true"]);
    assert_eq!(sender.parameters().encodings[0].max_bitrate, Some(1));
}
