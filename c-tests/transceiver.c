/* Transceivers, senders and receivers: what they are before and after they were negotiated. */
#include "media.h"

static void a_new_transceiver(void) {
    RTCPeerConnection *pc = media_connection();
    RTCRtpTransceiver *transceiver = NULL;
    RTCRtpTransceiverDirection direction = (RTCRtpTransceiverDirection)77;
    CHECK_OK(rtc_peer_connection_add_transceiver_of_kind(pc, "audio", NULL, &transceiver));
    CHECK(rtc_rtp_transceiver_mid(transceiver) == NULL);
    CHECK(rtc_rtp_transceiver_direction(transceiver) == RTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV);
    CHECK(!rtc_rtp_transceiver_current_direction(transceiver, &direction));
    CHECK(direction == (RTCRtpTransceiverDirection)77);
    CHECK(!rtc_rtp_transceiver_rtp_header_encryption_negotiated(transceiver));

    RTCRtpSender *sender = rtc_rtp_transceiver_sender(transceiver);
    RTCRtpReceiver *receiver = rtc_rtp_transceiver_receiver(transceiver);
    CHECK(rtc_rtp_sender_track(sender) == NULL && rtc_rtp_sender_transport(sender) == NULL);
    CHECK(rtc_rtp_receiver_transport(receiver) == NULL);
    RTCMediaStreamTrack *track = rtc_rtp_receiver_track(receiver);
    CHECK(strcmp(rtc_media_stream_track_kind(track), "audio") == 0);
    CHECK(rtc_media_stream_track_muted(track));
    CHECK(rtc_media_stream_track_ready_state(track) == RTC_MEDIA_STREAM_TRACK_STATE_LIVE);

    /* The same object is the same pointer. */
    RTCRtpSender *same = rtc_rtp_transceiver_sender(transceiver);
    CHECK(same == sender);
    rtc_rtp_sender_unref(same);
    RTCRtpTransceiver *only = media_only_transceiver(pc);
    CHECK(only == transceiver);
    rtc_rtp_transceiver_unref(only);

    /* They outlive the connection. */
    media_close(pc);
    CHECK(rtc_rtp_transceiver_direction(transceiver) == RTC_RTP_TRANSCEIVER_DIRECTION_STOPPED);
    CHECK(rtc_media_stream_track_ready_state(track) == RTC_MEDIA_STREAM_TRACK_STATE_ENDED);
    CHECK_RESULT(RTC_RESULT_INVALID_STATE_ERROR, rtc_rtp_transceiver_stop(transceiver));
    rtc_rtp_transceiver_unref(transceiver);
    rtc_rtp_sender_unref(sender);
    rtc_rtp_receiver_unref(receiver);
    rtc_media_stream_track_unref(track);
}

static void the_order_of_making(void) {
    RTCPeerConnection *pc = media_connection();
    RTCMediaStreamTrack *audio = media_track("audio"), *video = media_track("video");
    RTCRtpSender *first = NULL, *third = NULL;
    RTCRtpTransceiver *second = NULL;
    CHECK_OK(rtc_peer_connection_add_track(pc, audio, NULL, 0, &first));
    CHECK_OK(rtc_peer_connection_add_transceiver(pc, video, NULL, &second));
    CHECK_RESULT(RTC_RESULT_INVALID_ACCESS_ERROR,
                 rtc_peer_connection_add_track(pc, video, NULL, 0, &third));
    CHECK(third == NULL);

    RTCRtpSender **senders = NULL;
    RTCRtpReceiver **receivers = NULL;
    size_t length = 0;
    CHECK_OK(rtc_peer_connection_get_senders(pc, &senders, &length));
    CHECK(length == 2 && senders[0] == first);
    RTCRtpSender *its = rtc_rtp_transceiver_sender(second);
    CHECK(senders[1] == its);
    RTCMediaStreamTrack *sent = rtc_rtp_sender_track(senders[1]);
    CHECK(sent == video);
    rtc_media_stream_track_unref(sent);
    rtc_rtp_sender_unref(its);
    CHECK_OK(rtc_peer_connection_get_receivers(pc, &receivers, &length));
    CHECK(length == 2);
    /* The arrays keep what is in them. */
    media_close(pc);
    CHECK((sent = rtc_rtp_receiver_track(receivers[1])) != NULL);
    rtc_media_stream_track_unref(sent);
    duologue_free(senders);
    duologue_free(receivers);
    rtc_rtp_sender_unref(first);
    rtc_rtp_transceiver_unref(second);
    rtc_media_stream_track_unref(audio);
    rtc_media_stream_track_unref(video);
}

