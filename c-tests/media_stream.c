/* Streams and tracks without a connection: constructors, the set of tracks, clones, and the events
 * of a source that is the application, with both ways of dispatch, and many threads at once. */
#include "check.h"
#include <poll.h>
#include <sched.h>

static DuologueRuntime *runtime;
static pthread_t main_thread;
static char events[256]; /* what was fired, in order */

static RTCMediaStreamTrack *new_track(const char *kind, const char *id) {
    RTCMediaStreamTrack *track = NULL;
    CHECK_OK(duologue_media_stream_track_create(runtime, kind, id, "the label", &track));
    CHECK(track != NULL);
    return track;
}

static RTCMediaStreamTrack *clone_of(const RTCMediaStreamTrack *track) {
    RTCMediaStreamTrack *clone = NULL;
    CHECK_OK(rtc_media_stream_track_clone(track, &clone));
    CHECK(clone != track);
    CHECK(strcmp(rtc_media_stream_track_id(clone), rtc_media_stream_track_id(track)) != 0);
    return clone;
}

static bool is_live(const RTCMediaStreamTrack *track) {
    return rtc_media_stream_track_ready_state(track) == RTC_MEDIA_STREAM_TRACK_STATE_LIVE;
}

/* The stream has so many tracks of each kind, and this one is the first. */
static void check_tracks(const RTCMediaStream *stream, size_t audio, size_t video,
                         const RTCMediaStreamTrack *first) {
    RTCMediaStreamTrack **tracks = NULL;
    size_t length = 99;
    CHECK_OK(rtc_media_stream_get_tracks(stream, &tracks, &length));
    CHECK(length == audio + video && (tracks == NULL) == (length == 0));
    CHECK(length == 0 || tracks[0] == first);
    duologue_free(tracks);
    CHECK_OK(rtc_media_stream_get_audio_tracks(stream, &tracks, &length));
    CHECK(length == audio);
    for (size_t i = 0; i < length; i++)
        CHECK(strcmp(rtc_media_stream_track_kind(tracks[i]), "audio") == 0);
    duologue_free(tracks);
    CHECK_OK(rtc_media_stream_get_video_tracks(stream, &tracks, &length));
    CHECK(length == video);
    for (size_t i = 0; i < length; i++)
        CHECK(strcmp(rtc_media_stream_track_kind(tracks[i]), "video") == 0);
    duologue_free(tracks);
}

static void a_track_is_made(void) {
    RTCMediaStreamTrack *track = new_track("video", "camera-1"), *untouched = track, *made = NULL;
    CHECK(strcmp(rtc_media_stream_track_kind(track), "video") == 0);
    CHECK(strcmp(rtc_media_stream_track_id(track), "camera-1") == 0);
    CHECK(strcmp(rtc_media_stream_track_label(track), "the label") == 0);
    CHECK(rtc_media_stream_track_enabled(track) && !rtc_media_stream_track_muted(track));
    CHECK(is_live(track) && !rtc_media_stream_track_isolated(track));
    CHECK(rtc_media_stream_track_ref(track) == track);
    rtc_media_stream_track_unref(track);

    CHECK_OK(duologue_media_stream_track_create(runtime, "audio", NULL, NULL, &made));
    CHECK(strlen(rtc_media_stream_track_id(made)) == 36);
    CHECK(strcmp(rtc_media_stream_track_label(made), "") == 0);
    rtc_media_stream_track_unref(made);

    static const char *const no_kinds[] = {"", "Audio", "audio ", "application", "\xff", NULL};
    for (size_t i = 0; i < sizeof no_kinds / sizeof *no_kinds; i++)
        CHECK_TYPE_ERROR(
            duologue_media_stream_track_create(runtime, no_kinds[i], NULL, NULL, &untouched));
    static const char *const no_ids[] = {"", "two words", "line\r\nm=audio", "\xff"};
    for (size_t i = 0; i < sizeof no_ids / sizeof *no_ids; i++)
        CHECK_TYPE_ERROR(
            duologue_media_stream_track_create(runtime, "audio", no_ids[i], NULL, &untouched));
    CHECK_TYPE_ERROR(
        duologue_media_stream_track_create(runtime, "audio", NULL, "\xff", &untouched));
    CHECK_TYPE_ERROR(duologue_media_stream_track_create(runtime, "audio", NULL, NULL, NULL));
    CHECK(untouched == track);
    rtc_media_stream_track_unref(track);
}

