/* A peer for tests against other implementations: JSON lines on stdin and stdout, as
 * interop/PROTOCOL.md says.
 *
 *     peer offer|answer [--ice URL,USER,PASS]... [--relay] [--sdp-only]
 *
 * It dispatches its callbacks itself, in the loop that also reads stdin, so everything happens on
 * one thread.
 */
#define _POSIX_C_SOURCE 200809L
#include <duologue.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "json.h"
#include "peer-options.h"

enum { PINGS = 10, BINARY = 60000 };

typedef struct Peer {
    PeerOptions options;
    RTCPeerConnection *pc;
    RTCDataChannel *channel;
    size_t text_echoes, binary_echoed;
    bool restarting, quit;
} Peer;

/* Prints {"NAME":"VALUE","KEY":"TEXT"}. */
static void print(const char *name, const char *value, const char *key, const char *text) {
    printf("{\"%s\":\"%s\",\"%s\":", name, value, key);
    json_write(stdout, text);
    puts("}");
}

static bool ok(RTCResult result) {
    if (result != RTC_RESULT_OK)
        print("event", "error", "message", duologue_last_error_message());
    return result == RTC_RESULT_OK;
}

static void on_settled(const RTCError *error, void *peer) {
    (void)peer;
    if (error)
        print("event", "error", "message", error->message);
}

/* The local description goes out when it has all its candidates. */
static void on_candidate(const RTCPeerConnectionIceEvent *ice, void *userdata) {
    Peer *peer = userdata;
    if (ice->candidate)
        return;
    RTCSessionDescription *local = rtc_peer_connection_local_description(peer->pc);
    print("type", rtc_sdp_type_to_string(rtc_session_description_type(local)), "sdp",
          rtc_session_description_sdp(local));
    rtc_session_description_unref(local);
    peer->quit = peer->options.sdp_only;
}

static void start_echo_round(Peer *peer) {
    static const unsigned char binary[BINARY];
    char text[32];
    peer->text_echoes = peer->binary_echoed = 0;
    for (int i = 0; i < PINGS; i++) {
        snprintf(text, sizeof text, "ping %d", i);
        ok(rtc_data_channel_send_string(peer->channel, text));
    }
    ok(rtc_data_channel_send_data(peer->channel, binary, sizeof binary));
}

static void on_remote_set(const RTCError *error, void *userdata) {
    Peer *peer = userdata;
    on_settled(error, peer);
    if (error)
        return;
    if (!peer->options.offerer)
        ok(rtc_peer_connection_set_local_description(peer->pc, NULL, on_settled, peer));
    else if (peer->restarting)
        start_echo_round(peer); /* over the old path until the new one is found */
    peer->restarting = false;
}

static void on_open(const RTCEvent *open, void *peer) {
    (void)open;
    start_echo_round(peer);
}

static void on_message(const RTCMessageEvent *message, void *userdata) {
    Peer *peer = userdata;
    if (!peer->options.offerer) {
        if (message->text)
            ok(rtc_data_channel_send_string_with_length(peer->channel, message->text,
                                                        message->data_length));
        else
            ok(rtc_data_channel_send_data(peer->channel, message->data, message->data_length));
        return;
    }
    if (message->text)
        peer->text_echoes++;
    else
        peer->binary_echoed += message->data_length;
    if (peer->text_echoes == PINGS && peer->binary_echoed == BINARY)
        printf("{\"event\":\"echo\",\"text\":%d,\"binary\":%d}\n", PINGS, BINARY);
}

static void on_data_channel(const RTCDataChannelEvent *incoming, void *userdata) {
    Peer *peer = userdata;
    rtc_data_channel_unref(peer->channel);
    peer->channel = rtc_data_channel_ref(incoming->channel);
    ok(rtc_data_channel_set_on_message(peer->channel, on_message, peer, NULL));
}

static void on_state(const RTCEvent *change, void *userdata) {
    Peer *peer = userdata;
    (void)change;
    print("event", "state", "state",
          rtc_peer_connection_state_to_string(rtc_peer_connection_connection_state(peer->pc)));
}

