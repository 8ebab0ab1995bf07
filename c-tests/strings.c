/* Strings: U+0000, bad UTF-8, NULL and empty. */
#include "check.h"

static RTCPeerConnection *pc;

static void labels(void) {
    RTCDataChannel *channel = NULL;
    CHECK_OK(rtc_peer_connection_create_data_channel(pc, "", NULL, &channel));
    CHECK(rtc_data_channel_label(channel)[0] == '\0');
    CHECK(duologue_data_channel_label_length(channel) == 0);
    rtc_data_channel_unref(channel);

    CHECK_OK(rtc_peer_connection_create_data_channel_with_length(pc, "a\0b", 3, NULL, &channel));
    CHECK(duologue_data_channel_label_length(channel) == 3);
    CHECK(memcmp(rtc_data_channel_label(channel), "a\0b", 4) == 0);
    CHECK(rtc_data_channel_label(channel) == rtc_data_channel_label(channel));
    rtc_data_channel_unref(channel);

    CHECK_OK(rtc_peer_connection_create_data_channel_with_length(pc, "grüße", DUOLOGUE_STRLEN, NULL,
                                                                 &channel));
    CHECK(duologue_data_channel_label_length(channel) == strlen("grüße"));
    rtc_data_channel_unref(channel);

    channel = NULL;
    CHECK_TYPE_ERROR(rtc_peer_connection_create_data_channel(pc, NULL, NULL, &channel));
    CHECK_TYPE_ERROR(rtc_peer_connection_create_data_channel(pc, "ab\xff", NULL, &channel));
    CHECK(strstr(duologue_last_error_message(), "label is not UTF-8 at byte 2") != NULL);
    CHECK_TYPE_ERROR(rtc_peer_connection_create_data_channel(pc, "\xed\xa0\x80", NULL, &channel));
    CHECK_TYPE_ERROR(
        rtc_peer_connection_create_data_channel_with_length(pc, "a", (size_t)-2, NULL, &channel));
    CHECK_TYPE_ERROR(rtc_peer_connection_create_data_channel(pc, "a", NULL, NULL));
    CHECK(channel == NULL);
}

static void texts_of_65535_bytes_are_the_longest(void) {
    static char text[65537];
    RTCDataChannelInit init = RTC_DATA_CHANNEL_INIT_INIT;
    RTCDataChannel *channel = NULL;
    memset(text, 'x', sizeof text - 1);
    CHECK_TYPE_ERROR(rtc_peer_connection_create_data_channel(pc, text, NULL, &channel));
    init.protocol = text;
    CHECK_TYPE_ERROR(rtc_peer_connection_create_data_channel(pc, "", &init, &channel));
    init.protocol_length = 65535;
    CHECK_OK(rtc_peer_connection_create_data_channel_with_length(pc, text, 65535, &init, &channel));
    CHECK(duologue_data_channel_protocol_length(channel) == 65535);
    CHECK(strlen(rtc_data_channel_protocol(channel)) == 65535);
    rtc_data_channel_unref(channel);
}

/* The caller may change a string as soon as the call has returned. */
static void strings_are_copied(void) {
    char label[] = "before", protocol[] = "before";
    RTCDataChannelInit init = RTC_DATA_CHANNEL_INIT_INIT;
    RTCDataChannel *channel = NULL;
    init.protocol = protocol;
    CHECK_OK(rtc_peer_connection_create_data_channel(pc, label, &init, &channel));
    memset(label, 'x', sizeof label - 1);
    memset(protocol, 'x', sizeof protocol - 1);
    CHECK(strcmp(rtc_data_channel_label(channel), "before") == 0);
    CHECK(strcmp(rtc_data_channel_protocol(channel), "before") == 0);
    rtc_data_channel_unref(channel);
}

static void null_in_a_dictionary_is_absent(void) {
    RTCDataChannelInit init = RTC_DATA_CHANNEL_INIT_INIT;
    RTCIceCandidateInit candidate = RTC_ICE_CANDIDATE_INIT_INIT;
    RTCDataChannel *channel = NULL;
    RTCIceCandidate *made = NULL;
    init.protocol = NULL;
    CHECK_OK(rtc_peer_connection_create_data_channel(pc, "", &init, &channel));
    CHECK(rtc_data_channel_protocol(channel)[0] == '\0');
    rtc_data_channel_unref(channel);
    candidate.candidate = NULL;
    candidate.sdp_mid = "";
    CHECK_OK(rtc_ice_candidate_create(&candidate, &made));
    CHECK(rtc_ice_candidate_candidate(made)[0] == '\0');
    CHECK(rtc_ice_candidate_sdp_mid(made)[0] == '\0'); /* empty is not null */
    CHECK(rtc_ice_candidate_username_fragment(made) == NULL);
    rtc_ice_candidate_unref(made);
}

int main(void) {
    CHECK_OK(rtc_peer_connection_create(NULL, NULL, &pc));
    labels();
    texts_of_65535_bytes_are_the_longest();
    strings_are_copied();
    null_in_a_dictionary_is_absent();
    rtc_peer_connection_unref(pc);
    duologue_default_runtime_release();
    return 0;
}
