//! Offers and answers after the first.

use super::*;

fn local_ice(plan: &Plan) -> &LocalIce {
    plan.transports[0].local.as_ref().unwrap()
}

fn remote_ice(plan: &Plan) -> &RemoteIce {
    plan.transports[0].remote.as_ref().unwrap()
}

#[test]
fn nothing_changes_in_a_second_round_either_way() {
    let (mut a, mut b) = (Peer::with_data(1), Peer::new(2));
    let [_, _, first, _] = negotiate(&mut a, &mut b);
    // A -> OFFER -> B, B -> ANSWER -> A
    let [offered, _, answered, agreed] = negotiate(&mut a, &mut b);
    assert_eq!(local_ice(&offered).change, Change::Unchanged);
    assert_eq!(local_ice(&answered).change, Change::Unchanged);
    assert_eq!(remote_ice(&answered).change, Change::Unchanged);
    let dtls = agreed.transports[0].dtls.as_ref().unwrap();
    assert_eq!(
        (dtls.change, dtls.role),
        (Change::Unchanged, DtlsRole::Server)
    );
    // B -> OFFER -> A: A answers with the role it has, which is not the active one.
    let [_, _, answered, agreed] = negotiate(&mut b, &mut a);
    let dtls = answered.transports[0].dtls.as_ref().unwrap();
    assert_eq!(
        (dtls.change, dtls.role),
        (Change::Unchanged, DtlsRole::Server)
    );
    assert!(
        a.state
            .current_local
            .as_ref()
            .unwrap()
            .sdp()
            .to_string()
            .contains("a=setup:passive")
    );
    assert_eq!(agreed.transports[0].key, first.transports[0].key);
    assert_eq!(agreed.transports[0].ice_role, IceRole::Controlled);
    let SctpPlan::Negotiated(sctp) = agreed.sctp else {
        panic!("{:?}", agreed.sctp);
    };
    assert_eq!(sctp.change, Change::Unchanged);
    assert!(agreed.discarded.is_empty());
}

#[test]
fn the_origin_stays_but_for_its_version() {
    let (mut a, mut b) = (Peer::with_data(1), Peer::new(2));
    let first = a.create_offer();
    negotiate(&mut a, &mut b);
    let second = a.create_offer();
    let origin = |text: &str| {
        let line = text.lines().nth(1).unwrap().to_owned();
        let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        (words[1].clone(), words[2].parse::<u64>().unwrap())
    };
    assert_eq!(origin(&first).0, origin(&second).0);
    assert_eq!(origin(&second).1, origin(&first).1 + 2);
}

#[test]
fn an_offer_restarts_ice_on_request() {
    let (mut a, mut b) = (Peer::with_data(1), Peer::new(2));
    let [first, ..] = negotiate(&mut a, &mut b);
    let old = local_ice(&first).credentials.clone();
    let offer = a.create_offer_with(OfferOptions { ice_restart: true });
    assert!(!offer.contains(&old.pwd));
    // Without the option nothing restarts, as long as the other offer was not applied.
    assert!(a.create_offer().contains(&old.pwd));
    let offer = a.create_offer_with(OfferOptions { ice_restart: true });
    let offered = a.set_local(SdpType::Offer, &offer);
    assert_eq!(local_ice(&offered).change, Change::Restart);
    b.set_remote(SdpType::Offer, &offer);
    let answer = b.create_answer();
    let answered = b.set_local(SdpType::Answer, &answer);
    assert_eq!(local_ice(&answered).change, Change::Restart);
    assert_eq!(remote_ice(&answered).change, Change::Restart);
    let agreed = a.set_remote(SdpType::Answer, &answer);
    assert_eq!(remote_ice(&agreed).change, Change::Restart);
    assert_eq!(
        agreed.transports[0].dtls.as_ref().unwrap().change,
        Change::Unchanged
    );
    assert_eq!(agreed.transports[0].key, first.transports[0].key);
}

