/* Who the peer is: an identity provider in C, its assertions in offers and answers, and what comes
 * of wrong ones. The provider here believes everybody: an assertion is the name that it was given
 * as a hint, and the contents. */
#include "check.h"

#define IDP "idp.example.org"

typedef struct Provider {
    Counter asked, destroyed;
    DuologueIdentityRequest *kept; /* answered later, by the main thread */
    char contents[1024];
    bool keep;
    bool login; /* asks for a login first */
} Provider;

static void answer_with_assertion(DuologueIdentityRequest *request, const char *user,
                                  const char *contents) {
    RTCIdentityProviderDetails idp = RTC_IDENTITY_PROVIDER_DETAILS_INIT;
    RTCIdentityAssertionResult result = RTC_IDENTITY_ASSERTION_RESULT_INIT;
    char assertion[2048];
    snprintf(assertion, sizeof assertion, "%s@%s %s", user, IDP, contents);
    idp.domain = IDP;
    CHECK_TYPE_ERROR(duologue_identity_request_resolve_assertion(request, &result));
    result.idp = &idp;
    result.assertion = assertion;
    CHECK(duologue_identity_request_is_pending(request));
    CHECK_OK(duologue_identity_request_resolve_assertion(request, &result));
    CHECK(!duologue_identity_request_is_pending(request));
    CHECK_RESULT(RTC_RESULT_INVALID_STATE_ERROR,
                 duologue_identity_request_resolve_assertion(request, &result));
    CHECK_RESULT(RTC_RESULT_INVALID_STATE_ERROR, duologue_identity_request_reject(request, NULL));
}

static void generate(DuologueIdentityRequest *request, const char *contents, const char *origin,
                     const RTCIdentityProviderOptions *options, void *userdata) {
    Provider *provider = userdata;
    CHECK(strcmp(duologue_identity_request_domain(request), IDP) == 0);
    CHECK(strcmp(duologue_identity_request_protocol(request), "default") == 0);
    CHECK(strcmp(origin, "https://app.example.org") == 0);
    CHECK(strncmp(contents, "{\"fingerprint\":[{\"algorithm\":\"sha-256\"", 38) == 0);
    CHECK(strcmp(options->protocol, "default") == 0 && options->username_hint != NULL);
    CHECK(options->peer_identity == NULL);
    if (provider->login) {
        DuologueIdentityFailure failure = DUOLOGUE_IDENTITY_FAILURE_INIT;
        failure.error_detail = RTC_ERROR_DETAIL_TYPE_DTLS_FAILURE;
        CHECK_TYPE_ERROR(duologue_identity_request_reject(request, &failure));
        failure.error_detail = RTC_ERROR_DETAIL_TYPE_IDP_NEED_LOGIN;
        failure.http_request_status_code = 401;
        failure.message = "please log in";
        failure.idp_login_url = "https://" IDP "/login";
        failure.idp_error_info = "{\"tries\":3}";
        CHECK_OK(duologue_identity_request_reject(request, &failure));
    } else if (provider->keep) {
        snprintf(provider->contents, sizeof provider->contents, "%s", contents);
        provider->kept = duologue_identity_request_ref(request);
    } else {
        answer_with_assertion(request, options->username_hint, contents);
    }
    counter_add(&provider->asked);
}

static void validate(DuologueIdentityRequest *request, const char *assertion, const char *origin,
                     void *userdata) {
    Provider *provider = userdata;
    RTCIdentityValidationResult result = RTC_IDENTITY_VALIDATION_RESULT_INIT;
    char identity[64];
    CHECK(strcmp(origin, "null") == 0);
    if (provider->keep) {
        provider->kept = duologue_identity_request_ref(request);
    } else {
        size_t length = strcspn(assertion, " ");
        CHECK(length < sizeof identity);
        memcpy(identity, assertion, length);
        identity[length] = '\0';
        CHECK_TYPE_ERROR(duologue_identity_request_resolve_validation(request, &result));
        result.identity = identity;
        result.contents = assertion + length + 1;
        CHECK_OK(duologue_identity_request_resolve_validation(request, &result));
    }
    counter_add(&provider->asked);
}

static void destroy_provider(void *userdata) {
    counter_add(&((Provider *)userdata)->destroyed);
}

