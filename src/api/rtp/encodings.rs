//! webrtc-pc, "addTransceiver sendEncodings validation steps", and what both they and those of `setParameters` check.

use super::RTCRtpEncodingParameters;
use super::scalability::{is_s_mode, is_supported};
use crate::api::error::{Error, ErrorName};
use crate::negotiation::media::{Codec, MediaKind, capabilities, is_rtp_stream_id, max_encodings};

/// Gives what `[[SendEncodings]]` begins with.
pub(in crate::api) fn validate_send_encodings(
    kind: MediaKind,
    mut encodings: Vec<RTCRtpEncodingParameters>,
) -> Result<Vec<RTCRtpEncodingParameters>, Error> {
    check_numbers(&encodings)?;
    check_rids(&encodings)?;
    let implemented = &capabilities(kind).codecs;
    for codec in encodings
        .iter()
        .filter_map(|encoding| encoding.codec.as_ref())
    {
        if !implemented.iter().any(|known| known.matches(codec, false)) {
            return Err(Error::new(
                ErrorName::OperationError,
                format!("the codec {} is none of the capabilities", codec.mime_type),
            ));
        }
    }
    check_scalability(&encodings, |encoding, mode| match &encoding.codec {
        Some(codec) => is_supported(codec, mode),
        None => implemented.iter().any(|codec| is_supported(codec, mode)),
    })
    .map_err(|message| Error::new(ErrorName::OperationError, message))?;
    check_restrictions(&encodings)
        .map_err(|message| Error::new(ErrorName::OperationError, message))?;
    check_packet_times(&encodings)?;
    if kind == MediaKind::Audio {
        remove_video_members(&mut encodings);
    }
    check_scaling(&encodings)?;
    let is_positive = |rate: &f64| *rate > 0.0;
    check_frame_rates(&encodings, is_positive, "greater than 0")?;
    let scales = |encoding: &RTCRtpEncodingParameters| encoding.scale_resolution_down_by.is_some();
    if encodings.iter().any(scales) {
        add_scaling(&mut encodings);
    }
    encodings.truncate(max_encodings(kind));
    if kind == MediaKind::Video && !encodings.iter().any(scales) {
        let length = encodings.len();
        for (index, encoding) in encodings.iter_mut().enumerate() {
            let factor = 1_u32 << (length - index - 1);
            encoding.scale_resolution_down_by = Some(f64::from(factor));
        }
    }
    if let [encoding] = &mut encodings[..] {
        encoding.rid = None;
    }
    if encodings.is_empty() {
        encodings.push(default_encoding(kind));
    }
    Ok(encodings)
}

/// "A single new RTCRtpEncodingParameters dictionary."
fn default_encoding(kind: MediaKind) -> RTCRtpEncodingParameters {
    RTCRtpEncodingParameters {
        scale_resolution_down_by: (kind == MediaKind::Video).then_some(1.0),
        ..RTCRtpEncodingParameters::default()
    }
}

/// Web IDL's `double`: no infinities, no NaN.
pub(super) fn check_numbers(encodings: &[RTCRtpEncodingParameters]) -> Result<(), Error> {
    for encoding in encodings {
        for (name, value) in [
            ("maxFramerate", encoding.max_framerate),
            ("scaleResolutionDownBy", encoding.scale_resolution_down_by),
        ] {
            if value.is_some_and(|value| !value.is_finite()) {
                return Err(Error::new(
                    ErrorName::TypeError,
                    format!("{name} is not a finite number"),
                ));
            }
        }
    }
    Ok(())
}

fn check_rids(encodings: &[RTCRtpEncodingParameters]) -> Result<(), Error> {
    let type_error = |message: String| Err(Error::new(ErrorName::TypeError, message));
    let rids: Vec<&str> = encodings
        .iter()
        .filter_map(|encoding| encoding.rid.as_deref())
        .collect();
    if let Some(rid) = rids.iter().find(|rid| !is_rtp_stream_id(rid)) {
        return type_error(format!("{rid:?} is no rid"));
    }
    if !rids.is_empty() && rids.len() != encodings.len() {
        return type_error("some encodings have a rid and some have none".to_owned());
    }
    for (at, rid) in rids.iter().enumerate() {
        if rids[..at].contains(rid) {
            return type_error(format!("the rid {rid} is there twice"));
        }
    }
    Ok(())
}

