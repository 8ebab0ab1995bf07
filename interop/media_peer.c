/* Our peer for interop/media.py: PROTOCOL.md with --media, on the public header only.
 *
 *     media_peer offer|answer --media [--ice URL,USER,PASS]... [--relay] [--sdp-only]
 *
 * It dispatches its callbacks itself, in the loop that also reads stdin, so everything happens on
 * one thread. While an operation is under way (`busy`) no line is read.
 */
#define _POSIX_C_SOURCE 200809L
#include <duologue.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../examples-c/json.h"
#include "../examples-c/peer-options.h"
#include "media_state.h"

enum { PINGS = 10, BINARY = 60000 };

typedef enum Way { OVER_STDOUT, OVER_SIGNAL } Way;

typedef struct Peer {
    PeerOptions options;
    DuologueRuntime *runtime;
    RTCPeerConnection *pc;
    RTCDataChannel *lab, *signal;
    size_t text_echoes, binary_echoed;
    char *gathered; /* the ICE user name for which there are all candidates */
    Way way;        /* how the description that is being made goes out */
    bool busy, describing, restarting, quit;
} Peer;

static bool settled(const RTCError *error) {
    if (error)
        print("event", "error", "message", error->message);
    return !error;
}

/* ---- Descriptions */

/* The first ICE user name of a description, to be freed. */
static char *user_name(RTCSessionDescription *description) {
    static const char attribute[] = "a=ice-ufrag:";
    const char *sdp = description ? rtc_session_description_sdp(description) : "";
    const char *found = strstr(sdp, attribute);
    return found ? strndup(found + strlen(attribute), strcspn(found + strlen(attribute), "\r\n"))
                 : strdup("");
}

/* Writes {"type":...,"sdp":...}. */
static void write_description(FILE *out, RTCSessionDescription *description) {
    fprintf(out, "{\"type\":\"%s\",\"sdp\":",
            rtc_sdp_type_to_string(rtc_session_description_type(description)));
    json_write(out, rtc_session_description_sdp(description));
    fputs("}", out);
}

static void send_description(RTCDataChannel *channel, RTCSessionDescription *description) {
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    if (!out)
        abort();
    write_description(out, description);
    if (fclose(out) == 0)
        ok(rtc_data_channel_send_string(channel, text));
    free(text);
}

/* The local description goes out when it has all its candidates. They are gathered for a new user
 * name only. */
static void publish_if_gathered(Peer *peer) {
    RTCSessionDescription *local = rtc_peer_connection_local_description(peer->pc);
    char *name = user_name(local);
    if (peer->describing && peer->gathered && strcmp(name, peer->gathered) == 0) {
        peer->describing = false;
        if (peer->way == OVER_SIGNAL) {
            /* The command to negotiate is done when the answer to the offer is set. */
            peer->busy = rtc_session_description_type(local) == RTC_SDP_TYPE_OFFER;
            send_description(peer->signal, local);
        } else {
            write_description(stdout, local);
            puts("");
            peer->busy = false;
            peer->quit = peer->options.sdp_only;
        }
    }
    free(name);
    rtc_session_description_unref(local);
}

static void on_local_set(const RTCError *error, void *userdata) {
    Peer *peer = userdata;
    peer->describing = settled(error);
    publish_if_gathered(peer);
}

static void on_candidate(const RTCPeerConnectionIceEvent *ice, void *userdata) {
    Peer *peer = userdata;
    if (ice->candidate)
        return;
    RTCSessionDescription *local = rtc_peer_connection_local_description(peer->pc);
    free(peer->gathered);
    peer->gathered = user_name(local);
    rtc_session_description_unref(local);
    publish_if_gathered(peer);
}

/* Makes an offer or an answer, as the state has it. */
static void describe(Peer *peer, Way way) {
    peer->way = way;
    peer->busy = ok(rtc_peer_connection_set_local_description(peer->pc, NULL, on_local_set, peer));
}

