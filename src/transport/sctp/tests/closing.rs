//! Channels and associations end.

use std::time::Duration;

use super::link::{PERFECT, Pair, Quality, config, parameters};
use super::*;

fn opened(pair: &mut Pair, key: u64, stream: u16) -> u64 {
    let label = format!("{key}");
    pair.a.open(key, stream, parameters(&label));
    pair.run_until("the peer has it", |pair| pair.b.incoming(&label).is_some());
    pair.b.incoming(&label).expect("it was announced")
}

#[test]
fn what_is_queued_is_sent_before_a_channel_closes() {
    let mut pair = Pair::connected(30);
    let key = opened(&mut pair, 1, 0);
    for _ in 0..20 {
        pair.a.send(1, true, &[7; 100_000]);
    }
    pair.a.close(1);
    pair.a.send(1, true, b"too late");
    pair.a.buffered.insert(1, 20 * 100_000);
    pair.run_until("both say closed", |pair| {
        pair.a.is_gone(1) && pair.b.is_gone(key)
    });
    assert_eq!(pair.b.messages(key).len(), 20);
    assert_eq!(pair.b.closing, [key]);
    assert!(pair.a.closing.is_empty(), "A closed it itself");
    assert_eq!(pair.a.gone, [(1, None)]);
    assert_eq!(pair.b.gone, [(key, None)]);
    assert_eq!(pair.a.buffered[&1], 0);
    pair.run_for(Duration::from_secs(1));
    assert_eq!(pair.a.channels.poll_timeout(), None);
    assert_eq!(pair.b.channels.poll_timeout(), None);
}

#[test]
fn the_peer_sends_what_it_has_queued_when_a_channel_closes() {
    let mut pair = Pair::connected(31);
    let key = opened(&mut pair, 1, 0);
    for _ in 0..20 {
        pair.b.send(key, true, &[7; 100_000]);
    }
    pair.a.close(1);
    pair.run_until("both say closed", |pair| {
        pair.a.is_gone(1) && pair.b.is_gone(key)
    });
    assert_eq!(pair.a.messages(1).len(), 20);
}

#[test]
fn both_close_at_once() {
    let mut pair = Pair::connected(32);
    let key = opened(&mut pair, 1, 0);
    pair.a.close(1);
    pair.b.close(key);
    pair.run_until("both say closed", |pair| {
        pair.a.is_gone(1) && pair.b.is_gone(key)
    });
    assert!(pair.a.closing.is_empty() && pair.b.closing.is_empty());
}

#[test]
fn an_id_is_used_a_thousand_times() {
    let mut pair = Pair::connected(33);
    for round in 0..1000u64 {
        let stream = (round % 3) as u16 * 2;
        let key = opened(&mut pair, round, stream);
        pair.a.send(round, true, &round.to_be_bytes());
        if round % 2 == 0 {
            pair.a.close(round);
        } else {
            pair.run_until("it is there", |pair| pair.b.messages(key).len() == 1);
            pair.b.close(key);
        }
        pair.run_until("A says closed", |pair| pair.a.is_gone(round));
        assert_eq!(pair.b.messages(key), [(true, round.to_be_bytes().to_vec())]);
    }
    pair.run_for(Duration::from_secs(1));
    assert_eq!(pair.b.gone.len(), 1000);
    assert!(pair.b.gone.iter().all(|(_, error)| error.is_none()));
    assert_eq!(pair.a.channels.dropped() + pair.b.channels.dropped(), 0);
}

#[test]
fn an_id_is_used_again_despite_loss_and_reordering() {
    let bad = Quality {
        delay: Duration::from_millis(10),
        jitter: Duration::from_millis(30),
        loss: 50,
    };
    let mut pair = Pair::with(34, bad, config(true), config(false));
    pair.connect();
    for round in 0..60u64 {
        let key = opened(&mut pair, round, 0);
        pair.a.send(round, true, &round.to_be_bytes());
        pair.a.close(round);
        pair.run_until("A says closed", |pair| pair.a.is_gone(round));
        pair.run_until("it is there", |pair| pair.b.messages(key).len() == 1);
    }
    pair.run_for(Duration::from_secs(20));
    assert_eq!(pair.b.gone.len(), 60);
}

