/* Perfect negotiation: two connections in one process that both offer at the same time, again and
 * again, and agree all the same. One side is polite: if the offers cross, it takes its own back.
 *
 * Everything runs on the main thread, callbacks included, so there are no locks. Between the peers
 * is a queue, as a server would be.
 *
 *     cc perfect-negotiation.c $(pkg-config --cflags --libs duologue)
 */
#include <duologue.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

enum { ROUNDS = 5, MAILBOX = 64, PATIENCE_MS = 30000 };

typedef struct Peer {
    const char *name;
    struct Peer *other;
    RTCPeerConnection *pc;
    bool polite, making_offer, ignore_offer, setting_remote_answer;
    int tracks, ignored; /* what came from the other side */
} Peer;

/* What is under way: a description or a candidate. Both objects never change, so that they can be
 * handed over; a program with a network would send their members. */
typedef struct Message {
    Peer *to;
    RTCSessionDescription *description;
    RTCIceCandidate *candidate;
} Message;

static Message mailbox[MAILBOX];
static size_t first, last;
static bool failed;

static void check(RTCResult result) {
    if (result == RTC_RESULT_OK)
        return;
    fprintf(stderr, "%s: %s\n", rtc_result_to_string(result), duologue_last_error_message());
    failed = true;
}

static bool fulfilled(Peer *peer, const RTCError *error) {
    if (!error)
        return true;
    if (error->result == RTC_RESULT_ABORT_ERROR)
        return false; /* the connection was closed */
    fprintf(stderr, "%s: %s: %s\n", peer->name, error->name, error->message);
    failed = true;
    return false;
}

static void post(Peer *to, RTCSessionDescription *description, RTCIceCandidate *candidate) {
    if (last - first == MAILBOX) {
        failed = true;
        rtc_session_description_unref(description);
        rtc_ice_candidate_unref(candidate);
        return;
    }
    mailbox[last++ % MAILBOX] = (Message){to, description, candidate};
}

/* What each peer does with its own changes. */

static void on_local_set(const RTCError *error, void *userdata) {
    Peer *peer = userdata;
    peer->making_offer = false;
    if (fulfilled(peer, error))
        post(peer->other, rtc_peer_connection_local_description(peer->pc), NULL);
}

static void on_negotiation_needed(const RTCEvent *event, void *userdata) {
    Peer *peer = userdata;
    peer->making_offer = true;
    check(rtc_peer_connection_set_local_description(peer->pc, NULL, on_local_set, peer));
}

static void on_candidate(const RTCPeerConnectionIceEvent *event, void *userdata) {
    Peer *peer = userdata;
    if (event->candidate)
        post(peer->other, NULL, rtc_ice_candidate_ref(event->candidate));
}

static void on_track(const RTCTrackEvent *event, void *userdata) {
    Peer *peer = userdata;
    peer->tracks++;
    printf("%s: a track of %s\n", peer->name, rtc_media_stream_track_kind(event->track));
}

/* What each peer does with what comes. */

static void on_offer_set(const RTCError *error, void *userdata) {
    Peer *peer = userdata;
    if (fulfilled(peer, error))
        check(rtc_peer_connection_set_local_description(peer->pc, NULL, on_local_set, peer));
}

static void on_answer_set(const RTCError *error, void *userdata) {
    Peer *peer = userdata;
    peer->setting_remote_answer = false;
    fulfilled(peer, error);
}

/* A candidate may belong to the offer that was ignored; then there is no place for it. */
static void on_candidate_added(const RTCError *error, void *userdata) {
    Peer *peer = userdata;
    if (!peer->ignore_offer)
        fulfilled(peer, error);
}

static void on_remote_candidate(Peer *peer, RTCIceCandidate *candidate) {
    RTCIceCandidateInit init = RTC_ICE_CANDIDATE_INIT_INIT;
    check(rtc_ice_candidate_to_json(candidate, &init));
    RTCResult result =
        rtc_peer_connection_add_ice_candidate(peer->pc, &init, on_candidate_added, peer);
    if (!peer->ignore_offer)
        check(result);
}

