/* crypto_login.c - see crypto.h: passwords (Argon2id, RFC 9106) and one-time codes (RFC 6238).
 *
 * DESIGN: libargon2's own hash and verify functions know no secret, so the hash is computed through
 * its context, and the usual text form ("$argon2id$v=19$m=...") is written and read here. The
 * parameters are read from the text, within bounds, so that they can be raised one day. */
#include "app/base/crypto.h"

#include "app/base/clock.h"
#include "app/base/mem.h"

#include <argon2.h>
#include <assert.h>
#include <liboath/oath.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

#define ARGON2_KIB        19456
#define ARGON2_PASSES     2
#define ARGON2_KIB_MIN    8            /* RFC 9106: 8 per lane */
#define ARGON2_KIB_MAX    (256 * 1024) /* a stored hash can't ask for all of the memory */
#define ARGON2_PASSES_MAX 10
#define SALT_BYTES        16
#define HASH_BYTES        32
#define SALT_TEXT_LEN     22 /* base 64 without padding */
#define HASH_TEXT_LEN     43

#define TOTP_STEP_S      30
#define TOTP_DIGITS      6
#define TOTP_STEPS_ASIDE 1 /* RFC 6238 section 5.2 */

/* The parts of an encoded hash. */
struct encoded {
    uint32_t kib, passes;
    uint8_t salt[SALT_BYTES];
    uint8_t hash[HASH_BYTES];
};

static int argon_alloc(uint8_t **memory, size_t bytes)
{
    *memory = mem_alloc(bytes);
    return *memory == NULL ? ARGON2_MEMORY_ALLOCATION_ERROR : ARGON2_OK;
}

static void argon_free(uint8_t *memory, size_t bytes)
{
    (void)bytes; /* already wiped by the library */
    mem_free(memory);
}

/* Fills e->hash from the rest of *e. */
static enum status argon(const char *password, const uint8_t pepper[KEY_BYTES], struct encoded *e)
{
    /* The library's fields are not const, but without clearing flags nothing is written to them. */
    argon2_context c = {
        .out = e->hash,
        .outlen = HASH_BYTES,
        .pwd = (uint8_t *)(uintptr_t)password,
        .pwdlen = (uint32_t)strlen(password),
        .salt = e->salt,
        .saltlen = SALT_BYTES,
        .secret = (uint8_t *)(uintptr_t)pepper,
        .secretlen = KEY_BYTES,
        .t_cost = e->passes,
        .m_cost = e->kib,
        .lanes = 1,
        .threads = 1,
        .version = ARGON2_VERSION_13,
        .allocate_cbk = argon_alloc,
        .free_cbk = argon_free,
        .flags = ARGON2_DEFAULT_FLAGS,
    };
    int code = argon2id_ctx(&c);

    if (code == ARGON2_MEMORY_ALLOCATION_ERROR) {
        return E_BUSY;
    }
    return code == ARGON2_OK ? OK : E_INTERNAL;
}

static void write_encoded(const struct encoded *e, char out[PASSWORD_HASH_BYTES_MAX])
{
    unsigned char salt[SALT_TEXT_LEN + 3], hash[HASH_TEXT_LEN + 2];

    EVP_EncodeBlock(salt, e->salt, SALT_BYTES);
    EVP_EncodeBlock(hash, e->hash, HASH_BYTES);
    snprintf(out, PASSWORD_HASH_BYTES_MAX, "$argon2id$v=19$m=%u,t=%u,p=1$%.*s$%.*s", e->kib,
             e->passes, SALT_TEXT_LEN, (const char *)salt, HASH_TEXT_LEN, (const char *)hash);
}

