//! What is sent arrives, as the channel promises.

use std::time::Duration;

use super::link::{PERFECT, Pair, Quality, config, parameters};
use super::*;

/// Loses one packet in twenty, and reorders.
const BAD: Quality = Quality {
    delay: Duration::from_millis(20),
    jitter: Duration::from_millis(5),
    loss: 50,
};

fn bytes(length: usize, seed: usize) -> Vec<u8> {
    (0..length)
        .map(|i| (i * 7 + seed + i / 251) as u8)
        .collect()
}

fn open_both(pair: &mut Pair, label: &str, change: impl Fn(&mut ChannelParameters)) -> u64 {
    let mut parameters = parameters(label);
    change(&mut parameters);
    pair.a.open(1, 0, parameters);
    pair.run_until("the peer has the channel", |pair| {
        pair.b.incoming(label).is_some()
    });
    pair.b.incoming(label).expect("it was announced")
}

#[test]
fn messages_of_all_sizes_arrive_whole() {
    for (seed, quality) in [(10, PERFECT), (11, BAD)] {
        let mut pair = Pair::with(seed, quality, config(true), config(false));
        pair.connect();
        let key = open_both(&mut pair, "sizes", |_| ());
        let sizes = [
            0,
            1,
            1100,
            1200,
            16 << 10,
            256 << 10,
            (256 << 10) + 1,
            1 << 20,
            0,
            5,
        ];
        for (i, size) in sizes.into_iter().enumerate() {
            pair.a.send(1, i % 2 == 0, &bytes(size, i));
            pair.b.send(key, i % 2 == 1, &bytes(size, i + 100));
        }
        pair.run_until("all are there", |pair| {
            pair.b.messages(key).len() == sizes.len() && pair.a.messages(1).len() == sizes.len()
        });
        for (i, size) in sizes.into_iter().enumerate() {
            assert!(pair.b.messages(key)[i] == (i % 2 == 0, bytes(size, i)));
            assert!(pair.a.messages(1)[i] == (i % 2 == 1, bytes(size, i + 100)));
        }
        assert_eq!(pair.a.buffered[&1], 0);
        assert_eq!(pair.b.buffered[&key], 0);
    }
}

#[test]
fn packets_are_as_long_as_allowed_and_no_longer() {
    for mtu in [600, DEFAULT_MTU, 1400] {
        let sides = [true, false].map(|client| SctpConfig {
            mtu,
            ..config(client)
        });
        let mut pair = Pair::with(12, PERFECT, sides[0], sides[1]);
        pair.connect();
        let key = open_both(&mut pair, "long", |_| ());
        pair.a.send(1, true, &bytes(100_000, 0));
        pair.run_until("it is there", |pair| pair.b.messages(key).len() == 1);
        let mtu = usize::from(mtu);
        assert!(
            (mtu - 4..=mtu).contains(&pair.longest_packet),
            "{mtu}: {}",
            pair.longest_packet
        );
    }
}

#[test]
fn many_messages_arrive_once_and_in_order_despite_loss() {
    let mut pair = Pair::with(13, BAD, config(true), config(false));
    pair.connect();
    let key = open_both(&mut pair, "ordered", |_| ());
    for i in 0..3000u32 {
        let mut message = i.to_be_bytes().to_vec();
        message.resize(4 + i as usize % 700, 9);
        pair.a.send(1, true, &message);
    }
    pair.run_until("all are there", |pair| pair.b.messages(key).len() == 3000);
    pair.run_for(Duration::from_secs(5));
    let numbers: Vec<u32> = pair
        .b
        .messages(key)
        .iter()
        .map(|(_, data)| u32::from_be_bytes([data[0], data[1], data[2], data[3]]))
        .collect();
    assert!(numbers.iter().copied().eq(0..3000));
    assert_eq!(pair.a.buffered[&1], 0);
}

#[test]
fn unordered_messages_arrive_once_despite_loss() {
    let mut pair = Pair::with(14, BAD, config(true), config(false));
    pair.connect();
    let key = open_both(&mut pair, "unordered", |p| p.ordered = false);
    pair.run_for(Duration::from_millis(200));
    for i in 0..1000u32 {
        let mut message = i.to_be_bytes().to_vec();
        message.resize(900, 9);
        pair.a.send(1, true, &message);
    }
    pair.run_until("all are there", |pair| pair.b.messages(key).len() == 1000);
    pair.run_for(Duration::from_secs(5));
    let mut numbers: Vec<u32> = pair
        .b
        .messages(key)
        .iter()
        .map(|(_, data)| u32::from_be_bytes([data[0], data[1], data[2], data[3]]))
        .collect();
    assert!(!numbers.is_sorted(), "loss reordered something");
    numbers.sort_unstable();
    assert!(numbers.into_iter().eq(0..1000));
}

#[test]
fn data_lost_right_before_going_idle_is_sent_again() {
    let mut pair = Pair::connected(15);
    let key = open_both(&mut pair, "last", |_| ());
    pair.run_for(Duration::from_secs(1));
    assert_eq!(pair.a.channels.poll_timeout(), None);
    pair.is_cut = true;
    pair.a.send(1, false, b"the last word");
    pair.run_for(Duration::from_secs(2));
    assert!(
        pair.a.channels.poll_timeout().is_some(),
        "it is not acknowledged"
    );
    pair.is_cut = false;
    pair.run_until("it is there", |pair| pair.b.messages(key).len() == 1);
    pair.run_for(Duration::from_secs(1));
    assert_eq!(pair.a.channels.poll_timeout(), None);
    assert_eq!(pair.b.channels.poll_timeout(), None);
}

