/*
 * The workloads that need no media. One run prints one JSON line:
 *
 *   bench throughput SIZE [SECONDS]    one direction, reliable and ordered
 *   bench ping-pong [ROUNDS]           messages of 64 bytes, one at a time
 *   bench set-up [COUNT]               from nothing to a channel that is open at both ends, one after the other
 *   bench idle [CONNECTIONS] [SECONDS] connections with an open channel that do nothing
 */
#include "bench.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define HIGH_WATER (4u << 20)
#define LOW_WATER (1u << 20)

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double cpu(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void fail(const char *what) {
    fprintf(stderr, "%s: %s\n", bench_library, what);
    exit(1);
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double quantile(double *values, size_t count, double q) {
    qsort(values, count, sizeof *values, ascending);
    return values[(size_t)((double)(count - 1) * q + 0.5)];
}

/* A number from /proc/self/status: kB for memory, a count for threads. */
static long status(const char *field) {
    char line[256];
    long value = 0;
    FILE *file = fopen("/proc/self/status", "r");
    if (!file) return 0;
    while (fgets(line, sizeof line, file))
        if (strncmp(line, field, strlen(field)) == 0) value = strtol(line + strlen(field) + 1, NULL, 10);
    fclose(file);
    return value;
}

/* --- throughput --- */

typedef struct Stream {
    pthread_mutex_t mutex;
    pthread_cond_t drained;
    int low;
    atomic_size_t received_bytes;
    atomic_size_t received_messages;
} Stream;

static void stream_message(void *user, int side, const void *data, size_t size) {
    Stream *stream = user;
    (void)side, (void)data;
    atomic_fetch_add_explicit(&stream->received_bytes, size, memory_order_relaxed);
    atomic_fetch_add_explicit(&stream->received_messages, 1, memory_order_relaxed);
}

static void stream_low(void *user, int side) {
    Stream *stream = user;
    if (side != OFFERER) return;
    pthread_mutex_lock(&stream->mutex);
    stream->low = 1;
    pthread_cond_signal(&stream->drained);
    pthread_mutex_unlock(&stream->mutex);
}

/* Waits until what is buffered fell to LOW_WATER; 0 when `end` came first. */
static int drained(Stream *stream, BenchLink *link, double end) {
    while (bench_link_buffered(link, OFFERER) > LOW_WATER) {
        struct timespec until;
        if (now() > end) return 0;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += 100000000;
        if (until.tv_nsec >= 1000000000) until.tv_sec++, until.tv_nsec -= 1000000000;
        pthread_mutex_lock(&stream->mutex);
        if (!stream->low) pthread_cond_timedwait(&stream->drained, &stream->mutex, &until);
        stream->low = 0;
        pthread_mutex_unlock(&stream->mutex);
    }
    return 1;
}

/* Sends until `end`, never with more than HIGH_WATER buffered. */
static void pump(Stream *stream, BenchLink *link, const void *data, size_t size, double end) {
    while (now() < end) {
        for (int burst = 0; burst < 64; burst++) {
            if (bench_link_buffered(link, OFFERER) >= HIGH_WATER && !drained(stream, link, end)) return;
            if (bench_link_send(link, OFFERER, data, size)) fail("a send was refused");
        }
    }
}

static void throughput(size_t size, double seconds) {
    Stream stream = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 0, 0};
    BenchHandler handler = {&stream, stream_message, stream_low};
    BenchLink *link = bench_link_open(&handler, LOW_WATER);
    if (!link) fail("no connection");
    char *data = calloc(1, size);
    pump(&stream, link, data, size, now() + seconds / 2); /* slow start is not what is measured */
    size_t bytes = atomic_load(&stream.received_bytes), messages = atomic_load(&stream.received_messages);
    double cpu_before = cpu(), start = now();
    pump(&stream, link, data, size, start + seconds);
    double elapsed = now() - start, cpu_used = cpu() - cpu_before;
    bytes = atomic_load(&stream.received_bytes) - bytes;
    messages = atomic_load(&stream.received_messages) - messages;
    if (!bytes) fail("nothing arrived");
    printf("{\"library\":\"%s\",\"workload\":\"throughput-%zu\",\"mib_per_s\":%.2f,\"messages_per_s\":%.0f,"
           "\"cpu_s_per_gib\":%.2f,\"cpu_us_per_message\":%.3f}\n",
           bench_library, size, (double)bytes / 1048576 / elapsed, (double)messages / elapsed,
           cpu_used / ((double)bytes / 1073741824), cpu_used * 1e6 / (double)messages);
    bench_link_close(link);
    free(data);
}

/* --- ping-pong --- */

typedef struct PingPong {
    _Atomic(BenchLink *) link;
    pthread_mutex_t mutex;
    pthread_cond_t done;
    double *times;
    double sent;
    size_t rounds, made;
    char payload[64];
} PingPong;

static void ping(PingPong *game, int side) {
    if (bench_link_send(atomic_load(&game->link), side, game->payload, sizeof game->payload)) fail("a send was refused");
}

static void ping_pong_message(void *user, int side, const void *data, size_t size) {
    PingPong *game = user;
    (void)data;
    if (size != sizeof game->payload) fail("a message came back changed");
    if (side == ANSWERER) {
        ping(game, ANSWERER);
        return;
    }
    double time = now();
    game->times[game->made++] = time - game->sent;
    if (game->made < game->rounds) {
        game->sent = time;
        ping(game, OFFERER);
        return;
    }
    pthread_mutex_lock(&game->mutex);
    pthread_cond_signal(&game->done);
    pthread_mutex_unlock(&game->mutex);
}

static void ping_pong(size_t rounds) {
    PingPong game = {.mutex = PTHREAD_MUTEX_INITIALIZER, .done = PTHREAD_COND_INITIALIZER, .rounds = rounds};
    game.times = calloc(rounds, sizeof *game.times);
    BenchHandler handler = {&game, ping_pong_message, NULL};
    BenchLink *link = bench_link_open(&handler, 0);
    if (!link) fail("no connection");
    atomic_store(&game.link, link);
    double cpu_before = cpu();
    pthread_mutex_lock(&game.mutex);
    game.sent = now();
    ping(&game, OFFERER);
    pthread_cond_wait(&game.done, &game.mutex);
    pthread_mutex_unlock(&game.mutex);
    double cpu_used = cpu() - cpu_before;
    printf("{\"library\":\"%s\",\"workload\":\"ping-pong\",\"p50_us\":%.1f,\"p99_us\":%.1f,\"cpu_us_per_round\":%.1f}\n",
           bench_library, quantile(game.times, rounds, 0.5) * 1e6, quantile(game.times, rounds, 0.99) * 1e6,
           cpu_used * 1e6 / (double)rounds);
    bench_link_close(link);
    free(game.times);
}

/* --- set-up and idle --- */

static void ignore_message(void *user, int side, const void *data, size_t size) {
    (void)user, (void)side, (void)data, (void)size;
}

static void set_up(size_t count) {
    BenchHandler handler = {NULL, ignore_message, NULL};
    double *times = calloc(count, sizeof *times), used = 0;
    for (size_t i = 0; i < count; i++) {
        double cpu_before = cpu(), start = now();
        BenchLink *link = bench_link_open(&handler, 0);
        if (!link) fail("no connection");
        times[i] = now() - start;
        used += cpu() - cpu_before;
        bench_link_close(link);
    }
    printf("{\"library\":\"%s\",\"workload\":\"set-up\",\"median_ms\":%.2f,\"p95_ms\":%.2f,\"cpu_ms_per_connection\":%.2f}\n",
           bench_library, quantile(times, count, 0.5) * 1e3, quantile(times, count, 0.95) * 1e3,
           used * 1e3 / (double)(2 * count));
    free(times);
}

static void idle(size_t connections, unsigned seconds) {
    size_t count = connections / 2;
    BenchHandler handler = {NULL, ignore_message, NULL};
    BenchLink **links = calloc(count, sizeof *links);
    BenchLink *first = bench_link_open(&handler, 0); /* what the library takes once is not a connection's */
    if (!first) fail("no connection");
    long memory = status("VmRSS:");
    for (size_t i = 0; i < count; i++)
        if (!(links[i] = bench_link_open(&handler, 0))) fail("no connection");
    sleep(2);
    double cpu_before = cpu(), start = now();
    sleep(seconds);
    double share = (cpu() - cpu_before) / (now() - start);
    printf("{\"library\":\"%s\",\"workload\":\"idle-%zu\",\"kib_per_connection\":%.1f,\"threads\":%ld,\"cpu_percent\":%.2f}\n",
           bench_library, connections, (double)(status("VmRSS:") - memory) / (double)connections,
           status("Threads:"), share * 100);
    for (size_t i = 0; i < count; i++) bench_link_close(links[i]);
    bench_link_close(first);
    free(links);
}

static size_t number(int argc, char **argv, int at, size_t otherwise) {
    return argc > at ? (size_t)strtoul(argv[at], NULL, 10) : otherwise;
}

int main(int argc, char **argv) {
    const char *workload = argc > 1 ? argv[1] : "";
    bench_start();
    if (strcmp(workload, "throughput") == 0 && argc > 2) throughput(number(argc, argv, 2, 0), (double)number(argc, argv, 3, 4));
    else if (strcmp(workload, "ping-pong") == 0) ping_pong(number(argc, argv, 2, 10000));
    else if (strcmp(workload, "set-up") == 0) set_up(number(argc, argv, 2, 30));
    else if (strcmp(workload, "idle") == 0) idle(number(argc, argv, 2, 400), (unsigned)number(argc, argv, 3, 5));
    else {
        fprintf(stderr, "usage: %s throughput SIZE [SECONDS] | ping-pong [ROUNDS] | set-up [COUNT] | idle [CONNECTIONS] [SECONDS]\n",
                argv[0]);
        return 2;
    }
    bench_end();
    return 0;
}