static void attributes_are_set(void) {
    RTCMediaStreamTrack *video = new_track("video", NULL), *audio = new_track("audio", NULL);
    CHECK_OK(rtc_media_stream_track_set_enabled(video, false));
    CHECK(!rtc_media_stream_track_enabled(video));
    CHECK_OK(rtc_media_stream_track_set_enabled(video, true));
    CHECK(rtc_media_stream_track_enabled(video));

    const char *none = rtc_media_stream_track_content_hint(video);
    CHECK(strcmp(none, "") == 0);
    CHECK_OK(rtc_media_stream_track_set_content_hint(video, "detail"));
    const char *detail = rtc_media_stream_track_content_hint(video);
    CHECK_OK(rtc_media_stream_track_set_content_hint(video, "music"));
    CHECK_OK(rtc_media_stream_track_set_content_hint(video, "nonsense"));
    CHECK(strcmp(rtc_media_stream_track_content_hint(video), "detail") == 0);
    CHECK_TYPE_ERROR(rtc_media_stream_track_set_content_hint(video, NULL));
    CHECK_TYPE_ERROR(rtc_media_stream_track_set_content_hint(video, "\xff"));
    CHECK_OK(rtc_media_stream_track_set_content_hint(audio, "speech-recognition"));
    CHECK(strcmp(rtc_media_stream_track_content_hint(audio), "speech-recognition") == 0);
    CHECK_OK(rtc_media_stream_track_set_content_hint(video, "text"));
    /* What was borrowed stays as long as the track. */
    CHECK(strcmp(none, "") == 0 && strcmp(detail, "detail") == 0);
    rtc_media_stream_track_unref(video);
    rtc_media_stream_track_unref(audio);
}

static void clones_are_like_the_track_and_stop_alone(void) {
    RTCMediaStreamTrack *track = new_track("video", "t");
    CHECK_OK(rtc_media_stream_track_set_enabled(track, false));
    CHECK_OK(rtc_media_stream_track_set_content_hint(track, "motion"));
    RTCMediaStreamTrack *clone = clone_of(track);
    CHECK(!rtc_media_stream_track_enabled(clone));
    CHECK(strcmp(rtc_media_stream_track_content_hint(clone), "motion") == 0);
    CHECK(strcmp(rtc_media_stream_track_label(clone), "the label") == 0);
    CHECK(strcmp(rtc_media_stream_track_kind(clone), "video") == 0);
    CHECK_OK(rtc_media_stream_track_stop(track));
    CHECK_OK(rtc_media_stream_track_stop(track));
    CHECK(!is_live(track) && is_live(clone));
    RTCMediaStreamTrack *ended = clone_of(track);
    CHECK(!is_live(ended));
    CHECK_TYPE_ERROR(rtc_media_stream_track_clone(track, NULL));
    rtc_media_stream_track_unref(track);
    CHECK(is_live(clone));
    rtc_media_stream_track_unref(clone);
    rtc_media_stream_track_unref(ended);
}

