/* mem.h - the one door to the heap, so that a test can let the n-th allocation fail. */
#ifndef APP_BASE_MEM_H
#define APP_BASE_MEM_H

#include "app/base/status.h"

#include <stdbool.h>
#include <stddef.h>

/* malloc and free for all of the project's own memory; what libraries take is theirs.
 * NULL when the machine is out of memory, or when a test said so. */
void *mem_alloc(size_t bytes) WARN_UNUSED;
void mem_free(void *memory);

/* Lets the n-th allocation of this thread from now fail, once; 0 takes the order back. For torture
 * tests only: nothing in app/ calls it. */
void mem_fail_after(int n);
/* True when the ordered failure has happened: a test stops raising n when it has not. */
bool mem_failed(void);

#endif
