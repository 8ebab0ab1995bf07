/* Receivers: the target of the jitter buffer, the sources; and the sender of tones. */
#include "media.h"
#include <math.h>

static void jitter_buffer(RTCRtpReceiver *receiver) {
    double target = 77;
    CHECK(!rtc_rtp_receiver_jitter_buffer_target(receiver, &target) && target == 77);
    CHECK_OK(rtc_rtp_receiver_set_jitter_buffer_target(receiver, 4000));
    CHECK(rtc_rtp_receiver_jitter_buffer_target(receiver, &target) && target == 4000);
    CHECK_RESULT(RTC_RESULT_RANGE_ERROR, rtc_rtp_receiver_set_jitter_buffer_target(receiver, 4001));
    CHECK_RESULT(RTC_RESULT_RANGE_ERROR, rtc_rtp_receiver_set_jitter_buffer_target(receiver, -0.5));
    CHECK_TYPE_ERROR(rtc_rtp_receiver_set_jitter_buffer_target(receiver, NAN));
    CHECK_OK(rtc_rtp_receiver_set_jitter_buffer_target(receiver, 0));
    CHECK(rtc_rtp_receiver_jitter_buffer_target(receiver, &target) && target == 0);
    CHECK_OK(rtc_rtp_receiver_set_jitter_buffer_target(receiver, DUOLOGUE_NONE));
    CHECK(!rtc_rtp_receiver_jitter_buffer_target(receiver, &target));
}

static void sources(RTCRtpReceiver *receiver) {
    const RTCRtpContributingSource *contributing = (const RTCRtpContributingSource *)receiver;
    const RTCRtpSynchronizationSource *synchronization = contributing;
    size_t length = 1;
    CHECK_OK(rtc_rtp_receiver_get_contributing_sources(receiver, &contributing, &length));
    CHECK(length == 0 && contributing == NULL);
    length = 1;
    CHECK_OK(rtc_rtp_receiver_get_synchronization_sources(receiver, &synchronization, &length));
    CHECK(length == 0 && synchronization == NULL);
}

static void tones(RTCRtpTransceiver *audio, RTCRtpTransceiver *video) {
    RTCRtpSender *sender = rtc_rtp_transceiver_sender(audio);
    RTCRtpSender *of_video = rtc_rtp_transceiver_sender(video);
    RTCDTMFSender *dtmf = rtc_rtp_sender_dtmf(sender), *same = rtc_rtp_sender_dtmf(sender);
    char *buffer = rtc_dtmf_sender_tone_buffer(dtmf);
    CHECK(dtmf != NULL && same == dtmf && rtc_rtp_sender_dtmf(of_video) == NULL);
    CHECK(strcmp(buffer, "") == 0 && !rtc_dtmf_sender_can_insert_dtmf(dtmf));
    CHECK_RESULT(RTC_RESULT_INVALID_STATE_ERROR,
                 rtc_dtmf_sender_insert_dtmf(dtmf, "123", DUOLOGUE_NONE, DUOLOGUE_NONE));
    CHECK_TYPE_ERROR(rtc_dtmf_sender_insert_dtmf(dtmf, NULL, DUOLOGUE_NONE, DUOLOGUE_NONE));
    CHECK_TYPE_ERROR(rtc_dtmf_sender_insert_dtmf(dtmf, "1", -2, DUOLOGUE_NONE));
    CHECK_TYPE_ERROR(rtc_dtmf_sender_insert_dtmf(dtmf, "1", 100, 4294967296));
    duologue_free(buffer);
    rtc_dtmf_sender_unref(same);
    rtc_dtmf_sender_unref(dtmf);
    rtc_rtp_sender_unref(sender);
    rtc_rtp_sender_unref(of_video);
}

int main(void) {
    RTCPeerConnection *pc = media_connection();
    RTCRtpTransceiver *audio = NULL, *video = NULL;
    Counter destroyed = COUNTER_INIT;
    CHECK_OK(rtc_peer_connection_add_transceiver_of_kind(pc, "audio", NULL, &audio));
    CHECK_OK(rtc_peer_connection_add_transceiver_of_kind(pc, "video", NULL, &video));
    RTCRtpReceiver *receiver = rtc_rtp_transceiver_receiver(video);
    jitter_buffer(receiver);
    sources(receiver);
    tones(audio, video);
    CHECK_OK(rtc_rtp_receiver_set_on_ssrc_change(receiver, count_event, &destroyed, count_destroy));
    CHECK_OK(rtc_rtp_receiver_set_on_csrc_change(receiver, count_event, &destroyed, count_destroy));
    CHECK_OK(rtc_event_target_add_event_listener(RTC_EVENT_TARGET(receiver), "ssrcchange",
                                                 count_event, &destroyed, count_destroy, NULL));
    rtc_rtp_transceiver_unref(audio);
    rtc_rtp_transceiver_unref(video);
    media_close(pc);
    rtc_rtp_receiver_unref(receiver);
    counter_wait(&destroyed, 3);
    duologue_default_runtime_release();
    return 0;
}
