/* vault.h - the process's secrets, and the sealing of personal data: a key per household (per
 * member where there is none), wrapped by the master key and kept in a database apart. */
#ifndef APP_DOMAIN_VAULT_H
#define APP_DOMAIN_VAULT_H

#include "app/base/crypto.h"
#include "app/domain/ctx.h"

#define VAULT_OVERHEAD_BYTES (2 + SEAL_OVERHEAD_BYTES) /* key version, then what seal() adds */

struct keys {
    uint8_t master[KEY_BYTES]; /* wraps the data keys */
    uint8_t blind[KEY_BYTES];  /* of vault_blind */
    uint8_t pepper[KEY_BYTES]; /* of password_hash */
    uint8_t cursor[KEY_BYTES]; /* server_options.cursor_key */
    struct db *keystore;       /* where the wrapped data keys lie; borrowed */
    _Atomic int hashing_now;   /* password hashes being made in this process */
    _Atomic int *hashing;      /* of hashing_now, so that a const struct keys can count */
};

/* Writes the key files that are missing into dir (made 0700 where it does not exist), each 0600
 * with fresh random bytes; *made counts them. A file that is there is never touched.
 * E_BUSY when the disk refuses. */
enum status keys_init(const char *dir, int *made) WARN_UNUSED;

/* Reads all of them and sets keystore. E_NOT_FOUND when one is missing and E_INVALID when one is
 * not 64 hex digits or may be read by others; *bad then names it. */
enum status keys_load(const char *dir, struct db *keystore, struct keys *keys,
                      const char **bad) WARN_UNUSED;

/* One key file of dir: written with fresh random bytes unless it is there; read, with the statuses
 * of keys_load. For app/domain/rotation.h. */
enum status key_file_make(const char *dir, const char *name) WARN_UNUSED;
enum status key_file_read(const char *dir, const char *name, uint8_t key[KEY_BYTES]) WARN_UNUSED;
/* What was written, linked or renamed in dir stays there after a power cut. */
enum status key_folder_sync(const char *dir) WARN_UNUSED;

/* Makes the owner's data key unless there is one; owner_id is a household's or a member's id. May
 * be called inside a transaction, also one that runs again: the key is durable before that commits,
 * and one whose owner never came to be opens nothing. */
enum status vault_create(struct ctx *x, int64_t owner_id) WARN_UNUSED;

/* Seals text under the owner's key, bound to its place: table, column and row. The slice lies in
 * the arena. A NULL text gives an empty slice, which is SQL NULL. E_NOT_FOUND when the owner has
 * no key (any more). */
enum status vault_seal(struct ctx *x, int64_t owner_id, const char *table, const char *column,
                       int64_t row_id, const char *text, struct slice *sealed) WARN_UNUSED;

/* The text again, in the arena; NULL for an empty slice. E_NOT_FOUND when the key is destroyed,
 * E_INTERNAL when the bytes are not what was sealed at that place. */
enum status vault_unseal(struct ctx *x, int64_t owner_id, const char *table, const char *column,
                         int64_t row_id, struct slice sealed, const char **text) WARN_UNUSED;

/* The same for bytes that are no text: a picture. */
enum status vault_seal_bytes(struct ctx *x, int64_t owner_id, const char *table, const char *column,
                             int64_t row_id, struct slice plain, struct slice *sealed) WARN_UNUSED;
enum status vault_unseal_bytes(struct ctx *x, int64_t owner_id, const char *table,
                               const char *column, int64_t row_id, struct slice sealed,
                               struct slice *plain) WARN_UNUSED;

/* Makes everything sealed under the owner's key unreadable for good. Only after the transaction
 * that decided it has committed (asserted): a key can't be rolled back. OK also when there is
 * none. */
enum status vault_destroy(struct ctx *x, int64_t owner_id) WARN_UNUSED;

/* 64 hex digits that are the same for the same text and tell nothing about it: for UNIQUE and for
 * looking up a sealed e-mail address or phone number. NULL when the arena is full. */
const char *vault_blind(struct ctx *x, const char *text) WARN_UNUSED;

#endif