static uint64_t register_provider(Provider *provider, uint32_t timeout_ms) {
    RTCIdentityProvider functions = RTC_IDENTITY_PROVIDER_INIT;
    uint64_t registration = 0;
    CHECK(functions.duologue_timeout_ms == 15000);
    functions.generate_assertion = generate;
    CHECK_TYPE_ERROR(duologue_identity_provider_register(NULL, IDP, NULL, &functions, provider,
                                                         destroy_provider, NULL));
    functions.validate_assertion = validate;
    functions.duologue_timeout_ms = timeout_ms;
    CHECK_RESULT(RTC_RESULT_SYNTAX_ERROR,
                 duologue_identity_provider_register(NULL, IDP, "a/b", &functions, provider,
                                                     destroy_provider, NULL));
    CHECK_OK(duologue_identity_provider_register(NULL, IDP, NULL, &functions, provider,
                                                 destroy_provider, &registration));
    CHECK(registration != 0 && counter_get(&provider->destroyed) == 0);
    return registration;
}

static RTCPeerConnection *create_alice(void) {
    RTCConfiguration configuration = RTC_CONFIGURATION_INIT;
    RTCIdentityProviderOptions options = RTC_IDENTITY_PROVIDER_OPTIONS_INIT;
    RTCPeerConnection *pc = NULL;
    RTCDataChannel *channel = NULL;
    char *none = NULL;
    configuration.duologue_origin = "https://app.example.org";
    CHECK_OK(rtc_peer_connection_create(NULL, &configuration, &pc));
    CHECK_OK(rtc_peer_connection_create_data_channel(pc, "", NULL, &channel));
    rtc_data_channel_unref(channel);
    CHECK_RESULT(RTC_RESULT_INVALID_STATE_ERROR,
                 duologue_peer_connection_get_identity_assertion_wait(pc, PATIENCE_MS, &none));
    CHECK(rtc_peer_connection_idp_login_url(pc) == NULL);
    CHECK(rtc_peer_connection_idp_error_info(pc) == NULL);
    options.protocol = "..\\x";
    CHECK_RESULT(RTC_RESULT_SYNTAX_ERROR,
                 rtc_peer_connection_set_identity_provider(pc, IDP, &options));
    options = (RTCIdentityProviderOptions)RTC_IDENTITY_PROVIDER_OPTIONS_INIT;
    options.username_hint = "alice";
    CHECK_OK(rtc_peer_connection_set_identity_provider(pc, IDP, &options));
    return pc;
}

static RTCPeerConnection *create_bob(const char *peer_identity) {
    RTCConfiguration configuration = RTC_CONFIGURATION_INIT;
    RTCPeerConnection *pc = NULL;
    configuration.peer_identity = peer_identity;
    CHECK_OK(rtc_peer_connection_create(NULL, &configuration, &pc));
    return pc;
}

static bool has_identity(const char *sdp, const char *assertion) {
    const char *line = strstr(sdp, "\r\na=identity:");
    return line && strncmp(line + 13, assertion, strlen(assertion)) == 0 &&
           strncmp(line + 13 + strlen(assertion), "\r\n", 2) == 0;
}

static void on_identity_result(const RTCIdentityEvent *event, void *userdata) {
    CHECK(strcmp(event->base.type, "identityresult") == 0);
    CHECK(strncmp(event->assertion, "eyJpZHAiOn", 10) == 0); /* {"idp": */
    counter_add(userdata);
}

static void on_idp_error(const RTCIdentityErrorEvent *event, void *userdata) {
    CHECK(strcmp(event->idp, IDP) == 0 && strcmp(event->protocol, "default") == 0);
    bool assertion = strcmp(event->base.type, "idpassertionerror") == 0;
    CHECK(assertion || strcmp(event->base.type, "idpvalidationerror") == 0);
    CHECK((event->login_url != NULL) == assertion);
    counter_add(userdata);
}

static void on_need_login(const RTCError *error, const char *assertion, void *userdata) {
    CHECK(error && !assertion);
    CHECK(error->result == RTC_RESULT_OPERATION_ERROR);
    CHECK(error->error_detail == RTC_ERROR_DETAIL_TYPE_IDP_NEED_LOGIN);
    CHECK(error->http_request_status_code == 401);
    CHECK(strcmp(error->message, "please log in") == 0);
    counter_add(userdata);
}

static void on_no_offer(const RTCError *error, const RTCSessionDescriptionInit *offer,
                        void *userdata) {
    CHECK(error && !offer);
    CHECK(error->result == RTC_RESULT_NOT_READABLE_ERROR);
    CHECK(error->error_detail == RTC_ERROR_DETAIL_TYPE_IDP_NEED_LOGIN);
    counter_add(userdata);
}

