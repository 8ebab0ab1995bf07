/* Data channels: messages of all sizes and kinds arrive whole and in order; the attributes;
 * closing; limits. */
#include "pair.h"

static const size_t sizes[] = {0,     1,     2,     100,   1150,  1200,   1201,   16383,
                               16384, 16385, 65535, 65536, 65537, 100000, 262143, 262144};
enum { SIZES = sizeof sizes / sizeof *sizes };
static unsigned char content[262145];

static unsigned char byte_at(size_t index, size_t message) {
    return (unsigned char)(index * 31 + message * 7 + index / 251);
}

/* Each size comes as bytes and then as text. */
static void check_message(End *end, const RTCMessageEvent *event) {
    size_t message = (size_t)end->messages / 2, size = sizes[message % SIZES];
    CHECK(event->data != NULL && event->data_length == size);
    CHECK((event->text != NULL) == (end->messages % 2 == 1));
    if (event->text) {
        CHECK(event->text[size] == '\0' && (const void *)event->text == (const void *)event->data);
        for (size_t i = 0; i < size; i++)
            CHECK(event->text[i] == (i % 5 == 0 ? '\0' : 'x'));
    } else {
        for (size_t i = 0; i < size; i++)
            CHECK(event->data[i] == byte_at(i, message));
    }
}

static bool all_arrived(const Pair *pair) {
    return pair->b.messages == 2 * SIZES;
}

static void all_sizes(Pair *pair) {
    pair->b.on_message = check_message;
    for (size_t message = 0; message < SIZES; message++) {
        for (size_t i = 0; i < sizes[message]; i++)
            content[i] = byte_at(i, message);
        CHECK_OK(rtc_data_channel_send_data(pair->a.channel, content, sizes[message]));
        for (size_t i = 0; i < sizes[message]; i++)
            content[i] = i % 5 == 0 ? '\0' : 'x';
        CHECK_OK(rtc_data_channel_send_string_with_length(pair->a.channel, (const char *)content,
                                                          sizes[message]));
    }
    pair_wait(pair, all_arrived);
}

static void bad_messages(Pair *pair) {
    RTCSctpTransport *sctp = rtc_peer_connection_sctp(pair->a.pc);
    double most = 0;
    CHECK(rtc_sctp_transport_max_message_size(sctp, &most) && most == 262144);
    rtc_sctp_transport_unref(sctp);
    CHECK_TYPE_ERROR(rtc_data_channel_send_data(pair->a.channel, content, sizeof content));
    CHECK(strstr(duologue_last_error_message(), "262145") != NULL);
    CHECK_TYPE_ERROR(rtc_data_channel_send_data(pair->a.channel, NULL, 1));
    CHECK_TYPE_ERROR(rtc_data_channel_send_data(pair->a.channel, content, (size_t)-1));
    CHECK_TYPE_ERROR(rtc_data_channel_send_string(pair->a.channel, NULL));
    CHECK_TYPE_ERROR(rtc_data_channel_send_string(pair->a.channel, "\xc3"));
    CHECK(rtc_data_channel_ready_state(pair->a.channel) == RTC_DATA_CHANNEL_STATE_OPEN);
}

static void attributes(Pair *pair) {
    RTCDataChannel *ends[] = {pair->a.channel, pair->b.channel};
    uint16_t ids[2] = {9999, 9999}, limit = 7;
    for (int i = 0; i < 2; i++) {
        CHECK(strcmp(rtc_data_channel_label(ends[i]), "test") == 0);
        CHECK(rtc_data_channel_protocol(ends[i])[0] == '\0');
        CHECK(rtc_data_channel_priority(ends[i]) == RTC_PRIORITY_TYPE_LOW);
        CHECK(rtc_data_channel_ordered(ends[i]) && !rtc_data_channel_negotiated(ends[i]));
        CHECK(!rtc_data_channel_max_packet_life_time(ends[i], &limit) && limit == 7);
        CHECK(!rtc_data_channel_max_retransmits(ends[i], &limit) && limit == 7);
        CHECK(rtc_data_channel_id(ends[i], &ids[i]));
        CHECK(rtc_data_channel_binary_type(ends[i]) == RTC_BINARY_TYPE_ARRAYBUFFER);
        CHECK_OK(rtc_data_channel_set_binary_type(ends[i], RTC_BINARY_TYPE_BLOB));
        CHECK_TYPE_ERROR(rtc_data_channel_set_binary_type(ends[i], (RTCBinaryType)3));
        CHECK(rtc_data_channel_binary_type(ends[i]) == RTC_BINARY_TYPE_BLOB);
        CHECK(rtc_data_channel_buffered_amount_low_threshold(ends[i]) == 0);
        CHECK_OK(rtc_data_channel_set_buffered_amount_low_threshold(ends[i], 0xffffffff));
        CHECK(rtc_data_channel_buffered_amount_low_threshold(ends[i]) == 0xffffffff);
        CHECK_OK(rtc_data_channel_set_buffered_amount_low_threshold(ends[i], 0));
    }
    CHECK(ids[0] == ids[1] && ids[0] < 65535);
}

