/* What a user's first program does: include the header, link the library, make a connection and let it go. */
#include <duologue.h>
#include <stdio.h>

int main(void) {
    RTCPeerConnection *pc = NULL;
    RTCResult result = rtc_peer_connection_create(NULL, NULL, &pc);
    if (result != RTC_RESULT_OK) {
        fprintf(stderr, "rtc_peer_connection_create: %s\n", duologue_last_error_message());
        return 1;
    }
    RTCSignalingState state = rtc_peer_connection_signaling_state(pc);
    rtc_peer_connection_close(pc);
    rtc_peer_connection_unref(pc);
    if (state != RTC_SIGNALING_STATE_STABLE) {
        fprintf(stderr, "a new connection is not stable: %d\n", (int)state);
        return 1;
    }
    printf("app: ok\n");
    return 0;
}
