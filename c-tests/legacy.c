/* The calls as they were before promises: one function for success, one for failure, nothing
 * thrown. */
#include "check.h"

typedef struct Call {
    Counter done;
    bool failed;
    RTCResult result;
    char *sdp;
} Call;

static RTCPeerConnection *pc, *peer;

static void on_success(void *userdata) {
    Call *call = userdata;
    counter_add(&call->done);
}

static void on_description(const RTCSessionDescriptionInit *description, void *userdata) {
    Call *call = userdata;
    free(call->sdp);
    call->sdp = strdup(description->sdp);
    counter_add(&call->done);
}

static void on_failure(const RTCError *error, void *userdata) {
    Call *call = userdata;
    call->failed = true;
    call->result = error->result;
    CHECK(error->message[0] != '\0');
    counter_add(&call->done);
}

/* Waits for the one function that is called, and sees which it was. */
static void ended(Call *call, RTCResult expected) {
    counter_wait(&call->done, 1);
    CHECK(counter_get(&call->done) == 1);
    CHECK(call->failed == (expected != RTC_RESULT_OK) && call->result == expected);
    call->done.value = 0;
    call->failed = false;
    call->result = RTC_RESULT_OK;
}

static void offer_and_answer(Call *call) {
    RTCOfferOptions options = RTC_OFFER_OPTIONS_INIT;
    RTCSessionDescriptionInit offer = RTC_SESSION_DESCRIPTION_INIT_INIT, answer = offer;
    RTCLocalSessionDescriptionInit local = RTC_SESSION_DESCRIPTION_INIT_INIT;
    RTCDataChannel *channel = NULL;
    CHECK_OK(rtc_peer_connection_create_data_channel(pc, "c", NULL, &channel));
    rtc_data_channel_unref(channel);

    CHECK_OK(rtc_peer_connection_create_offer_with_callbacks(pc, on_description, on_failure,
                                                             &options, call));
    ended(call, RTC_RESULT_OK);
    offer.type = RTC_SDP_TYPE_OFFER;
    offer.sdp = call->sdp;
    local.type = RTC_SDP_TYPE_OFFER;
    local.sdp = call->sdp;
    CHECK_OK(rtc_peer_connection_set_local_description_with_callbacks(pc, &local, on_success,
                                                                      on_failure, call));
    ended(call, RTC_RESULT_OK);
    CHECK_OK(rtc_peer_connection_set_remote_description_with_callbacks(peer, &offer, on_success,
                                                                       on_failure, call));
    ended(call, RTC_RESULT_OK);
    CHECK_OK(
        rtc_peer_connection_create_answer_with_callbacks(peer, on_description, on_failure, call));
    ended(call, RTC_RESULT_OK);
    answer.type = RTC_SDP_TYPE_ANSWER;
    answer.sdp = call->sdp;
    CHECK_OK(rtc_peer_connection_set_remote_description_with_callbacks(pc, &answer, on_success,
                                                                       on_failure, call));
    ended(call, RTC_RESULT_OK);
    CHECK(rtc_peer_connection_signaling_state(pc) == RTC_SIGNALING_STATE_STABLE);
    CHECK_OK(rtc_peer_connection_add_ice_candidate_with_callbacks(pc, NULL, on_success, on_failure,
                                                                  call));
    ended(call, RTC_RESULT_OK);
}

/* What promises reject with, and what their calls return at once, comes to the failure function. */
static void failures(Call *call) {
    RTCSessionDescriptionInit bad = RTC_SESSION_DESCRIPTION_INIT_INIT;
    RTCIceCandidateInit candidate = RTC_ICE_CANDIDATE_INIT_INIT;
    CHECK_OK(
        rtc_peer_connection_create_answer_with_callbacks(pc, on_description, on_failure, call));
    ended(call, RTC_RESULT_INVALID_STATE_ERROR);
    bad.type = RTC_SDP_TYPE_OFFER;
    bad.sdp = "v=1";
    CHECK_OK(rtc_peer_connection_set_remote_description_with_callbacks(pc, &bad, on_success,
                                                                       on_failure, call));
    ended(call, RTC_RESULT_OPERATION_ERROR);
    candidate.candidate = "candidate:1 1 udp 1 192.0.2.1 1 typ host";
    CHECK_OK(rtc_peer_connection_add_ice_candidate_with_callbacks(pc, &candidate, on_success,
                                                                  on_failure, call));
    ended(call, RTC_RESULT_TYPE_ERROR);
    CHECK_TYPE_ERROR(rtc_peer_connection_create_offer_with_callbacks(NULL, on_description,
                                                                     on_failure, NULL, call));
    CHECK_OK(rtc_peer_connection_create_answer_with_callbacks(pc, NULL, NULL, NULL));
}

int main(void) {
    Call call = {.done = COUNTER_INIT, .result = RTC_RESULT_OK};
    CHECK_OK(rtc_peer_connection_create(NULL, NULL, &pc));
    CHECK_OK(rtc_peer_connection_create(NULL, NULL, &peer));
    offer_and_answer(&call);
    failures(&call);
    rtc_peer_connection_close(pc);
    CHECK_OK(rtc_peer_connection_create_offer_with_callbacks(pc, on_description, on_failure, NULL,
                                                             &call));
    ended(&call, RTC_RESULT_INVALID_STATE_ERROR);
    free(call.sdp);
    rtc_peer_connection_unref(pc);
    rtc_peer_connection_unref(peer);
    duologue_default_runtime_release();
    return 0;
}
