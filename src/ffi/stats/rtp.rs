//! The dictionaries of streams, codecs and tracks.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr;

use crate::api::stats as api;

use super::members::{Head, NONE, count, double};
use super::report::DuologueRecordEntry;
use crate::ffi::DUOLOGUE_NONE;
use crate::ffi::enumeration;
use crate::ffi::enums::{RTCQualityLimitationReason, RTCStatsType};
use crate::ffi::parts::Parts;

/// A codec that streams are sent with, once for each transport and payload type.
///
/// <https://w3c.github.io/webrtc-stats/#dom-rtccodecstats>
#[repr(C)]
pub struct RTCCodecStats {
    /// The size of this struct.
    pub struct_size: usize,
    /// `RTC_STATS_TYPE_CODEC`.
    pub r#type: RTCStatsType,
    /// The id of this object.
    pub id: *const c_char,
    /// When it was looked at, in milliseconds since 1970.
    pub timestamp: f64,
    /// The payload type.
    pub payload_type: u32,
    /// The `RTCTransportStats` of the transport that it is used on.
    pub transport_id: *const c_char,
    /// The media type: `"video/VP8"`.
    pub mime_type: *const c_char,
    /// In hertz; `DUOLOGUE_NONE`: absent.
    pub clock_rate: i64,
    /// The number of channels, for audio; `DUOLOGUE_NONE`: absent.
    pub channels: i64,
    /// The parameters of `a=fmtp`; NULL: absent.
    pub sdp_fmtp_line: *const c_char,
}

/// A stream that a sender is configured to send: each encoding has its own. It is there from the answer on until its encoding is
/// dropped or the transceiver stopped.
///
/// <https://w3c.github.io/webrtc-stats/#dom-rtcoutboundrtpstreamstats>
#[repr(C)]
pub struct RTCOutboundRtpStreamStats {
    /// The size of this struct.
    pub struct_size: usize,
    /// `RTC_STATS_TYPE_OUTBOUND_RTP`.
    pub r#type: RTCStatsType,
    /// The id of this object.
    pub id: *const c_char,
    /// When it was looked at, in milliseconds since 1970.
    pub timestamp: f64,
    /// The SSRC.
    pub ssrc: u32,
    /// `"audio"` or `"video"`.
    pub kind: *const c_char,
    /// The `RTCTransportStats` of its transport; NULL: absent.
    pub transport_id: *const c_char,
    /// The `RTCCodecStats` of its codec; NULL: absent.
    pub codec_id: *const c_char,
    /// The packets that were sent, retransmissions included.
    pub packets_sent: i64,
    /// The bytes of payload that were sent, retransmissions included.
    pub bytes_sent: i64,
    /// The mid of its transceiver; NULL: absent.
    pub mid: *const c_char,
    /// The stats object of the track; NULL: there is none.
    pub media_source_id: *const c_char,
    /// What the peer says of the stream; NULL: nothing yet.
    pub remote_id: *const c_char,
    /// The rid of its encoding; NULL: absent.
    pub rid: *const c_char,
    /// Which of the sender's encodings it is, for video; `DUOLOGUE_NONE`: absent.
    pub encoding_index: i64,
    /// The bytes of headers and padding that were sent.
    pub header_bytes_sent: i64,
    /// The packets that were retransmitted.
    pub retransmitted_packets_sent: i64,
    /// The bytes of payload that were retransmitted.
    pub retransmitted_bytes_sent: i64,
    /// The SSRC of the retransmissions, if RTX was negotiated; `DUOLOGUE_NONE`: absent.
    pub rtx_ssrc: i64,
    /// What the encoder is to make, in bits per second; `DUOLOGUE_NONE`: absent.
    pub target_bitrate: f64,
    /// The sum of the sizes that the frames should have had; `DUOLOGUE_NONE`: absent.
    pub total_encoded_bytes_target: i64,
    /// The width of the last frame in pixels; `DUOLOGUE_NONE`: absent.
    pub frame_width: i64,
    /// The height of the last frame in pixels; `DUOLOGUE_NONE`: absent.
    pub frame_height: i64,
    /// The frames of the last second; `DUOLOGUE_NONE`: absent.
    pub frames_per_second: f64,
    /// The frames that were sent, for video; `DUOLOGUE_NONE`: absent.
    pub frames_sent: i64,
    /// Those among them that were far larger than the others; `DUOLOGUE_NONE`: absent.
    pub huge_frames_sent: i64,
    /// The frames that were encoded, for video; `DUOLOGUE_NONE`: absent.
    pub frames_encoded: i64,
    /// Those among them that were key frames, for video; `DUOLOGUE_NONE`: absent.
    pub key_frames_encoded: i64,
    /// The sum of the frames' quantisers; `DUOLOGUE_NONE`: absent.
    pub qp_sum: i64,
    /// The sums of the frames' signal-to-noise ratios, by component; NULL: absent.
    pub psnr_sum: *const DuologueRecordEntry,
    /// The number of components.
    pub psnr_sum_length: usize,
    /// How often the ratio was measured; `DUOLOGUE_NONE`: absent.
    pub psnr_measurements: i64,
    /// The seconds that encoding took; `DUOLOGUE_NONE`: absent.
    pub total_encode_time: f64,
    /// The seconds that packets waited until they were sent; `DUOLOGUE_NONE`: absent.
    pub total_packet_send_delay: f64,
    /// What keeps the encoder from doing better, for video; 0: absent.
    pub quality_limitation_reason: MaybeUninit<RTCQualityLimitationReason>,
    /// For how many seconds each reason did so; NULL: absent.
    pub quality_limitation_durations: *const DuologueRecordEntry,
    /// The number of reasons.
    pub quality_limitation_durations_length: usize,
    /// How often that changed the resolution; `DUOLOGUE_NONE`: absent.
    pub quality_limitation_resolution_changes: i64,
    /// The requests for retransmission that came (NACK).
    pub nack_count: i64,
    /// The requests for a key frame that came as FIR, for video; `DUOLOGUE_NONE`: absent.
    pub fir_count: i64,
    /// The requests for a key frame that came as PLI, for video; `DUOLOGUE_NONE`: absent.
    pub pli_count: i64,
    /// The encoder's name; NULL: absent.
    pub encoder_implementation: *const c_char,
    /// Whether the encoder spares power, 0 or 1; `DUOLOGUE_NONE`: absent.
    pub power_efficient_encoder: i32,
    /// Whether the encoding is active.
    pub active: bool,
    /// The layers, for video; NULL: absent.
    pub scalability_mode: *const c_char,
    /// The packets that were marked ECT(1); `DUOLOGUE_NONE`: absent.
    pub packets_sent_with_ect1: i64,
}

