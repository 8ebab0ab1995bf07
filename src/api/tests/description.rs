//! RTCPeerConnection-set{Local,Remote}Description-*.html, RTCPeerConnection-create{Offer,Answer}.html

use super::*;
use crate::api::enums::RTCSignalingState;
use crate::api::error::RtcErrorDetailType;

fn pair() -> (Peer, Peer) {
    let world = World::new();
    let (offerer, answerer) = (world.peer(), world.peer());
    offerer.channel("x");
    world.run();
    offerer.log.take();
    (offerer, answerer)
}

#[test]
fn offer_and_answer_take_both_ends_to_stable() {
    let (offerer, answerer) = pair();
    let offer = offerer.create_offer().expect("an offer");
    assert_eq!(offer.sdp_type, RTCSdpType::Offer);
    offerer
        .set_local(Some(RTCSdpType::Offer), &offer.sdp)
        .expect("it was just created");
    let connection = &offerer.connection;
    assert_eq!(
        connection.signaling_state(),
        RTCSignalingState::HaveLocalOffer
    );
    let pending = connection.pending_local_description().expect("the offer");
    let local = connection.local_description().expect("the offer");
    assert!(Arc::ptr_eq(&pending, &local), "the same object");
    assert_eq!(local.sdp(), offer.sdp);
    assert!(connection.current_local_description().is_none());

    answerer
        .set_remote(RTCSdpType::Offer, &offer.sdp)
        .expect("a good offer");
    assert_eq!(answerer.connection.can_trickle_ice_candidates(), Some(true));
    let answer = answerer.create_answer().expect("an answer");
    answerer
        .set_local(Some(RTCSdpType::Answer), &answer.sdp)
        .expect("it was just created");
    offerer
        .set_remote(RTCSdpType::Answer, &answer.sdp)
        .expect("a good answer");

    let current = connection.current_local_description().expect("the offer");
    assert!(Arc::ptr_eq(&pending, &current), "it moved as it was");
    assert!(connection.pending_local_description().is_none());
    assert!(connection.pending_remote_description().is_none());
    assert_eq!(
        connection
            .remote_description()
            .expect("the answer")
            .sdp_type(),
        RTCSdpType::Answer
    );
    for peer in [&offerer, &answerer] {
        assert_eq!(peer.connection.signaling_state(), RTCSignalingState::Stable);
    }
    assert_eq!(
        answerer.log.take(),
        [
            "signalingstatechange have-remote-offer",
            "signalingstatechange stable"
        ]
    );
}

#[test]
fn set_local_description_takes_only_what_was_created_last() {
    let (offerer, answerer) = pair();
    let first = offerer.create_offer().expect("an offer").sdp;
    offerer.create_offer().expect("another");
    for sdp in [first.as_str(), "bogus"] {
        let result = offerer.set_local(Some(RTCSdpType::Offer), sdp);
        assert_eq!(refusal(result), ErrorName::InvalidModificationError);
    }
    assert_eq!(
        refusal(offerer.set_local(Some(RTCSdpType::Answer), "bogus")),
        ErrorName::InvalidModificationError
    );
    assert_eq!(
        refusal(answerer.set_local(Some(RTCSdpType::Answer), "")),
        ErrorName::InvalidStateError
    );
    assert_eq!(refusal(answerer.rollback()), ErrorName::InvalidStateError);
    assert!(offerer.log.take().is_empty());
}

