/* Every call may be made from within every callback: this makes them all there. */
#include "pair.h"

enum { KINDS = 13 };

typedef struct Test {
    Pair pair;
    int kinds[KINDS];
} Test;

static Test test;

/* Held while a callback uses the connections; `stopped` before they are released. */
static pthread_mutex_t busy = PTHREAD_MUTEX_INITIALIZER;
static bool stopped;

static void ignore_event(const RTCEvent *event, void *userdata) {
    (void)event, (void)userdata;
}

static void about_candidates(RTCIceTransport *ice) {
    RTCIceCandidate **candidates = NULL;
    size_t length = 0;
    CHECK_OK(rtc_ice_transport_get_local_candidates(ice, &candidates, &length));
    for (size_t i = 0; i < length; i++)
        CHECK(rtc_ice_candidate_candidate(candidates[i]) != NULL);
    duologue_free(candidates);
    CHECK_OK(rtc_ice_transport_get_remote_candidates(ice, &candidates, &length));
    duologue_free(candidates);
    duologue_free(rtc_ice_transport_get_local_parameters(ice));
    duologue_free(rtc_ice_transport_get_remote_parameters(ice));
    RTCIceCandidatePair *pair = rtc_ice_transport_get_selected_candidate_pair(ice);
    if (pair) {
        RTCIceCandidate *local = rtc_ice_candidate_pair_local(pair);
        RTCIceCandidate *again = rtc_ice_candidate_pair_local(pair);
        CHECK(local == again); /* [SameObject] */
        rtc_ice_candidate_unref(local);
        rtc_ice_candidate_unref(again);
        rtc_ice_candidate_unref(rtc_ice_candidate_pair_remote(pair));
    }
    rtc_ice_candidate_pair_unref(pair);
    CHECK((int)rtc_ice_transport_role(ice) > 0 && (int)rtc_ice_transport_gathering_state(ice) > 0);
    CHECK(rtc_ice_transport_component(ice) == RTC_ICE_COMPONENT_RTP);
}

static void about_transports(RTCPeerConnection *pc) {
    double most;
    uint16_t channels;
    const RTCArrayBuffer *certificates = NULL;
    size_t length = 0;
    RTCSctpTransport *sctp = rtc_peer_connection_sctp(pc), *again = rtc_peer_connection_sctp(pc);
    CHECK(sctp == again);
    rtc_sctp_transport_unref(again);
    if (!sctp)
        return;
    rtc_sctp_transport_max_message_size(sctp, &most);
    rtc_sctp_transport_max_channels(sctp, &channels);
    CHECK((int)rtc_sctp_transport_state(sctp) > 0);
    RTCDtlsTransport *dtls = rtc_sctp_transport_transport(sctp);
    CHECK((int)rtc_dtls_transport_state(dtls) > 0);
    CHECK_OK(rtc_dtls_transport_get_remote_certificates(dtls, &certificates, &length));
    duologue_free(certificates);
    RTCIceTransport *ice = rtc_dtls_transport_ice_transport(dtls);
    CHECK((int)rtc_ice_transport_state(ice) > 0);
    about_candidates(ice);
    CHECK_OK(rtc_sctp_transport_set_on_state_change(sctp, ignore_event, NULL, NULL));
    CHECK_OK(rtc_dtls_transport_set_on_state_change(dtls, ignore_event, NULL, NULL));
    CHECK_OK(rtc_ice_transport_set_on_state_change(ice, ignore_event, NULL, NULL));
    CHECK_OK(rtc_ice_transport_set_on_gathering_state_change(ice, ignore_event, NULL, NULL));
    CHECK_OK(
        rtc_ice_transport_set_on_selected_candidate_pair_change(ice, ignore_event, NULL, NULL));
    rtc_ice_transport_unref(ice);
    rtc_dtls_transport_unref(dtls);
    rtc_sctp_transport_unref(sctp);
}