/// A track of audio that a sender has.
///
/// <https://w3c.github.io/webrtc-stats/#dom-rtcaudiosourcestats>
#[repr(C)]
pub struct RTCAudioSourceStats {
    /// The size of this struct.
    pub struct_size: usize,
    /// `RTC_STATS_TYPE_MEDIA_SOURCE`.
    pub r#type: RTCStatsType,
    /// The id of this object.
    pub id: *const c_char,
    /// When it was looked at, in milliseconds since 1970.
    pub timestamp: f64,
    /// The id of the track.
    pub track_identifier: *const c_char,
    /// `"audio"`.
    pub kind: *const c_char,
    /// How loud it is, from 0 to 1; `DUOLOGUE_NONE`: absent.
    pub audio_level: f64,
    /// The sum of the samples' energy; `DUOLOGUE_NONE`: absent.
    pub total_audio_energy: f64,
    /// The duration of the samples in seconds; `DUOLOGUE_NONE`: absent.
    pub total_samples_duration: f64,
    /// In decibels; NULL: absent.
    pub echo_return_loss: *const f64,
    /// In decibels; NULL: absent.
    pub echo_return_loss_enhancement: *const f64,
}

/// A track of video that a sender has.
///
/// <https://w3c.github.io/webrtc-stats/#dom-rtcvideosourcestats>
#[repr(C)]
pub struct RTCVideoSourceStats {
    /// The size of this struct.
    pub struct_size: usize,
    /// `RTC_STATS_TYPE_MEDIA_SOURCE`.
    pub r#type: RTCStatsType,
    /// The id of this object.
    pub id: *const c_char,
    /// When it was looked at, in milliseconds since 1970.
    pub timestamp: f64,
    /// The id of the track.
    pub track_identifier: *const c_char,
    /// `"video"`.
    pub kind: *const c_char,
    /// The width of the last frame in pixels; `DUOLOGUE_NONE`: absent.
    pub width: i64,
    /// The height of the last frame in pixels; `DUOLOGUE_NONE`: absent.
    pub height: i64,
    /// The number of frames; `DUOLOGUE_NONE`: absent.
    pub frames: i64,
    /// The frames of the last second; `DUOLOGUE_NONE`: absent.
    pub frames_per_second: f64,
}

