//! RTCIceTransport*.html, RTCDtlsTransport-state.html, RTCPeerConnection-{ice,connection}*State.https.html

use super::*;
use crate::api::enums::{
    RTCIceCandidateType, RTCIceGathererState, RTCIceProtocol, RTCIceRole, RTCIceTransportState,
};
use crate::api::error::RtcErrorDetailType;
use crate::api::ice_transport::RTCIceTransport;
use crate::sdp::candidate::CandidateAttribute;
use crate::session::{
    DtlsError, DtlsErrorKind, DtlsState, Event as Happened, IceGatheringState, IceRole,
    IceTransportState, SelectedPair, TransportId,
};

fn candidate(text: &str) -> CandidateAttribute {
    CandidateAttribute::parse(text).expect("a good candidate")
}

fn local_candidate() -> CandidateAttribute {
    candidate("candidate:1 1 udp 2113929471 10.0.0.1 10000 typ host")
}

fn remote_candidate() -> CandidateAttribute {
    candidate("candidate:2 1 udp 2113929471 10.0.0.2 20000 typ host")
}

fn transport_id(peer: &Peer) -> TransportId {
    let commands = peer.network.take();
    let id = commands.iter().find_map(|command| match command {
        Command::AddTransport { transport, .. } => Some(*transport),
        _ => None,
    });
    id.expect("a transport was made")
}

fn ice(peer: &Peer) -> Arc<RTCIceTransport> {
    let sctp = peer.connection.sctp().expect("negotiated");
    Arc::clone(sctp.transport().ice_transport())
}

/// A connection with all its transports heard.
fn peer() -> (Peer, TransportId) {
    let world = World::new();
    let (peer, other) = (world.peer(), world.peer());
    peer.channel("c");
    peer.negotiate_with(&other);
    let id = transport_id(&peer);
    let dtls = peer.connection.sctp().expect("negotiated").transport();
    peer.log.listen_to(dtls.event_target());
    peer.log.listen_to(dtls.ice_transport().event_target());
    peer.log.take();
    (peer, id)
}

fn ice_state(transport: TransportId, state: IceTransportState, with_pair: bool) -> Happened {
    let pair = SelectedPair {
        local: local_candidate(),
        local_url: None,
        remote: remote_candidate(),
    };
    Happened::IceStateChange {
        transport,
        state,
        selected_pair: with_pair.then_some(pair),
    }
}

fn gathering(transport: TransportId, state: IceGatheringState) -> Happened {
    Happened::IceGatheringStateChange { transport, state }
}

fn found(transport: TransportId) -> Happened {
    Happened::LocalCandidate {
        transport,
        candidate: local_candidate(),
        url: None,
    }
}

#[test]
fn gathering_goes_into_the_description_and_ends_with_null() {
    let (peer, id) = peer();
    let before = peer.connection.local_description().expect("the offer");
    peer.deliver(vec![
        gathering(id, IceGatheringState::Gathering),
        found(id),
        gathering(id, IceGatheringState::Complete),
    ]);
    assert_eq!(
        peer.log.take(),
        [
            "ice gatheringstatechange new",
            "icegatheringstatechange gathering",
            "icecandidate 10.0.0.1",
            "icecandidate end",
            "ice gatheringstatechange new",
            "icegatheringstatechange complete",
            "icecandidate null",
        ]
    );
    let sdp = peer.local_sdp();
    assert!(sdp.contains("a=candidate:1 1 udp 2113929471 10.0.0.1 10000 typ host\r\n"));
    assert!(sdp.contains("a=end-of-candidates\r\n"));
    assert!(!before.sdp().contains("a=candidate"), "an object stays");
    let found = ice(&peer).local_candidates();
    assert_eq!(found[0].sdp_mid(), Some("0"));
    assert_eq!(found[0].sdp_m_line_index(), Some(0));
    assert_eq!(
        found[0].username_fragment().map(str::to_owned),
        ice(&peer)
            .local_parameters()
            .map(|parameters| parameters.username_fragment)
    );
}

