/* cursor.c - see cursor.h. */
#include "app/http/cursor.h"

#include "app/base/crypto.h"
#include "app/http/router.h"
#include "app/http/server_parts.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#define MAC_BYTES 16

struct cursor {
    uint8_t place[16]; /* key and id, big-endian */
    uint8_t mac[MAC_BYTES];
};

static void put_i64(uint8_t out[8], int64_t v)
{
    for (int i = 0; i < 8; i++) {
        out[i] = (uint8_t)((uint64_t)v >> (56 - 8 * i));
    }
}

static int64_t get_i64(const uint8_t in[8])
{
    uint64_t v = 0;

    for (int i = 0; i < 8; i++) {
        v = v << 8 | in[i];
    }
    return (int64_t)v;
}

static enum status sign(struct request *rq, const uint8_t place[16], uint8_t mac[MAC_BYTES])
{
    const uint8_t *key = rq->server->cursor_key;
    uint8_t full[SHA256_BYTES];
    char hex[33], *text;

    assert(key != NULL);
    hex_encode(place, 16, hex);
    text = arena_printf(rq->ctx.arena, "cursor %s %" PRId64 " %s", rq->route->pattern,
                        rq->ctx.member_id, hex);
    if (text == NULL) {
        return E_BUSY;
    }
    hmac_sha256(key, KEY_BYTES, text, strlen(text), full);
    memcpy(mac, full, MAC_BYTES);
    return OK;
}

enum status cursor_make(struct request *rq, int64_t key, int64_t id, const char **text)
{
    struct cursor c;
    enum status s;

    put_i64(c.place, key);
    put_i64(c.place + 8, id);
    s = sign(rq, c.place, c.mac);
    if (s != OK) {
        return s;
    }
    *text = base64url_encode(rq->ctx.arena, &c, sizeof c);
    return *text != NULL ? OK : E_BUSY;
}

enum status cursor_read(struct request *rq, const char *text, int64_t *key, int64_t *id)
{
    uint8_t mac[MAC_BYTES];
    struct cursor c;
    struct slice bytes;
    enum status s = base64url_decode(rq->ctx.arena, text, &bytes);

    if (s != OK) {
        return s;
    }
    if (bytes.len != sizeof c) {
        return E_INVALID;
    }
    memcpy(&c, bytes.data, sizeof c);
    s = sign(rq, c.place, mac);
    if (s == OK && !bytes_equal(mac, c.mac, sizeof mac)) {
        s = E_INVALID;
    }
    if (s == OK) {
        *key = get_i64(c.place);
        *id = get_i64(c.place + 8);
    }
    return s;
}