static void a_login_comes_first(RTCPeerConnection *alice, Provider *provider) {
    Counter failed = COUNTER_INIT, errors = COUNTER_INIT;
    provider->login = true;
    CHECK_OK(rtc_peer_connection_set_on_idp_assertion_error(alice, on_idp_error, &errors, NULL));
    CHECK_OK(rtc_peer_connection_get_identity_assertion(alice, on_need_login, &failed));
    counter_wait(&failed, 1);
    CHECK_OK(rtc_peer_connection_create_offer(alice, NULL, on_no_offer, &failed));
    counter_wait(&failed, 2);
    CHECK(counter_get(&errors) == 2);
    char *url = rtc_peer_connection_idp_login_url(alice);
    char *info = rtc_peer_connection_idp_error_info(alice);
    CHECK(strcmp(url, "https://" IDP "/login") == 0 && strcmp(info, "{\"tries\":3}") == 0);
    duologue_free(url);
    duologue_free(info);
    CHECK_OK(rtc_peer_connection_set_on_idp_assertion_error(alice, NULL, NULL, NULL));
    provider->login = false;
}

static RTCSessionDescriptionInit *offer_of(RTCPeerConnection *alice) {
    RTCSessionDescriptionInit *offer = NULL;
    CHECK_OK(duologue_peer_connection_create_offer_wait(alice, NULL, PATIENCE_MS, &offer));
    return offer;
}

static void offers_carry_the_assertion(RTCPeerConnection *alice, Provider *provider) {
    Counter results = COUNTER_INIT, destroyed = COUNTER_INIT;
    char *assertion = NULL;
    CHECK_OK(rtc_peer_connection_set_on_identity_result(alice, on_identity_result, &results, NULL));
    int before = counter_get(&provider->asked);
    CHECK_OK(duologue_peer_connection_get_identity_assertion_wait(alice, PATIENCE_MS, &assertion));
    RTCSessionDescriptionInit *offer = offer_of(alice);
    CHECK(has_identity(offer->sdp, assertion));
    CHECK(rtc_peer_connection_idp_login_url(alice) == NULL);
    CHECK(counter_get(&provider->asked) == before + 1 && counter_get(&results) == 1);
    duologue_free(assertion);
    duologue_free(offer);
    CHECK_OK(rtc_peer_connection_set_on_identity_result(alice, NULL, &destroyed, count_destroy));
    counter_wait(&destroyed, 1);
}

static void on_peer_identity(const RTCError *error, RTCIdentityAssertion *identity,
                             void *userdata) {
    CHECK(!error);
    CHECK(strcmp(rtc_identity_assertion_idp(identity), IDP) == 0);
    CHECK(strcmp(rtc_identity_assertion_name(identity), "alice@" IDP) == 0);
    counter_add(userdata);
}

static void the_peer_is_known(RTCPeerConnection *alice, const char *peer_identity) {
    RTCPeerConnection *bob = create_bob(peer_identity);
    RTCSessionDescriptionInit *offer = offer_of(alice);
    RTCIdentityAssertion *identity = NULL;
    Counter known = COUNTER_INIT, events = COUNTER_INIT;
    CHECK_OK(rtc_peer_connection_set_on_peer_identity(bob, count_event, &events, NULL));
    CHECK_RESULT(DUOLOGUE_RESULT_TIMED_OUT,
                 duologue_peer_connection_peer_identity_wait(bob, 0, &identity));
    CHECK_OK(rtc_peer_connection_peer_identity(bob, on_peer_identity, &known));
    CHECK_OK(rtc_peer_connection_peer_identity(bob, on_peer_identity, &known));
    CHECK_OK(duologue_peer_connection_set_remote_description_wait(bob, offer, PATIENCE_MS));
    CHECK_OK(duologue_peer_connection_peer_identity_wait(bob, PATIENCE_MS, &identity));
    CHECK(strcmp(rtc_identity_assertion_name(identity), "alice@" IDP) == 0);
    counter_wait(&known, 2);
    CHECK(counter_get(&events) == 1);
    CHECK_OK(rtc_peer_connection_peer_identity(bob, NULL, NULL));
    rtc_identity_assertion_unref(identity);
    rtc_peer_connection_unref(bob);
    duologue_free(offer);
}

