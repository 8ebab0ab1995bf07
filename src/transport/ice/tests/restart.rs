//! ICE restarts (RFC 8445 section 9).

use super::world::{A, B, Signal, World, ip, ms};
use crate::transport::ice::{Credentials, Event, GatheringState, IceTransportState};

fn connected(seed: u64) -> World {
    let mut world = World::of_two_hosts(seed);
    world.start();
    world.expect_completed(ms(20));
    world
}

fn new_credentials(seed: u64) -> Credentials {
    Credentials::generate(&mut crate::random::SeededRandom(seed))
}

fn restart(world: &mut World, who: usize, seed: u64) {
    let now = world.now;
    world.agent(who, |agent| agent.restart(now, new_credentials(seed)));
}

/// As offer and answer do it, from A.
fn renegotiate(world: &mut World) {
    restart(world, A, 100);
    world.send_credentials(A);
    world.gather(A);
    world.run_for(ms(50));
    restart(world, B, 200);
    // The answerer knows the offer before it makes its own credentials.
    world.send_credentials(B);
    world.gather(B);
}

#[test]
fn the_old_pair_carries_data_until_the_new_session_has_one() {
    let mut world = connected(1);
    let old = world.peers[A].agent.send_path();
    restart(&mut world, A, 100);
    assert_eq!(world.peers[A].agent.send_path(), old);
    assert_eq!(world.peers[A].agent.state(), IceTransportState::Connected);
    world.expect_data_flows();
    // For as long as it takes.
    world.run_for(ms(120_000));
    assert_eq!(world.peers[A].agent.send_path(), old);
    world.expect_data_flows();
    assert_eq!(world.peers[B].agent.state(), IceTransportState::Completed);
}

#[test]
fn a_restart_never_interrupts_and_ends_completed() {
    let mut world = connected(2);
    let before: Vec<usize> = world.peers.iter().map(|p| p.events.len()).collect();
    let accepted = world.accepted;
    renegotiate(&mut world);
    for _ in 0..100 {
        assert!(world.send_data(A) && world.send_data(B));
        world.run_for(ms(1));
    }
    world.expect_completed(ms(100));
    assert_eq!(world.accepted, accepted.map(|count| count + 100 + 1));
    for (peer, before) in world.peers.iter().zip(before) {
        let states: Vec<_> = peer.events[before..]
            .iter()
            .filter_map(|(_, event)| match event {
                Event::StateChange(state) => Some(*state),
                _ => None,
            })
            .collect();
        use IceTransportState::{Completed, Connected};
        assert_eq!(states, [Connected, Completed]);
        assert_eq!(peer.agent.pairs().count(), 1);
    }
}

#[test]
fn gathering_begins_anew() {
    let mut world = connected(3);
    restart(&mut world, A, 100);
    world.peers[A].events.clear();
    world.gather(A);
    let events: Vec<_> = world.peers[A].events.iter().map(|(_, e)| e).collect();
    assert_eq!(
        events[0],
        &Event::GatheringStateChange(GatheringState::Gathering)
    );
    let candidates = world.peers[A].candidates();
    assert_eq!(candidates.len(), 1);
    let ufrag = new_credentials(100).ufrag;
    assert_eq!(candidates[0].extensions, [("ufrag".to_owned(), ufrag)]);
}

#[test]
fn a_restart_mends_a_failed_connection() {
    let mut world = connected(4);
    world.network.set_down(ip("192.0.2.1"), true);
    assert!(world.run_until(ms(60_000), |w| w.is_in(IceTransportState::Failed)));
    world.network.set_down(ip("192.0.2.1"), false);
    world.run_for(ms(10_000));
    // Failed is final,
    assert!(world.is_in(IceTransportState::Failed));
    // until there is a restart.
    renegotiate(&mut world);
    let last = |w: &World, who: usize| w.peers[who].states().last().copied();
    assert_eq!(last(&world, A), Some(IceTransportState::Checking));
    world.expect_completed(ms(100));
}

#[test]
fn a_restart_out_of_disconnected_is_checking() {
    let mut world = connected(5);
    world.network.set_down(ip("192.0.2.2"), true);
    let disconnected = |w: &World| w.peers[A].agent.state() == IceTransportState::Disconnected;
    assert!(world.run_until(ms(20_000), disconnected));
    restart(&mut world, A, 100);
    assert_eq!(world.peers[A].agent.state(), IceTransportState::Checking);
}

