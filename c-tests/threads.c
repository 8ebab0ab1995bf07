/* Many threads use the same connections at once, while messages flow and until both are closed
 * under them. */
#include "pair.h"

enum { THREADS = 4, ROUNDS = 200 };

typedef struct Worker {
    Pair *pair;
    int number;
    pthread_t thread;
} Worker;

static Counter destroyed = COUNTER_INIT, reported = COUNTER_INIT;

static void ignore_event(const RTCEvent *event, void *userdata) {
    (void)event, (void)userdata;
}

static void on_report(const RTCError *error, RTCStatsReport *report, void *userdata) {
    if (error) /* the connection was given up meanwhile */
        CHECK(error->result == RTC_RESULT_ABORT_ERROR && report == NULL);
    else
        CHECK(rtc_stats_report_values(report, NULL) != NULL);
    counter_add(userdata);
}

static void look_around(RTCPeerConnection *pc) {
    RTCConfiguration *configuration = NULL;
    RTCSctpTransport *sctp = rtc_peer_connection_sctp(pc);
    CHECK((int)rtc_peer_connection_signaling_state(pc) > 0);
    CHECK((int)rtc_peer_connection_connection_state(pc) > 0);
    if (sctp) {
        RTCDtlsTransport *dtls = rtc_sctp_transport_transport(sctp);
        RTCIceTransport *ice = rtc_dtls_transport_ice_transport(dtls);
        rtc_ice_candidate_pair_unref(rtc_ice_transport_get_selected_candidate_pair(ice));
        rtc_ice_transport_unref(ice);
        rtc_dtls_transport_unref(dtls);
    }
    rtc_sctp_transport_unref(sctp);
    rtc_session_description_unref(rtc_peer_connection_local_description(pc));
    CHECK_OK(rtc_peer_connection_get_configuration(pc, &configuration));
    duologue_free(configuration);
    CHECK_OK(rtc_peer_connection_get_stats(pc, NULL, on_report, &reported));
}

static void *work(void *userdata) {
    Worker *worker = userdata;
    Pair *pair = worker->pair;
    for (int i = 0; i < ROUNDS; i++) {
        End *end = (i + worker->number) % 2 ? &pair->a : &pair->b;
        RTCDataChannel *channel = NULL;
        uint64_t listener = 0;
        look_around(end->pc);
        RTCResult result = rtc_data_channel_send_string(end->channel, "hello");
        CHECK(result == RTC_RESULT_OK || result == RTC_RESULT_INVALID_STATE_ERROR ||
              result == RTC_RESULT_OPERATION_ERROR);
        CHECK_OK(rtc_event_target_add_event_listener(RTC_EVENT_TARGET(end->channel), "message",
                                                     ignore_event, &destroyed, count_destroy,
                                                     &listener));
        CHECK(rtc_data_channel_label(end->channel) == rtc_data_channel_label(end->channel));
        CHECK_OK(rtc_event_target_remove_event_listener(RTC_EVENT_TARGET(end->channel), listener));
        if (i % 10 == 0) {
            result = rtc_peer_connection_create_data_channel(end->pc, "", NULL, &channel);
            CHECK(result == RTC_RESULT_OK || result == RTC_RESULT_INVALID_STATE_ERROR);
            if (channel)
                CHECK_OK(rtc_data_channel_close(channel));
            rtc_data_channel_unref(channel);
            result = rtc_peer_connection_create_offer(end->pc, NULL, NULL, NULL);
            CHECK(result == RTC_RESULT_OK || result == RTC_RESULT_INVALID_STATE_ERROR);
        }
        /* In the middle one thread closes what the others are using. */
        if (worker->number == 0 && i == ROUNDS / 2)
            CHECK_OK(rtc_peer_connection_close(end->pc));
        rtc_peer_connection_unref(rtc_peer_connection_ref(end->pc));
    }
    return NULL;
}

/* The default runtime comes and goes while threads make connections on it. */
static void *come_and_go(void *userdata) {
    for (int i = 0; i < 20; i++) {
        RTCPeerConnection *pc = NULL;
        RTCDataChannel *channel = NULL;
        RTCResult result = rtc_peer_connection_create(NULL, NULL, &pc);
        if (result == RTC_RESULT_OK) {
            /* Another thread may have ended the runtime, and the connection with it. */
            result = rtc_peer_connection_create_data_channel(pc, "", NULL, &channel);
            CHECK(result == RTC_RESULT_OK || result == RTC_RESULT_INVALID_STATE_ERROR);
            rtc_peer_connection_set_local_description(pc, NULL, NULL, NULL);
            CHECK_OK(rtc_peer_connection_set_on_ice_candidate(pc, NULL, NULL, NULL));
        }
        if (userdata && i % 5 == 4)
            duologue_default_runtime_release();
        rtc_data_channel_unref(channel);
        rtc_peer_connection_unref(pc);
    }
    return NULL;
}

int main(void) {
    Pair pair;
    Worker workers[THREADS];
    pthread_t threads[THREADS];
    pair_open(&pair, NULL, NULL);
    for (int i = 0; i < THREADS; i++) {
        workers[i].pair = &pair;
        workers[i].number = i;
        CHECK(pthread_create(&workers[i].thread, NULL, work, &workers[i]) == 0);
    }
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_join(workers[i].thread, NULL) == 0);
    pair_release(&pair);
    duologue_default_runtime_release();
    CHECK(counter_get(&destroyed) == THREADS * ROUNDS); /* each listener was told of its end */
    CHECK(counter_get(&reported) == THREADS * ROUNDS);
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_create(&threads[i], NULL, come_and_go, i == 0 ? &pair : NULL) == 0);
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_join(threads[i], NULL) == 0);
    duologue_default_runtime_release();
    return 0;
}
