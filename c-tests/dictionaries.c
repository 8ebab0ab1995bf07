/* Dictionaries of callers that were compiled with another version of the header, and of those that
 * forgot the INIT macro. */
#include "check.h"

/* A struct of a later version: ours, and members that this library does not know. */
#define LATER(type)                                                                                \
    struct {                                                                                       \
        type known;                                                                                \
        uint64_t unknown[2];                                                                       \
    }

/* Calls `call` with `init` as it is, too small, zero, absurd, and from the future with the rest
 * zero and not zero. */
#define CHECK_DICTIONARY(type, macro, call)                                                        \
    do {                                                                                           \
        LATER(type) later = {macro, {0, 0}};                                                       \
        type *init = &later.known;                                                                 \
        CHECK(init->struct_size == sizeof(type));                                                  \
        CHECK_OK(call);                                                                            \
        later.unknown[0] = 1; /* not ours to read */                                               \
        CHECK_OK(call);                                                                            \
        init->struct_size = 0;                                                                     \
        CHECK_TYPE_ERROR(call);                                                                    \
        CHECK(strstr(duologue_last_error_message(), #type) != NULL);                               \
        init->struct_size = sizeof(size_t) - 1;                                                    \
        CHECK_TYPE_ERROR(call);                                                                    \
        init->struct_size = (size_t)-1;                                                            \
        CHECK_TYPE_ERROR(call);                                                                    \
        init->struct_size = sizeof later;                                                          \
        CHECK_TYPE_ERROR(call);                                                                    \
        CHECK(strstr(duologue_last_error_message(), "does not know") != NULL);                     \
        later.unknown[0] = 0;                                                                      \
        CHECK_OK(call);                                                                            \
    } while (0)

static RTCResult create_runtime(const DuologueRuntimeOptions *options) {
    DuologueRuntime *runtime = NULL;
    RTCResult result = duologue_runtime_create(options, &runtime);
    duologue_runtime_unref(runtime);
    return result;
}

static RTCResult create_pc(const RTCConfiguration *configuration) {
    RTCPeerConnection *pc = NULL;
    RTCResult result = rtc_peer_connection_create(NULL, configuration, &pc);
    rtc_peer_connection_unref(pc);
    return result;
}

static RTCResult create_pc_with_server(const RTCIceServer *server) {
    RTCConfiguration configuration = RTC_CONFIGURATION_INIT;
    configuration.ice_servers = server;
    configuration.ice_servers_length = 1;
    return create_pc(&configuration);
}

static RTCResult create_channel(const RTCDataChannelInit *init) {
    RTCPeerConnection *pc = NULL;
    RTCDataChannel *channel = NULL;
    CHECK_OK(rtc_peer_connection_create(NULL, NULL, &pc));
    RTCResult result = rtc_peer_connection_create_data_channel(pc, "", init, &channel);
    rtc_data_channel_unref(channel);
    rtc_peer_connection_unref(pc);
    return result;
}

static RTCResult create_description(RTCSessionDescriptionInit *init) {
    RTCSessionDescription *description = NULL;
    init->type = RTC_SDP_TYPE_OFFER;
    RTCResult result = rtc_session_description_create(init, &description);
    rtc_session_description_unref(description);
    return result;
}

static RTCResult create_candidate(RTCIceCandidateInit *init) {
    RTCIceCandidate *candidate = NULL;
    init->sdp_m_line_index = 0;
    RTCResult result = rtc_ice_candidate_create(init, &candidate);
    rtc_ice_candidate_unref(candidate);
    return result;
}

static RTCResult create_offer(const RTCOfferOptions *options) {
    RTCPeerConnection *pc = NULL;
    CHECK_OK(rtc_peer_connection_create(NULL, NULL, &pc));
    RTCResult result = rtc_peer_connection_create_offer(pc, options, NULL, NULL);
    rtc_peer_connection_unref(pc);
    return result;
}

static RTCResult generate(const RTCAlgorithmIdentifier *algorithm) {
    return rtc_peer_connection_generate_certificate(NULL, algorithm, NULL, NULL);
}

static RTCResult set_identity_provider(const RTCIdentityProviderOptions *options) {
    RTCPeerConnection *pc = NULL;
    CHECK_OK(rtc_peer_connection_create(NULL, NULL, &pc));
    RTCResult result = rtc_peer_connection_set_identity_provider(pc, "idp.example.org", options);
    rtc_peer_connection_unref(pc);
    return result;
}

static void no_assertion(DuologueIdentityRequest *request, const char *contents, const char *origin,
                         const RTCIdentityProviderOptions *options, void *userdata) {
    (void)request, (void)contents, (void)origin, (void)options, (void)userdata;
}

static void not_valid(DuologueIdentityRequest *request, const char *assertion, const char *origin,
                      void *userdata) {
    (void)request, (void)assertion, (void)origin, (void)userdata;
}

static RTCResult register_provider(RTCIdentityProvider *provider) {
    uint64_t registration = 0;
    provider->generate_assertion = no_assertion;
    provider->validate_assertion = not_valid;
    RTCResult result =
        duologue_identity_provider_register(NULL, NULL, NULL, provider, NULL, NULL, &registration);
    if (result == RTC_RESULT_OK)
        result = duologue_identity_provider_unregister(NULL, registration);
    return result;
}

static RTCResult add_transceiver(const RTCRtpTransceiverInit *init) {
    RTCPeerConnection *pc = NULL;
    CHECK_OK(rtc_peer_connection_create(NULL, NULL, &pc));
    RTCResult result = rtc_peer_connection_add_transceiver_of_kind(pc, "video", init, NULL);
    rtc_peer_connection_unref(pc);
    return result;
}

static RTCResult add_encoding(const RTCRtpEncodingParameters *encoding) {
    RTCRtpTransceiverInit init = RTC_RTP_TRANSCEIVER_INIT_INIT;
    init.send_encodings = encoding;
    init.send_encodings_length = 1;
    return add_transceiver(&init);
}

static RTCResult add_codec(RTCRtpCodec *codec) {
    RTCRtpEncodingParameters encoding = RTC_RTP_ENCODING_PARAMETERS_INIT;
    codec->mime_type = "video/VP8";
    codec->clock_rate = 90000;
    encoding.codec = codec;
    return add_encoding(&encoding);
}

static RTCResult add_restriction(RTCResolutionRestriction *restriction) {
    RTCRtpEncodingParameters encoding = RTC_RTP_ENCODING_PARAMETERS_INIT;
    restriction->max_width = restriction->max_height = 100;
    encoding.scale_resolution_down_to = restriction;
    return add_encoding(&encoding);
}

/* Sets what was got; `options` and `encoding_options` may be changed by the test. */
static RTCResult set_parameters(const RTCSetParameterOptions *options) {
    RTCPeerConnection *pc = NULL;
    RTCRtpTransceiver *transceiver = NULL;
    RTCRtpSendParameters *parameters = NULL;
    CHECK_OK(rtc_peer_connection_create(NULL, NULL, &pc));
    CHECK_OK(rtc_peer_connection_add_transceiver_of_kind(pc, "video", NULL, &transceiver));
    RTCRtpSender *sender = rtc_rtp_transceiver_sender(transceiver);
    CHECK_OK(rtc_rtp_sender_get_parameters(sender, &parameters));
    RTCResult result = rtc_rtp_sender_set_parameters(sender, parameters, options, NULL, NULL);
    duologue_free(parameters);
    rtc_rtp_sender_unref(sender);
    rtc_rtp_transceiver_unref(transceiver);
    rtc_peer_connection_unref(pc);
    return result;
}

static RTCResult set_with_encoding_options(const RTCEncodingOptions *encoding) {
    RTCSetParameterOptions options = RTC_SET_PARAMETER_OPTIONS_INIT;
    options.encoding_options = encoding;
    options.encoding_options_length = 1;
    return set_parameters(&options);
}

/* What the library fills is filled as far as the caller knows it. */
static void outputs_fit_the_caller(void) {
    LATER(RTCSessionDescriptionInit) later = {RTC_SESSION_DESCRIPTION_INIT_INIT, {7, 7}};
    RTCSessionDescriptionInit init = RTC_SESSION_DESCRIPTION_INIT_INIT;
    RTCSessionDescription *description = NULL;
    init.type = RTC_SDP_TYPE_PRANSWER;
    init.sdp = "v=0\r\n";
    CHECK_OK(rtc_session_description_create(&init, &description));
    later.known.struct_size = sizeof later;
    CHECK_OK(rtc_session_description_to_json(description, &later.known));
    CHECK(later.known.struct_size == sizeof later && later.unknown[0] == 7);
    CHECK(later.known.type == RTC_SDP_TYPE_PRANSWER && strcmp(later.known.sdp, init.sdp) == 0);
    later.known.struct_size = 0;
    CHECK_TYPE_ERROR(rtc_session_description_to_json(description, &later.known));
    CHECK_TYPE_ERROR(rtc_session_description_to_json(description, NULL));
    rtc_session_description_unref(description);
}

/* The elements of an array lie as far apart as the caller's version of the struct is large. */
static void arrays_have_the_callers_stride(void) {
    const char *urls[] = {"stun:192.0.2.1", "stun:192.0.2.2:3479"};
    LATER(RTCIceServer) servers[2] = {{RTC_ICE_SERVER_INIT, {0, 0}}, {RTC_ICE_SERVER_INIT, {0, 0}}};
    RTCConfiguration configuration = RTC_CONFIGURATION_INIT, *read = NULL;
    RTCPeerConnection *pc = NULL;
    for (int i = 0; i < 2; i++) {
        servers[i].known.struct_size = sizeof servers[i];
        servers[i].known.urls = &urls[i];
        servers[i].known.urls_length = 1;
    }
    configuration.ice_servers = &servers[0].known;
    configuration.ice_servers_length = 2;
    CHECK_OK(rtc_peer_connection_create(NULL, &configuration, &pc));
    CHECK_OK(rtc_peer_connection_get_configuration(pc, &read));
    CHECK(read->ice_servers_length == 2);
    CHECK(strcmp(read->ice_servers[1].urls[0], urls[1]) == 0);
    duologue_free(read);
    servers[1].known.struct_size--;
    CHECK_TYPE_ERROR(create_pc(&configuration));
    configuration.ice_servers = NULL;
    CHECK_TYPE_ERROR(create_pc(&configuration));
    configuration.ice_servers_length = (size_t)-1;
    CHECK_TYPE_ERROR(create_pc(&configuration));
    rtc_peer_connection_unref(pc);
}

/* The library makes arrays of these, which programs of any version step through: their sizes are
 * for ever. */
static void elements_of_arrays_keep_their_size(void) {
    if (sizeof(void *) != 8)
        return; /* another machine checks */
    CHECK(sizeof(RTCIceServer) == 56);
    CHECK(sizeof(RTCRtpEncodingParameters) == 120);
    CHECK(sizeof(RTCRtpCodec) == 56);
    CHECK(sizeof(RTCRtpHeaderExtensionParameters) == 32);
    CHECK(sizeof(RTCRtpHeaderExtensionCapability) == 32);
    CHECK(sizeof(RTCRtpContributingSource) == 56);
    CHECK(sizeof(RTCRtcpParameters) == 24); /* part of others */
    CHECK(sizeof(RTCDtlsFingerprint) == 16);
    CHECK(sizeof(RTCArrayBuffer) == 16);
}

int main(void) {
    const char *url = "stun:192.0.2.1";
    CHECK_DICTIONARY(DuologueRuntimeOptions, DUOLOGUE_RUNTIME_OPTIONS_INIT, create_runtime(init));
    CHECK_DICTIONARY(RTCConfiguration, RTC_CONFIGURATION_INIT, create_pc(init));
    CHECK_DICTIONARY(RTCIceServer, RTC_ICE_SERVER_INIT,
                     (init->urls = &url, init->urls_length = 1, create_pc_with_server(init)));
    CHECK_DICTIONARY(RTCDataChannelInit, RTC_DATA_CHANNEL_INIT_INIT, create_channel(init));
    CHECK_DICTIONARY(RTCSessionDescriptionInit, RTC_SESSION_DESCRIPTION_INIT_INIT,
                     create_description(init));
    CHECK_DICTIONARY(RTCIceCandidateInit, RTC_ICE_CANDIDATE_INIT_INIT, create_candidate(init));
    CHECK_DICTIONARY(RTCOfferOptions, RTC_OFFER_OPTIONS_INIT, create_offer(init));
    CHECK_DICTIONARY(RTCAlgorithmIdentifier, RTC_ALGORITHM_IDENTIFIER_INIT, generate(init));
    CHECK_DICTIONARY(RTCIdentityProviderOptions, RTC_IDENTITY_PROVIDER_OPTIONS_INIT,
                     set_identity_provider(init));
    CHECK_DICTIONARY(RTCIdentityProvider, RTC_IDENTITY_PROVIDER_INIT, register_provider(init));
    CHECK_DICTIONARY(RTCRtpTransceiverInit, RTC_RTP_TRANSCEIVER_INIT_INIT, add_transceiver(init));
    CHECK_DICTIONARY(RTCRtpEncodingParameters, RTC_RTP_ENCODING_PARAMETERS_INIT,
                     add_encoding(init));
    CHECK_DICTIONARY(RTCRtpCodec, RTC_RTP_CODEC_INIT, add_codec(init));
    CHECK_DICTIONARY(RTCResolutionRestriction, RTC_RESOLUTION_RESTRICTION_INIT,
                     add_restriction(init));
    CHECK_DICTIONARY(RTCSetParameterOptions, RTC_SET_PARAMETER_OPTIONS_INIT, set_parameters(init));
    CHECK_DICTIONARY(RTCEncodingOptions, RTC_ENCODING_OPTIONS_INIT,
                     set_with_encoding_options(init));
    elements_of_arrays_keep_their_size();
    outputs_fit_the_caller();
    arrays_have_the_callers_stride();
    duologue_default_runtime_release();
    return 0;
}
