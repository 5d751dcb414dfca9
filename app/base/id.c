/* id.c - see id.h. */
#include "app/base/id.h"

#include <assert.h>
#include <string.h>

#define NODE_BITS      8
#define SEQUENCE_BITS  13
#define SEQUENCE_MASK  ((INT64_C(1) << SEQUENCE_BITS) - 1)
#define MS_MAX         ((INT64_C(1) << 42) - 1) /* the year 2109 */
#define ID_DIGITS      13
#define PREFIX_LEN_MAX 6

/* Without i, l, o, u: nobody mistakes or misreads a digit. */
static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";

void id_source_init(struct id_source *s, int node)
{
    assert(node >= 0 && node < 1 << NODE_BITS);
    atomic_init(&s->last, 0);
    s->node = node;
}

int64_t id_next(struct id_source *s, int64_t now)
{
    int64_t ms = now < 0 ? 0 : now;
    int64_t last = atomic_load(&s->last), next;

    assert(ms <= MS_MAX);
    do {
        /* A sequence that runs over borrows from the next millisecond; a clock that went back
         * stays at the newest one seen. */
        next = ms << SEQUENCE_BITS;
        next = next > last ? next : last + 1;
    } while (!atomic_compare_exchange_weak(&s->last, &last, next));
    return (next >> SEQUENCE_BITS) << (NODE_BITS + SEQUENCE_BITS) |
           (int64_t)s->node << SEQUENCE_BITS | (next & SEQUENCE_MASK);
}

void id_format(const char *prefix, int64_t id, char out[ID_TEXT_BYTES])
{
    size_t n = strlen(prefix);

    assert(n <= PREFIX_LEN_MAX && id > 0);
    memcpy(out, prefix, n);
    out[n++] = '_';
    for (int i = ID_DIGITS - 1; i >= 0; i--) {
        out[n + (size_t)i] = alphabet[id & 31];
        id >>= 5;
    }
    out[n + ID_DIGITS] = '\0';
}

enum status id_parse(const char *prefix, const char *text, int64_t *id)
{
    size_t n = strlen(prefix);
    int64_t value = 0;

    if (strncmp(text, prefix, n) != 0 || text[n] != '_') {
        return E_INVALID;
    }
    text += n + 1;
    /* 13 digits carry 65 bits; the first may hold only three of them. */
    if (strnlen(text, ID_DIGITS + 1) != ID_DIGITS || text[0] > '7') {
        return E_INVALID;
    }
    for (int i = 0; i < ID_DIGITS; i++) {
        const char *digit = strchr(alphabet, text[i]);

        if (digit == NULL) {
            return E_INVALID;
        }
        value = value << 5 | (digit - alphabet);
    }
    if (value == 0) {
        return E_INVALID;
    }
    *id = value;
    return OK;
}