static void a_stream_is_a_set_of_tracks(void) {
    RTCMediaStreamTrack *audio = new_track("audio", "a"), *video = new_track("video", "v");
    RTCMediaStream *stream = NULL, *other = NULL;
    CHECK_OK(rtc_media_stream_create(runtime, &stream));
    CHECK(strlen(rtc_media_stream_id(stream)) == 36 && !rtc_media_stream_active(stream));
    CHECK(rtc_media_stream_ref(stream) == stream);
    rtc_media_stream_unref(stream);
    check_tracks(stream, 0, 0, NULL);
    for (int twice = 0; twice < 2; twice++) {
        CHECK_OK(rtc_media_stream_add_track(stream, audio));
        CHECK_OK(rtc_media_stream_add_track(stream, video));
        check_tracks(stream, 1, 1, audio);
    }
    CHECK(rtc_media_stream_active(stream));
    RTCMediaStreamTrack *found = rtc_media_stream_get_track_by_id(stream, "v");
    CHECK(found == video);
    rtc_media_stream_track_unref(found);
    CHECK(rtc_media_stream_get_track_by_id(stream, "") == NULL);
    CHECK(rtc_media_stream_get_track_by_id(stream, "V") == NULL);

    CHECK_OK(rtc_media_stream_create_from_stream(runtime, stream, &other));
    CHECK(strcmp(rtc_media_stream_id(other), rtc_media_stream_id(stream)) != 0);
    check_tracks(other, 1, 1, audio);
    CHECK_OK(rtc_media_stream_remove_track(other, audio));
    CHECK_OK(rtc_media_stream_remove_track(other, audio));
    check_tracks(other, 0, 1, video);
    check_tracks(stream, 1, 1, audio);
    CHECK_OK(rtc_media_stream_track_stop(video));
    CHECK(!rtc_media_stream_active(other) && rtc_media_stream_active(stream));
    rtc_media_stream_unref(other);

    RTCMediaStreamTrack *three[] = {video, audio, video};
    CHECK_OK(rtc_media_stream_create_from_tracks(runtime, three, 3, &other));
    check_tracks(other, 1, 1, video);
    rtc_media_stream_unref(other);
    CHECK_OK(rtc_media_stream_create_from_tracks(runtime, NULL, 0, &other));
    check_tracks(other, 0, 0, NULL);
    rtc_media_stream_unref(other);

    CHECK_OK(rtc_media_stream_clone(stream, &other));
    CHECK(rtc_media_stream_active(other));
    CHECK(rtc_media_stream_get_track_by_id(other, "a") == NULL);
    CHECK_OK(rtc_media_stream_track_stop(audio));
    CHECK(!rtc_media_stream_active(stream) && rtc_media_stream_active(other));
    rtc_media_stream_unref(other);

    /* The stream keeps its tracks. */
    rtc_media_stream_track_unref(audio);
    rtc_media_stream_track_unref(video);
    found = rtc_media_stream_get_track_by_id(stream, "a");
    CHECK(strcmp(rtc_media_stream_track_kind(found), "audio") == 0);
    rtc_media_stream_unref(stream);
    CHECK(!is_live(found));
    rtc_media_stream_track_unref(found);
}

/* Arrays that hold tracks keep them until they are released. */
static void an_array_keeps_its_tracks(void) {
    RTCMediaStreamTrack *track = new_track("audio", "kept"), **tracks = NULL;
    RTCMediaStream *stream = NULL;
    size_t length = 0;
    CHECK_OK(rtc_media_stream_create_from_tracks(runtime, &track, 1, &stream));
    rtc_media_stream_track_unref(track);
    CHECK_OK(rtc_media_stream_get_tracks(stream, &tracks, &length));
    rtc_media_stream_unref(stream);
    CHECK(length == 1 && tracks[0] == track);
    CHECK(strcmp(rtc_media_stream_track_id(tracks[0]), "kept") == 0);
    duologue_free(tracks);
}