static void command(Peer *peer, const char *line) {
    char *name = json_get(line, "cmd"), *type = json_get(line, "type"),
         *sdp = json_get(line, "sdp");
    RTCSessionDescriptionInit init = RTC_SESSION_DESCRIPTION_INIT_INIT;
    init.sdp = sdp;
    if (sdp && ok(rtc_sdp_type_from_string(type, &init.type))) {
        ok(rtc_peer_connection_set_remote_description(peer->pc, &init, on_remote_set, peer));
    } else if (name && strcmp(name, "quit") == 0) {
        peer->quit = true;
    } else if (name && strcmp(name, "stats") == 0) {
        puts("{\"event\":\"stats\",\"video_in\":0,\"audio_in\":0}");
    } else if (name && strcmp(name, "restart") == 0 && peer->options.offerer) {
        peer->restarting = true;
        ok(rtc_peer_connection_restart_ice(peer->pc));
        ok(rtc_peer_connection_set_local_description(peer->pc, NULL, on_settled, peer));
    } else {
        print("event", "error", "message", "a line is neither a command nor a description");
    }
    free(name), free(type), free(sdp);
}

static bool start(Peer *peer, DuologueRuntime *runtime, const RTCConfiguration *configuration) {
    if (!ok(rtc_peer_connection_create(runtime, configuration, &peer->pc)))
        return false;
    ok(rtc_peer_connection_set_on_ice_candidate(peer->pc, on_candidate, peer, NULL));
    ok(rtc_peer_connection_set_on_connection_state_change(peer->pc, on_state, peer, NULL));
    ok(rtc_peer_connection_set_on_data_channel(peer->pc, on_data_channel, peer, NULL));
    if (!peer->options.offerer)
        return true;
    return ok(rtc_peer_connection_create_data_channel(peer->pc, "lab", NULL, &peer->channel)) &&
           ok(rtc_data_channel_set_on_open(peer->channel, on_open, peer, NULL)) &&
           ok(rtc_data_channel_set_on_message(peer->channel, on_message, peer, NULL)) &&
           ok(rtc_peer_connection_set_local_description(peer->pc, NULL, on_settled, peer));
}

/* Reads lines and makes callbacks until it is told to quit. */
static void run(Peer *peer, DuologueRuntime *runtime) {
    int input = peer->options.sdp_only ? -1 : STDIN_FILENO;
    struct pollfd fds[2] = {{input, POLLIN, 0}, {duologue_runtime_fd(runtime), POLLIN, 0}};
    char *line = NULL;
    size_t size = 0;
    setvbuf(stdin, NULL, _IONBF, 0); /* so that no line waits where poll does not see it */
    while (!peer->quit && poll(fds, 2, -1) >= 0) {
        if (fds[1].revents)
            ok(duologue_runtime_dispatch(runtime, 64, NULL));
        if (fds[0].revents && getline(&line, &size, stdin) < 0)
            break;
        if (fds[0].revents)
            command(peer, line);
    }
    free(line);
}

int main(int argc, char **argv) {
    DuologueRuntimeOptions dispatch = DUOLOGUE_RUNTIME_OPTIONS_INIT;
    DuologueRuntime *runtime = NULL;
    Peer peer = {0};
    bool started = false;

    setvbuf(stdout, NULL, _IOLBF, 0);
    duologue_log_from_environment();
    const char *refusal = peer_options_parse(&peer.options, argc, argv);
    if (refusal) {
        print("event", "error", "message", refusal);
        return 2;
    }

    dispatch.dispatch = DUOLOGUE_DISPATCH_MANUAL;
    if (ok(duologue_runtime_create(&dispatch, &runtime)) &&
        (started = start(&peer, runtime, &peer.options.configuration)))
        run(&peer, runtime);

    if (peer.pc)
        rtc_peer_connection_close(peer.pc);
    rtc_data_channel_unref(peer.channel);
    rtc_peer_connection_unref(peer.pc);
    duologue_runtime_unref(runtime);
    return started ? EXIT_SUCCESS : EXIT_FAILURE;
}
