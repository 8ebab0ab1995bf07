//! `RTCRtpTransceiver`.

use std::sync::Arc;

use super::parameters::{self, RTCRtpCodec, RTCRtpHeaderExtensionCapability};
use super::receiver::RTCRtpReceiver;
use super::sender::RTCRtpSender;
use super::slots::Context;
use super::{RTCRtpEncodingParameters, direction, visible_direction};
use crate::api::enums::RTCRtpTransceiverDirection;
use crate::api::error::{Error, ErrorName};
use crate::api::media_stream::RTCMediaStream;
use crate::api::media_stream_track::RTCMediaStreamTrack;
use crate::api::object::{Object, ObjectKind};
use crate::negotiation::TransceiverKey;
use crate::negotiation::media::{
    Direction, ExtensionCapability, HeaderExtensionsError, MediaKind, PreferencesError,
    check_header_extensions, codec_preferences,
};

/// The first argument of `addTransceiver`.
pub(crate) enum TrackOrKind {
    Track(Arc<RTCMediaStreamTrack>),
    Kind(String),
}

/// `RTCRtpTransceiverInit`.
pub(crate) struct RTCRtpTransceiverInit {
    pub(crate) direction: RTCRtpTransceiverDirection,
    pub(crate) streams: Vec<Arc<RTCMediaStream>>,
    pub(crate) send_encodings: Vec<RTCRtpEncodingParameters>,
}

impl Default for RTCRtpTransceiverInit {
    fn default() -> Self {
        Self {
            direction: RTCRtpTransceiverDirection::Sendrecv,
            streams: Vec::new(),
            send_encodings: Vec::new(),
        }
    }
}

/// `RTCRtpTransceiver`.
#[repr(C)]
pub(crate) struct RTCRtpTransceiver {
    object: Object,
    pub(in crate::api) context: Arc<Context>,
    sender: Arc<RTCRtpSender>,
    receiver: Arc<RTCRtpReceiver>,
}

impl RTCRtpTransceiver {
    /// "Create an RTCRtpTransceiver", with its sender and receiver.
    pub(in crate::api) fn create(context: Context, track: Arc<RTCMediaStreamTrack>) -> Arc<Self> {
        let context = Arc::new(context);
        Arc::new(Self {
            object: Object::new(ObjectKind::RtpTransceiver),
            sender: RTCRtpSender::create(Arc::clone(&context)),
            receiver: RTCRtpReceiver::create(Arc::clone(&context), track),
            context,
        })
    }

    pub(crate) fn object(&self) -> &Object {
        &self.object
    }

    pub(in crate::api) fn key(&self) -> TransceiverKey {
        self.context.key
    }

    pub(crate) fn kind(&self) -> MediaKind {
        self.context.slots.lock().transceiver.kind
    }

    pub(crate) fn mid(&self) -> Option<String> {
        self.context.slots.lock().transceiver.mid.clone()
    }

    pub(crate) fn sender(&self) -> &Arc<RTCRtpSender> {
        &self.sender
    }

    pub(crate) fn receiver(&self) -> &Arc<RTCRtpReceiver> {
        &self.receiver
    }

    pub(crate) fn direction(&self) -> RTCRtpTransceiverDirection {
        let slots = self.context.slots.lock();
        match slots.transceiver.stopping {
            true => RTCRtpTransceiverDirection::Stopped,
            false => visible_direction(slots.transceiver.direction),
        }
    }

    /// The setter of `direction`.
    pub(crate) fn set_direction(&self, value: RTCRtpTransceiverDirection) -> Result<(), Error> {
        let changed = self.context.change(|transceiver| {
            if transceiver.stopping {
                return Err(stopping());
            }
            let Some(new) = direction(value) else {
                return Err(Error::new(
                    ErrorName::TypeError,
                    "a transceiver is stopped by its method stop, not by its direction",
                ));
            };
            Ok(std::mem::replace(&mut transceiver.direction, new) != new)
        })?;
        if changed {
            self.context.update_negotiation_needed();
        }
        Ok(())
    }

