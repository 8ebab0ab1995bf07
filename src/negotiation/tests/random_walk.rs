//! Two peers that do what comes to mind, and agree after each exchange (web-platform-tests: RTCPeerConnection-perfect-
//! negotiation-stress-glare, RTCRtpTransceiver).
//!
//! `DUOLOGUE_SEEDS` is how many walks are taken, beginning with `DUOLOGUE_FIRST_SEED`.

use super::super::media::capabilities;
use super::*;
use crate::random::Random;

const STEPS: u64 = 24;
const MAX_TRANSCEIVERS: usize = 6;

struct Walk {
    peers: [Peer; 2],
    random: SeededRandom,
    /// Signalling loses the groups: as with a peer that does not know BUNDLE.
    strip_groups: bool,
    /// The applications want nothing more.
    calm: bool,
    story: Vec<String>,
}

#[test]
fn peers_agree_whatever_they_do() {
    let number = |name: &str, default: u64| {
        let value = std::env::var(name).ok();
        value.map_or(default, |value| value.parse().expect("a number"))
    };
    let first = number("DUOLOGUE_FIRST_SEED", 1);
    for seed in first..first + number("DUOLOGUE_SEEDS", 20) {
        let mut walk = Walk::new(seed);
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| walk.run()));
        if let Err(panic) = result {
            eprintln!("seed {seed}:\n{}", walk.story.join("\n"));
            for peer in &walk.peers {
                eprintln!("{:#?}", peer.state.latest_topology());
                for (key, link) in &peer.state.links {
                    eprintln!(
                        "{key:?} {:?} {:?} {:?}",
                        link.dtls_role, link.local, link.remote
                    );
                }
            }
            std::panic::resume_unwind(panic);
        }
    }
}

impl Walk {
    fn new(seed: u64) -> Self {
        let mut random = SeededRandom(seed);
        let policies = [
            BundlePolicy::Balanced,
            BundlePolicy::MaxCompat,
            BundlePolicy::MaxBundle,
        ];
        let mut peers = [Peer::new(seed * 2), Peer::new(seed * 2 + 1)];
        for peer in &mut peers {
            peer.state.bundle_policy = policies[pick(&mut random, 3)];
            if pick(&mut random, 3) == 0 {
                peer.state.rtcp_mux_policy = RtcpMuxPolicy::Negotiate;
            }
        }
        let strip_groups = pick(&mut random, 6) == 0;
        let story = vec![format!(
            "{:?} {:?} strip {strip_groups}",
            peers[0].state.bundle_policy, peers[1].state.bundle_policy
        )];
        Self {
            peers,
            random,
            strip_groups,
            calm: false,
            story,
        }
    }

    fn run(&mut self) {
        for _ in 0..STEPS {
            self.step();
        }
        self.calm = true;
        for _ in 0..12 {
            let Some(at) = [0, 1]
                .into_iter()
                .find(|at| self.peers[*at].state.is_negotiation_needed())
            else {
                return;
            };
            self.story.push(format!("{at} needs negotiation"));
            self.exchange(at);
        }
        for peer in &self.peers {
            for transceiver in &peer.state.transceivers {
                let line = format!(
                    "{:?} {:?} {:?} {:?} stopping {} stopped {} {:?}",
                    transceiver.kind,
                    transceiver.mid,
                    transceiver.direction,
                    transceiver.current_direction,
                    transceiver.stopping,
                    transceiver.stopped,
                    transceiver.preferred_codecs.first()
                );
                self.story.push(line);
            }
        }
        panic!("negotiation is needed for ever");
    }

    fn pick(&mut self, count: usize) -> usize {
        pick(&mut self.random, count)
    }

    fn step(&mut self) {
        let at = self.pick(2);
        match self.pick(9) {
            0 | 1 => self.change(at),
            2 => self.change(at),
            3 => self.exchange(at),
            4 => self.exchange(1 - at),
            5 => self.roll_back_local(at),
            6 => self.roll_back_remote(at),
            7 => self.glare(at),
            _ => self.provisional(at),
        }
    }

