/* Runtimes are independent of each other; what outlives its runtime answers and does not crash; the
 * default one can go and come again. */
#include "pair.h"

static DuologueRuntime *create(DuologueDispatch dispatch, uint32_t threads) {
    DuologueRuntimeOptions options = DUOLOGUE_RUNTIME_OPTIONS_INIT;
    DuologueRuntime *runtime = NULL;
    options.dispatch = dispatch;
    options.threads = threads;
    CHECK_OK(duologue_runtime_create(&options, &runtime));
    return runtime;
}

static bool b_has_message(const Pair *pair) {
    return pair->b.messages > 0;
}

static void several_at_once(void) {
    DuologueRuntime *runtimes[] = {
        create(DUOLOGUE_DISPATCH_THREAD, 1), create(DUOLOGUE_DISPATCH_THREAD, 3),
        create(DUOLOGUE_DISPATCH_MANUAL, 1), create(DUOLOGUE_DISPATCH_MANUAL, 2), NULL};
    static Pair pairs[5];
    for (int i = 0; i < 5; i++)
        pair_open(&pairs[i], runtimes[i], NULL);
    for (int i = 0; i < 5; i++) { /* the others go on when one has gone */
        CHECK_OK(rtc_data_channel_send_string(pairs[i].a.channel, "hello"));
        pair_wait(&pairs[i], b_has_message);
        pair_release(&pairs[i]);
        if (runtimes[i])
            duologue_runtime_unref(runtimes[i]);
        else
            duologue_default_runtime_release();
    }
}

static void on_destroy(void *userdata) {
    ++*(int *)userdata;
}

static void ignore_event(const RTCEvent *event, void *userdata) {
    (void)event, (void)userdata;
}

/* Objects that outlive their runtime can be asked, closed and released; nobody waits for ever; who
 * is to be told is told. */
static void objects_that_are_left(DuologueDispatch dispatch) {
    DuologueRuntime *runtime = create(dispatch, 1);
    RTCSessionDescriptionInit *offer = NULL;
    RTCPeerConnection *late = NULL;
    Pair pair;
    int destroyed = 0;
    pair_open(&pair, runtime, NULL);
    CHECK_OK(rtc_data_channel_set_on_closing(pair.a.channel, ignore_event, &destroyed, on_destroy));
    CHECK_OK(rtc_peer_connection_set_on_negotiation_needed(pair.a.pc, ignore_event, &destroyed,
                                                           on_destroy));
    CHECK(duologue_runtime_ref(runtime) == runtime);
    duologue_runtime_unref(runtime);
    CHECK_OK(rtc_peer_connection_create(runtime, NULL, &late)); /* still there */
    duologue_runtime_unref(runtime);
    CHECK(destroyed == 0);

    CHECK_RESULT(RTC_RESULT_INVALID_STATE_ERROR,
                 duologue_peer_connection_create_offer_wait(late, NULL, 2000, &offer));
    for (int i = 0; i < 2; i++) { /* nobody dispatches any more: no thread waits for itself */
        RTCStatsReport *report = NULL;
        CHECK_OK(duologue_peer_connection_get_stats_wait(late, NULL, PATIENCE_MS, &report));
        rtc_stats_report_unref(report);
    }
    CHECK(rtc_peer_connection_signaling_state(pair.a.pc) != (RTCSignalingState)0);
    CHECK(strcmp(rtc_data_channel_label(pair.a.channel), "test") == 0);
    CHECK_OK(rtc_peer_connection_set_on_negotiation_needed(pair.a.pc, NULL, NULL, NULL));
    CHECK(destroyed == 1);
    rtc_peer_connection_unref(late);
    pair_release(&pair);
    CHECK(destroyed == 2);
}

static void on_settled(const RTCError *error, void *userdata) {
    (void)error;
    /* The last reference, on the runtime's own thread: it must not wait for itself. */
    duologue_runtime_unref(((Pair *)userdata)->runtime);
    duologue_default_runtime_release();
    counter_add((Counter *)(((Pair *)userdata) + 1));
}

static void the_last_reference_within_a_callback(void) {
    static struct {
        Pair pair;
        Counter counter;
    } test = {.counter = COUNTER_INIT};
    RTCPeerConnection *pc = NULL;
    test.pair.runtime = create(DUOLOGUE_DISPATCH_THREAD, 2);
    CHECK_OK(rtc_peer_connection_create(test.pair.runtime, NULL, &pc));
    CHECK_OK(rtc_peer_connection_set_local_description(pc, NULL, on_settled, &test.pair));
    counter_wait(&test.counter, 1);
    rtc_peer_connection_unref(pc);
}

static void refusals(void) {
    DuologueRuntimeOptions options = DUOLOGUE_RUNTIME_OPTIONS_INIT;
    DuologueRuntime *runtime = NULL;
    RTCPeerConnection *pc = NULL;
    options.threads = 0;
    CHECK_RESULT(RTC_RESULT_RANGE_ERROR, duologue_runtime_create(&options, &runtime));
    options.threads = 65;
    CHECK_RESULT(RTC_RESULT_RANGE_ERROR, duologue_runtime_create(&options, &runtime));
    options.threads = 1;
    options.dispatch = (DuologueDispatch)3;
    CHECK_TYPE_ERROR(duologue_runtime_create(&options, &runtime));
    CHECK(runtime == NULL);
    CHECK_OK(rtc_peer_connection_create(NULL, NULL, &pc));
    CHECK_TYPE_ERROR(rtc_peer_connection_create((DuologueRuntime *)pc, NULL, &pc));
    rtc_peer_connection_unref(pc);
}

int main(void) {
    refusals();
    for (int i = 0; i < 3; i++)
        duologue_default_runtime_release();
    several_at_once();
    objects_that_are_left(DUOLOGUE_DISPATCH_THREAD);
    objects_that_are_left(DUOLOGUE_DISPATCH_MANUAL);
    the_last_reference_within_a_callback();
    duologue_default_runtime_release();
    return 0;
}
