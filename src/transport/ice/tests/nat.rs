//! NATs and STUN servers.

use super::world::{A, B, World, addr, ip, ms};
use crate::sdp::candidate::CandidateType;
use crate::transport::ice::{Event, GatheringState, IceTransportState};
use crate::transport::virtual_network::NatKind;

const SERVER: &str = "203.0.113.1:3478";

/// A behind one NAT, B behind another, or in the open.
fn world(seed: u64, a: Option<NatKind>, b: Option<NatKind>) -> World {
    let mut world = World::new(seed);
    world.stun_servers = vec![addr(SERVER)];
    for (who, kind, inside, public) in [
        (A, a, "10.0.0.1", "198.51.100.1"),
        (B, b, "192.168.0.1", "198.51.100.2"),
    ] {
        match kind {
            Some(kind) => {
                world.network.add_nat(kind, ip(public), &[ip(inside)]);
                world.add_socket(who, &format!("{inside}:1000"));
            }
            None => {
                world.add_socket(who, "192.0.2.9:1000");
            }
        }
    }
    world
}

#[test]
fn server_reflexive_candidates_are_gathered() {
    let mut world = world(1, Some(NatKind::FullCone), None);
    world.gather(A);
    assert!(world.run_until(ms(100), |w| {
        w.peers[A].agent.gathering_state() == GatheringState::Complete
    }));
    let candidates = world.peers[A].candidates();
    assert_eq!(candidates.len(), 2);
    let srflx = &candidates[1];
    assert_eq!(srflx.kind, CandidateType::Srflx);
    assert_eq!(srflx.address, "198.51.100.1");
    assert_eq!(srflx.related, Some(("10.0.0.1".to_owned(), 1000)));
    assert_eq!(srflx.priority >> 24, 100);
    assert_ne!(srflx.foundation, candidates[0].foundation);
    let urls: Vec<_> = world.peers[A]
        .events
        .iter()
        .filter_map(|(_, event)| match event {
            Event::LocalCandidate { url, .. } => Some(url.as_deref()),
            _ => None,
        })
        .collect();
    assert_eq!(urls, [None, Some("stun:server0.example")]);
}

#[test]
fn without_a_nat_the_host_candidate_is_enough() {
    let mut world = world(2, None, None);
    world.gather(A);
    world.run_for(ms(100));
    assert_eq!(
        world.peers[A].agent.gathering_state(),
        GatheringState::Complete
    );
    assert_eq!(world.peers[A].candidates().len(), 1);
}

#[test]
fn two_servers_that_see_the_same_address_give_one_candidate() {
    let mut world = world(3, Some(NatKind::PortRestrictedCone), None);
    world.stun_servers.push(addr("203.0.113.2:3478"));
    world.gather(A);
    world.run_for(ms(200));
    assert_eq!(
        world.peers[A].agent.gathering_state(),
        GatheringState::Complete
    );
    assert_eq!(world.peers[A].candidates().len(), 2);
}

#[test]
fn cones_and_open_hosts_connect_in_all_combinations() {
    use NatKind::{FullCone, PortRestrictedCone, Symmetric};
    for (index, (a, b)) in [
        (None, Some(FullCone)),
        (Some(FullCone), None),
        (Some(FullCone), Some(FullCone)),
        (Some(PortRestrictedCone), None),
        (None, Some(PortRestrictedCone)),
        (Some(PortRestrictedCone), Some(PortRestrictedCone)),
        (Some(FullCone), Some(PortRestrictedCone)),
        (Some(Symmetric), None),
        (None, Some(Symmetric)),
        (Some(Symmetric), Some(FullCone)),
        (Some(FullCone), Some(Symmetric)),
    ]
    .into_iter()
    .enumerate()
    {
        let mut world = world(10 + index as u64, a, b);
        world.start();
        let done = |w: &World| w.is_in(IceTransportState::Completed);
        assert!(world.run_until(ms(2_000), done), "{a:?} {b:?}");
        world.expect_data_flows();
    }
}

#[test]
fn two_symmetric_nats_need_a_relay() {
    let mut world = world(30, Some(NatKind::Symmetric), Some(NatKind::Symmetric));
    world.start();
    let failed = |w: &World| w.is_in(IceTransportState::Failed);
    assert!(world.run_until(ms(60_000), failed));
    assert!(world.peers.iter().all(|p| p.agent.send_path().is_none()));
}

