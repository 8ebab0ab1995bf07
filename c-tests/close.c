/* `close` at every moment of set-up, and from within every callback, the last references given up
 * there as well: it holds, every getter says closed at once, no event follows, and every promise is
 * settled. */
#include "pair.h"

enum Where { NOWHERE, DISPATCH, CANDIDATE, DATA_CHANNEL, OPEN, MESSAGE, STATE, WHERES };

typedef struct Case {
    Pair pair;
    enum Where where;
    int countdown;
    bool closed;
    int destroyed;
} Case;

static void check_closed(RTCPeerConnection *pc) {
    CHECK(rtc_peer_connection_signaling_state(pc) == RTC_SIGNALING_STATE_CLOSED);
    CHECK(rtc_peer_connection_connection_state(pc) == RTC_PEER_CONNECTION_STATE_CLOSED);
    CHECK(rtc_peer_connection_ice_connection_state(pc) == RTC_ICE_CONNECTION_STATE_CLOSED);
    RTCSctpTransport *sctp = rtc_peer_connection_sctp(pc);
    if (sctp) {
        RTCDtlsTransport *dtls = rtc_sctp_transport_transport(sctp);
        RTCIceTransport *ice = rtc_dtls_transport_ice_transport(dtls);
        CHECK(rtc_sctp_transport_state(sctp) == RTC_SCTP_TRANSPORT_STATE_CLOSED);
        CHECK(rtc_dtls_transport_state(dtls) == RTC_DTLS_TRANSPORT_STATE_CLOSED);
        CHECK(rtc_ice_transport_state(ice) == RTC_ICE_TRANSPORT_STATE_CLOSED);
        CHECK(rtc_ice_transport_get_selected_candidate_pair(ice) == NULL);
        rtc_ice_transport_unref(ice);
        rtc_dtls_transport_unref(dtls);
    }
    rtc_sctp_transport_unref(sctp);
}

static void close_both(Case *test) {
    End *ends[] = {&test->pair.a, &test->pair.b};
    if (test->closed)
        return;
    test->closed = true;
    for (int i = 0; i < 2; i++) {
        End *end = ends[i];
        CHECK_OK(rtc_peer_connection_close(end->pc));
        check_closed(end->pc);
        if (end->channel) {
            CHECK(rtc_data_channel_ready_state(end->channel) == RTC_DATA_CHANNEL_STATE_CLOSED);
            CHECK_RESULT(RTC_RESULT_INVALID_STATE_ERROR,
                         rtc_data_channel_send_string(end->channel, "late"));
        }
        CHECK_OK(rtc_peer_connection_close(end->pc));
        rtc_data_channel_unref(end->channel);
        rtc_peer_connection_unref(end->pc);
        end->channel = NULL;
        end->pc = NULL;
    }
}

static void here(Case *test, enum Where where) {
    CHECK(!test->closed); /* no event follows */
    if (where == test->where && test->countdown-- == 0)
        close_both(test);
}

static void on_candidate(const RTCEvent *event, void *userdata) {
    (void)event;
    here(userdata, CANDIDATE);
}

static void on_data_channel(const RTCEvent *event, void *userdata) {
    (void)event;
    here(userdata, DATA_CHANNEL);
}

static void on_state(const RTCEvent *event, void *userdata) {
    (void)event;
    here(userdata, STATE);
}

static void on_open(const RTCEvent *event, void *userdata) {
    (void)event;
    Case *test = userdata;
    here(test, OPEN);
    if (!test->closed)
        CHECK_OK(rtc_data_channel_send_string(test->pair.a.channel, "hello"));
}

static void on_message(End *end, const RTCMessageEvent *event) {
    CHECK(strcmp(event->text, "hello") == 0);
    here((Case *)end->pair, MESSAGE);
    CHECK(strcmp(event->text, "hello") == 0); /* it outlives its channel */
}

static void on_destroy(void *userdata) {
    ((Case *)userdata)->destroyed++;
}

static int listen_to(Case *test, void *object, const char *type, RTCEventHandler callback) {
    CHECK_OK(rtc_event_target_add_event_listener(RTC_EVENT_TARGET(object), type, callback, test,
                                                 on_destroy, NULL));
    return 1;
}

/* Closes in the `countdown`th callback of a kind, or after so many dispatches of one callback. True
 * if it came to that. */
static bool run(enum Where where, int countdown) {
    static Case test;
    DuologueRuntimeOptions options = DUOLOGUE_RUNTIME_OPTIONS_INIT;
    DuologueRuntime *runtime = NULL;
    int listeners = 0;
    test = (Case){.where = where};
    options.dispatch = DUOLOGUE_DISPATCH_MANUAL;
    CHECK_OK(duologue_runtime_create(&options, &runtime));
    pair_create(&test.pair, runtime, NULL);
    test.where = where;
    test.countdown = countdown;
    test.closed = false;
    test.destroyed = 0;
    test.pair.b.on_message = on_message;
    RTCPeerConnection *pcs[] = {test.pair.a.pc, test.pair.b.pc};
    for (int i = 0; i < 2; i++) {
        listeners += listen_to(&test, pcs[i], "icecandidate", on_candidate);
        listeners += listen_to(&test, pcs[i], "connectionstatechange", on_state);
        listeners += listen_to(&test, pcs[i], "iceconnectionstatechange", on_state);
        listeners += listen_to(&test, pcs[i], "signalingstatechange", on_state);
        listeners += listen_to(&test, pcs[i], "icegatheringstatechange", on_state);
    }
    listeners += listen_to(&test, pcs[1], "datachannel", on_data_channel);
    listeners += listen_to(&test, test.pair.a.channel, "open", on_open);
    pair_start(&test.pair);
    while (!test.closed && test.pair.b.messages == 0) {
        struct pollfd fd = {duologue_runtime_fd(runtime), POLLIN, 0};
        size_t made = 0;
        if (where == DISPATCH && countdown-- == 0) {
            close_both(&test);
            break;
        }
        CHECK(poll(&fd, 1, PATIENCE_MS) == 1);
        CHECK_OK(duologue_runtime_dispatch(runtime, 1, &made));
    }
    bool came_to_that = test.closed;
    close_both(&test);
    duologue_runtime_unref(runtime); /* makes what is left of the callbacks */
    CHECK(test.destroyed == listeners);
    return came_to_that;
}

int main(void) {
    for (enum Where where = DISPATCH; where < WHERES; where++) {
        int steps = 0;
        while (run(where, steps))
            steps++;
        printf("closed at %d steps of kind %d\n", steps, where);
        CHECK(steps > 0);
    }
    return 0;
}
