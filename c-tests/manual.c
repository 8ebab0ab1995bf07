/* MANUAL dispatch: the descriptor, the maximum, recursion, a second thread, and where callbacks are
 * made. */
#include "check.h"
#include <poll.h>

static DuologueRuntime *runtime;
static RTCPeerConnection *pc;
static int made_here;
static pthread_t main_thread;

static bool readable(int timeout_ms) {
    struct pollfd fd = {duologue_runtime_fd(runtime), POLLIN, 0};
    return poll(&fd, 1, timeout_ms) == 1;
}

static void count(const RTCError *error, const RTCSessionDescriptionInit *offer, void *userdata) {
    (void)userdata;
    CHECK(error == NULL && offer != NULL);
    CHECK(pthread_equal(pthread_self(), main_thread));
    made_here++;
}

static void *dispatch_from_another_thread(void *unused) {
    size_t made = 99;
    (void)unused;
    CHECK_RESULT(DUOLOGUE_RESULT_WRONG_THREAD, duologue_runtime_dispatch(runtime, 1, &made));
    CHECK(made == 99);
    return NULL;
}

static void dispatch_within(const RTCError *error, const RTCSessionDescriptionInit *offer,
                            void *userdata) {
    pthread_t thread;
    RTCSessionDescriptionInit *description = NULL;
    count(error, offer, userdata);
    CHECK_RESULT(DUOLOGUE_RESULT_RECURSION, duologue_runtime_dispatch(runtime, 1, NULL));
    CHECK(pthread_create(&thread, NULL, dispatch_from_another_thread, NULL) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
    CHECK_RESULT(DUOLOGUE_RESULT_WRONG_THREAD,
                 duologue_peer_connection_create_offer_wait(pc, NULL, -1, &description));
    /* What a callback causes waits for the next dispatch. */
    CHECK_OK(rtc_peer_connection_create_offer(pc, NULL, count, NULL));
}

static void drain(int expected) {
    size_t made;
    while (made_here < expected) {
        CHECK(readable(PATIENCE_MS));
        CHECK_OK(duologue_runtime_dispatch(runtime, 100, &made));
    }
}

/* With `max` 1 exactly one callback is made, and the descriptor stays readable while there are
 * more. */
static void one_at_a_time(void) {
    enum { MANY = 5 };
    int before = made_here;
    for (int i = 0; i < MANY; i++)
        CHECK_OK(rtc_peer_connection_create_offer(pc, NULL, count, NULL));
    while (made_here < before + MANY) {
        size_t made = 99;
        int previously = made_here;
        CHECK(readable(PATIENCE_MS));
        CHECK_OK(duologue_runtime_dispatch(runtime, 1, &made));
        CHECK(made <= 1 && made_here == previously + (int)made);
    }
    size_t made = 99;
    CHECK_OK(duologue_runtime_dispatch(runtime, 1, &made));
    CHECK(made == 0 && !readable(0));
    CHECK_OK(duologue_runtime_dispatch(runtime, 0, &made));
    CHECK_OK(duologue_runtime_dispatch(runtime, 0, NULL));
}

static void *create_offer(void *unused) {
    (void)unused;
    CHECK_OK(rtc_peer_connection_create_offer(pc, NULL, count, NULL));
    return NULL;
}

/* Another thread may wait while this one dispatches. */
static void *wait_for_offer(void *unused) {
    RTCSessionDescriptionInit *offer = NULL;
    (void)unused;
    CHECK_OK(duologue_peer_connection_create_offer_wait(pc, NULL, PATIENCE_MS, &offer));
    duologue_free(offer);
    CHECK_OK(rtc_peer_connection_create_offer(pc, NULL, count, NULL));
    return NULL;
}

int main(void) {
    DuologueRuntimeOptions options = DUOLOGUE_RUNTIME_OPTIONS_INIT;
    DuologueRuntime *threaded = NULL;
    pthread_t thread;
    main_thread = pthread_self();

    /* A runtime that dispatches itself has no descriptor and is not dispatched. */
    CHECK_OK(duologue_runtime_create(NULL, &threaded));
    CHECK(duologue_runtime_fd(threaded) == -1);
    CHECK_RESULT(RTC_RESULT_INVALID_STATE_ERROR, duologue_runtime_dispatch(threaded, 1, NULL));
    duologue_runtime_unref(threaded);

    options.dispatch = DUOLOGUE_DISPATCH_MANUAL;
    CHECK_OK(duologue_runtime_create(&options, &runtime));
    CHECK_OK(rtc_peer_connection_create(runtime, NULL, &pc));
    CHECK(!readable(0));
    CHECK_OK(rtc_peer_connection_create_offer(pc, NULL, count, NULL));
    CHECK(made_here == 0);
    drain(1);
    CHECK_OK(rtc_peer_connection_create_offer(pc, NULL, dispatch_within, NULL));
    drain(3);
    one_at_a_time();

    int before = made_here;
    CHECK(pthread_create(&thread, NULL, create_offer, NULL) == 0);
    drain(before + 1);
    CHECK(pthread_join(thread, NULL) == 0);
    CHECK(pthread_create(&thread, NULL, wait_for_offer, NULL) == 0);
    drain(before + 2);
    CHECK(pthread_join(thread, NULL) == 0);

    /* What is queued at the end is delivered by the last unref, here. */
    before = made_here;
    CHECK_OK(rtc_peer_connection_create_offer(pc, NULL, NULL, NULL));
    rtc_peer_connection_unref(pc);
    duologue_runtime_unref(runtime);
    return 0;
}
