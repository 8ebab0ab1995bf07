//! The length of packets changes while data flows.

use std::time::Duration;

use super::link::{PERFECT, Pair, Quality, config, parameters};
use super::*;

const LOSSY: Quality = Quality {
    delay: Duration::from_millis(10),
    jitter: Duration::from_millis(2),
    loss: 20,
};

fn message(length: usize, seed: usize) -> Vec<u8> {
    (0..length).map(|i| (i * 13 + seed) as u8).collect()
}

/// Sends messages of one size both ways and returns the longest packet.
fn exchange(pair: &mut Pair, key: u64, size: usize, count: usize) -> usize {
    pair.longest_packet = 0;
    let before = (pair.b.messages(key).len(), pair.a.messages(1).len());
    for i in 0..count {
        pair.a.send(1, true, &message(size, i));
        pair.b.send(key, true, &message(size, i + 1));
    }
    pair.run_until("all are there", |pair| {
        pair.b.messages(key).len() == before.0 + count
            && pair.a.messages(1).len() == before.1 + count
    });
    for i in 0..count {
        assert!(pair.b.messages(key)[before.0 + i].1 == message(size, i));
        assert!(pair.a.messages(1)[before.1 + i].1 == message(size, i + 1));
    }
    pair.longest_packet
}

/// Once nothing of before is sent again.
fn set_mtu(pair: &mut Pair, mtu: u16) {
    pair.run_for(Duration::from_secs(3));
    let now = pair.now;
    pair.a.channels.set_mtu(now, mtu);
    pair.b.channels.set_mtu(now, mtu);
}

fn open(quality: Quality) -> (Pair, u64) {
    let mut pair = Pair::with(30, quality, config(true), config(false));
    pair.connect();
    pair.a.open(1, 0, parameters("mtu"));
    pair.run_until("open", |pair| pair.b.incoming("mtu").is_some());
    let key = pair.b.incoming("mtu").expect("it was announced");
    (pair, key)
}

#[test]
fn packets_follow_the_path_up_and_down() {
    for quality in [PERFECT, LOSSY] {
        let (mut pair, key) = open(quality);
        // More than the largest there can be is not possible.
        for (mtu, longest) in [
            (DEFAULT_MTU, DEFAULT_MTU),
            (LARGEST_MTU, LARGEST_MTU),
            (1352, 1352),
            (DEFAULT_MTU, DEFAULT_MTU),
            (u16::MAX, LARGEST_MTU),
            (1160, 1160),
        ] {
            set_mtu(&mut pair, mtu);
            for (size, count) in [(100, 200), (16 << 10, 100), (256 << 10, 8), (1 << 20, 3)] {
                let got = exchange(&mut pair, key, size, count);
                assert!(got <= usize::from(longest), "{size}: {got} > {longest}");
                assert!(
                    size < 1000 || got > usize::from(longest) - 4,
                    "{size}: {got}"
                );
            }
        }
    }
}

#[test]
fn few_packets_are_needed_at_any_length() {
    let (mut pair, key) = open(PERFECT);
    for mtu in [DEFAULT_MTU, LARGEST_MTU] {
        set_mtu(&mut pair, mtu);
        exchange(&mut pair, key, 16 << 10, 100);
        for (size, count) in [(120, 3_000), (16 << 10, 100), (256 << 10, 8)] {
            let sent = pair.data_packets_sent;
            exchange(&mut pair, key, size, count);
            let packets = pair.data_packets_sent - sent;
            let room = usize::from(mtu) - 12;
            let per_message = match size {
                120 => 1.0 / (room / 140) as f64,
                _ => size.div_ceil(room - 20) as f64,
            };
            let ideal = per_message * count as f64 * 2.0;
            let ratio = packets as f64 / ideal;
            assert!(
                (0.98..1.1).contains(&ratio),
                "{mtu} {size}: {packets} for {ideal}"
            );
        }
    }
}

#[test]
fn what_is_under_way_when_the_path_shrinks_still_arrives() {
    let (mut pair, key) = open(LOSSY);
    set_mtu(&mut pair, LARGEST_MTU);
    for i in 0..100 {
        pair.a.send(1, true, &message(20_000, i));
    }
    pair.run_for(Duration::from_millis(200));
    assert!(pair.b.messages(key).len() < 100);
    pair.is_cut = true;
    set_mtu(&mut pair, DEFAULT_MTU);
    pair.is_cut = false;
    // Packets cut for the longer path are as they were, and what follows is shorter.
    pair.run_until("all are there", |pair| pair.b.messages(key).len() == 100);
    for i in 0..100 {
        assert!(pair.b.messages(key)[i].1 == message(20_000, i));
    }
    assert_eq!(
        exchange(&mut pair, key, 16 << 10, 20),
        usize::from(DEFAULT_MTU)
    );
}

#[test]
fn a_stall_is_said_once_a_second() {
    let (mut pair, key) = open(PERFECT);
    exchange(&mut pair, key, 16 << 10, 200);
    assert!(!pair.a.channels.take_stall(), "data flowed");
    pair.a.send(1, true, &message(200_000, 1));
    pair.run_for(Duration::from_millis(12));
    pair.is_cut = true;
    pair.run_for(Duration::from_millis(900));
    assert!(!pair.a.channels.take_stall());
    pair.run_for(Duration::from_millis(300));
    assert!(pair.a.channels.take_stall());
    assert!(!pair.a.channels.take_stall());
    pair.run_for(Duration::from_millis(1_100));
    assert!(pair.a.channels.take_stall());
    pair.is_cut = false;
    pair.run_for(Duration::from_secs(5));
    pair.a.channels.take_stall();
    pair.run_for(Duration::from_secs(5));
    assert!(!pair.a.channels.take_stall());
}