#[test]
fn an_answer_that_was_made_for_another_offer_is_refused() {
    let (offerer, answerer) = pair();
    let other = offerer.world.peer();
    let audio = crate::api::rtp::TrackOrKind::Kind("audio".to_owned());
    let added = other.connection.add_transceiver(audio, Default::default());
    added.expect("a kind of media");
    other.channel("y");
    let longer = other.create_offer().expect("an offer").sdp;
    answerer
        .set_remote(RTCSdpType::Offer, &longer)
        .expect("it is good");
    let answer = answerer.create_answer().expect("an answer").sdp;
    answerer
        .set_remote(RTCSdpType::Rollback, "")
        .expect("an offer can be rolled back");
    let shorter = offerer.create_offer().expect("an offer").sdp;
    answerer
        .set_remote(RTCSdpType::Offer, &shorter)
        .expect("it is good");
    let result = answerer.set_local(Some(RTCSdpType::Answer), &answer);
    assert_eq!(refusal(result), ErrorName::InvalidAccessError);
    // What is made now is another one.
    answerer.set_local_implicitly().expect("an answer");
    assert_ne!(answerer.local_sdp(), answer);
}

#[test]
fn a_description_of_the_wrong_type_for_the_state_is_an_invalid_state() {
    let (offerer, answerer) = pair();
    offerer.set_local_implicitly().expect("an offer");
    let offer = offerer.local_sdp();
    for sdp_type in [RTCSdpType::Answer, RTCSdpType::Pranswer] {
        let result = answerer.set_remote(sdp_type, &offer);
        assert_eq!(refusal(result), ErrorName::InvalidStateError);
    }
    assert_eq!(
        refusal(answerer.set_remote(RTCSdpType::Rollback, "")),
        ErrorName::InvalidStateError
    );
    assert!(answerer.log.take().is_empty());
    assert!(answerer.connection.remote_description().is_none());
}

#[test]
fn a_syntax_error_tells_its_line_and_changes_nothing() {
    let (offerer, answerer) = pair();
    let sdp = offerer.create_offer().expect("an offer").sdp;
    let broken = sdp.replacen("t=0 0\r\n", "t=0 0\r\nthis is no line\r\n", 1);
    let error = answerer
        .set_remote(RTCSdpType::Offer, &broken)
        .expect_err("it is broken");
    assert_eq!(error.name, ErrorName::OperationError);
    let fields = error.rtc.expect("an RTCError");
    assert_eq!(fields.error_detail, RtcErrorDetailType::SdpSyntaxError);
    assert_eq!(fields.sdp_line_number, Some(5));
    assert_eq!(
        answerer.connection.signaling_state(),
        RTCSignalingState::Stable
    );
    assert!(
        answerer.network.take().len() == 1,
        "the configuration alone"
    );
}

#[test]
fn an_offer_that_is_truncated_anywhere_is_an_error_or_an_offer() {
    let (offerer, _) = pair();
    let sdp = offerer.create_offer().expect("an offer").sdp;
    let ends = sdp.match_indices("\r\n").map(|(at, _)| at + 2);
    for end in ends {
        let answerer = offerer.world.peer();
        let result = answerer.set_remote(RTCSdpType::Offer, &sdp[..end]);
        let stable = answerer.connection.signaling_state() == RTCSignalingState::Stable;
        assert_eq!(result.is_err(), stable, "cut at {end}");
    }
}

#[test]
fn rollback_forgets_the_offer() {
    let (offerer, _) = pair();
    offerer.set_local_implicitly().expect("an offer");
    assert!(offerer.connection.sctp().is_some());
    offerer.log.take();
    offerer.rollback().expect("an offer can be rolled back");
    assert!(offerer.connection.local_description().is_none());
    assert!(offerer.connection.sctp().is_none());
    let commands = offerer.network.take();
    assert!(
        commands
            .iter()
            .any(|command| matches!(command, Command::RemoveTransport { .. }))
    );
    assert_eq!(
        offerer.log.take(),
        ["signalingstatechange stable", "negotiationneeded"]
    );
}

