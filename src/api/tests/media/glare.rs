//! RTCPeerConnection-perfect-negotiation-stress-glare: both sides negotiate whenever they need to, messages take their time, and in
//! the end both are stable and agree.
//!
//! `DUOLOGUE_GLARE_SEEDS` says how many runs there are.

use std::collections::BTreeMap;

use super::*;
use crate::api::enums::RTCSignalingState;

/// What an application changes in one run.
const CHANGES: usize = 14;
/// A run that has not come to rest by then never will.
const MAX_STEPS: usize = 20_000;

/// An application that follows webrtc-pc's "Perfect Negotiation Example".
struct Side {
    peer: Peer,
    state: Arc<Mutex<Negotiator>>,
}

#[derive(Default)]
struct Negotiator {
    polite: bool,
    making_offer: bool,
    is_setting_remote_answer_pending: bool,
    /// On their way to the other side.
    sent: VecDeque<RTCSessionDescriptionInit>,
    errors: Vec<String>,
    collisions: usize,
}

impl Side {
    fn new(seed: u64, polite: bool) -> Self {
        let world = World::new();
        *world.random.lock() = SeededRandom(seed);
        let peer = world.peer();
        let state = Arc::new(Mutex::new(Negotiator {
            polite,
            ..Negotiator::default()
        }));
        let negotiator = Arc::clone(&state);
        let listener = Calls(move |event: &Event| {
            if let Target::PeerConnection(connection) = &event.target {
                negotiator.lock().making_offer = true;
                describe_and_send(connection, &negotiator);
            }
        });
        let target = peer.connection.event_target();
        target.add_event_listener(EventType::NegotiationNeeded, Arc::new(listener));
        Self { peer, state }
    }

    fn take_sent(&self) -> Option<RTCSessionDescriptionInit> {
        self.state.lock().sent.pop_front()
    }

    fn receive(&self, description: RTCSessionDescriptionInit) {
        let connection = &self.peer.connection;
        let is_offer = description.sdp_type == RTCSdpType::Offer;
        {
            let mut state = self.state.lock();
            let ready_for_offer = !state.making_offer
                && (connection.signaling_state() == RTCSignalingState::Stable
                    || state.is_setting_remote_answer_pending);
            if is_offer && !ready_for_offer {
                state.collisions += 1;
                if !state.polite {
                    return;
                }
            }
            state.is_setting_remote_answer_pending = !is_offer;
        }
        let state = Arc::clone(&self.state);
        let answering = Arc::downgrade(connection);
        let completion: Completion<()> = Box::new(move |result| {
            state.lock().is_setting_remote_answer_pending = false;
            match (result, answering.upgrade()) {
                (Ok(()), Some(connection)) if is_offer => describe_and_send(&connection, &state),
                (Ok(()), _) => {}
                (Err(error), _) => state.lock().errors.push(format!("remote: {error}")),
            }
        });
        if let Err(error) = connection.set_remote_description(description, completion) {
            let mut state = self.state.lock();
            state.is_setting_remote_answer_pending = false;
            state.errors.push(format!("remote at once: {error}"));
        }
    }

    /// What an application may do at any time.
    fn change(&self, random: &mut SeededRandom) {
        let connection = &self.peer.connection;
        let transceivers = connection.transceivers();
        let any = match transceivers.len() as u32 {
            0 => None,
            count => transceivers.get((random.u32() % count) as usize),
        };
        let kind = [MediaKind::Audio, MediaKind::Video][(random.u32() % 2) as usize];
        let directions = [Sendrecv, Sendonly, Recvonly, Inactive];
        let direction = directions[(random.u32() % 4) as usize];
        match (random.u32() % 10, any) {
            (0 | 1, _) => {
                let stream = self.peer.stream();
                self.peer
                    .add_track(&self.peer.world.track(kind), &[&stream]);
            }
            (2, _) => {
                self.peer
                    .add_kind(kind.as_str(), super::direction(direction));
            }
            (3, Some(any)) => connection.remove_track(any.sender()).unwrap(),
            // A stopped one refuses.
            (4 | 5, Some(any)) => drop(any.set_direction(direction)),
            (6, Some(any)) => any.stop().unwrap(),
            (7, Some(any)) => any.sender().set_streams(vec![self.peer.stream()]).unwrap(),
            (8, _) => connection.restart_ice(),
            (9, Some(any)) => {
                let _ = any.sender().replace_track(None, Box::new(|_| {}));
            }
            _ => {
                self.peer.channel("data");
            }
        }
    }

    /// One task, or the work of the helper threads. False if there is neither.
    fn step(&self) -> bool {
        let jobs = !self.peer.world.jobs.lock().is_empty();
        self.peer.world.run_jobs();
        self.peer.world.run_task() || jobs
    }
}

/// `setLocalDescription()`, then the description goes out.
fn describe_and_send(connection: &Arc<RTCPeerConnection>, state: &Arc<Mutex<Negotiator>>) {
    let negotiator = Arc::clone(state);
    let described = Arc::downgrade(connection);
    let completion: Completion<()> = Box::new(move |result| {
        let mut state = negotiator.lock();
        state.making_offer = false;
        match (result, described.upgrade()) {
            (Ok(()), Some(connection)) => {
                let description = connection.local_description();
                state.sent.extend(description.map(|it| it.to_init()));
            }
            (Ok(()), None) => {}
            (Err(error), _) => state.errors.push(format!("local: {error}")),
        }
    });
    let started =
        connection.set_local_description(RTCLocalSessionDescriptionInit::default(), completion);
    if let Err(error) = started {
        let mut state = state.lock();
        state.making_offer = false;
        state.errors.push(format!("local at once: {error}"));
    }
}

