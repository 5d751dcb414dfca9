/* unseal_fuzz.c - nobody without the key makes sealed bytes; what was sealed opens, and with any
 * byte changed does not. The text decoders run on the same input. */
#include "app/base/crypto.h"
#include "tests/fuzz/fuzz.h"

static const uint8_t key[KEY_BYTES] = "a key that only this target uses";

static void try_forged(struct arena *a, const uint8_t *data, size_t len)
{
    uint8_t *exact = (uint8_t *)fuzz_text(data, len);
    struct slice plain;

    MUST(unseal(a, key, "person.phone:42:1", (struct slice){exact, len}, &plain) == E_INVALID);
    free(exact);
}

static void try_round(struct arena *a, const uint8_t *data, size_t len)
{
    struct slice sealed, plain;
    uint8_t *bytes;
    size_t at = len > 0 ? data[0] * (size_t)7919 : 0;

    MUST(seal(a, key, "x", (struct slice){data, len}, &sealed) == OK);
    MUST(unseal(a, key, "x", sealed, &plain) == OK);
    MUST(plain.len == len && (len == 0 || memcmp(plain.data, data, len) == 0));
    bytes = arena_alloc(a, sealed.len);
    MUST(bytes != NULL);
    memcpy(bytes, sealed.data, sealed.len);
    bytes[at % sealed.len] ^= len > 1 && data[1] != 0 ? data[1] : 1;
    MUST(unseal(a, key, "x", (struct slice){bytes, sealed.len}, &plain) == E_INVALID);
}

static void try_decoders(struct arena *a, const uint8_t *data, size_t len)
{
    char *text = fuzz_text(data, len), hex[65];
    struct slice bytes;
    uint8_t out[32];

    if (base64url_decode(a, text, &bytes) == OK) {
        MUST(strcmp(base64url_encode(a, bytes.data, bytes.len), text) == 0);
    }
    if (hex_decode(text, out, sizeof out) == OK) {
        hex_encode(out, sizeof out, hex);
        MUST(strcmp(hex, text) == 0);
    }
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct arena *a = arena_open(8 * 1024 * 1024);

    try_forged(a, data, len);
    try_round(a, data, len);
    try_decoders(a, data, len);
    arena_close(a);
    return 0;
}
