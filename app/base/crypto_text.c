/* crypto_text.c - see crypto.h: bytes as hex, base64url and base32. Decoders are strict: one value
 * has one text. */
#include "app/base/crypto.h"

#include <assert.h>
#include <string.h>

void hex_encode(const void *data, size_t len, char *out)
{
    static const char digits[] = "0123456789abcdef";
    const uint8_t *bytes = data;

    for (size_t i = 0; i < len; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
    out[2 * len] = '\0';
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

enum status hex_decode(const char *text, void *out, size_t out_len)
{
    uint8_t *bytes = out;

    if (strnlen(text, 2 * out_len + 1) != 2 * out_len) {
        return E_INVALID;
    }
    for (size_t i = 0; i < out_len; i++) {
        int high = hex_digit(text[2 * i]), low = hex_digit(text[2 * i + 1]);

        if (high < 0 || low < 0) {
            return E_INVALID;
        }
        bytes[i] = (uint8_t)(high << 4 | low);
    }
    return OK;
}

static const char base64url[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

char *base64url_encode(struct arena *a, const void *data, size_t len)
{
    const uint8_t *bytes = data;
    char *text = len > SIZE_MAX / 2 ? NULL : arena_alloc(a, len + len / 3 + 3), *at = text;
    uint32_t bits = 0;
    int held = 0;

    if (text == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < len; i++) {
        bits = bits << 8 | bytes[i];
        for (held += 8; held >= 6; held -= 6) {
            *at++ = base64url[bits >> (held - 6) & 63];
        }
    }
    if (held > 0) {
        *at++ = base64url[bits << (6 - held) & 63];
    }
    *at = '\0';
    return text;
}

enum status base64url_decode(struct arena *a, const char *text, struct slice *out)
{
    size_t len = strlen(text), n = 0;
    uint8_t *bytes = arena_alloc(a, len / 4 * 3 + 3);
    uint32_t bits = 0;
    int held = 0;

    if (bytes == NULL) {
        return E_BUSY;
    }
    for (size_t i = 0; i < len; i++) {
        const char *digit = strchr(base64url, text[i]);

        if (digit == NULL) {
            return E_INVALID;
        }
        bits = bits << 6 | (uint32_t)(digit - base64url);
        held += 6;
        if (held >= 8) {
            held -= 8;
            bytes[n++] = (uint8_t)(bits >> held);
        }
    }
    /* A lone last digit holds no byte; bits beyond the last byte are 0 in the one right form. */
    if (held >= 6 || (bits & ((1U << held) - 1)) != 0) {
        return E_INVALID;
    }
    *out = (struct slice){bytes, n};
    return OK;
}

void totp_secret_text(const uint8_t secret[TOTP_SECRET_BYTES], char out[33])
{
    static const char base32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    uint64_t bits;

    static_assert(TOTP_SECRET_BYTES % 5 == 0, "whole groups of 5 bytes need no padding");
    for (size_t group = 0; group < TOTP_SECRET_BYTES / 5; group++) {
        bits = 0;
        for (size_t i = 0; i < 5; i++) {
            bits = bits << 8 | secret[group * 5 + i];
        }
        for (size_t i = 0; i < 8; i++) {
            out[group * 8 + i] = base32[bits >> (35 - 5 * i) & 31];
        }
    }
    out[32] = '\0';
}
