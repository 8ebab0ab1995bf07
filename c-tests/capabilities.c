/* Capabilities, and what a transceiver is told to make of them. */
#include "media.h"

static size_t find(const RTCRtpCapabilities *capabilities, const char *mime_type) {
    size_t at = 0;
    while (at < capabilities->codecs_length &&
           strcmp(capabilities->codecs[at].mime_type, mime_type) != 0)
        at++;
    CHECK(at < capabilities->codecs_length);
    return at;
}

static void what_there_is(void) {
    RTCRtpCapabilities *audio = rtc_rtp_sender_get_capabilities("audio");
    RTCRtpCapabilities *video = rtc_rtp_receiver_get_capabilities("video");
    const RTCRtpCodec *opus = &audio->codecs[find(audio, "audio/opus")];
    CHECK(opus->clock_rate == 48000 && opus->channels == 2 && opus->payload_type == DUOLOGUE_NONE);
    CHECK(opus->struct_size == sizeof *opus);
    const RTCRtpCodec *vp8 = &video->codecs[find(video, "video/VP8")];
    CHECK(vp8->clock_rate == 90000 && vp8->channels == DUOLOGUE_NONE);
    CHECK(audio->header_extensions_length > 0 && audio->header_extensions[0].uri != NULL);
    CHECK((int)audio->header_extensions[0].direction != 0);
    CHECK(rtc_rtp_sender_get_capabilities("text") == NULL);
    CHECK(rtc_rtp_receiver_get_capabilities("") == NULL);
    CHECK(rtc_rtp_receiver_get_capabilities("Audio") == NULL);
    duologue_free(audio);
    duologue_free(video);
}

/* The first codec of the first m-section. */
static void check_first_codec(RTCPeerConnection *pc, const char *name) {
    RTCSessionDescriptionInit *offer = NULL;
    char line[64];
    int payload_type = -1;
    CHECK_OK(duologue_peer_connection_create_offer_wait(pc, NULL, PATIENCE_MS, &offer));
    const char *m_line = strstr(offer->sdp, "m=video ");
    CHECK(m_line && sscanf(m_line, "m=video %*d %*s %d", &payload_type) == 1);
    snprintf(line, sizeof line, "a=rtpmap:%d %s/90000\r\n", payload_type, name);
    CHECK(strstr(offer->sdp, line) != NULL);
    duologue_free(offer);
}

static void preferences(void) {
    RTCPeerConnection *pc = media_connection();
    RTCRtpTransceiver *transceiver = NULL;
    RTCRtpCapabilities *video = rtc_rtp_receiver_get_capabilities("video");
    CHECK_OK(rtc_peer_connection_add_transceiver_of_kind(pc, "video", NULL, &transceiver));
    /* The capabilities can be put in order in place. */
    size_t at = find(video, "video/VP9");
    RTCRtpCodec first = video->codecs[0];
    video->codecs[0] = video->codecs[at];
    video->codecs[at] = first;
    CHECK_OK(rtc_rtp_transceiver_set_codec_preferences(transceiver, video->codecs,
                                                       video->codecs_length));
    check_first_codec(pc, "VP9");
    CHECK_OK(rtc_rtp_transceiver_set_codec_preferences(transceiver, NULL, 0));
    check_first_codec(pc, "VP8");

    RTCResult modification = RTC_RESULT_INVALID_MODIFICATION_ERROR;
    RTCRtpCodec codec = RTC_RTP_CODEC_INIT;
    CHECK_TYPE_ERROR(rtc_rtp_transceiver_set_codec_preferences(transceiver, &codec, 1));
    codec.mime_type = "video/nonsense", codec.clock_rate = 90000;
    CHECK_RESULT(modification, rtc_rtp_transceiver_set_codec_preferences(transceiver, &codec, 1));
    codec = video->codecs[find(video, "video/rtx")]; /* alone it is of no use */
    CHECK_RESULT(modification, rtc_rtp_transceiver_set_codec_preferences(transceiver, &codec, 1));
    codec = video->codecs[find(video, "video/VP8")];
    codec.reserved2[0] = 1;
    CHECK_TYPE_ERROR(rtc_rtp_transceiver_set_codec_preferences(transceiver, &codec, 1));
    codec.reserved2[0] = 0;
    codec.channels = 70000;
    CHECK_TYPE_ERROR(rtc_rtp_transceiver_set_codec_preferences(transceiver, &codec, 1));
    CHECK_TYPE_ERROR(rtc_rtp_transceiver_set_codec_preferences(transceiver, NULL, 1));
    CHECK_TYPE_ERROR(rtc_rtp_transceiver_set_codec_preferences(transceiver, video->codecs, 5000));
    rtc_rtp_transceiver_unref(transceiver);
    duologue_free(video);
    media_close(pc);
}

static void header_extensions(void) {
    RTCPeerConnection *pc = media_connection(), *other = media_connection();
    RTCRtpTransceiver *transceiver = NULL;
    RTCRtpHeaderExtensionCapability *extensions = NULL, *negotiated = NULL;
    size_t length = 0, negotiated_length = 0, stopped = 0;
    CHECK_OK(rtc_peer_connection_add_transceiver_of_kind(pc, "audio", NULL, &transceiver));
    CHECK_OK(
        rtc_rtp_transceiver_get_header_extensions_to_negotiate(transceiver, &extensions, &length));
    CHECK(length > 0);
    while (stopped < length && !strstr(extensions[stopped].uri, "audio-level"))
        stopped++;
    CHECK(stopped < length);
    extensions[stopped].direction = RTC_RTP_TRANSCEIVER_DIRECTION_STOPPED;
    CHECK_RESULT(RTC_RESULT_INVALID_MODIFICATION_ERROR,
                 rtc_rtp_transceiver_set_header_extensions_to_negotiate(transceiver, extensions,
                                                                        length - 1));
    CHECK_OK(
        rtc_rtp_transceiver_set_header_extensions_to_negotiate(transceiver, extensions, length));
    media_negotiate(pc, other);
    CHECK_OK(rtc_rtp_transceiver_get_negotiated_header_extensions(transceiver, &negotiated,
                                                                  &negotiated_length));
    CHECK(negotiated_length == length);
    CHECK(strcmp(negotiated[stopped].uri, extensions[stopped].uri) == 0);
    CHECK(negotiated[stopped].direction == RTC_RTP_TRANSCEIVER_DIRECTION_STOPPED);
    extensions[0].direction = (RTCRtpTransceiverDirection)0;
    CHECK_TYPE_ERROR(
        rtc_rtp_transceiver_set_header_extensions_to_negotiate(transceiver, extensions, length));
    duologue_free(extensions);
    duologue_free(negotiated);
    rtc_rtp_transceiver_unref(transceiver);
    media_close(pc);
    media_close(other);
}

int main(void) {
    what_there_is();
    preferences();
    header_extensions();
    duologue_default_runtime_release();
    return 0;
}