#[test]
fn restart_ice_lasts_until_it_happened() {
    let (mut a, mut b) = (Peer::with_data(1), Peer::new(2));
    let [first, ..] = negotiate(&mut a, &mut b);
    let old = local_ice(&first).credentials.clone();
    a.state.restart_ice();
    assert!(a.state.is_negotiation_needed());
    // The peer's offer does not restart ICE, and our answer may not.
    let [_, _, answered, _] = negotiate(&mut b, &mut a);
    assert_eq!(local_ice(&answered).credentials, old);
    assert!(a.state.is_negotiation_needed());
    // A rollback does not undo the wish either.
    let offer = a.create_offer();
    let offered = a.set_local(SdpType::Offer, &offer);
    assert_eq!(local_ice(&offered).change, Change::Restart);
    let rollback = a.state.check_local(SdpType::Rollback, "").unwrap();
    let rolled_back = a.state.apply(Source::Local, rollback).unwrap();
    assert_eq!(local_ice(&rolled_back).credentials, old);
    assert_eq!(local_ice(&rolled_back).change, Change::Restart);
    let [offered, _, _, agreed] = negotiate(&mut a, &mut b);
    assert_ne!(local_ice(&offered).credentials, old);
    assert_eq!(remote_ice(&agreed).change, Change::Restart);
    assert!(!a.state.is_negotiation_needed());
}

#[test]
fn changed_servers_restart_ice_with_the_next_offer_that_is_applied() {
    let (mut a, mut b) = (Peer::with_data(1), Peer::new(2));
    negotiate(&mut a, &mut b);
    a.state.needs_ice_restart = true;
    let offer = a.create_offer();
    assert_eq!(
        local_ice(&a.set_local(SdpType::Offer, &offer)).change,
        Change::Restart
    );
    a.state
        .apply(Source::Local, Description::rollback())
        .unwrap();
    assert!(a.state.needs_ice_restart);
    let [offered, ..] = negotiate(&mut a, &mut b);
    assert_eq!(local_ice(&offered).change, Change::Restart);
    assert!(!a.state.needs_ice_restart);
}

#[test]
fn a_first_offer_can_be_rolled_back() {
    let mut a = Peer::with_data(1);
    let offer = a.create_offer();
    let key = a.set_local(SdpType::Offer, &offer).transports[0].key;
    let plan = a
        .state
        .apply(Source::Local, Description::rollback())
        .unwrap();
    assert_eq!(plan.discarded, [key]);
    assert!(plan.transports.is_empty() && plan.sections.is_empty());
    assert!(plan.signaling_state_changed);
    assert!(a.state.local_description().is_none());
    assert!(a.state.is_negotiation_needed());
    // The next transport is another one.
    let offer = a.create_offer();
    assert_ne!(a.set_local(SdpType::Offer, &offer).transports[0].key, key);
}

#[test]
fn both_offer_and_the_polite_one_rolls_back() {
    let (mut a, mut b) = (Peer::with_data(1), Peer::with_data(2));
    let (from_a, from_b) = (a.create_offer(), b.create_offer());
    a.set_local(SdpType::Offer, &from_a);
    b.set_local(SdpType::Offer, &from_b);
    // B -> OFFER -> A: A is polite.
    assert!(a.state.needs_implicit_rollback(SdpType::Offer));
    a.state
        .apply(Source::Local, Description::rollback())
        .unwrap();
    a.set_remote(SdpType::Offer, &from_b);
    let answer = a.create_answer();
    a.set_local(SdpType::Answer, &answer);
    b.set_remote(SdpType::Answer, &answer);
    // Both have what they wanted in one section.
    assert!(!a.state.is_negotiation_needed() && !b.state.is_negotiation_needed());
}

#[test]
fn a_remote_offer_is_rolled_back() {
    let (mut a, mut b) = (Peer::with_data(1), Peer::new(2));
    let offer = a.create_offer();
    let key = b.set_remote(SdpType::Offer, &offer).transports[0].key;
    let plan = b
        .state
        .apply(Source::Remote, Description::rollback())
        .unwrap();
    assert_eq!(plan.discarded, [key]);
    assert!(b.state.remote_description().is_none());
    assert_eq!(b.state.can_trickle_ice_candidates(), None);
}

