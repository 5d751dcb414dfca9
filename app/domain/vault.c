/* vault.c - see vault.h.
 *
 * DESIGN. A sealed value is: version of the data key (2 bytes, big end first), then what seal()
 * gives. Its associated data is "table.column:row:version", so that a value moved to another row,
 * column or version does not open. Data keys are fetched for each call: one read of the key store
 * by primary key, so that a destroyed key is gone at once in every process. */
#include "app/domain/vault.h"

#include "app/domain/wrapping.h"

#include <assert.h>
#include <string.h>

#define VERSION_BYTES 2
#define VERSION_FIRST 1
#define VERSION_MAX   65535
#define PLAIN_MAX     (1024 * 1024) /* a picture; more than any text */

struct lookup {
    int64_t owner_id;
    int64_t version; /* 0: the newest */
    struct data_key row;
};

static enum status lookup_tx(struct tx *t, void *arg)
{
    struct lookup *l = arg;

    if (l->version == 0) {
        return store_data_key_newest(t, l->owner_id, &l->row);
    }
    return store_data_key_get(t, l->owner_id, l->version, &l->row);
}

static const char *value_aad(struct ctx *x, const char *table, const char *column, int64_t row_id,
                             int64_t version)
{
    return arena_printf(x->arena, "%s.%s:%lld:%lld", table, column, (long long)row_id,
                        (long long)version);
}

/* The plain data key into key; *version is 0 for the newest on entry and which it is on return. */
static enum status data_key(struct ctx *x, int64_t owner_id, int64_t *version,
                            uint8_t key[KEY_BYTES])
{
    struct lookup l = {.owner_id = owner_id, .version = *version};
    enum status s = db_read(x->keys->keystore, x->arena, lookup_tx, &l);

    if (s == OK) {
        s = data_key_unwrap(x->arena, x->keys->master, &l.row, key);
        *version = l.row.version;
    }
    return s == E_INVALID ? E_INTERNAL : s;
}

static enum status put_tx(struct tx *t, void *arg)
{
    return store_data_key_put(t, arg);
}

enum status vault_create(struct ctx *x, int64_t owner_id)
{
    struct data_key row = {.owner_id = owner_id, .version = VERSION_FIRST, .created_at = x->now};
    uint8_t key[KEY_BYTES];
    enum status s;

    random_bytes(key, sizeof key);
    s = data_key_wrap(x->arena, x->keys->master, key, &row);
    explicit_bzero(key, sizeof key);
    return s == OK ? db_tx(x->keys->keystore, x->arena, put_tx, &row) : s;
}

/* Puts the version in front of the sealed bytes. */
static enum status with_version(struct ctx *x, int64_t version, struct slice body,
                                struct slice *sealed)
{
    uint8_t *out = arena_alloc(x->arena, VERSION_BYTES + body.len);

    assert(version >= VERSION_FIRST && version <= VERSION_MAX);
    if (out == NULL) {
        return E_BUSY;
    }
    out[0] = (uint8_t)(version >> 8);
    out[1] = (uint8_t)(version & 0xff);
    memcpy(out + VERSION_BYTES, body.data, body.len);
    *sealed = (struct slice){out, VERSION_BYTES + body.len};
    return OK;
}

enum status vault_seal_bytes(struct ctx *x, int64_t owner_id, const char *table, const char *column,
                             int64_t row_id, struct slice plain, struct slice *sealed)
{
    int64_t version = 0;
    uint8_t key[KEY_BYTES];
    struct slice body;
    const char *aad;
    enum status s;

    assert(plain.len <= PLAIN_MAX);
    *sealed = (struct slice){NULL, 0};
    s = data_key(x, owner_id, &version, key);
    if (s != OK) {
        return s;
    }
    aad = value_aad(x, table, column, row_id, version);
    s = aad == NULL ? E_BUSY : seal(x->arena, key, aad, plain, &body);
    explicit_bzero(key, sizeof key);
    return s == OK ? with_version(x, version, body, sealed) : s;
}

enum status vault_seal(struct ctx *x, int64_t owner_id, const char *table, const char *column,
                       int64_t row_id, const char *text, struct slice *sealed)
{
    *sealed = (struct slice){NULL, 0};
    if (text == NULL) {
        return OK;
    }
    return vault_seal_bytes(x, owner_id, table, column, row_id,
                            (struct slice){(const uint8_t *)text, strlen(text)}, sealed);
}

static enum status open_body(struct ctx *x, const uint8_t key[KEY_BYTES], const char *aad,
                             struct slice body, struct slice *plain)
{
    enum status s = aad != NULL ? unseal(x->arena, key, aad, body, plain) : E_BUSY;

    return s == OK || s == E_BUSY ? s : E_INTERNAL;
}

enum status vault_unseal_bytes(struct ctx *x, int64_t owner_id, const char *table,
                               const char *column, int64_t row_id, struct slice sealed,
                               struct slice *plain)
{
    int64_t version;
    uint8_t key[KEY_BYTES];
    struct slice body;
    enum status s;

    *plain = (struct slice){NULL, 0};
    if (sealed.len < VAULT_OVERHEAD_BYTES) {
        return E_INTERNAL;
    }
    version = (int64_t)sealed.data[0] << 8 | sealed.data[1];
    if (version < VERSION_FIRST) {
        return E_INTERNAL;
    }
    body = (struct slice){sealed.data + VERSION_BYTES, sealed.len - VERSION_BYTES};
    s = data_key(x, owner_id, &version, key);
    if (s != OK) {
        return s;
    }
    s = open_body(x, key, value_aad(x, table, column, row_id, version), body, plain);
    explicit_bzero(key, sizeof key);
    return s;
}

enum status vault_unseal(struct ctx *x, int64_t owner_id, const char *table, const char *column,
                         int64_t row_id, struct slice sealed, const char **text)
{
    struct slice plain;
    enum status s;

    *text = NULL;
    if (sealed.data == NULL) {
        return OK;
    }
    s = vault_unseal_bytes(x, owner_id, table, column, row_id, sealed, &plain);
    if (s != OK) {
        return s;
    }
    *text = arena_strndup(x->arena, (const char *)plain.data, plain.len);
    return *text != NULL ? OK : E_BUSY;
}

static enum status destroy_tx(struct tx *t, void *arg)
{
    const int64_t *owner_id = arg;

    return store_data_key_delete(t, *owner_id);
}

enum status vault_destroy(struct ctx *x, int64_t owner_id)
{
    assert(x->tx == NULL);
    return db_tx(x->keys->keystore, x->arena, destroy_tx, &owner_id);
}

const char *vault_blind(struct ctx *x, const char *text)
{
    uint8_t mac[SHA256_BYTES];
    char *hex = arena_alloc(x->arena, SHA256_HEX_BYTES);

    if (hex == NULL) {
        return NULL;
    }
    hmac_sha256(x->keys->blind, KEY_BYTES, text, strlen(text), mac);
    hex_encode(mac, sizeof mac, hex);
    return hex;
}