    pub(crate) fn current_direction(&self) -> Option<RTCRtpTransceiverDirection> {
        let slots = self.context.slots.lock();
        match slots.transceiver.stopped {
            true => Some(RTCRtpTransceiverDirection::Stopped),
            false => slots.transceiver.current_direction.map(visible_direction),
        }
    }

    /// `stop()`.
    pub(crate) fn stop(&self) -> Result<(), Error> {
        self.context.check_open()?;
        // "Stop sending and receiving".
        let stopped = self.context.change(|transceiver| {
            transceiver.direction = Direction::Inactive;
            !std::mem::replace(&mut transceiver.stopping, true)
        });
        if stopped {
            self.receiver.track().source().queue_end();
            self.context.update_negotiation_needed();
        }
        Ok(())
    }

    /// `setCodecPreferences`.
    pub(crate) fn set_codec_preferences(&self, codecs: Vec<RTCRtpCodec>) -> Result<(), Error> {
        let preferred = codec_preferences(self.kind(), &codecs).map_err(preferences_error)?;
        self.context
            .change(|transceiver| transceiver.preferred_codecs = preferred);
        Ok(())
    }

    /// `getHeaderExtensionsToNegotiate`.
    pub(crate) fn header_extensions_to_negotiate(&self) -> Vec<RTCRtpHeaderExtensionCapability> {
        let slots = self.context.slots.lock();
        parameters::visible_capabilities(&slots.transceiver.header_extensions_to_negotiate)
    }

    /// `setHeaderExtensionsToNegotiate`.
    pub(crate) fn set_header_extensions_to_negotiate(
        &self,
        extensions: Vec<RTCRtpHeaderExtensionCapability>,
    ) -> Result<(), Error> {
        let extensions: Vec<_> = extensions
            .into_iter()
            .map(|extension| ExtensionCapability {
                uri: extension.uri,
                direction: direction(extension.direction),
            })
            .collect();
        self.context.change(|transceiver| {
            let present = &mut transceiver.header_extensions_to_negotiate;
            check_header_extensions(present, &extensions)
                .map_err(|error| header_extensions_error(error, &extensions))?;
            *present = extensions;
            Ok(())
        })
    }

    /// `getNegotiatedHeaderExtensions`.
    pub(crate) fn negotiated_header_extensions(&self) -> Vec<RTCRtpHeaderExtensionCapability> {
        let slots = self.context.slots.lock();
        parameters::visible_capabilities(&slots.negotiated_header_extensions)
    }

    /// `rtpHeaderEncryptionNegotiated` (RFC 9335): it is not offered, so never.
    pub(crate) fn rtp_header_encryption_negotiated(&self) -> bool {
        false
    }
}

pub(super) fn stopping() -> Error {
    Error::new(ErrorName::InvalidStateError, "the transceiver is stopped")
}

fn preferences_error(error: PreferencesError) -> Error {
    let message = match error {
        PreferencesError::Unknown(codec) => format!(
            "the codec {} with clock rate {} is none of the capabilities",
            codec.mime_type, codec.clock_rate
        ),
        PreferencesError::NothingToOffer => {
            "there is no codec but for retransmission, redundancy or comfort noise".to_owned()
        }
    };
    Error::new(ErrorName::InvalidModificationError, message)
}

fn header_extensions_error(
    error: HeaderExtensionsError,
    extensions: &[ExtensionCapability],
) -> Error {
    let message = match error {
        HeaderExtensionsError::Length => {
            format!(
                "{} header extensions are not as many as there are",
                extensions.len()
            )
        }
        HeaderExtensionsError::Uri(at) => {
            format!("header extension {at} is another: {}", extensions[at].uri)
        }
        HeaderExtensionsError::Mandatory(at) => {
            format!("{} has to be sent and received", extensions[at].uri)
        }
    };
    Error::new(ErrorName::InvalidModificationError, message)
}
