//! Strangers, forgeries and nonsense.

use std::net::SocketAddr;

use super::limits::check;
use super::world::{A, B, World, addr, ms};
use crate::random::{Random, SeededRandom};
use crate::transport::SocketId;
use crate::transport::ice::{Credentials, Event, IceTransportState, Output};
use crate::transport::stun::{
    AttributeType, Class, Message, MessageBuilder, Method, TransactionId,
};

const STRANGER: &str = "203.0.113.66:666";

/// A is gathering; what it answers to a datagram is returned.
fn answer(world: &mut World, datagram: &[u8]) -> Option<Vec<u8>> {
    let now = world.now;
    let agent = &mut world.peers[A].agent;
    agent.handle_datagram(now, SocketId(1), addr(STRANGER), datagram);
    let mut answers = Vec::new();
    while let Some(output) = agent.poll_output() {
        if let Output::Transmit { to, payload, .. } = output {
            assert_eq!(to, addr(STRANGER));
            answers.push(payload);
        }
    }
    assert!(answers.len() <= 1);
    answers.pop()
}

fn gathering() -> (World, Credentials) {
    let mut world = World::of_two_hosts(1);
    world.gather(A);
    let local = world.peers[A].agent.local_credentials().clone();
    (world, local)
}

fn request(n: u8) -> MessageBuilder {
    MessageBuilder::new(Class::Request, Method::BINDING, TransactionId([n; 12]))
}

fn code(answer: &[u8]) -> u16 {
    Message::parse(answer).unwrap().error_code().unwrap().code
}

#[test]
fn a_request_without_credentials_is_a_bad_request() {
    let (mut world, local) = gathering();
    let answered = answer(&mut world, &request(1).finish_with_fingerprint()).unwrap();
    let message = Message::parse(&answered).unwrap();
    assert_eq!(message.class(), Class::ErrorResponse);
    assert_eq!(message.transaction_id(), TransactionId([1; 12]));
    assert!(!message.has_integrity() && message.verify_fingerprint());
    assert_eq!(code(&answered), 400);
    // A username alone, and an integrity alone.
    let username = format!("{}:x", local.ufrag);
    let bytes = request(2).username(&username).finish_with_fingerprint();
    assert_eq!(code(&answer(&mut world, &bytes).unwrap()), 400);
    let bytes = request(3).finish_with_integrity(local.pwd.as_bytes());
    assert_eq!(code(&answer(&mut world, &bytes).unwrap()), 400);
    assert_eq!(world.peers[A].agent.counters().unauthenticated_requests, 3);
}

#[test]
fn wrong_credentials_are_unauthenticated() {
    let (mut world, local) = gathering();
    let username = format!("{}:x", local.ufrag);
    for (name, key) in [
        (&*username, "wrong"),
        ("other:x", &*local.pwd),
        (&*local.ufrag, &*local.pwd),
    ] {
        let bytes = request(1)
            .username(name)
            .finish_with_integrity(key.as_bytes());
        let expected = if name.contains(':') { 401 } else { 400 };
        assert_eq!(code(&answer(&mut world, &bytes).unwrap()), expected);
    }
    assert!(
        !world.peers[A]
            .agent
            .is_validated(SocketId(1), addr(STRANGER))
    );
    assert_eq!(world.peers[A].agent.remote_candidates().count(), 0);
}

#[test]
fn an_authenticated_request_is_answered_with_the_address_it_came_from() {
    let (mut world, local) = gathering();
    let answered = answer(&mut world, &check(&local, "peer", 1)).unwrap();
    let message = Message::parse(&answered).unwrap();
    assert_eq!(message.class(), Class::SuccessResponse);
    assert_eq!(message.mapped_address(), Some(addr(STRANGER)));
    assert!(message.verify_integrity(local.pwd.as_bytes()) && message.verify_fingerprint());
    assert!(
        world.peers[A]
            .agent
            .is_validated(SocketId(1), addr(STRANGER))
    );
}

