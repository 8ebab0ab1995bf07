/* The library can be loaded, used and unloaded again and again, and nothing of it is called
 * afterwards.
 *
 * It is a copy of the library, since this program itself holds the original. It is used on threads
 * that end before it is unloaded: a thread that used it keeps it loaded until it ends.
 */
#include "check.h"
#include <dlfcn.h>
#include <sys/wait.h>
#include <unistd.h>

typedef RTCResult (*Create)(DuologueRuntime *, const RTCConfiguration *, RTCPeerConnection **);
typedef RTCResult (*SetLocal)(RTCPeerConnection *, const RTCLocalSessionDescriptionInit *, int32_t);
typedef RTCResult (*CreateChannel)(RTCPeerConnection *, const char *, const RTCDataChannelInit *,
                                   RTCDataChannel **);
typedef RTCResult (*SetLog)(DuologueLogLevel, DuologueLogCallback, void *, DuologueDestroyCallback);
typedef void (*Unref)(void *);
typedef void (*Release)(void);

static void *library;

/* ISO C has no cast from an object pointer to a function pointer. */
#define LOAD(type, function, name)                                                                 \
    type function;                                                                                 \
    *(void **)&function = dlsym(library, name);                                                    \
    CHECK(function != NULL)

static void copy_file(const char *from, const char *to) {
    static char buffer[1 << 16];
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    size_t count;
    CHECK(in != NULL && out != NULL);
    while ((count = fread(buffer, 1, sizeof buffer, in)) > 0)
        CHECK(fwrite(buffer, 1, count, out) == count);
    CHECK(!ferror(in) && fclose(in) == 0 && fclose(out) == 0);
}

static void on_log(DuologueLogLevel level, const char *message, void *userdata) {
    (void)level, (void)message, (void)userdata;
}

static void *use(void *unused) {
    RTCPeerConnection *pc = NULL;
    RTCDataChannel *channel = NULL;
    (void)unused;
    LOAD(Create, create, "rtc_peer_connection_create");
    LOAD(CreateChannel, create_channel, "rtc_peer_connection_create_data_channel");
    LOAD(SetLocal, set_local, "duologue_peer_connection_set_local_description_wait");
    LOAD(SetLog, set_log, "duologue_set_log_callback");
    LOAD(Unref, unref, "rtc_peer_connection_unref");
    LOAD(Unref, unref_channel, "rtc_data_channel_unref");
    LOAD(Release, release, "duologue_default_runtime_release");
    CHECK(set_log(DUOLOGUE_LOG_LEVEL_TRACE, on_log, NULL, NULL) == RTC_RESULT_OK);
    CHECK(create(NULL, NULL, &pc) == RTC_RESULT_OK);
    CHECK(create_channel(pc, "", NULL, &channel) == RTC_RESULT_OK);
    CHECK(set_local(pc, NULL, PATIENCE_MS) == RTC_RESULT_OK);
    CHECK(create(NULL, NULL, NULL) == RTC_RESULT_TYPE_ERROR);
    unref_channel(channel);
    unref(pc);
    release();
    return NULL;
}

/* A sanitizer is linked into the program together with the library; then there is nothing to load.
 */
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#endif

int main(void) {
#ifdef SANITIZED
    puts("skipped: a sanitizer is linked in");
    return 0;
#endif
    char path[] = "./duologue-unload-XXXXXX";
    int file = mkstemp(path);
    CHECK(file >= 0 && close(file) == 0);
    copy_file(DUOLOGUE_LIBRARY, path);
    for (int i = 0; i < 10; i++) {
        pthread_t thread;
        int status = -1;
        library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
        CHECK(library != NULL);
        CHECK(pthread_create(&thread, NULL, use, NULL) == 0);
        CHECK(pthread_join(thread, NULL) == 0);
        CHECK(dlclose(library) == 0);
        CHECK(dlopen(path, RTLD_NOW | RTLD_NOLOAD) == NULL); /* it is really gone */
        pid_t child = fork();                                /* its fork handler too */
        if (child == 0)
            _exit(0);
        CHECK(waitpid(child, &status, 0) == child && status == 0);
    }
    CHECK(unlink(path) == 0);
    return 0;
}
