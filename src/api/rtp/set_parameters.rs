//! webrtc-pc, "setParameters".

use std::sync::Arc;

use super::encodings::{
    add_scaling, check_frame_rates, check_numbers, check_packet_times, check_restrictions,
    check_scalability, check_scaling, matches_any, remove_video_members,
};
use super::parameters;
use super::scalability::is_supported;
use super::sender::RTCRtpSender;
use super::slots::{Context, Slots};
use super::transceiver::stopping;
use super::{RTCRtpEncodingParameters, RTCRtpSendParameters, RTCSetParameterOptions};
use crate::api::error::{Error, ErrorName};
use crate::api::peer_connection::{Completion, aborted, closed};
use crate::api::task::{Callbacks, Task};
use crate::negotiation::media::{MediaKind, capabilities};

impl RTCRtpSender {
    /// `setParameters`.
    pub(crate) fn set_parameters(
        &self,
        parameters: RTCRtpSendParameters,
        options: RTCSetParameterOptions,
        completion: Completion<()>,
    ) -> Result<(), Error> {
        let encodings = {
            let slots = self.context.slots.lock();
            if slots.transceiver.stopping {
                return Err(stopping());
            }
            let encodings = validate(&slots, parameters)?;
            check_options(&slots, &options, encodings.len())?;
            encodings
        };
        let connection = self.context.connection().ok_or_else(closed)?;
        connection.parameters_pending(1);
        self.context.environment.queue_task(Box::new(Apply {
            context: Arc::clone(&self.context),
            encodings,
            completion: Some(completion),
        }));
        Ok(())
    }
}

/// The "setParameters validation steps". Gives the encodings as they are to be.
fn validate(
    slots: &Slots,
    parameters: RTCRtpSendParameters,
) -> Result<Vec<RTCRtpEncodingParameters>, Error> {
    let transceiver = &slots.transceiver;
    let kind = transceiver.kind;
    let mut encodings = parameters.encodings;
    check_numbers(&encodings)?;
    let Some(last) = &slots.last_returned_parameters else {
        return Err(Error::new(
            ErrorName::InvalidStateError,
            "getParameters was not called before, or its result was used, or negotiation has changed it since",
        ));
    };
    let refusal = |message: String| Error::new(ErrorName::InvalidModificationError, message);
    let refused = |message: String| Err(refusal(message));
    let count = transceiver.sender.send_encodings.len();
    if encodings.len() != count {
        return refused(format!(
            "there are {} encodings in place of {count}",
            encodings.len()
        ));
    }
    let rids = |encodings: &[RTCRtpEncodingParameters]| -> Vec<Option<String>> {
        encodings
            .iter()
            .map(|encoding| encoding.rid.clone())
            .collect()
    };
    for (name, changed) in [
        (
            "the order of the encodings, or a rid",
            rids(&encodings) != rids(&last.encodings),
        ),
        (
            "transactionId",
            parameters.transaction_id != last.transaction_id,
        ),
        (
            "headerExtensions",
            parameters.header_extensions != last.header_extensions,
        ),
        ("rtcp", parameters.rtcp != last.rtcp),
        (
            "codecs",
            parameters::codecs(&parameters.codecs) != last.codecs,
        ),
    ] {
        if changed {
            return refused(format!("{name} was changed, which is read-only"));
        }
    }
    let implemented = &capabilities(kind).codecs;
    let choosable = match parameters.codecs.is_empty() {
        true => implemented,
        false => &parameters.codecs,
    };
    for codec in encodings
        .iter()
        .filter_map(|encoding| encoding.codec.as_ref())
    {
        if !matches_any(codec, choosable) {
            return refused(format!("the codec {} cannot be chosen", codec.mime_type));
        }
    }
    let used = transceiver
        .sender
        .send_codecs
        .iter()
        .find(|codec| codec.is_primary());
    check_scalability(&encodings, |encoding, mode| {
        match encoding.codec.as_ref().or(used) {
            Some(codec) => is_supported(codec, mode),
            None => implemented.iter().any(|codec| is_supported(codec, mode)),
        }
    })
    .map_err(refusal)?;
    check_restrictions(&encodings).map_err(refusal)?;
    check_packet_times(&encodings)?;
    match kind {
        MediaKind::Audio => remove_video_members(&mut encodings),
        MediaKind::Video => add_scaling(&mut encodings),
    }
    check_scaling(&encodings)?;
    check_frame_rates(&encodings, |rate| *rate >= 0.0, "0 or greater")?;
    Ok(encodings)
}

/// webrtc-extensions, changes to `setParameters`.
fn check_options(
    slots: &Slots,
    options: &RTCSetParameterOptions,
    encodings: usize,
) -> Result<(), Error> {
    let count = options.encoding_options.len();
    if slots.transceiver.kind == MediaKind::Video && count != 0 && count != encodings {
        return Err(Error::new(
            ErrorName::InvalidModificationError,
            format!("there are {count} encodingOptions for {encodings} encodings"),
        ));
    }
    Ok(())
}

/// "If the media stack is successfully configured": the task.
struct Apply {
    context: Arc<Context>,
    encodings: Vec<RTCRtpEncodingParameters>,
    completion: Option<Completion<()>>,
}

impl Task for Apply {
    fn step(&mut self, callbacks: &mut Callbacks) -> bool {
        let Some(completion) = self.completion.take() else {
            return false;
        };
        let connection = self.context.connection();
        if let Some(connection) = &connection {
            connection.parameters_pending(-1);
        }
        let result = match connection {
            Some(connection) if !connection.is_closed() => {
                let encodings = std::mem::take(&mut self.encodings);
                self.context
                    .change(|transceiver| transceiver.sender.send_encodings = encodings);
                self.context.slots.lock().last_returned_parameters = None;
                Ok(())
            }
            _ => Err(aborted()),
        };
        callbacks.push_back(Box::new(move || completion(result)));
        false
    }
}
