//! Two connections from nothing to messages, over real sessions; and close() at every moment of it.

use std::time::Duration;

use super::*;
use crate::api::data_channel::RTCDataChannel;
use crate::api::enums::{RTCDataChannelState, RTCIceGatheringState, RTCPeerConnectionState};

const PATIENCE: Duration = Duration::from_secs(60);

/// One end: candidates go to the other as they come, offers and answers when they are made.
pub(super) struct Story {
    world: Arc<World>,
    pub(super) ends: [Peer; 2],
    pub(super) channel: Arc<RTCDataChannel>,
    promises: Vec<Promise<()>>,
}

impl Story {
    pub(super) fn begin() -> Self {
        let world = World::connected();
        let ends = [world.peer(), world.peer()];
        let channel = ends[0].channel("c");
        trickle(&ends[0], &ends[1]);
        trickle(&ends[1], &ends[0]);
        echo(&ends[1]);
        let mut story = Self {
            world,
            ends,
            channel,
            promises: Vec::new(),
        };
        story.signal();
        story
    }

    /// As it is when "echo" has come.
    pub(super) fn told() -> Self {
        let story = Self::begin();
        while !story.is_through() {
            assert!(story.step(), "it goes on");
        }
        story
    }

    /// Goes on until `done`.
    pub(super) fn go_on_until(&self, done: impl Fn() -> bool) {
        while !done() {
            assert!(self.step(), "it goes on");
        }
    }

    /// The exchange of descriptions, each step in the completion of the one before.
    pub(super) fn signal(&mut self) {
        let (promise, done) = Promise::new();
        self.promises.push(promise);
        let offerer = Arc::clone(&self.ends[0].connection);
        let answerer = Arc::clone(&self.ends[1].connection);
        let log = self.ends[0].log.clone();
        let started = self.ends[0].connection.set_local_description(
            RTCLocalSessionDescriptionInit::default(),
            Box::new(move |result| {
                done(result.clone());
                if result.is_ok() {
                    answer(&offerer, &answerer, &log);
                }
            }),
        );
        assert!(started.is_ok());
    }

    /// One step of anything; false at the end.
    fn step(&self) -> bool {
        self.world.run_jobs();
        let internet = self.world.internet.as_ref().expect("it is connected");
        self.world.run_task() || internet.step(PATIENCE)
    }

    fn is_through(&self) -> bool {
        self.ends[0]
            .log
            .0
            .lock()
            .iter()
            .any(|e| e == "message echo")
    }
}

fn answer(offerer: &Arc<RTCPeerConnection>, answerer: &Arc<RTCPeerConnection>, log: &Log) {
    let Some(offer) = offerer.local_description() else {
        return;
    };
    let (offerer, log) = (Arc::clone(offerer), log.clone());
    let back = Arc::clone(answerer);
    let _ = answerer.set_remote_description(offer.to_init(), Box::new(|_| {}));
    let _ = answerer.set_local_description(
        RTCLocalSessionDescriptionInit::default(),
        Box::new(move |result| {
            let Some(answer) = back.local_description().filter(|_| result.is_ok()) else {
                return;
            };
            let _ = offerer.set_remote_description(
                answer.to_init(),
                Box::new(move |result| {
                    if let Err(error) = result
                        && error.name != ErrorName::AbortError
                    {
                        log.add(format!("the answer: {error}"));
                    }
                }),
            );
        }),
    );
}

fn trickle(from: &Peer, to: &Peer) {
    let to = Arc::downgrade(&to.connection);
    from.connection.event_target().set_handler(
        EventType::IceCandidate,
        Some(Arc::new(Calls(move |event: &Event| {
            let EventDetail::IceCandidate { candidate, .. } = &event.detail else {
                return;
            };
            if let (Some(candidate), Some(to)) = (candidate, to.upgrade()) {
                let _ = to.add_ice_candidate(candidate.to_init(), Box::new(|_| {}));
            }
        }))),
    );
}

/// Sends "echo" on every channel that the peer opens.
fn echo(peer: &Peer) {
    peer.connection.event_target().set_handler(
        EventType::DataChannel,
        Some(Arc::new(Calls(move |event: &Event| {
            if let EventDetail::DataChannel { channel } = &event.detail {
                channel.send(false, b"echo").expect("it is open");
            }
        }))),
    );
}