static void nobody_else_is_let_in(RTCPeerConnection *alice) {
    RTCConfiguration configuration = RTC_CONFIGURATION_INIT, *read = NULL;
    RTCPeerConnection *bob = create_bob("carol@" IDP);
    RTCSessionDescriptionInit *offer = offer_of(alice);
    RTCIdentityAssertion *identity = NULL;
    Counter errors = COUNTER_INIT;
    CHECK_OK(rtc_peer_connection_set_on_idp_validation_error(bob, on_idp_error, &errors, NULL));
    CHECK_RESULT(RTC_RESULT_OPERATION_ERROR,
                 duologue_peer_connection_set_remote_description_wait(bob, offer, PATIENCE_MS));
    CHECK_RESULT(RTC_RESULT_OPERATION_ERROR,
                 duologue_peer_connection_peer_identity_wait(bob, PATIENCE_MS, &identity));
    CHECK(identity == NULL && counter_get(&errors) == 1);
    CHECK(rtc_peer_connection_remote_description(bob) == NULL);
    CHECK_OK(rtc_peer_connection_get_configuration(bob, &read));
    CHECK(strcmp(read->peer_identity, "carol@" IDP) == 0 && !read->duologue_origin);
    configuration.peer_identity = "alice@" IDP;
    CHECK_RESULT(RTC_RESULT_INVALID_MODIFICATION_ERROR,
                 rtc_peer_connection_set_configuration(bob, &configuration));
    CHECK_OK(rtc_peer_connection_set_configuration(bob, read));
    duologue_free(read);
    duologue_free(offer);
    rtc_peer_connection_unref(bob);
}

static void *answer_later(void *argument) {
    Provider *provider = argument;
    answer_with_assertion(provider->kept, "alice", provider->contents);
    duologue_identity_request_unref(provider->kept);
    provider->kept = NULL;
    return NULL;
}

static void any_thread_may_answer_later(Provider *provider) {
    RTCPeerConnection *alice = create_alice();
    pthread_t thread;
    char *assertion = NULL;
    int before = counter_get(&provider->asked);
    provider->keep = true;
    CHECK_OK(rtc_peer_connection_get_identity_assertion(alice, NULL, NULL));
    counter_wait(&provider->asked, before + 1);
    provider->keep = false;
    CHECK(pthread_create(&thread, NULL, answer_later, provider) == 0);
    CHECK_OK(duologue_peer_connection_get_identity_assertion_wait(alice, PATIENCE_MS, &assertion));
    pthread_join(thread, NULL);
    duologue_free(assertion);
    rtc_peer_connection_unref(alice);
}

static void on_failed(const RTCError *error, const char *assertion, void *userdata) {
    CHECK(error && !assertion);
    CHECK(error->error_detail == RTC_ERROR_DETAIL_TYPE_IDP_EXECUTION_FAILURE);
    CHECK(error->http_request_status_code == DUOLOGUE_NONE);
    counter_add(userdata);
}

static void letting_a_request_go_is_a_failure(Provider *provider) {
    RTCPeerConnection *alice = create_alice();
    Counter failed = COUNTER_INIT;
    int before = counter_get(&provider->asked);
    provider->keep = true;
    CHECK_OK(rtc_peer_connection_get_identity_assertion(alice, on_failed, &failed));
    counter_wait(&provider->asked, before + 1);
    provider->keep = false;
    CHECK(counter_get(&failed) == 0);
    duologue_identity_request_unref(provider->kept);
    counter_wait(&failed, 1);
    rtc_peer_connection_unref(alice);
}

static void on_aborted(const RTCError *error, const char *assertion, void *userdata) {
    CHECK(error && !assertion && error->result == RTC_RESULT_ABORT_ERROR);
    counter_add(userdata);
}

static void closing_while_a_request_is_out(Provider *provider) {
    RTCPeerConnection *alice = create_alice();
    Counter aborted = COUNTER_INIT;
    int before = counter_get(&provider->asked);
    provider->keep = true;
    CHECK_OK(rtc_peer_connection_get_identity_assertion(alice, on_aborted, &aborted));
    counter_wait(&provider->asked, before + 1);
    provider->keep = false;
    rtc_peer_connection_unref(alice);
    counter_wait(&aborted, 1);
    CHECK(!duologue_identity_request_is_pending(provider->kept));
    CHECK_RESULT(RTC_RESULT_ABORT_ERROR, duologue_identity_request_reject(provider->kept, NULL));
    duologue_identity_request_unref(provider->kept);
}

static void on_timeout(const RTCError *error, const char *assertion, void *userdata) {
    CHECK(error && !assertion);
    CHECK(error->error_detail == RTC_ERROR_DETAIL_TYPE_IDP_TIMEOUT);
    counter_add(userdata);
}

