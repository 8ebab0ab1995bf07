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

/* `from` makes a description, which both set. */
static inline void media_describe(RTCPeerConnection *from, RTCPeerConnection *to) {
    RTCSessionDescription *description = NULL;
    RTCSessionDescriptionInit init = RTC_SESSION_DESCRIPTION_INIT_INIT;
    CHECK_OK(duologue_peer_connection_set_local_description_wait(from, NULL, PATIENCE_MS));
    description = rtc_peer_connection_local_description(from);
    CHECK_OK(rtc_session_description_to_json(description, &init));
    CHECK_OK(duologue_peer_connection_set_remote_description_wait(to, &init, PATIENCE_MS));
    rtc_session_description_unref(description);
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
