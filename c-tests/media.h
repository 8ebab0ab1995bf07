/* Two connections that negotiate media step by step, with the calls that wait. */
#ifndef MEDIA_H
#define MEDIA_H

#include "check.h"

static inline RTCPeerConnection *media_connection(void) {
    RTCPeerConnection *pc = NULL;
    CHECK_OK(rtc_peer_connection_create(NULL, NULL, &pc));
    return pc;
}

static inline void media_close(RTCPeerConnection *pc) {
    CHECK_OK(rtc_peer_connection_close(pc));
    rtc_peer_connection_unref(pc);
}

static inline RTCMediaStreamTrack *media_track(const char *kind) {
    RTCMediaStreamTrack *track = NULL;
    CHECK_OK(duologue_media_stream_track_create(NULL, kind, NULL, NULL, &track));
    return track;
}

static inline void media_set(const RTCError *error, void *userdata) {
    CHECK(error == NULL);
    counter_add(userdata);
}

/* `from` makes a description, which both set: `to` first, so that it is ready for the candidates.
 */
static inline void media_describe(RTCPeerConnection *from, RTCPeerConnection *to) {
    RTCSessionDescriptionInit *made = NULL;
    Counter set = COUNTER_INIT;
    if (rtc_peer_connection_signaling_state(from) == RTC_SIGNALING_STATE_HAVE_REMOTE_OFFER)
        CHECK_OK(duologue_peer_connection_create_answer_wait(from, NULL, PATIENCE_MS, &made));
    else
        CHECK_OK(duologue_peer_connection_create_offer_wait(from, NULL, PATIENCE_MS, &made));
    CHECK_OK(rtc_peer_connection_set_remote_description(to, made, media_set, &set));
    CHECK_OK(duologue_peer_connection_set_local_description_wait(from, made, PATIENCE_MS));
    counter_wait(&set, 1);
    duologue_free(made);
}

/* An offer and its answer. */
static inline void media_negotiate(RTCPeerConnection *offerer, RTCPeerConnection *answerer) {
    media_describe(offerer, answerer);
    media_describe(answerer, offerer);
    CHECK(rtc_peer_connection_signaling_state(offerer) == RTC_SIGNALING_STATE_STABLE);
    CHECK(rtc_peer_connection_signaling_state(answerer) == RTC_SIGNALING_STATE_STABLE);
}

/* The only transceiver; a new reference. */
static inline RTCRtpTransceiver *media_only_transceiver(RTCPeerConnection *pc) {
    RTCRtpTransceiver **transceivers = NULL, *only = NULL;
    size_t length = 0;
    CHECK_OK(rtc_peer_connection_get_transceivers(pc, &transceivers, &length));
    CHECK(length == 1);
    only = rtc_rtp_transceiver_ref(transceivers[0]);
    duologue_free(transceivers);
    return only;
}

#endif
