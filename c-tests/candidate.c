/* RTCIceCandidate and RTCSessionDescription: what they show of what they were made of. */
#include "check.h"

static RTCIceCandidate *create(const RTCLocalIceCandidateInit *init) {
    RTCIceCandidate *candidate = NULL;
    CHECK_OK(rtc_ice_candidate_create(init, &candidate));
    return candidate;
}

static void a_whole_one(void) {
    RTCLocalIceCandidateInit init = RTC_ICE_CANDIDATE_INIT_INIT;
    RTCIceCandidateInit json = RTC_ICE_CANDIDATE_INIT_INIT;
    RTCIceComponent component = (RTCIceComponent)0;
    RTCIceProtocol protocol = (RTCIceProtocol)0;
    RTCIceCandidateType type = (RTCIceCandidateType)0;
    RTCIceTcpCandidateType tcp_type = (RTCIceTcpCandidateType)0;
    RTCIceServerTransportProtocol relay_protocol = (RTCIceServerTransportProtocol)0;
    uint32_t priority = 0;
    uint16_t port = 0, related_port = 0, index = 9;
    init.candidate =
        "candidate:abc 1 tcp 1845501695 192.0.2.7 4444 typ relay raddr 10.0.0.1 rport 22222 "
        "tcptype passive";
    init.sdp_mid = "data";
    init.sdp_m_line_index = 0;
    init.username_fragment = "frag";
    init.url = "turn:turn.example.org";
    init.relay_protocol = RTC_ICE_SERVER_TRANSPORT_PROTOCOL_TLS;
    RTCIceCandidate *candidate = create(&init);
    CHECK(strcmp(rtc_ice_candidate_candidate(candidate), init.candidate) == 0);
    CHECK(strcmp(rtc_ice_candidate_sdp_mid(candidate), "data") == 0);
    CHECK(rtc_ice_candidate_sdp_m_line_index(candidate, &index) && index == 0);
    CHECK(strcmp(rtc_ice_candidate_foundation(candidate), "abc") == 0);
    CHECK(rtc_ice_candidate_component(candidate, &component) && component == RTC_ICE_COMPONENT_RTP);
    CHECK(rtc_ice_candidate_priority(candidate, &priority) && priority == 1845501695);
    CHECK(strcmp(rtc_ice_candidate_address(candidate), "192.0.2.7") == 0);
    CHECK(rtc_ice_candidate_protocol(candidate, &protocol) && protocol == RTC_ICE_PROTOCOL_TCP);
    CHECK(rtc_ice_candidate_port(candidate, &port) && port == 4444);
    CHECK(rtc_ice_candidate_type(candidate, &type) && type == RTC_ICE_CANDIDATE_TYPE_RELAY);
    CHECK(rtc_ice_candidate_tcp_type(candidate, &tcp_type) &&
          tcp_type == RTC_ICE_TCP_CANDIDATE_TYPE_PASSIVE);
    CHECK(strcmp(rtc_ice_candidate_related_address(candidate), "10.0.0.1") == 0);
    CHECK(rtc_ice_candidate_related_port(candidate, &related_port) && related_port == 22222);
    CHECK(strcmp(rtc_ice_candidate_username_fragment(candidate), "frag") == 0);
    CHECK(strcmp(rtc_ice_candidate_url(candidate), init.url) == 0);
    CHECK(rtc_ice_candidate_relay_protocol(candidate, &relay_protocol) &&
          relay_protocol == RTC_ICE_SERVER_TRANSPORT_PROTOCOL_TLS);

    CHECK_OK(rtc_ice_candidate_to_json(candidate, &json));
    CHECK(json.candidate == rtc_ice_candidate_candidate(candidate)); /* lent by the candidate */
    CHECK(strcmp(json.sdp_mid, "data") == 0 && json.sdp_m_line_index == 0);
    CHECK(strcmp(json.username_fragment, "frag") == 0);
    CHECK(json.url == NULL && (int)json.relay_protocol == 0); /* the IDL leaves them out */
    RTCIceCandidate *again = create(&json);
    CHECK(again != candidate);
    rtc_ice_candidate_unref(again);

    CHECK(rtc_ice_candidate_ref(candidate) == candidate);
    rtc_ice_candidate_unref(candidate);
    CHECK(rtc_ice_candidate_port(candidate, &port));
    rtc_ice_candidate_unref(candidate);
}

