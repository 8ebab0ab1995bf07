//! "outbound-rtp", "codec" and "media-source".

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Gatherer;
use crate::api::media_stream_track::RTCMediaStreamTrack;
use crate::api::rtp::{RTCRtpCodec, RTCRtpEncodingParameters, Slots};
use crate::api::stats::{
    RTCAudioSourceStats, RTCCodecStats, RTCOutboundRtpStreamStats, RTCStats, RTCStatsType,
    RTCVideoSourceStats, StatsDetail,
};
use crate::negotiation::media::MediaKind;
use crate::negotiation::{StreamIdentity, TransceiverKey};

impl Gatherer<'_> {
    /// The streams that senders are configured to send, with the codecs that they use, and the tracks of all senders.
    pub(super) fn streams(&self) -> Vec<RTCStats> {
        let mut streams = Vec::new();
        let mut codecs = BTreeMap::new();
        let mut sources = BTreeMap::new();
        for transceiver in self.state.transceivers.values() {
            let slots = transceiver.context.slots.lock();
            if let Some(source) = slots.sender_track.as_ref().and_then(|it| self.source(it)) {
                sources.entry(source.id.clone()).or_insert(source);
            }
            if !slots.is_configured_to_send || slots.transceiver.stopped {
                continue;
            }
            let encodings = slots.transceiver.sender.send_encodings.iter();
            for (index, encoding) in encodings.enumerate() {
                let Some(stream) = slots.transceiver.sender.stream(encoding) else {
                    continue;
                };
                let codec = self.codec(&slots, encoding);
                let codec_id = codec.as_ref().map(|codec| codec.id.clone());
                streams.push(self.outbound(&slots, (index, encoding), stream, codec_id));
                codecs.extend(codec.map(|codec| (codec.id.clone(), codec)));
            }
        }
        streams.extend(codecs.into_values());
        streams.extend(sources.into_values());
        streams
    }

    /// The stream of one encoding. Nothing counts yet: the media of this version stay with the application.
    fn outbound(
        &self,
        slots: &Slots,
        (index, encoding): (usize, &RTCRtpEncodingParameters),
        stream: &StreamIdentity,
        codec_id: Option<String>,
    ) -> RTCStats {
        let transceiver = &slots.transceiver;
        let video = |value| (transceiver.kind == MediaKind::Video).then_some(value);
        let has_rtx = transceiver
            .sender
            .send_codecs
            .iter()
            .any(RTCRtpCodec::is_rtx);
        let source = slots.sender_track.as_ref();
        let detail = RTCOutboundRtpStreamStats {
            ssrc: stream.ssrc,
            kind: transceiver.kind.as_str().to_owned(),
            transport_id: self.sender_transport(slots),
            codec_id,
            packets_sent: 0,
            bytes_sent: 0,
            mid: transceiver.mid.clone(),
            media_source_id: source.and_then(|track| self.source_id(track)),
            rid: encoding.rid.clone(),
            encoding_index: video(index as u32),
            header_bytes_sent: 0,
            retransmitted_packets_sent: 0,
            retransmitted_bytes_sent: 0,
            rtx_ssrc: has_rtx.then_some(stream.rtx_ssrc),
            frames_sent: video(0),
            frames_encoded: video(0),
            key_frames_encoded: video(0),
            nack_count: 0,
            fir_count: video(0),
            pli_count: video(0),
            active: encoding.active,
            scalability_mode: encoding.scalability_mode.clone(),
        };
        let id = self.outbound_id(slots, stream);
        self.stats(id, StatsDetail::OutboundRtp(detail))
    }

    fn outbound_id(&self, slots: &Slots, stream: &StreamIdentity) -> String {
        let name = format!("{} {}", slots.transceiver.key.0, stream.ssrc);
        self.id(RTCStatsType::OutboundRtp, &name)
    }

    /// The ids of "all RTCOutboundRtpStreamStats objects representing RTP streams being sent by selector".
    pub(super) fn streams_of_sender(&self, key: TransceiverKey) -> Vec<String> {
        let Some(transceiver) = self.state.transceivers.get(&key) else {
            return Vec::new();
        };
        let slots = transceiver.context.slots.lock();
        let sender = &slots.transceiver.sender;
        let encodings = sender.send_encodings.iter();
        encodings
            .filter_map(|encoding| sender.stream(encoding))
            .map(|stream| self.outbound_id(&slots, stream))
            .collect()
    }

    fn sender_transport(&self, slots: &Slots) -> Option<String> {
        Some(self.transport_id(slots.transports.sender.as_ref()?))
    }

    /// The codec that an encoding is sent with: its own, or the first one that was negotiated. "A single 'codec' entry per payload type
    /// per transport, unless sdpFmtpLine differs".
    fn codec(&self, slots: &Slots, encoding: &RTCRtpEncodingParameters) -> Option<RTCStats> {
        let codecs = &slots.transceiver.sender.send_codecs;
        let mut primary = codecs.iter().filter(|codec| codec.is_primary());
        let wanted = encoding.codec.as_ref();
        let own = wanted.and_then(|wanted| codecs.iter().find(|it| it.matches(wanted, true)));
        let codec = own.or_else(|| primary.next())?;
        let transport_id = self.sender_transport(slots)?;
        let fmtp = codec.sdp_fmtp_line.as_deref();
        let name = format!("{transport_id} {} {fmtp:?}", codec.payload_type);
        let detail = RTCCodecStats {
            payload_type: codec.payload_type.into(),
            transport_id,
            mime_type: codec.mime_type.clone(),
            clock_rate: Some(codec.clock_rate),
            channels: codec.channels.map(u32::from),
            sdp_fmtp_line: codec.sdp_fmtp_line.clone(),
        };
        let id = self.id(RTCStatsType::Codec, &name);
        Some(self.stats(id, StatsDetail::Codec(detail)))
    }

    fn source_id(&self, track: &Arc<RTCMediaStreamTrack>) -> Option<String> {
        let number = self.state.statistics.media_sources.number(track)?;
        Some(self.id(RTCStatsType::MediaSource, &number.to_string()))
    }

    fn source(&self, track: &Arc<RTCMediaStreamTrack>) -> Option<RTCStats> {
        let id = self.source_id(track)?;
        let track_identifier = track.id().to_owned();
        let kind = track.kind().as_str().to_owned();
        let detail = match track.kind() {
            MediaKind::Audio => StatsDetail::AudioSource(RTCAudioSourceStats {
                track_identifier,
                kind,
            }),
            MediaKind::Video => StatsDetail::VideoSource(RTCVideoSourceStats {
                track_identifier,
                kind,
            }),
        };
        Some(self.stats(id, detail))
    }
}
