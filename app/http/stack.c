/* stack.c - see stack.h.
 *
 * DESIGN: CivetWeb's worker threads ask for 100 KiB of stack, which a body of nested brackets
 * overflows in a recursive parser. The library imports pthread_attr_setstacksize; the definition
 * below comes before libc's in the search order, so that the wish is raised to our minimum. */
#include "app/http/stack.h"

#include "app/base/limits.h"

#include <assert.h>
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <string.h>

typedef int (*setstacksize_fn)(pthread_attr_t *attr, size_t bytes);

int pthread_attr_setstacksize(pthread_attr_t *attr, size_t bytes)
{
    void *symbol = dlsym(RTLD_NEXT, "pthread_attr_setstacksize");
    setstacksize_fn real;

    if (symbol == NULL) {
        return ENOSYS;
    }
    memcpy(&real, &symbol, sizeof real); /* ISO C has no cast from object to function pointer */
    return real(attr, bytes < THREAD_STACK_BYTES_MIN ? THREAD_STACK_BYTES_MIN : bytes);
}

void stack_assert(void)
{
    pthread_attr_t attr;
    size_t bytes = 0;
    void *base;
    int failed = pthread_getattr_np(pthread_self(), &attr);

    assert(failed == 0);
    failed = pthread_attr_getstack(&attr, &base, &bytes);
    (void)pthread_attr_destroy(&attr);
    assert(failed == 0 && bytes >= THREAD_STACK_BYTES_MIN);
    (void)failed;
}
