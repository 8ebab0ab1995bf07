//! iceTransportPolicy.

use super::world::{A, B, World, addr, ms};
use crate::transport::SocketId;
use crate::transport::ice::{GatheringState, TransportPolicy};

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
