//! What the adversary must not reach.

use std::net::SocketAddr;

use super::*;
use crate::random::{Random, SeededRandom};
use crate::transport::stun::{Class, MessageBuilder, Method, TransactionId};

/// A set-up with everything that was sent in it.
fn overheard() -> (Pair, Vec<Datagram>) {
    let mut play = Play {
        pair: Pair::new(),
        history: Vec::new(),
        sent: 0,
        lost: false,
        peer_lied: false,
    };
    play.pair.describe();
    play.pair.open(0);
    while !play.pair.ends.iter().all(opened) {
        play.step();
    }
    assert!(play.history.len() > 10 && play.history.len() < HISTORY);
    (play.pair, play.history)
}

fn say(pair: &mut Pair, text: &str) {
    pair.command(
        0,
        Command::Send {
            channel: CHANNEL,
            binary: false,
            data: text.as_bytes().to_vec(),
        },
    );
}

fn script(seed: u64, actions: &[u8]) -> Vec<u8> {
    let mut random = SeededRandom(seed);
    let mut script = vec![(seed % 4 == 3).into()];
    for _ in 0..150 {
        let action = actions[random.u32() as usize % actions.len()];
        script.push(action | (random.u32() as u8 & 0x80));
        script.extend_from_slice(&random.u32().to_be_bytes()[..3]);
    }
    script
}

#[test]
fn on_the_path_nobody_changes_a_message() {
    for seed in 0..24 {
        play(&script(
            seed,
            &[0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 13, 15, 18],
        ));
    }
}

#[test]
fn nobody_who_holds_datagrams_back_changes_a_message() {
    for seed in 100..112 {
        play(&script(seed, &[0, 1, 2, 3, 5, 6, 8, 10, 11, 12, 14, 15]));
    }
}

#[test]
fn whatever_the_peer_and_the_application_do_nothing_panics() {
    for seed in 200..224 {
        let actions: Vec<u8> = (0..32).collect();
        play(&script(seed, &actions));
    }
}

#[test]
fn a_replayed_set_up_is_not_heard() {
    let (mut pair, history) = overheard();
    say(&mut pair, "one");
    pair.run_for(Duration::from_secs(1));
    for datagram in &history {
        pair.sent += 1;
        let key = (pair.now, pair.sent);
        pair.on_the_way.insert(key, datagram.clone());
    }
    pair.run_for(Duration::from_secs(1));
    say(&mut pair, "two");
    pair.run_for(Duration::from_secs(10));
    assert_eq!(received(&pair.ends[1]), [b"one", b"two"]);
    let connected = pair.ends[1].events.iter();
    let associations = connected.filter(|event| matches!(event, Event::SctpConnected { .. }));
    assert_eq!(associations.count(), 1);
}

#[test]
fn a_set_up_of_others_is_not_heard() {
    let (_, history) = overheard();
    let mut pair = Pair::new();
    // Other credentials and certificates on the same addresses.
    pair.ends = [End::new(31, "10.0.0.1"), End::new(32, "10.0.0.2")];
    pair.describe();
    pair.open(0);
    for (at, datagram) in (0..).zip(&history) {
        pair.sent += 1;
        let key = (pair.now + Duration::from_millis(at), pair.sent);
        pair.on_the_way.insert(key, datagram.clone());
    }
    pair.run_until(Duration::from_secs(20), |ends| ends.iter().all(opened));
    say(&mut pair, "ours");
    pair.run_for(Duration::from_secs(5));
    assert_eq!(received(&pair.ends[1]), [b"ours"]);
}

/// Gives one datagram from `from` to the end that `to` belongs to; the bytes that go back.
fn bytes_back(pair: &mut Pair, from: SocketAddr, to: SocketAddr, payload: &[u8]) -> usize {
    let owner = pair
        .ends
        .iter()
        .position(|end| end.sockets.contains_key(&to));
    let end = owner.expect("the socket is open");
    pair.on_the_way.clear();
    let socket = pair.ends[end].sockets[&to];
    let now = pair.now;
    let input = Input::Datagram {
        socket,
        from,
        payload,
    };
    pair.ends[end].session.handle_input(now, input);
    pair.drain(end);
    let back = pair.on_the_way.values().filter(|it| it.to == from);
    back.map(|it| it.payload.len()).sum()
}

#[test]
fn strangers_get_hardly_more_than_they_give() {
    let (mut pair, history) = overheard();
    let stranger: SocketAddr = "203.0.113.9:9".parse().expect("a literal address");
    let mut random = SeededRandom(5);
    // What was overheard, changed: it is authenticated no more.
    for datagram in &history {
        for _ in 0..50 {
            let mut payload = datagram.payload.clone();
            let at = random.u32() as usize % payload.len();
            payload[at] ^= 1 << (random.u32() % 8);
            assert_eq!(bytes_back(&mut pair, stranger, datagram.to, &payload), 0);
        }
    }
    // Well-formed requests of somebody who does not know the password.
    let to = history[0].to;
    let request = |random: &mut SeededRandom| {
        let id = TransactionId::new(random);
        MessageBuilder::new(Class::Request, Method::BINDING, id)
    };
    let ufrag = pair.ends.iter().find(|end| end.sockets.contains_key(&to));
    let username = format!("{}:x", ufrag.expect("an owner").credentials.ufrag);
    for payload in [
        request(&mut random).finish_with_fingerprint(),
        request(&mut random).finish(),
        request(&mut random)
            .username(&username)
            .finish_with_fingerprint(),
        request(&mut random)
            .username(&username)
            .finish_with_integrity(b"guess"),
        request(&mut random)
            .username("no:body")
            .finish_with_integrity(b"guess"),
    ] {
        let back = bytes_back(&mut pair, stranger, to, &payload);
        assert!(back <= payload.len() * 2, "{back} for {}", payload.len());
    }
    // And then nothing by itself.
    pair.on_the_way.clear();
    pair.run_for(Duration::from_secs(1));
    assert!(pair.on_the_way.values().all(|it| it.to != stranger));
}

#[test]
fn floods_take_bounded_memory() {
    let (mut pair, history) = overheard();
    let mut random = SeededRandom(6);
    for n in 0..6000u32 {
        // Each from another address; the requests among them are authenticated.
        let datagram = &history[random.u32() as usize % history.len()];
        let from = SocketAddr::from(([203, 0, (n >> 8) as u8, n as u8], 1000));
        bytes_back(&mut pair, from, datagram.to, &datagram.payload);
    }
    for end in &pair.ends {
        let agent = &end.session.transports[0].agent;
        assert!(
            agent.pairs().count() <= 256,
            "{} pairs",
            agent.pairs().count()
        );
        assert!(agent.remote_candidates().count() <= 256);
        assert!(end.events.len() < 2000, "{} events", end.events.len());
    }
    // And it goes on.
    say(&mut pair, "still here");
    pair.run_for(Duration::from_secs(10));
    assert_eq!(received(&pair.ends[1]), [b"still here"]);
}
