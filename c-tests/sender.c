/* The parameters of a sender: taken, changed in place, set; and its track replaced. */
#include "media.h"
#include <math.h>

static RTCRtpSendParameters *get(RTCRtpSender *sender) {
    RTCRtpSendParameters *parameters = NULL;
    CHECK_OK(rtc_rtp_sender_get_parameters(sender, &parameters));
    CHECK(parameters->struct_size >= sizeof *parameters);
    CHECK(parameters->transaction_id[0] != '\0');
    return parameters;
}

static RTCResult set(RTCRtpSender *sender, RTCRtpSendParameters *parameters) {
    return duologue_rtp_sender_set_parameters_wait(sender, parameters, NULL, PATIENCE_MS);
}

/* Three encodings, and what the INIT macro leaves to the library. */
static RTCRtpSender *simulcast(RTCPeerConnection *pc, RTCMediaStreamTrack *track) {
    RTCRtpEncodingParameters encodings[3] = {RTC_RTP_ENCODING_PARAMETERS_INIT,
                                             RTC_RTP_ENCODING_PARAMETERS_INIT,
                                             RTC_RTP_ENCODING_PARAMETERS_INIT};
    RTCRtpTransceiverInit init = RTC_RTP_TRANSCEIVER_INIT_INIT;
    RTCRtpTransceiver *transceiver = NULL;
    RTCRtpSender *sender = NULL;
    encodings[0].rid = "q", encodings[1].rid = "h", encodings[2].rid = "f";
    encodings[1].active = false;
    encodings[2].max_bitrate = 2500000, encodings[2].max_framerate = 29.97;
    encodings[2].priority = RTC_PRIORITY_TYPE_HIGH;
    encodings[2].network_priority = RTC_PRIORITY_TYPE_MEDIUM;
    init.direction = RTC_RTP_TRANSCEIVER_DIRECTION_SENDONLY;
    init.send_encodings = encodings, init.send_encodings_length = 3;
    CHECK_OK(rtc_peer_connection_add_transceiver(pc, track, &init, &transceiver));
    sender = rtc_rtp_transceiver_sender(transceiver);
    rtc_rtp_transceiver_unref(transceiver);
    return sender;
}

static void what_was_given_comes_back(RTCRtpSender *sender) {
    RTCRtpSendParameters *parameters = get(sender);
    const RTCRtpEncodingParameters *encodings = parameters->encodings;
    CHECK(parameters->encodings_length == 3);
    CHECK(strcmp(encodings[0].rid, "q") == 0 && strcmp(encodings[2].rid, "f") == 0);
    CHECK(encodings[0].struct_size == sizeof encodings[0]);
    CHECK(encodings[0].scale_resolution_down_by == 4 && encodings[2].scale_resolution_down_by == 1);
    CHECK(encodings[0].active && !encodings[1].active);
    CHECK(encodings[0].max_bitrate == DUOLOGUE_NONE && encodings[2].max_bitrate == 2500000);
    CHECK(encodings[0].max_framerate == DUOLOGUE_NONE && encodings[2].max_framerate == 29.97);
    CHECK(encodings[0].priority == RTC_PRIORITY_TYPE_LOW);
    CHECK((int)encodings[0].network_priority == 0);
    CHECK(encodings[2].priority == RTC_PRIORITY_TYPE_HIGH);
    CHECK(encodings[2].network_priority == RTC_PRIORITY_TYPE_MEDIUM);
    CHECK(encodings[0].codec == NULL && encodings[0].scale_resolution_down_to == NULL);
    CHECK(encodings[0].scalability_mode == NULL && encodings[0].ptime == DUOLOGUE_NONE);
    CHECK(!encodings[0].adaptive_ptime);
    duologue_free(parameters);
}

static void encodings_change_in_place(RTCRtpSender *sender) {
    RTCRtpSendParameters *parameters = get(sender);
    RTCResolutionRestriction restriction = RTC_RESOLUTION_RESTRICTION_INIT;
    restriction.max_width = 640, restriction.max_height = 360;
    parameters->encodings[0].max_bitrate = 150000;
    parameters->encodings[1].active = true;
    for (size_t at = 0; at < parameters->encodings_length; at++)
        parameters->encodings[at].scale_resolution_down_to = &restriction;
    CHECK_OK(set(sender, parameters));
    duologue_free(parameters);

    parameters = get(sender);
    CHECK(parameters->encodings[0].max_bitrate == 150000 && parameters->encodings[1].active);
    const RTCResolutionRestriction *to = parameters->encodings[2].scale_resolution_down_to;
    CHECK(to != NULL && to != &restriction && to->max_width == 640 && to->max_height == 360);
    duologue_free(parameters);
}

