//! Scenarios: two states that negotiate with each other, and with the descriptions of browsers.

mod browsers;
mod bundle;
mod candidates;
mod exchange;
mod lip_sync;
mod media_refusals;
mod negotiation_needed;
mod random_walk;
mod refusals;
mod renegotiation;
mod rollback;
mod rtcp_mux;
mod simulcast;
mod tracks;
mod transceivers;

use crate::random::SeededRandom;
use crate::sdp::{Fingerprint, SessionDescription};

use super::media::{Direction, Encoding, MediaKind};
use super::topology::SectionKind;
use super::*;

const FINGERPRINT: &str = "sha-256 4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB:4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF";

/// One side with its randomness.
struct Peer {
    state: NegotiationState,
    random: SeededRandom,
}

impl Peer {
    fn new(seed: u64) -> Self {
        Self {
            state: NegotiationState {
                fingerprints: vec![Fingerprint::parse(FINGERPRINT).unwrap()],
                max_message_size: 262_144,
                ..NegotiationState::default()
            },
            random: SeededRandom(seed),
        }
    }

    fn with_data(seed: u64) -> Self {
        let mut peer = Self::new(seed);
        peer.state.data_channel_created = true;
        peer
    }

    /// `addTransceiver`, with the streams of its sender.
    fn add(&mut self, kind: MediaKind, direction: Direction, streams: &[&str]) -> TransceiverKey {
        let encodings = vec![Encoding::default()];
        let id = format!("track-{}", self.state.transceivers.len());
        let transceiver = self
            .state
            .create_transceiver(kind, direction, id, encodings);
        transceiver.sender.stream_ids = streams.iter().map(|id| (*id).to_owned()).collect();
        transceiver.key
    }

    /// `addTrack`, where no sender can be used again.
    fn add_track(&mut self, kind: MediaKind, streams: &[&str]) -> TransceiverKey {
        let key = self.add(kind, Direction::Sendrecv, streams);
        let transceiver = self.state.transceiver_mut(key).unwrap();
        transceiver.added_by_add_track = true;
        transceiver.sender.has_track = true;
        key
    }

    /// `stop()` of the transceiver at this place.
    fn stop(&mut self, at: usize) {
        let transceiver = &mut self.state.transceivers[at];
        transceiver.direction = Direction::Inactive;
        transceiver.stopping = true;
    }

    fn rollback(&mut self, source: Source) -> Plan {
        self.state.apply(source, Description::rollback()).unwrap()
    }

    fn mids(&self) -> Vec<Option<&str>> {
        let transceivers = self.state.transceivers.iter();
        transceivers
            .map(|transceiver| transceiver.mid.as_deref())
            .collect()
    }

    fn current_directions(&self) -> Vec<Option<Direction>> {
        let transceivers = self.state.transceivers.iter();
        transceivers
            .map(|transceiver| transceiver.current_direction)
            .collect()
    }

    fn create_offer(&mut self) -> String {
        self.create_offer_with(OfferOptions::default())
    }

    fn create_offer_with(&mut self, options: OfferOptions) -> String {
        self.state.create_offer(&options, &mut self.random).unwrap()
    }

    fn create_answer(&mut self) -> String {
        self.state.create_answer(&mut self.random).unwrap()
    }

    fn set_local(&mut self, kind: SdpType, text: &str) -> Plan {
        let description = self.state.check_local(kind, text).unwrap();
        let plan = self.state.apply(Source::Local, description).unwrap();
        self.assert_mids_are_sound(text);
        plan
    }

    fn set_remote(&mut self, kind: SdpType, text: &str) -> Plan {
        let description = self
            .state
            .check_remote(kind, text)
            .unwrap_or_else(|error| panic!("{error}\n{text}"));
        let plan = self.state.apply(Source::Remote, description).unwrap();
        self.assert_mids_are_sound(text);
        plan
    }

    /// `[[Mid]]` follows `[[JsepMid]]`, and no two transceivers have the same.
    fn assert_mids_are_sound(&self, applied: &str) {
        let mut mids = Vec::new();
        for transceiver in &self.state.transceivers {
            assert_eq!(transceiver.mid, transceiver.jsep_mid, "{applied}");
            if let Some(mid) = &transceiver.mid {
                assert!(!mids.contains(&mid), "{mid} is there twice\n{applied}");
                mids.push(mid);
            }
        }
    }
}