pub(super) fn codec(head: Head, stats: &api::RTCCodecStats, parts: &mut Parts) -> RTCCodecStats {
    RTCCodecStats {
        struct_size: size_of::<RTCCodecStats>(),
        r#type: head.stats_type,
        id: head.id,
        timestamp: head.timestamp,
        payload_type: stats.payload_type,
        transport_id: parts.text(&stats.transport_id),
        mime_type: parts.text(&stats.mime_type),
        clock_rate: count(stats.clock_rate),
        channels: count(stats.channels),
        sdp_fmtp_line: parts.optional_text(stats.sdp_fmtp_line.as_deref()),
    }
}

pub(super) fn outbound(
    head: Head,
    stats: &api::RTCOutboundRtpStreamStats,
    parts: &mut Parts,
) -> RTCOutboundRtpStreamStats {
    RTCOutboundRtpStreamStats {
        struct_size: size_of::<RTCOutboundRtpStreamStats>(),
        r#type: head.stats_type,
        id: head.id,
        timestamp: head.timestamp,
        ssrc: stats.ssrc,
        kind: parts.text(&stats.kind),
        transport_id: parts.optional_text(stats.transport_id.as_deref()),
        codec_id: parts.optional_text(stats.codec_id.as_deref()),
        packets_sent: count(Some(stats.packets_sent)),
        bytes_sent: count(Some(stats.bytes_sent)),
        mid: parts.optional_text(stats.mid.as_deref()),
        media_source_id: parts.optional_text(stats.media_source_id.as_deref()),
        remote_id: ptr::null(),
        rid: parts.optional_text(stats.rid.as_deref()),
        encoding_index: count(stats.encoding_index),
        header_bytes_sent: count(Some(stats.header_bytes_sent)),
        retransmitted_packets_sent: count(Some(stats.retransmitted_packets_sent)),
        retransmitted_bytes_sent: count(Some(stats.retransmitted_bytes_sent)),
        rtx_ssrc: count(stats.rtx_ssrc),
        target_bitrate: double(None),
        total_encoded_bytes_target: NONE,
        frame_width: NONE,
        frame_height: NONE,
        frames_per_second: double(None),
        frames_sent: count(stats.frames_sent),
        huge_frames_sent: NONE,
        frames_encoded: count(stats.frames_encoded),
        key_frames_encoded: count(stats.key_frames_encoded),
        qp_sum: NONE,
        psnr_sum: ptr::null(),
        psnr_sum_length: 0,
        psnr_measurements: NONE,
        total_encode_time: double(None),
        total_packet_send_delay: double(None),
        quality_limitation_reason: enumeration::none(),
        quality_limitation_durations: ptr::null(),
        quality_limitation_durations_length: 0,
        quality_limitation_resolution_changes: NONE,
        nack_count: count(Some(stats.nack_count)),
        fir_count: count(stats.fir_count),
        pli_count: count(stats.pli_count),
        encoder_implementation: ptr::null(),
        power_efficient_encoder: DUOLOGUE_NONE,
        active: stats.active,
        scalability_mode: parts.optional_text(stats.scalability_mode.as_deref()),
        packets_sent_with_ect1: NONE,
    }
}

pub(super) fn audio_source(
    head: Head,
    stats: &api::RTCAudioSourceStats,
    parts: &mut Parts,
) -> RTCAudioSourceStats {
    RTCAudioSourceStats {
        struct_size: size_of::<RTCAudioSourceStats>(),
        r#type: head.stats_type,
        id: head.id,
        timestamp: head.timestamp,
        track_identifier: parts.text(&stats.track_identifier),
        kind: parts.text(&stats.kind),
        audio_level: double(None),
        total_audio_energy: double(None),
        total_samples_duration: double(None),
        echo_return_loss: ptr::null(),
        echo_return_loss_enhancement: ptr::null(),
    }
}

pub(super) fn video_source(
    head: Head,
    stats: &api::RTCVideoSourceStats,
    parts: &mut Parts,
) -> RTCVideoSourceStats {
    RTCVideoSourceStats {
        struct_size: size_of::<RTCVideoSourceStats>(),
        r#type: head.stats_type,
        id: head.id,
        timestamp: head.timestamp,
        track_identifier: parts.text(&stats.track_identifier),
        kind: parts.text(&stats.kind),
        width: NONE,
        height: NONE,
        frames: NONE,
        frames_per_second: double(None),
    }
}