static void start_echo_round(Peer *peer) {
    static const unsigned char binary[BINARY];
    char text[32];
    peer->text_echoes = peer->binary_echoed = 0;
    for (int i = 0; i < PINGS; i++) {
        snprintf(text, sizeof text, "ping %d", i);
        ok(rtc_data_channel_send_string(peer->lab, text));
    }
    ok(rtc_data_channel_send_data(peer->lab, binary, sizeof binary));
}

static void on_remote_set(const RTCError *error, void *userdata) {
    Peer *peer = userdata;
    if (settled(error) && peer->restarting)
        start_echo_round(peer);
    peer->busy = peer->restarting = false;
}

static void on_remote_set_from_signal(const RTCError *error, void *userdata) {
    if (settled(error))
        print("event", "done", "cmd", "negotiate");
    ((Peer *)userdata)->busy = false;
}

static void on_offer_set(const RTCError *error, void *userdata) {
    Peer *peer = userdata;
    if (settled(error))
        describe(peer, peer->way);
}

/* Takes {"type":...,"sdp":...}; gives whether it was that. */
static bool set_remote(Peer *peer, const char *line, Way way) {
    char *type = json_get(line, "type"), *sdp = json_get(line, "sdp");
    RTCSessionDescriptionInit init = RTC_SESSION_DESCRIPTION_INIT_INIT;
    bool given = type && sdp && ok(rtc_sdp_type_from_string(type, &init.type));
    init.sdp = sdp;
    if (given) {
        DuologuePromiseCallback then =
            way == OVER_SIGNAL ? on_remote_set_from_signal : on_remote_set;
        if (init.type == RTC_SDP_TYPE_OFFER)
            then = on_offer_set;
        peer->way = way;
        peer->busy = ok(rtc_peer_connection_set_remote_description(peer->pc, &init, then, peer));
    }
    free(type), free(sdp);
    return given;
}

/* ---- Data channels */

static void on_open(const RTCEvent *open, void *channel) {
    print("event", "open", "label", rtc_data_channel_label(channel));
}

static void on_lab_message(const RTCMessageEvent *message, void *userdata) {
    Peer *peer = userdata;
    if (!peer->options.offerer) {
        if (message->text)
            ok(rtc_data_channel_send_string_with_length(peer->lab, message->text,
                                                        message->data_length));
        else
            ok(rtc_data_channel_send_data(peer->lab, message->data, message->data_length));
        return;
    }
    if (message->text)
        peer->text_echoes++;
    else
        peer->binary_echoed += message->data_length;
    if (peer->text_echoes == PINGS && peer->binary_echoed == BINARY)
        printf("{\"event\":\"echo\",\"text\":%d,\"binary\":%d}\n", PINGS, BINARY);
}

static void on_signal_message(const RTCMessageEvent *message, void *peer) {
    if (!message->text || !set_remote(peer, message->text, OVER_SIGNAL))
        print("event", "error", "message", "the channel `signal` brought no description");
}

static void keep_channel(Peer *peer, RTCDataChannel *channel) {
    bool lab = strcmp(rtc_data_channel_label(channel), "lab") == 0;
    RTCDataChannel **place = lab ? &peer->lab : &peer->signal;
    RTCMessageEventHandler handler = lab ? on_lab_message : on_signal_message;
    rtc_data_channel_unref(*place);
    *place = rtc_data_channel_ref(channel);
    ok(rtc_data_channel_set_on_message(channel, handler, peer, NULL));
    ok(rtc_data_channel_set_on_open(channel, on_open, channel, NULL));
}

static void on_data_channel(const RTCDataChannelEvent *incoming, void *peer) {
    keep_channel(peer, incoming->channel);
}

static bool open_channel(Peer *peer, const char *label) {
    RTCDataChannel *channel = NULL;
    if (!ok(rtc_peer_connection_create_data_channel(peer->pc, label, NULL, &channel)))
        return false;
    keep_channel(peer, channel);
    rtc_data_channel_unref(channel);
    return true;
}

/* ---- Tracks and transceivers */

