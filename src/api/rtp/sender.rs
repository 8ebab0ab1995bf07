//! `RTCRtpSender`.

use std::collections::HashSet;
use std::sync::Arc;

use super::RTCDTMFSender;
use super::parameters::{self, RTCRtcpParameters, RTCRtpCapabilities, RTCRtpSendParameters};
use super::slots::{Context, Slots};
use crate::api::dtls_transport::RTCDtlsTransport;
use crate::api::environment::{Environment, EnvironmentRandom};
use crate::api::error::{Error, ErrorName};
use crate::api::media_stream::RTCMediaStream;
use crate::api::media_stream_track::RTCMediaStreamTrack;
use crate::api::object::{Object, ObjectKind};
use crate::api::peer_connection::{Completion, StatsSelector, closed};
use crate::api::stats::RTCStatsReport;
use crate::api::task::{Callbacks, Task};
use crate::negotiation::TransceiverKey;
use crate::negotiation::media::MediaKind;
use crate::random::Random;

/// `RTCRtpSender`.
#[repr(C)]
pub(crate) struct RTCRtpSender {
    object: Object,
    pub(in crate::api) context: Arc<Context>,
    /// `[[Dtmf]]`.
    dtmf: Option<Arc<RTCDTMFSender>>,
}

impl RTCRtpSender {
    /// "Create an RTCRtpSender".
    pub(super) fn create(context: Arc<Context>) -> Arc<Self> {
        let kind = context.slots.lock().transceiver.kind;
        let dtmf = (kind == MediaKind::Audio).then(|| RTCDTMFSender::create(Arc::clone(&context)));
        Arc::new(Self {
            object: Object::new(ObjectKind::RtpSender),
            context,
            dtmf,
        })
    }

    pub(crate) fn object(&self) -> &Object {
        &self.object
    }

    pub(in crate::api) fn key(&self) -> TransceiverKey {
        self.context.key
    }

    pub(crate) fn environment(&self) -> &Arc<dyn Environment> {
        &self.context.environment
    }

    pub(crate) fn track(&self) -> Option<Arc<RTCMediaStreamTrack>> {
        self.context.slots.lock().sender_track.clone()
    }

    /// Whether it has a track, which is sent as one of the stream's.
    pub(in crate::api) fn is_sending(&self, stream: &RTCMediaStream) -> bool {
        let slots = self.context.slots.lock();
        let mut streams = slots.local_streams.iter();
        slots.sender_track.is_some() && streams.any(|sent| sent.id() == stream.id())
    }

    pub(crate) fn transport(&self) -> Option<Arc<RTCDtlsTransport>> {
        self.context.slots.lock().transports.sender.clone()
    }

    /// None for video.
    pub(crate) fn dtmf(&self) -> Option<Arc<RTCDTMFSender>> {
        self.dtmf.clone()
    }

    /// `getCapabilities`, static.
    pub(crate) fn capabilities(kind: &str) -> Option<RTCRtpCapabilities> {
        parameters::of_kind(kind)
    }

    /// `getParameters`.
    pub(crate) fn parameters(&self) -> RTCRtpSendParameters {
        let mut slots = self.context.slots.lock();
        if let Some(last) = &slots.last_returned_parameters {
            return last.clone();
        }
        let environment = &self.context.environment;
        let transaction_id = EnvironmentRandom(Arc::clone(environment)).uuid();
        let result = send_parameters(&slots, transaction_id);
        slots.last_returned_parameters = Some(result.clone());
        drop(slots);
        // What the text has in mind is the end of the caller's own task. Only the thread of the callbacks is in one; for any other
        // the parameters stay until they are set, or until a description changes them.
        if environment.is_callback_thread() {
            environment.queue_task(Box::new(Forget(Arc::clone(&self.context))));
        }
        result
    }

    /// `replaceTrack`.
    pub(crate) fn replace_track(
        &self,
        with_track: Option<Arc<RTCMediaStreamTrack>>,
        completion: Completion<()>,
    ) -> Result<(), Error> {
        let kind = self.context.slots.lock().transceiver.kind;
        if let Some(track) = &with_track
            && track.kind() != kind
        {
            return Err(Error::new(
                ErrorName::TypeError,
                format!(
                    "the track is of the kind {}, the transceiver of the kind {}",
                    track.kind().as_str(),
                    kind.as_str()
                ),
            ));
        }
        let connection = self.context.connection().ok_or_else(closed)?;
        connection.replace_track(Arc::clone(&self.context), with_track, completion)
    }

    /// `getStats`. Of a connection that is gone there is nothing to report.
    pub(crate) fn get_stats(
        &self,
        completion: Completion<Arc<RTCStatsReport>>,
    ) -> Result<(), Error> {
        let selector = StatsSelector::Sender(self.context.key);
        self.context.gather_stats(selector, completion);
        Ok(())
    }

    /// `setStreams`.
    pub(crate) fn set_streams(&self, streams: Vec<Arc<RTCMediaStream>>) -> Result<(), Error> {
        self.context.check_open()?;
        let streams = unique(streams);
        self.context.slots.lock().local_streams.clone_from(&streams);
        self.context
            .change(|transceiver| transceiver.sender.stream_ids = ids(&streams));
        self.context.update_negotiation_needed();
        Ok(())
    }
}

/// Each stream once.
pub(in crate::api) fn unique(mut streams: Vec<Arc<RTCMediaStream>>) -> Vec<Arc<RTCMediaStream>> {
    let mut known = HashSet::new();
    streams.retain(|stream| known.insert(stream.id().to_owned()));
    streams
}

pub(in crate::api) fn ids(streams: &[Arc<RTCMediaStream>]) -> Vec<String> {
    streams
        .iter()
        .map(|stream| stream.id().to_owned())
        .collect()
}

fn send_parameters(slots: &Slots, transaction_id: String) -> RTCRtpSendParameters {
    let transceiver = &slots.transceiver;
    RTCRtpSendParameters {
        transaction_id,
        encodings: transceiver.sender.send_encodings.clone(),
        header_extensions: parameters::header_extensions(
            &transceiver.header_extensions_negotiated,
            |extension| extension.direction.sends(),
        ),
        rtcp: RTCRtcpParameters {
            cname: slots.cname.clone(),
            reduced_size: slots.reduced_size,
        },
        codecs: parameters::codecs(&transceiver.sender.send_codecs),
    }
}

/// Sets `[[LastReturnedParameters]]` to null.
struct Forget(Arc<Context>);

impl Task for Forget {
    fn step(&mut self, _: &mut Callbacks) -> bool {
        self.0.slots.lock().last_returned_parameters = None;
        false
    }
}