#[test]
fn a_symmetric_nat_shows_as_peer_reflexive_on_both_sides() {
    let mut world = world(31, Some(NatKind::Symmetric), None);
    world.start();
    world.expect_completed(ms(2_000));
    let agent = &world.peers[A].agent;
    let pair = agent.selected_pair().unwrap();
    let mut locals = agent.local_candidates().iter();
    let local = locals.find(|l| Some(l.id) == pair.valid_local).unwrap();
    // The NAT has given this flow a port that the server did not see.
    assert_eq!(local.kind, CandidateType::Prflx);
    assert_eq!(local.address.ip(), ip("198.51.100.1"));
    assert_eq!(local.base, addr("10.0.0.1:1000"));
    // It is not signalled.
    let kinds = world.peers[A].candidates().into_iter().map(|c| c.kind);
    assert!(!kinds.into_iter().any(|kind| kind == CandidateType::Prflx));
    let pair = world.peers[B].agent.selected_pair().unwrap();
    let mut remotes = world.peers[B].agent.remote_candidates();
    let remote = remotes.find(|remote| remote.id == pair.remote).unwrap();
    assert_eq!(remote.attribute.kind, CandidateType::Prflx);
    assert_eq!(remote.address.ip(), ip("198.51.100.1"));
    assert_eq!(local.address, remote.address);
}

#[test]
fn hosts_behind_one_nat_connect_directly() {
    let mut world = World::new(32);
    world.stun_servers = vec![addr(SERVER)];
    let inside = [ip("10.0.0.1"), ip("10.0.0.2")];
    world
        .network
        .add_nat(NatKind::PortRestrictedCone, ip("198.51.100.1"), &inside);
    world.add_socket(A, "10.0.0.1:1");
    world.add_socket(B, "10.0.0.2:2");
    world.start();
    world.expect_completed(ms(1_000));
    assert_eq!(world.peers[A].selected().unwrap().1, "10.0.0.2");
}

fn errors(world: &World) -> Vec<(Option<&str>, &str, u16, &str)> {
    world.peers[A]
        .events
        .iter()
        .filter_map(|(_, event)| match event {
            Event::CandidateError {
                address,
                url,
                error_code,
                error_text,
                ..
            } => Some((address.as_deref(), &**url, *error_code, &**error_text)),
            _ => None,
        })
        .collect()
}

#[test]
fn an_error_of_a_server_is_reported_with_its_code_and_text() {
    let mut world = world(33, Some(NatKind::FullCone), None);
    world.stun_error = Some((500, "Out of order"));
    world.gather(A);
    world.run_for(ms(100));
    assert_eq!(
        errors(&world),
        [(
            Some("10.0.0.1"),
            "stun:server0.example",
            500,
            "Out of order"
        )]
    );
    assert_eq!(
        world.peers[A].agent.gathering_state(),
        GatheringState::Complete
    );
}

#[test]
fn a_server_that_does_not_answer_is_reported_once_when_all_gave_up() {
    let mut world = world(34, Some(NatKind::FullCone), None);
    world.add_socket(A, "10.0.0.1:1001");
    world.network.set_down(ip("203.0.113.1"), true);
    world.gather(A);
    world.run_for(ms(11_000));
    assert_eq!(errors(&world), []);
    world.run_for(ms(1_000));
    let errors = errors(&world);
    assert_eq!(errors.len(), 1);
    assert_eq!((errors[0].1, errors[0].2), ("stun:server0.example", 701));
    assert_eq!(
        world.peers[A].agent.gathering_state(),
        GatheringState::Complete
    );
}

#[test]
fn a_server_that_cannot_be_asked_is_reported_too() {
    let mut world = World::new(35);
    world.add_socket(A, "[2001:db8::1]:1");
    world.stun_servers = vec![addr(SERVER)];
    let now = world.now;
    world.agent(A, |agent| {
        agent.stun_server_failed(now, "stun:nowhere.example", 701, "No such name");
    });
    world.gather(A);
    world.run_for(ms(1));
    assert_eq!(
        errors(&world),
        [
            (None, "stun:nowhere.example", 701, "No such name"),
            (
                None,
                "stun:server0.example",
                701,
                "The STUN server did not answer"
            )
        ]
    );
}

#[test]
fn questions_to_servers_are_paced() {
    let mut world = world(36, Some(NatKind::FullCone), None);
    for last in 2..=5 {
        world
            .stun_servers
            .push(addr(&format!("203.0.113.{last}:3478")));
    }
    world.network.set_down(ip("10.0.0.1"), true);
    world.gather(A);
    assert_eq!(world.network.sent, 1);
    world.run_for(ms(201));
    assert_eq!(world.network.sent, 5);
}

#[test]
fn unselected_server_reflexive_candidates_are_kept_alive() {
    let mut world = world(37, Some(NatKind::FullCone), None);
    world.gather(A);
    world.run_for(ms(61_000));
    let asked = world.delivered.iter().filter(|d| d.to == addr(SERVER));
    assert_eq!(asked.count(), 1 + 4);
    assert_eq!(world.peers[A].candidates().len(), 2);
    assert_eq!(world.peers[A].agent.counters(), &Default::default());
    // With a pair selected its consent checks are enough.
    world.send_credentials(A);
    world.send_credentials(B);
    world.gather(B);
    world.expect_completed(ms(2_000));
    let asked = |w: &World| w.delivered.iter().filter(|d| d.to == addr(SERVER)).count();
    let before = asked(&world);
    world.run_for(ms(60_000));
    assert_eq!(asked(&world), before);
}
