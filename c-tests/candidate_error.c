/* A STUN server that refuses: `icecandidateerror` tells which one, from where it was asked, and
 * why. */
#include "check.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

static uint16_t server_port;

/* Answers each binding request with the error 420 (RFC 8489). */
static void *serve(void *userdata) {
    int fd = *(int *)userdata;
    uint8_t packet[1500];
    struct sockaddr_in from;
    socklen_t length = sizeof from;
    while (recvfrom(fd, packet, sizeof packet, 0, (struct sockaddr *)&from, &length) >= 20) {
        static const uint8_t error[] = {0, 9, 0, 7, 0, 0, 4, 20, 'b', 'a', 'd', 0};
        packet[0] = 1, packet[1] = 0x11; /* a binding error response to the same transaction */
        packet[2] = 0, packet[3] = sizeof error;
        memcpy(packet + 20, error, sizeof error);
        sendto(fd, packet, 20 + sizeof error, 0, (struct sockaddr *)&from, length);
        length = sizeof from;
    }
    return NULL;
}

static void on_error(const RTCPeerConnectionIceErrorEvent *event, void *userdata) {
    char url[64];
    snprintf(url, sizeof url, "stun:127.0.0.1:%d", server_port);
    CHECK(strcmp(event->base.type, "icecandidateerror") == 0);
    CHECK(strcmp(event->url, url) == 0);
    CHECK(event->error_code == 420 && strcmp(event->error_text, "bad") == 0);
    CHECK(event->address != NULL && event->port > 0 && event->port <= 65535);
    counter_add(userdata);
}

int main(void) {
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t length = sizeof address;
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    pthread_t server;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK(bind(fd, (struct sockaddr *)&address, sizeof address) == 0);
    CHECK(getsockname(fd, (struct sockaddr *)&address, &length) == 0);
    server_port = ntohs(address.sin_port);
    CHECK(pthread_create(&server, NULL, serve, &fd) == 0);

    char url[64];
    const char *urls[] = {url};
    RTCIceServer ice_server = RTC_ICE_SERVER_INIT;
    RTCConfiguration configuration = RTC_CONFIGURATION_INIT;
    RTCPeerConnection *pc = NULL;
    RTCDataChannel *channel = NULL;
    Counter errors = COUNTER_INIT;
    snprintf(url, sizeof url, "stun:127.0.0.1:%d", server_port);
    ice_server.urls = urls, ice_server.urls_length = 1;
    configuration.ice_servers = &ice_server, configuration.ice_servers_length = 1;
    configuration.duologue_bind_address = "127.0.0.1";
    CHECK_OK(rtc_peer_connection_create(NULL, &configuration, &pc));
    CHECK_OK(rtc_peer_connection_set_on_ice_candidate_error(pc, on_error, &errors, NULL));
    CHECK_OK(rtc_peer_connection_create_data_channel(pc, "c", NULL, &channel));
    CHECK_OK(rtc_peer_connection_set_local_description(pc, NULL, NULL, NULL));
    counter_wait(&errors, 1);

    CHECK_OK(rtc_peer_connection_close(pc));
    rtc_data_channel_unref(channel);
    rtc_peer_connection_unref(pc);
    duologue_default_runtime_release();
    CHECK(sendto(fd, "", 0, 0, (struct sockaddr *)&address, sizeof address) == 0); /* the end */
    pthread_join(server, NULL);
    close(fd);
    return 0;
}
