/* The log goes where the application says, and nowhere once it says so. */
#include "media.h"
#include "pair.h"

typedef struct Sink {
    Counter lines, destroyed;
    int deepest;
} Sink;

static void on_line(DuologueLogLevel level, const char *message, void *userdata) {
    Sink *sink = userdata;
    CHECK(level >= DUOLOGUE_LOG_LEVEL_ERROR && level <= DUOLOGUE_LOG_LEVEL_TRACE);
    CHECK(duologue_log_level_to_string(level) != NULL && message[0] != '\0');
    CHECK(counter_get(&sink->destroyed) == 0);
    counter_add(&sink->lines);
}

static void on_destroy(void *userdata) {
    counter_add(&((Sink *)userdata)->destroyed);
}

static void talk(void) {
    Pair pair;
    pair_open(&pair, NULL, NULL);
    pair_release(&pair);
    duologue_default_runtime_release();
}

typedef struct Curious {
    Counter asked;
    RTCPeerConnection *pc;
} Curious;

static void on_line_ask(DuologueLogLevel level, const char *message, void *userdata) {
    Curious *curious = userdata;
    (void)level, (void)message;
    CHECK((int)rtc_peer_connection_signaling_state(curious->pc) == 0);
    CHECK_RESULT(DUOLOGUE_RESULT_RECURSION, rtc_peer_connection_restart_ice(curious->pc));
    CHECK_RESULT(DUOLOGUE_RESULT_RECURSION,
                 duologue_set_log_callback(DUOLOGUE_LOG_LEVEL_ERROR, NULL, NULL, NULL));
    counter_add(&curious->asked);
}

/* The library may be amid anything when it has to log. */
static void the_callback_cannot_call_the_library(void) {
    RTCPeerConnection *a = media_connection(), *b = media_connection();
    RTCDataChannel *channel = NULL;
    RTCIceCandidateInit useless = RTC_ICE_CANDIDATE_INIT_INIT;
    Curious curious = {COUNTER_INIT, b};
    CHECK_OK(rtc_peer_connection_create_data_channel(a, "", NULL, &channel));
    media_negotiate(a, b);
    useless.candidate = "candidate:1 1 dccp 1 192.0.2.1 9 typ host";
    useless.sdp_mid = "0";
    CHECK_OK(duologue_set_log_callback(DUOLOGUE_LOG_LEVEL_DEBUG, on_line_ask, &curious, NULL));
    CHECK_OK(duologue_peer_connection_add_ice_candidate_wait(b, &useless, PATIENCE_MS));
    CHECK(counter_get(&curious.asked) > 0);
    CHECK_OK(duologue_set_log_callback(DUOLOGUE_LOG_LEVEL_ERROR, NULL, NULL, NULL));
    CHECK(rtc_peer_connection_signaling_state(b) == RTC_SIGNALING_STATE_STABLE);
    rtc_data_channel_unref(channel);
    media_close(a);
    media_close(b);
    duologue_default_runtime_release();
}

int main(void) {
    Sink quiet = {COUNTER_INIT, COUNTER_INIT, 0}, loud = {COUNTER_INIT, COUNTER_INIT, 0};
    CHECK_TYPE_ERROR(duologue_set_log_callback((DuologueLogLevel)6, on_line, &quiet, on_destroy));
    CHECK(counter_get(&quiet.destroyed) == 0);
    CHECK_OK(duologue_set_log_callback(DUOLOGUE_LOG_LEVEL_ERROR, on_line, &quiet, on_destroy));
    talk();
    CHECK(counter_get(&quiet.lines) == 0); /* nothing went wrong */
    CHECK_OK(duologue_set_log_callback(DUOLOGUE_LOG_LEVEL_TRACE, on_line, &loud, on_destroy));
    CHECK(counter_get(&quiet.destroyed) == 1);
    talk();
    CHECK(counter_get(&loud.lines) > 0 && counter_get(&loud.destroyed) == 0);
    int lines = counter_get(&loud.lines);
    CHECK_OK(duologue_set_log_callback(DUOLOGUE_LOG_LEVEL_ERROR, NULL, NULL, NULL));
    CHECK(counter_get(&loud.destroyed) == 1);
    talk();
    CHECK(counter_get(&loud.lines) == lines);
    the_callback_cannot_call_the_library();
    return 0;
}