static void one_that_is_none(void) {
    static const char *const texts[] = {"nonsense",
                                        "candidate:", "candidate:1 1 udp 1 192.0.2.1 1 typ",
                                        "candidate:1 1 udp 99999999999 192.0.2.1 1 typ host",
                                        "candidate:1 1 udp 1 192.0.2.1 65536 typ host"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        RTCIceCandidateInit init = RTC_ICE_CANDIDATE_INIT_INIT;
        RTCIceCandidateType type = RTC_ICE_CANDIDATE_TYPE_HOST;
        uint16_t port = 7;
        init.candidate = texts[i];
        init.sdp_mid = "0";
        RTCIceCandidate *candidate = create(&init);
        CHECK(strcmp(rtc_ice_candidate_candidate(candidate), texts[i]) == 0);
        CHECK(rtc_ice_candidate_foundation(candidate) == NULL);
        CHECK(rtc_ice_candidate_address(candidate) == NULL);
        CHECK(!rtc_ice_candidate_port(candidate, &port) && port == 7);
        CHECK(!rtc_ice_candidate_type(candidate, &type) && type == RTC_ICE_CANDIDATE_TYPE_HOST);
        CHECK(!rtc_ice_candidate_sdp_m_line_index(candidate, &port));
        rtc_ice_candidate_unref(candidate);
    }
}

static void refusals(void) {
    RTCIceCandidateInit init = RTC_ICE_CANDIDATE_INIT_INIT;
    RTCIceCandidate *candidate = NULL;
    CHECK_TYPE_ERROR(rtc_ice_candidate_create(&init, &candidate));
    CHECK_TYPE_ERROR(rtc_ice_candidate_create(NULL, &candidate));
    init.sdp_m_line_index = 70000;
    CHECK_TYPE_ERROR(rtc_ice_candidate_create(&init, &candidate));
    init.sdp_m_line_index = -2;
    CHECK_TYPE_ERROR(rtc_ice_candidate_create(&init, &candidate));
    init.sdp_m_line_index = 0;
    init.relay_protocol = (RTCIceServerTransportProtocol)4;
    CHECK_TYPE_ERROR(rtc_ice_candidate_create(&init, &candidate));
    init.relay_protocol = (RTCIceServerTransportProtocol)0;
    init.candidate = "\xff";
    CHECK_TYPE_ERROR(rtc_ice_candidate_create(&init, &candidate));
    CHECK(candidate == NULL);
}

static void descriptions(void) {
    RTCSessionDescriptionInit init = RTC_SESSION_DESCRIPTION_INIT_INIT;
    RTCSessionDescription *description = NULL;
    CHECK_TYPE_ERROR(rtc_session_description_create(&init, &description));
    CHECK_TYPE_ERROR(rtc_session_description_create(NULL, &description));
    for (RTCSdpType type = RTC_SDP_TYPE_OFFER; type <= RTC_SDP_TYPE_ROLLBACK; type++) {
        RTCSessionDescriptionInit json = RTC_SESSION_DESCRIPTION_INIT_INIT;
        init.type = type;
        init.sdp = type == RTC_SDP_TYPE_ROLLBACK ? "" : "anything, it is not looked at";
        CHECK_OK(rtc_session_description_create(&init, &description));
        CHECK(rtc_session_description_type(description) == type);
        CHECK(strcmp(rtc_session_description_sdp(description), init.sdp) == 0);
        CHECK(rtc_session_description_sdp(description) == rtc_session_description_sdp(description));
        CHECK_OK(rtc_session_description_to_json(description, &json));
        CHECK(json.type == type && json.sdp == rtc_session_description_sdp(description));
        /* A handle of another interface is seen. */
        CHECK_TYPE_ERROR(rtc_peer_connection_close((RTCPeerConnection *)description));
        CHECK(strstr(duologue_last_error_message(), "RTCPeerConnection") != NULL);
        CHECK_TYPE_ERROR(rtc_peer_connection_close((RTCPeerConnection *)((char *)description + 1)));
        rtc_session_description_unref(description);
    }
}

int main(void) {
    a_whole_one();
    one_that_is_none();
    refusals();
    descriptions();
    return 0;
}
