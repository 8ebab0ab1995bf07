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

/* A text that may be absent. */
static void print_text(const char *key, const char *text) {
    if (!text)
        return;
    printf(",\"%s\":", key);
    json_write(stdout, text);
}

static void print_fingerprint(const char *key, const RTCStatsReport *report, const char *id) {
    const RTCCertificateStats *certificate =
        (const RTCCertificateStats *)rtc_stats_report_get(report, id);
    if (certificate)
        print_text(key, certificate->fingerprint);
}

/* The type of a candidate, and its port: the address may be another behind a NAT. */
static void print_candidate(const char *type, const char *port, const RTCStatsReport *report,
                            const char *id) {
    const RTCIceCandidateStats *candidate =
        (const RTCIceCandidateStats *)rtc_stats_report_get(report, id);
    if (!candidate)
        return;
    print_text(type, rtc_ice_candidate_type_to_string(candidate->candidate_type));
    printf(",\"%s\":%d", port, (int)candidate->port);
}

static void print_transport(const RTCStatsReport *report, const RTCTransportStats *transport) {
    const RTCIceCandidatePairStats *pair = (const RTCIceCandidatePairStats *)rtc_stats_report_get(
        report, transport->selected_candidate_pair_id);
    print_text("dtls", transport->dtls_cipher);
    print_text("tls_version", transport->tls_version);
    print_text("srtp", transport->srtp_cipher);
    print_text("dtls_role", rtc_dtls_role_to_string(transport->dtls_role));
    print_text("ice_role", rtc_ice_role_to_string(transport->ice_role));
    print_fingerprint("local_fingerprint", report, transport->local_certificate_id);
    print_fingerprint("remote_fingerprint", report, transport->remote_certificate_id);
    printf(",\"sent\":%lld,\"received\":%lld", (long long)transport->bytes_sent,
           (long long)transport->bytes_received);
    if (pair) {
        print_candidate("local", "local_port", report, pair->local_candidate_id);
        print_candidate("remote", "remote_port", report, pair->remote_candidate_id);
    }
}

/* Prints {"event":"stats",...}. */
static void print_stats(const RTCStatsReport *report) {
    size_t length = 0, video = 0, audio = 0;
    const RTCStats *const *stats = rtc_stats_report_values(report, &length);
    printf("{\"event\":\"stats\"");
    for (size_t i = 0; i < length; i++) {
        if (stats[i]->type == RTC_STATS_TYPE_TRANSPORT)
            print_transport(report, (const RTCTransportStats *)stats[i]);
        if (stats[i]->type == RTC_STATS_TYPE_OUTBOUND_RTP) {
            const RTCOutboundRtpStreamStats *sent = (const RTCOutboundRtpStreamStats *)stats[i];
            *(strcmp(sent->kind, "video") == 0 ? &video : &audio) += 1;
        }
    }
    printf(",\"video_out\":%zu,\"audio_out\":%zu}\n", video, audio);
}

#endif
