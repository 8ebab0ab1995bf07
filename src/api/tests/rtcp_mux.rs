//! rtcpMuxPolicy "negotiate", over real sessions.

use std::time::Duration;

use super::*;
use crate::api::enums::{RTCIceGatheringState, RTCPeerConnectionState, RTCRtcpMuxPolicy};
use crate::api::rtp::{RTCRtpTransceiverInit, TrackOrKind};

const PATIENCE: Duration = Duration::from_secs(60);

/// Lets the network work until something holds.
fn run_until(world: &World, holds: impl Fn() -> bool) {
    let internet = world.internet.as_ref().expect("it is connected");
    loop {
        world.run();
        if holds() {
            return;
        }
        assert!(internet.step(PATIENCE), "nothing is left to happen");
    }
}

fn gathered(peer: &Peer) -> bool {
    peer.connection.ice_gathering_state() == RTCIceGatheringState::Complete
}

fn connected(peer: &Peer) -> bool {
    peer.connection.connection_state() == RTCPeerConnectionState::Connected
}

fn without_mux(text: &str) -> String {
    text.lines()
        .filter(|line| *line != "a=rtcp-mux" && !line.starts_with("a=group:"))
        .map(|line| format!("{line}\r\n"))
        .collect()
}

/// Candidates stand in the descriptions; what passes is edited on the way.
fn connect(edit: fn(&str) -> String) -> [Peer; 2] {
    let world = World::connected();
    let ends = [0, 1].map(|_| {
        world.connection(RTCConfiguration {
            rtcp_mux_policy: RTCRtcpMuxPolicy::Negotiate,
            ..RTCConfiguration::default()
        })
    });
    for end in &ends {
        let added = end.connection.add_transceiver(
            TrackOrKind::Kind("audio".to_owned()),
            RTCRtpTransceiverInit::default(),
        );
        assert!(added.is_ok());
    }
    let [a, b] = &ends;
    a.set_local_implicitly().expect("an offer");
    run_until(&world, || gathered(a));
    b.set_remote(RTCSdpType::Offer, &edit(&a.local_sdp()))
        .expect("the offer is taken");
    b.set_local_implicitly().expect("an answer");
    run_until(&world, || gathered(b));
    a.set_remote(RTCSdpType::Answer, &edit(&b.local_sdp()))
        .expect("the answer is taken");
    run_until(&world, || connected(a) && connected(b));
    ends
}

/// How many candidates the local description has for each component.
fn candidates(peer: &Peer) -> [usize; 2] {
    let local = peer.local_sdp();
    let of = |component: &str| {
        let lines = local
            .lines()
            .filter(|line| line.starts_with("a=candidate:"));
        lines
            .filter(|line| line.split(' ').nth(1) == Some(component))
            .count()
    };
    ["1", "2"].map(of)
}

#[test]
fn both_components_connect_without_mux() {
    for end in connect(without_mux) {
        assert_eq!(candidates(&end), [1, 1]);
    }
}

#[test]
fn one_component_connects_with_mux() {
    let ends = connect(str::to_owned);
    for end in &ends {
        assert!(end.local_sdp().contains("a=rtcp-mux\r\n"));
    }
    // The offerer could not know that it needs only one.
    assert_eq!(candidates(&ends[0]), [1, 1]);
    assert_eq!(candidates(&ends[1]), [1, 0]);
}