/* Adds new silent tracks of these kinds, all in one new stream. */
static bool add_tracks(Peer *peer, const char *const *kinds, size_t count) {
    RTCMediaStream *stream = NULL;
    bool added = ok(rtc_media_stream_create(peer->runtime, &stream));
    for (size_t i = 0; i < count && added; i++) {
        RTCMediaStreamTrack *track = NULL;
        RTCRtpSender *sender = NULL;
        added =
            ok(duologue_media_stream_track_create(peer->runtime, kinds[i], NULL, NULL, &track)) &&
            ok(rtc_media_stream_add_track(stream, track)) &&
            ok(rtc_peer_connection_add_track(peer->pc, track, &stream, 1, &sender));
        rtc_rtp_sender_unref(sender);
        rtc_media_stream_track_unref(track);
    }
    rtc_media_stream_unref(stream);
    return added;
}

static void on_track(const RTCTrackEvent *event, void *peer) {
    (void)peer;
    printf("{\"event\":\"track\",\"mid\":");
    json_write(stdout, rtc_rtp_transceiver_mid(event->transceiver));
    printf(",\"kind\":\"%s\",\"streams\":[", rtc_media_stream_track_kind(event->track));
    for (size_t i = 0; i < event->streams_length; i++) {
        fputs(i ? "," : "", stdout);
        json_write(stdout, rtc_media_stream_id(event->streams[i]));
    }
    puts("]}");
}

static bool act_on_transceiver(Peer *peer, RTCRtpTransceiver *transceiver, const char *name,
                               const char *line) {
    if (strcmp(name, "stop") == 0)
        return ok(rtc_rtp_transceiver_stop(transceiver));
    if (strcmp(name, "direction") == 0) {
        char *text = json_get(line, "direction");
        RTCRtpTransceiverDirection direction;
        bool done = ok(rtc_rtp_transceiver_direction_from_string(text, &direction)) &&
                    ok(rtc_rtp_transceiver_set_direction(transceiver, direction));
        free(text);
        return done;
    }
    RTCRtpSender *sender = rtc_rtp_transceiver_sender(transceiver);
    bool done = ok(rtc_peer_connection_remove_track(peer->pc, sender));
    rtc_rtp_sender_unref(sender);
    return done;
}

/* Does what concerns the transceiver with the line's mid. */
static void act_on_mid(Peer *peer, const char *name, const char *line) {
    char *mid = json_get(line, "mid");
    size_t count;
    bool done = false;
    RTCRtpTransceiver **list = transceivers(peer->pc, &count);
    for (size_t i = 0; i < count; i++) {
        const char *its = rtc_rtp_transceiver_mid(list[i]);
        if (its && mid && strcmp(its, mid) == 0)
            done = act_on_transceiver(peer, list[i], name, line);
    }
    duologue_free(list);
    free(mid);
    if (done)
        print("event", "done", "cmd", name);
    else
        print("event", "error", "message", "there is no such mid, or the above");
}

/* ---- Commands */

static void on_stats(const RTCError *error, RTCStatsReport *report, void *userdata) {
    if (settled(error))
        print_stats(report);
    ((Peer *)userdata)->busy = false;
}

static void negotiate(Peer *peer, const char *line) {
    char *over = json_get(line, "over");
    describe(peer, over ? OVER_SIGNAL : OVER_STDOUT);
    free(over);
}

static void command(Peer *peer, const char *name, const char *line) {
    if (strcmp(name, "quit") == 0) {
        peer->quit = true;
    } else if (strcmp(name, "stats") == 0) {
        peer->busy = ok(rtc_peer_connection_get_stats(peer->pc, NULL, on_stats, peer));
    } else if (strcmp(name, "state") == 0) {
        print_state(peer->pc);
    } else if (strcmp(name, "echo") == 0) {
        start_echo_round(peer);
    } else if (strcmp(name, "restart") == 0) {
        peer->restarting = true;
        ok(rtc_peer_connection_restart_ice(peer->pc));
        describe(peer, OVER_STDOUT);
    } else if (strcmp(name, "negotiate") == 0) {
        negotiate(peer, line);
    } else if (strcmp(name, "add-track") == 0) {
        char *kind = json_get(line, "kind");
        if (add_tracks(peer, (const char *const *)&kind, 1))
            print("event", "done", "cmd", name);
        free(kind);
    } else {
        act_on_mid(peer, name, line);
    }
}