static void what_is_refused(void) {
    RTCPeerConnection *pc = media_connection(), *other = media_connection();
    RTCRtpTransceiverInit init = RTC_RTP_TRANSCEIVER_INIT_INIT;
    RTCRtpEncodingParameters encodings[2] = {RTC_RTP_ENCODING_PARAMETERS_INIT,
                                             RTC_RTP_ENCODING_PARAMETERS_INIT};
    RTCRtpTransceiver *transceiver = NULL;
    RTCMediaStreamTrack *track = media_track("audio");
    RTCRtpSender *sender = NULL;
    CHECK_TYPE_ERROR(rtc_peer_connection_add_transceiver_of_kind(pc, "text", NULL, NULL));
    CHECK_TYPE_ERROR(rtc_peer_connection_add_transceiver_of_kind(pc, NULL, NULL, NULL));
    init.direction = RTC_RTP_TRANSCEIVER_DIRECTION_STOPPED;
    CHECK_TYPE_ERROR(rtc_peer_connection_add_transceiver_of_kind(pc, "audio", &init, NULL));
    init.direction = (RTCRtpTransceiverDirection)9;
    CHECK_TYPE_ERROR(rtc_peer_connection_add_transceiver_of_kind(pc, "audio", &init, NULL));
    CHECK(strstr(duologue_last_error_message(), "init.direction") != NULL);
    init.direction = RTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV;
    init.send_encodings = encodings, init.send_encodings_length = 2;
    encodings[0].rid = "a"; /* and the other has none */
    CHECK_TYPE_ERROR(rtc_peer_connection_add_transceiver_of_kind(pc, "video", &init, NULL));
    encodings[1].rid = "a";
    CHECK_TYPE_ERROR(rtc_peer_connection_add_transceiver_of_kind(pc, "video", &init, NULL));
    encodings[1].rid = "b", encodings[1].scale_resolution_down_by = 0.5;
    CHECK_RESULT(RTC_RESULT_RANGE_ERROR,
                 rtc_peer_connection_add_transceiver_of_kind(pc, "video", &init, NULL));
    encodings[1].scale_resolution_down_by = DUOLOGUE_NONE;
    encodings[1].reserved2[3] = 1;
    CHECK_TYPE_ERROR(rtc_peer_connection_add_transceiver_of_kind(pc, "video", &init, NULL));
    CHECK(strstr(duologue_last_error_message(), "init.send_encodings[1]") != NULL);
    encodings[1].reserved2[3] = 0;
    CHECK_OK(rtc_peer_connection_add_transceiver_of_kind(pc, "video", &init, &transceiver));

    CHECK_TYPE_ERROR(
        rtc_rtp_transceiver_set_direction(transceiver, RTC_RTP_TRANSCEIVER_DIRECTION_STOPPED));
    CHECK_TYPE_ERROR(rtc_rtp_transceiver_set_direction(transceiver, (RTCRtpTransceiverDirection)0));
    CHECK_OK(
        rtc_rtp_transceiver_set_direction(transceiver, RTC_RTP_TRANSCEIVER_DIRECTION_INACTIVE));
    CHECK(rtc_rtp_transceiver_direction(transceiver) == RTC_RTP_TRANSCEIVER_DIRECTION_INACTIVE);
    CHECK_OK(rtc_rtp_transceiver_stop(transceiver));
    CHECK_OK(rtc_rtp_transceiver_stop(transceiver)); /* again is nothing */
    CHECK_RESULT(
        RTC_RESULT_INVALID_STATE_ERROR,
        rtc_rtp_transceiver_set_direction(transceiver, RTC_RTP_TRANSCEIVER_DIRECTION_INACTIVE));

    CHECK_OK(rtc_peer_connection_add_track(pc, track, NULL, 0, &sender));
    CHECK_RESULT(RTC_RESULT_INVALID_ACCESS_ERROR, rtc_peer_connection_remove_track(other, sender));
    CHECK_OK(rtc_peer_connection_remove_track(pc, sender));
    CHECK(rtc_rtp_sender_track(sender) == NULL);
    CHECK_TYPE_ERROR(
        rtc_peer_connection_add_track(pc, (RTCMediaStreamTrack *)sender, NULL, 0, NULL));
    CHECK_TYPE_ERROR(rtc_peer_connection_add_track(pc, track, NULL, 1, NULL));
    CHECK_OK(rtc_peer_connection_close(pc));
    CHECK_RESULT(RTC_RESULT_INVALID_STATE_ERROR,
                 rtc_peer_connection_add_track(pc, track, NULL, 0, NULL));
    CHECK_RESULT(RTC_RESULT_INVALID_STATE_ERROR,
                 rtc_peer_connection_add_transceiver(pc, track, NULL, NULL));
    CHECK_RESULT(RTC_RESULT_INVALID_STATE_ERROR, rtc_peer_connection_remove_track(pc, sender));
    rtc_rtp_sender_unref(sender);
    rtc_rtp_transceiver_unref(transceiver);
    rtc_media_stream_track_unref(track);
    rtc_peer_connection_unref(pc);
    media_close(other);
}

typedef struct Heard {
    Counter counter;
    RTCPeerConnection *pc;
    char stream[64];
} Heard;

