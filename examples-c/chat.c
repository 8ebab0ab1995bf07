/* A chat whose signalling is copy and paste: start `chat offer` in one terminal and `chat answer`
 * in another, on any two machines, and carry the line that each prints to the other.
 *
 * The main thread reads the keyboard and waits for each step, as `await` does in JavaScript;
 * messages are printed by callbacks on the library's thread.
 */
#define _POSIX_C_SOURCE 200809L
#include <duologue.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"

enum { TIMEOUT_MS = 30000 };

typedef struct Chat {
    RTCPeerConnection *pc;
    RTCDataChannel *channel;
    bool gathered, open, closed, failed; /* set on the library's thread */
    pthread_mutex_t mutex;               /* guards them */
    pthread_cond_t changed;
} Chat;

static bool ok(RTCResult result) {
    if (result != RTC_RESULT_OK)
        fprintf(stderr, "%s: %s\n", rtc_result_to_string(result), duologue_last_error_message());
    return result == RTC_RESULT_OK;
}

static void set(Chat *chat, bool *flag) {
    pthread_mutex_lock(&chat->mutex);
    *flag = true;
    pthread_cond_signal(&chat->changed);
    pthread_mutex_unlock(&chat->mutex);
}

/* Whether the flag was set before the connection failed. */
static bool wait_until(Chat *chat, const bool *flag) {
    pthread_mutex_lock(&chat->mutex);
    while (!*flag && !chat->failed)
        pthread_cond_wait(&chat->changed, &chat->mutex);
    bool is_set = *flag;
    pthread_mutex_unlock(&chat->mutex);
    return is_set;
}

static void on_candidate(const RTCPeerConnectionIceEvent *event, void *userdata) {
    Chat *chat = userdata;
    if (!event->candidate)
        set(chat, &chat->gathered); /* the local description holds all candidates now */
}

static void on_open(const RTCEvent *event, void *userdata) {
    Chat *chat = userdata;
    (void)event;
    set(chat, &chat->open);
}

static void on_message(const RTCMessageEvent *event, void *userdata) {
    (void)userdata;
    if (event->text)
        printf("> %s\n", event->text);
    else
        printf("> (%zu bytes)\n", event->data_length);
}

static void on_close(const RTCEvent *event, void *userdata) {
    Chat *chat = userdata;
    (void)event;
    puts("The channel is closed.");
    set(chat, &chat->closed);
}

static bool listen_to(Chat *chat, RTCDataChannel *channel) {
    return ok(rtc_data_channel_set_on_open(channel, on_open, chat, NULL)) &&
           ok(rtc_data_channel_set_on_message(channel, on_message, chat, NULL)) &&
           ok(rtc_data_channel_set_on_close(channel, on_close, chat, NULL));
}

static void on_data_channel(const RTCDataChannelEvent *event, void *userdata) {
    Chat *chat = userdata;
    if (chat->channel)
        return; /* one is enough to talk */
    chat->channel = rtc_data_channel_ref(event->channel);
    listen_to(chat, chat->channel);
}

static void on_state(const RTCEvent *event, void *userdata) {
    Chat *chat = userdata;
    RTCPeerConnectionState state =
        rtc_peer_connection_connection_state((RTCPeerConnection *)event->target);
    fprintf(stderr, "(%s)\n", rtc_peer_connection_state_to_string(state));
    if (state == RTC_PEER_CONNECTION_STATE_FAILED)
        set(chat, &chat->failed);
}

/* Prints the local description as a line to be carried over. */
static bool print_description(Chat *chat) {
    RTCSessionDescription *description = NULL;
    if (!ok(duologue_peer_connection_set_local_description_wait(chat->pc, NULL, TIMEOUT_MS)) ||
        !wait_until(chat, &chat->gathered))
        return false;
    description = rtc_peer_connection_local_description(chat->pc);
    puts("Give this line to the other side:\n");
    json_write(stdout, rtc_session_description_sdp(description));
    puts("\n");
    rtc_session_description_unref(description);
    return true;
}

static bool read_description(Chat *chat, RTCSdpType type) {
    RTCSessionDescriptionInit init = RTC_SESSION_DESCRIPTION_INIT_INIT;
    char *line = NULL, *sdp = NULL;
    const char *at;
    size_t size = 0;
    bool done = false;
    puts("Paste the line of the other side:");
    if (getline(&line, &size, stdin) > 0) {
        at = json_space(line);
        sdp = json_read(&at);
        init.type = type;
        init.sdp = sdp ? sdp : line;
        done =
            ok(duologue_peer_connection_set_remote_description_wait(chat->pc, &init, TIMEOUT_MS));
    }
    free(sdp);
    free(line);
    return done;
}

static bool start(Chat *chat, bool offerer) {
    const char *stun = "stun:stun.l.google.com:19302";
    RTCIceServer server = RTC_ICE_SERVER_INIT;
    RTCConfiguration configuration = RTC_CONFIGURATION_INIT;
    server.urls = &stun;
    server.urls_length = 1;
    configuration.ice_servers = &server;
    configuration.ice_servers_length = 1;
    if (!ok(rtc_peer_connection_create(NULL, &configuration, &chat->pc)) ||
        !ok(rtc_peer_connection_set_on_ice_candidate(chat->pc, on_candidate, chat, NULL)) ||
        !ok(rtc_peer_connection_set_on_connection_state_change(chat->pc, on_state, chat, NULL)))
        return false;
    if (!offerer)
        return ok(rtc_peer_connection_set_on_data_channel(chat->pc, on_data_channel, chat, NULL)) &&
               read_description(chat, RTC_SDP_TYPE_OFFER) && print_description(chat);
    return ok(rtc_peer_connection_create_data_channel(chat->pc, "chat", NULL, &chat->channel)) &&
           listen_to(chat, chat->channel) && print_description(chat) &&
           read_description(chat, RTC_SDP_TYPE_ANSWER);
}

static void talk(Chat *chat) {
    char *line = NULL;
    size_t size = 0;
    if (!wait_until(chat, &chat->open))
        return;
    puts("Connected. Type messages; Ctrl-D ends.");
    while (getline(&line, &size, stdin) > 0) {
        line[strcspn(line, "\n")] = '\0';
        if (!ok(rtc_data_channel_send_string(chat->channel, line)))
            break;
    }
    free(line);
    rtc_data_channel_close(chat->channel);
    wait_until(chat, &chat->closed); /* so that what was typed last arrives */
}

int main(int argc, char **argv) {
    Chat chat = {.pc = NULL};
    bool started;
    if (argc != 2 || (strcmp(argv[1], "offer") != 0 && strcmp(argv[1], "answer") != 0)) {
        fprintf(stderr, "usage: %s offer|answer\n", argv[0]);
        return 2;
    }
    pthread_mutex_init(&chat.mutex, NULL);
    pthread_cond_init(&chat.changed, NULL);
    setvbuf(stdout, NULL, _IOLBF, 0);

    started = start(&chat, strcmp(argv[1], "offer") == 0);
    if (started)
        talk(&chat);

    rtc_peer_connection_unref(chat.pc);
    duologue_default_runtime_release(); /* after this no callback runs */
    rtc_data_channel_unref(chat.channel);
    pthread_cond_destroy(&chat.changed);
    pthread_mutex_destroy(&chat.mutex);
    return started ? EXIT_SUCCESS : EXIT_FAILURE;
}
