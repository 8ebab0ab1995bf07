//! Two sides over a virtual link: virtual time, losses from a seed.

mod closing;
mod delivery;
mod handshake;
mod hostile;
mod link;
mod mtu;

use std::time::Duration;

use super::*;
use link::{Pair, parameters};

#[test]
fn messages_pass_both_ways() {
    let mut pair = Pair::new(1);
    pair.start();
    pair.a.open(1, 0, parameters("chat"));
    pair.run_until("the channel is open on both sides", |pair| {
        pair.a.is_open(1) && pair.b.incoming("chat").is_some()
    });
    let key = pair.b.incoming("chat").expect("it was announced");
    pair.a.send(1, false, b"hello");
    pair.b.send(key, true, &[1, 2, 3]);
    pair.run_until("both messages are there", |pair| {
        pair.b.messages(key).len() == 1 && pair.a.messages(1).len() == 1
    });
    assert_eq!(pair.b.messages(key), [(false, b"hello".to_vec())]);
    assert_eq!(pair.a.messages(1), [(true, vec![1, 2, 3])]);
}

#[test]
fn an_idle_association_asks_for_no_timer() {
    let mut pair = Pair::new(2);
    pair.start();
    pair.a.open(1, 0, parameters("idle"));
    pair.run_until("open", |pair| pair.b.incoming("idle").is_some());
    pair.run_for(Duration::from_millis(200));
    assert_eq!(pair.a.channels.poll_timeout(), None);
    assert_eq!(pair.b.channels.poll_timeout(), None);
}
