//! The streams of older drafts: `addStream` and its kin, as senders and receivers have them.

use std::sync::Arc;

use super::RTCPeerConnection;
use super::operations_chain::closed;
use crate::api::error::{Error, ErrorName};
use crate::api::media_stream::RTCMediaStream;
use crate::api::media_stream_track::RTCMediaStreamTrack;
use crate::api::rtp::{self, RTCDTMFSender};

impl RTCPeerConnection {
    /// `addStream`: sends each of its tracks that is not sent yet.
    pub(crate) fn add_stream(self: &Arc<Self>, stream: &Arc<RTCMediaStream>) -> Result<(), Error> {
        self.check_open()?;
        for track in stream.tracks() {
            if !self.is_sent(&track) {
                self.add_track(track, vec![Arc::clone(stream)])?;
            }
        }
        Ok(())
    }

    /// `removeStream`: stops sending what is sent as its tracks; nothing for a stream that is none of `getLocalStreams`.
    pub(crate) fn remove_stream(
        self: &Arc<Self>,
        stream: &Arc<RTCMediaStream>,
    ) -> Result<(), Error> {
        self.check_open()?;
        let mut sending = self.senders();
        sending.retain(|sender| sender.is_sending(stream));
        for sender in sending {
            self.remove_track(&sender)?;
        }
        Ok(())
    }

    /// `getLocalStreams`: those of senders with a track.
    pub(crate) fn local_streams(&self) -> Vec<Arc<RTCMediaStream>> {
        let mut streams = Vec::new();
        for transceiver in self.state.lock().collect_active() {
            let slots = transceiver.context.slots.lock();
            if slots.sender_track.is_some() {
                streams.extend(slots.local_streams.iter().cloned());
            }
        }
        rtp::unique(streams)
    }

    /// `getRemoteStreams`: those of receivers.
    pub(crate) fn remote_streams(&self) -> Vec<Arc<RTCMediaStream>> {
        self.state.lock().remote_streams()
    }

    /// `getStreamById`.
    pub(crate) fn stream_by_id(&self, id: &str) -> Option<Arc<RTCMediaStream>> {
        let mut streams = self
            .local_streams()
            .into_iter()
            .chain(self.remote_streams());
        streams.find(|stream| stream.id() == id)
    }

    /// `createDTMFSender`: that of the sender of the track.
    pub(crate) fn create_dtmf_sender(
        &self,
        track: &Arc<RTCMediaStreamTrack>,
    ) -> Result<Arc<RTCDTMFSender>, Error> {
        self.check_open()?;
        let refused = |message: String| Error::new(ErrorName::InvalidAccessError, message);
        let sender = self.state.lock().sender_of(track);
        let sender = sender.ok_or_else(|| {
            refused(format!(
                "the track {} is not sent by this connection",
                track.id()
            ))
        })?;
        sender
            .dtmf()
            .ok_or_else(|| refused(format!("the track {} is not of audio", track.id())))
    }

    fn is_sent(&self, track: &Arc<RTCMediaStreamTrack>) -> bool {
        self.state.lock().sender_of(track).is_some()
    }

    fn check_open(&self) -> Result<(), Error> {
        match self.is_closed() {
            true => Err(closed()),
            false => Ok(()),
        }
    }
}
