//! The connection's set of transceivers: the slots that negotiation has, and their objects.

use std::collections::HashMap;
use std::sync::Arc;

use super::RTCPeerConnection;
use super::state::State;
use crate::api::environment::EnvironmentRandom;
use crate::api::media_stream::RTCMediaStream;
use crate::api::media_stream_track::RTCMediaStreamTrack;
use crate::api::rtp::{Context, RTCRtpReceiver, RTCRtpSender, RTCRtpTransceiver, Slots};
use crate::negotiation::media::{Direction, MediaDescription, MediaKind};
use crate::negotiation::{Description, Transceiver, TransceiverKey, TransportKey};
use crate::random::Random;

impl RTCPeerConnection {
    /// `getTransceivers`: "CollectTransceivers".
    pub(crate) fn transceivers(&self) -> Vec<Arc<RTCRtpTransceiver>> {
        self.state.lock().collect_transceivers()
    }

    /// `getSenders`: "CollectSenders".
    pub(crate) fn senders(&self) -> Vec<Arc<RTCRtpSender>> {
        let transceivers = self.state.lock().collect_active();
        let senders = transceivers.iter().map(|it| Arc::clone(it.sender()));
        senders.collect()
    }

    /// `getReceivers`.
    pub(crate) fn receivers(&self) -> Vec<Arc<RTCRtpReceiver>> {
        let transceivers = self.state.lock().collect_active();
        let receivers = transceivers.iter().map(|it| Arc::clone(it.receiver()));
        receivers.collect()
    }

    /// `[[IsClosed]]`.
    pub(in crate::api) fn is_closed(&self) -> bool {
        self.state.lock().is_closed
    }

    /// "Update the negotiation-needed flag", for objects of the connection.
    pub(in crate::api) fn update_negotiation_needed_flag(&self) {
        let mut state = self.state.lock();
        if !state.is_closed {
            self.update_negotiation_needed(&mut state);
        }
    }

    /// Changes slots of a transceiver in the set, and what its objects show; of one that has left the set only the latter.
    pub(in crate::api) fn change_transceiver<R>(
        self: &Arc<Self>,
        context: &Context,
        change: impl FnOnce(&mut Transceiver) -> R,
    ) -> R {
        let mut state = self.state.lock();
        let before = self.stats_before(&state);
        let Some(transceiver) = state.negotiation.transceiver_mut(context.key) else {
            return change(&mut context.slots.lock().transceiver);
        };
        let result = change(transceiver);
        context.slots.lock().refresh(transceiver);
        self.queue_stats_after(&state, before);
        result
    }

    /// Promises of `setParameters` that are not settled: "set a session description" waits for them.
    pub(in crate::api) fn parameters_pending(&self, change: isize) {
        let mut state = self.state.lock();
        state.pending_parameters = state.pending_parameters.saturating_add_signed(change);
    }

    /// "Create an RTCRtpSender", "create an RTCRtpReceiver" and "create an RTCRtpTransceiver" for slots that were added to the
    /// set.
    pub(super) fn create_objects(
        &self,
        state: &mut State,
        key: TransceiverKey,
        track: Option<Arc<RTCMediaStreamTrack>>,
        streams: Vec<Arc<RTCMediaStream>>,
    ) -> Option<Arc<RTCRtpTransceiver>> {
        let transceiver = state.negotiation.transceiver(key)?.clone();
        if let Some(track) = &track {
            state.statistics.media_sources.attach(track);
        }
        let kind = transceiver.kind;
        let context = Context {
            connection: self.this.clone(),
            environment: Arc::clone(&self.environment),
            silenced: Arc::clone(&self.silenced),
            key,
            slots: parking_lot::Mutex::new(Slots::new(transceiver, track, streams)),
        };
        let track = self.remote_track(kind);
        if state.identity.isolates_remote_tracks() {
            // Nobody listens yet.
            track.source().set_isolated(true);
        }
        let object = RTCRtpTransceiver::create(context, track);
        state.transceivers.insert(key, Arc::clone(&object));
        Some(object)
    }

    /// A receiver's track: its id is our own, whatever the peer says.
    fn remote_track(&self, kind: MediaKind) -> Arc<RTCMediaStreamTrack> {
        RTCMediaStreamTrack::remote(&self.environment, kind, self.uuid())
    }

    pub(super) fn uuid(&self) -> String {
        EnvironmentRandom(Arc::clone(&self.environment)).uuid()
    }
}

impl State {
    /// All objects of the set, in the order in which they were added: keys grow.
    pub(super) fn collect_transceivers(&self) -> Vec<Arc<RTCRtpTransceiver>> {
        self.transceivers.values().cloned().collect()
    }

    /// Those whose `[[Stopped]]` is false.
    pub(super) fn collect_active(&self) -> Vec<Arc<RTCRtpTransceiver>> {
        let mut transceivers = self.collect_transceivers();
        transceivers.retain(|it| !it.context.slots.lock().transceiver.stopped);
        transceivers
    }

    /// Makes the objects show what the slots of negotiation have become by a description.
    pub(super) fn refresh_transceivers(&mut self) {
        let local = described(self.negotiation.local_description());
        let remote = described(self.negotiation.remote_description());
        for transceiver in &self.negotiation.transceivers {
            let Some(object) = self.transceivers.get(&transceiver.key) else {
                continue;
            };
            let dtls = |key: Option<TransportKey>| {
                let transport = self.transport_by_key(key?)?;
                Some(Arc::clone(&transport.dtls))
            };
            let mut slots = object.context.slots.lock();
            slots.refresh(transceiver);
            slots.transports.sender = dtls(transceiver.sender.transport);
            slots.transports.receiver = dtls(transceiver.receiver.transport);
            let mid = transceiver.mid.as_deref().unwrap_or_default();
            let (local, remote) = (local.get(mid), remote.get(mid));
            let reduced =
                |media: Option<&&MediaDescription>| media.is_some_and(|media| media.rtcp_rsize);
            slots.reduced_size = reduced(local) && reduced(remote);
            if let Some(cname) = local.and_then(|media| media.cname.as_ref()) {
                slots.cname = Some(cname.clone());
            }
        }
    }
}

/// What the m-sections of a description say, by their mids.
fn described(description: Option<&Description>) -> HashMap<&str, &MediaDescription> {
    let Some(description) = description else {
        return HashMap::new();
    };
    let sections = description.sdp().media.iter().enumerate();
    sections
        .filter_map(|(index, section)| Some((section.mid()?, description.media(index)?)))
        .collect()
}

/// Adds or takes the direction to send, as `addTrack` and `removeTrack` do.
pub(super) fn with_sending(direction: Direction, sends: bool) -> Direction {
    Direction::of(sends, direction.receives())
}
