/* Each enumeration: its strings are those of the IDL, and nothing else is taken. */
#include "check.h"

/* Goes from 1 to the first number without a name, both ways, and leaves the number of values in
 * `count`. */
#define CHECK_ENUM(type, name, expected)                                                           \
    do {                                                                                           \
        static const char *const strings[] = expected;                                             \
        int count = (int)(sizeof strings / sizeof *strings);                                       \
        for (int number = 1; number <= count; number++) {                                          \
            type value = (type)0;                                                                  \
            const char *string = name##_to_string((type)number);                                   \
            CHECK(string != NULL && strcmp(string, strings[number - 1]) == 0);                     \
            CHECK_OK(name##_from_string(string, &value));                                          \
            CHECK((int)value == number);                                                           \
            CHECK_TYPE_ERROR(name##_from_string(string, NULL));                                    \
        }                                                                                          \
        type untouched = (type)1;                                                                  \
        CHECK(name##_to_string((type)0) == NULL);                                                  \
        CHECK(name##_to_string((type)(count + 1)) == NULL);                                        \
        CHECK(name##_to_string((type)-1) == NULL);                                                 \
        CHECK_TYPE_ERROR(name##_from_string(NULL, &untouched));                                    \
        CHECK_TYPE_ERROR(name##_from_string("", &untouched));                                      \
        CHECK_TYPE_ERROR(name##_from_string("Nonsense", &untouched));                              \
        CHECK_TYPE_ERROR(name##_from_string("\xff", &untouched));                                  \
        CHECK((int)untouched == 1);                                                                \
    } while (0)

#define VALUES(...)                                                                                \
    { __VA_ARGS__ }

int main(void) {
    CHECK_ENUM(RTCIceTransportPolicy, rtc_ice_transport_policy, VALUES("relay", "all", "public"));
    CHECK_ENUM(RTCBundlePolicy, rtc_bundle_policy, VALUES("balanced", "max-compat", "max-bundle"));
    CHECK_ENUM(RTCRtcpMuxPolicy, rtc_rtcp_mux_policy, VALUES("require", "negotiate"));
    CHECK_ENUM(RTCPriorityType, rtc_priority_type, VALUES("very-low", "low", "medium", "high"));
    CHECK_ENUM(RTCRtpTransceiverDirection, rtc_rtp_transceiver_direction,
               VALUES("sendrecv", "sendonly", "recvonly", "inactive", "stopped"));
    CHECK_ENUM(RTCConfigurationTargetLatency, rtc_configuration_target_latency,
               VALUES("lowest", "none"));
    CHECK_ENUM(RTCRtpHeaderEncryptionPolicy, rtc_rtp_header_encryption_policy,
               VALUES("negotiate", "require"));
    CHECK_ENUM(RTCStatsType, rtc_stats_type,
               VALUES("codec", "inbound-rtp", "outbound-rtp", "remote-inbound-rtp",
                      "remote-outbound-rtp", "media-source", "media-playout", "peer-connection",
                      "data-channel", "transport", "candidate-pair", "local-candidate",
                      "remote-candidate", "certificate"));
    CHECK_ENUM(RTCDtlsRole, rtc_dtls_role, VALUES("client", "server", "unknown"));
    CHECK_ENUM(RTCStatsIceCandidatePairState, rtc_stats_ice_candidate_pair_state,
               VALUES("frozen", "waiting", "in-progress", "failed", "succeeded"));
    CHECK_ENUM(RTCQualityLimitationReason, rtc_quality_limitation_reason,
               VALUES("none", "cpu", "bandwidth", "other"));
    CHECK_ENUM(RTCSignalingState, rtc_signaling_state,
               VALUES("stable", "have-local-offer", "have-remote-offer", "have-local-pranswer",
                      "have-remote-pranswer", "closed"));
    CHECK_ENUM(RTCIceGatheringState, rtc_ice_gathering_state,
               VALUES("new", "gathering", "complete"));
    CHECK_ENUM(RTCPeerConnectionState, rtc_peer_connection_state,
               VALUES("closed", "failed", "disconnected", "new", "connecting", "connected"));
    CHECK_ENUM(
        RTCIceConnectionState, rtc_ice_connection_state,
        VALUES("closed", "failed", "disconnected", "new", "checking", "completed", "connected"));
    CHECK_ENUM(RTCSdpType, rtc_sdp_type, VALUES("offer", "pranswer", "answer", "rollback"));
    CHECK_ENUM(RTCIceProtocol, rtc_ice_protocol, VALUES("udp", "tcp"));
    CHECK_ENUM(RTCIceTcpCandidateType, rtc_ice_tcp_candidate_type,
               VALUES("active", "passive", "so"));
    CHECK_ENUM(RTCIceCandidateType, rtc_ice_candidate_type,
               VALUES("host", "srflx", "prflx", "relay"));
    CHECK_ENUM(RTCIceServerTransportProtocol, rtc_ice_server_transport_protocol,
               VALUES("udp", "tcp", "tls"));
    CHECK_ENUM(RTCDtlsTransportState, rtc_dtls_transport_state,
               VALUES("new", "connecting", "connected", "closed", "failed"));
    CHECK_ENUM(RTCIceGathererState, rtc_ice_gatherer_state, VALUES("new", "gathering", "complete"));
    CHECK_ENUM(
        RTCIceTransportState, rtc_ice_transport_state,
        VALUES("closed", "failed", "disconnected", "new", "checking", "completed", "connected"));
    CHECK_ENUM(RTCIceRole, rtc_ice_role, VALUES("unknown", "controlling", "controlled"));
    CHECK_ENUM(RTCIceComponent, rtc_ice_component, VALUES("rtp", "rtcp"));
    CHECK_ENUM(RTCSctpTransportState, rtc_sctp_transport_state,
               VALUES("connecting", "connected", "closed"));
    CHECK_ENUM(RTCDataChannelState, rtc_data_channel_state,
               VALUES("connecting", "open", "closing", "closed"));
    CHECK_ENUM(RTCMediaStreamTrackState, rtc_media_stream_track_state, VALUES("live", "ended"));
    CHECK_ENUM(RTCErrorDetailType, rtc_error_detail_type,
               VALUES("data-channel-failure", "dtls-failure", "fingerprint-failure", "sctp-failure",
                      "sdp-syntax-error", "hardware-encoder-not-available",
                      "hardware-encoder-error", "idp-bad-script-failure", "idp-execution-failure",
                      "idp-load-failure", "idp-need-login", "idp-timeout", "idp-tls-failure",
                      "idp-token-expired", "idp-token-invalid"));
    CHECK_ENUM(RTCBinaryType, rtc_binary_type, VALUES("blob", "arraybuffer"));
    CHECK_ENUM(DuologueDispatch, duologue_dispatch, VALUES("thread", "manual"));
    CHECK_ENUM(DuologueLogLevel, duologue_log_level,
               VALUES("error", "warn", "info", "debug", "trace"));
    return 0;
}
