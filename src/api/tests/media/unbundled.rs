//! RTCPeerConnection-connectionState and -iceConnectionState over several transports, where the peer does not bundle.

use super::*;
use crate::api::enums::{RTCIceGatheringState, RTCPeerConnectionState};

const PATIENCE: Duration = Duration::from_secs(30);

fn step(world: &Arc<World>) -> bool {
    world.run_jobs();
    let internet = world.internet.as_ref().expect("it is connected");
    world.run_task() || internet.step(PATIENCE)
}

fn gather(peer: &Peer) {
    while peer.connection.ice_gathering_state() != RTCIceGatheringState::Complete {
        assert!(step(&peer.world), "the network has fallen silent");
    }
}

fn without_bundle(sdp: &str) -> String {
    let lines = sdp
        .lines()
        .filter(|line| !line.starts_with("a=group:BUNDLE") && *line != "a=bundle-only");
    lines.map(|line| format!("{line}\r\n")).collect()
}

#[test]
fn a_connection_is_connected_when_all_of_its_transports_are() {
    let world = World::connected();
    let configuration = RTCConfiguration {
        bundle_policy: crate::api::enums::RTCBundlePolicy::MaxCompat,
        ..RTCConfiguration::default()
    };
    let (offerer, answerer) = (world.connection(configuration), world.peer());
    offerer.add_track(&offerer.audio(), &[]);
    offerer.add_track(&offerer.video(), &[]);
    offerer.set_local_implicitly().unwrap();
    gather(&offerer);
    let offer = without_bundle(&offerer.local_sdp());
    answerer.set_remote(RTCSdpType::Offer, &offer).unwrap();
    answerer.set_local_implicitly().unwrap();
    gather(&answerer);
    offerer
        .set_remote(RTCSdpType::Answer, &answerer.local_sdp())
        .unwrap();
    for peer in [&offerer, &answerer] {
        let transports: Vec<_> = (0..2)
            .map(|at| peer.transceiver(at).sender().transport().unwrap())
            .collect();
        assert!(!Arc::ptr_eq(&transports[0], &transports[1]));
        while peer.connection.connection_state() != RTCPeerConnectionState::Connected {
            assert!(step(&world), "the network has fallen silent");
        }
        for transport in transports {
            assert_eq!(transport.state().as_str(), "connected");
        }
    }
    // A failure of one is the connection's.
    let stopped = offerer.transceiver(1);
    stopped.stop().unwrap();
    offerer.set_local_implicitly().unwrap();
    answerer
        .set_remote(RTCSdpType::Offer, &offerer.local_sdp())
        .unwrap();
    answerer.set_local_implicitly().unwrap();
    offerer
        .set_remote(RTCSdpType::Answer, &answerer.local_sdp())
        .unwrap();
    // The transport that only the stopped one used is closed; the other goes on.
    assert_eq!(
        stopped.sender().transport().unwrap().state().as_str(),
        "closed"
    );
    assert_eq!(
        offerer.connection.connection_state(),
        RTCPeerConnectionState::Connected
    );
}
