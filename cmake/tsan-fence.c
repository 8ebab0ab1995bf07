/* ThreadSanitizer does not understand memory fences. Rust's Arc releases with `fetch_sub(Release)` and, for the last
 * reference, a fence; std has another form of that for the sanitizer, but std comes compiled without. So each last
 * release on another thread would be reported as a race with the one before. Linked with --wrap into programs under
 * ThreadSanitizer, these make every fetch_sub acquire as well, which is what the fence adds. */
#include <stdint.h>

enum { ACQUIRE_RELEASE = 4 }; /* __ATOMIC_ACQ_REL, as the compilers number it for the sanitizer too */

#define WRAP(bits)                                                                                 \
    uint##bits##_t __real___tsan_atomic##bits##_fetch_sub(volatile uint##bits##_t *,               \
                                                          uint##bits##_t, int);                    \
    uint##bits##_t __wrap___tsan_atomic##bits##_fetch_sub(volatile uint##bits##_t *object,         \
                                                          uint##bits##_t value, int order);        \
    uint##bits##_t __wrap___tsan_atomic##bits##_fetch_sub(volatile uint##bits##_t *object,         \
                                                          uint##bits##_t value, int order) {       \
        (void)order;                                                                               \
        return __real___tsan_atomic##bits##_fetch_sub(object, value, ACQUIRE_RELEASE);             \
    }

WRAP(32)
WRAP(64)
