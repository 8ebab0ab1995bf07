/* Promises: settled exactly once, later, on the callback thread; also when the connection closes;
 * and the calls that wait. */
#include "check.h"

static RTCPeerConnection *pc;
static bool within_call;
static pthread_t main_thread;
static Counter settled = COUNTER_INIT, aborted = COUNTER_INIT, described = COUNTER_INIT;

static void on_settled(const RTCError *error, void *userdata) {
    CHECK(!pthread_equal(pthread_self(), main_thread) && !within_call);
    if (error && error->result == RTC_RESULT_ABORT_ERROR) {
        CHECK(strcmp(error->name, "AbortError") == 0 && error->message[0] != '\0');
        CHECK((int)error->error_detail == 0 && error->sdp_line_number == DUOLOGUE_NONE);
        counter_add(&aborted);
    }
    counter_add(userdata);
}

static void on_description(const RTCError *error, const RTCSessionDescriptionInit *description,
                           void *userdata) {
    CHECK((error == NULL) == (description != NULL));
    if (description) {
        CHECK(description->struct_size == sizeof *description);
        CHECK(description->type == RTC_SDP_TYPE_OFFER);
        CHECK(strncmp(description->sdp, "v=0\r\n", 5) == 0);
        counter_add(&described);
    }
    on_settled(error, userdata);
}

/* On the callback thread waiting would never end. */
static void waits_are_refused(const RTCError *error, void *userdata) {
    RTCSessionDescriptionInit *offer = NULL;
    CHECK_RESULT(DUOLOGUE_RESULT_WRONG_THREAD,
                 duologue_peer_connection_create_offer_wait(pc, NULL, -1, &offer));
    CHECK_RESULT(DUOLOGUE_RESULT_WRONG_THREAD,
                 duologue_peer_connection_set_local_description_wait(pc, NULL, 0));
    CHECK(offer == NULL);
    on_settled(error, userdata);
}

static void many_at_once(void) {
    enum { MANY = 50 };
    for (int i = 0; i < MANY; i++)
        CHECK_OK(rtc_peer_connection_create_offer(pc, NULL, on_description, &settled));
    counter_wait(&settled, MANY);
    CHECK(counter_get(&settled) == MANY && counter_get(&described) == MANY);
}

static void waiting(void) {
    RTCSessionDescriptionInit *offer = NULL, bad = RTC_SESSION_DESCRIPTION_INIT_INIT;
    RTCSessionDescription *local = NULL;
    CHECK_OK(duologue_peer_connection_create_offer_wait(pc, NULL, PATIENCE_MS, &offer));
    CHECK(offer->type == RTC_SDP_TYPE_OFFER);
    CHECK_OK(duologue_peer_connection_set_local_description_wait(pc, offer, PATIENCE_MS));
    local = rtc_peer_connection_local_description(pc);
    CHECK(local && local == rtc_peer_connection_pending_local_description(pc));
    rtc_session_description_unref(local);
    rtc_session_description_unref(local);
    duologue_free(offer);
    bad.type = RTC_SDP_TYPE_ANSWER;
    bad.sdp = "nonsense";
    RTCResult result = duologue_peer_connection_set_remote_description_wait(pc, &bad, PATIENCE_MS);
    CHECK(result != RTC_RESULT_OK && result != DUOLOGUE_RESULT_TIMED_OUT);
    CHECK_TYPE_ERROR(duologue_peer_connection_create_offer_wait(pc, NULL, PATIENCE_MS, NULL));
    CHECK_OK(rtc_peer_connection_create_offer(pc, NULL, NULL, NULL)); /* nobody cares */
}

static void errors_found_at_once_are_returned(void) {
    RTCSessionDescriptionInit init = RTC_SESSION_DESCRIPTION_INIT_INIT;
    RTCIceCandidateInit candidate = RTC_ICE_CANDIDATE_INIT_INIT;
    int before = counter_get(&settled);
    CHECK_TYPE_ERROR(rtc_peer_connection_set_remote_description(pc, &init, on_settled, &settled));
    init.type = (RTCSdpType)9;
    CHECK_TYPE_ERROR(rtc_peer_connection_set_remote_description(pc, &init, on_settled, &settled));
    candidate.candidate = "candidate:1 1 udp 1 192.0.2.1 9 typ host";
    CHECK_TYPE_ERROR(rtc_peer_connection_add_ice_candidate(pc, &candidate, on_settled, &settled));
    candidate.sdp_m_line_index = 65536;
    CHECK_TYPE_ERROR(rtc_peer_connection_add_ice_candidate(pc, &candidate, on_settled, &settled));
    CHECK(strstr(duologue_last_error_message(), "65536") != NULL);
    CHECK(counter_get(&settled) == before);
}

static void closing_settles_them(void) {
    enum { MANY = 10 };
    int before = counter_get(&settled);
    for (int i = 0; i < MANY; i++)
        CHECK_OK(rtc_peer_connection_create_offer(pc, NULL, on_description, &settled));
    CHECK_OK(rtc_peer_connection_close(pc));
    counter_wait(&settled, before + MANY);
    CHECK_RESULT(RTC_RESULT_INVALID_STATE_ERROR,
                 rtc_peer_connection_create_offer(pc, NULL, on_description, &settled));
    CHECK_RESULT(RTC_RESULT_INVALID_STATE_ERROR,
                 rtc_peer_connection_set_local_description(pc, NULL, on_settled, &settled));
    RTCSessionDescriptionInit *offer = NULL;
    CHECK_RESULT(RTC_RESULT_INVALID_STATE_ERROR,
                 duologue_peer_connection_create_offer_wait(pc, NULL, -1, &offer));
    duologue_default_runtime_release(); /* all that is queued is delivered */
    CHECK(counter_get(&settled) == before + MANY);
}

int main(void) {
    RTCDataChannel *channel = NULL;
    Counter refused = COUNTER_INIT;
    main_thread = pthread_self();
    CHECK_OK(rtc_peer_connection_create(NULL, NULL, &pc));
    CHECK_OK(rtc_peer_connection_create_data_channel(pc, "", NULL, &channel));
    within_call = true;
    CHECK_OK(rtc_peer_connection_set_local_description(pc, NULL, NULL, NULL));
    within_call = false;
    CHECK_OK(rtc_peer_connection_set_local_description(pc, NULL, waits_are_refused, &refused));
    counter_wait(&refused, 1);
    many_at_once();
    waiting();
    errors_found_at_once_are_returned();
    closing_settles_them();
    rtc_data_channel_unref(channel);
    rtc_peer_connection_unref(pc);
    return 0;
}
