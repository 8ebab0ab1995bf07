/* The command line of peer.c: offer|answer [--ice URL,USER,PASS]... [--relay] [--sdp-only] */
#ifndef EXAMPLES_PEER_OPTIONS_H
#define EXAMPLES_PEER_OPTIONS_H

#include <duologue.h>
#include <string.h>

enum { PEER_SERVERS = 16 };

typedef struct PeerOptions {
    RTCConfiguration configuration; /* points into the struct */
    RTCIceServer servers[PEER_SERVERS];
    const char *urls[PEER_SERVERS];
    bool offerer, sdp_only;
} PeerOptions;

/* Adds the server `URL,USER,PASS`; the text is cut in place. */
static inline void peer_options_add_server(PeerOptions *options, char *text) {
    const RTCIceServer empty = RTC_ICE_SERVER_INIT;
    size_t count = options->configuration.ice_servers_length++;
    RTCIceServer *server = &options->servers[count];
    *server = empty;
    options->urls[count] = strtok(text, ",");
    server->urls = &options->urls[count];
    server->urls_length = 1;
    server->username = strtok(NULL, ",");
    server->credential = strtok(NULL, ",");
}

/* Returns NULL, or what is wrong with the command line. */
static inline const char *peer_options_parse(PeerOptions *options, int argc, char **argv) {
    const RTCConfiguration configuration = RTC_CONFIGURATION_INIT;
    memset(options, 0, sizeof *options);
    options->configuration = configuration;
    options->configuration.ice_servers = options->servers;
    if (argc < 2 || (strcmp(argv[1], "offer") != 0 && strcmp(argv[1], "answer") != 0))
        return "usage: peer offer|answer [--ice URL,USER,PASS]... [--relay] [--sdp-only]";
    options->offerer = strcmp(argv[1], "offer") == 0;
    for (int i = 2; i < argc; i++) {
        bool room = options->configuration.ice_servers_length < PEER_SERVERS;
        if (strcmp(argv[i], "--relay") == 0)
            options->configuration.ice_transport_policy = RTC_ICE_TRANSPORT_POLICY_RELAY;
        else if (strcmp(argv[i], "--sdp-only") == 0)
            options->sdp_only = true;
        else if (strcmp(argv[i], "--ice") == 0 && i + 1 < argc && room)
            peer_options_add_server(options, argv[++i]);
        else
            return "this option is not supported; media comes with a later version";
    }
    return NULL;
}

#endif
