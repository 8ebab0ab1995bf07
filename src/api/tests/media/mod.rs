//! Scenarios of the RTP media API, negotiated for real; without packets.

mod add_track;
mod add_transceiver;
mod careless;
mod close;
mod dtmf;
mod get_stats;
mod get_transceivers;
mod glare;
mod header_extensions;
mod legacy_streams;
mod many_transceivers;
mod negotiation_needed;
mod offer_to_receive;
mod receiver;
mod remote_tracks;
mod remove_track;
mod replace_track;
mod rollback;
mod set_codec_preferences;
mod set_parameters;
mod set_streams;
mod simulcast;
mod transceiver;
mod transceiver_direction;
mod transceiver_stop;
mod unbundled;

use std::sync::Arc;

use super::*;
use crate::api::enums::RTCRtpTransceiverDirection;
use crate::api::media_stream::RTCMediaStream;
use crate::api::media_stream_track::RTCMediaStreamTrack;
use crate::api::rtp::{
    RTCRtpEncodingParameters, RTCRtpSender, RTCRtpTransceiver, RTCRtpTransceiverInit, TrackOrKind,
};
use crate::negotiation::media::MediaKind;

pub(super) use RTCRtpTransceiverDirection::{Inactive, Recvonly, Sendonly, Sendrecv, Stopped};

impl World {
    pub(super) fn environment(self: &Arc<Self>) -> Arc<dyn Environment> {
        Arc::clone(self) as Arc<dyn Environment>
    }

    pub(super) fn track(self: &Arc<Self>, kind: MediaKind) -> Arc<RTCMediaStreamTrack> {
        RTCMediaStreamTrack::new(&self.environment(), kind, None, String::new())
            .expect("no id is given that could be wrong")
    }

    pub(super) fn stream(self: &Arc<Self>) -> Arc<RTCMediaStream> {
        RTCMediaStream::new(&self.environment(), Vec::new())
    }
}

/// Two connections that have negotiated nothing.
fn pair() -> (Peer, Peer) {
    let world = World::new();
    (world.peer(), world.peer())
}

fn direction(direction: RTCRtpTransceiverDirection) -> RTCRtpTransceiverInit {
    RTCRtpTransceiverInit {
        direction,
        ..RTCRtpTransceiverInit::default()
    }
}

fn encodings(send_encodings: Vec<RTCRtpEncodingParameters>) -> RTCRtpTransceiverInit {
    RTCRtpTransceiverInit {
        send_encodings,
        ..RTCRtpTransceiverInit::default()
    }
}

fn rid(rid: &str) -> RTCRtpEncodingParameters {
    RTCRtpEncodingParameters {
        rid: Some(rid.to_owned()),
        ..RTCRtpEncodingParameters::default()
    }
}

impl Peer {
    fn audio(&self) -> Arc<RTCMediaStreamTrack> {
        self.world.track(MediaKind::Audio)
    }

    fn video(&self) -> Arc<RTCMediaStreamTrack> {
        self.world.track(MediaKind::Video)
    }

    fn stream(&self) -> Arc<RTCMediaStream> {
        self.world.stream()
    }

    fn add_track(
        &self,
        track: &Arc<RTCMediaStreamTrack>,
        streams: &[&Arc<RTCMediaStream>],
    ) -> Arc<RTCRtpSender> {
        let streams = streams.iter().map(|stream| Arc::clone(stream)).collect();
        self.connection
            .add_track(Arc::clone(track), streams)
            .expect("the connection is open")
    }

    fn try_add_kind(
        &self,
        kind: &str,
        init: RTCRtpTransceiverInit,
    ) -> Result<Arc<RTCRtpTransceiver>, Error> {
        let kind = TrackOrKind::Kind(kind.to_owned());
        self.connection.add_transceiver(kind, init)
    }

    fn add_kind(&self, kind: &str, init: RTCRtpTransceiverInit) -> Arc<RTCRtpTransceiver> {
        self.try_add_kind(kind, init).expect("the init is valid")
    }

    fn transceiver(&self, at: usize) -> Arc<RTCRtpTransceiver> {
        let transceivers = self.connection.transceivers();
        Arc::clone(transceivers.get(at).expect("there is such a transceiver"))
    }

    /// The events of these types since the last look.
    fn events(&self, types: &[&str]) -> Vec<String> {
        let mut events = self.log.take();
        events.retain(|event| {
            let mut words = event.split(' ');
            words.any(|word| types.contains(&word))
        });
        events
    }

    /// `setRemoteDescription`, whose end is in the log as "set".
    fn set_remote_logged(&self, sdp_type: RTCSdpType, sdp: &str) {
        let log = self.log.clone();
        let description = RTCSessionDescriptionInit {
            sdp_type,
            sdp: sdp.to_owned(),
        };
        let completion: Completion<()> = Box::new(move |result| {
            log.add(match result {
                Ok(()) => "set".to_owned(),
                Err(error) => format!("refused {error}"),
            });
        });
        self.connection
            .set_remote_description(description, completion)
            .expect("the state is right");
        self.world.run();
    }

    /// An offer of `self` becomes the remote description of `other`, which notes what happens.
    fn offer_to(&self, other: &Self) {
        self.set_local_implicitly().expect("an offer");
        other.log.take();
        other.set_remote_logged(RTCSdpType::Offer, &self.local_sdp());
    }

    /// `other` answers.
    fn answered_by(&self, other: &Self) {
        other.set_local_implicitly().expect("an answer");
        self.log.take();
        self.set_remote_logged(RTCSdpType::Answer, &other.local_sdp());
    }
}

/// What `getTransceivers` shows, for comparison.
fn shown(peer: &Peer) -> Vec<String> {
    peer.connection
        .transceivers()
        .iter()
        .map(|transceiver| {
            let current = transceiver.current_direction();
            format!(
                "{} {} {} {}",
                transceiver.mid().as_deref().unwrap_or("null"),
                transceiver.kind().as_str(),
                transceiver.direction().as_str(),
                current.map_or("null", IdlStrings::as_str)
            )
        })
        .collect()
}