    /// What an application does between descriptions.
    fn change(&mut self, at: usize) {
        if self.calm {
            return;
        }
        let what = self.pick(8);
        let kind = [MediaKind::Audio, MediaKind::Video][self.pick(2)];
        let direction = [
            Direction::Sendrecv,
            Direction::Sendonly,
            Direction::Recvonly,
            Direction::Inactive,
        ][self.pick(4)];
        let streams: &[&str] = [&["s"][..], &["s", "t"], &[]][self.pick(3)];
        let count = self.peers[at].state.transceivers.len();
        let place = self.pick(count.max(1));
        let preferred = self.pick(100);
        self.story.push(format!(
            "{at} changes {what} {kind:?} {direction:?} {streams:?} {place}"
        ));
        let peer = &mut self.peers[at];
        match what {
            0 | 1 if count < MAX_TRANSCEIVERS => {
                peer.add(kind, direction, streams);
            }
            2 if count < MAX_TRANSCEIVERS => {
                peer.add_track(kind, streams);
            }
            3 if count > 0 && !peer.state.transceivers[place].stopping => peer.stop(place),
            4 => peer.state.data_channel_created = true,
            5 => peer.state.restart_ice(),
            6 if count > 0 => {
                let transceiver = &mut peer.state.transceivers[place];
                let codecs = &capabilities(transceiver.kind).codecs;
                let primary: Vec<_> = codecs.iter().filter(|codec| codec.is_primary()).collect();
                transceiver.preferred_codecs = vec![primary[preferred % primary.len()].clone()];
            }
            _ if count > 0 && !peer.state.transceivers[place].stopping => {
                peer.state.transceivers[place].direction = direction;
            }
            _ => {}
        }
    }

    fn signal(&self, text: &str) -> String {
        let lines = text.split_inclusive('\n');
        lines
            .filter(|line| !(self.strip_groups && line.starts_with("a=group:")))
            .collect()
    }

    /// An offer of one side; perhaps another one follows, of a changed mind.
    fn offer(&mut self, at: usize) -> String {
        self.story.push(format!("{at} offers"));
        let mut offer = String::new();
        for _ in 0..=usize::from(self.pick(4) == 0) {
            let ice_restart = self.pick(8) == 0;
            offer = self.peers[at].create_offer_with(OfferOptions { ice_restart });
            let random = &mut SeededRandom(self.peers[at].random.0);
            assert!(self.peers[at].state.last_offer_is_accurate(random));
            self.peers[at].set_local(SdpType::Offer, &offer);
            if self.pick(4) == 0 {
                self.change(at);
            }
        }
        self.signal(&self.local_text(at, &offer))
    }

    /// What was set last: a change between may have come after.
    fn local_text(&self, at: usize, offer: &str) -> String {
        let local = self.peers[at].state.pending_local.as_ref().unwrap();
        assert_eq!(local.sdp().to_string(), offer);
        offer.to_owned()
    }

    fn exchange(&mut self, at: usize) {
        let offer = self.offer(at);
        self.answer(at, &offer);
    }

    fn answer(&mut self, at: usize, offer: &str) {
        let other = 1 - at;
        self.peers[other].set_remote(SdpType::Offer, offer);
        if self.pick(3) == 0 {
            self.change(other);
        }
        self.story.push(format!("{other} answers"));
        let answer = self.peers[other].create_answer();
        self.peers[other].set_local(SdpType::Answer, &answer);
        let answer = self.signal(&answer);
        self.peers[at].set_remote(SdpType::Answer, &answer);
        self.assert_agreement();
    }

    fn provisional(&mut self, at: usize) {
        let other = 1 - at;
        let offer = self.offer(at);
        self.peers[other].set_remote(SdpType::Offer, &offer);
        for _ in 0..=self.pick(2) {
            self.story.push(format!("{other} answers provisionally"));
            let answer = self.peers[other].create_answer();
            self.peers[other].set_local(SdpType::Pranswer, &answer);
            let answer = self.signal(&answer);
            self.peers[at].set_remote(SdpType::Pranswer, &answer);
            if self.pick(3) == 0 {
                self.change(other);
            }
        }
        self.story.push(format!("{other} answers"));
        let answer = self.peers[other].create_answer();
        self.peers[other].set_local(SdpType::Answer, &answer);
        let answer = self.signal(&answer);
        self.peers[at].set_remote(SdpType::Answer, &answer);
        self.assert_agreement();
    }

    fn roll_back_local(&mut self, at: usize) {
        let before = self.snapshot(at);
        self.offer(at);
        self.story.push(format!("{at} rolls back"));
        self.peers[at].rollback(Source::Local);
        assert_eq!(self.snapshot(at), before);
    }

    fn roll_back_remote(&mut self, at: usize) {
        let other = 1 - at;
        let before = self.snapshot(at);
        let offer = self.offer(other);
        let plan = self.peers[at].set_remote(SdpType::Offer, &offer);
        if self.pick(2) == 0 {
            self.peers[at].create_answer();
        }
        self.story.push(format!("{at} rolls {other}'s offer back"));
        self.peers[at].rollback(Source::Remote);
        self.peers[other].rollback(Source::Local);
        // What the offer stopped stays stopped.
        let stopped: Vec<TransceiverKey> = plan.media.stopped;
        let before = before
            .into_iter()
            .filter(|(key, ..)| !stopped.contains(key));
        assert_eq!(self.snapshot(at), before.collect::<Vec<_>>());
    }

