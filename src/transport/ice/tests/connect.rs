//! Two hosts find each other.

use super::world::{A, B, World, ms};
use crate::transport::ice::{IceTransportState, Role};

#[test]
fn two_hosts_connect_without_waiting_for_a_timer() {
    let mut world = World::of_two_hosts(1);
    world.start();
    let connected = |w: &World| {
        w.peers
            .iter()
            .all(|p| p.agent.selected_pair().is_some_and(|pair| pair.nominated))
    };
    // Signalling takes 1 ms each way, a datagram half of that: no wait of 50 ms is in it.
    assert!(world.run_until(ms(8), connected));
    assert_eq!(
        world.peers[A].states(),
        [
            IceTransportState::Checking,
            IceTransportState::Connected,
            IceTransportState::Completed
        ]
    );
    world.expect_completed(ms(10));
    assert_eq!(world.peers[A].agent.role(), Role::Controlling);
    assert_eq!(world.peers[B].agent.role(), Role::Controlled);
    for peer in &world.peers {
        assert_eq!(peer.agent.pairs().count(), 1);
        assert_eq!(peer.agent.counters(), &Default::default());
    }
}
