/* What media_peer.c prints of a connection, as PROTOCOL.md has it. */
#ifndef INTEROP_MEDIA_STATE_H
#define INTEROP_MEDIA_STATE_H

#include <duologue.h>
#include <stdio.h>

#include "../examples-c/json.h"

/* Prints {"NAME":"VALUE","KEY":"TEXT"}. */
static void print(const char *name, const char *value, const char *key, const char *text) {
    printf("{\"%s\":\"%s\",\"%s\":", name, value, key);
    json_write(stdout, text);
    puts("}");
}

static bool ok(RTCResult result) {
    if (result != RTC_RESULT_OK)
        print("event", "error", "message", duologue_last_error_message());
    return result == RTC_RESULT_OK;
}

/* The transceivers: lent, in an array to be released by duologue_free(). */
static RTCRtpTransceiver **transceivers(RTCPeerConnection *pc, size_t *count) {
    RTCRtpTransceiver **list = NULL;
    *count = 0;
    ok(rtc_peer_connection_get_transceivers(pc, &list, count));
    return list;
}

static void print_codecs(const char *key, const RTCRtpCodecParameters *codecs, size_t count) {
    printf(",\"%s\":[", key);
    for (size_t i = 0; i < count; i++) {
        char name[64];
        size_t at = 0;
        for (const char *from = codecs[i].mime_type; *from && at + 1 < sizeof name; from++)
            name[at++] = *from >= 'A' && *from <= 'Z' ? (char)(*from + 'a' - 'A') : *from;
        name[at] = '\0';
        fputs(i ? "," : "", stdout);
        json_write(stdout, name);
    }
    printf("]");
}

static void print_transceiver(RTCRtpTransceiver *transceiver) {
    const char *mid = rtc_rtp_transceiver_mid(transceiver);
    RTCRtpTransceiverDirection current;
    RTCRtpSender *sender = rtc_rtp_transceiver_sender(transceiver);
    RTCRtpReceiver *receiver = rtc_rtp_transceiver_receiver(transceiver);
    RTCMediaStreamTrack *track = rtc_rtp_receiver_track(receiver);
    RTCRtpSendParameters *sent = NULL;
    RTCRtpReceiveParameters *received = NULL;

    printf("{\"kind\":\"%s\",\"direction\":\"%s\"", rtc_media_stream_track_kind(track),
           rtc_rtp_transceiver_direction_to_string(rtc_rtp_transceiver_direction(transceiver)));
    if (mid) {
        printf(",\"mid\":");
        json_write(stdout, mid);
    } else {
        printf(",\"mid\":null");
    }
    if (rtc_rtp_transceiver_current_direction(transceiver, &current))
        printf(",\"current\":\"%s\"", rtc_rtp_transceiver_direction_to_string(current));
    if (ok(rtc_rtp_sender_get_parameters(sender, &sent)))
        print_codecs("send", sent->codecs, sent->codecs_length);
    if (ok(rtc_rtp_receiver_get_parameters(receiver, &received)))
        print_codecs("receive", received->codecs, received->codecs_length);
    printf("}");

    duologue_free(sent);
    duologue_free(received);
    rtc_media_stream_track_unref(track);
    rtc_rtp_receiver_unref(receiver);
    rtc_rtp_sender_unref(sender);
}

static void print_description(const char *key, RTCSessionDescription *description) {
    printf(",\"%s\":", key);
    json_write(stdout, description ? rtc_session_description_sdp(description) : "");
    rtc_session_description_unref(description);
}

/* Answers {"cmd":"state"}. */
static void print_state(RTCPeerConnection *pc) {
    size_t count;
    RTCRtpTransceiver **list = transceivers(pc, &count);
    printf("{\"event\":\"session\",\"signaling\":\"%s\",\"connection\":\"%s\"",
           rtc_signaling_state_to_string(rtc_peer_connection_signaling_state(pc)),
           rtc_peer_connection_state_to_string(rtc_peer_connection_connection_state(pc)));
    print_description("local", rtc_peer_connection_current_local_description(pc));
    print_description("remote", rtc_peer_connection_current_remote_description(pc));
    printf(",\"transceivers\":[");
    for (size_t i = 0; i < count; i++) {
        fputs(i ? "," : "", stdout);
        print_transceiver(list[i]);
    }
    puts("]}");
    duologue_free(list);
}

#endif