    /// The polite side gives way.
    fn glare(&mut self, polite: usize) {
        self.offer(polite);
        let offer = self.offer(1 - polite);
        self.story.push(format!("{polite} gives way"));
        assert!(
            self.peers[polite]
                .state
                .needs_implicit_rollback(SdpType::Offer)
        );
        self.peers[polite].rollback(Source::Local);
        self.answer(1 - polite, &offer);
    }

    /// What a rollback has to bring back. Transceivers that were added since are not counted.
    fn snapshot(&self, at: usize) -> Vec<(TransceiverKey, Option<String>, Option<Direction>)> {
        let state = &self.peers[at].state;
        let alive = |t: &&Transceiver| t.mid.is_some() && !t.stopped;
        let associated = state.transceivers.iter().filter(alive);
        associated
            .map(|t| (t.key, t.mid.clone(), t.current_direction))
            .collect()
    }

    fn assert_agreement(&self) {
        let [a, b] = &self.peers;
        for peer in [a, b] {
            assert_eq!(peer.state.signaling_state, SignalingState::Stable);
            assert!(peer.state.pending_topology.is_none());
        }
        let sections = |peer: &Peer| peer.state.topology.sections.clone();
        let (of_a, of_b) = (sections(a), sections(b));
        assert_eq!(of_a.len(), of_b.len());
        for (one, other) in of_a.iter().zip(&of_b) {
            assert_eq!(
                (&one.mid, one.kind, one.carrier, one.bundled),
                (&other.mid, other.kind, other.carrier, other.bundled)
            );
            match one.kind {
                SectionKind::Media(kind) => self.assert_media_agree(&one.mid, kind),
                SectionKind::Application => {}
                SectionKind::Rejected => {
                    for peer in [a, b] {
                        let at = peer.state.transceiver_with_mid(&one.mid);
                        let stopped = at.is_some_and(|at| peer.state.transceivers[at].stopped);
                        assert!(!stopped, "{} stays although it is stopped", one.mid);
                    }
                }
            }
            assert_eq!(one.rtcp.is_some(), other.rtcp.is_some());
            if let (Some(one), Some(other)) = (one.transport, other.transport) {
                let (one, other) = (&a.state.links[&one], &b.state.links[&other]);
                assert_eq!(one.local, other.remote);
                assert_eq!(one.remote, other.local);
                assert!(one.local.is_some() && one.remote.is_some());
                assert_ne!(one.dtls_role, other.dtls_role);
            }
        }
        for peer in [a, b] {
            self.assert_transceivers_are_sound(peer);
        }
    }

    fn assert_media_agree(&self, mid: &str, kind: MediaKind) {
        let [a, b] = &self.peers;
        let find = |peer: &Peer| {
            let state = &peer.state;
            let at = state.transceiver_with_mid(mid).expect("a transceiver");
            state.transceivers[at].clone()
        };
        let (one, other) = (find(a), find(b));
        assert_eq!((one.kind, other.kind), (kind, kind));
        let (ours, theirs) = (one.current_direction, other.current_direction);
        assert_eq!(ours, theirs.map(Direction::reversed), "of {mid}");
        for (from, to) in [(&one, &other), (&other, &one)] {
            let sends = from.current_direction.is_some_and(Direction::sends);
            let numbers = |codecs: &[super::super::media::Codec]| -> Vec<u8> {
                codecs.iter().map(|codec| codec.payload_type).collect()
            };
            if sends {
                let received = numbers(&to.receiver.receive_codecs);
                let sent = numbers(&from.sender.send_codecs);
                assert!(!sent.is_empty(), "nothing to send for {mid}");
                assert!(sent.iter().all(|number| received.contains(number)));
                let said = &from.sender.stream_ids;
                assert!(to.receiver.remote_stream_ids.len() <= said.len().max(2));
            } else {
                assert_eq!(to.receiver.remote_stream_ids, [""; 0]);
            }
        }
    }

    fn assert_transceivers_are_sound(&self, peer: &Peer) {
        for transceiver in &peer.state.transceivers {
            assert!(!transceiver.created_by_remote_offer);
            assert!(!transceiver.stopped);
            if let Some(key) = transceiver.sender.transport
                && transceiver
                    .current_direction
                    .is_some_and(|d| d != Direction::Inactive)
            {
                assert!(peer.state.topology.has_transport(key));
            }
        }
    }
}

fn pick(random: &mut SeededRandom, count: usize) -> usize {
    usize::try_from(random.u64() % count as u64).unwrap()
}
