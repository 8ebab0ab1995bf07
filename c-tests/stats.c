/* Statistics: reports as maps, the dictionaries behind their objects, selectors, the end of
 * objects. */
#include "media.h"
#include "pair.h"

static const RTCStats *first(const RTCStatsReport *report, RTCStatsType type) {
    size_t length = 0;
    const RTCStats *const *stats = rtc_stats_report_values(report, &length);
    for (size_t i = 0; i < length; i++)
        if (stats[i]->type == type)
            return stats[i];
    return NULL;
}

static size_t number_of(const RTCStatsReport *report, RTCStatsType type) {
    size_t length = 0, found = 0;
    const RTCStats *const *stats = rtc_stats_report_values(report, &length);
    for (size_t i = 0; i < length; i++)
        found += stats[i]->type == type;
    return found;
}

static RTCStatsReport *stats_of(RTCPeerConnection *pc) {
    RTCStatsReport *report = NULL;
    CHECK_OK(duologue_peer_connection_get_stats_wait(pc, NULL, PATIENCE_MS, &report));
    return report;
}

/* Keys, values and look-ups agree; every object says how long it is. */
static void a_report_is_a_map(const RTCStatsReport *report) {
    size_t size = rtc_stats_report_size(report), keys_length = 0, length = 0;
    const char *const *keys = rtc_stats_report_keys(report, &keys_length);
    const RTCStats *const *values = rtc_stats_report_values(report, &length);
    CHECK(size > 0 && keys_length == size && length == size);
    CHECK(rtc_stats_report_values(report, NULL) == values);
    for (size_t i = 0; i < size; i++) {
        CHECK(strcmp(keys[i], values[i]->id) == 0);
        CHECK(rtc_stats_report_has(report, keys[i]));
        CHECK(rtc_stats_report_get(report, keys[i]) == values[i]);
        CHECK(values[i]->struct_size >= sizeof(RTCStats) && values[i]->timestamp > 1e12);
        CHECK(rtc_stats_type_to_string(values[i]->type) != NULL);
    }
    CHECK(!rtc_stats_report_has(report, "nothing"));
    CHECK(rtc_stats_report_get(report, "nothing") == NULL);
    CHECK(rtc_stats_report_get(report, NULL) == NULL);
}

/* A loop over the objects of what is no report ends at once. */
static void what_is_no_report_has_nothing(RTCPeerConnection *pc) {
    const RTCStatsReport *none[] = {NULL, (const RTCStatsReport *)pc};
    for (size_t i = 0; i < 2; i++) {
        size_t length = 7;
        CHECK(rtc_stats_report_values(none[i], &length) == NULL && length == 0);
        length = 7;
        CHECK(rtc_stats_report_keys(none[i], &length) == NULL && length == 0);
        CHECK(rtc_stats_report_size(none[i]) == 0 && !rtc_stats_report_has(none[i], "an id"));
        CHECK(rtc_stats_report_get(none[i], "an id") == NULL);
    }
}

static void on_stats(const RTCError *error, RTCStatsReport *report, void *userdata) {
    End *end = userdata;
    CHECK(error == NULL && number_of(report, RTC_STATS_TYPE_TRANSPORT) == 1);
    PAIR_UPDATE(end->pair, end->pair->completions++);
}

static bool stats_have_come(const Pair *pair) {
    return pair->completions >= 1000;
}

