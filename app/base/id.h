/* id.h - 63-bit identifiers that sort by time, and how they look in the API ("bk_0123456789abc").
 */
#ifndef APP_BASE_ID_H
#define APP_BASE_ID_H

#include "app/base/status.h"

#include <stdatomic.h>
#include <stdint.h>

#define ID_TEXT_BYTES 24 /* prefix (<= 6), '_', 13 characters, NUL */

/* 42 bits ms since the epoch, 8 bits node, 13 bits sequence.
 * One source per process; safe to use from any thread. */
struct id_source {
    _Atomic int64_t last; /* ms << 13 | sequence of the newest id */
    int node;             /* 0-255, leased from a row so that no two processes share it */
};

void id_source_init(struct id_source *s, int node);

/* Never the same twice, never smaller than before from one source, also when `now` goes back. */
int64_t id_next(struct id_source *s, int64_t now);

/* Crockford base 32, lower case, 13 characters behind the prefix. */
void id_format(const char *prefix, int64_t id, char out[ID_TEXT_BYTES]);

/* E_INVALID for another prefix, another alphabet, another length, zero or a number over 63 bits. */
enum status id_parse(const char *prefix, const char *text, int64_t *id) WARN_UNUSED;

#endif
