//! When ICE gives up, and when it does not yet.

use super::world::{A, B, Signal, World, ip, ms};
use crate::transport::ice::IceTransportState;

#[test]
fn an_unreachable_peer_fails_when_all_checks_have() {
    let mut world = World::of_two_hosts(1);
    world.network.set_down(ip("192.0.2.2"), true);
    world.start();
    assert!(world.run_until(ms(60_000), |w| w.is_in(IceTransportState::Failed)));
    for peer in &world.peers {
        use IceTransportState::{Checking, Failed};
        assert_eq!(peer.states(), [Checking, Failed]);
        let at = peer.when(Failed).unwrap().as_millis();
        assert!((39_500..39_600).contains(&at), "{at}");
        assert_eq!(peer.agent.poll_timeout(), None);
    }
    // RFC 8489: seven times each way.
    assert_eq!(world.network.sent, 14);
}

#[test]
fn without_the_end_of_candidates_nothing_fails() {
    let mut world = World::of_two_hosts(2);
    world.network.set_down(ip("192.0.2.2"), true);
    world.peers[B].trickles = false;
    world.start();
    let candidate = world.peers[B].candidates()[0].clone();
    world.signal(A, Signal::Candidate(candidate));
    world.run_for(ms(300_000));
    // webrtc-pc: all checks failed, but more candidates may come.
    use IceTransportState::{Checking, Disconnected, Failed};
    assert_eq!(world.peers[A].states(), [Checking, Disconnected]);
    world.signal(A, Signal::EndOfCandidates);
    world.run_for(ms(2));
    assert_eq!(world.peers[A].agent.state(), Failed);
}

#[test]
fn without_our_own_end_of_gathering_nothing_fails() {
    let mut world = World::of_two_hosts(3);
    world.network.set_down(ip("192.0.2.2"), true);
    world.gather(B);
    world.send_credentials(B);
    let now = world.now;
    world.agent(A, |agent| agent.start_gathering(now));
    world.run_for(ms(100_000));
    assert_eq!(
        world.peers[A].agent.state(),
        IceTransportState::Disconnected
    );
    let now = world.now;
    world.agent(A, |agent| agent.gathering_sources_complete(now));
    assert_eq!(world.peers[A].agent.state(), IceTransportState::Failed);
}

#[test]
fn no_candidates_at_all_fail_after_patience() {
    // RFC 8863: the peer's checks may still come.
    let mut world = World::new(4);
    world.start();
    world.run_for(ms(39_000));
    assert!(world.is_in(IceTransportState::Checking));
    world.run_for(ms(1_000));
    assert!(world.is_in(IceTransportState::Failed));
}

#[test]
fn a_check_that_comes_late_saves_the_connection() {
    let mut world = World::of_two_hosts(5);
    // B's candidate cannot be reached; B gets a socket that can only after half a minute.
    world.network.set_down(ip("192.0.2.2"), true);
    world.start();
    world.run_for(ms(30_000));
    world.add_socket(B, "198.51.100.1:1");
    assert!(world.run_until(ms(5_000), |w| w.peers[A].agent.send_path().is_some()));
    world.expect_completed(ms(1_000));
}

#[test]
fn a_lonely_agent_stays_new() {
    let mut world = World::of_two_hosts(6);
    world.gather(A);
    world.run_for(ms(1_000_000));
    assert_eq!(world.peers[A].states(), []);
    assert_eq!(world.network.sent, 0);
    assert_eq!(world.peers[A].agent.poll_timeout(), None);
}

#[test]
fn a_wrong_password_never_connects() {
    let mut world = World::of_two_hosts(7);
    world.gather(A);
    world.gather(B);
    world.send_credentials(A);
    let mut wrong = world.peers[B].agent.local_credentials().clone();
    wrong.pwd.replace_range(0..4, "????");
    world.signal(A, Signal::Credentials(wrong));
    world.run_for(ms(50_000));
    assert_eq!(world.peers[A].agent.state(), IceTransportState::Failed);
    let counters = world.peers[B].agent.counters();
    assert!(counters.unauthenticated_requests >= 7);
}