static void on_description(Peer *peer, RTCSessionDescription *description) {
    RTCSessionDescriptionInit init = RTC_SESSION_DESCRIPTION_INIT_INIT;
    bool offer = rtc_session_description_type(description) == RTC_SDP_TYPE_OFFER;
    bool stable = rtc_peer_connection_signaling_state(peer->pc) == RTC_SIGNALING_STATE_STABLE;
    bool ready = !peer->making_offer && (stable || peer->setting_remote_answer);
    peer->ignore_offer = offer && !ready && !peer->polite;
    if (peer->ignore_offer) {
        peer->ignored++;
        return;
    }
    peer->setting_remote_answer = !offer;
    check(rtc_session_description_to_json(description, &init));
    check(rtc_peer_connection_set_remote_description(peer->pc, &init,
                                                     offer ? on_offer_set : on_answer_set, peer));
}

static void deliver(Message message) {
    if (message.description)
        on_description(message.to, message.description);
    if (message.candidate)
        on_remote_candidate(message.to, message.candidate);
    rtc_session_description_unref(message.description);
    rtc_ice_candidate_unref(message.candidate);
}

static void create(Peer *peer, DuologueRuntime *runtime) {
    check(rtc_peer_connection_create(runtime, NULL, &peer->pc));
    check(
        rtc_peer_connection_set_on_negotiation_needed(peer->pc, on_negotiation_needed, peer, NULL));
    check(rtc_peer_connection_set_on_ice_candidate(peer->pc, on_candidate, peer, NULL));
    check(rtc_peer_connection_set_on_track(peer->pc, on_track, peer, NULL));
}

static void add_track(Peer *peer, DuologueRuntime *runtime, const char *kind) {
    RTCMediaStreamTrack *track = NULL;
    check(duologue_media_stream_track_create(runtime, kind, NULL, NULL, &track));
    check(rtc_peer_connection_add_track(peer->pc, track, NULL, 0, NULL));
    rtc_media_stream_track_unref(track);
}

static bool is_settled(const Peer *peer, int tracks) {
    return rtc_peer_connection_signaling_state(peer->pc) == RTC_SIGNALING_STATE_STABLE &&
           rtc_peer_connection_connection_state(peer->pc) == RTC_PEER_CONNECTION_STATE_CONNECTED &&
           peer->tracks == tracks;
}

/* Runs callbacks and hands messages over until both sides have heard of `tracks` tracks. */
static void run(DuologueRuntime *runtime, const Peer *a, const Peer *b, int tracks) {
    struct pollfd fd = {duologue_runtime_fd(runtime), POLLIN, 0};
    while (!failed) {
        if (first < last)
            deliver(mailbox[first++ % MAILBOX]);
        else if (is_settled(a, tracks) && is_settled(b, tracks))
            return;
        else if (poll(&fd, 1, PATIENCE_MS) != 1)
            failed = true;
        check(duologue_runtime_dispatch(runtime, 1, NULL));
    }
}

int main(void) {
    DuologueRuntimeOptions options = DUOLOGUE_RUNTIME_OPTIONS_INIT;
    DuologueRuntime *runtime = NULL;
    Peer a = {.name = "impolite"}, b = {.name = "polite", .polite = true};
    options.dispatch = DUOLOGUE_DISPATCH_MANUAL;
    check(duologue_runtime_create(&options, &runtime));
    a.other = &b, b.other = &a;
    create(&a, runtime), create(&b, runtime);
    for (int round = 1; round <= ROUNDS && !failed; round++) {
        add_track(&a, runtime, round % 2 ? "audio" : "video"); /* both at once: glare */
        add_track(&b, runtime, round % 2 ? "audio" : "video");
        run(runtime, &a, &b, round);
    }
    printf("%d offers crossed\n", a.ignored);
    while (first < last)
        deliver(mailbox[first++ % MAILBOX]);
    check(rtc_peer_connection_close(a.pc)), check(rtc_peer_connection_close(b.pc));
    rtc_peer_connection_unref(a.pc), rtc_peer_connection_unref(b.pc);
    duologue_runtime_unref(runtime);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
