//! What descriptions say of a sender beyond its slots of webrtc-pc, made up once.

use crate::random::Random;

use super::super::state::NegotiationState;
use super::super::transceiver::{StreamIdentity, TransceiverKey};

impl NegotiationState {
    /// Gives a sender what its m-section names, and returns the CNAME of all.
    ///
    /// SSRCs are announced for peers that do not know the MID header extension; RFC 9143 section 9.2 has them look for
    /// SSRCs too.
    pub(in super::super) fn identify_sender(
        &mut self,
        key: TransceiverKey,
        random: &mut dyn Random,
    ) -> String {
        let cname = self.cname.get_or_insert_with(|| random.uuid()).clone();
        let Some(at) = self.transceivers.iter().position(|known| known.key == key) else {
            return cname;
        };
        let transceiver = &mut self.transceivers[at];
        if transceiver.direction.sends() && transceiver.sender.msid_track.is_empty() {
            transceiver.sender.msid_track = random.uuid();
        }
        if self.transceivers[at].direction.sends() {
            self.identify_streams(at, random);
        }
        cname
    }

    fn identify_streams(&mut self, at: usize, random: &mut dyn Random) {
        let sender = &self.transceivers[at].sender;
        let unknown: Vec<_> = sender
            .send_encodings
            .iter()
            .filter(|encoding| sender.stream(encoding).is_none())
            .map(|encoding| encoding.rid.clone())
            .collect();
        for rid in unknown {
            let ssrc = self.new_ssrc(random, 0);
            let rtx_ssrc = self.new_ssrc(random, ssrc);
            let identity = StreamIdentity {
                rid,
                ssrc,
                rtx_ssrc,
            };
            self.transceivers[at].sender.streams.push(identity);
        }
    }

    /// RFC 3550 section 8: random, and different from those in use and from `other`.
    fn new_ssrc(&self, random: &mut dyn Random, other: u32) -> u32 {
        let is_used = |ssrc: u32| {
            let senders = self.transceivers.iter().map(|known| &known.sender);
            senders
                .flat_map(|sender| &sender.streams)
                .any(|stream| [stream.ssrc, stream.rtx_ssrc].contains(&ssrc))
        };
        loop {
            let ssrc = random.u32();
            if ssrc != 0 && ssrc != other && !is_used(ssrc) {
                return ssrc;
            }
        }
    }
}
