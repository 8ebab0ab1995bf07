/* A browser talks to this program: it serves a page, takes the page's offer by POST and answers it.
 * What is typed into the page comes here by a data channel and goes back as an echo.
 *
 *     cc browser.c $(pkg-config --cflags --libs duologue libmicrohttpd) -pthread && ./a.out 8080
 */
#define _POSIX_C_SOURCE 200809L
#include <duologue.h>
#include <microhttpd.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TIMEOUT_MS = 10000, MAX_OFFER = 100000 };

static const char page[] =
    "<!DOCTYPE html><meta charset=utf-8><title>duologue</title>\n"
    "<h1>Talk to a C program</h1><pre id=log></pre>\n"
    "<form id=form><input id=text size=60 autofocus disabled> <button>Send</button></form>\n"
    "<script>\n"
    "const log = line => document.getElementById('log').append(line + '\\n');\n"
    "const input = document.getElementById('text');\n"
    "const pc = new RTCPeerConnection(), channel = pc.createDataChannel('chat');\n"
    "pc.onconnectionstatechange = () => log('* ' + pc.connectionState);\n"
    "channel.onopen = () => { input.disabled = false; channel.send('Hello from the browser!'); };\n"
    "channel.onmessage = e => log('C: ' + e.data);\n"
    "document.getElementById('form').onsubmit = e => {\n"
    "    e.preventDefault(); log('you: ' + input.value); channel.send(input.value); input.value = "
    "'';\n"
    "};\n"
    "(async () => {\n"
    "    await pc.setLocalDescription();\n"
    "    await new Promise(done => { pc.onicecandidate = e => e.candidate || done(); });\n"
    "    const reply = await fetch('/offer', {method: 'POST', body: pc.localDescription.sdp});\n"
    "    if (!reply.ok) return log('* ' + await reply.text());\n"
    "    await pc.setRemoteDescription({type: 'answer', sdp: await reply.text()});\n"
    "})().catch(e => log('* ' + e));\n"
    "</script>\n";

/* One page. When its connection is gone, `on_gone` frees it. */
typedef struct Visitor {
    struct Visitor *next;
    RTCPeerConnection *pc;
    bool gathered;
    pthread_mutex_t mutex; /* between the HTTP thread, which waits, and the library's */
    pthread_cond_t changed;
} Visitor;

static Visitor *visitors;
static pthread_mutex_t visitors_mutex = PTHREAD_MUTEX_INITIALIZER;

static bool ok(RTCResult result) {
    if (result != RTC_RESULT_OK)
        fprintf(stderr, "%s: %s\n", rtc_result_to_string(result), duologue_last_error_message());
    return result == RTC_RESULT_OK;
}

static void on_candidate(const RTCPeerConnectionIceEvent *event, void *userdata) {
    Visitor *visitor = userdata;
    if (event->candidate)
        return;
    pthread_mutex_lock(&visitor->mutex);
    visitor->gathered = true;
    pthread_cond_signal(&visitor->changed);
    pthread_mutex_unlock(&visitor->mutex);
}

static void on_gone(void *userdata) {
    Visitor *visitor = userdata, **at = &visitors;
    pthread_mutex_lock(&visitors_mutex);
    while (*at != visitor)
        at = &(*at)->next;
    *at = visitor->next;
    pthread_mutex_unlock(&visitors_mutex);
    pthread_cond_destroy(&visitor->changed);
    pthread_mutex_destroy(&visitor->mutex);
    free(visitor);
}

static void on_state(const RTCEvent *event, void *userdata) {
    Visitor *visitor = userdata;
    (void)event;
    if (rtc_peer_connection_connection_state(visitor->pc) == RTC_PEER_CONNECTION_STATE_FAILED)
        rtc_peer_connection_unref(visitor->pc); /* closes it; on_gone follows */
}

static void on_message(const RTCMessageEvent *event, void *userdata) {
    RTCDataChannel *channel = (RTCDataChannel *)event->base.target;
    printf("browser: %s\n", event->text ? event->text : "(binary)");
    if (event->text)
        ok(rtc_data_channel_send_string(channel, event->text));
    (void)userdata;
}

static void on_data_channel(const RTCDataChannelEvent *event, void *userdata) {
    ok(rtc_data_channel_set_on_message(event->channel, on_message, userdata, NULL));
}

