/* Streams in place of tracks, as older drafts had it, and the offers of then. */
#include "media.h"

typedef struct Heard {
    Counter added, removed;
    char stream[64];
} Heard;

static void on_add_stream(const RTCMediaStreamEvent *event, void *userdata) {
    Heard *heard = userdata;
    CHECK(strcmp(event->base.type, "addstream") == 0);
    snprintf(heard->stream, sizeof heard->stream, "%s", rtc_media_stream_id(event->stream));
    counter_add(&heard->added);
}

static void on_remove_stream(const RTCMediaStreamEvent *event, void *userdata) {
    Heard *heard = userdata;
    CHECK(strcmp(event->base.type, "removestream") == 0);
    CHECK(strcmp(heard->stream, rtc_media_stream_id(event->stream)) == 0);
    counter_add(&heard->removed);
}

static size_t count(RTCResult (*get)(const RTCPeerConnection *, RTCMediaStream ***, size_t *),
                    const RTCPeerConnection *pc) {
    RTCMediaStream **streams = NULL;
    size_t length = 99;
    CHECK_OK(get(pc, &streams, &length));
    CHECK((streams == NULL) == (length == 0));
    duologue_free(streams);
    return length;
}

static void streams(void) {
    RTCPeerConnection *a = media_connection(), *b = media_connection();
    RTCMediaStreamTrack *tracks[2] = {media_track("audio"), media_track("video")};
    RTCMediaStream *stream = NULL, *found = NULL;
    Heard heard = {COUNTER_INIT, COUNTER_INIT, ""};
    CHECK_OK(rtc_media_stream_create_from_tracks(NULL, tracks, 2, &stream));
    CHECK_OK(rtc_peer_connection_set_on_add_stream(b, on_add_stream, &heard, NULL));
    CHECK_OK(rtc_peer_connection_set_on_remove_stream(b, on_remove_stream, &heard, NULL));
    CHECK_OK(rtc_peer_connection_add_stream(a, stream));
    CHECK_OK(rtc_peer_connection_add_stream(a, stream)); /* again is nothing */
    CHECK(count(rtc_peer_connection_get_local_streams, a) == 1);
    CHECK(count(rtc_peer_connection_get_remote_streams, a) == 0);
    found = rtc_peer_connection_get_stream_by_id(a, rtc_media_stream_id(stream));
    CHECK(found == stream && rtc_peer_connection_get_stream_by_id(a, "another") == NULL);
    rtc_media_stream_unref(found);

    media_negotiate(a, b);
    counter_wait(&heard.added, 1);
    CHECK(strcmp(heard.stream, rtc_media_stream_id(stream)) == 0);
    CHECK(count(rtc_peer_connection_get_remote_streams, b) == 1);
    CHECK(count(rtc_peer_connection_get_local_streams, b) == 0);
    found = rtc_peer_connection_get_stream_by_id(b, heard.stream);
    CHECK(found != NULL && found != stream);
    rtc_media_stream_unref(found);

    CHECK_OK(rtc_peer_connection_remove_stream(a, stream));
    CHECK(count(rtc_peer_connection_get_local_streams, a) == 0);
    media_negotiate(a, b);
    counter_wait(&heard.removed, 1);
    CHECK(counter_get(&heard.added) == 1);
    CHECK(count(rtc_peer_connection_get_remote_streams, b) == 0);
    CHECK_OK(rtc_peer_connection_close(a));
    CHECK_RESULT(RTC_RESULT_INVALID_STATE_ERROR, rtc_peer_connection_add_stream(a, stream));
    CHECK_RESULT(RTC_RESULT_INVALID_STATE_ERROR, rtc_peer_connection_remove_stream(a, stream));
    rtc_media_stream_unref(stream);
    rtc_media_stream_track_unref(tracks[0]);
    rtc_media_stream_track_unref(tracks[1]);
    rtc_peer_connection_unref(a);
    media_close(b);
}

/* `offerToReceiveAudio` and `offerToReceiveVideo`: true makes a transceiver that receives, false
 * takes the receiving from those there are. */
static void offers_to_receive(void) {
    RTCPeerConnection *pc = media_connection();
    RTCOfferOptions options = RTC_OFFER_OPTIONS_INIT;
    RTCSessionDescriptionInit *offer = NULL;
    options.offer_to_receive_audio = true;
    for (int time = 0; time < 2; time++) { /* the second time there is one already */
        CHECK_OK(duologue_peer_connection_create_offer_wait(pc, &options, PATIENCE_MS, &offer));
        CHECK(strstr(offer->sdp, "m=audio") && !strstr(offer->sdp, "m=video"));
        duologue_free(offer);
        RTCRtpTransceiver *transceiver = media_only_transceiver(pc);
        CHECK(rtc_rtp_transceiver_direction(transceiver) == RTC_RTP_TRANSCEIVER_DIRECTION_RECVONLY);
        rtc_rtp_transceiver_unref(transceiver);
    }
    options.offer_to_receive_audio = false;
    CHECK_OK(duologue_peer_connection_create_offer_wait(pc, &options, PATIENCE_MS, &offer));
    RTCRtpTransceiver *transceiver = media_only_transceiver(pc);
    CHECK(rtc_rtp_transceiver_direction(transceiver) == RTC_RTP_TRANSCEIVER_DIRECTION_INACTIVE);
    CHECK(strstr(offer->sdp, "a=inactive") != NULL);
    rtc_rtp_transceiver_unref(transceiver);
    duologue_free(offer);
    media_close(pc);
}

int main(void) {
    streams();
    offers_to_receive();
    duologue_default_runtime_release();
    return 0;
}
