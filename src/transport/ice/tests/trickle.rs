//! Candidates, credentials and checks in every order (RFC 8838).

use super::world::{A, B, Signal, World, addr, ms};
use crate::sdp::candidate::CandidateType;
use crate::transport::ice::{Event, IceTransportState};

fn learned(world: &World, who: usize) -> usize {
    let events = world.peers[who].events.iter();
    events
        .filter(|(_, event)| matches!(event, Event::RemoteCandidate(_)))
        .count()
}

#[test]
fn candidates_may_come_before_the_credentials() {
    let mut world = World::of_two_hosts(1);
    world.gather(A);
    world.gather(B);
    world.run_for(ms(100));
    assert!(world.is_in(IceTransportState::New));
    world.send_credentials(A);
    world.send_credentials(B);
    world.expect_completed(ms(20));
    assert_eq!((learned(&world, A), learned(&world, B)), (0, 0));
}

#[test]
fn credentials_may_come_before_the_candidates() {
    let mut world = World::of_two_hosts(2);
    world.send_credentials(A);
    world.send_credentials(B);
    world.run_for(ms(100));
    world.gather(A);
    world.gather(B);
    world.expect_completed(ms(20));
}

#[test]
fn one_side_without_candidates_is_enough() {
    // A never signals its candidates: B learns them from the checks.
    let mut world = World::of_two_hosts(3);
    world.peers[A].trickles = false;
    world.start();
    assert!(world.run_until(ms(20), |w| w.peers[B].agent.selected_pair().is_some()));
    world.expect_data_flows();
    assert_eq!(learned(&world, B), 1);
    let remote = world.peers[B].agent.remote_candidates().next().unwrap();
    assert_eq!(remote.attribute.kind, CandidateType::Prflx);
    assert_eq!(remote.address, addr("192.0.2.1:1000"));
    // Without an end of candidates more may come.
    assert_eq!(world.peers[B].agent.state(), IceTransportState::Connected);
    world.signal(B, Signal::EndOfCandidates);
    world.expect_completed(ms(20));
}

#[test]
fn a_signalled_candidate_takes_the_place_of_a_peer_reflexive_one() {
    for late in [ms(5), ms(200), ms(20_000)] {
        let mut world = World::of_two_hosts(4);
        world.peers[A].trickles = false;
        world.start();
        world.run_for(late);
        let before = world.peers[B].agent.selected_pair().unwrap().clone();
        let candidate = world.peers[A].candidates()[0].clone();
        world.signal(B, Signal::Candidate(candidate.clone()));
        world.signal(B, Signal::EndOfCandidates);
        world.run_for(ms(2));
        let remotes: Vec<_> = world.peers[B].agent.remote_candidates().collect();
        assert_eq!(remotes.len(), 1);
        assert_eq!(remotes[0].attribute, candidate);
        let after = world.peers[B].agent.selected_pair().unwrap();
        assert_eq!((after.id, after.remote), (before.id, before.remote));
        assert!(after.priority > before.priority);
        world.expect_completed(ms(20));
        assert_eq!(world.peers[B].agent.pairs().count(), 1);
        // Both sides agree on the priority again.
        let other = world.peers[A].agent.selected_pair().unwrap().priority;
        assert_eq!(
            world.peers[B].agent.selected_pair().unwrap().priority,
            other
        );
    }
}

#[test]
fn checks_before_the_credentials_are_answered_and_followed_up() {
    let mut world = World::of_two_hosts(5);
    world.peers[B].trickles = false;
    world.send_credentials(A);
    world.gather(A);
    world.gather(B);
    world.run_for(ms(100));
    // B has its answer, A knows nothing of B yet.
    assert!(world.peers[B].agent.send_path().is_some());
    assert_eq!(world.peers[A].agent.pairs().count(), 0);
    world.send_credentials(B);
    world.run_for(ms(5));
    assert!(
        world.peers[A]
            .agent
            .selected_pair()
            .is_some_and(|p| p.nominated)
    );
    assert_eq!(learned(&world, A), 1);
    world.expect_data_flows();
}

#[test]
fn a_trickled_candidate_revives_a_hopeless_checklist() {
    let mut world = World::of_two_hosts(6);
    world.peers[B].trickles = false;
    world.peers[A].trickles = false;
    world.start();
    let mut dead = world.peers[B].candidates()[0].clone();
    dead.address = "203.0.113.99".to_owned();
    world.signal(A, Signal::Candidate(dead));
    let disconnected = |w: &World| w.peers[A].agent.state() == IceTransportState::Disconnected;
    assert!(world.run_until(ms(60_000), disconnected));
    let candidate = world.peers[B].candidates()[0].clone();
    world.signal(A, Signal::Candidate(candidate));
    world.signal(A, Signal::EndOfCandidates);
    world.run_for(ms(20));
    assert_eq!(world.peers[A].agent.state(), IceTransportState::Completed);
    assert_eq!(world.peers[B].agent.state(), IceTransportState::Connected);
    world.expect_data_flows();
}

#[test]
fn candidates_of_another_session_are_refused() {
    let mut world = World::of_two_hosts(7);
    world.peers[B].trickles = false;
    world.start();
    world.run_for(ms(5));
    let now = world.now;
    let mut candidate = world.peers[B].candidates()[0].clone();
    candidate.extensions = vec![("ufrag".to_owned(), "other".to_owned())];
    assert!(
        world
            .agent(A, |a| a.add_remote_candidate(now, &candidate))
            .is_err()
    );
    candidate.extensions.clear();
    assert!(
        world
            .agent(A, |a| a.add_remote_candidate(now, &candidate))
            .is_ok()
    );
}

#[test]
fn strange_candidates_that_came_before_the_credentials_are_dropped() {
    let mut world = World::of_two_hosts(8);
    world.gather(B);
    let mut candidate = world.peers[B].candidates()[0].clone();
    candidate.extensions = vec![("ufrag".to_owned(), "other".to_owned())];
    candidate.port = 7;
    world.signal(A, Signal::Candidate(candidate));
    world.start();
    world.expect_completed(ms(20));
    assert_eq!(world.peers[A].agent.remote_candidates().count(), 1);
}

#[test]
fn useless_candidates_are_refused_with_a_reason() {
    let mut world = World::of_two_hosts(9);
    world.start();
    world.run_for(ms(5));
    let good = world.peers[B].candidates()[0].clone();
    let now = world.now;
    let mut refused = |change: fn(&mut crate::sdp::candidate::CandidateAttribute)| {
        let mut bad = good.clone();
        change(&mut bad);
        world
            .agent(A, |a| a.add_remote_candidate(now, &bad))
            .is_err()
    };
    assert!(refused(|c| c.address = "host.local".to_owned()));
    assert!(refused(|c| c.address = "0.0.0.0".to_owned()));
    assert!(refused(|c| c.address = "224.0.0.1".to_owned()));
    assert!(refused(|c| c.port = 0));
    assert!(refused(|c| c.component = 2));
    assert!(refused(
        |c| c.protocol = crate::sdp::candidate::CandidateProtocol::Tcp
    ));
}
