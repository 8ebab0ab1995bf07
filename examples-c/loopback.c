/* Two connections in one process open a data channel to each other and talk.
 *
 * The order of calls is that of the browser's tutorial; what is `await` there is a callback here.
 * All callbacks run on one thread of the library, one at a time, so they need no locks among
 * themselves.
 *
 *     cc loopback.c $(pkg-config --cflags --libs duologue) -pthread
 */
#include <duologue.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct Demo {
    RTCPeerConnection *local, *remote;
    RTCDataChannel *channel;  /* the one that `local` makes */
    RTCDataChannel *received; /* the other end of it, at `remote` */
    pthread_mutex_t mutex;    /* guards what the main thread waits for */
    pthread_cond_t changed;
    bool done, failed;
} Demo;

static void finish(Demo *demo, bool failed) {
    pthread_mutex_lock(&demo->mutex);
    demo->done = true;
    demo->failed = demo->failed || failed;
    pthread_cond_signal(&demo->changed);
    pthread_mutex_unlock(&demo->mutex);
}

/* Whether a call succeeded; if not, that is the end. */
static bool ok(Demo *demo, RTCResult result) {
    if (result == RTC_RESULT_OK)
        return true;
    fprintf(stderr, "%s: %s\n", rtc_result_to_string(result), duologue_last_error_message());
    finish(demo, true);
    return false;
}

/* Whether a promise was fulfilled. */
static bool fulfilled(Demo *demo, const RTCError *error) {
    if (!error)
        return true;
    fprintf(stderr, "%s: %s\n", error->name, error->message);
    finish(demo, true);
    return false;
}

/* Signalling: what would travel over a network is handed over here. */

static void on_candidate(const RTCPeerConnectionIceEvent *event, void *userdata) {
    Demo *demo = userdata;
    bool from_local = event->base.target == RTC_EVENT_TARGET(demo->local);
    RTCPeerConnection *peer = from_local ? demo->remote : demo->local;
    RTCIceCandidateInit init = RTC_ICE_CANDIDATE_INIT_INIT;
    if (!event->candidate)
        return; /* that was the last one */
    if (ok(demo, rtc_ice_candidate_to_json(event->candidate, &init)))
        ok(demo, rtc_peer_connection_add_ice_candidate(peer, &init, NULL, NULL));
    printf("%s has a candidate: %s\n", from_local ? "local" : "remote", init.candidate);
}

static void on_answer_set(const RTCError *error, void *userdata) {
    fulfilled(userdata, error);
}

static void on_remote_set_local(const RTCError *error, void *userdata) {
    Demo *demo = userdata;
    RTCSessionDescription *answer = NULL;
    RTCSessionDescriptionInit init = RTC_SESSION_DESCRIPTION_INIT_INIT;
    if (!fulfilled(demo, error))
        return;
    answer = rtc_peer_connection_local_description(demo->remote);
    if (ok(demo, rtc_session_description_to_json(answer, &init)))
        ok(demo,
           rtc_peer_connection_set_remote_description(demo->local, &init, on_answer_set, demo));
    rtc_session_description_unref(answer);
}

static void on_answer(const RTCError *error, const RTCSessionDescriptionInit *answer,
                      void *userdata) {
    Demo *demo = userdata;
    if (fulfilled(demo, error))
        ok(demo, rtc_peer_connection_set_local_description(demo->remote, answer,
                                                           on_remote_set_local, demo));
}

static void on_offer_received(const RTCError *error, void *userdata) {
    Demo *demo = userdata;
    if (fulfilled(demo, error))
        ok(demo, rtc_peer_connection_create_answer(demo->remote, NULL, on_answer, demo));
}

static void on_local_set_local(const RTCError *error, void *userdata) {
    Demo *demo = userdata;
    RTCSessionDescription *offer = NULL;
    RTCSessionDescriptionInit init = RTC_SESSION_DESCRIPTION_INIT_INIT;
    if (!fulfilled(demo, error))
        return;
    offer = rtc_peer_connection_local_description(demo->local);
    if (ok(demo, rtc_session_description_to_json(offer, &init)))
        ok(demo, rtc_peer_connection_set_remote_description(demo->remote, &init, on_offer_received,
                                                            demo));
    rtc_session_description_unref(offer);
}