static void wrong_handles_are_refused(void) {
    RTCMediaStreamTrack *track = new_track("audio", NULL), *none = NULL, **tracks = NULL;
    RTCMediaStream *stream = NULL, *untouched = NULL;
    size_t length = 99;
    CHECK_OK(rtc_media_stream_create(runtime, &stream));
    RTCMediaStream *no_stream = (RTCMediaStream *)track;
    RTCMediaStreamTrack *no_track = (RTCMediaStreamTrack *)stream;
    RTCMediaStreamTrack *bad[] = {track, NULL}, *worse[] = {no_track};

    CHECK_TYPE_ERROR(rtc_media_stream_create(runtime, NULL));
    CHECK_TYPE_ERROR(rtc_media_stream_create((DuologueRuntime *)track, &untouched));
    CHECK_TYPE_ERROR(rtc_media_stream_create_from_stream(runtime, no_stream, &untouched));
    CHECK_TYPE_ERROR(rtc_media_stream_create_from_stream(runtime, stream, NULL));
    CHECK_TYPE_ERROR(rtc_media_stream_create_from_tracks(runtime, bad, 2, &untouched));
    CHECK_TYPE_ERROR(rtc_media_stream_create_from_tracks(runtime, worse, 1, &untouched));
    CHECK_TYPE_ERROR(rtc_media_stream_create_from_tracks(runtime, NULL, 1, &untouched));
    CHECK_TYPE_ERROR(rtc_media_stream_create_from_tracks(runtime, bad, (size_t)-1, &untouched));
    CHECK_TYPE_ERROR(rtc_media_stream_create_from_tracks(runtime, bad, 1, NULL));
    CHECK_TYPE_ERROR(rtc_media_stream_add_track(stream, NULL));
    CHECK_TYPE_ERROR(rtc_media_stream_add_track(stream, no_track));
    CHECK_TYPE_ERROR(rtc_media_stream_add_track(no_stream, track));
    CHECK_TYPE_ERROR(rtc_media_stream_remove_track(stream, NULL));
    CHECK_TYPE_ERROR(rtc_media_stream_remove_track(stream, no_track));
    CHECK_TYPE_ERROR(rtc_media_stream_get_tracks(no_stream, &tracks, &length));
    CHECK_TYPE_ERROR(rtc_media_stream_get_tracks(stream, NULL, &length));
    CHECK_TYPE_ERROR(rtc_media_stream_get_tracks(stream, &tracks, NULL));
    CHECK_TYPE_ERROR(rtc_media_stream_clone(stream, NULL));
    CHECK_TYPE_ERROR(rtc_media_stream_track_clone(no_track, &none));
    CHECK_TYPE_ERROR(rtc_media_stream_track_stop(no_track));
    CHECK_TYPE_ERROR(duologue_media_stream_track_end(no_track));
    CHECK_TYPE_ERROR(duologue_media_stream_track_set_muted(no_track, true));
    CHECK_TYPE_ERROR(rtc_media_stream_track_set_on_ended(no_track, NULL, NULL, NULL));
    CHECK_TYPE_ERROR(rtc_media_stream_set_on_add_track(no_stream, NULL, NULL, NULL));
    CHECK(rtc_media_stream_get_track_by_id(stream, NULL) == NULL);
    CHECK(rtc_media_stream_id(no_stream) == NULL && rtc_media_stream_track_id(no_track) == NULL);
    CHECK(untouched == NULL && none == NULL && tracks == NULL && length == 99);
    check_tracks(stream, 0, 0, NULL);
    rtc_media_stream_unref(no_stream);
    rtc_media_stream_track_unref(no_track); /* neither releases anything */
    CHECK(is_live(track) && rtc_media_stream_id(stream) != NULL);
    rtc_media_stream_track_unref(track);
    rtc_media_stream_unref(stream);
}

/* Appends "<id of the track>:<type> ". */
static void note(const RTCEvent *event, void *userdata) {
    RTCMediaStreamTrack *track = (RTCMediaStreamTrack *)event->target;
    char line[64];
    CHECK(pthread_equal(pthread_self(), main_thread));
    CHECK(event->target == RTC_EVENT_TARGET(userdata));
    bool muted = rtc_media_stream_track_muted(track);
    CHECK(strcmp(event->type, "mute") != 0 || muted);
    CHECK(strcmp(event->type, "unmute") != 0 || !muted);
    CHECK((strcmp(event->type, "ended") == 0) == !is_live(track));
    snprintf(line, sizeof line, "%.8s:%s ", rtc_media_stream_track_id(track), event->type);
    CHECK(strlen(events) + strlen(line) < sizeof events);
    strcat(events, line);
}

static void note_destroy(void *userdata) {
    (void)userdata;
    strcat(events, "~ ");
}

/* What happens when all callbacks are made. */
static void expect(const char *expected) {
    size_t made = 1;
    while (made > 0)
        CHECK_OK(duologue_runtime_dispatch(runtime, 100, &made));
    if (strcmp(events, expected) != 0)
        fprintf(stderr, "expected: %s\nfound:    %s\n", expected, events);
    CHECK(strcmp(events, expected) == 0);
    events[0] = '\0';
}

static void hear(RTCMediaStreamTrack *track) {
    CHECK_OK(rtc_media_stream_track_set_on_mute(track, note, track, note_destroy));
    CHECK_OK(rtc_media_stream_track_set_on_unmute(track, note, track, NULL));
    CHECK_OK(rtc_media_stream_track_set_on_ended(track, note, track, NULL));
    CHECK_OK(rtc_media_stream_track_set_on_isolation_change(track, note, track, NULL));
}

