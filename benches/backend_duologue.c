/* The workloads on duologue. */
#include "bench.h"

#include <duologue.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

const char *const bench_library = "duologue";

typedef struct Side {
    BenchLink *link;
    int index, open;
    RTCPeerConnection *pc;
    RTCDataChannel *channel;
} Side;

struct BenchLink {
    BenchHandler handler;
    size_t low_threshold;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    Side sides[2];
};

static DuologueRuntime *runtime;

static Side *other(Side *side) { return &side->link->sides[1 - side->index]; }

static void answer_made(const RTCError *error, void *user) {
    Side *side = user;
    RTCSessionDescription *description;
    RTCSessionDescriptionInit init = RTC_SESSION_DESCRIPTION_INIT_INIT;
    if (error) abort();
    description = rtc_peer_connection_local_description(side->pc);
    init.type = rtc_session_description_type(description);
    init.sdp = rtc_session_description_sdp(description);
    if (rtc_peer_connection_set_remote_description(other(side)->pc, &init, NULL, NULL)) abort();
    rtc_session_description_unref(description);
}

static void offer_taken(const RTCError *error, void *user) {
    Side *side = user;
    if (error || rtc_peer_connection_set_local_description(side->pc, NULL, answer_made, side)) abort();
}

static void offer_made(const RTCError *error, void *user) {
    Side *side = user;
    RTCSessionDescription *description;
    RTCSessionDescriptionInit init = RTC_SESSION_DESCRIPTION_INIT_INIT;
    if (error) abort();
    description = rtc_peer_connection_local_description(side->pc);
    init.type = rtc_session_description_type(description);
    init.sdp = rtc_session_description_sdp(description);
    if (rtc_peer_connection_set_remote_description(other(side)->pc, &init, offer_taken, other(side))) abort();
    rtc_session_description_unref(description);
}

static void on_candidate(const RTCPeerConnectionIceEvent *event, void *user) {
    RTCIceCandidateInit init = RTC_ICE_CANDIDATE_INIT_INIT;
    if (!event->candidate) return;
    init.candidate = rtc_ice_candidate_candidate(event->candidate);
    init.sdp_mid = rtc_ice_candidate_sdp_mid(event->candidate);
    rtc_peer_connection_add_ice_candidate(other(user)->pc, &init, NULL, NULL);
}

static void on_open(const RTCEvent *event, void *user) {
    Side *side = user;
    (void)event;
    pthread_mutex_lock(&side->link->mutex);
    side->open = 1;
    pthread_cond_signal(&side->link->changed);
    pthread_mutex_unlock(&side->link->mutex);
}

static void on_message(const RTCMessageEvent *event, void *user) {
    Side *side = user;
    side->link->handler.message(side->link->handler.user, side->index, event->data, event->data_length);
}

static void on_low(const RTCEvent *event, void *user) {
    Side *side = user;
    (void)event;
    if (side->link->handler.low) side->link->handler.low(side->link->handler.user, side->index);
}

static void watch(Side *side, RTCDataChannel *channel) {
    side->channel = channel;
    rtc_data_channel_set_on_message(channel, on_message, side, NULL);
    rtc_data_channel_set_buffered_amount_low_threshold(channel, (uint32_t)side->link->low_threshold);
    rtc_data_channel_set_on_buffered_amount_low(channel, on_low, side, NULL);
    rtc_data_channel_set_on_open(channel, on_open, side, NULL);
}

static void on_channel(const RTCDataChannelEvent *event, void *user) {
    watch(user, rtc_data_channel_ref(event->channel));
}

void bench_start(void) {
    if (duologue_runtime_create(NULL, &runtime)) abort();
}

void bench_end(void) { duologue_runtime_unref(runtime); }

BenchLink *bench_link_open(const BenchHandler *handler, size_t low_threshold) {
    BenchLink *link = calloc(1, sizeof *link);
    RTCConfiguration configuration = RTC_CONFIGURATION_INIT;
    RTCDataChannel *channel;
    struct timespec until;
    int late = 0;
    configuration.duologue_bind_address = "127.0.0.1";
    link->handler = *handler;
    link->low_threshold = low_threshold;
    pthread_mutex_init(&link->mutex, NULL);
    pthread_cond_init(&link->changed, NULL);
    for (int i = 0; i < 2; i++) {
        Side *side = &link->sides[i];
        side->link = link;
        side->index = i;
        if (rtc_peer_connection_create(runtime, &configuration, &side->pc)) abort();
        rtc_peer_connection_set_on_ice_candidate(side->pc, on_candidate, side, NULL);
    }
    rtc_peer_connection_set_on_data_channel(link->sides[ANSWERER].pc, on_channel, &link->sides[ANSWERER], NULL);
    if (rtc_peer_connection_create_data_channel(link->sides[OFFERER].pc, "bench", NULL, &channel)) abort();
    watch(&link->sides[OFFERER], channel);
    if (rtc_peer_connection_set_local_description(link->sides[OFFERER].pc, NULL, offer_made, &link->sides[OFFERER])) abort();
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 30;
    pthread_mutex_lock(&link->mutex);
    while (!late && !(link->sides[0].open && link->sides[1].open))
        late = pthread_cond_timedwait(&link->changed, &link->mutex, &until);
    pthread_mutex_unlock(&link->mutex);
    if (!late) return link;
    bench_link_close(link);
    return NULL;
}

int bench_link_send(BenchLink *link, int side, const void *data, size_t size) {
    if (rtc_data_channel_send_data(link->sides[side].channel, data, size) == RTC_RESULT_OK) return 0;
    fprintf(stderr, "%s\n", duologue_last_error_message());
    return 1;
}

size_t bench_link_buffered(BenchLink *link, int side) {
    return (size_t)rtc_data_channel_buffered_amount(link->sides[side].channel);
}

void bench_link_close(BenchLink *link) {
    for (int i = 0; i < 2; i++) {
        rtc_peer_connection_close(link->sides[i].pc);
        rtc_data_channel_unref(link->sides[i].channel);
        rtc_peer_connection_unref(link->sides[i].pc);
    }
    pthread_cond_destroy(&link->changed);
    pthread_mutex_destroy(&link->mutex);
    free(link);
}