#[test]
fn provisional_answers_come_before_the_final_one() {
    let (mut a, mut b) = (Peer::with_data(1), Peer::new(2));
    let offer = a.create_offer();
    a.set_local(SdpType::Offer, &offer);
    b.set_remote(SdpType::Offer, &offer);
    let answer = b.create_answer();
    let provisional = b.set_local(SdpType::Pranswer, &answer);
    assert_eq!(b.state.signaling_state, SignalingState::HaveLocalPranswer);
    assert_eq!(local_ice(&provisional).change, Change::New);
    assert_eq!(remote_ice(&provisional).change, Change::New);
    let received = a.set_remote(SdpType::Pranswer, &answer);
    assert_eq!(a.state.signaling_state, SignalingState::HaveRemotePranswer);
    assert_eq!(remote_ice(&received).change, Change::New);
    assert!(received.signaling_state_changed);
    // The final one says the same.
    let last = b.create_answer();
    assert_ne!(last, answer);
    let final_answer = b.set_local(SdpType::Answer, &last);
    assert_eq!(local_ice(&final_answer).change, Change::Unchanged);
    let agreed = a.set_remote(SdpType::Answer, &last);
    assert_eq!(remote_ice(&agreed).change, Change::Unchanged);
    assert_eq!(
        agreed.transports[0].dtls.as_ref().unwrap().change,
        Change::Unchanged
    );
    assert_eq!(agreed.transports[0].key, received.transports[0].key);
    for peer in [&a, &b] {
        assert_eq!(peer.state.signaling_state, SignalingState::Stable);
        assert_eq!(
            peer.state.current_local.as_ref().unwrap().sdp().media.len(),
            1
        );
    }
}

#[test]
fn declined_data_channels_close_and_can_be_offered_again_in_their_place() {
    let (mut a, mut b) = (Peer::with_data(1), Peer::new(2));
    let [first, ..] = negotiate(&mut a, &mut b);
    // A -> OFFER -> B, which declines by hand.
    let offer = a.create_offer();
    a.set_local(SdpType::Offer, &offer);
    let declined = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=application 0 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:0\r\n";
    let plan = a.set_remote(SdpType::Answer, declined);
    assert_eq!(plan.sctp, SctpPlan::Closed);
    assert_eq!(plan.discarded, [first.transports[0].key]);
    assert!(!a.state.is_negotiation_needed());
    // The next offer recycles the section under a new mid.
    let offer = a.create_offer();
    assert_eq!(offer.matches("m=").count(), 1);
    assert!(offer.contains("a=mid:1\r\n") && offer.contains("a=group:BUNDLE 1\r\n"));
    let plan = a.set_local(SdpType::Offer, &offer);
    assert_eq!(local_ice(&plan).change, Change::New);
    assert_ne!(plan.transports[0].key, first.transports[0].key);
}

#[test]
fn rejected_media_keep_their_place_beside_new_data_channels() {
    // Firefox refuses to see one turn into the other.
    let mut peer = Peer::new(1);
    let offer = Peer::with_data(2)
        .create_offer()
        .replace(
            "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
            "m=audio 9 UDP/TLS/RTP/SAVPF 96",
        )
        .replace("a=sctp-port:5000", "a=rtcp-mux");
    peer.set_remote(SdpType::Offer, &offer);
    let answer = peer.create_answer();
    peer.set_local(SdpType::Answer, &answer);
    peer.stop(0);
    peer.state.data_channel_created = true;
    assert!(peer.state.is_negotiation_needed());
    let offer = peer.create_offer();
    let m_lines: Vec<&str> = offer
        .lines()
        .filter(|line| line.starts_with("m="))
        .collect();
    assert_eq!(
        m_lines,
        [
            "m=audio 0 UDP/TLS/RTP/SAVPF 96",
            "m=application 9 UDP/DTLS/SCTP webrtc-datachannel"
        ]
    );
    assert!(offer.contains("a=group:BUNDLE 1\r\n"), "{offer}");
}

