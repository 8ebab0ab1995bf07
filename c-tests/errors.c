/* Results, their names, and the last error message of each thread. */
#include "check.h"

static void *fail_on_another_thread(void *unused) {
    (void)unused;
    CHECK(duologue_last_error_message()[0] == '\0');
    CHECK_TYPE_ERROR(rtc_peer_connection_close(NULL));
    return NULL;
}

static void names_go_both_ways(void) {
    static const RTCResult first[] = {RTC_RESULT_OK, RTC_RESULT_RANGE_ERROR, DUOLOGUE_RESULT_PANIC};
    int known = 0;
    for (size_t i = 0; i < sizeof first / sizeof *first; i++) {
        for (int number = first[i]; rtc_result_to_string((RTCResult)number); number++, known++) {
            RTCResult result = RTC_RESULT_OK;
            CHECK_OK(rtc_result_from_string(rtc_result_to_string((RTCResult)number), &result));
            CHECK((int)result == number);
        }
    }
    CHECK(known == 26);
    CHECK(strcmp(rtc_result_to_string(RTC_RESULT_INVALID_STATE_ERROR), "InvalidStateError") == 0);
    CHECK(rtc_result_to_string((RTCResult)4711) == NULL);
}

static void outputs_are_written_only_on_success(void) {
    RTCResult result = RTC_RESULT_DATA_ERROR;
    RTCPeerConnection *pc = (RTCPeerConnection *)&result;
    RTCConfiguration wrong = RTC_CONFIGURATION_INIT;
    CHECK_TYPE_ERROR(rtc_result_from_string("invalidstateerror", &result));
    CHECK(result == RTC_RESULT_DATA_ERROR);
    wrong.bundle_policy = (RTCBundlePolicy)99;
    CHECK_TYPE_ERROR(rtc_peer_connection_create(NULL, &wrong, &pc));
    CHECK((void *)pc == (void *)&result);
    CHECK(strstr(duologue_last_error_message(), "bundle_policy") != NULL);
    CHECK(strstr(duologue_last_error_message(), "99") != NULL);
}

static void the_message_says_what_was_wrong(void) {
    pthread_t thread;
    CHECK_TYPE_ERROR(rtc_data_channel_send_string(NULL, "text"));
    CHECK(strcmp(duologue_last_error_message(), "rtc_data_channel_send_string: channel is NULL") ==
          0);
    CHECK(pthread_create(&thread, NULL, fail_on_another_thread, NULL) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
    CHECK(strstr(duologue_last_error_message(), "channel is NULL") != NULL);
    /* Clean-up does not hide why it was needed; the next success does. */
    rtc_data_channel_unref(NULL);
    CHECK(strstr(duologue_last_error_message(), "channel is NULL") != NULL);
    CHECK(rtc_data_channel_label(NULL) == NULL);
    CHECK(strcmp(duologue_last_error_message(), "rtc_data_channel_label: channel is NULL") == 0);
    RTCResult result;
    CHECK_OK(rtc_result_from_string("OK", &result));
    CHECK(duologue_last_error_message()[0] == '\0');
}

int main(void) {
    names_go_both_ways();
    outputs_are_written_only_on_success();
    the_message_says_what_was_wrong();
    return 0;
}