static void about_descriptions(RTCPeerConnection *pc) {
    bool trickle;
    RTCConfiguration *configuration = NULL;
    rtc_session_description_unref(rtc_peer_connection_local_description(pc));
    rtc_session_description_unref(rtc_peer_connection_current_local_description(pc));
    rtc_session_description_unref(rtc_peer_connection_pending_local_description(pc));
    rtc_session_description_unref(rtc_peer_connection_remote_description(pc));
    rtc_session_description_unref(rtc_peer_connection_current_remote_description(pc));
    rtc_session_description_unref(rtc_peer_connection_pending_remote_description(pc));
    rtc_peer_connection_can_trickle_ice_candidates(pc, &trickle);
    CHECK((int)rtc_peer_connection_signaling_state(pc) > 0);
    CHECK((int)rtc_peer_connection_ice_gathering_state(pc) > 0);
    CHECK((int)rtc_peer_connection_ice_connection_state(pc) > 0);
    CHECK((int)rtc_peer_connection_connection_state(pc) > 0);
    CHECK_OK(rtc_peer_connection_get_configuration(pc, &configuration));
    CHECK_OK(rtc_peer_connection_set_configuration(pc, configuration));
    duologue_free(configuration);
}

static void about_channels(RTCPeerConnection *pc, RTCDataChannel *channel) {
    RTCDataChannel *made = NULL;
    uint16_t id;
    CHECK_OK(rtc_peer_connection_create_data_channel(pc, "another", NULL, &made));
    rtc_data_channel_id(made, &id);
    CHECK_OK(rtc_data_channel_set_on_open(made, ignore_event, NULL, NULL));
    CHECK_OK(rtc_data_channel_close(made));
    rtc_data_channel_unref(made);
    if (!channel)
        return;
    rtc_data_channel_send_string(channel, "within a callback");
    CHECK(rtc_data_channel_buffered_amount(channel) < 10000000);
    CHECK_OK(rtc_data_channel_set_buffered_amount_low_threshold(channel, 10));
}

static void about_everything(const End *end, bool with_channel, int kind) {
    uint64_t listener = 0;
    RTCPeerConnection *other = NULL;
    pthread_mutex_lock(&busy);
    if (stopped) {
        pthread_mutex_unlock(&busy);
        return;
    }
    RTCPeerConnection *pc = end->pc;
    about_descriptions(pc);
    about_transports(pc);
    about_channels(pc, with_channel ? end->channel : NULL);
    RTCEventTarget *target = RTC_EVENT_TARGET(pc);
    CHECK_OK(rtc_event_target_add_event_listener(target, "icecandidate", ignore_event, NULL, NULL,
                                                 &listener));
    CHECK_OK(rtc_event_target_remove_event_listener(target, listener));
    /* Not before the first exchange is over: setLocalDescription takes only the last offer made. */
    RTCSessionDescription *answer = rtc_peer_connection_current_remote_description(pc);
    if (answer)
        CHECK_OK(rtc_peer_connection_create_offer(pc, NULL, NULL, NULL));
    rtc_session_description_unref(answer);
    CHECK_OK(rtc_peer_connection_create(test.pair.runtime, NULL, &other));
    CHECK_OK(rtc_peer_connection_set_local_description(other, NULL, NULL, NULL));
    rtc_peer_connection_unref(other);
    duologue_runtime_unref(duologue_runtime_ref(test.pair.runtime));
    pthread_mutex_unlock(&busy);
    PAIR_UPDATE(&test.pair, test.kinds[kind]++);
}

static void on_event(const RTCEvent *event, void *userdata) {
    static const char *const types[] = {"negotiationneeded",
                                        "icecandidate",
                                        "signalingstatechange",
                                        "iceconnectionstatechange",
                                        "icegatheringstatechange",
                                        "connectionstatechange",
                                        "datachannel",
                                        "open",
                                        "message",
                                        "bufferedamountlow",
                                        "close"};
    End *end = userdata;
    int kind = 0;
    while (strcmp(event->type, types[kind]) != 0)
        kind++;
    if (test.kinds[kind] < 3) /* messages and channels beget each other */
        about_everything(end, kind >= 6, kind);
}

static void on_promise(const RTCError *error, void *userdata) {
    End *end = userdata;
    CHECK(error == NULL);
    about_everything(end, true, 11);
}

