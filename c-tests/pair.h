/* Two connections that set themselves up, on any runtime: with MANUAL dispatch the waiting thread
 * dispatches. */
#ifndef PAIR_H
#define PAIR_H

#include "check.h"
#include <poll.h>

typedef struct Pair Pair;

typedef struct End {
    Pair *pair;
    RTCPeerConnection *pc;
    RTCDataChannel *channel; /* a: made here; b: from the datachannel event */
    int opened, closed, messages, errors;
    size_t bytes;
    void (*on_message)(struct End *end, const RTCMessageEvent *event);
} End;

struct Pair {
    DuologueRuntime *runtime; /* NULL: the default one */
    bool manual;
    End a, b;
    int failures;    /* of promises */
    int completions; /* of promises */
    pthread_mutex_t mutex;
    pthread_cond_t changed;
};

static inline End *pair_peer(End *end) {
    return end == &end->pair->a ? &end->pair->b : &end->pair->a;
}

/* Runs `statement` where the waiting thread does not look meanwhile, and has it look again. */
#define PAIR_UPDATE(pair, statement)                                                               \
    do {                                                                                           \
        pthread_mutex_lock(&(pair)->mutex);                                                        \
        statement;                                                                                 \
        pthread_cond_broadcast(&(pair)->changed);                                                  \
        pthread_mutex_unlock(&(pair)->mutex);                                                      \
    } while (0)

static inline void pair_result(Pair *pair, RTCResult result) {
    /* A connection that the test closed meanwhile refuses; what is expected is what the test waits
     * for. */
    if (result != RTC_RESULT_OK)
        PAIR_UPDATE(pair, pair->failures++);
}

static inline void pair_settled(const RTCError *error, void *userdata) {
    End *end = userdata;
    PAIR_UPDATE(end->pair, (end->pair->completions++, end->pair->failures += error != NULL));
}

static inline void pair_on_answer_set(const RTCError *error, void *userdata) {
    pair_settled(error, userdata);
}

static inline void pair_on_answer(const RTCError *error, const RTCSessionDescriptionInit *answer,
                                  void *userdata) {
    End *b = userdata;
    pair_settled(error, userdata);
    if (error)
        return;
    pair_result(b->pair, rtc_peer_connection_set_local_description(b->pc, answer, pair_settled, b));
    pair_result(b->pair, rtc_peer_connection_set_remote_description(
                             b->pair->a.pc, answer, pair_on_answer_set, &b->pair->a));
}

static inline void pair_on_offer_set(const RTCError *error, void *userdata) {
    End *b = userdata;
    pair_settled(error, userdata);
    if (!error)
        pair_result(b->pair, rtc_peer_connection_create_answer(b->pc, NULL, pair_on_answer, b));
}

static inline void pair_on_offer(const RTCError *error, const RTCSessionDescriptionInit *offer,
                                 void *userdata) {
    End *a = userdata;
    pair_settled(error, userdata);
    if (error)
        return;
    pair_result(a->pair, rtc_peer_connection_set_local_description(a->pc, offer, pair_settled, a));
    pair_result(a->pair, rtc_peer_connection_set_remote_description(
                             a->pair->b.pc, offer, pair_on_offer_set, &a->pair->b));
}

static inline void pair_on_candidate(const RTCPeerConnectionIceEvent *event, void *userdata) {
    End *end = userdata;
    RTCIceCandidateInit init = RTC_ICE_CANDIDATE_INIT_INIT;
    if (!event->candidate)
        return;
    CHECK_OK(rtc_ice_candidate_to_json(event->candidate, &init));
    pair_result(end->pair, rtc_peer_connection_add_ice_candidate(pair_peer(end)->pc, &init,
                                                                 pair_settled, end));
}

static inline void pair_on_open(const RTCEvent *event, void *userdata) {
    End *end = userdata;
    (void)event;
    PAIR_UPDATE(end->pair, end->opened++);
}

static inline void pair_on_close(const RTCEvent *event, void *userdata) {
    End *end = userdata;
    (void)event;
    PAIR_UPDATE(end->pair, end->closed++);
}

static inline void pair_on_error(const RTCErrorEvent *event, void *userdata) {
    End *end = userdata;
    CHECK(event->error->name != NULL && event->error->message != NULL);
    PAIR_UPDATE(end->pair, end->errors++);
}

