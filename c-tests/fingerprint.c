/* A certificate that is not the one that the description announced: the connection fails, the error
 * says so, and no data passes. */
#include "pair.h"

/* Whose description is damaged on its way: the other end is to refuse. */
typedef enum Damage { NONE, OFFER, ANSWER } Damage;

/* What an end was told of its DTLS transport. */
typedef struct Told {
    int errors;
    RTCErrorDetailType detail;
    int32_t received_alert, sent_alert;
    RTCResult result;
} Told;

static Pair pair;
static Damage damage;
static Told told_a, told_b;

static void on_dtls_error(const RTCErrorEvent *event, void *userdata) {
    Told *told = userdata;
    CHECK(strcmp(event->base.type, "error") == 0 && event->error->message[0] != '\0');
    told->errors++;
    told->detail = event->error->error_detail;
    told->received_alert = event->error->received_alert;
    told->sent_alert = event->error->sent_alert;
    told->result = event->error->result;
}

static RTCDtlsTransport *dtls_of(const End *end) {
    RTCSctpTransport *sctp = rtc_peer_connection_sctp(end->pc);
    CHECK(sctp != NULL);
    RTCDtlsTransport *dtls = rtc_sctp_transport_transport(sctp);
    rtc_sctp_transport_unref(sctp);
    return dtls;
}

static void listen_to_dtls(const End *end) {
    RTCDtlsTransport *dtls = dtls_of(end);
    Told *told = end == &pair.a ? &told_a : &told_b;
    CHECK_OK(rtc_dtls_transport_set_on_error(dtls, on_dtls_error, told, NULL));
    rtc_dtls_transport_unref(dtls);
}

static void on_answer_set(const RTCError *error, void *userdata) {
    CHECK(error == NULL);
    listen_to_dtls(userdata); /* nothing of the network is told before this returns */
}

static void on_offer_set(const RTCError *error, void *userdata) {
    End *b = userdata;
    CHECK(error == NULL);
    CHECK_OK(rtc_peer_connection_set_local_description(b->pc, NULL, on_answer_set, b));
}

/* Turns one digit of each fingerprint into another. */
static void damage_fingerprints(char *sdp) {
    static const char name[] = "a=fingerprint:sha-256 ";
    int found = 0;
    for (char *at = sdp; (at = strstr(at, name)) != NULL; found++) {
        at += strlen(name);
        *at = *at == '0' ? '1' : '0';
    }
    CHECK(found > 0);
}

/* When a description has all its candidates it goes to the other end. */
static void on_candidate(const RTCPeerConnectionIceEvent *event, void *userdata) {
    End *end = userdata, *peer = pair_peer(end);
    bool is_offer = end == &pair.a;
    RTCSessionDescriptionInit init = RTC_SESSION_DESCRIPTION_INIT_INIT;
    if (event->candidate)
        return;
    RTCSessionDescription *local = rtc_peer_connection_local_description(end->pc);
    CHECK_OK(rtc_session_description_to_json(local, &init));
    char *sdp = strdup(init.sdp);
    CHECK(sdp != NULL);
    if (damage == (is_offer ? OFFER : ANSWER))
        damage_fingerprints(sdp);
    init.sdp = sdp;
    CHECK_OK(rtc_peer_connection_set_remote_description(
        peer->pc, &init, is_offer ? on_offer_set : on_answer_set, peer));
    free(sdp);
    rtc_session_description_unref(local);
}

static bool both_failed(const Pair *unused) {
    (void)unused;
    return rtc_peer_connection_connection_state(pair.a.pc) == RTC_PEER_CONNECTION_STATE_FAILED &&
           rtc_peer_connection_connection_state(pair.b.pc) == RTC_PEER_CONNECTION_STATE_FAILED;
}

static void connect(DuologueRuntime *runtime, Damage what) {
    const RTCConfiguration configuration = RTC_CONFIGURATION_INIT;
    const Told nothing = {0};
    damage = what;
    told_a = told_b = nothing;
    pair_create(&pair, runtime, &configuration);
    for (End *end = &pair.a; end; end = end == &pair.a ? &pair.b : NULL)
        CHECK_OK(rtc_peer_connection_set_on_ice_candidate(end->pc, on_candidate, end, NULL));
    CHECK_OK(rtc_peer_connection_set_local_description(pair.a.pc, NULL, pair_settled, &pair.a));
    pair_wait(&pair, what == NONE ? pair_is_open : both_failed);
    CHECK(pair.failures == 0);
}

static void check_refusal(const Told *refusing, const Told *refused) {
    enum { BAD_CERTIFICATE = 42 }; /* RFC 5246 section 7.2 */
    CHECK(refusing->errors == 1 && refusing->result == RTC_RESULT_OPERATION_ERROR);
    CHECK(refusing->detail == RTC_ERROR_DETAIL_TYPE_FINGERPRINT_FAILURE);
    CHECK(refused->errors == 1 && refused->detail == RTC_ERROR_DETAIL_TYPE_DTLS_FAILURE);
    CHECK(refused->received_alert == BAD_CERTIFICATE && refused->sent_alert == DUOLOGUE_NONE);

    for (const End *end = &pair.a; end; end = end == &pair.a ? &pair.b : NULL) {
        RTCDtlsTransport *dtls = dtls_of(end);
        CHECK(rtc_dtls_transport_state(dtls) == RTC_DTLS_TRANSPORT_STATE_FAILED);
        rtc_dtls_transport_unref(dtls);
        CHECK(end->opened == 0 && end->messages == 0);
    }
    CHECK(pair.b.channel == NULL); /* no datachannel event */
    CHECK_RESULT(RTC_RESULT_INVALID_STATE_ERROR,
                 rtc_data_channel_send_string(pair.a.channel, "a secret"));
}

int main(void) {
    DuologueRuntimeOptions options = DUOLOGUE_RUNTIME_OPTIONS_INIT;
    DuologueRuntime *runtime = NULL;
    options.dispatch = DUOLOGUE_DISPATCH_MANUAL;
    CHECK_OK(duologue_runtime_create(&options, &runtime));

    connect(runtime, NONE);
    CHECK(told_a.errors == 0 && told_b.errors == 0);
    pair_release(&pair);

    connect(runtime, OFFER);
    check_refusal(&told_b, &told_a);
    pair_release(&pair);

    connect(runtime, ANSWER);
    check_refusal(&told_a, &told_b);
    pair_release(&pair);

    duologue_runtime_unref(runtime);
    return 0;
}