static void the_application_is_the_source(void) {
    RTCMediaStreamTrack *track = new_track("audio", "one");
    hear(track);
    CHECK_OK(duologue_media_stream_track_set_muted(track, true));
    struct pollfd fd = {duologue_runtime_fd(runtime), POLLIN, 0};
    CHECK(poll(&fd, 1, PATIENCE_MS) == 1);
    CHECK(!rtc_media_stream_track_muted(track) && events[0] == '\0'); /* not before the task */
    expect("one:mute ");
    CHECK(rtc_media_stream_track_muted(track));
    CHECK_OK(duologue_media_stream_track_set_muted(track, true));
    expect("");
    CHECK_OK(duologue_media_stream_track_set_muted(track, false));
    expect("one:unmute ");

    /* A source is muted for all its tracks, and ends for all of them, but for those that were
     * stopped. */
    RTCMediaStreamTrack *stopped = clone_of(track), *made = NULL;
    hear(stopped);
    CHECK_OK(rtc_media_stream_track_stop(stopped));
    CHECK_OK(duologue_media_stream_track_set_muted(stopped, true));
    expect("one:mute ");
    CHECK_OK(rtc_media_stream_track_clone(track, &made));
    CHECK(rtc_media_stream_track_muted(made) && !rtc_media_stream_track_muted(stopped));
    rtc_media_stream_track_unref(made);
    CHECK_OK(duologue_media_stream_track_end(track));
    CHECK(is_live(track));
    expect("one:ended ");
    CHECK(!is_live(track));
    CHECK_OK(duologue_media_stream_track_end(track));
    CHECK_OK(duologue_media_stream_track_set_muted(track, false));
    expect("");
    rtc_media_stream_track_unref(stopped);
    expect("~ ");
    rtc_media_stream_track_unref(track);
    expect("~ ");
}

static void stop_now(const RTCEvent *event, void *userdata) {
    note(event, userdata);
    CHECK_OK(rtc_media_stream_track_stop((RTCMediaStreamTrack *)event->target));
}

static void listeners_come_beside_the_handler(void) {
    RTCMediaStreamTrack *track = new_track("video", "listened");
    RTCEventTarget *target = RTC_EVENT_TARGET(track);
    uint64_t first = 0, second = 0;
    CHECK_OK(
        rtc_event_target_add_event_listener(target, "mute", note, track, note_destroy, &first));
    CHECK_OK(rtc_media_stream_track_set_on_mute(track, note, track, NULL));
    CHECK_OK(rtc_event_target_add_event_listener(target, "mute", stop_now, track, NULL, &second));
    CHECK_OK(duologue_media_stream_track_set_muted(track, true));
    expect("listened:mute listened:mute listened:mute ");
    CHECK(!is_live(track)); /* stopped within the callback: no event */
    CHECK_OK(rtc_event_target_remove_event_listener(target, first));
    expect("~ ");
    CHECK_OK(rtc_media_stream_track_set_on_mute(track, NULL, NULL, note_destroy));
    expect("~ ");

    RTCMediaStream *stream = NULL;
    CHECK_OK(rtc_media_stream_create_from_tracks(runtime, &track, 1, &stream));
    CHECK_OK(rtc_event_target_add_event_listener(RTC_EVENT_TARGET(stream), "addtrack", note, stream,
                                                 note_destroy, &first));
    CHECK_OK(rtc_media_stream_set_on_add_track(stream, NULL, NULL, note_destroy));
    CHECK_OK(rtc_media_stream_set_on_remove_track(stream, NULL, NULL, note_destroy));
    expect("~ ~ ");
    CHECK_OK(rtc_media_stream_remove_track(stream, track));
    CHECK_OK(rtc_media_stream_add_track(stream, track));
    expect(""); /* the application's own calls fire nothing */
    rtc_media_stream_unref(stream);
    expect("~ ");
    rtc_media_stream_track_unref(track);
}

/* A runtime that dispatches on a thread of its own; tracks and streams outlive it. */
static void on_a_thread(DuologueRuntime *threaded) {
    static Counter ended = COUNTER_INIT;
    RTCMediaStreamTrack *track = NULL, *late = NULL;
    CHECK_OK(duologue_media_stream_track_create(threaded, "audio", NULL, NULL, &track));
    CHECK_OK(duologue_media_stream_track_create(threaded, "audio", NULL, NULL, &late));
    CHECK_OK(rtc_media_stream_track_set_on_ended(track, count_event, &ended, count_destroy));
    CHECK_OK(rtc_media_stream_track_set_on_ended(late, count_event, &ended, count_destroy));
    CHECK_OK(duologue_media_stream_track_end(track));
    counter_wait(&ended, 1);
    CHECK(!is_live(track));
    duologue_runtime_unref(threaded);
    /* Now the callbacks are made by the calls that cause them. */
    CHECK_OK(duologue_media_stream_track_end(late));
    CHECK(!is_live(late) && counter_get(&ended) == 2);
    RTCMediaStreamTrack *clone = clone_of(late);
    CHECK(!is_live(clone));
    rtc_media_stream_track_unref(clone);
    rtc_media_stream_track_unref(track);
    rtc_media_stream_track_unref(late);
    CHECK(counter_get(&ended) == 4); /* and both destroy callbacks */
}