#[test]
fn an_offer_is_rolled_back_by_the_method_that_set_it() {
    let (offerer, answerer) = pair();
    let offer = offerer.create_offer().expect("an offer").sdp;
    answerer
        .set_remote(RTCSdpType::Offer, &offer)
        .expect("a good offer");
    let refused = answerer.set_local(Some(RTCSdpType::Rollback), "");
    let refused = refused.expect_err("it is not ours");
    assert_eq!(refused.name, ErrorName::InvalidStateError);
    answerer
        .set_remote(RTCSdpType::Rollback, "")
        .expect("an offer can be rolled back");
    assert!(answerer.connection.remote_description().is_none());
    assert_eq!(answerer.connection.can_trickle_ice_candidates(), None);
    assert_eq!(
        answerer.log.take(),
        [
            "signalingstatechange have-remote-offer",
            "signalingstatechange stable"
        ]
    );
    offerer.set_local_implicitly().expect("an offer");
    let refused = offerer.set_remote(RTCSdpType::Rollback, "");
    let refused = refused.expect_err("it is not the peer's");
    assert_eq!(refused.name, ErrorName::InvalidStateError);
    offerer.rollback().expect("an offer can be rolled back");
}

#[test]
fn a_remote_offer_rolls_the_local_one_back() {
    let (polite, impolite) = pair();
    impolite.channel("y");
    polite.set_local_implicitly().expect("an offer");
    impolite.set_local_implicitly().expect("an offer too");
    polite.log.take();
    polite
        .set_remote(RTCSdpType::Offer, &impolite.local_sdp())
        .expect("the local offer gives way");
    assert_eq!(
        polite.log.take(),
        [
            "signalingstatechange stable",
            "signalingstatechange have-remote-offer"
        ]
    );
    polite.set_local_implicitly().expect("an answer");
    impolite
        .set_remote(RTCSdpType::Answer, &polite.local_sdp())
        .expect("a good answer");
    assert_eq!(
        impolite.connection.signaling_state(),
        RTCSignalingState::Stable
    );
}

#[test]
fn a_provisional_answer_can_be_followed_by_others() {
    let (offerer, answerer) = pair();
    offerer.set_local_implicitly().expect("an offer");
    answerer
        .set_remote(RTCSdpType::Offer, &offerer.local_sdp())
        .expect("a good offer");
    for _ in 0..2 {
        let answer = answerer.create_answer().expect("an answer").sdp;
        answerer
            .set_local(Some(RTCSdpType::Pranswer), &answer)
            .expect("a provisional one");
        offerer
            .set_remote(RTCSdpType::Pranswer, &answer)
            .expect("a provisional one");
    }
    assert_eq!(
        answerer.connection.signaling_state(),
        RTCSignalingState::HaveLocalPranswer
    );
    assert_eq!(
        refusal(answerer.rollback()),
        ErrorName::InvalidStateError,
        "an answer cannot be rolled back"
    );
    let answer = answerer.create_answer().expect("an answer").sdp;
    answerer
        .set_local(Some(RTCSdpType::Answer), &answer)
        .expect("the final one");
    offerer
        .set_remote(RTCSdpType::Answer, &answer)
        .expect("the final one");
    assert_eq!(
        offerer.log.take(),
        [
            "signalingstatechange have-local-offer",
            "signalingstatechange have-remote-pranswer",
            "signalingstatechange stable"
        ]
    );
}

#[test]
fn media_of_unknown_codecs_are_declined_and_data_goes_on() {
    let (offerer, answerer) = pair();
    let offer = offerer.create_offer().expect("an offer").sdp;
    let audio = concat!(
        "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n",
        "c=IN IP4 0.0.0.0\r\n",
        "a=mid:audio\r\n",
        "a=sendrecv\r\n",
        "a=rtcp-mux\r\n",
        "a=rtpmap:111 speex/16000\r\n",
    );
    let transport: String = offer
        .lines()
        .filter(|line| {
            ["a=ice-ufrag", "a=ice-pwd", "a=fingerprint", "a=setup"]
                .iter()
                .any(|name| line.starts_with(name))
        })
        .map(|line| format!("{line}\r\n"))
        .collect();
    answerer
        .set_remote(RTCSdpType::Offer, &format!("{offer}{audio}{transport}"))
        .expect("a good offer");
    answerer.set_local_implicitly().expect("an answer");
    let answer = answerer.local_sdp();
    assert!(answer.contains("m=audio 0 UDP/TLS/RTP/SAVPF"));
    assert!(answer.contains("m=application 9 UDP/DTLS/SCTP webrtc-datachannel"));
    assert!(answerer.connection.sctp().is_some());
}

