//! What a transceiver, its sender and its receiver show.
//!
//! The connection's `NegotiationState` has the slots that descriptions change. What is here is a copy of them, made anew after each
//! change under the connection's lock, with the objects that go with it: so getters answer without that lock, and after the
//! connection is gone.

use std::sync::{Arc, Weak};

use parking_lot::Mutex;

use super::parameters::RTCRtpSendParameters;
use super::receiver::RTCRtpContributingSource;
use crate::api::dtls_transport::RTCDtlsTransport;
use crate::api::environment::Environment;
use crate::api::error::Error;
use crate::api::event_target::Silence;
use crate::api::media_stream::RTCMediaStream;
use crate::api::media_stream_track::RTCMediaStreamTrack;
use crate::api::peer_connection::{Completion, RTCPeerConnection, StatsSelector, closed};
use crate::api::stats::RTCStatsReport;
use crate::api::task::OneCallback;
use crate::negotiation::media::{Direction, ExtensionCapability};
use crate::negotiation::{Transceiver, TransceiverKey};

/// What a transceiver's objects share.
pub(in crate::api) struct Context {
    pub(in crate::api) connection: Weak<RTCPeerConnection>,
    pub(in crate::api) environment: Arc<dyn Environment>,
    pub(in crate::api) silenced: Arc<Silence>,
    pub(in crate::api) key: TransceiverKey,
    /// This lock is taken last.
    pub(in crate::api) slots: Mutex<Slots>,
}

pub(in crate::api) struct Slots {
    /// As it stands in the connection's set, or stood there last.
    pub(in crate::api) transceiver: Transceiver,
    pub(in crate::api) sender_track: Option<Arc<RTCMediaStreamTrack>>,
    pub(in crate::api) transports: Transports,
    /// The streams behind `[[AssociatedMediaStreamIds]]`.
    pub(in crate::api) local_streams: Vec<Arc<RTCMediaStream>>,
    /// `[[AssociatedRemoteMediaStreams]]`.
    pub(in crate::api) remote_streams: Vec<Arc<RTCMediaStream>>,
    /// `[[CurrentDirection]]` was one that sends.
    pub(in crate::api) has_sent: bool,
    /// An answer has configured the sender: its streams are there, for statistics, until it is stopped.
    pub(in crate::api) is_configured_to_send: bool,
    /// `[[NegotiatedHeaderExtensions]]`.
    pub(in crate::api) negotiated_header_extensions: Vec<ExtensionCapability>,
    /// Reduced-size RTCP was negotiated.
    pub(in crate::api) reduced_size: bool,
    /// The connection's.
    pub(in crate::api) cname: Option<String>,
    pub(in crate::api) last_returned_parameters: Option<RTCRtpSendParameters>,
    pub(in crate::api) jitter_buffer_target: Option<f64>,
    pub(in crate::api) contributing_sources: Vec<RTCRtpContributingSource>,
    pub(in crate::api) synchronization_sources: Vec<RTCRtpContributingSource>,
}

/// `[[SenderTransport]]` and `[[ReceiverTransport]]`.
#[derive(Clone, Default)]
pub(in crate::api) struct Transports {
    pub(in crate::api) sender: Option<Arc<RTCDtlsTransport>>,
    pub(in crate::api) receiver: Option<Arc<RTCDtlsTransport>>,
}

impl Slots {
    pub(in crate::api) fn new(
        transceiver: Transceiver,
        sender_track: Option<Arc<RTCMediaStreamTrack>>,
        local_streams: Vec<Arc<RTCMediaStream>>,
    ) -> Self {
        Self {
            transceiver,
            sender_track,
            transports: Transports::default(),
            local_streams,
            remote_streams: Vec::new(),
            has_sent: false,
            is_configured_to_send: false,
            negotiated_header_extensions: Vec::new(),
            reduced_size: false,
            cname: None,
            last_returned_parameters: None,
            jitter_buffer_target: None,
            contributing_sources: Vec::new(),
            synchronization_sources: Vec::new(),
        }
    }

    /// Follows the slots of negotiation.
    pub(in crate::api) fn refresh(&mut self, transceiver: &Transceiver) {
        if self.transceiver.sender.send_encodings != transceiver.sender.send_encodings
            || self.transceiver.sender.send_codecs != transceiver.sender.send_codecs
        {
            self.last_returned_parameters = None;
        }
        self.has_sent |= transceiver.current_direction.is_some_and(Direction::sends);
        if self.transceiver != *transceiver {
            self.transceiver = transceiver.clone();
        }
    }

    /// "Stop the RTCRtpTransceiver", the slots; the track is ended by who calls this.
    pub(in crate::api) fn stop(&mut self) {
        let transceiver = &mut self.transceiver;
        transceiver.direction = Direction::Inactive;
        transceiver.stopping = true;
        transceiver.stopped = true;
        transceiver.current_direction = None;
        transceiver.receiver.remote_stream_ids.clear();
        self.remote_streams.clear();
        self.last_returned_parameters = None;
    }
}

impl Context {
    /// The connection, closed or not.
    pub(in crate::api) fn connection(&self) -> Option<Arc<RTCPeerConnection>> {
        self.connection.upgrade()
    }

    /// `[[IsClosed]]`; a connection that is gone was closed.
    pub(in crate::api) fn check_open(&self) -> Result<Arc<RTCPeerConnection>, Error> {
        match self.connection() {
            Some(connection) if !connection.is_closed() => Ok(connection),
            _ => Err(closed()),
        }
    }

    /// Changes slots of negotiation, and what is shown of them.
    pub(in crate::api) fn change<R>(&self, change: impl FnOnce(&mut Transceiver) -> R) -> R {
        match self.connection() {
            Some(connection) => connection.change_transceiver(self, change),
            None => change(&mut self.slots.lock().transceiver),
        }
    }

    /// Reports on the sender or receiver.
    pub(in crate::api) fn gather_stats(
        &self,
        selector: StatsSelector,
        completion: Completion<Arc<RTCStatsReport>>,
    ) {
        match self.connection() {
            Some(connection) => connection.gather_stats(selector, completion),
            None => {
                let settle = move || completion(Ok(RTCStatsReport::new(Vec::new())));
                let task = OneCallback::new(Box::new(settle));
                self.environment.queue_task(task);
            }
        }
    }

    /// "Update the negotiation-needed flag".
    pub(in crate::api) fn update_negotiation_needed(&self) {
        if let Some(connection) = self.connection() {
            connection.update_negotiation_needed_flag();
        }
    }
}
