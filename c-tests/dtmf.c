/* Tones: they begin one after the other once there is a connection, and the handler hears of each.
 */
#include "media.h"

typedef struct Peers {
    RTCPeerConnection *a, *b;
    Counter connected;
} Peers;

static void on_candidate(const RTCPeerConnectionIceEvent *event, void *userdata) {
    Peers *peers = userdata;
    bool from_a = event->base.target == RTC_EVENT_TARGET(peers->a);
    RTCIceCandidateInit init = RTC_ICE_CANDIDATE_INIT_INIT;
    if (!event->candidate)
        return;
    CHECK_OK(rtc_ice_candidate_to_json(event->candidate, &init));
    CHECK_OK(
        rtc_peer_connection_add_ice_candidate(from_a ? peers->b : peers->a, &init, NULL, NULL));
}

static void on_connection_state(const RTCEvent *event, void *userdata) {
    Peers *peers = userdata;
    (void)event;
    if (rtc_peer_connection_connection_state(peers->a) == RTC_PEER_CONNECTION_STATE_CONNECTED)
        counter_add(&peers->connected);
}

typedef struct Tones {
    Counter counter;
    char heard[16];
    char waiting[16][16]; /* what the buffer held when each tone began */
} Tones;

static void on_tone(const RTCDTMFToneChangeEvent *event, void *userdata) {
    Tones *tones = userdata;
    RTCDTMFSender *dtmf = (RTCDTMFSender *)event->base.target;
    char *buffer = rtc_dtmf_sender_tone_buffer(dtmf);
    size_t length = strlen(tones->heard);
    CHECK(strcmp(event->base.type, "tonechange") == 0);
    snprintf(tones->waiting[length], sizeof tones->waiting[length], "%s", buffer);
    strcat(tones->heard, event->tone[0] ? event->tone : ".");
    duologue_free(buffer);
    counter_add(&tones->counter);
}

int main(void) {
    Peers peers = {media_connection(), media_connection(), COUNTER_INIT};
    RTCMediaStreamTrack *track = media_track("audio");
    RTCRtpSender *sender = NULL;
    Tones tones = {COUNTER_INIT, "", {""}};
    CHECK_OK(rtc_peer_connection_set_on_ice_candidate(peers.a, on_candidate, &peers, NULL));
    CHECK_OK(rtc_peer_connection_set_on_ice_candidate(peers.b, on_candidate, &peers, NULL));
    CHECK_OK(rtc_peer_connection_set_on_connection_state_change(peers.a, on_connection_state,
                                                                &peers, NULL));
    CHECK_OK(rtc_peer_connection_add_track(peers.a, track, NULL, 0, &sender));
    RTCDTMFSender *dtmf = rtc_rtp_sender_dtmf(sender), *same = NULL;
    CHECK_OK(rtc_peer_connection_create_dtmf_sender(peers.a, track, &same));
    CHECK(same == dtmf);
    rtc_dtmf_sender_unref(same);
    CHECK_RESULT(RTC_RESULT_INVALID_ACCESS_ERROR,
                 rtc_peer_connection_create_dtmf_sender(peers.b, track, &same));
    media_negotiate(peers.a, peers.b);
    counter_wait(&peers.connected, 1);

    CHECK(rtc_dtmf_sender_can_insert_dtmf(dtmf));
    CHECK_OK(rtc_dtmf_sender_set_on_tone_change(dtmf, on_tone, &tones, NULL));
    CHECK_RESULT(RTC_RESULT_INVALID_CHARACTER_ERROR,
                 rtc_dtmf_sender_insert_dtmf(dtmf, "12X", 40, 30));
    CHECK_OK(rtc_dtmf_sender_insert_dtmf(dtmf, "1a#", 1, 1)); /* cut to 40 and 30 */
    counter_wait(&tones.counter, 4);
    CHECK(strcmp(tones.heard, "1A#.") == 0);
    CHECK(strcmp(tones.waiting[0], "A#") == 0 && strcmp(tones.waiting[2], "") == 0);

    /* Nothing more is sent of a transceiver that was stopped. */
    RTCRtpTransceiver *transceiver = media_only_transceiver(peers.a);
    CHECK_OK(rtc_rtp_transceiver_stop(transceiver));
    CHECK(!rtc_dtmf_sender_can_insert_dtmf(dtmf));
    CHECK_RESULT(RTC_RESULT_INVALID_STATE_ERROR, rtc_dtmf_sender_insert_dtmf(dtmf, "1", 40, 30));
    rtc_rtp_transceiver_unref(transceiver);
    rtc_dtmf_sender_unref(dtmf);
    rtc_rtp_sender_unref(sender);
    rtc_media_stream_track_unref(track);
    media_close(peers.a);
    media_close(peers.b);
    duologue_default_runtime_release();
    return 0;
}
