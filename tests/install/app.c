/* What a user's first program does: include the header, link the library and call it. */
#include <duologue.h>
#include <stdio.h>

int main(void) {
    if (duologue_version_number() != DUOLOGUE_VERSION_NUMBER) {
        fprintf(stderr, "header %s, library %s\n", DUOLOGUE_VERSION, duologue_version());
        return 1;
    }
    printf("app: duologue %s\n", duologue_version());
    return 0;
}