/// The plans of a whole exchange: A's offer at A and at B, B's answer at B and at A.
fn negotiate(a: &mut Peer, b: &mut Peer) -> [Plan; 4] {
    let offer = a.create_offer();
    let first = a.set_local(SdpType::Offer, &offer);
    let second = b.set_remote(SdpType::Offer, &offer);
    let answer = b.create_answer();
    let third = b.set_local(SdpType::Answer, &answer);
    let fourth = a.set_remote(SdpType::Answer, &answer);
    [first, second, third, fourth]
}

#[test]
fn an_offer_of_data_channels_reads_as_jsep_says() {
    let mut a = Peer::with_data(1);
    let offer = a.create_offer();
    let id = a.state.session_id.unwrap();
    let credentials = a.state.proposed[&false].credentials.clone();
    let expected = format!(
        "v=0\r\no=- {id} 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\na=ice-options:trickle ice2\r\n\
         m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\n\
         a=sctp-port:5000\r\na=max-message-size:262144\r\na=ice-ufrag:{}\r\na=ice-pwd:{}\r\na=fingerprint:{FINGERPRINT}\r\n\
         a=setup:actpass\r\n",
        credentials.ufrag, credentials.pwd
    );
    assert_eq!(offer, expected);
    assert!(i64::try_from(id).is_ok());
    // The credentials and the mid stay until the offer is applied, the version grows.
    assert_eq!(a.create_offer(), expected.replace(" 1 IN", " 2 IN"));
}

#[test]
fn two_peers_agree() {
    let (mut a, mut b) = (Peer::with_data(1), Peer::new(2));
    let [offered, received, answered, agreed] = negotiate(&mut a, &mut b);
    // A makes a transport and gathers.
    let transport = &offered.transports[0];
    assert_eq!((transport.mid.as_str(), transport.m_line_index), ("0", 0));
    assert_eq!(transport.ice_role, IceRole::Controlling);
    assert_eq!(transport.local.as_ref().unwrap().change, Change::New);
    assert_eq!(transport.remote, None);
    assert_eq!(offered.sctp, SctpPlan::Offered(transport.key));
    let a_credentials = transport.local.as_ref().unwrap().credentials.clone();
    // B knows of one.
    assert_eq!(received.transports[0].ice_role, IceRole::Controlled);
    assert_eq!(received.transports[0].local, None);
    assert_eq!(received.sctp, SctpPlan::Offered(received.transports[0].key));
    // B's answer says everything about A.
    let transport = &answered.transports[0];
    assert_eq!(transport.local.as_ref().unwrap().change, Change::New);
    let remote = transport.remote.as_ref().unwrap();
    assert_eq!(remote.credentials, a_credentials);
    assert_eq!(
        (remote.change, remote.lite, remote.end_of_candidates),
        (Change::New, false, false)
    );
    let dtls = transport.dtls.as_ref().unwrap();
    assert_eq!((dtls.role, dtls.change), (DtlsRole::Client, Change::New));
    assert_eq!(dtls.fingerprints[0].to_string(), FINGERPRINT);
    // And A's the other way around.
    let dtls = agreed.transports[0].dtls.as_ref().unwrap();
    assert_eq!(dtls.role, DtlsRole::Server);
    let SctpPlan::Negotiated(sctp) = &agreed.sctp else {
        panic!("{:?}", agreed.sctp);
    };
    assert_eq!((sctp.local_port, sctp.remote_port), (5000, 5000));
    assert_eq!(sctp.remote_max_message_size, 262_144);
    for peer in [&a, &b] {
        assert_eq!(peer.state.signaling_state, SignalingState::Stable);
        assert!(peer.state.pending_local.is_none() && peer.state.pending_remote.is_none());
        assert!(!peer.state.is_negotiation_needed());
        assert_eq!(peer.state.can_trickle_ice_candidates(), Some(true));
    }
}
