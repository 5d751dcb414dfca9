/* wrapping.c - see wrapping.h. */
#include "app/domain/wrapping.h"

#include <string.h>

static const char *place_of(struct arena *a, const struct data_key *row)
{
    return arena_printf(a, "data_key.wrapped:%lld:%lld", (long long)row->owner_id,
                        (long long)row->version);
}

enum status data_key_wrap(struct arena *a, const uint8_t master[KEY_BYTES],
                          const uint8_t key[KEY_BYTES], struct data_key *row)
{
    const char *place = place_of(a, row);

    return place != NULL ? seal(a, master, place, (struct slice){key, KEY_BYTES}, &row->wrapped)
                         : E_BUSY;
}

enum status data_key_unwrap(struct arena *a, const uint8_t master[KEY_BYTES],
                            const struct data_key *row, uint8_t key[KEY_BYTES])
{
    const char *place = place_of(a, row);
    struct slice plain;
    enum status s = place != NULL ? unseal(a, master, place, row->wrapped, &plain) : E_BUSY;

    if (s != OK) {
        return s;
    }
    if (plain.len != KEY_BYTES) {
        return E_INVALID;
    }
    memcpy(key, plain.data, KEY_BYTES);
    explicit_bzero((void *)(uintptr_t)plain.data, KEY_BYTES);
    return OK;
}