enum { THREADS = 4, ROUNDS = 200 };

/* What the threads share. */
static struct {
    RTCMediaStreamTrack *track;
    RTCMediaStream *stream;
} shared;

/* Clones, mutes, listens, adds and removes; in the middle one thread ends the source under the
 * others. */
static void *use_shared(void *userdata) {
    static Counter heard = COUNTER_INIT;
    RTCMediaStreamTrack *clones[ROUNDS], **tracks = NULL;
    size_t length = 0;
    for (int i = 0; i < ROUNDS; i++) {
        RTCMediaStream *copy = NULL;
        clones[i] = clone_of(shared.track);
        CHECK_OK(rtc_media_stream_track_set_on_ended(clones[i], count_event, &heard, NULL));
        CHECK_OK(duologue_media_stream_track_set_muted(clones[i], i % 2 == 0));
        CHECK_OK(rtc_media_stream_track_set_enabled(shared.track, i % 2 == 0));
        CHECK_OK(rtc_media_stream_add_track(shared.stream, clones[i]));
        CHECK_OK(rtc_media_stream_get_tracks(shared.stream, &tracks, &length));
        for (size_t at = 0; at < length; at++)
            CHECK(rtc_media_stream_track_id(tracks[at]) != NULL);
        duologue_free(tracks);
        if (i % 50 == 0)
            CHECK_OK(rtc_media_stream_clone(shared.stream, &copy));
        rtc_media_stream_unref(copy);
        if (i % 3 == 0)
            CHECK_OK(rtc_media_stream_track_stop(clones[i]));
        if (i >= 4)
            CHECK_OK(rtc_media_stream_remove_track(shared.stream, clones[i - 4]));
        if (userdata && i == ROUNDS / 2)
            CHECK_OK(duologue_media_stream_track_end(shared.track));
    }
    /* The end of the source reaches clones that were made while it came. */
    while (is_live(shared.track))
        sched_yield();
    RTCMediaStreamTrack *late = clone_of(shared.track);
    CHECK(!is_live(late));
    rtc_media_stream_track_unref(late);
    for (int i = 0; i < ROUNDS; i++) {
        while (is_live(clones[i]))
            sched_yield(); /* `ended` comes to one after the other */
        rtc_media_stream_track_unref(clones[i]);
    }
    return NULL;
}

static void threads_share_a_track_and_a_stream(void) {
    pthread_t threads[THREADS];
    shared.track = new_track("video", NULL);
    CHECK_OK(rtc_media_stream_create(runtime, &shared.stream));
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_create(&threads[i], NULL, use_shared, i == 0 ? &shared : NULL) == 0);
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_join(threads[i], NULL) == 0);
    CHECK(!rtc_media_stream_active(shared.stream));
    rtc_media_stream_unref(shared.stream);
    rtc_media_stream_track_unref(shared.track);
}

int main(void) {
    DuologueRuntimeOptions options = DUOLOGUE_RUNTIME_OPTIONS_INIT;
    DuologueRuntime *threaded = NULL;
    main_thread = pthread_self();
    options.dispatch = DUOLOGUE_DISPATCH_MANUAL;
    CHECK_OK(duologue_runtime_create(&options, &runtime));
    a_track_is_made();
    attributes_are_set();
    clones_are_like_the_track_and_stop_alone();
    a_stream_is_a_set_of_tracks();
    an_array_keeps_its_tracks();
    wrong_handles_are_refused();
    the_application_is_the_source();
    listeners_come_beside_the_handler();
    duologue_runtime_unref(runtime);

    CHECK_OK(duologue_runtime_create(NULL, &threaded));
    on_a_thread(threaded);
    runtime = NULL; /* the default one */
    a_track_is_made();
    a_stream_is_a_set_of_tracks();
    threads_share_a_track_and_a_stream();
    duologue_default_runtime_release();
    return 0;
}
