//! A peer that breaks the rules, and a network that invents packets.

use std::time::Duration;

use super::link::{Pair, config, parameters};
use super::*;
use crate::random::{Random, SeededRandom};
use crate::transport::sctp::association::{Reliability, SendInfo};

/// Sends something on B's association past B's channels.
fn say(pair: &mut Pair, stream: u16, ppid: u32, message: &[u8]) {
    let info = SendInfo {
        stream,
        ppid,
        unordered: false,
        reliability: Reliability::Reliable,
    };
    let now = pair.now;
    let sent = pair
        .b
        .channels
        .association_mut()
        .send(now, &info, message, true, false);
    assert_eq!(sent, Ok(message.len()));
    pair.run_for(Duration::from_millis(500));
}

/// A DATA_CHANNEL_OPEN with these lengths said and these bytes there.
fn open_message(kind: u8, label: u16, protocol: u16, names: &[u8]) -> Vec<u8> {
    let mut message = vec![3, kind, 0, 0, 0, 0, 0, 0];
    message.extend_from_slice(&label.to_be_bytes());
    message.extend_from_slice(&protocol.to_be_bytes());
    message.extend_from_slice(names);
    message
}

/// Nothing came of what was said, but for a count, and the association is good.
fn expect_dropped(pair: &mut Pair, count: u64) {
    assert!(pair.a.incoming.is_empty());
    assert!(pair.a.messages.is_empty());
    assert_eq!(pair.a.channels.dropped(), count);
    assert_eq!(pair.a.channels.poll_timeout(), None);
    pair.b.open(1, 61, parameters("good"));
    pair.run_until("a good channel opens", |pair| {
        pair.a.incoming("good").is_some()
    });
}

#[test]
fn malformed_announcements_are_dropped() {
    let mut pair = Pair::connected(50);
    let bad = [
        vec![0],
        vec![3],
        vec![255; 100],
        open_message(0, 0, 0, &[])[..11].to_vec(),
        open_message(0, 5, 0, b"four"),
        open_message(0, 2, 1, b"four"),
        open_message(0, 65535, 65535, b"four"),
        open_message(0x03, 4, 0, b"four"),
        open_message(0x7f, 4, 0, b"four"),
        open_message(0, 4, 0, b"\xff\xfe\xfd\xfc"),
        open_message(0, 1, 3, b"a\xf0\x9f\x98"),
    ];
    for (i, message) in bad.iter().enumerate() {
        say(&mut pair, 2 * i as u16 + 1, 50, message);
    }
    expect_dropped(&mut pair, bad.len() as u64);
}

#[test]
fn ids_are_checked() {
    let mut pair = Pair::connected(51);
    // B is the DTLS server: its ids are odd.
    say(&mut pair, 4, 50, &open_message(0, 4, 0, b"even"));
    expect_dropped(&mut pair, 1);
}

#[test]
fn what_makes_no_sense_is_dropped() {
    let mut pair = Pair::connected(52);
    say(&mut pair, 3, 50, &[2]);
    assert_eq!(pair.a.channels.dropped(), 1, "it acknowledges nothing");
    pair.b.open(1, 5, parameters("good"));
    pair.run_until("open", |pair| pair.a.incoming("good").is_some());
    for ppid in [0, 49, 52, 54, 58, u32::MAX] {
        say(&mut pair, 5, ppid, b"what?");
    }
    assert_eq!(pair.a.channels.dropped(), 7);
    assert!(pair.a.messages.is_empty());
    say(&mut pair, 5, 51, b"text");
    assert_eq!(pair.a.messages.len(), 1);
}

#[test]
fn a_second_announcement_closes_the_channel() {
    let mut pair = Pair::connected(53);
    pair.b.open(1, 5, parameters("good"));
    pair.run_until("open", |pair| pair.a.incoming("good").is_some());
    let key = pair.a.incoming("good").expect("it was announced");
    say(&mut pair, 5, 50, &open_message(0, 4, 0, b"evil"));
    pair.run_until("both say closed", |pair| {
        pair.a.is_gone(key) && pair.b.is_gone(1)
    });
    assert!(pair.a.gone[0].1.is_some(), "with an error");
}

#[test]
fn too_large_a_message_closes_its_channel() {
    let small = SctpConfig {
        local_max_message_size: 100_000,
        ..config(true)
    };
    for size in [100_001, 300_000, 2_000_000] {
        let mut pair = Pair::with(54, super::link::PERFECT, small, config(false));
        pair.connect();
        pair.b.open(1, 1, parameters("large"));
        pair.b.open(2, 3, parameters("other"));
        pair.b.send(1, true, &vec![1; 100_000]);
        pair.b.send(1, true, &vec![2; size]);
        pair.run_until("the channel is closed", |pair| {
            pair.b.is_gone(1) && !pair.a.gone.is_empty()
        });
        let key = pair.a.incoming("large").expect("it was open");
        assert_eq!(pair.a.messages(key).len(), 1);
        assert!(pair.a.gone[0].1.is_some(), "with an error");
        let other = pair.a.incoming("other").expect("it is open");
        pair.b.send(2, true, b"still here");
        pair.run_until("the other channel works", |pair| {
            pair.a.messages(other).len() == 1
        });
    }
}

