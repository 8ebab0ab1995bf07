/* getConfiguration and setConfiguration: what was set comes back, what may not change is refused,
 * and what is refused changes nothing. */
#include "check.h"

static RTCPeerConnection *create(const RTCConfiguration *configuration) {
    RTCPeerConnection *pc = NULL;
    CHECK_OK(rtc_peer_connection_create(NULL, configuration, &pc));
    return pc;
}

static RTCConfiguration *get(const RTCPeerConnection *pc) {
    RTCConfiguration *configuration = NULL;
    CHECK_OK(rtc_peer_connection_get_configuration(pc, &configuration));
    CHECK(configuration != NULL && configuration->struct_size == sizeof *configuration);
    return configuration;
}

static bool same_text(const char *a, const char *b) {
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_servers(const RTCIceServer *a, const RTCIceServer *b) {
    bool same = a->urls_length == b->urls_length && same_text(a->username, b->username) &&
                same_text(a->credential, b->credential);
    for (size_t i = 0; same && i < a->urls_length; i++)
        same = same_text(a->urls[i], b->urls[i]);
    return same;
}

static void check_same(const RTCConfiguration *a, const RTCConfiguration *b) {
    CHECK(a->ice_servers_length == b->ice_servers_length);
    for (size_t i = 0; i < a->ice_servers_length; i++)
        CHECK(same_servers(&a->ice_servers[i], &b->ice_servers[i]));
    CHECK(a->certificates_length == b->certificates_length);
    for (size_t i = 0; i < a->certificates_length; i++)
        CHECK(a->certificates[i] == b->certificates[i]); /* the same objects */
    CHECK(a->duologue_interfaces_length == b->duologue_interfaces_length);
    for (size_t i = 0; i < a->duologue_interfaces_length; i++)
        CHECK(same_text(a->duologue_interfaces[i], b->duologue_interfaces[i]));
    CHECK(a->ice_transport_policy == b->ice_transport_policy);
    CHECK(a->bundle_policy == b->bundle_policy && a->rtcp_mux_policy == b->rtcp_mux_policy);
    CHECK(a->ice_candidate_pool_size == b->ice_candidate_pool_size);
    CHECK(a->always_negotiate_data_channels == b->always_negotiate_data_channels);
    CHECK(a->duologue_include_loopback == b->duologue_include_loopback);
    CHECK(same_text(a->duologue_bind_address, b->duologue_bind_address));
    CHECK(a->duologue_max_message_size == b->duologue_max_message_size);
    CHECK(a->duologue_max_buffered_amount == b->duologue_max_buffered_amount);
    CHECK(a->duologue_port_range_begin == b->duologue_port_range_begin);
    CHECK(a->duologue_port_range_end == b->duologue_port_range_end);
    CHECK(a->rtp_header_encryption_policy == b->rtp_header_encryption_policy);
    CHECK(a->target_latency == b->target_latency);
    CHECK(same_text(a->peer_identity, b->peer_identity));
    CHECK(same_text(a->duologue_origin, b->duologue_origin));
}

/* The connection's configuration is that one. */
static void check_is(const RTCPeerConnection *pc, const RTCConfiguration *expected) {
    RTCConfiguration *found = get(pc);
    check_same(found, expected);
    duologue_free(found);
}

static void the_defaults_are_those_of_the_macro(void) {
    const RTCConfiguration defaults = RTC_CONFIGURATION_INIT;
    RTCPeerConnection *pc = create(NULL);
    check_is(pc, &defaults);
    CHECK_OK(rtc_peer_connection_set_configuration(pc, NULL));
    check_is(pc, &defaults);
    CHECK_TYPE_ERROR(rtc_peer_connection_get_configuration(pc, NULL));
    /* A list of nothing is NULL, as it was given. */
    RTCConfiguration *configuration = get(pc);
    CHECK(configuration->ice_servers == NULL && configuration->certificates == NULL);
    CHECK(configuration->duologue_interfaces == NULL);
    duologue_free(configuration);
    rtc_peer_connection_unref(pc);
}

static RTCCertificate *certificate(void) {
    const RTCAlgorithmIdentifier ecdsa = RTC_ALGORITHM_IDENTIFIER_INIT;
    RTCCertificate *made = NULL;
    CHECK_OK(duologue_peer_connection_generate_certificate_wait(NULL, &ecdsa, PATIENCE_MS, &made));
    return made;
}

static void everything_comes_back(void) {
    const char *stun[] = {"stun:192.0.2.1", "stun:[2001:db8::1]:3479"};
    const char *turn[] = {"turn:192.0.2.2?transport=tcp"}, *interfaces[] = {"lo"};
    RTCIceServer servers[2] = {RTC_ICE_SERVER_INIT, RTC_ICE_SERVER_INIT};
    RTCCertificate *certificates[2] = {certificate(), certificate()};
    RTCConfiguration given = RTC_CONFIGURATION_INIT;
    servers[0].urls = stun;
    servers[0].urls_length = 2;
    servers[1].urls = turn;
    servers[1].urls_length = 1;
    servers[1].username = "";
    servers[1].credential = "secret";
    given.ice_servers = servers;
    given.ice_servers_length = 2;
    given.certificates = certificates;
    given.certificates_length = 2;
    given.ice_transport_policy = RTC_ICE_TRANSPORT_POLICY_RELAY;
    given.bundle_policy = RTC_BUNDLE_POLICY_MAX_BUNDLE;
    given.always_negotiate_data_channels = true;
    given.duologue_include_loopback = true;
    given.duologue_bind_address = "127.0.0.1";
    given.duologue_interfaces = interfaces;
    given.duologue_interfaces_length = 1;
    given.duologue_max_message_size = 1000;
    given.duologue_max_buffered_amount = 2000;
    given.duologue_port_range_begin = 40000;
    given.duologue_port_range_end = 40999;

    RTCPeerConnection *pc = create(&given);
    check_is(pc, &given);
    /* What came back can be set again, changed, and outlives the connection. */
    RTCConfiguration *found = get(pc);
    CHECK_OK(rtc_peer_connection_set_configuration(pc, found));
    check_is(pc, &given);
    found->ice_transport_policy = RTC_ICE_TRANSPORT_POLICY_ALL;
    found->ice_servers_length = 1;
    CHECK_OK(rtc_peer_connection_set_configuration(pc, found));
    check_is(pc, found);
    rtc_peer_connection_unref(pc);
    given.ice_transport_policy = RTC_ICE_TRANSPORT_POLICY_ALL;
    given.ice_servers_length = 1;
    rtc_certificate_unref(certificates[0]);
    rtc_certificate_unref(certificates[1]);
    check_same(found, &given);
    duologue_free(found);
}

/* The change is refused with this result and a message that names the member; nothing changes. */
static void check_refused(RTCPeerConnection *pc, const RTCConfiguration *changed,
                          RTCResult expected, const char *named) {
    RTCConfiguration *before = get(pc);
    CHECK_RESULT(expected, rtc_peer_connection_set_configuration(pc, changed));
    CHECK(strstr(duologue_last_error_message(), named) != NULL);
    check_is(pc, before);
    duologue_free(before);
}

static void what_may_not_change_is_refused(void) {
    const RTCConfiguration defaults = RTC_CONFIGURATION_INIT;
    const RTCResult refused = RTC_RESULT_INVALID_MODIFICATION_ERROR;
    RTCCertificate *added = certificate();
    RTCPeerConnection *pc = create(NULL);
    RTCConfiguration changed = defaults;
    changed.certificates = &added;
    changed.certificates_length = 1;
    /* Beside it, something that may change: it does not. */
    changed.ice_transport_policy = RTC_ICE_TRANSPORT_POLICY_RELAY;
    check_refused(pc, &changed, refused, "certificates");
    changed = defaults;
    changed.bundle_policy = RTC_BUNDLE_POLICY_MAX_COMPAT;
    check_refused(pc, &changed, refused, "bundlePolicy");
    changed = defaults;
    changed.peer_identity = "bob@example.org";
    check_refused(pc, &changed, refused, "peerIdentity");
    changed = defaults;
    changed.duologue_max_message_size = 1;
    check_refused(pc, &changed, refused, "duologue_max_message_size");
    changed = defaults;
    changed.duologue_max_buffered_amount = 1;
    check_refused(pc, &changed, refused, "duologue_max_buffered_amount");
    changed = defaults;
    changed.duologue_origin = "https://app.example.org";
    check_refused(pc, &changed, refused, "duologue_origin");

    /* The size of the pool is fixed by the first description. */
    changed = defaults;
    changed.ice_candidate_pool_size = 2;
    CHECK_OK(rtc_peer_connection_set_configuration(pc, &changed));
    check_is(pc, &changed);
    CHECK_OK(duologue_peer_connection_set_local_description_wait(pc, NULL, PATIENCE_MS));
    check_refused(pc, &defaults, refused, "iceCandidatePoolSize");
    rtc_peer_connection_unref(pc);
    rtc_certificate_unref(added);
}

static void what_is_wrong_is_refused(void) {
    static const struct {
        const char *url, *username, *credential;
        RTCResult result;
    } wrong[] = {
        {"", NULL, NULL, RTC_RESULT_SYNTAX_ERROR},
        {"http://192.0.2.1", NULL, NULL, RTC_RESULT_SYNTAX_ERROR},
        {"stun:", NULL, NULL, RTC_RESULT_SYNTAX_ERROR},
        {"stun:192.0.2.1:99999", NULL, NULL, RTC_RESULT_SYNTAX_ERROR},
        {"turn:192.0.2.1?transport=sctp", "user", "secret", RTC_RESULT_SYNTAX_ERROR},
        {"turn:192.0.2.1", NULL, "secret", RTC_RESULT_INVALID_ACCESS_ERROR},
        {"turns:192.0.2.1", "user", NULL, RTC_RESULT_INVALID_ACCESS_ERROR},
        {"turn:192.0.2.1", "user", "", RTC_RESULT_INVALID_ACCESS_ERROR},
        {NULL, NULL, NULL, RTC_RESULT_TYPE_ERROR},
        {"stun:\xff", NULL, NULL, RTC_RESULT_TYPE_ERROR},
    };
    RTCPeerConnection *pc = create(NULL), *none = NULL;
    RTCConfiguration changed = RTC_CONFIGURATION_INIT;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        RTCIceServer server = RTC_ICE_SERVER_INIT;
        server.urls = &wrong[i].url;
        server.urls_length = 1;
        server.username = wrong[i].username;
        server.credential = wrong[i].credential;
        changed.ice_servers = &server;
        changed.ice_servers_length = 1;
        check_refused(pc, &changed, wrong[i].result, "");
        CHECK_RESULT(wrong[i].result, rtc_peer_connection_create(NULL, &changed, &none));
        CHECK(none == NULL);
    }
    RTCIceServer server = RTC_ICE_SERVER_INIT;
    changed.ice_servers = &server;
    check_refused(pc, &changed, RTC_RESULT_SYNTAX_ERROR, "URL");

    const RTCConfiguration defaults = RTC_CONFIGURATION_INIT;
    changed = defaults;
    changed.duologue_port_range_begin = 2000;
    changed.duologue_port_range_end = 1999;
    check_refused(pc, &changed, RTC_RESULT_RANGE_ERROR, "port range");
    changed = defaults;
    changed.ice_transport_policy = (RTCIceTransportPolicy)77;
    check_refused(pc, &changed, RTC_RESULT_TYPE_ERROR, "ice_transport_policy");
    changed = defaults;
    changed.bundle_policy = (RTCBundlePolicy)77;
    check_refused(pc, &changed, RTC_RESULT_TYPE_ERROR, "bundle_policy");
    rtc_peer_connection_unref(pc);
}

/* 0 for an enumeration stands for an absent member, which has its default. */
static void absent_members_have_their_defaults(void) {
    const RTCConfiguration defaults = RTC_CONFIGURATION_INIT;
    RTCConfiguration given = RTC_CONFIGURATION_INIT;
    given.ice_transport_policy = (RTCIceTransportPolicy)0;
    given.bundle_policy = (RTCBundlePolicy)0;
    given.rtcp_mux_policy = (RTCRtcpMuxPolicy)0;
    RTCPeerConnection *pc = create(&given);
    check_is(pc, &defaults);
    CHECK_OK(rtc_peer_connection_close(pc));
    check_is(pc, &defaults);
    check_refused(pc, &defaults, RTC_RESULT_INVALID_STATE_ERROR, "closed");
    rtc_peer_connection_unref(pc);
}

int main(void) {
    the_defaults_are_those_of_the_macro();
    everything_comes_back();
    what_may_not_change_is_refused();
    what_is_wrong_is_refused();
    absent_members_have_their_defaults();
    duologue_default_runtime_release();
    return 0;
}
