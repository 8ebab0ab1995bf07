//! iceTransportPolicy.

use super::world::{A, B, World, addr, ip, ms};
use crate::sdp::candidate::CandidateType;
use crate::transport::SocketId;
use crate::transport::ice::{GatheringState, TransportPolicy};
use crate::transport::virtual_network::NatKind;

#[test]
fn relay_alone_shows_and_uses_no_address_of_ours() {
    let mut world = World::new(1);
    world.stun_servers = vec![addr("203.0.113.1:3478")];
    world.policy(A, TransportPolicy::Relay);
    world.add_socket(A, "192.0.2.1:1000");
    world.add_socket(B, "192.0.2.2:2000");
    world.start();
    world.run_for(ms(10_000));
    assert_eq!(
        world.peers[A].agent.gathering_state(),
        GatheringState::Complete
    );
    assert_eq!(world.peers[A].candidates(), []);
    assert_eq!(world.peers[A].agent.pairs().count(), 0);
    // Not even an answer to a check leaves.
    let from_a = world
        .delivered
        .iter()
        .filter(|d| d.from == addr("192.0.2.1:1000"));
    assert_eq!(from_a.count(), 0);
    let b = addr("192.0.2.2:2000");
    assert!(!world.peers[A].agent.is_validated(SocketId(1), b));
}

#[test]
fn public_shows_only_what_the_nat_shows() {
    let mut world = World::new(2);
    world.stun_servers = vec![addr("203.0.113.1:3478")];
    world
        .network
        .add_nat(NatKind::FullCone, ip("198.51.100.1"), &[ip("192.168.1.1")]);
    world.policy(A, TransportPolicy::Public);
    world.add_socket(A, "192.168.1.1:1000");
    world.add_socket(B, "192.168.1.2:2000");
    world.start();
    world.run_for(ms(10_000));
    let shown = world.peers[A].candidates();
    let [reflexive] = &shown[..] else {
        panic!("{shown:?}");
    };
    assert_eq!(reflexive.kind, CandidateType::Srflx);
    assert_eq!(reflexive.address, "198.51.100.1");
    assert_eq!(reflexive.related, Some(("0.0.0.0".to_owned(), 9)));
    // B is of the same site: A sends nothing there.
    let b = addr("192.168.1.2:2000");
    let mut to_b = world.delivered.iter().filter(|d| d.to == b);
    assert!(to_b.all(|d| d.from == world.stun_servers[0]));
}

#[test]
fn public_connects_public_addresses() {
    let mut world = World::new(3);
    world.policy(A, TransportPolicy::Public);
    world.add_socket(A, "198.51.100.1:1000");
    world.add_socket(A, "10.0.0.1:1001");
    world.add_socket(B, "203.0.113.2:2000");
    world.start();
    world.run_for(ms(10_000));
    let shown: Vec<String> = world.peers[A]
        .candidates()
        .into_iter()
        .map(|candidate| candidate.address)
        .collect();
    assert_eq!(shown, ["198.51.100.1"]);
    let selected = world.peers[A].selected();
    assert_eq!(
        selected,
        Some(("198.51.100.1".into(), "203.0.113.2".into()))
    );
}