#[test]
fn messages_ahead_of_their_channel_are_kept_within_bounds() {
    let mut pair = Pair::connected(55);
    for i in 0..2000u32 {
        let info = SendInfo {
            stream: (i % 20) as u16,
            ppid: 53,
            unordered: false,
            reliability: Reliability::Reliable,
        };
        let now = pair.now;
        let association = pair.b.channels.association_mut();
        // What finds no room is one message less.
        if association
            .send(now, &info, &[0; 10_000], true, false)
            .is_err()
        {
            pair.run_for(Duration::from_millis(50));
        }
    }
    pair.run_for(Duration::from_secs(5));
    let kept = pair.a.channels.early_bytes();
    assert!((500_000..=1024 * 1024).contains(&kept), "{kept}");
    assert!(pair.a.channels.dropped() > 100);
}

#[test]
fn labels_take_bounded_memory() {
    let mut pair = Pair::connected(56);
    for i in 0..30u16 {
        let label = "x".repeat(60_000);
        pair.b.open(u64::from(i), 2 * i + 1, parameters(&label));
    }
    pair.run_for(Duration::from_secs(10));
    assert_eq!(pair.a.incoming.len(), 1024 * 1024 / 60_000);
    // The others learn of it.
    assert_eq!(pair.b.gone.len() + pair.a.incoming.len(), 30);
}

#[test]
fn random_packets_do_no_harm() {
    let mut pair = Pair::connected(57);
    pair.b.open(1, 1, parameters("good"));
    pair.run_until("open", |pair| pair.a.incoming("good").is_some());
    let key = pair.a.incoming("good").expect("it was announced");
    let mut random = SeededRandom(57);
    for _ in 0..20_000 {
        let mut packet = vec![0; random.u32() as usize % 200];
        random.fill(&mut packet);
        let now = pair.now;
        pair.a.channels.handle_packet(now, &packet);
        with_checksum(&mut packet);
        pair.a.channels.handle_packet(now, &packet);
    }
    pair.b.send(1, false, b"hello");
    pair.run_until("the channel works", |pair| pair.a.messages(key).len() == 1);
}

#[test]
fn mutated_packets_crash_nothing() {
    for seed in 0..40 {
        let mut pair = Pair::new(1000 + seed);
        pair.mutations = 1 + seed as u32 * 5;
        pair.start();
        for i in 0..10u16 {
            pair.a.open(i.into(), 2 * i, parameters(&format!("{i}")));
            pair.b
                .open(i.into(), 2 * i + 1, parameters(&format!("{i}")));
            pair.a.send(i.into(), true, &vec![1; 3000 * usize::from(i)]);
            pair.b.send(i.into(), false, b"text");
        }
        pair.run_for(Duration::from_secs(20));
        for i in 0..10 {
            pair.a.close(i);
        }
        pair.run_for(Duration::from_secs(20));
        pair.a.channels.shutdown(pair.now);
        pair.run_for(Duration::from_secs(20));
    }
}

fn with_checksum(packet: &mut [u8]) {
    if packet.len() < 12 {
        return;
    }
    packet[8..12].fill(0);
    let checksum = crc32c::crc32c(packet);
    packet[8..12].copy_from_slice(&checksum.to_le_bytes());
}

#[test]
fn a_peer_that_opens_channels_without_end_meets_the_limit() {
    let few = SctpConfig {
        max_channels: 50,
        ..config(true)
    };
    let mut pair = Pair::with(58, super::link::PERFECT, few, config(false));
    pair.connect();
    for round in 0..20u16 {
        for stream in 0..50 {
            say_quickly(&mut pair, stream, &open_message(0, 2, 0, b"in"));
        }
        pair.run_for(Duration::from_millis(u64::from(round)));
    }
    pair.run_for(Duration::from_secs(5));
    let open = pair.a.incoming.len() - pair.a.gone.len();
    assert!(open <= 25, "{open}");
}

fn say_quickly(pair: &mut Pair, stream: u16, message: &[u8]) {
    let info = SendInfo {
        stream,
        ppid: 50,
        unordered: true,
        reliability: Reliability::Reliable,
    };
    let now = pair.now;
    let association = pair.b.channels.association_mut();
    // It fails once the stream is reset.
    let _ = association.send(now, &info, message, true, false);
}