static void on_track(const RTCTrackEvent *event, void *userdata) {
    Heard *heard = userdata;
    CHECK(strcmp(event->base.type, "track") == 0);
    CHECK(event->base.target == RTC_EVENT_TARGET(heard->pc));
    RTCRtpReceiver *receiver = rtc_rtp_transceiver_receiver(event->transceiver);
    RTCMediaStreamTrack *track = rtc_rtp_receiver_track(event->receiver);
    CHECK(receiver == event->receiver && track == event->track);
    CHECK(event->streams_length == 1);
    snprintf(heard->stream, sizeof heard->stream, "%s", rtc_media_stream_id(event->streams[0]));
    rtc_rtp_receiver_unref(receiver);
    rtc_media_stream_track_unref(track);
    counter_add(&heard->counter);
}

static void negotiation(void) {
    RTCPeerConnection *a = media_connection(), *b = media_connection();
    RTCMediaStreamTrack *track = media_track("audio");
    RTCMediaStream *stream = NULL;
    RTCRtpSender *sender = NULL;
    Counter needed = COUNTER_INIT;
    Heard heard = {COUNTER_INIT, b, ""};
    CHECK_OK(rtc_media_stream_create(NULL, &stream));
    CHECK_OK(rtc_peer_connection_set_on_track(b, on_track, &heard, NULL));
    CHECK_OK(rtc_peer_connection_set_on_negotiation_needed(a, count_event, &needed, NULL));
    CHECK_OK(rtc_peer_connection_add_track(a, track, &stream, 1, &sender));
    counter_wait(&needed, 1);
    media_negotiate(a, b);
    counter_wait(&heard.counter, 1);
    CHECK(strcmp(heard.stream, rtc_media_stream_id(stream)) == 0);

    RTCRtpTransceiver *ours = media_only_transceiver(a), *theirs = media_only_transceiver(b);
    RTCRtpTransceiverDirection direction = (RTCRtpTransceiverDirection)0;
    const char *mid = rtc_rtp_transceiver_mid(ours);
    CHECK(mid != NULL && strcmp(mid, rtc_rtp_transceiver_mid(theirs)) == 0);
    CHECK(mid == rtc_rtp_transceiver_mid(ours));
    CHECK(rtc_rtp_transceiver_current_direction(ours, &direction));
    CHECK(direction == RTC_RTP_TRANSCEIVER_DIRECTION_SENDONLY);
    CHECK(rtc_rtp_transceiver_current_direction(theirs, &direction));
    CHECK(direction == RTC_RTP_TRANSCEIVER_DIRECTION_RECVONLY);
    RTCDtlsTransport *transport = rtc_rtp_sender_transport(sender);
    CHECK(transport != NULL);
    rtc_dtls_transport_unref(transport);

    /* Stopped, and gone with the next negotiation. */
    CHECK_OK(rtc_rtp_transceiver_stop(ours));
    media_negotiate(a, b);
    RTCRtpTransceiver **transceivers = NULL;
    size_t length = 1;
    CHECK_OK(rtc_peer_connection_get_transceivers(a, &transceivers, &length));
    CHECK(length == 0 && transceivers == NULL);
    CHECK(rtc_rtp_transceiver_current_direction(theirs, &direction));
    CHECK(direction == RTC_RTP_TRANSCEIVER_DIRECTION_STOPPED);

    rtc_rtp_transceiver_unref(ours);
    rtc_rtp_transceiver_unref(theirs);
    rtc_rtp_sender_unref(sender);
    rtc_media_stream_unref(stream);
    rtc_media_stream_track_unref(track);
    media_close(a);
    media_close(b);
}

/* A rolled-back description names no m-sections any more; another may name them otherwise. */
static void rollback(void) {
    RTCPeerConnection *pc = media_connection();
    RTCRtpTransceiver *transceiver = NULL;
    RTCSessionDescriptionInit rollback = RTC_SESSION_DESCRIPTION_INIT_INIT;
    rollback.type = RTC_SDP_TYPE_ROLLBACK;
    CHECK_OK(rtc_peer_connection_add_transceiver_of_kind(pc, "audio", NULL, &transceiver));
    CHECK_OK(duologue_peer_connection_set_local_description_wait(pc, NULL, PATIENCE_MS));
    const char *mid = rtc_rtp_transceiver_mid(transceiver);
    CHECK(mid != NULL);
    CHECK_OK(duologue_peer_connection_set_local_description_wait(pc, &rollback, PATIENCE_MS));
    CHECK(rtc_rtp_transceiver_mid(transceiver) == NULL);
    CHECK(mid[0] != '\0'); /* what was borrowed stays */
    CHECK_OK(duologue_peer_connection_set_local_description_wait(pc, NULL, PATIENCE_MS));
    CHECK(rtc_rtp_transceiver_mid(transceiver) != NULL);
    rtc_rtp_transceiver_unref(transceiver);
    media_close(pc);
}

int main(void) {
    a_new_transceiver();
    the_order_of_making();
    what_is_refused();
    negotiation();
    rollback();
    duologue_default_runtime_release();
    return 0;
}
