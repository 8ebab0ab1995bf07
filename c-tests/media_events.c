/* What a remote description tells of tracks, in which order, and what the getters say meanwhile. */
#include "media.h"
#include <poll.h>

static RTCPeerConnection *pc;
static RTCMediaStream *stream;
static RTCMediaStreamTrack *track;
static char heard[256];

static void note(const char *what) {
    size_t length = strlen(heard);
    snprintf(heard + length, sizeof heard - length, "%s%s", length ? " " : "", what);
}

static void on_event(const RTCEvent *event, void *userdata) {
    (void)userdata;
    note(event->type);
    if (strcmp(event->type, "mute") == 0)
        CHECK(rtc_media_stream_track_muted(track));
}

static void on_stream_event(const RTCMediaStreamTrackEvent *event, void *userdata) {
    RTCMediaStreamTrack *found = NULL;
    (void)userdata;
    note(event->base.type);
    found = rtc_media_stream_get_track_by_id(stream, rtc_media_stream_track_id(event->track));
    CHECK((found != NULL) == (strcmp(event->base.type, "addtrack") == 0));
    rtc_media_stream_track_unref(found);
}

static void on_track(const RTCTrackEvent *event, void *userdata) {
    (void)userdata;
    note(event->base.type);
    CHECK(rtc_peer_connection_signaling_state(pc) == RTC_SIGNALING_STATE_HAVE_REMOTE_OFFER);
    CHECK(event->streams_length == 1);
    if (stream) {
        CHECK(stream == event->streams[0]); /* the same stream is the same object */
        return;
    }
    stream = rtc_media_stream_ref(event->streams[0]);
    track = rtc_media_stream_track_ref(event->track);
    CHECK_OK(rtc_media_stream_track_set_on_mute(track, on_event, NULL, NULL));
    CHECK_OK(rtc_media_stream_set_on_add_track(stream, on_stream_event, NULL, NULL));
    CHECK_OK(rtc_media_stream_set_on_remove_track(stream, on_stream_event, NULL, NULL));
}

static void on_done(const RTCError *error, void *userdata) {
    CHECK(error == NULL);
    note("done");
    *(bool *)userdata = true;
}

static void dispatch_until(DuologueRuntime *runtime, const bool *done) {
    struct pollfd fd = {duologue_runtime_fd(runtime), POLLIN, 0};
    while (!*done) {
        CHECK(poll(&fd, 1, PATIENCE_MS) == 1);
        CHECK_OK(duologue_runtime_dispatch(runtime, 1, NULL));
    }
}

/* `peer` offers; the connection answers, and what was heard until the offer was set is as expected.
 */
static void offer(DuologueRuntime *runtime, RTCPeerConnection *peer, const char *expected) {
    RTCSessionDescriptionInit *made = NULL, answer = RTC_SESSION_DESCRIPTION_INIT_INIT;
    RTCSessionDescription *description = NULL;
    bool done = false;
    CHECK_OK(duologue_peer_connection_create_offer_wait(peer, NULL, PATIENCE_MS, &made));
    CHECK_OK(duologue_peer_connection_set_local_description_wait(peer, made, PATIENCE_MS));
    heard[0] = '\0';
    CHECK_OK(rtc_peer_connection_set_remote_description(pc, made, on_done, &done));
    dispatch_until(runtime, &done);
    if (strcmp(heard, expected) != 0)
        fprintf(stderr, "heard: %s\n", heard);
    CHECK(strcmp(heard, expected) == 0);
    done = false;
    CHECK_OK(rtc_peer_connection_set_local_description(pc, NULL, on_done, &done));
    dispatch_until(runtime, &done);
    description = rtc_peer_connection_local_description(pc);
    CHECK_OK(rtc_session_description_to_json(description, &answer));
    CHECK_OK(duologue_peer_connection_set_remote_description_wait(peer, &answer, PATIENCE_MS));
    rtc_session_description_unref(description);
    duologue_free(made);
}

int main(void) {
    DuologueRuntimeOptions options = DUOLOGUE_RUNTIME_OPTIONS_INIT;
    DuologueRuntime *runtime = NULL;
    RTCPeerConnection *peer = media_connection();
    RTCMediaStreamTrack *audio = media_track("audio"), *video = media_track("video");
    RTCMediaStream *sent = NULL;
    RTCRtpSender *sender = NULL;
    options.dispatch = DUOLOGUE_DISPATCH_MANUAL;
    CHECK_OK(duologue_runtime_create(&options, &runtime));
    CHECK_OK(rtc_peer_connection_create(runtime, NULL, &pc));
    CHECK_OK(rtc_peer_connection_set_on_track(pc, on_track, NULL, NULL));
    CHECK_OK(rtc_peer_connection_set_on_signaling_state_change(pc, on_event, NULL, NULL));
    CHECK_OK(rtc_media_stream_create(NULL, &sent));

    CHECK_OK(rtc_peer_connection_add_track(peer, audio, &sent, 1, &sender));
    offer(runtime, peer, "signalingstatechange track done");
    CHECK_OK(rtc_peer_connection_add_track(peer, video, &sent, 1, NULL));
    offer(runtime, peer, "signalingstatechange addtrack track done");
    /* A remote track is muted until packets come, so that there is no change to tell of. */
    CHECK_OK(rtc_peer_connection_remove_track(peer, sender));
    offer(runtime, peer, "signalingstatechange removetrack done");

    rtc_rtp_sender_unref(sender);
    rtc_media_stream_unref(sent);
    rtc_media_stream_unref(stream);
    rtc_media_stream_track_unref(track);
    rtc_media_stream_track_unref(audio);
    rtc_media_stream_track_unref(video);
    media_close(peer);
    media_close(pc);
    duologue_runtime_unref(runtime);
    duologue_default_runtime_release();
    return 0;
}
