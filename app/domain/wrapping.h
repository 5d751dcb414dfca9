/* wrapping.h - a data key under a master key, as it lies in the key store. */
#ifndef APP_DOMAIN_WRAPPING_H
#define APP_DOMAIN_WRAPPING_H

#include "app/base/crypto.h"
#include "db/store/data_key.h"

/* Bound to owner and version of the row, which must be set; row->wrapped lies in the arena then.
 * E_BUSY when the arena is full. */
enum status data_key_wrap(struct arena *a, const uint8_t master[KEY_BYTES],
                          const uint8_t key[KEY_BYTES], struct data_key *row) WARN_UNUSED;

/* E_INVALID when it was wrapped by another master key or for another row. */
enum status data_key_unwrap(struct arena *a, const uint8_t master[KEY_BYTES],
                            const struct data_key *row, uint8_t key[KEY_BYTES]) WARN_UNUSED;

#endif