/// The answer with its data section declined.
fn declined(answer: &str) -> String {
    let at = answer.find("m=application ").expect("a data section");
    let end = at + answer[at..].find(" UDP/").expect("its protocol");
    format!("{}m=application 0{}", &answer[..at], &answer[end..])
}

#[test]
fn an_answer_that_declines_data_closes_the_channels() {
    let (offerer, answerer) = pair();
    let channel = offerer.channel("y");
    offerer.set_local_implicitly().expect("an offer");
    let sctp = offerer.connection.sctp().expect("offered");
    answerer
        .set_remote(RTCSdpType::Offer, &offerer.local_sdp())
        .expect("a good offer");
    let answer = answerer.create_answer().expect("an answer").sdp;
    offerer.network.take();
    offerer.log.take();
    offerer
        .set_remote(RTCSdpType::Answer, &declined(&answer))
        .expect("it may be declined");
    assert!(offerer.connection.sctp().is_none());
    assert_eq!(sctp.state().as_str(), "closed");
    assert_eq!(sctp.transport().state().as_str(), "closed");
    assert_eq!(channel.ready_state().as_str(), "closed");
    let log = offerer.log.take();
    assert!(log.contains(&"y close closed".to_owned()), "{log:?}");
    assert!(
        offerer
            .network
            .take()
            .iter()
            .any(|command| matches!(command, Command::RemoveTransport { .. }))
    );
}

#[test]
fn other_servers_restart_ice_in_the_next_offer() {
    use crate::api::configuration::RTCIceServer;
    let (offerer, answerer) = negotiated_pair();
    let ufrag = |sdp: &str| {
        let line = sdp.lines().find(|line| line.starts_with("a=ice-ufrag:"));
        line.expect("there are credentials").to_owned()
    };
    let before = ufrag(&offerer.local_sdp());
    assert_eq!(
        ufrag(&offerer.create_offer().expect("an offer").sdp),
        before
    );
    let mut configuration = offerer.connection.configuration();
    configuration.ice_servers.push(RTCIceServer {
        urls: vec!["stun:192.0.2.1".to_owned()],
        ..Default::default()
    });
    offerer
        .connection
        .set_configuration(configuration)
        .expect("servers may change");
    offerer.negotiate_with(&answerer);
    let after = ufrag(&offerer.local_sdp());
    assert_ne!(after, before);
    offerer.negotiate_with(&answerer);
    assert_eq!(ufrag(&offerer.local_sdp()), after);
}

#[test]
fn an_ice_restart_can_be_asked_for_in_the_options() {
    let (offerer, _) = negotiated_pair();
    let plain = offerer.create_offer().expect("an offer").sdp;
    let options = RTCOfferOptions {
        ice_restart: true,
        ..RTCOfferOptions::default()
    };
    let restarted = offerer.create_offer_with(options).expect("an offer").sdp;
    let credentials = |sdp: &str| {
        let lines = sdp.lines().filter(|line| line.starts_with("a=ice-"));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_ne!(credentials(&plain), credentials(&restarted));
    offerer
        .set_local(Some(RTCSdpType::Offer), &restarted)
        .expect("it was just created");
    offerer.network.take();
    offerer.rollback().expect("an offer can be rolled back");
    assert!(
        offerer
            .network
            .take()
            .iter()
            .any(|command| matches!(command, Command::RestartIce { .. })),
        "the old credentials count again"
    );
}