static void transport_of(const RTCStatsReport *report) {
    const RTCTransportStats *transport =
        (const RTCTransportStats *)first(report, RTC_STATS_TYPE_TRANSPORT);
    CHECK(transport && transport->struct_size == sizeof *transport);
    CHECK(transport->bytes_sent > 0 && transport->packets_received > 0);
    CHECK(transport->dtls_state == RTC_DTLS_TRANSPORT_STATE_CONNECTED);
    CHECK(strcmp(transport->tls_version, "FEFD") == 0);
    CHECK(transport->dtls_role == RTC_DTLS_ROLE_CLIENT ||
          transport->dtls_role == RTC_DTLS_ROLE_SERVER);
    CHECK(transport->ccfb_messages_sent == DUOLOGUE_NONE);
    const RTCIceCandidatePairStats *pair = (const RTCIceCandidatePairStats *)rtc_stats_report_get(
        report, transport->selected_candidate_pair_id);
    CHECK(pair && pair->type == RTC_STATS_TYPE_CANDIDATE_PAIR && pair->nominated);
    CHECK(pair->state == RTC_STATS_ICE_CANDIDATE_PAIR_STATE_SUCCEEDED);
    CHECK(pair->total_round_trip_time >= 0 && pair->responses_received > 0);
    CHECK(pair->available_outgoing_bitrate == DUOLOGUE_NONE);
    const RTCIceCandidateStats *local =
        (const RTCIceCandidateStats *)rtc_stats_report_get(report, pair->local_candidate_id);
    CHECK(local && local->type == RTC_STATS_TYPE_LOCAL_CANDIDATE && local->address);
    CHECK(strcmp(local->protocol, "udp") == 0 && local->port > 0 && local->url == NULL);
    CHECK((int)local->relay_protocol == 0 && (int)local->tcp_type == 0);
    const RTCCertificateStats *certificate =
        (const RTCCertificateStats *)rtc_stats_report_get(report, transport->remote_certificate_id);
    CHECK(certificate && strlen(certificate->fingerprint) == 32 * 3 - 1);
    CHECK(strcmp(certificate->fingerprint_algorithm, "sha-256") == 0);
    CHECK(certificate->base64_certificate[0] == 'M' && !certificate->issuer_certificate_id);
}

static void channel_of(const RTCStatsReport *report) {
    const RTCDataChannelStats *channel =
        (const RTCDataChannelStats *)first(report, RTC_STATS_TYPE_DATA_CHANNEL);
    const RTCPeerConnectionStats *connection =
        (const RTCPeerConnectionStats *)first(report, RTC_STATS_TYPE_PEER_CONNECTION);
    CHECK(channel && strcmp(channel->label, "test") == 0 && channel->protocol[0] == '\0');
    CHECK(channel->state == RTC_DATA_CHANNEL_STATE_OPEN);
    CHECK(channel->messages_sent == 1 && channel->bytes_sent == 5);
    CHECK(channel->messages_received == 0 && channel->data_channel_identifier >= 0);
    CHECK(connection->data_channels_opened == 1 && connection->data_channels_closed == 0);
}

static void data(void) {
    Pair pair;
    RTCConfiguration how = RTC_CONFIGURATION_INIT;
    RTCStatsReport *report;
    char *json = NULL;
    how.duologue_include_loopback = true;
    pair_open(&pair, NULL, &how);
    CHECK_OK(rtc_data_channel_send_string(pair.a.channel, "hello"));
    report = stats_of(pair.a.pc);
    a_report_is_a_map(report);
    what_is_no_report_has_nothing(pair.a.pc);
    transport_of(report);
    channel_of(report);
    CHECK_OK(duologue_stats_report_to_json(report, &json));
    CHECK(json[0] == '[' && strstr(json, "\"selectedCandidatePairId\":\"candidate-pair-"));
    CHECK(strstr(json, "\"dtlsRole\":\"") && !strstr(json, "ccfbMessagesSent"));
    duologue_free(json);
    CHECK_TYPE_ERROR(duologue_stats_report_to_json(report, NULL));
    CHECK(rtc_stats_report_ref(report) == report);
    rtc_stats_report_unref(report);
    rtc_stats_report_unref(report);
    PAIR_UPDATE(&pair, pair.completions = 998);
    CHECK_OK(rtc_peer_connection_get_stats(pair.a.pc, NULL, on_stats, &pair.a));
    CHECK_OK(rtc_peer_connection_get_stats(pair.b.pc, NULL, on_stats, &pair.b));
    CHECK_OK(rtc_peer_connection_get_stats(pair.b.pc, NULL, NULL, NULL));
    pair_wait(&pair, stats_have_come);
    /* What there was to know stays after the end. */
    CHECK_OK(rtc_peer_connection_close(pair.a.pc));
    report = stats_of(pair.a.pc);
    const RTCTransportStats *transport =
        (const RTCTransportStats *)first(report, RTC_STATS_TYPE_TRANSPORT);
    CHECK(transport->dtls_state == RTC_DTLS_TRANSPORT_STATE_CLOSED && transport->bytes_sent > 0);
    rtc_stats_report_unref(report);
    pair_release(&pair);
}

