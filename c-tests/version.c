/* The version of the header and that of the library. */
#include "check.h"

int main(void) {
    CHECK(strcmp(duologue_version(), DUOLOGUE_VERSION) == 0);
    CHECK(duologue_version_number() == DUOLOGUE_VERSION_NUMBER);
    CHECK(DUOLOGUE_VERSION_NUMBER >= 0x000100);
    return 0;
}