#[test]
fn data_channels_that_carry_a_group_say_rtcp_mux_for_its_media() {
    let mut peer = Peer::new(1);
    let data = Peer::with_data(2)
        .create_offer()
        .replace("BUNDLE 0", "BUNDLE a 0");
    let (session_part, section) = data.split_at(data.find("m=").unwrap());
    let media = section
        .replace(
            "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
            "m=audio 9 UDP/TLS/RTP/SAVPF 96",
        )
        .replace("a=mid:0", "a=mid:a")
        .replace("a=sctp-port:5000", "a=rtcp-mux");
    peer.set_remote(SdpType::Offer, &format!("{session_part}{media}{section}"));
    let answer = peer.create_answer();
    assert_eq!(answer.matches("a=rtcp-mux\r\n").count(), 1);
    assert!(answer.contains("a=group:BUNDLE 0\r\n"));
    // Alone they do not.
    let mut other = Peer::new(3);
    other.set_remote(SdpType::Offer, &data.replace("BUNDLE a 0", "BUNDLE 0"));
    assert!(!other.create_answer().contains("rtcp-mux"));
}

#[test]
fn an_offer_without_anything_is_an_offer() {
    let (mut a, mut b) = (Peer::new(1), Peer::new(2));
    let [offered, _, _, agreed] = negotiate(&mut a, &mut b);
    assert!(offered.transports.is_empty() && agreed.sections.is_empty());
    assert!(
        !a.state
            .current_local
            .as_ref()
            .unwrap()
            .sdp()
            .to_string()
            .contains("a=group")
    );
    // What is wanted later is added.
    b.state.data_channel_created = true;
    assert!(b.state.is_negotiation_needed());
    negotiate(&mut b, &mut a);
    assert!(!b.state.is_negotiation_needed());
}

#[test]
fn created_descriptions_are_accurate_until_something_changes() {
    let (mut a, mut b) = (Peer::new(1), Peer::new(2));
    assert!(!a.state.last_offer_is_accurate(&mut a.random));
    a.create_offer();
    assert!(a.state.last_offer_is_accurate(&mut a.random));
    a.state.data_channel_created = true;
    assert!(!a.state.last_offer_is_accurate(&mut a.random));
    let offer = a.create_offer();
    b.set_remote(SdpType::Offer, &offer);
    assert!(!b.state.last_answer_is_accurate(&mut b.random));
    b.create_answer();
    assert!(b.state.last_answer_is_accurate(&mut b.random));
    a.set_local(SdpType::Offer, &offer);
    let answer = b.create_answer();
    b.set_local(SdpType::Answer, &answer);
    a.set_remote(SdpType::Answer, &answer);
    // An offer that restarts ICE is accurate although it is not what stands.
    a.create_offer_with(OfferOptions { ice_restart: true });
    assert!(a.state.last_offer_is_accurate(&mut a.random));
    assert!(!b.state.last_answer_is_accurate(&mut b.random));
}

#[test]
fn a_lite_peer_is_controlled() {
    let (mut a, mut b) = (Peer::with_data(1), Peer::new(2));
    let offer = a
        .create_offer()
        .replace("t=0 0\r\n", "t=0 0\r\na=ice-lite\r\n");
    let plan = b.set_remote(SdpType::Offer, &offer);
    assert_eq!(plan.transports[0].ice_role, IceRole::Controlling);
    let answer = b.create_answer();
    let plan = b.set_local(SdpType::Answer, &answer);
    assert!(remote_ice(&plan).lite);
    assert_eq!(plan.transports[0].ice_role, IceRole::Controlling);
}

#[test]
fn the_role_follows_from_the_offer() {
    for (offered, answered, role) in [
        ("actpass", "active", DtlsRole::Client),
        ("active", "passive", DtlsRole::Server),
        ("passive", "active", DtlsRole::Client),
    ] {
        let (mut a, mut b) = (Peer::with_data(1), Peer::new(2));
        let offer = a.create_offer().replace("actpass", offered);
        b.set_remote(SdpType::Offer, &offer);
        let answer = b.create_answer();
        assert!(
            answer.contains(&format!("a=setup:{answered}\r\n")),
            "{offered}"
        );
        let plan = b.set_local(SdpType::Answer, &answer);
        assert_eq!(
            plan.transports[0].dtls.as_ref().unwrap().role,
            role,
            "{offered}"
        );
    }
}