static void on_stats_ended(const RTCStatsEvent *event, void *userdata) {
    CHECK(strcmp(event->base.type, "statsended") == 0);
    if (number_of(event->report, RTC_STATS_TYPE_MEDIA_SOURCE) == 1)
        counter_add(userdata);
}

static void media(void) {
    RTCPeerConnection *a = media_connection(), *b = media_connection();
    RTCMediaStreamTrack *track = media_track("video"), *other = media_track("audio");
    RTCRtpSender *sender = NULL;
    RTCStatsReport *report = NULL;
    Counter ended = COUNTER_INIT;
    CHECK_OK(rtc_peer_connection_add_track(a, track, NULL, 0, &sender));
    media_negotiate(a, b);
    CHECK_OK(duologue_rtp_sender_get_stats_wait(sender, PATIENCE_MS, &report));
    const RTCOutboundRtpStreamStats *stream =
        (const RTCOutboundRtpStreamStats *)first(report, RTC_STATS_TYPE_OUTBOUND_RTP);
    CHECK(stream && stream->ssrc != 0 && strcmp(stream->kind, "video") == 0);
    CHECK(strcmp(stream->mid, "0") == 0 && stream->active && stream->encoding_index == 0);
    CHECK(stream->packets_sent == 0 && stream->remote_id == NULL && stream->rid == NULL);
    CHECK(stream->target_bitrate == DUOLOGUE_NONE && (int)stream->quality_limitation_reason == 0);
    CHECK(stream->psnr_sum == NULL && stream->quality_limitation_durations_length == 0);
    const RTCCodecStats *codec =
        (const RTCCodecStats *)rtc_stats_report_get(report, stream->codec_id);
    CHECK(codec && strcmp(codec->mime_type, "video/VP8") == 0 && codec->clock_rate == 90000);
    CHECK(codec->channels == DUOLOGUE_NONE);
    const RTCVideoSourceStats *source =
        (const RTCVideoSourceStats *)rtc_stats_report_get(report, stream->media_source_id);
    CHECK(strcmp(source->track_identifier, rtc_media_stream_track_id(track)) == 0);
    CHECK(strcmp(source->kind, "video") == 0 && source->width == DUOLOGUE_NONE);
    CHECK(number_of(report, RTC_STATS_TYPE_PEER_CONNECTION) == 0);
    rtc_stats_report_unref(report);
    /* The track selects the same, one that is not sent nothing at all. */
    CHECK_OK(duologue_peer_connection_get_stats_wait(a, track, PATIENCE_MS, &report));
    CHECK(number_of(report, RTC_STATS_TYPE_OUTBOUND_RTP) == 1);
    rtc_stats_report_unref(report);
    CHECK_RESULT(RTC_RESULT_INVALID_ACCESS_ERROR,
                 rtc_peer_connection_get_stats(a, other, NULL, NULL));
    /* Nothing was received. */
    RTCRtpTransceiver *transceiver = media_only_transceiver(b);
    RTCRtpReceiver *receiver = rtc_rtp_transceiver_receiver(transceiver);
    CHECK_OK(duologue_rtp_receiver_get_stats_wait(receiver, PATIENCE_MS, &report));
    CHECK(rtc_stats_report_size(report) == 0 && !rtc_stats_report_values(report, NULL));
    rtc_stats_report_unref(report);
    CHECK_OK(rtc_rtp_receiver_get_stats(receiver, NULL, NULL));
    CHECK_OK(rtc_rtp_sender_get_stats(sender, NULL, NULL));
    CHECK_OK(rtc_peer_connection_set_on_stats_ended(a, on_stats_ended, &ended, NULL));
    CHECK_OK(rtc_peer_connection_remove_track(a, sender));
    counter_wait(&ended, 1);
    rtc_rtp_receiver_unref(receiver);
    rtc_rtp_transceiver_unref(transceiver);
    rtc_rtp_sender_unref(sender);
    rtc_media_stream_track_unref(track);
    rtc_media_stream_track_unref(other);
    media_close(a);
    media_close(b);
}

int main(void) {
    data();
    media();
    duologue_default_runtime_release();
    return 0;
}