#[test]
fn two_connections_find_each_other_and_talk() {
    let story = Story::begin();
    let mut steps = 0;
    while !story.is_through() {
        assert!(story.step(), "{:#?}", story.ends.map(|end| end.log.take()));
        steps += 1;
        assert!(steps < 100_000);
    }
    assert_eq!(story.channel.ready_state(), RTCDataChannelState::Open);
    assert_eq!(
        story.ends[0].connection.connection_state(),
        RTCPeerConnectionState::Connected
    );
    let log = story.ends[0].log.take();
    let at = |wanted: &str| log.iter().position(|entry| entry == wanted);
    let order = [
        at("negotiationneeded"),
        at("signalingstatechange have-local-offer"),
        at("iceconnectionstatechange connected"),
        at("connectionstatechange connected"),
        at("c open open"),
        at("message echo"),
    ];
    assert!(order.iter().skip(1).all(Option::is_some), "{log:#?}");
    assert!(order[1..].is_sorted(), "{log:#?}");
}

#[test]
fn close_at_every_moment_of_set_up_ends_everything_at_once() {
    let mut at = 0;
    loop {
        let story = Story::begin();
        for _ in 0..at {
            if story.is_through() || !story.step() {
                break;
            }
        }
        let through = story.is_through();
        let end = &story.ends[at % 2];
        end.connection.close();
        end.log.take();
        let connection = &end.connection;
        assert_eq!(connection.signaling_state().as_str(), "closed");
        assert_eq!(connection.ice_connection_state().as_str(), "closed");
        assert_eq!(connection.connection_state().as_str(), "closed");
        if at % 2 == 0 {
            assert_eq!(story.channel.ready_state(), RTCDataChannelState::Closed);
        }
        for _ in 0..50 {
            story.step();
        }
        assert_eq!(
            end.log.take(),
            Vec::<String>::new(),
            "closed after {at} steps"
        );
        if at % 2 == 0 {
            for promise in &story.promises {
                assert!(!promise.is_pending(), "closed after {at} steps");
            }
        }
        if through {
            return;
        }
        at += 1;
        assert!(at < 5_000);
    }
}

#[test]
fn dropping_the_last_reference_closes() {
    let story = Story::begin();
    for _ in 0..40 {
        story.step();
    }
    let Story {
        world,
        ends: [first, second],
        channel,
        promises,
    } = story;
    drop(first);
    assert_eq!(channel.ready_state(), RTCDataChannelState::Closed);
    while world.run_task() {}
    assert!(promises.iter().all(|promise| !promise.is_pending()));
    drop(second);
}

#[test]
fn every_call_may_be_made_from_within_every_callback() {
    let story = Story::begin();
    let connection = Arc::downgrade(&story.ends[0].connection);
    let channel = Arc::clone(&story.channel);
    let everything = Arc::new(Calls(move |event: &Event| {
        let Some(connection) = connection.upgrade() else {
            return;
        };
        let _ = connection.local_description();
        let _ = connection.configuration();
        let _ = connection.sctp().map(|sctp| sctp.max_message_size());
        let _ = connection.set_configuration(connection.configuration());
        let _ = connection.create_offer(RTCOfferOptions::default(), Box::new(|_| {}));
        let _ = connection.create_answer(Box::new(|_| {}));
        let nowhere = RTCIceCandidateInit {
            sdp_mid: Some("nowhere".to_owned()),
            ..Default::default()
        };
        let _ = connection.add_ice_candidate(nowhere, Box::new(|_| {}));
        // What has gone out is announced too: that alone must not lead to more.
        if event.event_type != EventType::BufferedAmountLow {
            let _ = channel.send(false, b"x");
        }
        let _ = (channel.buffered_amount(), channel.ready_state());
        let nothing: Arc<dyn Listener> = Arc::new(Calls(|_: &Event| {}));
        let target = connection.event_target();
        let id = target.add_event_listener(EventType::Open, nothing);
        assert!(target.remove_event_listener(id));
    }));
    for event_type in EventType::ALL {
        let target = story.ends[0].connection.event_target();
        target.add_event_listener(*event_type, everything.clone());
        let target = story.channel.event_target();
        target.add_event_listener(*event_type, everything.clone());
    }
    let mut steps = 0;
    while !story.is_through() {
        assert!(story.step());
        steps += 1;
        assert!(steps < 100_000);
    }
    // close() from within a callback.
    let connection = Arc::downgrade(&story.ends[0].connection);
    story.channel.event_target().set_handler(
        EventType::Message,
        Some(Arc::new(Calls(move |_: &Event| {
            if let Some(connection) = connection.upgrade() {
                connection.close();
            }
        }))),
    );
    story.ends[1]
        .connection
        .create_data_channel("more", Default::default())
        .expect("it is open");
    for _ in 0..200 {
        story.step();
    }
}

