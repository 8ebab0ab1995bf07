//! `RTCRtpReceiver`.

use std::sync::Arc;

use super::parameters::{self, RTCRtcpParameters, RTCRtpCapabilities, RTCRtpReceiveParameters};
use super::slots::Context;
use crate::api::dtls_transport::RTCDtlsTransport;
use crate::api::environment::Environment;
use crate::api::error::{Error, ErrorName};
use crate::api::event_target::EventTarget;
use crate::api::media_stream_track::RTCMediaStreamTrack;
use crate::api::object::{Object, ObjectKind};
use crate::api::peer_connection::{Completion, StatsSelector};
use crate::api::stats::RTCStatsReport;

/// webrtc-pc, "jitterBufferTarget": the highest, in milliseconds.
const MAX_JITTER_BUFFER_TARGET: f64 = 4000.0;

/// `RTCRtpContributingSource` and `RTCRtpSynchronizationSource`; times in milliseconds since 1970.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RTCRtpContributingSource {
    pub(crate) timestamp: f64,
    pub(crate) source: u32,
    pub(crate) audio_level: Option<f64>,
    pub(crate) rtp_timestamp: u32,
    pub(crate) capture_timestamp: Option<f64>,
    pub(crate) sender_capture_time_offset: Option<f64>,
}

/// `RTCRtpReceiver`.
#[repr(C)]
pub(crate) struct RTCRtpReceiver {
    object: Object,
    target: EventTarget,
    pub(in crate::api) context: Arc<Context>,
    track: Arc<RTCMediaStreamTrack>,
}

impl RTCRtpReceiver {
    /// "Create an RTCRtpReceiver".
    pub(super) fn create(context: Arc<Context>, track: Arc<RTCMediaStreamTrack>) -> Arc<Self> {
        Arc::new(Self {
            object: Object::new(ObjectKind::RtpReceiver),
            target: EventTarget::new(Arc::clone(&context.silenced)),
            context,
            track,
        })
    }

    pub(crate) fn object(&self) -> &Object {
        &self.object
    }

    pub(crate) fn event_target(&self) -> &EventTarget {
        &self.target
    }

    pub(crate) fn track(&self) -> &Arc<RTCMediaStreamTrack> {
        &self.track
    }

    pub(crate) fn transport(&self) -> Option<Arc<RTCDtlsTransport>> {
        self.context.slots.lock().transports.receiver.clone()
    }

    /// `getCapabilities`, static.
    pub(crate) fn capabilities(kind: &str) -> Option<RTCRtpCapabilities> {
        parameters::of_kind(kind)
    }

    /// `getParameters`.
    pub(crate) fn parameters(&self) -> RTCRtpReceiveParameters {
        let slots = self.context.slots.lock();
        let transceiver = &slots.transceiver;
        RTCRtpReceiveParameters {
            header_extensions: parameters::header_extensions(
                &transceiver.header_extensions_negotiated,
                |extension| extension.direction.receives(),
            ),
            rtcp: RTCRtcpParameters {
                cname: None,
                reduced_size: slots.reduced_size,
            },
            codecs: parameters::codecs(&transceiver.receiver.receive_codecs),
        }
    }

    pub(crate) fn environment(&self) -> &Arc<dyn Environment> {
        &self.context.environment
    }

    /// `getStats`. Of a connection that is gone there is nothing to report.
    pub(crate) fn get_stats(
        &self,
        completion: Completion<Arc<RTCStatsReport>>,
    ) -> Result<(), Error> {
        let selector = StatsSelector::Receiver(self.context.key);
        self.context.gather_stats(selector, completion);
        Ok(())
    }

    /// `getContributingSources`: the newest first.
    pub(crate) fn contributing_sources(&self) -> Vec<RTCRtpContributingSource> {
        self.context.slots.lock().contributing_sources.clone()
    }

    /// `getSynchronizationSources`: the newest first.
    pub(crate) fn synchronization_sources(&self) -> Vec<RTCRtpContributingSource> {
        self.context.slots.lock().synchronization_sources.clone()
    }

    pub(crate) fn jitter_buffer_target(&self) -> Option<f64> {
        self.context.slots.lock().jitter_buffer_target
    }

    /// The setter of `jitterBufferTarget`; none leaves it to the library.
    pub(crate) fn set_jitter_buffer_target(&self, target: Option<f64>) -> Result<(), Error> {
        if let Some(target) = target {
            if !target.is_finite() {
                return Err(Error::new(
                    ErrorName::TypeError,
                    format!("the target {target} is no number of milliseconds"),
                ));
            }
            if !(0.0..=MAX_JITTER_BUFFER_TARGET).contains(&target) {
                return Err(Error::new(
                    ErrorName::RangeError,
                    format!("the target {target} is not between 0 and 4000 ms"),
                ));
            }
        }
        self.context.slots.lock().jitter_buffer_target = target;
        Ok(())
    }
}