/// webrtc-svc's checks, but for the name of the error.
pub(super) fn check_scalability(
    encodings: &[RTCRtpEncodingParameters],
    is_supported: impl Fn(&RTCRtpEncodingParameters, &str) -> bool,
) -> Result<(), String> {
    for encoding in encodings {
        if let Some(mode) = &encoding.scalability_mode
            && !is_supported(encoding, mode)
        {
            return Err(format!("no codec supports the scalability mode {mode:?}"));
        }
    }
    let active = || encodings.iter().filter(|encoding| encoding.active);
    let s_mode = active()
        .filter_map(|encoding| encoding.scalability_mode.as_deref())
        .find(|mode| is_s_mode(mode));
    match s_mode {
        Some(mode) if active().count() > 1 => Err(format!(
            "the scalability mode {mode} sends simulcast in one stream, but there are several encodings"
        )),
        _ => Ok(()),
    }
}

/// webrtc-extensions' checks of `scaleResolutionDownTo`, but for the name of the error.
pub(super) fn check_restrictions(encodings: &[RTCRtpEncodingParameters]) -> Result<(), String> {
    let restrictions = || {
        encodings
            .iter()
            .map(|encoding| encoding.scale_resolution_down_to.as_ref())
    };
    if restrictions().all(|restriction| restriction.is_none()) {
        return Ok(());
    }
    let unrestricted = |encoding: &RTCRtpEncodingParameters| {
        encoding.active && encoding.scale_resolution_down_to.is_none()
    };
    if encodings.iter().any(unrestricted) {
        return Err("scaleResolutionDownTo is missing in an active encoding".to_owned());
    }
    match restrictions()
        .flatten()
        .find(|to| to.max_width == 0 || to.max_height == 0)
    {
        Some(to) => Err(format!(
            "scaleResolutionDownTo is {} by {}: both must be greater than 0",
            to.max_width, to.max_height
        )),
        None => Ok(()),
    }
}

/// webrtc-extensions: with `adaptivePtime` there is no `ptime`.
pub(super) fn check_packet_times(encodings: &[RTCRtpEncodingParameters]) -> Result<(), Error> {
    let both =
        |encoding: &RTCRtpEncodingParameters| encoding.adaptive_ptime && encoding.ptime.is_some();
    if encodings.iter().any(both) {
        return Err(Error::new(
            ErrorName::InvalidModificationError,
            "ptime is set although adaptivePtime is true",
        ));
    }
    Ok(())
}

pub(super) fn remove_video_members(encodings: &mut [RTCRtpEncodingParameters]) {
    for encoding in encodings {
        encoding.scale_resolution_down_by = None;
        encoding.max_framerate = None;
    }
}

pub(super) fn add_scaling(encodings: &mut [RTCRtpEncodingParameters]) {
    for encoding in encodings {
        encoding.scale_resolution_down_by.get_or_insert(1.0);
    }
}

pub(super) fn check_scaling(encodings: &[RTCRtpEncodingParameters]) -> Result<(), Error> {
    let factors = encodings
        .iter()
        .filter_map(|encoding| encoding.scale_resolution_down_by);
    match factors.into_iter().find(|factor| *factor < 1.0) {
        Some(factor) => Err(Error::new(
            ErrorName::RangeError,
            format!("scaleResolutionDownBy is {factor}, which is less than 1"),
        )),
        None => Ok(()),
    }
}

pub(super) fn check_frame_rates(
    encodings: &[RTCRtpEncodingParameters],
    is_allowed: impl Fn(&f64) -> bool,
    allowed: &str,
) -> Result<(), Error> {
    let mut rates = encodings
        .iter()
        .filter_map(|encoding| encoding.max_framerate);
    match rates.find(|rate| !is_allowed(rate)) {
        Some(rate) => Err(Error::new(
            ErrorName::RangeError,
            format!("maxFramerate is {rate}, which is not {allowed}"),
        )),
        None => Ok(()),
    }
}

/// "Codec dictionary match" with any of a list.
pub(super) fn matches_any(codec: &Codec, codecs: &[Codec]) -> bool {
    codecs.iter().any(|known| known.matches(codec, true))
}
