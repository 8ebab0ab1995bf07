//! RTCDTMFSender-insertDTMF, RTCDTMFSender-ontonechange, RTCRtpSender-dtmf.

use super::*;
use crate::api::enums::RTCPeerConnectionState;
use crate::api::rtp::RTCDTMFSender;

const PATIENCE: Duration = Duration::from_secs(30);

/// Two connections over a network, one of which sends audio.
struct Call {
    caller: Peer,
    _callee: Peer,
    sender: Arc<RTCRtpSender>,
    dtmf: Arc<RTCDTMFSender>,
}

impl Call {
    fn begin() -> Self {
        let world = World::connected();
        let (caller, callee) = (world.peer(), world.peer());
        let sender = caller.add_track(&caller.audio(), &[]);
        let dtmf = sender.dtmf().expect("it is of audio");
        assert!(!dtmf.can_insert_dtmf());
        caller.set_local_implicitly().unwrap();
        gather(&caller);
        callee
            .set_remote(RTCSdpType::Offer, &caller.local_sdp())
            .unwrap();
        callee.set_local_implicitly().unwrap();
        gather(&callee);
        caller
            .set_remote(RTCSdpType::Answer, &callee.local_sdp())
            .unwrap();
        assert!(!dtmf.can_insert_dtmf(), "there is no connection yet");
        let connected = RTCPeerConnectionState::Connected;
        while caller.connection.connection_state() != connected {
            assert!(step(&caller.world), "the network has fallen silent");
        }
        caller.log.take();
        caller.log.listen_to(dtmf.event_target());
        Self {
            caller,
            _callee: callee,
            sender,
            dtmf,
        }
    }

    fn insert(&self, tones: &str) -> Result<(), Error> {
        self.dtmf.insert_dtmf(tones, 100, 70)
    }

    /// What was heard after so many milliseconds, and what is left.
    fn after(&self, ms: u64) -> (Vec<String>, String) {
        self.caller.world.pass(Duration::from_millis(ms));
        let tones = self.caller.events(&["tonechange"]);
        let prefix = "tonechange ";
        let tones = tones.iter().map(|tone| tone.replacen(prefix, "", 1));
        (
            tones.map(|tone| tone.replace('"', "")).collect(),
            self.dtmf.tone_buffer(),
        )
    }
}

fn step(world: &Arc<World>) -> bool {
    world.run_jobs();
    let internet = world.internet.as_ref().expect("it is connected");
    world.run_task() || internet.step(PATIENCE)
}

fn gather(peer: &Peer) {
    let complete = crate::api::enums::RTCIceGatheringState::Complete;
    while peer.connection.ice_gathering_state() != complete {
        assert!(step(&peer.world), "the network has fallen silent");
    }
}

fn heard(tones: &[&str], left: &str) -> (Vec<String>, String) {
    (
        tones.iter().map(|tone| (*tone).to_owned()).collect(),
        left.to_owned(),
    )
}

#[test]
fn tones_leave_the_buffer_in_their_time() {
    let call = Call::begin();
    assert!(call.dtmf.can_insert_dtmf());
    call.insert("1b#").unwrap();
    assert_eq!(call.dtmf.tone_buffer(), "1B#");
    assert_eq!(call.after(0), heard(&["1"], "B#"));
    assert_eq!(call.after(169), heard(&[], "B#"));
    assert_eq!(call.after(1), heard(&["B"], "#"));
    assert_eq!(call.after(170), heard(&["#"], ""));
    assert_eq!(call.after(170), heard(&[""], ""));
    assert_eq!(call.after(10_000), heard(&[], ""));
}

#[test]
fn a_comma_is_a_pause_of_two_seconds() {
    let call = Call::begin();
    call.insert(",1").unwrap();
    assert_eq!(call.after(0), heard(&[","], "1"));
    assert_eq!(call.after(1999), heard(&[], "1"));
    assert_eq!(call.after(1), heard(&["1"], ""));
}

#[test]
fn durations_are_clamped() {
    for (duration, gap, length) in [
        (0, 0, 70),
        (10, 29, 70),
        (9999, 9999, 12_000),
        (200, 50, 250),
    ] {
        let call = Call::begin();
        call.dtmf.insert_dtmf("12", duration, gap).unwrap();
        assert_eq!(call.after(0), heard(&["1"], "2"));
        assert_eq!(call.after(length - 1), heard(&[], "2"));
        assert_eq!(call.after(1), heard(&["2"], ""));
    }
}

#[test]
fn new_tones_take_the_place_of_those_that_wait() {
    let call = Call::begin();
    call.insert("123").unwrap();
    assert_eq!(call.after(0), heard(&["1"], "23"));
    call.insert("45").unwrap();
    assert_eq!(call.after(0), heard(&[], "45"));
    assert_eq!(call.after(170), heard(&["4"], "5"));
    // No tones: the rest is cancelled.
    call.insert("").unwrap();
    assert_eq!(call.after(170), heard(&[""], ""));
    call.insert("").unwrap();
    assert_eq!(call.after(1000), heard(&[], ""));
}

#[test]
fn what_is_no_tone_is_refused() {
    let call = Call::begin();
    call.insert("12").unwrap();
    for tones in ["123FFABC", "E", "ABC!", "é", "\u{0}", " "] {
        assert_eq!(
            refusal(call.insert(tones)),
            ErrorName::InvalidCharacterError
        );
        assert_eq!(call.dtmf.tone_buffer(), "12");
    }
    call.insert("0123456789ABCDabcd#*,").unwrap();
    assert_eq!(call.dtmf.tone_buffer(), "0123456789ABCDABCD#*,");
}

#[test]
fn tones_end_when_they_cannot_be_sent() {
    type End = fn(&Call);
    let ends: [End; 4] = [
        |call| call.caller.transceiver(0).stop().unwrap(),
        |call| call.caller.connection.remove_track(&call.sender).unwrap(),
        |call| call.caller.connection.close(),
        |call| {
            let mut parameters = call.sender.parameters();
            parameters.encodings[0].active = false;
            let options = crate::api::rtp::RTCSetParameterOptions::default();
            call.sender
                .set_parameters(parameters, options, Box::new(|_| {}))
                .unwrap();
            call.caller.world.run();
        },
    ];
    for end in ends {
        let call = Call::begin();
        call.insert("123").unwrap();
        assert_eq!(call.after(0), heard(&["1"], "23"));
        end(&call);
        assert!(!call.dtmf.can_insert_dtmf());
        assert_eq!(refusal(call.insert("1")), ErrorName::InvalidStateError);
        assert_eq!(refusal(call.insert("x")), ErrorName::InvalidStateError);
        assert_eq!(call.after(10_000), heard(&[], "23"));
    }
}

#[test]
fn what_was_not_negotiated_to_send_sends_no_tones() {
    let (offerer, answerer) = pair();
    offerer.add_kind("audio", direction(Recvonly));
    offerer.negotiate_with(&answerer);
    let dtmf = offerer.transceiver(0).sender().dtmf().unwrap();
    assert_eq!(
        refusal(dtmf.insert_dtmf("1", 100, 70)),
        ErrorName::InvalidStateError
    );
}
