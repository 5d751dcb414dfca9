/* mem.c - see mem.h.
 *
 * DESIGN: the two variables below are the only mutable state outside a struct in the program. They
 * are thread-local, stay 0 unless a torture test sets them, and cost one comparison a call; passing
 * a failure plan through every constructor instead would put the tests into each signature. */
#include "app/base/mem.h"

#include <stdlib.h>

static _Thread_local int fail_in;
static _Thread_local bool has_failed;

void *mem_alloc(size_t bytes)
{
    if (fail_in > 0 && --fail_in == 0) {
        has_failed = true;
        return NULL;
    }
    return malloc(bytes);
}

void mem_free(void *memory)
{
    free(memory);
}

void mem_fail_after(int n)
{
    fail_in = n;
    has_failed = false;
}

bool mem_failed(void)
{
    return has_failed;
}
