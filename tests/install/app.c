/* What a user's first program does: include the header, link the library, and make a connection
 * that offers a data channel. So the runtime's thread, OpenSSL and usrsctp are there, however the
 * program was linked. */
#include <duologue.h>
#include <stdio.h>
#include <string.h>

static int failed(const char *what) {
    fprintf(stderr, "app: %s: %s\n", what, duologue_last_error_message());
    return 1;
}

int main(void) {
    RTCPeerConnection *pc = NULL;
    RTCDataChannel *channel = NULL;
    RTCSessionDescriptionInit *offer = NULL;

    if (duologue_version_number() != DUOLOGUE_VERSION_NUMBER) {
        fprintf(stderr, "header %s, library %s\n", DUOLOGUE_VERSION, duologue_version());
        return 1;
    }
    if (rtc_peer_connection_create(NULL, NULL, &pc) != RTC_RESULT_OK)
        return failed("no connection");
    if (rtc_peer_connection_create_data_channel(pc, "app", NULL, &channel) != RTC_RESULT_OK)
        return failed("no channel");
    if (duologue_peer_connection_create_offer_wait(pc, NULL, 60000, &offer) != RTC_RESULT_OK)
        return failed("no offer");
    if (!strstr(offer->sdp, "m=application ") || !strstr(offer->sdp, "a=fingerprint:sha-256 "))
        return failed("the offer has no channel or no fingerprint");
    duologue_free(offer);

    if (rtc_peer_connection_close(pc) != RTC_RESULT_OK ||
        rtc_peer_connection_connection_state(pc) != RTC_PEER_CONNECTION_STATE_CLOSED ||
        rtc_data_channel_ready_state(channel) != RTC_DATA_CHANNEL_STATE_CLOSED)
        return failed("not closed");
    rtc_data_channel_unref(channel);
    rtc_peer_connection_unref(pc);
    duologue_default_runtime_release();
    printf("app: duologue %s\n", duologue_version());
    return 0;
}
