//! Consent freshness (RFC 7675): loss, recovery, expiry, and the change to another pair.

use super::world::{A, B, World, addr, ip, ms};
use crate::transport::SocketId;
use crate::transport::ice::{IceTransportState, PairState};
use crate::transport::virtual_network::NatKind;

fn connected(seed: u64) -> World {
    let mut world = World::of_two_hosts(seed);
    world.start();
    world.expect_completed(ms(20));
    world
}

fn state(world: &World, who: usize) -> IceTransportState {
    world.peers[who].agent.state()
}

#[test]
fn an_idle_connection_lives_on() {
    let mut world = connected(1);
    let sent = world.network.sent;
    world.run_for(ms(3_600_000));
    assert!(world.is_in(IceTransportState::Completed));
    for peer in &world.peers {
        assert_eq!(peer.states().len(), 3);
    }
    // Two requests and two responses every five seconds.
    let rate = (world.network.sent - sent) as f64 / 720.0;
    assert!((3.8..4.2).contains(&rate), "{rate}");
    world.expect_data_flows();
}

#[test]
fn the_interval_is_randomised() {
    let mut world = connected(2);
    world.delivered.clear();
    let mut gaps = Vec::new();
    for _ in 0..60 {
        let count = |w: &World| {
            w.peers[A]
                .agent
                .selected_pair()
                .unwrap()
                .statistics
                .consent_requests_sent
        };
        let before = count(&world);
        let start = world.now;
        assert!(world.run_until(ms(6_001), |w| count(w) > before));
        gaps.push((world.now - start).as_millis());
    }
    gaps.remove(0);
    assert!(
        gaps.iter().all(|gap| (3_998..=6_002).contains(gap)),
        "{gaps:?}"
    );
    let (min, max) = (gaps.iter().min().unwrap(), gaps.iter().max().unwrap());
    assert!(*min < 4_500 && *max > 5_500, "{min} {max}");
}

#[test]
fn silence_disconnects_and_then_fails() {
    for seed in 0..20 {
        let mut world = connected(seed);
        world.run_for(ms(seed * 700));
        let cut = world.now;
        world.network.set_down(ip("192.0.2.2"), true);
        let disconnected = |w: &World| state(w, A) == IceTransportState::Disconnected;
        assert!(world.run_until(ms(10_000), disconnected));
        let after = (world.now - cut).as_millis();
        assert!((3_000..=9_010).contains(&after), "{after}");
        // Data may still be tried: the path may come back.
        assert!(world.peers[A].agent.send_path().is_some());
        assert!(world.run_until(ms(30_000), |w| state(w, A) == IceTransportState::Failed));
        let after = (world.now - cut).as_millis();
        assert!((24_000..=30_001).contains(&after), "{after}");
        assert_eq!(world.peers[A].agent.send_path(), None);
        assert!(
            !world.peers[A]
                .agent
                .is_validated(SocketId(1), addr("192.0.2.2:2000"))
        );
        // RFC 7675: nothing more is sent.
        let sent = world.network.sent;
        world.network.set_down(ip("192.0.2.2"), false);
        world.peers[B].agent.close();
        world.run_for(ms(60_000));
        assert_eq!(world.network.sent, sent);
        assert_eq!(world.peers[A].agent.poll_timeout(), None);
    }
}

#[test]
fn a_connection_comes_back_after_an_outage() {
    for outage in [1_000, 5_000, 10_000, 20_000, 23_000] {
        let mut world = connected(4);
        world.network.set_down(ip("192.0.2.2"), true);
        world.run_for(ms(outage));
        world.network.set_down(ip("192.0.2.2"), false);
        world.expect_completed(ms(4_000));
        assert!(world.is_in(IceTransportState::Completed));
        let states = world.peers[A].states();
        if outage >= 10_000 {
            use IceTransportState::{Completed, Disconnected};
            assert_eq!(states[states.len() - 2..], [Disconnected, Completed]);
        }
    }
}

#[test]
fn one_direction_alone_is_not_consent() {
    let mut world = connected(5);
    world
        .network
        .set_blocked(ip("192.0.2.1"), ip("192.0.2.2"), true);
    // A hears B's requests, but none of its own gets an answer. B hears nothing.
    assert!(world.run_until(ms(35_000), |w| w.is_in(IceTransportState::Failed)));
}

#[test]
fn losses_of_one_in_ten_do_not_disconnect() {
    let mut changes = 0;
    for seed in 0..10 {
        let mut world = connected(seed);
        world.network.options.loss_permille = 100;
        world.run_for(ms(600_000));
        assert!(world.is_in(IceTransportState::Completed), "seed {seed}");
        changes += world.peers[A].states().len() - 3;
    }
    // 1,200 consent checks, each of which six tries have to miss.
    assert_eq!(changes, 0);
}

/// Each has two networks; the better one is IPv6.
fn two_networks(seed: u64) -> World {
    let mut world = World::new(seed);
    for (who, n) in [(A, 1), (B, 2)] {
        world.add_socket(who, &format!("[2001:db8::{n}]:{n}"));
        world.add_socket(who, &format!("192.0.2.{n}:{n}"));
    }
    world.start();
    world.expect_completed(ms(1_000));
    assert_eq!(world.peers[A].selected().unwrap().1, "2001:db8::2");
    world
}