#[test]
fn the_states_change_before_the_first_of_their_events() {
    let (peer, id) = peer();
    let connection = Arc::downgrade(&peer.connection);
    let log = peer.log.clone();
    ice(&peer).event_target().set_handler(
        EventType::SelectedCandidatePairChange,
        Some(Arc::new(Calls(move |_: &Event| {
            let connection = connection.upgrade().expect("it is alive");
            log.add(connection.ice_connection_state().as_str());
            log.add(connection.connection_state().as_str());
        }))),
    );
    peer.deliver(vec![
        ice_state(id, IceTransportState::Checking, false),
        ice_state(id, IceTransportState::Connected, true),
    ]);
    assert_eq!(
        peer.log.take(),
        [
            "ice statechange checking",
            "iceconnectionstatechange checking",
            "connectionstatechange connecting",
            "ice selectedcandidatepairchange connected",
            "connected",
            "connecting",
            "ice statechange connected",
            "iceconnectionstatechange connected",
        ]
    );
}

#[test]
fn the_selected_pair_is_the_same_object_while_it_stays() {
    let (peer, id) = peer();
    assert!(ice(&peer).selected_candidate_pair().is_none());
    peer.deliver(vec![
        found(id),
        ice_state(id, IceTransportState::Connected, true),
    ]);
    let first = ice(&peer).selected_candidate_pair().expect("selected");
    peer.deliver(vec![ice_state(id, IceTransportState::Completed, true)]);
    let second = ice(&peer).selected_candidate_pair().expect("selected");
    assert!(Arc::ptr_eq(&first, &second));
    assert!(Arc::ptr_eq(
        first.local(),
        &ice(&peer).local_candidates()[0]
    ));
    assert_eq!(first.remote().address(), Some("10.0.0.2"));
    let log = peer.log.take();
    let changes = log.iter().filter(|entry| entry.contains("selected"));
    assert_eq!(changes.count(), 1);
}

// RTCIceTransport-peer-reflexive-remote.html
#[test]
fn a_peer_that_only_its_checks_have_shown_has_no_address() {
    let world = World::connected();
    let (offerer, answerer) = (world.peer(), world.peer());
    offerer.channel("first");
    // The offerer's candidates are not signalled.
    offerer.set_local_implicitly().expect("an offer");
    answerer
        .set_remote(RTCSdpType::Offer, &offerer.local_sdp())
        .expect("the offer is taken");
    answerer.set_local_implicitly().expect("an answer");
    let go_on_until = |done: &dyn Fn() -> bool| {
        let internet = world.internet.as_ref().expect("it is connected");
        while !done() {
            assert!(world.run_task() || internet.step(Duration::from_secs(60)));
        }
    };
    let ice = ice(&answerer);
    go_on_until(&|| ice.gathering_state() == RTCIceGathererState::Complete);
    offerer
        .set_remote(RTCSdpType::Answer, &answerer.local_sdp())
        .expect("the answer is taken");
    go_on_until(&|| ice.selected_candidate_pair().is_some());
    let pair = ice.selected_candidate_pair().expect("selected");
    let remote = pair.remote();
    assert_eq!((remote.candidate(), remote.address()), ("", None));
    assert_eq!(remote.candidate_type(), Some(RTCIceCandidateType::Prflx));
    assert_eq!(remote.protocol(), Some(RTCIceProtocol::Udp));
    assert!(remote.port().is_some() && remote.priority().is_some());
}

#[test]
fn roles_and_parameters_are_those_of_the_descriptions() {
    let (offerer, answerer) = negotiated_pair();
    let (a, b) = (ice(&offerer), ice(&answerer));
    assert_eq!(a.role(), RTCIceRole::Controlling);
    assert_eq!(b.role(), RTCIceRole::Controlled);
    for (one, other) in [(&a, &b), (&b, &a)] {
        let (Some(local), Some(remote)) = (one.local_parameters(), other.remote_parameters())
        else {
            panic!("both are set");
        };
        assert!(local == remote);
    }
    let id = transport_id(&offerer);
    offerer.deliver(vec![Happened::IceRoleChange {
        transport: id,
        role: IceRole::Controlled,
    }]);
    assert_eq!(a.role(), RTCIceRole::Controlled);
    assert_eq!(a.state(), RTCIceTransportState::New);
}