static void read_line(Peer *peer, const char *line) {
    char *name = json_get(line, "cmd");
    if (name)
        command(peer, name, line);
    else if (!set_remote(peer, line, OVER_STDOUT))
        print("event", "error", "message", "a line is neither a command nor a description");
    free(name);
}

static void on_negotiation_needed(const RTCEvent *needed, void *peer) {
    (void)needed, (void)peer;
    puts("{\"event\":\"negotiationneeded\"}");
}

static void on_state(const RTCEvent *change, void *userdata) {
    Peer *peer = userdata;
    (void)change;
    print("event", "state", "state",
          rtc_peer_connection_state_to_string(rtc_peer_connection_connection_state(peer->pc)));
}

static bool start(Peer *peer) {
    static const char *const kinds[] = {"audio", "video"};
    if (!ok(rtc_peer_connection_create(peer->runtime, &peer->options.configuration, &peer->pc)))
        return false;
    ok(rtc_peer_connection_set_on_ice_candidate(peer->pc, on_candidate, peer, NULL));
    ok(rtc_peer_connection_set_on_connection_state_change(peer->pc, on_state, peer, NULL));
    ok(rtc_peer_connection_set_on_data_channel(peer->pc, on_data_channel, peer, NULL));
    ok(rtc_peer_connection_set_on_negotiation_needed(peer->pc, on_negotiation_needed, peer, NULL));
    ok(rtc_peer_connection_set_on_track(peer->pc, on_track, peer, NULL));
    if (!add_tracks(peer, kinds, 2))
        return false;
    if (peer->options.offerer && open_channel(peer, "lab") && open_channel(peer, "signal"))
        describe(peer, OVER_STDOUT);
    return true;
}

/* Reads lines and makes callbacks until it is told to quit. */
static void run(Peer *peer) {
    struct pollfd fds[2] = {{STDIN_FILENO, POLLIN, 0},
                            {duologue_runtime_fd(peer->runtime), POLLIN, 0}};
    char *line = NULL;
    size_t size = 0;
    setvbuf(stdin, NULL, _IONBF, 0); /* so that no line waits where poll does not see it */
    while (!peer->quit) {
        fds[0].fd = peer->busy ? -1 : STDIN_FILENO;
        fds[0].revents = 0;
        if (poll(fds, 2, -1) < 0)
            break;
        if (fds[1].revents)
            ok(duologue_runtime_dispatch(peer->runtime, 64, NULL));
        if (fds[0].revents && !peer->busy) {
            if (getline(&line, &size, stdin) < 0)
                break;
            read_line(peer, line);
        }
    }
    free(line);
}

int main(int argc, char **argv) {
    DuologueRuntimeOptions dispatch = DUOLOGUE_RUNTIME_OPTIONS_INIT;
    Peer peer = {0};
    bool started = false;

    setvbuf(stdout, NULL, _IOLBF, 0);
    duologue_log_from_environment();
    /* --media is what this program is for; the others have the option, so it may stand here. */
    int count = 0;
    for (int i = 0; i < argc; i++)
        if (strcmp(argv[i], "--media") != 0)
            argv[count++] = argv[i];
    const char *refusal = peer_options_parse(&peer.options, count, argv);
    if (refusal) {
        print("event", "error", "message", refusal);
        return 2;
    }

    dispatch.dispatch = DUOLOGUE_DISPATCH_MANUAL;
    if (ok(duologue_runtime_create(&dispatch, &peer.runtime)) && (started = start(&peer)))
        run(&peer);

    if (peer.pc)
        rtc_peer_connection_close(peer.pc);
    rtc_data_channel_unref(peer.lab);
    rtc_data_channel_unref(peer.signal);
    rtc_peer_connection_unref(peer.pc);
    duologue_runtime_unref(peer.runtime);
    free(peer.gathered);
    return started ? EXIT_SUCCESS : EXIT_FAILURE;
}