#[test]
fn another_pair_takes_over_when_the_path_is_lost() {
    let mut world = two_networks(6);
    world.network.set_down(ip("2001:db8::2"), true);
    let moved = |w: &World| {
        w.peers.iter().all(|p| {
            p.agent
                .selected_pair()
                .is_some_and(|pair| pair.remote_address.is_ipv4() && pair.nominated)
        })
    };
    assert!(world.run_until(ms(10_000), moved));
    world.expect_completed(ms(100));
    assert_eq!(world.peers[A].selected().unwrap().1, "192.0.2.2");
    // And it stays so.
    world.run_for(ms(100_000));
    assert!(world.is_in(IceTransportState::Completed));
    assert_eq!(world.peers[A].selected().unwrap().1, "192.0.2.2");
    assert!(!world.peers[A].states().contains(&IceTransportState::Failed));
}

#[test]
fn another_pair_takes_over_at_once_when_the_socket_goes() {
    for who in [A, B] {
        let mut world = two_networks(7);
        world.remove_socket(who, SocketId(1));
        let other = 1 - who;
        assert!(world.run_until(ms(10), |w| w.peers[who].agent.send_path().is_some()));
        assert!(world.peers[who].agent.send_path().unwrap().1.is_ipv4());
        let moved = |w: &World| {
            let path = w.peers[other].agent.send_path();
            path.is_some_and(|(_, to)| to.is_ipv4())
        };
        assert!(world.run_until(ms(10_000), moved), "{who}");
        world.expect_completed(ms(1_000));
    }
}

#[test]
fn a_pair_that_worked_long_ago_takes_over_after_a_new_check() {
    for (who, gone) in [(A, true), (B, true), (A, false), (B, false)] {
        let mut world = two_networks(70);
        world.run_for(ms(600_000));
        if gone {
            world.remove_socket(who, SocketId(1));
        } else {
            world.network.set_down(ip("2001:db8::1"), true);
        }
        world.run_for(ms(15_000));
        world.expect_completed(ms(1_000));
        for peer in &world.peers {
            let pair = peer.agent.selected_pair().unwrap();
            assert!(pair.remote_address.is_ipv4() && pair.nominated);
            assert!(!peer.states().contains(&IceTransportState::Failed));
        }
    }
}

#[test]
fn the_last_socket_may_go_before_the_next_comes() {
    for who in [A, B] {
        let mut world = connected(71);
        world.run_for(ms(100_000));
        world.remove_socket(who, SocketId(1));
        assert_eq!(world.peers[who].agent.send_path(), None);
        assert_eq!(state(&world, who), IceTransportState::Checking);
        world.run_for(ms(5_000));
        world.add_socket(who, "198.51.100.1:9");
        world.run_for(ms(10_000));
        world.expect_completed(ms(1_000));
        assert!(
            !world.peers[who]
                .states()
                .contains(&IceTransportState::Failed)
        );
    }
}

#[test]
fn nothing_but_a_lost_socket_fails_in_the_end() {
    let mut world = connected(72);
    world.run_for(ms(100_000));
    world.remove_socket(A, SocketId(1));
    assert!(world.run_until(ms(40_000), |w| w.is_in(IceTransportState::Failed)));
}

#[test]
fn a_new_socket_is_used_although_it_was_never_signalled() {
    let mut world = connected(8);
    world.run_for(ms(1_000));
    let candidates = world.peers[A].candidates().len();
    let new = world.add_socket(A, "198.51.100.1:9");
    world.remove_socket(A, SocketId(1));
    // Nothing is selected, so the pair of the new socket is checked, and the peer learns the address from that.
    assert!(world.run_until(ms(100), |w| w.peers[A].agent.send_path().is_some()));
    assert_eq!(world.peers[A].agent.send_path().unwrap().0, new);
    assert_eq!(world.peers[A].candidates().len(), candidates);
    let moved = |w: &World| {
        let path = w.peers[B].agent.send_path();
        path.is_some_and(|(_, to)| to == addr("198.51.100.1:9"))
    };
    assert!(world.run_until(ms(10_000), moved));
    world.expect_completed(ms(100));
}

#[test]
fn a_nat_that_forgets_its_bindings_costs_no_connection() {
    let mut world = World::new(9);
    world.network.add_nat(
        NatKind::PortRestrictedCone,
        ip("198.51.100.1"),
        &[ip("10.0.0.1")],
    );
    world.add_socket(A, "10.0.0.1:1");
    world.add_socket(B, "192.0.2.2:2");
    world.start();
    world.expect_completed(ms(1_000));
    // More often than any bound on what is remembered.
    for _ in 0..300 {
        world.network.reset_nats();
        world.run_for(ms(20_000));
        // A's next check has opened a new binding; B has learned it and answers there.
        assert!(world.is_in(IceTransportState::Completed));
        assert!(world.send_data(A) && world.send_data(B));
        world.run_for(ms(10));
    }
    assert_eq!(world.accepted, [301, 301]);
    let remembered = world.peers[B].agent.remote_candidates().count();
    assert!(remembered <= 33, "{remembered}");
    assert!(world.peers[A].agent.local_candidates().len() <= 33);
}

#[test]
fn the_pair_that_lost_consent_is_failed_in_the_statistics() {
    let mut world = connected(10);
    world.network.set_down(ip("192.0.2.2"), true);
    world.run_for(ms(40_000));
    let pair = world.peers[A].agent.pairs().next().unwrap();
    assert_eq!(pair.state, PairState::Failed);
    assert!(!pair.nominated);
}