#[test]
fn a_channel_closed_before_the_connection_leaves_no_trace() {
    let mut pair = Pair::new(35);
    pair.a.open(1, 0, parameters("never"));
    pair.a.send(1, false, b"never");
    pair.a.close(1);
    pair.start();
    pair.run_for(Duration::from_secs(1));
    assert!(pair.a.is_gone(1));
    assert_eq!(pair.a.buffered[&1], 0);
    assert!(pair.b.incoming.is_empty());
    let key = opened(&mut pair, 2, 0);
    assert!(pair.b.messages(key).is_empty());
}

#[test]
fn an_abort_ends_the_peer_too() {
    let mut pair = Pair::connected(36);
    let _ = opened(&mut pair, 1, 0);
    pair.a.channels.shutdown(pair.now);
    pair.run_until("B is closed", |pair| pair.b.closed.is_some());
    assert!(
        pair.b.closed.clone().flatten().is_some(),
        "an abort is an error"
    );
    assert!(pair.a.closed.is_none(), "A knows");
    pair.run_for(Duration::from_secs(1));
    assert_eq!(pair.a.channels.poll_timeout(), None);
    assert_eq!(pair.b.channels.poll_timeout(), None);
    pair.b.open(5, 1, parameters("late"));
    pair.b.send(5, false, b"late");
    pair.b.close(5);
    pair.run_for(Duration::from_secs(1));
    assert!(!pair.b.is_open(5));
}

#[test]
fn a_silent_peer_is_given_up() {
    let mut pair = Pair::new(37);
    pair.is_cut = true;
    pair.start();
    pair.run_until("A gives up", |pair| {
        pair.a.closed.is_some() && pair.b.closed.is_some()
    });
    assert!(pair.a.closed.clone().flatten().is_some());
    assert_eq!(pair.a.channels.poll_timeout(), None);
}

#[test]
fn a_peer_that_falls_silent_is_given_up() {
    let mut pair = Pair::connected(38);
    let _ = opened(&mut pair, 1, 0);
    pair.run_for(Duration::from_secs(1));
    pair.is_cut = true;
    pair.a.send(1, false, b"anybody there?");
    pair.run_until("A gives up", |pair| pair.a.closed.is_some());
    assert!(pair.a.closed.clone().flatten().is_some());
    assert_eq!(pair.a.channels.poll_timeout(), None);
}

#[test]
fn four_thousand_channels() {
    let mut pair = Pair::connected(39);
    for i in 0..4000u64 {
        pair.a.open(i, 2 * i as u16, parameters(&format!("{i}")));
        pair.a.send(i, true, &i.to_be_bytes());
    }
    pair.run_until("all are there", |pair| {
        pair.b.incoming.len() == 4000 && pair.b.messages.len() == 4000
    });
    for (key, stream, parameters) in pair.b.incoming.clone() {
        let i = u64::from(stream) / 2;
        assert_eq!(parameters.label, format!("{i}"));
        assert_eq!(pair.b.messages(key), [(true, i.to_be_bytes().to_vec())]);
        pair.b.send(key, true, b"back");
    }
    pair.run_until("all answers are there", |pair| {
        pair.a.messages.len() == 4000
    });
    for i in 0..4000 {
        pair.a.close(i);
    }
    pair.run_until("all are closed", |pair| {
        pair.a.gone.len() == 4000 && pair.b.gone.len() == 4000
    });
    assert!(pair.a.gone.iter().all(|(_, error)| error.is_none()));
    pair.run_for(Duration::from_secs(1));
    assert_eq!(pair.a.channels.poll_timeout(), None);
    // And again.
    let _ = opened(&mut pair, 5000, 7998);
}

#[test]
fn an_id_beyond_what_the_peer_takes_is_an_error() {
    let few = SctpConfig {
        max_channels: 100,
        ..config(false)
    };
    let mut pair = Pair::with(40, PERFECT, config(true), few);
    pair.connect();
    assert_eq!(pair.a.connected, Some(100));
    assert_eq!(pair.b.connected, Some(100));
    pair.a.open(1, 98, parameters("last"));
    pair.a.open(2, 100, parameters("beyond"));
    pair.run_until("it is open", |pair| pair.b.incoming("last").is_some());
    assert!(pair.a.is_gone(2));
    assert!(pair.a.gone[0].1.is_some());
}
