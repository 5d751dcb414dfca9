/* crypto.h - hashes, keyed hashes, sealing, passwords and randomness (OpenSSL, libargon2, liboath);
 * nothing here invents cryptography. */
#ifndef APP_BASE_CRYPTO_H
#define APP_BASE_CRYPTO_H

#include "app/base/arena.h"

#include <stdbool.h>
#include <stdint.h>

#define SHA256_BYTES            32
#define SHA256_HEX_BYTES        65 /* 64 digits and a NUL */
#define KEY_BYTES               32
#define SEAL_OVERHEAD_BYTES     (1 + 12 + 16) /* format byte, nonce, tag */
#define PASSWORD_HASH_BYTES_MAX 160           /* Argon2 encoded form */
#define TOTP_SECRET_BYTES       20

/* Cryptographically strong bytes; ends the process when the kernel can't give any. */
void random_bytes(void *out, size_t len);
/* Uniform in [0, below). */
uint32_t random_below(uint32_t below);

void sha256(const void *data, size_t len, uint8_t out[SHA256_BYTES]);
void sha256_hex(const void *data, size_t len, char out[SHA256_HEX_BYTES]);
void hmac_sha256(const void *key, size_t key_len, const void *data, size_t len,
                 uint8_t out[SHA256_BYTES]);
/* Constant time in len. */
bool bytes_equal(const void *a, const void *b, size_t len);

/* Lower-case hex; out has 2 * len + 1 bytes. Decoders take the encoders' form alone: E_INVALID. */
void hex_encode(const void *data, size_t len, char *out);
enum status hex_decode(const char *text, void *out, size_t out_len) WARN_UNUSED;
/* RFC 4648 base64url without padding. NULL when the arena is full. */
char *base64url_encode(struct arena *a, const void *data, size_t len) WARN_UNUSED;
enum status base64url_decode(struct arena *a, const char *text, struct slice *out) WARN_UNUSED;

/* AES-256-GCM with a random nonce. aad binds the text to its place: "table.column:row:key_version".
 * E_BUSY when the arena is full. */
enum status seal(struct arena *a, const uint8_t key[KEY_BYTES], const char *aad, struct slice plain,
                 struct slice *sealed) WARN_UNUSED;
/* E_INVALID when anything (key, aad, bytes) is not what was sealed. */
enum status unseal(struct arena *a, const uint8_t key[KEY_BYTES], const char *aad,
                   struct slice sealed, struct slice *plain) WARN_UNUSED;

/* Argon2id, m = 19 MiB, t = 2, p = 1 (security.md section 2), with a pepper as Argon2's secret.
 * E_BUSY when memory is short. About 33 ms. */
enum status password_hash(const char *password, const uint8_t pepper[KEY_BYTES],
                          char out[PASSWORD_HASH_BYTES_MAX]) WARN_UNUSED;
/* OK, E_UNAUTHORISED when it is another password, E_INTERNAL for a hash that can't be read,
 * E_BUSY when memory is short. */
enum status password_check(const char *password, const uint8_t pepper[KEY_BYTES],
                           const char *encoded) WARN_UNUSED;

/* RFC 6238, SHA-1, 30 s, 6 digits, one step of tolerance either way. Returns the accepted step
 * number in *step, so that a code works once. E_UNAUTHORISED. */
enum status totp_check(const uint8_t secret[TOTP_SECRET_BYTES], const char *code, int64_t now,
                       int64_t *step) WARN_UNUSED;
void totp_code(const uint8_t secret[TOTP_SECRET_BYTES], int64_t now, char out[7]);
/* RFC 4648 base32 without padding; out has 33 bytes. */
void totp_secret_text(const uint8_t secret[TOTP_SECRET_BYTES], char out[33]);

#endif
