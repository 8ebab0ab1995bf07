//! What a local and a remote answer settle alike (webrtc-pc, "set a session description").

use super::super::media::{Encoding, Negotiated, header_extensions_after_answer};
use super::super::transceiver::Transceiver;
use super::media::Applied;

impl Applied<'_> {
    /// `[[SendCodecs]]`, `[[ReceiveCodecs]]` and the header extensions (webrtc-extensions). A section that is rejected has
    /// none.
    pub(super) fn settle_codecs(&self, transceiver: &mut Transceiver) {
        let Some(negotiated) = &self.negotiated else {
            transceiver.sender.send_codecs.clear();
            transceiver.receiver.receive_codecs.clear();
            transceiver.header_extensions_negotiated.clear();
            return;
        };
        let (sender, receiver) = (&mut transceiver.sender, &mut transceiver.receiver);
        sender.send_codecs.clone_from(&negotiated.send_codecs);
        receiver
            .receive_codecs
            .clone_from(&negotiated.receive_codecs);
        let extensions = &negotiated.extensions;
        transceiver
            .header_extensions_negotiated
            .clone_from(extensions);
        if self.is_final {
            let wanted = &transceiver.header_extensions_to_negotiate;
            transceiver.header_extensions_to_negotiate =
                header_extensions_after_answer(wanted, extensions);
        }
    }

    /// What an answer leaves of several encodings: those of which it names the rid, or else the first. An exchange in which
    /// we neither send nor offered simulcast says nothing of them.
    pub(super) fn settle_encodings(&self, transceiver: &mut Transceiver) {
        let encodings = &mut transceiver.sender.send_encodings;
        let silent = |negotiated: &Negotiated| !negotiated.direction.sends();
        if encodings.len() <= 1
            || (!self.offered_simulcast && self.negotiated.as_ref().is_some_and(silent))
        {
            return;
        }
        let negotiated = self.negotiated.as_ref();
        let rids = negotiated.and_then(|negotiated| negotiated.send_rids.as_ref());
        let is_left = |encoding: &Encoding| {
            let rid = encoding.rid.as_deref();
            rids.is_some_and(|rids| rids.iter().any(|(left, _)| Some(left.as_str()) == rid))
        };
        match encodings.iter().any(is_left) {
            true => encodings.retain(is_left),
            false => encodings.truncate(1),
        }
    }
}