static void on_offer(const RTCError *error, const RTCSessionDescriptionInit *offer,
                     void *userdata) {
    Demo *demo = userdata;
    if (fulfilled(demo, error))
        ok(demo,
           rtc_peer_connection_set_local_description(demo->local, offer, on_local_set_local, demo));
}

/* The conversation. */

static void on_open(const RTCEvent *event, void *userdata) {
    Demo *demo = userdata;
    printf("channel \"%s\" is %s\n", rtc_data_channel_label(demo->channel), event->type);
    ok(demo, rtc_data_channel_send_string(demo->channel, "Hello, world!"));
}

static void on_echo(const RTCMessageEvent *event, void *userdata) {
    Demo *demo = userdata;
    printf("local got: %s\n", event->text ? event->text : "(binary)");
    finish(demo, false);
}

static void on_message(const RTCMessageEvent *event, void *userdata) {
    Demo *demo = userdata;
    printf("remote got: %s\n", event->text ? event->text : "(binary)");
    ok(demo, rtc_data_channel_send_string(demo->received, "Hello to you, too!"));
}

static void on_data_channel(const RTCDataChannelEvent *event, void *userdata) {
    Demo *demo = userdata;
    demo->received = rtc_data_channel_ref(event->channel);
    ok(demo, rtc_data_channel_set_on_message(demo->received, on_message, demo, NULL));
}

static void on_connection_state(const RTCEvent *event, void *userdata) {
    Demo *demo = userdata;
    bool is_local = event->target == RTC_EVENT_TARGET(demo->local);
    RTCPeerConnectionState state =
        rtc_peer_connection_connection_state(is_local ? demo->local : demo->remote);
    printf("%s is %s\n", is_local ? "local" : "remote", rtc_peer_connection_state_to_string(state));
    if (state == RTC_PEER_CONNECTION_STATE_FAILED)
        finish(demo, true);
}

static bool start(Demo *demo) {
    return ok(demo, rtc_peer_connection_create(NULL, NULL, &demo->local)) &&
           ok(demo, rtc_peer_connection_create(NULL, NULL, &demo->remote)) &&
           ok(demo,
              rtc_peer_connection_set_on_ice_candidate(demo->local, on_candidate, demo, NULL)) &&
           ok(demo,
              rtc_peer_connection_set_on_ice_candidate(demo->remote, on_candidate, demo, NULL)) &&
           ok(demo, rtc_peer_connection_set_on_connection_state_change(
                        demo->local, on_connection_state, demo, NULL)) &&
           ok(demo, rtc_peer_connection_set_on_connection_state_change(
                        demo->remote, on_connection_state, demo, NULL)) &&
           ok(demo,
              rtc_peer_connection_set_on_data_channel(demo->remote, on_data_channel, demo, NULL)) &&
           ok(demo,
              rtc_peer_connection_create_data_channel(demo->local, "chat", NULL, &demo->channel)) &&
           ok(demo, rtc_data_channel_set_on_open(demo->channel, on_open, demo, NULL)) &&
           ok(demo, rtc_data_channel_set_on_message(demo->channel, on_echo, demo, NULL)) &&
           ok(demo, rtc_peer_connection_create_offer(demo->local, NULL, on_offer, demo));
}

int main(void) {
    Demo demo = {0};
    pthread_mutex_init(&demo.mutex, NULL);
    pthread_cond_init(&demo.changed, NULL);

    if (start(&demo)) {
        pthread_mutex_lock(&demo.mutex);
        while (!demo.done)
            pthread_cond_wait(&demo.changed, &demo.mutex);
        pthread_mutex_unlock(&demo.mutex);
    }

    if (demo.local)
        rtc_peer_connection_close(demo.local);
    if (demo.remote)
        rtc_peer_connection_close(demo.remote);
    duologue_default_runtime_release(); /* after this no callback runs */
    rtc_data_channel_unref(demo.channel);
    rtc_data_channel_unref(demo.received);
    rtc_peer_connection_unref(demo.local);
    rtc_peer_connection_unref(demo.remote);
    pthread_cond_destroy(&demo.changed);
    pthread_mutex_destroy(&demo.mutex);
    return demo.failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
