//! The slots of `RTCRtpTransceiver`, `RTCRtpSender` and `RTCRtpReceiver` that negotiation reads and writes.
//!
//! `api` has the objects. It changes these slots under the connection's lock and copies into the objects what their getters
//! show.

use super::media::{
    Codec, Direction, Encoding, Extension, ExtensionCapability, MediaKind,
    default_header_extensions,
};
use super::state::NegotiationState;
use super::topology::TransportKey;

/// Names a transceiver within its connection; never used again for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct TransceiverKey(pub(crate) u64);

/// A transceiver. Names are those of webrtc-pc's slots.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Transceiver {
    pub(crate) key: TransceiverKey,
    pub(crate) kind: MediaKind,
    pub(crate) mid: Option<String>,
    pub(crate) jsep_mid: Option<String>,
    pub(crate) direction: Direction,
    pub(crate) current_direction: Option<Direction>,
    pub(crate) fired_direction: Option<Direction>,
    pub(crate) stopping: bool,
    pub(crate) stopped: bool,
    /// `addTrack` made it, or used it (RFC 9429 section 5.10 associates such a one with an m-section of an offer).
    pub(crate) added_by_add_track: bool,
    /// A remote offer made it; its rollback removes it unless a track was added since.
    pub(crate) created_by_remote_offer: bool,
    pub(crate) preferred_codecs: Vec<Codec>,
    pub(crate) header_extensions_to_negotiate: Vec<ExtensionCapability>,
    /// The extensions of the last answer.
    pub(crate) header_extensions_negotiated: Vec<Extension>,
    pub(crate) sender: Sender,
    pub(crate) receiver: Receiver,
    /// What was when the connection was last stable, for a rollback.
    pub(super) last_stable: LastStable,
}

/// The slots `[[LastStableState...]]`, but for the encodings, and the mid.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct LastStable {
    pub(super) mid: Option<String>,
    pub(super) sender_transport: Option<TransportKey>,
    pub(super) receiver_transport: Option<TransportKey>,
    pub(super) remote_stream_ids: Vec<String>,
    pub(super) receive_codecs: Vec<Codec>,
}

/// The slots of `RTCRtpSender`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sender {
    /// What a=msid says of the track: the id of the first track that it was given, or one that is made up for a description if there
    /// is none, or another sender has it (RFC 9429 section 5.2.1). Empty until then.
    pub(crate) msid_track: String,
    /// `[[SenderTrack]]` is not null.
    pub(crate) has_track: bool,
    /// The ids of `[[AssociatedMediaStreamIds]]`.
    pub(crate) stream_ids: Vec<String>,
    pub(crate) send_encodings: Vec<Encoding>,
    pub(crate) last_stable_state_send_encodings: Option<Vec<Encoding>>,
    pub(crate) send_codecs: Vec<Codec>,
    /// One for each encoding that was ever described.
    pub(crate) streams: Vec<StreamIdentity>,
    pub(crate) transport: Option<TransportKey>,
}

/// What the packets of an encoding are known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StreamIdentity {
    /// Of the encoding.
    pub(crate) rid: Option<String>,
    pub(crate) ssrc: u32,
    /// Of the stream of retransmissions, if that is negotiated.
    pub(crate) rtx_ssrc: u32,
}

impl Sender {
    /// What the encoding is known by, once it was described. One that has lost its rid is what is left of a simulcast.
    pub(crate) fn stream(&self, encoding: &Encoding) -> Option<&StreamIdentity> {
        match &encoding.rid {
            None => self.streams.first(),
            rid => self.streams.iter().find(|stream| stream.rid == *rid),
        }
    }
}

/// The slots of `RTCRtpReceiver`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Receiver {
    pub(crate) receive_codecs: Vec<Codec>,
    /// The ids of `[[AssociatedRemoteMediaStreams]]`.
    pub(crate) remote_stream_ids: Vec<String>,
    pub(crate) transport: Option<TransportKey>,
}

/// What an applied description asks of tracks and streams, in webrtc-pc's lists ("set a session description", "process
/// remote tracks"). Streams are named by id; an id that the connection does not know yet is of a new stream.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct MediaPlan {
    /// Made by this description; they stand at the end of the connection's transceivers, in this order.
    pub(crate) created: Vec<TransceiverKey>,
    /// Removed by a rollback, or stopped and gone with an answer.
    pub(crate) removed: Vec<TransceiverKey>,
    /// Stopped by this description: their receivers' tracks end.
    pub(crate) stopped: Vec<TransceiverKey>,
    /// Receivers whose tracks are muted.
    pub(crate) mute: Vec<TransceiverKey>,
    /// Streams from which a receiver's track is taken.
    pub(crate) remove: Vec<(String, TransceiverKey)>,
    /// Streams to which a receiver's track is added.
    pub(crate) add: Vec<(String, TransceiverKey)>,
    /// The track events to fire, each with the streams.
    pub(crate) track_events: Vec<(TransceiverKey, Vec<String>)>,
}

