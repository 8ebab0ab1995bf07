//! What descriptions say of a sender beyond its slots of webrtc-pc, made up once.

use crate::random::Random;

use super::super::media::MediaKind;
use super::super::state::NegotiationState;
use super::super::transceiver::TransceiverKey;

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
        if self.transceivers[at].sender.msid_track.is_empty() {
            self.transceivers[at].sender.msid_track = random.uuid();
        }
        // With RTX there are two streams.
        let count = match self.transceivers[at].kind {
            MediaKind::Audio => 1,
            MediaKind::Video => 2,
        };
        while self.transceivers[at].direction.sends()
            && self.transceivers[at].sender.ssrcs.len() < count
        {
            let ssrc = self.new_ssrc(random);
            self.transceivers[at].sender.ssrcs.push(ssrc);
        }
        cname
    }

    /// RFC 3550 section 8: random, and different from those in use.
    fn new_ssrc(&self, random: &mut dyn Random) -> u32 {
        loop {
            let ssrc = random.u32();
            let mut senders = self.transceivers.iter().map(|known| &known.sender);
            if ssrc != 0 && !senders.any(|sender| sender.ssrcs.contains(&ssrc)) {
                return ssrc;
            }
        }
    }
}