/* Answers an offer: the SDP, to be freed, or NULL. */
static char *answer(const char *offer) {
    RTCSessionDescriptionInit init = RTC_SESSION_DESCRIPTION_INIT_INIT;
    RTCSessionDescription *description = NULL;
    Visitor *visitor = calloc(1, sizeof *visitor);
    char *sdp = NULL;
    if (!visitor || !ok(rtc_peer_connection_create(NULL, NULL, &visitor->pc))) {
        free(visitor);
        return NULL;
    }
    pthread_mutex_init(&visitor->mutex, NULL);
    pthread_cond_init(&visitor->changed, NULL);
    pthread_mutex_lock(&visitors_mutex);
    visitor->next = visitors;
    visitors = visitor;
    pthread_mutex_unlock(&visitors_mutex);
    init.type = RTC_SDP_TYPE_OFFER;
    init.sdp = offer;
    RTCPeerConnection *pc = visitor->pc;
    if (ok(rtc_peer_connection_set_on_ice_candidate(pc, on_candidate, visitor, on_gone)) &&
        ok(rtc_peer_connection_set_on_data_channel(pc, on_data_channel, visitor, NULL)) &&
        ok(duologue_peer_connection_set_remote_description_wait(pc, &init, TIMEOUT_MS)) &&
        ok(duologue_peer_connection_set_local_description_wait(pc, NULL, TIMEOUT_MS))) {
        pthread_mutex_lock(&visitor->mutex);
        while (!visitor->gathered)
            pthread_cond_wait(&visitor->changed, &visitor->mutex);
        pthread_mutex_unlock(&visitor->mutex);
        description = rtc_peer_connection_local_description(pc);
        sdp = description ? strdup(rtc_session_description_sdp(description)) : NULL;
        rtc_session_description_unref(description);
    }
    if (sdp) /* from now on the reference is on_state's to give up */
        ok(rtc_peer_connection_set_on_connection_state_change(pc, on_state, visitor, NULL));
    else
        rtc_peer_connection_unref(pc);
    return sdp;
}

static enum MHD_Result reply(struct MHD_Connection *connection, unsigned status, const char *text,
                             const char *type) {
    struct MHD_Response *response =
        MHD_create_response_from_buffer(strlen(text), (void *)text, MHD_RESPMEM_MUST_COPY);
    MHD_add_response_header(response, "Content-Type", type);
    enum MHD_Result result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

/* libmicrohttpd calls this with the head of a request, each part of its body, and at its end. */
static enum MHD_Result on_request(void *unused, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *length, void **state) {
    char **body = (char **)state;
    (void)unused, (void)version;
    if (!*body)
        return (*body = calloc(1, MAX_OFFER + 1)) ? MHD_YES : MHD_NO;
    if (*length > 0) {
        strncat(*body, data,
                *length < MAX_OFFER - strlen(*body) ? *length : MAX_OFFER - strlen(*body));
        *length = 0;
        return MHD_YES;
    }
    if (strcmp(method, "GET") == 0 && strcmp(url, "/") == 0)
        return reply(connection, MHD_HTTP_OK, page, "text/html; charset=utf-8");
    char *sdp = strcmp(method, "POST") == 0 ? answer(*body) : NULL;
    enum MHD_Result result =
        sdp ? reply(connection, MHD_HTTP_OK, sdp, "application/sdp")
            : reply(connection, MHD_HTTP_BAD_REQUEST, "GET / or POST an offer.", "text/plain");
    free(sdp);
    return result;
}

static void on_completed(void *unused, struct MHD_Connection *connection, void **state,
                         enum MHD_RequestTerminationCode code) {
    (void)unused, (void)connection, (void)code;
    free(*state);
}

int main(int argc, char **argv) {
    int port = argc > 1 ? atoi(argv[1]) : 8080, received;
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, NULL); /* for all threads: they are waited for below */
    setvbuf(stdout, NULL, _IOLBF, 0);
    struct MHD_Daemon *server = MHD_start_daemon(
        MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION, (unsigned short)port, NULL,
        NULL, on_request, NULL, MHD_OPTION_NOTIFY_COMPLETED, on_completed, NULL, MHD_OPTION_END);
    if (!server)
        return fprintf(stderr, "port %d cannot be used\n", port), EXIT_FAILURE;
    printf("Open http://127.0.0.1:%d/ in a browser. Ctrl-C ends.\n", port);
    sigwait(&signals, &received);
    MHD_stop_daemon(server);
    duologue_default_runtime_release(); /* now callbacks run only within the next calls */
    while (visitors)
        rtc_peer_connection_unref(visitors->pc);
    return EXIT_SUCCESS;
}
