/* crypto.c - see crypto.h: randomness, hashes and sealing. The text forms are in crypto_text.c,
 * passwords and one-time codes in crypto_login.c. */
#include "app/base/crypto.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#define SEAL_FORMAT      1
#define SEAL_NONCE_BYTES 12 /* NIST SP 800-38D section 5.2.1.1 */
#define SEAL_TAG_BYTES   16

static _Noreturn void die(const char *what)
{
    fprintf(stderr, "otagai: %s failed, ending\n", what);
    abort();
}

void random_bytes(void *out, size_t len)
{
    uint8_t *at = out;

    while (len > 0) {
        ssize_t got = getrandom(at, len, 0);

        if (got < 0 && errno != EINTR) {
            die("getrandom");
        }
        if (got > 0) {
            at += got;
            len -= (size_t)got;
        }
    }
}

uint32_t random_below(uint32_t below)
{
    uint32_t number, fair;

    assert(below > 0);
    fair =
        UINT32_MAX - UINT32_MAX % below; /* a multiple of below: what lies above is drawn again */
    do {
        random_bytes(&number, sizeof number);
    } while (number >= fair);
    return number % below;
}

void sha256(const void *data, size_t len, uint8_t out[SHA256_BYTES])
{
    if (EVP_Digest(data, len, out, NULL, EVP_sha256(), NULL) != 1) {
        die("SHA-256");
    }
}

void sha256_hex(const void *data, size_t len, char out[SHA256_HEX_BYTES])
{
    uint8_t digest[SHA256_BYTES];

    sha256(data, len, digest);
    hex_encode(digest, sizeof digest, out);
}

void hmac_sha256(const void *key, size_t key_len, const void *data, size_t len,
                 uint8_t out[SHA256_BYTES])
{
    assert(key_len <= INT_MAX);
    if (HMAC(EVP_sha256(), key, (int)key_len, data, len, out, NULL) == NULL) {
        die("HMAC");
    }
}

bool bytes_equal(const void *a, const void *b, size_t len)
{
    return CRYPTO_memcmp(a, b, len) == 0;
}

/* Sealed bytes: format, nonce, text, tag. */
static enum status encrypt(EVP_CIPHER_CTX *c, const uint8_t *key, const char *aad,
                           struct slice plain, uint8_t *out)
{
    uint8_t *nonce = out + 1, *text = nonce + SEAL_NONCE_BYTES, *tag = text + plain.len;
    int n;

    out[0] = SEAL_FORMAT;
    random_bytes(nonce, SEAL_NONCE_BYTES);
    if (EVP_EncryptInit_ex(c, EVP_aes_256_gcm(), NULL, key, nonce) != 1 ||
        EVP_EncryptUpdate(c, NULL, &n, (const uint8_t *)aad, (int)strlen(aad)) != 1 ||
        EVP_EncryptUpdate(c, text, &n, plain.data, (int)plain.len) != 1 ||
        EVP_EncryptFinal_ex(c, tag, &n) != 1 ||
        EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_GET_TAG, SEAL_TAG_BYTES, tag) != 1) {
        return E_INTERNAL;
    }
    return OK;
}

enum status seal(struct arena *a, const uint8_t key[KEY_BYTES], const char *aad, struct slice plain,
                 struct slice *sealed)
{
    EVP_CIPHER_CTX *c;
    uint8_t *out;
    enum status s;

    assert(plain.len <= INT_MAX - SEAL_OVERHEAD_BYTES);
    out = arena_alloc(a, plain.len + SEAL_OVERHEAD_BYTES);
    c = EVP_CIPHER_CTX_new();
    s = out == NULL || c == NULL ? E_BUSY : encrypt(c, key, aad, plain, out);
    EVP_CIPHER_CTX_free(c);
    if (s == OK) {
        *sealed = (struct slice){out, plain.len + SEAL_OVERHEAD_BYTES};
    }
    return s;
}

/* The text goes to out before it is known to be true: whoever calls wipes it when it is not. */
static bool decrypt(EVP_CIPHER_CTX *c, const uint8_t *key, const char *aad, struct slice sealed,
                    uint8_t *out)
{
    const uint8_t *nonce = sealed.data + 1, *text = nonce + SEAL_NONCE_BYTES;
    size_t len = sealed.len - SEAL_OVERHEAD_BYTES;
    uint8_t tag[SEAL_TAG_BYTES];
    int n;

    memcpy(tag, text + len, sizeof tag);
    return EVP_DecryptInit_ex(c, EVP_aes_256_gcm(), NULL, key, nonce) == 1 &&
           EVP_DecryptUpdate(c, NULL, &n, (const uint8_t *)aad, (int)strlen(aad)) == 1 &&
           EVP_DecryptUpdate(c, out, &n, text, (int)len) == 1 &&
           EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_SET_TAG, SEAL_TAG_BYTES, tag) == 1 &&
           EVP_DecryptFinal_ex(c, out + len, &n) == 1;
}

enum status unseal(struct arena *a, const uint8_t key[KEY_BYTES], const char *aad,
                   struct slice sealed, struct slice *plain)
{
    EVP_CIPHER_CTX *c;
    uint8_t *out;
    size_t len;
    bool authentic;

    if (sealed.len < SEAL_OVERHEAD_BYTES || sealed.len > INT_MAX || sealed.data[0] != SEAL_FORMAT) {
        return E_INVALID;
    }
    len = sealed.len - SEAL_OVERHEAD_BYTES;
    out = arena_alloc(a, len + 1); /* a sealed text reads as a C string at once */
    c = EVP_CIPHER_CTX_new();
    if (out == NULL || c == NULL) {
        EVP_CIPHER_CTX_free(c);
        return E_BUSY;
    }
    authentic = decrypt(c, key, aad, sealed, out);
    EVP_CIPHER_CTX_free(c);
    if (!authentic) {
        OPENSSL_cleanse(out, len);
        return E_INVALID;
    }
    *plain = (struct slice){out, len};
    return OK;
}