static inline void pair_on_message(const RTCMessageEvent *event, void *userdata) {
    End *end = userdata;
    if (end->on_message)
        end->on_message(end, event);
    PAIR_UPDATE(end->pair, (end->messages++, end->bytes += event->data_length));
}

static inline void pair_listen(End *end) {
    CHECK_OK(rtc_data_channel_set_on_open(end->channel, pair_on_open, end, NULL));
    CHECK_OK(rtc_data_channel_set_on_close(end->channel, pair_on_close, end, NULL));
    CHECK_OK(rtc_data_channel_set_on_error(end->channel, pair_on_error, end, NULL));
    CHECK_OK(rtc_data_channel_set_on_message(end->channel, pair_on_message, end, NULL));
}

static inline void pair_on_data_channel(const RTCDataChannelEvent *event, void *userdata) {
    End *end = userdata;
    if (end->channel)
        return; /* the test made another one */
    end->channel = rtc_data_channel_ref(event->channel);
    pair_listen(end);
}

/* Makes both connections and the channel, and hangs everything up that it takes; `pair_start`
 * starts. */
static inline void pair_create(Pair *pair, DuologueRuntime *runtime, const RTCConfiguration *how) {
    memset(pair, 0, sizeof *pair);
    pthread_mutex_init(&pair->mutex, NULL);
    pthread_cond_init(&pair->changed, NULL);
    pair->runtime = runtime;
    pair->manual = runtime && duologue_runtime_fd(runtime) >= 0;
    pair->a.pair = pair->b.pair = pair;
    CHECK_OK(rtc_peer_connection_create(runtime, how, &pair->a.pc));
    CHECK_OK(rtc_peer_connection_create(runtime, how, &pair->b.pc));
    for (End *end = &pair->a; end; end = end == &pair->a ? &pair->b : NULL)
        CHECK_OK(rtc_peer_connection_set_on_ice_candidate(end->pc, pair_on_candidate, end, NULL));
    CHECK_OK(
        rtc_peer_connection_set_on_data_channel(pair->b.pc, pair_on_data_channel, &pair->b, NULL));
    CHECK_OK(rtc_peer_connection_create_data_channel(pair->a.pc, "test", NULL, &pair->a.channel));
    pair_listen(&pair->a);
}

static inline void pair_start(Pair *pair) {
    CHECK_OK(rtc_peer_connection_create_offer(pair->a.pc, NULL, pair_on_offer, &pair->a));
}

/* Waits until `done` holds. */
static inline void pair_wait(Pair *pair, bool (*done)(const Pair *pair)) {
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += PATIENCE_S;
    pthread_mutex_lock(&pair->mutex);
    while (!done(pair)) {
        if (!pair->manual) {
            CHECK(pthread_cond_timedwait(&pair->changed, &pair->mutex, &until) == 0);
            continue;
        }
        pthread_mutex_unlock(&pair->mutex);
        struct pollfd fd = {duologue_runtime_fd(pair->runtime), POLLIN, 0};
        CHECK(poll(&fd, 1, PATIENCE_MS) == 1);
        CHECK_OK(duologue_runtime_dispatch(pair->runtime, 16, NULL));
        pthread_mutex_lock(&pair->mutex);
    }
    pthread_mutex_unlock(&pair->mutex);
}

static inline bool pair_is_open(const Pair *pair) {
    return pair->a.opened && pair->b.opened;
}

/* Sets the connection up until the channel is open at both ends. */
static inline void pair_open(Pair *pair, DuologueRuntime *runtime, const RTCConfiguration *how) {
    pair_create(pair, runtime, how);
    pair_start(pair);
    pair_wait(pair, pair_is_open);
    CHECK(pair->failures == 0);
}

/* The runtime must be gone, or make no callbacks any more, before the Pair's memory goes. */
static inline void pair_release(Pair *pair) {
    for (End *end = &pair->a; end; end = end == &pair->a ? &pair->b : NULL) {
        CHECK_OK(rtc_peer_connection_close(end->pc));
        rtc_data_channel_unref(end->channel);
        rtc_peer_connection_unref(end->pc);
        end->channel = NULL;
        end->pc = NULL;
    }
}

#endif
