//! simulcast/negotiation-encodings, as `getParameters` shows it.

use super::*;

fn rids(sender: &RTCRtpSender) -> Vec<String> {
    let encodings = sender.parameters().encodings.into_iter();
    encodings
        .map(|encoding| encoding.rid.unwrap_or_else(|| "none".to_owned()))
        .collect()
}

fn scaling(sender: &RTCRtpSender) -> Vec<Option<f64>> {
    let encodings = sender.parameters().encodings;
    encodings
        .iter()
        .map(|encoding| encoding.scale_resolution_down_by)
        .collect()
}

/// The answer as a peer makes it that takes these.
fn taking(answer: &str, rids: &[&str]) -> String {
    let mut answer = answer.to_owned();
    for rid in rids {
        answer.push_str(&format!("a=rid:{rid} recv\r\n"));
    }
    if !rids.is_empty() {
        answer.push_str(&format!("a=simulcast:recv {}\r\n", rids.join(";")));
    }
    answer
}

#[test]
fn an_answer_leaves_the_encodings_that_it_takes() {
    for (taken, left) in [
        (&["a", "b", "c"][..], &["a", "b", "c"][..]),
        (&["a", "c"], &["a", "c"]),
        (&["c"], &["c"]),
        (&[], &["a"]),
        // Not one of those that were offered.
        (&["x"], &["a"]),
    ] {
        let (offerer, answerer) = pair();
        let init = encodings(vec![rid("a"), rid("b"), rid("c")]);
        let sender = Arc::clone(offerer.add_kind("video", init).sender());
        offerer.offer_to(&answerer);
        assert!(offerer.local_sdp().contains("a=simulcast:send a;b;c\r\n"));
        answerer.set_local_implicitly().unwrap();
        let plain: String = answerer
            .local_sdp()
            .lines()
            .filter(|line| !line.starts_with("a=rid:") && !line.starts_with("a=simulcast:"))
            .map(|line| format!("{line}\r\n"))
            .collect();
        let before = sender.parameters();
        let answer = taking(&plain, taken);
        offerer.set_remote(RTCSdpType::Answer, &answer).unwrap();
        assert_eq!(rids(&sender), left);
        assert_ne!(sender.parameters().transaction_id, before.transaction_id);
    }
}

#[test]
fn an_offer_to_receive_several_makes_them_and_ends_what_was_returned() {
    let (offerer, answerer) = pair();
    offerer.add_kind("video", direction(Recvonly));
    let sender = answerer.add_track(&answerer.video(), &[]);
    offerer.set_local_implicitly().unwrap();
    let parameters = sender.parameters();
    let offer = taking(&offerer.local_sdp(), &["h", "m", "l"]);
    let (promise, completion) = Promise::new();
    let description = RTCSessionDescriptionInit {
        sdp_type: RTCSdpType::Offer,
        sdp: offer,
    };
    answerer
        .connection
        .set_remote_description(description, completion)
        .unwrap();
    answerer.world.run();
    promise.take().unwrap();
    assert_eq!(rids(&sender), ["h", "m", "l"]);
    assert_eq!(scaling(&sender), [4.0, 2.0, 1.0].map(Some));
    let (_, completion) = Promise::new();
    let options = crate::api::rtp::RTCSetParameterOptions::default();
    let result = sender.set_parameters(parameters, options, completion);
    assert!(matches!(
        refusal(result),
        ErrorName::InvalidStateError | ErrorName::InvalidModificationError
    ));
    answerer.set_local_implicitly().unwrap();
    assert!(answerer.local_sdp().contains("a=simulcast:send h;m;l\r\n"));
}

#[test]
fn encodings_that_the_application_chose_stay_when_a_peer_asks_for_others() {
    let (offerer, answerer) = pair();
    let init = encodings(vec![rid("a"), rid("b")]);
    let track = TrackOrKind::Track(answerer.video());
    let sender = Arc::clone(
        answerer
            .connection
            .add_transceiver(track, init)
            .unwrap()
            .sender(),
    );
    answerer.offer_to(&offerer);
    offerer.set_local_implicitly().unwrap();
    let answer = offerer.local_sdp();
    let answer = match answer.contains("a=simulcast:") {
        true => answer,
        false => taking(&answer, &["a", "b"]),
    };
    answerer.set_remote(RTCSdpType::Answer, &answer).unwrap();
    assert_eq!(rids(&sender), ["a", "b"]);
    // A later offer names others: what was chosen stays.
    offerer.set_local_implicitly().unwrap();
    let asking: String = offerer
        .local_sdp()
        .lines()
        .filter(|line| !line.starts_with("a=rid:") && !line.starts_with("a=simulcast:"))
        .map(|line| format!("{line}\r\n"))
        .collect();
    answerer
        .set_remote(RTCSdpType::Offer, &taking(&asking, &["x", "y"]))
        .unwrap();
    assert_eq!(rids(&sender), ["a", "b"]);
}
