/* The log goes where the application says, and nowhere once it says so. */
#include "pair.h"

typedef struct Sink {
    Counter lines, destroyed;
    int deepest;
} Sink;

static void on_line(DuologueLogLevel level, const char *message, void *userdata) {
    Sink *sink = userdata;
    CHECK(level >= DUOLOGUE_LOG_LEVEL_ERROR && level <= DUOLOGUE_LOG_LEVEL_TRACE);
    CHECK(duologue_log_level_to_string(level) != NULL && message[0] != '\0');
    CHECK(counter_get(&sink->destroyed) == 0);
    counter_add(&sink->lines);
}

static void on_destroy(void *userdata) {
    counter_add(&((Sink *)userdata)->destroyed);
}

static void talk(void) {
    Pair pair;
    pair_open(&pair, NULL, NULL);
    pair_release(&pair);
    duologue_default_runtime_release();
}

int main(void) {
    Sink quiet = {COUNTER_INIT, COUNTER_INIT, 0}, loud = {COUNTER_INIT, COUNTER_INIT, 0};
    CHECK_TYPE_ERROR(duologue_set_log_callback((DuologueLogLevel)6, on_line, &quiet, on_destroy));
    CHECK(counter_get(&quiet.destroyed) == 0);
    CHECK_OK(duologue_set_log_callback(DUOLOGUE_LOG_LEVEL_ERROR, on_line, &quiet, on_destroy));
    talk();
    CHECK(counter_get(&quiet.lines) == 0); /* nothing went wrong */
    CHECK_OK(duologue_set_log_callback(DUOLOGUE_LOG_LEVEL_TRACE, on_line, &loud, on_destroy));
    CHECK(counter_get(&quiet.destroyed) == 1);
    talk();
    CHECK(counter_get(&loud.lines) > 0 && counter_get(&loud.destroyed) == 0);
    int lines = counter_get(&loud.lines);
    CHECK_OK(duologue_set_log_callback(DUOLOGUE_LOG_LEVEL_ERROR, NULL, NULL, NULL));
    CHECK(counter_get(&loud.destroyed) == 1);
    talk();
    CHECK(counter_get(&loud.lines) == lines);
    return 0;
}