static RTCResult create(Pair *pair, const RTCDataChannelInit *init, RTCDataChannel **channel) {
    return rtc_peer_connection_create_data_channel(pair->a.pc, "", init, channel);
}

static void options(Pair *pair) {
    RTCDataChannelInit init = RTC_DATA_CHANNEL_INIT_INIT;
    RTCDataChannel *channel = NULL;
    uint16_t value = 0;
    init.ordered = false;
    init.max_retransmits = 0; /* zero is not absent */
    CHECK_OK(create(pair, &init, &channel));
    CHECK(!rtc_data_channel_ordered(channel));
    CHECK(rtc_data_channel_max_retransmits(channel, &value) && value == 0);
    CHECK(!rtc_data_channel_max_packet_life_time(channel, &value));
    rtc_data_channel_unref(channel);
    init.max_packet_life_time = 0;
    CHECK_TYPE_ERROR(create(pair, &init, &channel));
    init.max_retransmits = DUOLOGUE_NONE;
    init.max_packet_life_time = 65536;
    CHECK_TYPE_ERROR(create(pair, &init, &channel));
    init.max_packet_life_time = -2;
    CHECK_TYPE_ERROR(create(pair, &init, &channel));
    init.max_packet_life_time = DUOLOGUE_NONE;
    init.negotiated = true;
    CHECK_TYPE_ERROR(create(pair, &init, &channel));
    init.id = 65535;
    CHECK_TYPE_ERROR(create(pair, &init, &channel));
    init.id = 500;
    CHECK_OK(create(pair, &init, &channel));
    CHECK(rtc_data_channel_id(channel, &value) && value == 500);
    CHECK_RESULT(RTC_RESULT_OPERATION_ERROR, create(pair, &init, &channel));
    rtc_data_channel_unref(channel);
}

static bool both_closed(const Pair *pair) {
    return pair->a.closed && pair->b.closed;
}

static void close_one(Pair *pair) {
    CHECK_OK(rtc_data_channel_close(pair->b.channel));
    CHECK_RESULT(RTC_RESULT_INVALID_STATE_ERROR,
                 rtc_data_channel_send_string(pair->b.channel, "late"));
    CHECK_OK(rtc_data_channel_close(pair->b.channel));
    pair_wait(pair, both_closed);
    CHECK(rtc_data_channel_ready_state(pair->a.channel) == RTC_DATA_CHANNEL_STATE_CLOSED);
    CHECK(rtc_peer_connection_connection_state(pair->a.pc) == RTC_PEER_CONNECTION_STATE_CONNECTED);
}

/* Over the buffer's limit nothing is sent and nothing is lost; `bufferedamountlow` says when to go
 * on. */
static void buffer_limit(void) {
    enum { CHUNK = 10000 };
    RTCConfiguration configuration = RTC_CONFIGURATION_INIT;
    Counter low = COUNTER_INIT;
    Pair pair;
    size_t sent = 0;
    configuration.duologue_max_buffered_amount = 5 * CHUNK;
    pair_open(&pair, NULL, &configuration);
    CHECK_OK(rtc_data_channel_set_on_buffered_amount_low(pair.a.channel, count_event, &low, NULL));
    for (int full = 0; full < 3; full++) {
        RTCResult result;
        int before = counter_get(&low);
        while ((result = rtc_data_channel_send_data(pair.a.channel, content, CHUNK)) ==
               RTC_RESULT_OK)
            sent += CHUNK;
        CHECK(result == RTC_RESULT_OPERATION_ERROR);
        CHECK(rtc_data_channel_buffered_amount(pair.a.channel) <= 5 * CHUNK);
        counter_wait(&low, before + 1);
    }
    CHECK_OK(rtc_data_channel_close(pair.a.channel)); /* after what was sent before */
    pair_wait(&pair, both_closed);
    CHECK(pair.b.bytes == sent);
    pair_release(&pair);
    duologue_default_runtime_release();
}

int main(void) {
    Pair pair;
    pair_open(&pair, NULL, NULL);
    attributes(&pair);
    all_sizes(&pair);
    bad_messages(&pair);
    options(&pair);
    close_one(&pair);
    pair_release(&pair);
    duologue_default_runtime_release();
    buffer_limit();
    return 0;
}