static void on_destroy(void *userdata) {
    End *end = userdata;
    about_everything(end, true, 12);
}

static void listen_to(void *object, const char *type, End *end) {
    CHECK_OK(rtc_event_target_add_event_listener(RTC_EVENT_TARGET(object), type, on_event, end,
                                                 NULL, NULL));
}

static void on_announced(const RTCEvent *event, void *userdata) {
    RTCDataChannel *channel = ((const RTCDataChannelEvent *)event)->channel;
    if (strcmp(rtc_data_channel_label(channel), "test") == 0) {
        listen_to(channel, "message", userdata);
        listen_to(channel, "close", userdata);
    }
}

static bool had_messages(const Pair *pair) {
    (void)pair;
    return test.kinds[8] >= 2 && test.kinds[9] >= 1;
}

static bool had_all(const Pair *pair) {
    (void)pair;
    for (int kind = 0; kind < KINDS; kind++)
        if (test.kinds[kind] == 0)
            return false;
    return true;
}

static void run(DuologueDispatch dispatch) {
    static const char *const types[] = {"negotiationneeded",
                                        "icecandidate",
                                        "signalingstatechange",
                                        "iceconnectionstatechange",
                                        "icegatheringstatechange",
                                        "connectionstatechange",
                                        "datachannel"};
    DuologueRuntimeOptions options = DUOLOGUE_RUNTIME_OPTIONS_INIT;
    DuologueRuntime *runtime = NULL;
    memset(&test, 0, sizeof test);
    stopped = false;
    options.dispatch = dispatch;
    CHECK_OK(duologue_runtime_create(&options, &runtime));
    pair_create(&test.pair, runtime, NULL);
    End *ends[] = {&test.pair.a, &test.pair.b};
    for (int i = 0; i < 2; i++) {
        for (size_t j = 0; j < sizeof types / sizeof *types; j++)
            listen_to(ends[i]->pc, types[j], ends[i]);
        CHECK_OK(rtc_event_target_add_event_listener(RTC_EVENT_TARGET(ends[i]->pc), "datachannel",
                                                     on_announced, ends[i], NULL, NULL));
    }
    listen_to(test.pair.a.channel, "open", &test.pair.a);
    listen_to(test.pair.a.channel, "message", &test.pair.a);
    listen_to(test.pair.a.channel, "bufferedamountlow", &test.pair.a);
    pair_start(&test.pair);
    pair_wait(&test.pair, pair_is_open);
    CHECK_OK(rtc_data_channel_set_buffered_amount_low_threshold(test.pair.a.channel, 10));
    CHECK_OK(rtc_data_channel_send_string(test.pair.a.channel, "more than ten bytes"));
    CHECK_OK(rtc_data_channel_send_string(test.pair.b.channel, "back"));
    pair_wait(&test.pair, had_messages);
    CHECK_OK(rtc_peer_connection_create_offer(test.pair.a.pc, NULL, NULL, NULL));
    CHECK_OK(rtc_peer_connection_add_ice_candidate(test.pair.a.pc, NULL, on_promise, &test.pair.a));
    CHECK_OK(rtc_data_channel_set_on_closing(test.pair.a.channel, ignore_event, &test.pair.a,
                                             on_destroy));
    CHECK_OK(rtc_data_channel_set_on_closing(test.pair.a.channel, NULL, NULL, NULL));
    listen_to(test.pair.a.channel, "close", &test.pair.a);
    CHECK_OK(rtc_data_channel_close(test.pair.a.channel));
    CHECK_OK(rtc_peer_connection_restart_ice(test.pair.a.pc)); /* needs negotiation */
    pair_wait(&test.pair, had_all);
    pthread_mutex_lock(&busy);
    stopped = true;
    pthread_mutex_unlock(&busy);
    pair_release(&test.pair);
    duologue_runtime_unref(runtime);
}

int main(void) {
    run(DUOLOGUE_DISPATCH_THREAD);
    run(DUOLOGUE_DISPATCH_MANUAL);
    return 0;
}