#[test]
fn a_connection_is_connected_when_dtls_is() {
    let (peer, id) = peer();
    peer.deliver(vec![
        ice_state(id, IceTransportState::Connected, true),
        Happened::DtlsStateChange {
            transport: id,
            state: DtlsState::Connecting,
        },
    ]);
    peer.log.take();
    peer.deliver(vec![Happened::DtlsStateChange {
        transport: id,
        state: DtlsState::Connected {
            remote_certificates: Arc::new([vec![1, 2, 3]]),
        },
    }]);
    assert_eq!(
        peer.log.take(),
        [
            "dtls statechange connected",
            "connectionstatechange connected"
        ]
    );
    let dtls = peer.connection.sctp().expect("negotiated").transport();
    assert_eq!(dtls.remote_certificates()[0], [1, 2, 3]);
}

#[test]
fn a_dtls_failure_is_an_error_event_and_fails_the_connection() {
    let (peer, id) = peer();
    let failure = |kind| Happened::DtlsStateChange {
        transport: id,
        state: DtlsState::Failed(DtlsError {
            kind,
            sent_alert: Some(42),
            received_alert: None,
            message: "the certificate is another".to_owned(),
        }),
    };
    peer.deliver(vec![
        failure(DtlsErrorKind::FingerprintFailure),
        failure(DtlsErrorKind::DtlsFailure),
    ]);
    let detail = RtcErrorDetailType::FingerprintFailure;
    assert_eq!(
        peer.log.take(),
        [
            format!("error {:?}", Some(detail)),
            "dtls statechange failed".to_owned(),
            "connectionstatechange failed".to_owned(),
        ]
    );
}

#[test]
fn failure_and_disconnection_of_ice_are_states_of_the_connection() {
    let (peer, id) = peer();
    peer.deliver(vec![
        ice_state(id, IceTransportState::Disconnected, true),
        ice_state(id, IceTransportState::Failed, false),
    ]);
    assert_eq!(
        peer.log.take(),
        [
            "ice selectedcandidatepairchange disconnected",
            "ice statechange disconnected",
            "iceconnectionstatechange disconnected",
            "connectionstatechange disconnected",
            "ice selectedcandidatepairchange failed",
            "ice statechange failed",
            "iceconnectionstatechange failed",
            "connectionstatechange failed",
        ]
    );
}

#[test]
fn the_pool_gathers_early_and_shows_it_late() {
    let world = World::new();
    let peer = world.connection(RTCConfiguration {
        ice_candidate_pool_size: 1,
        ..Default::default()
    });
    world.run();
    let id = transport_id(&peer);
    peer.channel("c");
    peer.deliver(vec![
        gathering(id, IceGatheringState::Gathering),
        found(id),
        gathering(id, IceGatheringState::Complete),
    ]);
    assert_eq!(peer.log.take(), ["negotiationneeded"]);
    peer.network.take();
    let log = peer.log.clone();
    peer.connection
        .set_local_description(
            RTCLocalSessionDescriptionInit::default(),
            Box::new(move |_| log.add("set")),
        )
        .expect("the state is stable");
    world.run();
    assert_eq!(
        peer.log.take(),
        [
            "signalingstatechange have-local-offer",
            "set",
            "icegatheringstatechange gathering",
            "icecandidate 10.0.0.1",
            "icecandidate end",
            "icegatheringstatechange complete",
            "icecandidate null",
        ]
    );
    let commands = peer.network.take();
    assert!(
        matches!(commands[..], [Command::SetIceRole { .. }]),
        "it is gathered already"
    );
}