#[test]
fn the_new_session_may_take_another_path() {
    let mut world = connected(6);
    // A has moved.
    let new = world.add_socket(A, "198.51.100.7:1");
    world.network.set_down(ip("192.0.2.1"), true);
    world.remove_socket(A, crate::transport::SocketId(1));
    renegotiate(&mut world);
    world.expect_completed(ms(10_000));
    assert_eq!(world.peers[A].agent.send_path().unwrap().0, new);
    assert_eq!(world.peers[B].selected().unwrap().1, "198.51.100.7");
}

#[test]
fn a_restart_can_be_taken_back() {
    let mut world = connected(7);
    let old = world.peers[A].agent.local_credentials().clone();
    let path = world.peers[A].agent.send_path();
    restart(&mut world, A, 100);
    world.gather(A);
    world.run_for(ms(10));
    let now = world.now;
    world.agent(A, |agent| agent.restart(now, old));
    assert_eq!(world.peers[A].agent.send_path(), path);
    assert_eq!(world.peers[A].agent.state(), IceTransportState::Completed);
    world.run_for(ms(60_000));
    world.expect_data_flows();
}

#[test]
fn a_restart_while_checking_does_not_lose_the_first_attempt() {
    let mut world = World::of_two_hosts(8);
    world.network.options.delay = ms(200);
    world.start();
    world.run_for(ms(100));
    let old = world.peers[A].agent.local_credentials().clone();
    restart(&mut world, A, 100);
    world.run_for(ms(1_000));
    world.expect_data_flows();
    let now = world.now;
    world.agent(A, |agent| agent.restart(now, old));
    world.expect_completed(ms(2_000));
}

#[test]
fn the_peers_new_parameters_may_come_before_our_restart() {
    let mut world = connected(9);
    restart(&mut world, A, 100);
    world.send_credentials(A);
    world.gather(A);
    world.run_for(ms(50));
    // B has applied the offer, but not yet made its answer.
    world.expect_data_flows();
    restart(&mut world, B, 200);
    world.gather(B);
    world.send_credentials(B);
    world.expect_completed(ms(1_000));
    assert_eq!(
        world.peers[B].agent.local_credentials(),
        &new_credentials(200)
    );
    for peer in &world.peers {
        assert_eq!(peer.agent.pairs().count(), 1);
    }
}

#[test]
fn restarts_work_under_loss() {
    for seed in 0..30 {
        let mut world = connected(100 + seed);
        world.network.options.loss_permille = 200;
        world.network.options.jitter = ms(30);
        renegotiate(&mut world);
        let done = |w: &World| {
            w.is_in(IceTransportState::Completed)
                && w.peers.iter().all(|p| p.agent.pairs().count() == 1)
        };
        assert!(world.run_until(ms(60_000), done), "seed {seed}");
    }
}

/// Chromium pairs its new candidates with ours of the session before, which have the same addresses, and stays with those pairs.
#[test]
fn a_peer_that_restarts_may_go_on_with_our_former_candidates() {
    for seed in 0..20 {
        let mut world = connected(300 + seed);
        let former = world.peers[B].agent.local_credentials().clone();
        let candidates = world.peers[B].candidates();
        let now = world.now;
        restart(&mut world, A, 100);
        world.gather(A);
        world.agent(A, |agent| {
            agent.set_remote_credentials(now, former.clone(), false);
            for candidate in &candidates {
                agent.add_remote_candidate(now, candidate).expect("known");
            }
        });
        if seed % 2 == 0 {
            // Checks come before the offer, too.
            world.run_for(ms(20));
        }
        world.send_credentials(A);
        world.signal(B, Signal::EndOfCandidates);
        world.run_for(ms(50 * (seed % 3)) + world.signalling_delay);
        restart(&mut world, B, 200);
        world.gather(B);
        // The request for consent nominates anew.
        world.expect_completed(ms(10_000));
        // Both have the new session, with consent that lasts, and B calls itself what A does.
        let agent = &world.peers[B].agent;
        assert!(!agent.is_restarting());
        assert!(agent.pairs().all(|pair| pair.by_former_name));
        world.run_for(ms(120_000));
        world.expect_completed(ms(0));
        world.expect_data_flows();
    }
}
