//! Two hosts find each other.

use super::world::{A, B, World, addr, ip, ms};
use crate::sdp::candidate::CandidateType;
use crate::transport::ice::{GatheringState, IceTransportState, PairState, Role};

fn both_nominated(world: &World) -> bool {
    world
        .peers
        .iter()
        .all(|p| p.agent.selected_pair().is_some_and(|pair| pair.nominated))
}

#[test]
fn two_hosts_connect_without_waiting_for_a_timer() {
    let mut world = World::of_two_hosts(1);
    world.start();
    // Signalling takes 1 ms each way, a datagram half of that: no wait of 50 ms is in it.
    assert!(world.run_until(ms(8), both_nominated));
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

#[test]
fn nothing_is_sent_twice_when_nothing_is_lost() {
    let mut world = World::of_two_hosts(1);
    world.start();
    world.run_for(ms(3_000));
    // Two checks from each side at most, the nomination, and their responses.
    let stun = world.delivered.iter().filter(|d| d.payload[0] < 4).count();
    assert!(stun <= 8, "{stun}");
}

#[test]
fn the_first_check_of_each_side_leaves_at_once() {
    for first in [A, B] {
        let mut world = World::of_two_hosts(1);
        world.signalling_delay = ms(0);
        world.gather(A);
        world.gather(B);
        // Only one of them knows the other; it gets an answer all the same.
        world.send_credentials(1 - first);
        assert!(world.run_until(ms(2), |w| w.peers[first].agent.send_path().is_some()));
        let second = 1 - first;
        assert!(world.peers[second].agent.send_path().is_none());
        // What comes from there now is from the peer: a ClientHello may be kept.
        let from = if first == A {
            "192.0.2.1:1000"
        } else {
            "192.0.2.2:2000"
        };
        let socket = crate::transport::SocketId(1);
        assert!(world.peers[second].agent.is_validated(socket, addr(from)));
        assert!(
            !world.peers[second]
                .agent
                .is_validated(socket, addr("192.0.2.3:1000"))
        );
        world.send_credentials(first);
        assert!(world.run_until(ms(4), both_nominated));
    }
}

#[test]
fn ipv6_works_alone() {
    let mut world = World::new(3);
    world.add_socket(A, "[2001:db8::1]:1000");
    world.add_socket(B, "[2001:db8::2]:2000");
    world.start();
    world.expect_completed(ms(20));
}

#[test]
fn of_several_pairs_the_best_one_is_nominated() {
    let mut world = World::new(4);
    for (who, sockets) in [
        (A, ["[2001:db8::1]:1", "192.0.2.1:1", "198.51.100.1:1"]),
        (B, ["[2001:db8::2]:2", "192.0.2.2:2", "198.51.100.2:2"]),
    ] {
        for socket in sockets {
            world.add_socket(who, socket);
        }
    }
    world.start();
    assert!(
        world.run_until(ms(10), |w| w.is_in(IceTransportState::Connected)
            || w.is_in(IceTransportState::Completed))
    );
    world.expect_completed(ms(500));
    // RFC 8421: IPv6 before IPv4 on links of one kind.
    for (who, other) in [(A, B), (B, A)] {
        let (local, remote) = world.peers[who].selected().unwrap();
        assert_eq!(local, format!("2001:db8::{}", who + 1));
        assert_eq!(remote, format!("2001:db8::{}", other + 1));
    }
}

#[test]
fn a_dead_better_pair_delays_nomination_only_shortly() {
    let mut world = World::new(5);
    world.add_socket(A, "[2001:db8::1]:1");
    world.add_socket(A, "192.0.2.1:1");
    world.add_socket(B, "[2001:db8::2]:2");
    world.add_socket(B, "192.0.2.2:2");
    world.network.set_down(ip("2001:db8::2"), true);
    world.start();
    // The path is there as soon as the second check has its answer,
    assert!(world.run_until(ms(60), |w| {
        w.peers.iter().all(|p| p.agent.send_path().is_some())
    }));
    // the nomination when the better pair had its time.
    assert!(!both_nominated(&world));
    assert!(world.run_until(ms(300), both_nominated));
    assert_eq!(world.peers[A].selected().unwrap().0, "192.0.2.1");
    world.expect_completed(ms(100));
}

#[test]
fn loopback_pairs_only_with_loopback() {
    let mut world = World::new(6);
    world.add_socket(A, "127.0.0.1:1");
    world.add_socket(A, "192.0.2.1:1");
    world.add_socket(B, "192.0.2.2:2");
    world.start();
    world.expect_completed(ms(100));
    let agent = &world.peers[A].agent;
    assert_eq!(agent.pairs().count(), 1);
    assert_eq!(world.peers[A].candidates().len(), 2);
}

#[test]
fn candidates_bear_what_the_rfc_demands() {
    let mut world = World::new(7);
    world.add_socket(A, "192.0.2.1:1");
    world.add_socket(A, "[2001:db8::1]:1");
    world.gather(A);
    let candidates = world.peers[A].candidates();
    assert_eq!(candidates.len(), 2);
    assert_ne!(candidates[0].foundation, candidates[1].foundation);
    assert_ne!(candidates[0].priority, candidates[1].priority);
    let ufrag = &world.peers[A].agent.local_credentials().ufrag;
    for candidate in &candidates {
        assert_eq!(candidate.priority >> 24, 126);
        assert_eq!(candidate.priority & 0xFF, 255);
        assert_eq!(candidate.kind, CandidateType::Host);
        assert_eq!((candidate.component, &candidate.related), (1, &None));
        assert_eq!(candidate.extensions, [("ufrag".to_owned(), ufrag.clone())]);
    }
    assert_eq!(
        world.peers[A].agent.gathering_state(),
        GatheringState::Complete
    );
}

#[test]
fn statistics_count_what_happened() {
    let mut world = World::of_two_hosts(8);
    world.start();
    world.expect_completed(ms(20));
    world.expect_data_flows();
    world.run_for(ms(60_000));
    let pairs: Vec<_> = world
        .peers
        .iter()
        .map(|peer| peer.agent.selected_pair().unwrap().clone())
        .collect();
    for pair in &pairs {
        assert_eq!(pair.state, PairState::Succeeded);
        let s = &pair.statistics;
        assert_eq!((s.packets_sent, s.bytes_sent), (2, 200));
        assert_eq!((s.packets_received, s.bytes_received), (2, 200));
        assert!(s.last_packet_sent.is_some() && s.last_packet_received.is_some());
        // 60 s of 4 to 6 s each.
        assert!((10..=16).contains(&s.consent_requests_sent), "{s:?}");
        assert_eq!(
            s.responses_received,
            s.requests_sent + s.consent_requests_sent
        );
        assert_eq!(s.current_round_trip_time, Some(ms(1)));
        assert_eq!(s.total_round_trip_time, ms(1) * s.responses_received as u32);
    }
    let (a, b) = (&pairs[A].statistics, &pairs[B].statistics);
    assert_eq!(a.requests_received, a.responses_sent);
    assert_eq!(a.responses_received, b.responses_sent);
}

#[test]
fn closing_is_final() {
    let mut world = World::of_two_hosts(9);
    world.start();
    world.expect_completed(ms(20));
    world.agent(A, |agent| agent.close());
    let events = world.peers[A].events.len();
    let sent = world.network.sent;
    assert_eq!(world.peers[A].agent.poll_timeout(), None);
    assert_eq!(world.peers[A].agent.send_path(), None);
    let now = world.now;
    let candidate = world.peers[B].candidates()[0].clone();
    world.agent(A, |agent| {
        let _ = agent.add_remote_candidate(now, &candidate);
        agent.handle_timeout(now);
        agent.start_gathering(now);
        agent.remove_local_socket(now, crate::transport::SocketId(1));
    });
    assert_eq!(world.peers[A].events.len(), events);
    assert_eq!(world.network.sent, sent);
    // The peer gets no answers any more.
    assert!(world.run_until(ms(60_000), |w| {
        w.peers[B].agent.state() == IceTransportState::Failed
    }));
}