static void what_cannot_be_set(RTCRtpSender *sender) {
    RTCRtpSendParameters *parameters = get(sender), copy = *parameters;
    RTCRtpEncodingParameters *encodings = parameters->encodings;
    RTCResult modification = RTC_RESULT_INVALID_MODIFICATION_ERROR;
    copy.encodings_length = 2;
    CHECK_RESULT(modification, set(sender, &copy));
    copy = *parameters;
    copy.transaction_id = "another";
    CHECK_RESULT(modification, set(sender, &copy));
    const char *rid = encodings[0].rid;
    encodings[0].rid = "x";
    CHECK_RESULT(modification, set(sender, parameters));
    encodings[0].rid = rid;
    parameters->rtcp.reduced_size = !parameters->rtcp.reduced_size;
    CHECK_RESULT(modification, set(sender, parameters));
    parameters->rtcp.reduced_size = !parameters->rtcp.reduced_size;
    encodings[0].max_framerate = -2;
    CHECK_RESULT(RTC_RESULT_RANGE_ERROR, set(sender, parameters));
    encodings[0].max_framerate = NAN;
    CHECK_TYPE_ERROR(set(sender, parameters));
    CHECK(strstr(duologue_last_error_message(), "encodings[0].max_framerate") != NULL);
    encodings[0].max_framerate = INFINITY;
    CHECK_TYPE_ERROR(set(sender, parameters));
    encodings[0].max_framerate = DUOLOGUE_NONE;
    encodings[0].max_bitrate = 4294967296;
    CHECK_TYPE_ERROR(set(sender, parameters));
    encodings[0].max_bitrate = -3;
    CHECK_TYPE_ERROR(set(sender, parameters));
    encodings[0].max_bitrate = 0;
    encodings[0].priority = (RTCPriorityType)5;
    CHECK_TYPE_ERROR(set(sender, parameters));
    encodings[0].priority = RTC_PRIORITY_TYPE_VERY_LOW;
    encodings[1].struct_size--;
    CHECK_TYPE_ERROR(set(sender, parameters));
    encodings[1].struct_size++;
    encodings[0].rid = "\xff";
    CHECK_TYPE_ERROR(set(sender, parameters));
    encodings[0].rid = rid;
    parameters->struct_size = 1;
    CHECK_TYPE_ERROR(set(sender, parameters));
    parameters->struct_size = copy.struct_size;
    CHECK_OK(set(sender, parameters)); /* it was not used up by the refusals */
    CHECK_RESULT(RTC_RESULT_INVALID_STATE_ERROR, set(sender, parameters)); /* now it is */
    duologue_free(parameters);
}

static void options(RTCRtpSender *sender) {
    RTCRtpSendParameters *parameters = get(sender);
    RTCSetParameterOptions options = RTC_SET_PARAMETER_OPTIONS_INIT;
    RTCEncodingOptions encodings[3] = {RTC_ENCODING_OPTIONS_INIT, RTC_ENCODING_OPTIONS_INIT,
                                       RTC_ENCODING_OPTIONS_INIT};
    encodings[1].key_frame = true;
    options.encoding_options = encodings, options.encoding_options_length = 2;
    CHECK_RESULT(RTC_RESULT_INVALID_MODIFICATION_ERROR,
                 duologue_rtp_sender_set_parameters_wait(sender, parameters, &options, -1));
    options.encoding_options_length = 3;
    CHECK_OK(duologue_rtp_sender_set_parameters_wait(sender, parameters, &options, -1));
    duologue_free(parameters);
}

