/* Handlers and listeners: their order, their end, and who is told of it. */
#include "check.h"
#include <poll.h>

static DuologueRuntime *runtime;
static RTCPeerConnection *pc;
static char calls[64]; /* what was called, in order */
static pthread_t main_thread;
static uint64_t removed_by_first;

static void note(const char *what) {
    CHECK(
        pthread_equal(pthread_self(), main_thread)); /* MANUAL: callbacks come from nowhere else */
    CHECK(strlen(calls) + strlen(what) < sizeof calls);
    strcat(calls, what);
}

static void on_event(const RTCEvent *event, void *userdata) {
    CHECK(event->target == RTC_EVENT_TARGET(pc));
    CHECK(strcmp(event->type, "signalingstatechange") == 0);
    note(userdata);
}

static void destroy(void *userdata) {
    note("~");
    note(userdata);
}

static void remove_next(const RTCEvent *event, void *userdata) {
    on_event(event, userdata);
    CHECK_OK(rtc_event_target_remove_event_listener(event->target, removed_by_first));
    note("!"); /* the destroy callback does not come within the call */
}

static void dispatch_all(void) {
    size_t made = 1;
    while (made > 0)
        CHECK_OK(duologue_runtime_dispatch(runtime, 100, &made));
}

static void settled(const RTCError *error, void *userdata) {
    CHECK(error == NULL);
    *(bool *)userdata = true;
}

/* Has one signalingstatechange fired: an offer is set or taken back. */
static void fire(void) {
    bool done = false, offered = false;
    RTCSessionDescriptionInit init = RTC_SESSION_DESCRIPTION_INIT_INIT;
    if (rtc_peer_connection_signaling_state(pc) == RTC_SIGNALING_STATE_HAVE_LOCAL_OFFER)
        init.type = RTC_SDP_TYPE_ROLLBACK;
    offered = init.type != RTC_SDP_TYPE_ROLLBACK;
    calls[0] = '\0';
    CHECK_OK(rtc_peer_connection_set_local_description(pc, offered ? NULL : &init, settled, &done));
    while (!done) {
        struct pollfd fd = {duologue_runtime_fd(runtime), POLLIN, 0};
        CHECK(poll(&fd, 1, PATIENCE_MS) == 1);
        dispatch_all();
    }
    dispatch_all();
}

static uint64_t add(RTCEventHandler callback, const char *name) {
    uint64_t id = 0;
    CHECK_OK(rtc_event_target_add_event_listener(RTC_EVENT_TARGET(pc), "signalingstatechange",
                                                 callback, (void *)name, destroy, &id));
    CHECK(id != 0);
    return id;
}

static void set_handler(RTCEventHandler handler, const char *name) {
    CHECK_OK(rtc_peer_connection_set_on_signaling_state_change(pc, handler, (void *)name, destroy));
}

int main(void) {
    DuologueRuntimeOptions options = DUOLOGUE_RUNTIME_OPTIONS_INIT;
    RTCDataChannel *channel = NULL;
    main_thread = pthread_self();
    options.dispatch = DUOLOGUE_DISPATCH_MANUAL;
    CHECK_OK(duologue_runtime_create(&options, &runtime));
    CHECK_OK(rtc_peer_connection_create(runtime, NULL, &pc));
    CHECK_OK(rtc_peer_connection_create_data_channel(pc, "", NULL, &channel));

    /* In the order in which they were added; the handler has the place that it got first. */
    uint64_t a = add(on_event, "a");
    set_handler(on_event, "h");
    uint64_t b = add(on_event, "b");
    uint64_t again = add(on_event, "a");
    CHECK(a != b && a != again);
    fire();
    CHECK(strcmp(calls, "ahba") == 0);

    /* Replaced, it keeps its place, and the one before is told. */
    set_handler(on_event, "i");
    CHECK(strcmp(calls, "ahba") == 0);
    fire();
    CHECK(strcmp(calls, "~haiba") == 0);

    /* Removed: told, and not called. Removing it again, or what never was, does nothing. */
    CHECK_OK(rtc_event_target_remove_event_listener(RTC_EVENT_TARGET(pc), b));
    CHECK_OK(rtc_event_target_remove_event_listener(RTC_EVENT_TARGET(pc), b));
    CHECK_OK(rtc_event_target_remove_event_listener(RTC_EVENT_TARGET(pc), 4711));
    fire();
    CHECK(strcmp(calls, "~baia") == 0);

    /* Cleared, the handler is told, and so is the userdata that came with NULL. */
    set_handler(NULL, "n");
    fire();
    CHECK(strcmp(calls, "~n~iaa") == 0 || strcmp(calls, "~i~naa") == 0);
    CHECK_OK(rtc_event_target_remove_event_listener(RTC_EVENT_TARGET(pc), a));
    CHECK_OK(rtc_event_target_remove_event_listener(RTC_EVENT_TARGET(pc), again));
    dispatch_all();

    /* One that another removes while the event is under way is not called any more. */
    add(remove_next, "x");
    removed_by_first = add(on_event, "y");
    add(on_event, "z");
    fire();
    CHECK(strcmp(calls, "x!z~y") == 0);

    /* What is not a target or an event is refused, and the userdata is not kept. */
    RTCEventTarget *target = RTC_EVENT_TARGET(pc);
    CHECK_TYPE_ERROR(rtc_event_target_add_event_listener(target, "signallingstatechange", on_event,
                                                         "?", destroy, NULL));
    CHECK_TYPE_ERROR(
        rtc_event_target_add_event_listener(target, NULL, on_event, "?", destroy, NULL));
    CHECK_TYPE_ERROR(
        rtc_event_target_add_event_listener(target, "icecandidate", NULL, "?", destroy, NULL));
    CHECK_TYPE_ERROR(rtc_event_target_add_event_listener((RTCEventTarget *)runtime, "icecandidate",
                                                         on_event, "?", destroy, NULL));
    dispatch_all();
    CHECK(strchr(calls, '?') == NULL);

    /* With the connection everybody goes. */
    calls[0] = '\0';
    rtc_data_channel_unref(channel);
    rtc_peer_connection_unref(pc);
    CHECK(calls[0] == '\0');
    dispatch_all();
    CHECK(strlen(calls) == 4 && strstr(calls, "~x") && strstr(calls, "~z"));
    duologue_runtime_unref(runtime);
    return 0;
}
