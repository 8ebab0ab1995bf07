/* What the tests are made of: checks that end the program, and a place to wait for callbacks. */
#ifndef CHECK_H
#define CHECK_H

#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif
#include <duologue.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Ends the test as failed unless the condition holds. */
#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: %s\n    last error: %s\n", __FILE__, __LINE__, #condition,     \
                    duologue_last_error_message());                                                \
            exit(1);                                                                               \
        }                                                                                          \
    } while (0)

/* Ends the test as failed unless the call has this result; an error must come with a message. */
#define CHECK_RESULT(expected, call)                                                               \
    do {                                                                                           \
        RTCResult check_result = (call);                                                           \
        if (check_result != (expected)) {                                                          \
            fprintf(stderr, "%s:%d: %s\n    is %s, not %s: %s\n", __FILE__, __LINE__, #call,       \
                    rtc_result_to_string(check_result), rtc_result_to_string(expected),            \
                    duologue_last_error_message());                                                \
            exit(1);                                                                               \
        }                                                                                          \
        CHECK((check_result == RTC_RESULT_OK) == (duologue_last_error_message()[0] == '\0'));      \
    } while (0)

#define CHECK_OK(call)         CHECK_RESULT(RTC_RESULT_OK, call)
#define CHECK_TYPE_ERROR(call) CHECK_RESULT(RTC_RESULT_TYPE_ERROR, call)

/* How long anything may take: only a test that fails waits so long. */
enum { PATIENCE_S = 120, PATIENCE_MS = PATIENCE_S * 1000 };

/* Counts what happened on other threads. */
typedef struct Counter {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    int value;
} Counter;

#define COUNTER_INIT                                                                               \
    { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0 }

static inline void counter_add(Counter *counter) {
    pthread_mutex_lock(&counter->mutex);
    counter->value++;
    pthread_cond_broadcast(&counter->changed);
    pthread_mutex_unlock(&counter->mutex);
}

static inline int counter_get(Counter *counter) {
    pthread_mutex_lock(&counter->mutex);
    int value = counter->value;
    pthread_mutex_unlock(&counter->mutex);
    return value;
}

static inline void counter_wait(Counter *counter, int value) {
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += PATIENCE_S;
    pthread_mutex_lock(&counter->mutex);
    while (counter->value < value)
        CHECK(pthread_cond_timedwait(&counter->changed, &counter->mutex, &until) == 0);
    pthread_mutex_unlock(&counter->mutex);
}

/* A callback of any kind that counts; userdata is the Counter. */
static inline void count_event(const RTCEvent *event, void *userdata) {
    (void)event;
    counter_add((Counter *)userdata);
}

static inline void count_promise(const RTCError *error, void *userdata) {
    (void)error;
    counter_add((Counter *)userdata);
}

static inline void count_destroy(void *userdata) {
    counter_add((Counter *)userdata);
}

#endif