/* Registered later, so that it is asked instead of the other. */
static void an_answer_may_take_so_long_only(void) {
    static Provider slow = {COUNTER_INIT, COUNTER_INIT, NULL, "", true, false};
    Counter late = COUNTER_INIT;
    uint64_t registration = register_provider(&slow, 1);
    RTCPeerConnection *alice = create_alice();
    CHECK_OK(rtc_peer_connection_get_identity_assertion(alice, on_timeout, &late));
    counter_wait(&late, 1);
    counter_wait(&slow.asked, 1);
    CHECK_RESULT(RTC_RESULT_TIMEOUT_ERROR, duologue_identity_request_reject(slow.kept, NULL));
    CHECK_OK(duologue_identity_provider_unregister(NULL, registration));
    counter_wait(&slow.destroyed, 1);
    CHECK_OK(duologue_identity_provider_unregister(NULL, registration));
    duologue_identity_request_unref(slow.kept);
    rtc_peer_connection_unref(alice);
}

static void an_identity_assertion_is_an_object(void) {
    RTCIdentityAssertion *identity = NULL;
    CHECK_TYPE_ERROR(rtc_identity_assertion_create("idp", NULL, &identity));
    CHECK_OK(rtc_identity_assertion_create("idp", "name", &identity));
    const char *idp = rtc_identity_assertion_idp(identity);
    CHECK(strcmp(idp, "idp") == 0 && rtc_identity_assertion_idp(identity) == idp);
    CHECK_OK(rtc_identity_assertion_set_idp(identity, "other"));
    CHECK_OK(rtc_identity_assertion_set_name(identity, ""));
    CHECK(strcmp(idp, "idp") == 0);
    CHECK(strcmp(rtc_identity_assertion_idp(identity), "other") == 0);
    CHECK(strcmp(rtc_identity_assertion_name(identity), "") == 0);
    CHECK(rtc_identity_assertion_ref(identity) == identity);
    rtc_identity_assertion_unref(identity);
    rtc_identity_assertion_unref(identity);
}

static void media_can_be_for_one_peer_alone(void) {
    RTCMediaStreamTrack *track = NULL, *clone = NULL;
    Counter changes = COUNTER_INIT;
    CHECK_OK(duologue_media_stream_track_create(NULL, "audio", NULL, NULL, &track));
    CHECK_OK(rtc_media_stream_track_clone(track, &clone));
    CHECK_OK(rtc_media_stream_track_set_on_isolation_change(clone, count_event, &changes, NULL));
    CHECK(!rtc_media_stream_track_isolated(clone));
    CHECK_OK(duologue_media_stream_track_set_peer_identity(track, "alice@" IDP));
    counter_wait(&changes, 1);
    CHECK(rtc_media_stream_track_isolated(track) && rtc_media_stream_track_isolated(clone));
    CHECK_OK(duologue_media_stream_track_set_peer_identity(clone, NULL));
    counter_wait(&changes, 2);
    CHECK(!rtc_media_stream_track_isolated(track));
    CHECK_TYPE_ERROR(duologue_media_stream_track_set_peer_identity(track, "\xff"));
    rtc_media_stream_track_unref(clone);
    rtc_media_stream_track_unref(track);
}

/* A provider and a connection that outlive the runtime. */
static void the_runtime_ends_while_a_request_is_out(Provider *provider) {
    RTCPeerConnection *alice = create_alice();
    Counter aborted = COUNTER_INIT;
    int before = counter_get(&provider->asked);
    provider->keep = true;
    CHECK_OK(rtc_peer_connection_get_identity_assertion(alice, on_aborted, &aborted));
    counter_wait(&provider->asked, before + 1);
    CHECK(counter_get(&provider->destroyed) == 0);
    duologue_default_runtime_release();
    CHECK(counter_get(&aborted) == 1 && counter_get(&provider->destroyed) == 1);
    CHECK_RESULT(RTC_RESULT_ABORT_ERROR, duologue_identity_request_reject(provider->kept, NULL));
    duologue_identity_request_unref(provider->kept);
    rtc_peer_connection_unref(alice);
}

int main(void) {
    static Provider provider = {COUNTER_INIT, COUNTER_INIT, NULL, "", false, false};
    register_provider(&provider, 0);
    RTCPeerConnection *alice = create_alice();
    a_login_comes_first(alice, &provider);
    offers_carry_the_assertion(alice, &provider);
    the_peer_is_known(alice, NULL);
    the_peer_is_known(alice, "alice@" IDP);
    nobody_else_is_let_in(alice);
    rtc_peer_connection_unref(alice);
    any_thread_may_answer_later(&provider);
    letting_a_request_go_is_a_failure(&provider);
    closing_while_a_request_is_out(&provider);
    an_answer_may_take_so_long_only();
    an_identity_assertion_is_an_object();
    media_can_be_for_one_peer_alone();
    the_runtime_ends_while_a_request_is_out(&provider);
    return 0;
}
