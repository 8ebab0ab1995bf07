/* The workloads on libdatachannel's C API. */
#include "bench.h"

#include <pthread.h>
#include <rtc/rtc.h>
#include <stdlib.h>
#include <time.h>

const char *const bench_library = "libdatachannel";

typedef struct Side {
    BenchLink *link;
    int index, pc, channel, open;
} Side;

struct BenchLink {
    BenchHandler handler;
    size_t low_threshold;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    Side sides[2];
};

static Side *other(Side *side) { return &side->link->sides[1 - side->index]; }

static void on_description(int pc, const char *sdp, const char *type, void *user) {
    (void)pc;
    rtcSetRemoteDescription(other(user)->pc, sdp, type);
}

static void on_candidate(int pc, const char *candidate, const char *mid, void *user) {
    (void)pc;
    rtcAddRemoteCandidate(other(user)->pc, candidate, mid);
}

static void on_open(int channel, void *user) {
    Side *side = user;
    (void)channel;
    pthread_mutex_lock(&side->link->mutex);
    side->open = 1;
    pthread_cond_signal(&side->link->changed);
    pthread_mutex_unlock(&side->link->mutex);
}

static void on_message(int channel, const char *data, int size, void *user) {
    Side *side = user;
    (void)channel;
    side->link->handler.message(side->link->handler.user, side->index, data, size < 0 ? (size_t)-size : (size_t)size);
}

static void on_low(int channel, void *user) {
    Side *side = user;
    (void)channel;
    if (side->link->handler.low) side->link->handler.low(side->link->handler.user, side->index);
}

static void watch(Side *side, int channel) {
    side->channel = channel;
    rtcSetUserPointer(channel, side);
    rtcSetMessageCallback(channel, on_message);
    rtcSetBufferedAmountLowThreshold(channel, (int)side->link->low_threshold);
    rtcSetBufferedAmountLowCallback(channel, on_low);
    rtcSetOpenCallback(channel, on_open);
}

static void on_channel(int pc, int channel, void *user) {
    (void)pc;
    watch(user, channel);
    on_open(channel, user);
}

void bench_start(void) {
    rtcInitLogger(RTC_LOG_NONE, NULL);
    rtcPreload();
}

void bench_end(void) { rtcCleanup(); }

BenchLink *bench_link_open(const BenchHandler *handler, size_t low_threshold) {
    BenchLink *link = calloc(1, sizeof *link);
    rtcConfiguration configuration = {.bindAddress = "127.0.0.1"};
    struct timespec until;
    int late = 0;
    link->handler = *handler;
    link->low_threshold = low_threshold;
    pthread_mutex_init(&link->mutex, NULL);
    pthread_cond_init(&link->changed, NULL);
    for (int i = 0; i < 2; i++) {
        Side *side = &link->sides[i];
        side->link = link;
        side->index = i;
        side->pc = rtcCreatePeerConnection(&configuration);
        rtcSetUserPointer(side->pc, side);
        rtcSetLocalDescriptionCallback(side->pc, on_description);
        rtcSetLocalCandidateCallback(side->pc, on_candidate);
    }
    rtcSetDataChannelCallback(link->sides[ANSWERER].pc, on_channel);
    watch(&link->sides[OFFERER], rtcCreateDataChannel(link->sides[OFFERER].pc, "bench"));
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
    return rtcSendMessage(link->sides[side].channel, data, (int)size) < 0;
}

size_t bench_link_buffered(BenchLink *link, int side) {
    int amount = rtcGetBufferedAmount(link->sides[side].channel);
    return amount < 0 ? 0 : (size_t)amount;
}

void bench_link_close(BenchLink *link) {
    for (int i = 0; i < 2; i++) {
        rtcClosePeerConnection(link->sides[i].pc);
        rtcDeletePeerConnection(link->sides[i].pc);
    }
    pthread_cond_destroy(&link->changed);
    pthread_mutex_destroy(&link->mutex);
    free(link);
}
