//! DOM's EventTarget and HTML's event handlers.

use std::sync::Arc;

use super::*;

fn note(log: &Log, entry: &'static str) -> Arc<dyn Listener> {
    let log = log.clone();
    Arc::new(Calls(move |_: &Event| log.add(entry)))
}

fn fire(peer: &Peer) -> Vec<String> {
    peer.connection
        .create_data_channel("x", Default::default())
        .map(drop)
        .unwrap_or_default();
    peer.world.run();
    peer.log.take()
}

/// A connection whose next first channel fires negotiationneeded, heard by nobody yet.
fn quiet() -> (Peer, EventType) {
    let peer = World::new().peer();
    (peer, EventType::NegotiationNeeded)
}

#[test]
fn listeners_are_called_in_the_order_of_their_registration() {
    let (peer, event_type) = quiet();
    let target = peer.connection.event_target();
    let log = Log::default();
    target.set_handler(event_type, Some(note(&log, "replaced")));
    target.add_event_listener(event_type, note(&log, "second"));
    target.set_handler(event_type, Some(note(&log, "handler")));
    target.add_event_listener(event_type, note(&log, "third"));
    fire(&peer);
    assert_eq!(log.take(), ["handler", "second", "third"]);
}

#[test]
fn a_handler_that_was_cleared_loses_its_place() {
    let (peer, event_type) = quiet();
    let target = peer.connection.event_target();
    let log = Log::default();
    target.set_handler(event_type, Some(note(&log, "handler")));
    target.add_event_listener(event_type, note(&log, "listener"));
    target.set_handler(event_type, None);
    target.set_handler(event_type, Some(note(&log, "handler")));
    fire(&peer);
    assert_eq!(log.take(), ["listener", "handler"]);
}

#[test]
fn a_listener_that_is_removed_during_the_event_is_not_called() {
    let (peer, event_type) = quiet();
    let target = peer.connection.event_target();
    let log = Log::default();
    let connection = Arc::downgrade(&peer.connection);
    let id = Arc::new(Mutex::new(None));
    let to_remove = Arc::clone(&id);
    target.add_event_listener(
        event_type,
        Arc::new(Calls(move |_: &Event| {
            let connection = connection.upgrade().expect("it is alive");
            let id = to_remove.lock().take().expect("called once");
            assert!(connection.event_target().remove_event_listener(id));
            assert!(!connection.event_target().remove_event_listener(id));
        })),
    );
    *id.lock() = Some(target.add_event_listener(event_type, note(&log, "removed")));
    target.add_event_listener(event_type, note(&log, "last"));
    fire(&peer);
    assert_eq!(log.take(), ["last"]);
}

#[test]
fn a_listener_that_is_added_during_the_event_waits_for_the_next() {
    let (peer, event_type) = quiet();
    let log = Log::default();
    let connection = Arc::downgrade(&peer.connection);
    let inner = log.clone();
    peer.connection.event_target().add_event_listener(
        event_type,
        Arc::new(Calls(move |_: &Event| {
            let connection = connection.upgrade().expect("it is alive");
            connection
                .event_target()
                .add_event_listener(event_type, note(&inner, "added"));
        })),
    );
    fire(&peer);
    assert!(log.take().is_empty());
}

#[test]
fn a_removed_listener_is_dropped_at_once() {
    let (peer, event_type) = quiet();
    let target = peer.connection.event_target();
    let log = Log::default();
    let listener = note(&log, "x");
    let weak = Arc::downgrade(&listener);
    let id = target.add_event_listener(event_type, listener);
    assert!(weak.upgrade().is_some());
    target.remove_event_listener(id);
    assert!(weak.upgrade().is_none());
    let handler = note(&log, "y");
    let weak = Arc::downgrade(&handler);
    target.set_handler(event_type, Some(handler));
    target.set_handler(event_type, None);
    assert!(weak.upgrade().is_none());
}
