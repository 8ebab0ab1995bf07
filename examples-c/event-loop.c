/* One thread, one poll loop: the library makes its callbacks only when it is told to dispatch.
 *
 * The loop watches the descriptor of the runtime beside its own (here a timer that ticks every 100
 * ms). Two connections in this process send each other the ticks; after ten the program ends.
 */
#define _POSIX_C_SOURCE 200809L
#include <duologue.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { TICKS = 10, TICK_MS = 100 };

typedef struct App {
    RTCPeerConnection *caller, *callee;
    RTCDataChannel *channel;
    int ticks, received;
    bool open, failed;
} App;

static bool ok(App *app, RTCResult result) {
    if (result != RTC_RESULT_OK)
        fprintf(stderr, "%s: %s\n", rtc_result_to_string(result), duologue_last_error_message());
    app->failed = app->failed || result != RTC_RESULT_OK;
    return result == RTC_RESULT_OK;
}

/* All promises of this program end here: nothing waits for them but the next step, which is in the
 * chain already. */
static void on_settled(const RTCError *error, void *userdata) {
    App *app = userdata;
    if (error)
        fprintf(stderr, "%s: %s\n", error->name, error->message);
    app->failed = app->failed || error;
}

static void on_state(const RTCEvent *event, void *userdata) {
    RTCPeerConnection *pc = (RTCPeerConnection *)event->target;
    if (rtc_peer_connection_connection_state(pc) != RTC_PEER_CONNECTION_STATE_FAILED)
        return;
    fprintf(stderr, "there is no path between the two\n");
    ((App *)userdata)->failed = true;
}

static void on_candidate(const RTCPeerConnectionIceEvent *event, void *userdata) {
    App *app = userdata;
    bool of_caller = event->base.target == RTC_EVENT_TARGET(app->caller);
    RTCPeerConnection *peer = of_caller ? app->callee : app->caller;
    RTCIceCandidateInit init = RTC_ICE_CANDIDATE_INIT_INIT;
    if (event->candidate && ok(app, rtc_ice_candidate_to_json(event->candidate, &init)))
        ok(app, rtc_peer_connection_add_ice_candidate(peer, &init, on_settled, app));
}

/* Answers: the operations of a connection are done one after the other, in the order of the calls.
 */
static void on_answer(const RTCError *error, const RTCSessionDescriptionInit *answer,
                      void *userdata) {
    App *app = userdata;
    on_settled(error, app);
    if (error)
        return;
    ok(app, rtc_peer_connection_set_local_description(app->callee, answer, on_settled, app));
    ok(app, rtc_peer_connection_set_remote_description(app->caller, answer, on_settled, app));
}

static void on_offer(const RTCError *error, const RTCSessionDescriptionInit *offer,
                     void *userdata) {
    App *app = userdata;
    on_settled(error, app);
    if (error)
        return;
    ok(app, rtc_peer_connection_set_local_description(app->caller, offer, on_settled, app));
    ok(app, rtc_peer_connection_set_remote_description(app->callee, offer, on_settled, app));
    ok(app, rtc_peer_connection_create_answer(app->callee, NULL, on_answer, app));
}

static void on_open(const RTCEvent *event, void *userdata) {
    (void)event;
    ((App *)userdata)->open = true;
}

static void on_message(const RTCMessageEvent *event, void *userdata) {
    App *app = userdata;
    printf("received: %s\n", event->text ? event->text : "(binary)");
    app->received++;
}

static void on_data_channel(const RTCDataChannelEvent *event, void *userdata) {
    ok(userdata, rtc_data_channel_set_on_message(event->channel, on_message, userdata, NULL));
}

/* What the program does on its own. */
static void tick(App *app) {
    char text[32];
    if (!app->open || app->ticks == TICKS)
        return;
    snprintf(text, sizeof text, "tick %d", ++app->ticks);
    ok(app, rtc_data_channel_send_string(app->channel, text));
}

static long long now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

static bool start(App *app, DuologueRuntime *runtime) {
    if (!ok(app, rtc_peer_connection_create(runtime, NULL, &app->caller)) ||
        !ok(app, rtc_peer_connection_create(runtime, NULL, &app->callee)))
        return false;
    ok(app, rtc_peer_connection_set_on_ice_candidate(app->caller, on_candidate, app, NULL));
    ok(app, rtc_peer_connection_set_on_ice_candidate(app->callee, on_candidate, app, NULL));
    ok(app, rtc_peer_connection_set_on_connection_state_change(app->caller, on_state, app, NULL));
    ok(app, rtc_peer_connection_set_on_data_channel(app->callee, on_data_channel, app, NULL));
    return ok(app,
              rtc_peer_connection_create_data_channel(app->caller, "ticks", NULL, &app->channel)) &&
           ok(app, rtc_data_channel_set_on_open(app->channel, on_open, app, NULL)) &&
           ok(app, rtc_peer_connection_create_offer(app->caller, NULL, on_offer, app));
}

int main(void) {
    DuologueRuntimeOptions options = DUOLOGUE_RUNTIME_OPTIONS_INIT;
    DuologueRuntime *runtime = NULL;
    App app = {0};

    options.dispatch = DUOLOGUE_DISPATCH_MANUAL;
    if (ok(&app, duologue_runtime_create(&options, &runtime)) && start(&app, runtime)) {
        long long next_tick = now_ms() + TICK_MS;
        while (!app.failed && app.received < TICKS) {
            struct pollfd fd = {duologue_runtime_fd(runtime), POLLIN, 0};
            long long left = next_tick - now_ms();
            if (poll(&fd, 1, left > 0 ? (int)left : 0) > 0)
                ok(&app, duologue_runtime_dispatch(runtime, 100, NULL));
            if (now_ms() < next_tick)
                continue;
            tick(&app);
            next_tick += TICK_MS;
        }
    }

    rtc_data_channel_unref(app.channel);
    rtc_peer_connection_unref(app.caller); /* closes it */
    rtc_peer_connection_unref(app.callee);
    duologue_runtime_unref(runtime);
    return app.failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