/// The set-up, with the channel that the answerer got.
fn connected() -> (Story, Arc<RTCDataChannel>) {
    let story = Story::begin();
    let theirs = Arc::new(Mutex::new(None));
    let slot = Arc::clone(&theirs);
    let log = story.ends[1].log.clone();
    let heard = Arc::new(Calls(move |event: &Event| {
        if let EventDetail::DataChannel { channel } = &event.detail {
            log.listen_to(channel.event_target());
            *slot.lock() = Some(Arc::clone(channel));
        }
    }));
    let target = story.ends[1].connection.event_target();
    target.add_event_listener(EventType::DataChannel, heard);
    story.step_until(|story| story.is_through());
    for end in &story.ends {
        end.log.take();
    }
    let theirs = theirs.lock().take();
    (story, theirs.expect("it was announced"))
}

impl Story {
    fn step_until(&self, done: impl Fn(&Self) -> bool) {
        let mut steps = 0;
        while !done(self) {
            assert!(self.step(), "nothing is left to happen");
            steps += 1;
            assert!(steps < 100_000);
        }
    }
}

#[test]
fn messages_of_every_size_arrive_whole() {
    let (story, theirs) = connected();
    let got = Arc::new(Mutex::new(Vec::new()));
    let slot = Arc::clone(&got);
    theirs.event_target().add_event_listener(
        EventType::Message,
        Arc::new(Calls(move |event: &Event| {
            if let EventDetail::Message { data, binary } = &event.detail {
                slot.lock().push((data.to_vec(), *binary));
            }
        })),
    );
    let large: Vec<u8> = (0..262_144_u32).map(|i| i as u8).collect();
    let sent = [
        (Vec::new(), false),
        (Vec::new(), true),
        ("h\u{e9}".as_bytes().to_vec(), false),
        (large, true),
        (vec![0], true),
    ];
    for (data, binary) in &sent {
        story.channel.send(*binary, data).expect("there is room");
    }
    story.step_until(|_| got.lock().len() == sent.len());
    assert!(got.lock()[..] == sent);
    story.step_until(|story| story.channel.buffered_amount() == 0);
}

#[test]
fn a_channel_closes_at_both_ends_and_its_id_comes_back() {
    let (story, theirs) = connected();
    let id = story.channel.id();
    story
        .channel
        .send(false, b"last words")
        .expect("it is open");
    story.channel.close();
    let closed = |channel: &RTCDataChannel| channel.ready_state() == RTCDataChannelState::Closed;
    story.step_until(|story| closed(&story.channel) && closed(&theirs));
    let log = story.ends[1].log.take();
    assert_eq!(
        log,
        ["message last words", "c closing closing", "c close closed"]
    );
    let log = story.ends[0].log.take();
    assert_eq!(log.last().map(String::as_str), Some("c close closed"));
    let announced = log.iter().any(|entry| entry.starts_with("c closing"));
    assert!(!announced, "only the end that did not begin it is told");
    let next = story.ends[0].channel("next");
    assert_eq!(next.id(), id);
    story.step_until(|_| next.ready_state() == RTCDataChannelState::Open);
}

#[test]
fn the_peers_close_ends_the_channels() {
    let (story, theirs) = connected();
    story.ends[0].connection.close();
    story.step_until(|_| theirs.ready_state() == RTCDataChannelState::Closed);
    let log = story.ends[1].log.take();
    assert_eq!(log.last().map(String::as_str), Some("c close closed"));
}

/// RTCPeerConnection-explicit-rollback-iceGatheringState.html
#[test]
fn an_ice_restart_that_is_rolled_back_is_gathered_for_once() {
    let story = Story::told();
    let offerer = &story.ends[0];
    let state = || offerer.connection.ice_gathering_state();
    story.go_on_until(|| state() == RTCIceGatheringState::Complete);
    let before = offerer.local_sdp();
    offerer.connection.restart_ice();
    offerer.set_local_implicitly().expect("an offer");
    assert_ne!(before, offerer.local_sdp());
    story.go_on_until(|| state() == RTCIceGatheringState::Gathering);
    story.go_on_until(|| state() == RTCIceGatheringState::Complete);
    story.world.run();
    offerer.log.take();
    offerer.rollback().expect("the offer is ours");
    // Consent goes on for ever.
    for _ in 0..200 {
        story.step();
    }
    let events = offerer.log.take();
    let is_of_gathering = |event: &String| event.starts_with("icegathering");
    assert!(!events.iter().any(is_of_gathering), "{events:?}");
    assert_eq!(offerer.local_sdp(), before);
}
