//! The dictionaries of webrtc-stats. An optional member that does not exist is `None`.

use super::value::{Member, Nullable, Value};
use super::{RTCDtlsRole, RTCStatsIceCandidatePairState};
use crate::api::enums::{
    RTCDataChannelState, RTCDtlsTransportState, RTCIceCandidateType, RTCIceRole,
    RTCIceServerTransportProtocol, RTCIceTcpCandidateType, RTCIceTransportState,
};

/// Defines a dictionary whose members can be listed.
macro_rules! dictionary {
    ($(#[$doc:meta])* $name:ident { $($(#[$member_doc:meta])* $member:ident: $type:ty),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub(crate) struct $name {
            $($(#[$member_doc])* pub(crate) $member: $type),+
        }

        impl $name {
            /// The members that exist.
            pub(super) fn members(&self) -> Vec<(&'static str, Value)> {
                [$((stringify!($member), self.$member.value())),+]
                    .into_iter()
                    .filter_map(|(name, value)| Some((name, value?)))
                    .collect()
            }
        }
    };
}

dictionary! {
    RTCCodecStats {
        payload_type: u32,
        transport_id: String,
        mime_type: String,
        clock_rate: Option<u32>,
        channels: Option<u32>,
        sdp_fmtp_line: Option<String>,
    }
}

dictionary! {
    RTCOutboundRtpStreamStats {
        ssrc: u32,
        kind: String,
        transport_id: Option<String>,
        codec_id: Option<String>,
        packets_sent: u64,
        bytes_sent: u64,
        mid: Option<String>,
        media_source_id: Option<String>,
        rid: Option<String>,
        encoding_index: Option<u32>,
        header_bytes_sent: u64,
        retransmitted_packets_sent: u64,
        retransmitted_bytes_sent: u64,
        rtx_ssrc: Option<u32>,
        frames_sent: Option<u32>,
        frames_encoded: Option<u32>,
        key_frames_encoded: Option<u32>,
        nack_count: u32,
        fir_count: Option<u32>,
        pli_count: Option<u32>,
        active: bool,
        scalability_mode: Option<String>,
    }
}

dictionary! {
    RTCAudioSourceStats {
        track_identifier: String,
        kind: String,
    }
}

dictionary! {
    RTCVideoSourceStats {
        track_identifier: String,
        kind: String,
    }
}

dictionary! {
    RTCPeerConnectionStats {
        data_channels_opened: u32,
        data_channels_closed: u32,
    }
}

dictionary! {
    RTCDataChannelStats {
        label: String,
        protocol: String,
        data_channel_identifier: Option<u16>,
        state: RTCDataChannelState,
        messages_sent: u32,
        bytes_sent: u64,
        messages_received: u32,
        bytes_received: u64,
    }
}

dictionary! {
    RTCTransportStats {
        packets_sent: u64,
        packets_received: u64,
        bytes_sent: u64,
        bytes_received: u64,
        ice_role: RTCIceRole,
        ice_local_username_fragment: Option<String>,
        dtls_state: RTCDtlsTransportState,
        ice_state: RTCIceTransportState,
        selected_candidate_pair_id: Option<String>,
        local_certificate_id: Option<String>,
        remote_certificate_id: Option<String>,
        tls_version: Option<String>,
        dtls_cipher: Option<String>,
        dtls_role: RTCDtlsRole,
        srtp_cipher: Option<String>,
        selected_candidate_pair_changes: u32,
    }
}

dictionary! {
    RTCIceCandidateStats {
        transport_id: String,
        address: Nullable<String>,
        port: i32,
        protocol: String,
        candidate_type: RTCIceCandidateType,
        priority: Option<u32>,
        url: Option<String>,
        relay_protocol: Option<RTCIceServerTransportProtocol>,
        foundation: Option<String>,
        related_address: Option<String>,
        related_port: Option<i32>,
        username_fragment: Option<String>,
        tcp_type: Option<RTCIceTcpCandidateType>,
    }
}

dictionary! {
    RTCIceCandidatePairStats {
        transport_id: String,
        local_candidate_id: String,
        remote_candidate_id: String,
        state: RTCStatsIceCandidatePairState,
        nominated: bool,
        packets_sent: u64,
        packets_received: u64,
        bytes_sent: u64,
        bytes_received: u64,
        last_packet_sent_timestamp: Option<f64>,
        last_packet_received_timestamp: Option<f64>,
        total_round_trip_time: f64,
        current_round_trip_time: Option<f64>,
        requests_received: u64,
        requests_sent: u64,
        responses_received: u64,
        responses_sent: u64,
        consent_requests_sent: u64,
    }
}

dictionary! {
    RTCCertificateStats {
        fingerprint: String,
        fingerprint_algorithm: String,
        base64_certificate: String,
        issuer_certificate_id: Option<String>,
    }
}