#[test]
fn a_lost_acknowledgement_of_the_last_word_keeps_nobody_awake() {
    let mut pair = Pair::connected(16);
    let key = open_both(&mut pair, "ack", |_| ());
    pair.run_for(Duration::from_secs(1));
    pair.a.send(1, false, b"word");
    pair.run_until("it is there", |pair| pair.b.messages(key).len() == 1);
    // Everything that B says to it is lost.
    pair.is_cut = true;
    pair.run_for(Duration::from_millis(150));
    assert_eq!(pair.b.channels.poll_timeout(), None);
    pair.is_cut = false;
    pair.run_for(Duration::from_secs(3));
    assert_eq!(pair.b.messages(key).len(), 1);
    assert_eq!(pair.a.channels.poll_timeout(), None);
}

#[test]
fn without_retransmissions_lost_messages_are_gone_and_the_rest_arrives() {
    let mut pair = Pair::with(17, BAD, config(true), config(false));
    pair.connect();
    let key = open_both(&mut pair, "partial", |p| p.max_retransmits = Some(0));
    for _ in 0..50 {
        for i in 0..10u8 {
            pair.a.send(1, true, &[i; 1000]);
        }
        pair.run_for(Duration::from_millis(200));
    }
    pair.run_for(Duration::from_secs(5));
    let arrived = pair.b.messages(key).len();
    assert!((350..500).contains(&arrived), "{arrived}");
    assert_eq!(pair.a.buffered[&1], 0);
    assert_eq!(pair.a.channels.poll_timeout(), None);
    // The channel is still good.
    pair.quality = PERFECT;
    pair.a.send(1, true, b"end");
    pair.run_until("the last is there", |pair| {
        pair.b
            .messages(key)
            .last()
            .is_some_and(|(_, data)| data == b"end")
    });
}

#[test]
fn messages_outlive_their_life_time_nowhere() {
    let mut pair = Pair::connected(18);
    let key = open_both(&mut pair, "timed", |p| p.max_packet_life_time = Some(100));
    // More than the network takes at once, then nothing passes for longer than the messages live.
    for i in 0..400u32 {
        pair.a.send(1, true, &bytes(4096, i as usize));
    }
    pair.is_cut = true;
    pair.run_for(Duration::from_secs(1));
    pair.is_cut = false;
    pair.run_for(Duration::from_secs(10));
    pair.a.send(1, true, b"end");
    pair.run_until("what is young is there", |pair| {
        pair.b
            .messages(key)
            .last()
            .is_some_and(|(_, data)| data == b"end")
    });
    assert!(
        pair.b.messages(key).len() < 200,
        "{}",
        pair.b.messages(key).len()
    );
    assert_eq!(pair.a.buffered[&1], 0);
}

#[test]
fn channels_take_turns() {
    let mut pair = Pair::connected(19);
    for i in 0..4 {
        pair.a.open(i, 2 * i as u16, parameters(&format!("{i}")));
    }
    pair.run_until("all are open", |pair| pair.b.incoming.len() == 4);
    for i in 0..4 {
        for j in 0..100 {
            pair.a.send(i, true, &bytes(20_000, j));
        }
    }
    let keys: Vec<u64> = pair.b.incoming.iter().map(|(key, _, _)| *key).collect();
    let first = keys[0];
    pair.run_until("half are there", |pair| pair.b.messages(first).len() >= 50);
    let half = pair.b.messages(first).len();
    for key in keys {
        let count = pair.b.messages(key).len();
        assert!(count.abs_diff(half) <= 15, "{count} and {half}");
    }
}

#[test]
fn both_sides_open_before_they_are_connected() {
    let mut pair = Pair::new(20);
    for i in 0..5 {
        pair.a.open(i, 2 * i as u16, parameters(&format!("a{i}")));
        pair.b
            .open(i, 2 * i as u16 + 1, parameters(&format!("b{i}")));
        pair.a.send(i, false, b"early");
    }
    pair.start();
    pair.run_until("all is there", |pair| {
        pair.a.incoming.len() == 5
            && pair.b.incoming.len() == 5
            && (0..5).all(|i| pair.a.is_open(i) && pair.b.is_open(i))
            && pair.b.messages.len() == 5
    });
    assert_eq!(pair.a.connected, Some(65535));
    assert_eq!(pair.b.incoming[3].1, 6);
}

#[test]
fn parameters_reach_the_peer() {
    let mut pair = Pair::connected(21);
    let sent = ChannelParameters {
        label: "ярлык".to_owned(),
        protocol: "протокол\0".to_owned(),
        ordered: false,
        max_packet_life_time: None,
        max_retransmits: Some(65535),
        negotiated: false,
        priority: 1024,
    };
    pair.b.open(1, 3, sent.clone());
    pair.run_until("it is announced", |pair| !pair.a.incoming.is_empty());
    assert_eq!(pair.a.incoming[0].1, 3);
    assert_eq!(pair.a.incoming[0].2, sent);
}

#[test]
fn negotiated_channels_need_no_announcement() {
    let mut pair = Pair::new(22);
    let negotiated = ChannelParameters {
        negotiated: true,
        ..parameters("both")
    };
    pair.a.open(7, 100, negotiated.clone());
    pair.a.send(7, false, b"ahead");
    pair.start();
    pair.run_for(Duration::from_secs(1));
    assert!(pair.a.is_open(7));
    assert!(pair.b.incoming.is_empty());
    // B opens it when A's message has long arrived.
    pair.b.open(9, 100, negotiated);
    pair.b.send(9, true, b"back");
    pair.run_until("both messages are there", |pair| {
        pair.b.messages(9).len() == 1 && pair.a.messages(7).len() == 1
    });
    assert!(pair.b.is_open(9));
}
