//! Associations come up between unlike sides.

use std::time::Duration;

use super::link::{Pair, Quality, config, origin, parameters};
use super::*;
use crate::random::SeededRandom;
use crate::transport::sctp::usrsctp::{AssociationConfig, UsrsctpAssociation};

/// A side that asks for `first_streams` at once, as other stacks do.
fn side(config: SctpConfig, first_streams: u16, seed: u64) -> Channels {
    let now = origin();
    let association = AssociationConfig {
        local_port: config.local_port,
        remote_port: config.remote_port,
        mtu: config.mtu,
        largest_mtu: config.largest_mtu,
        max_streams: config.max_channels,
        first_streams,
    };
    let random = Box::new(SeededRandom(seed));
    let association = UsrsctpAssociation::new(now, association, random, None);
    Channels::over(now, config, Box::new(association))
}

fn expect_channels(pair: &mut Pair, ids: &[u16]) {
    for &id in ids {
        pair.a.open(u64::from(id), id, parameters(&format!("{id}")));
        pair.a.send(u64::from(id), false, b"hello");
    }
    pair.run_until("all channels open", |pair| {
        pair.b.incoming.len() == ids.len() && pair.b.messages.len() == ids.len()
    });
    let keys: Vec<u64> = pair.b.incoming.iter().map(|(key, _, _)| *key).collect();
    for key in keys {
        pair.b.send(key, false, b"hello");
    }
    pair.run_until("the peer answers on all", |pair| {
        pair.a.messages.len() == ids.len()
    });
}

#[test]
fn a_peer_with_many_streams_gets_many() {
    for seed in 0..20 {
        let quality = Quality {
            delay: Duration::from_millis(10),
            jitter: Duration::from_millis(seed % 7),
            loss: if seed % 2 == 0 { 0 } else { 200 },
        };
        let mut pair = Pair::with(700 + seed, quality, config(true), config(false));
        pair.b.channels = side(config(false), 65535, 800 + seed);
        pair.connect();
        expect_channels(&mut pair, &[0, 62, 64, 1022]);
        assert_eq!(pair.a.connected, Some(1024));
        assert!(pair.a.closed.is_none() && pair.b.closed.is_none());
    }
}

#[test]
fn one_side_starts_late() {
    for late in [1, 400, 3000] {
        let mut pair = Pair::new(60);
        pair.a.channels.start(pair.now);
        pair.run_for(Duration::from_millis(late));
        pair.b.channels.start(pair.now);
        pair.run_until("both are connected", |pair| {
            pair.a.connected.is_some() && pair.b.connected.is_some()
        });
        expect_channels(&mut pair, &[0, 2, 500]);
    }
}

#[test]
fn the_handshake_survives_loss() {
    for seed in 0..40 {
        let quality = Quality {
            delay: Duration::from_millis(30),
            jitter: Duration::from_millis(10),
            loss: 300,
        };
        let mut pair = Pair::with(900 + seed, quality, config(true), config(false));
        pair.connect();
        expect_channels(&mut pair, &[0, 2, 130]);
    }
}

#[test]
fn the_stack_ends_with_its_last_user_and_begins_again() {
    for round in 0..5 {
        let mut pair = Pair::connected(61 + round);
        expect_channels(&mut pair, &[0]);
    }
}
