//! webrtc-identity, "Isolated Streams and RTCPeerConnection".

use super::Identity;
use crate::api::identity::name;
use crate::api::media_stream_track::RTCMediaStreamTrack;
use crate::api::peer_connection::RTCPeerConnection;
use crate::api::track_source::Isolation;

impl Identity {
    /// Whether what the peer sends is for nobody but the user.
    pub(in crate::api::peer_connection) fn isolates_remote_tracks(&self) -> bool {
        self.isolates_remote_tracks
    }

    /// Whether the peer has been "successfully validated AND that identity is the same", and uses the certificates that its assertion
    /// covers.
    fn peer_is(&self, peer_identity: &str) -> bool {
        let (Some((_, covered)), Some(description)) = (&self.validated, &self.description) else {
            return false;
        };
        let target = self.target.as_deref();
        description.is_within(covered)
            && target.is_some_and(|target| name::same_identity(target, peer_identity))
    }
}

impl RTCPeerConnection {
    /// Whether media of the track may be sent: "the content of an isolated track MUST NOT be transmitted unless" the peer is the one
    /// that it is for.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "to be asked before media packets are sent")
    )]
    pub(crate) fn may_send(&self, track: &RTCMediaStreamTrack) -> bool {
        match track.source().isolation() {
            Isolation::None => true,
            Isolation::FromAll => false,
            Isolation::For(peer) => self.state.lock().identity.peer_is(&peer),
        }
    }
}
