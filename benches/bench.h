/* What a workload needs of a library: two connections of one process with a data channel between them. */
#ifndef BENCH_H
#define BENCH_H

#include <stddef.h>

/* The side that makes the channel and the side that receives it. */
enum { OFFERER = 0, ANSWERER = 1 };

typedef struct BenchHandler {
    void *user;
    /* A message came in at `side`. */
    void (*message)(void *user, int side, const void *data, size_t size);
    /* What `side` has buffered fell to the low threshold. */
    void (*low)(void *user, int side);
} BenchHandler;

typedef struct BenchLink BenchLink;

extern const char *const bench_library;

/* Starts and ends the library. */
void bench_start(void);
void bench_end(void);

/* Connects two new connections and waits until the channel is open at both ends; NULL after 30 seconds. */
BenchLink *bench_link_open(const BenchHandler *handler, size_t low_threshold);

/* Sends a binary message; 0 when it was taken. */
int bench_link_send(BenchLink *link, int side, const void *data, size_t size);

size_t bench_link_buffered(BenchLink *link, int side);

/* Closes both connections and frees them. */
void bench_link_close(BenchLink *link);

#endif