/* After a negotiation there are codecs, and one of them can be chosen. */
static void a_codec_of_the_negotiated_ones(void) {
    RTCPeerConnection *a = media_connection(), *b = media_connection();
    RTCMediaStreamTrack *track = media_track("video");
    RTCRtpSender *sender = NULL;
    CHECK_OK(rtc_peer_connection_add_track(a, track, NULL, 0, &sender));
    media_negotiate(a, b);
    RTCRtpSendParameters *parameters = get(sender);
    CHECK(parameters->codecs_length > 1 && parameters->header_extensions_length > 0);
    CHECK(strncmp(parameters->codecs[0].mime_type, "video/", 6) == 0);
    CHECK(parameters->codecs[0].payload_type >= 0 && parameters->codecs[0].clock_rate == 90000);
    CHECK(parameters->codecs[0].channels == DUOLOGUE_NONE);
    CHECK(parameters->header_extensions[0].id > 0 && parameters->rtcp.cname != NULL);
    parameters->encodings[0].codec = &parameters->codecs[0];
    CHECK_OK(set(sender, parameters));
    duologue_free(parameters);
    parameters = get(sender);
    const RTCRtpCodec *codec = parameters->encodings[0].codec;
    CHECK(codec != NULL && strcmp(codec->mime_type, parameters->codecs[0].mime_type) == 0);
    CHECK(codec->payload_type == DUOLOGUE_NONE);
    parameters->codecs[0].clock_rate = 48000;
    CHECK_RESULT(RTC_RESULT_INVALID_MODIFICATION_ERROR, set(sender, parameters));
    duologue_free(parameters);

    RTCRtpTransceiver *theirs = media_only_transceiver(b);
    RTCRtpReceiver *receiver = rtc_rtp_transceiver_receiver(theirs);
    RTCRtpReceiveParameters *receives = NULL;
    CHECK_OK(rtc_rtp_receiver_get_parameters(receiver, &receives));
    CHECK(receives->codecs_length > 1);
    CHECK(strncmp(receives->codecs[0].mime_type, "video/", 6) == 0);
    duologue_free(receives);
    rtc_rtp_receiver_unref(receiver);
    rtc_rtp_transceiver_unref(theirs);
    rtc_rtp_sender_unref(sender);
    rtc_media_stream_track_unref(track);
    media_close(a);
    media_close(b);
}

static void another_track(RTCPeerConnection *pc, RTCRtpSender *sender) {
    RTCMediaStreamTrack *video = media_track("video"), *audio = media_track("audio"), *now = NULL;
    RTCMediaStream *stream = NULL;
    Counter settled = COUNTER_INIT;
    CHECK_TYPE_ERROR(duologue_rtp_sender_replace_track_wait(sender, audio, PATIENCE_MS));
    CHECK_OK(duologue_rtp_sender_replace_track_wait(sender, video, PATIENCE_MS));
    CHECK((now = rtc_rtp_sender_track(sender)) == video);
    rtc_media_stream_track_unref(now);
    CHECK_OK(rtc_rtp_sender_replace_track(sender, NULL, count_promise, &settled));
    counter_wait(&settled, 1);
    CHECK(rtc_rtp_sender_track(sender) == NULL);

    CHECK_OK(rtc_media_stream_create(NULL, &stream));
    CHECK_OK(rtc_rtp_sender_set_streams(sender, &stream, 1));
    CHECK_OK(rtc_rtp_sender_set_streams(sender, NULL, 0));
    CHECK_TYPE_ERROR(rtc_rtp_sender_set_streams(sender, NULL, 1));
    CHECK_TYPE_ERROR(rtc_rtp_sender_set_streams(sender, (RTCMediaStream *const *)&video, 1));
    CHECK_OK(rtc_peer_connection_close(pc));
    CHECK_RESULT(RTC_RESULT_INVALID_STATE_ERROR, rtc_rtp_sender_set_streams(sender, &stream, 1));
    rtc_media_stream_unref(stream);
    rtc_media_stream_track_unref(audio);
    rtc_media_stream_track_unref(video);
}

static void on_set(const RTCError *error, void *userdata) {
    RTCRtpSender *sender = ((void **)userdata)[0];
    CHECK(error == NULL);
    /* A callback cannot wait for another. */
    CHECK_RESULT(DUOLOGUE_RESULT_WRONG_THREAD,
                 duologue_rtp_sender_replace_track_wait(sender, NULL, PATIENCE_MS));
    counter_add(((void **)userdata)[1]);
}

int main(void) {
    RTCPeerConnection *pc = media_connection();
    RTCMediaStreamTrack *track = media_track("video");
    RTCRtpSender *sender = simulcast(pc, track);
    Counter counter = COUNTER_INIT;
    void *both[2] = {sender, &counter};
    what_was_given_comes_back(sender);
    encodings_change_in_place(sender);
    what_cannot_be_set(sender);
    options(sender);
    RTCRtpSendParameters *parameters = get(sender);
    CHECK_OK(rtc_rtp_sender_set_parameters(sender, parameters, NULL, on_set, both));
    duologue_free(parameters); /* it was copied */
    counter_wait(&counter, 1);
    another_track(pc, sender);
    rtc_rtp_sender_unref(sender);
    rtc_media_stream_track_unref(track);
    rtc_peer_connection_unref(pc);
    a_codec_of_the_negotiated_ones();
    duologue_default_runtime_release();
    return 0;
}
