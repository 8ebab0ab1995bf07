//! What the peer can make us keep is bounded.

use std::net::SocketAddr;

use super::world::{A, B, World, addr, ms};
use crate::sdp::candidate::CandidateAttribute;
use crate::transport::SocketId;
use crate::transport::ice::{Credentials, IceTransportState};
use crate::transport::stun::{Class, MessageBuilder, Method, TransactionId};

/// A check as a peer that knows everything would send it.
pub(super) fn check(local: &Credentials, ufrag: &str, n: u8) -> Vec<u8> {
    MessageBuilder::new(Class::Request, Method::BINDING, TransactionId([n; 12]))
        .username(&format!("{}:{ufrag}", local.ufrag))
        .priority(1_000 + u32::from(n))
        .ice_controlled(1)
        .finish_with_integrity(local.pwd.as_bytes())
}

fn signalled(world: &mut World, n: u32) -> CandidateAttribute {
    let mut candidate = world.peers[A].candidates()[0].clone();
    candidate.address = format!("203.0.{}.{}", n / 200, 1 + n % 200);
    candidate.foundation = n.to_string();
    candidate.priority = 1_000 + n;
    candidate.extensions.clear();
    candidate
}

#[test]
fn a_checklist_holds_a_hundred_pairs_the_best_ones() {
    let mut world = World::new(1);
    for port in 1..=5 {
        world.add_socket(A, &format!("192.0.2.1:{port}"));
    }
    world.gather(A);
    world.send_credentials(B);
    world.run_for(ms(5));
    let now = world.now;
    for n in 0..100 {
        let candidate = signalled(&mut world, n);
        world
            .agent(A, |agent| agent.add_remote_candidate(now, &candidate))
            .unwrap();
    }
    let candidate = signalled(&mut world, 100);
    assert!(
        world
            .agent(A, |agent| agent.add_remote_candidate(now, &candidate))
            .is_err()
    );
    let agent = &world.peers[A].agent;
    assert_eq!(agent.remote_candidates().count(), 100);
    assert_eq!(agent.pairs().count(), 100);
    // The priority of a pair is led by its lower one, here the peer's: twenty candidates with five sockets each.
    let best: u32 = 1_000 + 80;
    let mut remotes = agent.remote_candidates();
    let least = remotes.find(|r| r.attribute.priority == best).unwrap().id;
    assert!(agent.pairs().filter(|pair| pair.remote == least).count() >= 4);
    assert!(agent.counters().over_limit > 0);
}

#[test]
fn a_hundred_dead_candidates_do_not_hide_the_good_one() {
    let mut world = World::of_two_hosts(2);
    world.start();
    let now = world.now;
    for n in 0..99 {
        let mut candidate = signalled(&mut world, n);
        candidate.priority = u32::MAX - n;
        world
            .agent(A, |agent| agent.add_remote_candidate(now, &candidate))
            .unwrap();
    }
    // B's own check triggers A's, whatever stands before it.
    assert!(world.run_until(ms(200), |w| w.peers[A].agent.send_path().is_some()));
    world.expect_completed(ms(10_000));
}

#[test]
fn checks_from_everywhere_make_few_candidates() {
    let mut world = World::of_two_hosts(3);
    world.start();
    world.run_for(ms(1));
    let (local, ufrag) = credentials(&world);
    for n in 0..=255 {
        let from = SocketAddr::from(([203, 0, 113, n], 1));
        let now = world.now;
        world.agent(A, |agent| {
            agent.handle_datagram(now, SocketId(1), from, &check(&local, &ufrag, n))
        });
    }
    let agent = &world.peers[A].agent;
    assert!(agent.remote_candidates().count() <= 33);
    assert!(agent.pairs().count() <= 33);
    assert!(agent.counters().over_limit >= 200);
    world.expect_completed(ms(10_000));
}

fn credentials(world: &World) -> (Credentials, String) {
    let local = world.peers[A].agent.local_credentials().clone();
    let ufrag = world.peers[B].agent.local_credentials().ufrag.clone();
    (local, ufrag)
}

#[test]
fn early_checks_are_remembered_up_to_a_bound() {
    let mut world = World::of_two_hosts(4);
    world.gather(A);
    let (local, ufrag) = credentials(&world);
    let now = world.now;
    for n in 0..=255 {
        let from = SocketAddr::from(([203, 0, 113, n], 1));
        world.agent(A, |agent| {
            agent.handle_datagram(now, SocketId(1), from, &check(&local, &ufrag, n))
        });
    }
    // Also those that claim to be someone else.
    for n in 0..=255 {
        let ufrag = format!("other{n}");
        let from = addr("203.0.113.1:1");
        world.agent(A, |agent| {
            agent.handle_datagram(now, SocketId(1), from, &check(&local, &ufrag, n))
        });
    }
    let agent = &world.peers[A].agent;
    assert_eq!(agent.counters().over_limit, 256 + 256 - 32);
    assert_eq!(agent.pairs().count(), 0);
    world.start();
    world.expect_completed(ms(10_000));
}

#[test]
fn responses_cannot_make_local_candidates_without_end() {
    let mut world = World::of_two_hosts(5);
    world.start();
    world.expect_completed(ms(20));
    // The peer's responses name another address each time, for hours.
    world.forge_mapped_addresses = true;
    world.run_for(ms(3_600_000));
    assert!(world.peers[A].agent.local_candidates().len() <= 33);
    assert_eq!(world.peers[A].agent.state(), IceTransportState::Completed);
}

#[test]
fn priorities_beyond_the_range_do_no_harm() {
    let mut world = World::of_two_hosts(6);
    world.start();
    let now = world.now;
    let mut candidate = signalled(&mut world, 1);
    candidate.priority = u32::MAX;
    world
        .agent(A, |agent| agent.add_remote_candidate(now, &candidate))
        .unwrap();
    world
        .agent(B, |agent| agent.add_remote_candidate(now, &candidate))
        .unwrap();
    world.expect_completed(ms(1_000));
}