#[test]
fn what_must_be_understood_and_is_not_is_refused() {
    let (mut world, local) = gathering();
    let username = format!("{}:x", local.ufrag);
    let bytes = request(1)
        .username(&username)
        .attribute(AttributeType(0x7F01), &[1])
        .attribute(AttributeType(0xC001), &[1])
        .finish_with_integrity(local.pwd.as_bytes());
    let answered = answer(&mut world, &bytes).unwrap();
    assert_eq!(code(&answered), 420);
    let message = Message::parse(&answered).unwrap();
    assert_eq!(message.unknown_attributes(), [AttributeType(0x7F01)]);
    assert!(message.verify_integrity(local.pwd.as_bytes()));
    assert!(
        !world.peers[A]
            .agent
            .is_validated(SocketId(1), addr(STRANGER))
    );
}

#[test]
fn what_is_no_check_gets_no_answer() {
    let (mut world, local) = gathering();
    let unmarked = request(1).username("a:b").finish();
    let indication =
        MessageBuilder::new(Class::Indication, Method::BINDING, TransactionId([1; 12]));
    let allocate = MessageBuilder::new(Class::Request, Method(3), TransactionId([1; 12]));
    let mut damaged = check(&local, "peer", 1);
    let last = damaged.len() - 1;
    damaged[last] ^= 1;
    for bytes in [
        unmarked,
        indication.finish_with_integrity(local.pwd.as_bytes()),
        allocate.finish_with_integrity(local.pwd.as_bytes()),
        damaged,
        vec![],
        vec![0],
        b"\x00\x01\x00\x00garbage".to_vec(),
    ] {
        assert_eq!(answer(&mut world, &bytes), None);
    }
    let counters = world.peers[A].agent.counters();
    assert_eq!((counters.malformed, counters.ignored), (5, 2));
}

#[test]
fn nothing_is_taken_on_an_unknown_socket() {
    let (mut world, local) = gathering();
    let now = world.now;
    let datagram = check(&local, "peer", 1);
    let agent = &mut world.peers[A].agent;
    agent.handle_datagram(now, SocketId(9), addr(STRANGER), &datagram);
    assert_eq!(agent.counters().ignored, 1);
    assert!(!agent.is_validated(SocketId(9), addr(STRANGER)));
}

/// A has sent one check to B's address, which nobody answers; returned is its transaction.
fn checking() -> (World, TransactionId, Credentials) {
    let mut world = World::of_two_hosts(2);
    world.send_credentials(B);
    world.gather(A);
    world.gather(B);
    let remote = world.peers[B].agent.local_credentials().clone();
    world.peers[B].agent.close();
    world.run_for(ms(10));
    let check = world.delivered.last().unwrap();
    let id = Message::parse(&check.payload).unwrap().transaction_id();
    (world, id, remote)
}

fn respond(world: &mut World, from: &str, datagram: &[u8]) {
    let now = world.now;
    let from: SocketAddr = addr(from);
    world.agent(A, |agent| {
        agent.handle_datagram(now, SocketId(1), from, datagram)
    });
}

fn success(id: TransactionId, key: &str) -> Vec<u8> {
    MessageBuilder::new(Class::SuccessResponse, Method::BINDING, id)
        .xor_mapped_address(addr("192.0.2.1:1000"))
        .finish_with_integrity(key.as_bytes())
}

#[test]
fn forged_responses_change_nothing() {
    let (mut world, id, remote) = checking();
    let b = "192.0.2.2:2000";
    let unsigned = MessageBuilder::new(Class::SuccessResponse, Method::BINDING, id)
        .xor_mapped_address(addr("192.0.2.1:1000"))
        .finish_with_fingerprint();
    let error = MessageBuilder::new(Class::ErrorResponse, Method::BINDING, id)
        .error_code(400, "Bad Request")
        .finish_with_fingerprint();
    respond(&mut world, b, &success(id, "wrong"));
    respond(&mut world, b, &unsigned);
    respond(&mut world, b, &error);
    respond(&mut world, b, &success(TransactionId([7; 12]), &remote.pwd));
    let counters = *world.peers[A].agent.counters();
    assert_eq!(counters.unauthenticated_responses, 3);
    assert_eq!(counters.unknown_transactions, 1);
    assert_eq!(world.peers[A].agent.state(), IceTransportState::Checking);
    assert_eq!(world.peers[A].agent.send_path(), None);
    // The true one still counts.
    respond(&mut world, b, &success(id, &remote.pwd));
    assert!(world.peers[A].agent.send_path().is_some());
    assert!(world.peers[A].agent.is_validated(SocketId(1), addr(b)));
}