/* False unless the text is exactly what write_encoded writes. */
static bool read_encoded(const char *text, struct encoded *e)
{
    char salt[SALT_TEXT_LEN + 3], hash[HASH_TEXT_LEN + 2], again[PASSWORD_HASH_BYTES_MAX];
    unsigned char bytes[HASH_BYTES + 3];

    if (sscanf(text, "$argon2id$v=19$m=%6u,t=%2u,p=1$%22[A-Za-z0-9+/]$%43[A-Za-z0-9+/]", &e->kib,
               &e->passes, salt, hash) != 4 ||
        strlen(salt) != SALT_TEXT_LEN || strlen(hash) != HASH_TEXT_LEN || e->kib < ARGON2_KIB_MIN ||
        e->kib > ARGON2_KIB_MAX || e->passes < 1 || e->passes > ARGON2_PASSES_MAX) {
        return false;
    }
    memcpy(salt + SALT_TEXT_LEN, "==", 3);
    memcpy(hash + HASH_TEXT_LEN, "=", 2);
    if (EVP_DecodeBlock(bytes, (unsigned char *)salt, SALT_TEXT_LEN + 2) < SALT_BYTES) {
        return false;
    }
    memcpy(e->salt, bytes, SALT_BYTES);
    if (EVP_DecodeBlock(bytes, (unsigned char *)hash, HASH_TEXT_LEN + 1) < HASH_BYTES) {
        return false;
    }
    memcpy(e->hash, bytes, HASH_BYTES);
    write_encoded(e, again);
    return strcmp(text, again) == 0;
}

enum status password_hash(const char *password, const uint8_t pepper[KEY_BYTES],
                          char out[PASSWORD_HASH_BYTES_MAX])
{
    struct encoded e = {.kib = ARGON2_KIB, .passes = ARGON2_PASSES};
    enum status s;

    random_bytes(e.salt, sizeof e.salt);
    s = argon(password, pepper, &e);
    if (s == OK) {
        write_encoded(&e, out);
    }
    return s;
}

enum status password_check(const char *password, const uint8_t pepper[KEY_BYTES],
                           const char *encoded)
{
    uint8_t stored[HASH_BYTES];
    struct encoded e;
    enum status s;

    if (!read_encoded(encoded, &e)) {
        return E_INTERNAL;
    }
    memcpy(stored, e.hash, sizeof stored);
    s = argon(password, pepper, &e);
    if (s == OK && !bytes_equal(stored, e.hash, sizeof stored)) {
        s = E_UNAUTHORISED;
    }
    return s;
}

/* The code of a step; step 0 began at the epoch. */
static void code_of_step(const uint8_t secret[TOTP_SECRET_BYTES], int64_t step,
                         char out[TOTP_DIGITS + 1])
{
    int code =
        oath_totp_generate((const char *)secret, TOTP_SECRET_BYTES, (time_t)(step * TOTP_STEP_S),
                           TOTP_STEP_S, OATH_TOTP_DEFAULT_START_TIME, TOTP_DIGITS, out);

    assert(code == OATH_OK);
    (void)code;
}

enum status totp_check(const uint8_t secret[TOTP_SECRET_BYTES], const char *code, int64_t now,
                       int64_t *step)
{
    int64_t current = now / SECOND_MS / TOTP_STEP_S, accepted = -1;
    char right[TOTP_DIGITS + 1];

    if (strnlen(code, TOTP_DIGITS + 1) != TOTP_DIGITS) {
        return E_UNAUTHORISED;
    }
    /* All of them are compared, whichever fits: the time taken says nothing. */
    for (int64_t n = current - TOTP_STEPS_ASIDE; n <= current + TOTP_STEPS_ASIDE; n++) {
        code_of_step(secret, n < 0 ? 0 : n, right);
        if (bytes_equal(right, code, TOTP_DIGITS)) {
            accepted = n;
        }
    }
    if (accepted < 0) {
        return E_UNAUTHORISED;
    }
    *step = accepted;
    return OK;
}

void totp_code(const uint8_t secret[TOTP_SECRET_BYTES], int64_t now, char out[7])
{
    code_of_step(secret, now / SECOND_MS / TOTP_STEP_S, out);
}