/// Gives the number of offers that met another.
fn run(seed: u64) -> usize {
    let mut random = SeededRandom(seed);
    let sides = [
        Side::new(seed * 2 + 1, true),
        Side::new(seed * 2 + 2, false),
    ];
    let mut changes = CHANGES;
    let mut quiet = 0;
    for _ in 0..MAX_STEPS {
        let at = (random.u32() % 2) as usize;
        let (side, other) = (&sides[at], &sides[1 - at]);
        let busy = match random.u32() % 8 {
            0 if changes > 0 => {
                changes -= 1;
                side.change(&mut random);
                true
            }
            1 | 2 => match other.take_sent() {
                Some(description) => {
                    side.receive(description);
                    true
                }
                None => false,
            },
            _ => side.step(),
        };
        quiet = if busy || changes > 0 { 0 } else { quiet + 1 };
        if quiet > 100 {
            break;
        }
    }
    for side in &sides {
        let state = side.state.lock();
        assert!(state.errors.is_empty(), "seed {seed}: {:?}", state.errors);
        assert!(state.sent.is_empty(), "seed {seed}: it never came to rest");
        assert_eq!(
            side.peer.connection.signaling_state(),
            RTCSignalingState::Stable,
            "seed {seed}"
        );
    }
    agree(seed, &sides[0].peer, &sides[1].peer);
    agree(seed, &sides[1].peer, &sides[0].peer);
    sides.iter().map(|side| side.state.lock().collisions).sum()
}

/// Everything is negotiated, and the other side has a transceiver for each.
fn agree(seed: u64, peer: &Peer, other: &Peer) {
    let mirrored = |direction| match direction {
        Sendonly => Recvonly,
        Recvonly => Sendonly,
        same => same,
    };
    let by_mid: BTreeMap<Option<String>, _> = other
        .connection
        .transceivers()
        .into_iter()
        .map(|transceiver| (transceiver.mid(), transceiver))
        .collect();
    let transceivers = peer.connection.transceivers();
    assert_eq!(
        transceivers.len(),
        by_mid.len(),
        "seed {seed}: {:?}",
        shown(peer)
    );
    for ours in transceivers {
        let mid = ours.mid();
        assert!(mid.is_some(), "seed {seed}: {:?}", shown(peer));
        let theirs = by_mid.get(&mid).unwrap_or_else(|| {
            panic!("seed {seed}: no {mid:?} in {:?}", shown(other));
        });
        assert_eq!(ours.kind(), theirs.kind(), "seed {seed}");
        let current = ours.current_direction().expect("it is negotiated");
        let reversed = theirs.current_direction().map(mirrored);
        assert_eq!(Some(current), reversed, "seed {seed} mid {mid:?}");
        if matches!(current, Sendrecv | Recvonly) {
            received_as_sent(seed, &ours, theirs);
        }
        let all = peer.connection.remote_streams();
        for stream in all {
            let track = ours.receiver().track();
            let has = stream.track_by_id(track.id()).is_some();
            let should = ours
                .context
                .slots
                .lock()
                .remote_streams
                .iter()
                .any(|known| Arc::ptr_eq(known, &stream));
            assert_eq!(has, should, "seed {seed} mid {mid:?}");
        }
    }
    let state = [
        &peer.connection.current_local_description(),
        &other.connection.current_remote_description(),
    ]
    .map(|description| description.as_ref().map(|it| it.sdp().to_owned()));
    assert_eq!(state[0], state[1], "seed {seed}");
}

fn received_as_sent(seed: u64, ours: &RTCRtpTransceiver, theirs: &RTCRtpTransceiver) {
    let ids = |mut ids: Vec<String>| {
        ids.sort();
        ids
    };
    let received = ours.context.slots.lock().remote_streams.clone();
    let received = received
        .iter()
        .map(|stream| stream.id().to_owned())
        .collect();
    let sent = theirs
        .context
        .slots
        .lock()
        .transceiver
        .sender
        .stream_ids
        .clone();
    assert_eq!(ids(received), ids(sent), "seed {seed} mid {:?}", ours.mid());
    let payload_types = |codecs: Vec<crate::api::rtp::RTCRtpCodec>| -> Vec<u8> {
        let mut types: Vec<u8> = codecs.iter().map(|codec| codec.payload_type).collect();
        types.sort();
        types
    };
    let receive = payload_types(ours.receiver().parameters().codecs);
    let send = payload_types(theirs.sender().parameters().codecs);
    assert!(!send.is_empty(), "seed {seed}");
    assert_eq!(receive, send, "seed {seed} mid {:?}", ours.mid());
}

#[test]
fn both_sides_end_stable_and_agree() {
    let seeds = std::env::var("DUOLOGUE_GLARE_SEEDS");
    let seeds = seeds
        .ok()
        .and_then(|seeds| seeds.parse().ok())
        .unwrap_or(10);
    let collisions: usize = (0..seeds).map(run).sum();
    assert!(
        collisions as u64 >= seeds / 2,
        "{collisions} in {seeds} runs are too few"
    );
    eprintln!("{collisions} collisions in {seeds} runs");
}