#[test]
fn a_response_from_elsewhere_fails_the_pair() {
    let (mut world, id, remote) = checking();
    respond(&mut world, STRANGER, &success(id, &remote.pwd));
    assert_eq!(world.peers[A].agent.send_path(), None);
    assert!(
        !world.peers[A]
            .agent
            .is_validated(SocketId(1), addr(STRANGER))
    );
    let state = world.peers[A].agent.pairs().next().unwrap().state;
    assert_eq!(state, crate::transport::ice::PairState::Failed);
}

#[test]
fn a_response_counts_once() {
    let (mut world, id, remote) = checking();
    respond(&mut world, "192.0.2.2:2000", &success(id, &remote.pwd));
    respond(&mut world, "192.0.2.2:2000", &success(id, &remote.pwd));
    assert_eq!(world.peers[A].agent.counters().unknown_transactions, 1);
    let pair = world.peers[A].agent.pairs().next().unwrap();
    assert_eq!(pair.statistics.responses_received, 1);
}

#[test]
fn a_connection_survives_a_storm_of_nonsense() {
    let mut world = World::of_two_hosts(3);
    world.start();
    let mut random = SeededRandom(5);
    let mut captured: Vec<Vec<u8>> = Vec::new();
    for round in 0..3_000 {
        world.run_for(ms(10));
        captured.extend(world.delivered.drain(..).map(|d| d.payload).take(20));
        // Replayed and damaged messages of the peers themselves, and pure noise.
        let mut bytes = match captured.get(random.u32() as usize % captured.len().max(1)) {
            Some(bytes) if round % 3 > 0 => bytes.clone(),
            _ => {
                let mut noise = vec![0; random.u32() as usize % 100];
                random.fill(&mut noise);
                noise
            }
        };
        if round % 2 == 0 && !bytes.is_empty() {
            let at = random.u32() as usize % bytes.len();
            bytes[at] ^= 1 << (random.u32() % 8);
        }
        let from = if round % 5 == 0 {
            "192.0.2.2:2000"
        } else {
            STRANGER
        };
        respond(&mut world, from, &bytes);
    }
    assert!(world.is_in(IceTransportState::Completed));
    let path = world.peers[A].agent.send_path().unwrap();
    assert_eq!(path.1, addr("192.0.2.2:2000"));
    world.expect_data_flows();
}

#[test]
fn data_from_strangers_is_not_validated() {
    let mut world = World::of_two_hosts(4);
    world.start();
    world.expect_completed(ms(20));
    let accepted = world.accepted;
    let now = world.now;
    world
        .network
        .send(now, addr(STRANGER), addr("192.0.2.1:1000"), vec![22; 50]);
    world.run_for(ms(10));
    assert_eq!(world.accepted, accepted);
}

#[test]
fn a_peer_does_not_change_our_role_for_ever() {
    let (mut world, local) = gathering();
    let username = format!("{}:x", local.ufrag);
    let now = world.now;
    let agent = &mut world.peers[A].agent;
    let mut changes = 0;
    for n in 0..200 {
        let request = request(n).username(&username).priority(1);
        // Each time the side of the conflict on which we have to give way.
        let request = match n % 2 {
            0 => request.ice_controlling(u64::MAX),
            _ => request.ice_controlled(0),
        };
        let bytes = request.finish_with_integrity(local.pwd.as_bytes());
        agent.handle_datagram(now, SocketId(1), addr(STRANGER), &bytes);
        while let Some(output) = agent.poll_output() {
            changes += u32::from(matches!(output, Output::Event(Event::RoleChange(_))));
        }
    }
    assert!((1..=8).contains(&changes), "{changes} changes");
}