impl Transceiver {
    fn new(
        key: TransceiverKey,
        kind: MediaKind,
        direction: Direction,
        msid_track: String,
        send_encodings: Vec<Encoding>,
    ) -> Self {
        Self {
            key,
            kind,
            mid: None,
            jsep_mid: None,
            direction,
            current_direction: None,
            fired_direction: None,
            stopping: false,
            stopped: false,
            added_by_add_track: false,
            created_by_remote_offer: false,
            preferred_codecs: Vec::new(),
            header_extensions_to_negotiate: default_header_extensions(kind),
            header_extensions_negotiated: Vec::new(),
            sender: Sender {
                msid_track,
                has_track: false,
                stream_ids: Vec::new(),
                send_encodings,
                last_stable_state_send_encodings: None,
                send_codecs: Vec::new(),
                streams: Vec::new(),
                transport: None,
            },
            receiver: Receiver::default(),
            last_stable: LastStable::default(),
        }
    }

    /// What a remote offer is held against as long as no transceiver belongs to an m-section.
    pub(super) fn unassociated(kind: MediaKind) -> Self {
        let encodings = default_encodings(kind);
        Self::new(
            TransceiverKey(0),
            kind,
            Direction::Recvonly,
            String::new(),
            encodings,
        )
    }
}

/// `[[SendEncodings]]` of a sender that was given none ("create an RTCRtpSender").
pub(super) fn default_encodings(kind: MediaKind) -> Vec<Encoding> {
    vec![Encoding {
        scale_resolution_down_by: (kind == MediaKind::Video).then_some(1.0),
        ..Encoding::default()
    }]
}

impl NegotiationState {
    /// "Create an RTCRtpTransceiver": appended to the connection's set. `msid_track` is the id of the sender's track, or empty.
    pub(crate) fn create_transceiver(
        &mut self,
        kind: MediaKind,
        direction: Direction,
        msid_track: String,
        send_encodings: Vec<Encoding>,
    ) -> &mut Transceiver {
        self.last_transceiver += 1;
        let key = TransceiverKey(self.last_transceiver);
        let msid_track = match self.is_msid_track_taken(&msid_track) {
            true => String::new(),
            false => msid_track,
        };
        let mut transceiver = Transceiver::new(key, kind, direction, msid_track, send_encodings);
        // webrtc-extensions: a transceiver begins with the extensions of the first of its kind.
        let alike = |other: &&Transceiver| other.kind == kind && !other.stopping;
        if let Some(first) = self.transceivers.iter().find(alike) {
            let extensions = first.header_extensions_to_negotiate.clone();
            transceiver.header_extensions_to_negotiate = extensions;
        }
        let at = self.transceivers.len();
        self.transceivers.push(transceiver);
        &mut self.transceivers[at]
    }

    /// `[[SenderTrack]]` of a transceiver's sender is a track with this id.
    pub(crate) fn attach_track(&mut self, key: TransceiverKey, id: &str) {
        let is_taken = self.is_msid_track_taken(id);
        let Some(transceiver) = self.transceiver_mut(key) else {
            return;
        };
        let sender = &mut transceiver.sender;
        sender.has_track = true;
        if sender.msid_track.is_empty() && !is_taken {
            id.clone_into(&mut sender.msid_track);
        }
    }

    /// RFC 8830 section 2 does not permit one MSID in two media descriptions: of the senders of a track the first has its id.
    fn is_msid_track_taken(&self, id: &str) -> bool {
        let mut senders = self.transceivers.iter().map(|known| &known.sender);
        senders.any(|sender| sender.msid_track == id)
    }

    pub(crate) fn transceiver(&self, key: TransceiverKey) -> Option<&Transceiver> {
        self.transceivers
            .iter()
            .find(|transceiver| transceiver.key == key)
    }

    pub(crate) fn transceiver_mut(&mut self, key: TransceiverKey) -> Option<&mut Transceiver> {
        self.transceivers
            .iter_mut()
            .find(|transceiver| transceiver.key == key)
    }
    /// The place of the transceiver that is associated with an m-section.
    pub(super) fn transceiver_with_mid(&self, mid: &str) -> Option<usize> {
        self.transceivers
            .iter()
            .position(|transceiver| transceiver.jsep_mid.as_deref() == Some(mid))
    }
}
