/* After a fork the child's calls answer with an error, and releasing does nothing; the parent goes
 * on. A process that forks before it makes a runtime may use the library on both sides. */
#include "pair.h"
#include <sys/wait.h>
#include <unistd.h>

/* The child becomes another program: what the parent's threads owned is nobody's here, and no leak
 * checker shall ask for it. */
static void succeed(void) {
    execlp("true", "true", (char *)NULL);
    _exit(1);
}

static void wait_for(pid_t child) {
    int status = 0;
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void use(void) {
    Pair pair;
    pair_open(&pair, NULL, NULL);
    pair_release(&pair);
    duologue_default_runtime_release();
}

static bool has_message(const Pair *pair) {
    return pair->b.messages > 0;
}

static void in_child(Pair *pair) {
    RTCPeerConnection *pc = NULL;
    DuologueRuntime *runtime = NULL;
    CHECK_RESULT(DUOLOGUE_RESULT_FORKED, rtc_peer_connection_close(pair->a.pc));
    CHECK_RESULT(DUOLOGUE_RESULT_FORKED, rtc_data_channel_send_string(pair->a.channel, "child"));
    CHECK_RESULT(DUOLOGUE_RESULT_FORKED, rtc_peer_connection_create(NULL, NULL, &pc));
    CHECK_RESULT(DUOLOGUE_RESULT_FORKED, duologue_runtime_create(NULL, &runtime));
    CHECK(pc == NULL && runtime == NULL);
    CHECK((int)rtc_peer_connection_connection_state(pair->a.pc) == 0);
    CHECK(rtc_data_channel_label(pair->a.channel) == NULL);
    rtc_data_channel_unref(pair->a.channel);
    rtc_peer_connection_unref(pair->a.pc);
    rtc_peer_connection_unref(pair->a.pc);
    duologue_default_runtime_release();
    CHECK(strcmp(duologue_version(), DUOLOGUE_VERSION) == 0);
}

int main(void) {
    Pair pair;
    pid_t child = fork();
    if (child == 0) {
        use();
        succeed();
    }
    wait_for(child);

    pair_open(&pair, NULL, NULL);
    child = fork();
    if (child == 0) {
        in_child(&pair);
        succeed();
    }
    wait_for(child);
    CHECK_OK(rtc_data_channel_send_string(pair.a.channel, "parent"));
    pair_wait(&pair, has_message);
    pair_release(&pair);
    duologue_default_runtime_release();
    return 0;
}