#[test]
fn the_early_form_of_data_channels_is_answered_in_kind() {
    let (mut a, mut b) = (Peer::with_data(1), Peer::new(2));
    let offer = a
        .create_offer()
        .replace("UDP/DTLS/SCTP webrtc-datachannel", "DTLS/SCTP 5000")
        .replace("a=sctp-port:5000", "a=sctpmap:5000 webrtc-datachannel 1024")
        .replace("a=max-message-size:262144\r\n", "");
    b.set_remote(SdpType::Offer, &offer);
    let answer = b.create_answer();
    assert!(answer.contains("m=application 9 DTLS/SCTP 5000\r\n"));
    assert!(answer.contains("a=sctpmap:5000 webrtc-datachannel "));
    let SctpPlan::Negotiated(sctp) = b.set_local(SdpType::Answer, &answer).sctp else {
        panic!("not accepted");
    };
    assert_eq!(
        (
            sctp.local_port,
            sctp.remote_port,
            sctp.remote_max_message_size
        ),
        (5000, 5000, 65_536)
    );
}

#[test]
fn a_peer_without_bundle_or_mids_is_served() {
    let (mut a, mut b) = (Peer::with_data(1), Peer::new(2));
    let strip = |text: String| {
        text.replace("a=group:BUNDLE 0\r\n", "")
            .replace("a=mid:0\r\n", "")
    };
    let offer = a.create_offer();
    a.set_local(SdpType::Offer, &offer);
    b.set_remote(SdpType::Offer, &strip(offer));
    let answer = b.create_answer();
    assert!(!answer.contains("a=group") && !answer.contains("a=mid"));
    let plan = b.set_local(SdpType::Answer, &answer);
    assert_eq!(plan.transports.len(), 1);
    let plan = a.set_remote(SdpType::Answer, &strip(answer));
    assert_eq!(plan.transports[0].mid, "0");
    assert_eq!(remote_ice(&plan).change, Change::New);
    // What was not bundled stays so.
    assert!(!a.create_offer().contains("a=group"));
}

#[test]
fn pooled_credentials_are_used_first() {
    let mut a = Peer::with_data(1);
    let pooled = IceCredentials::generate(&mut SeededRandom(9));
    a.state.credentials_pool.push(pooled.clone());
    let offer = a.create_offer();
    assert_eq!(
        local_ice(&a.set_local(SdpType::Offer, &offer)).credentials,
        pooled
    );
    assert!(a.state.credentials_pool.is_empty());
}

#[test]
fn pooled_credentials_survive_an_offer_that_is_not_applied() {
    let (mut a, mut b) = (Peer::with_data(1), Peer::with_data(2));
    let pooled = IceCredentials::generate(&mut SeededRandom(9));
    a.state.credentials_pool.push(pooled.clone());
    assert!(a.create_offer().contains(&pooled.pwd));
    assert!(a.state.credentials_pool.is_empty());
    let [_, _, answered, _] = negotiate(&mut b, &mut a);
    assert_eq!(local_ice(&answered).credentials, pooled);
    // A restart gathers anew and leaves the pool alone.
    let more = IceCredentials::generate(&mut SeededRandom(10));
    a.state.credentials_pool.push(more.clone());
    let restart = a.create_offer_with(OfferOptions { ice_restart: true });
    assert!(!restart.contains(&more.pwd));
    assert_eq!(a.state.credentials_pool, [more]);
}

#[test]
fn a_changed_sctp_port_is_another_association() {
    let (mut a, mut b) = (Peer::with_data(1), Peer::new(2));
    negotiate(&mut a, &mut b);
    let offer = a.create_offer().replace("sctp-port:5000", "sctp-port:5001");
    b.set_remote(SdpType::Offer, &offer);
    let answer = b.create_answer();
    let SctpPlan::Negotiated(sctp) = b.set_local(SdpType::Answer, &answer).sctp else {
        panic!("not accepted");
    };
    assert_eq!((sctp.change, sctp.remote_port), (Change::Restart, 5001));
}
