/* encoding.c - see encoding.h. */
#include "app/base/encoding.h"

#include "app/base/text.h"

#include <limits.h>
#include <string.h>
#include <unicode/ucnv.h>

#define CP932_GROWTH 3 /* a half-width kana is one byte there and three here */

static int line_at(const uint8_t *from, const uint8_t *to)
{
    int line = 1;

    for (const uint8_t *p = from; p < to; p++) {
        line += *p == '\n';
    }
    return line;
}

/* The first byte that is no UTF-8. */
static const uint8_t *stumble(struct slice bytes)
{
    size_t i = 0;

    while (i < bytes.len) {
        size_t at = i;

        if (utf8_next((const char *)bytes.data, bytes.len, &i) < 0) {
            return bytes.data + at;
        }
    }
    return bytes.data + bytes.len;
}

/* E_INVALID at the first byte that CP932 does not have; *at is behind it. */
static enum status convert(struct slice in, char *out, size_t out_bytes, size_t *out_len,
                           const uint8_t **at)
{
    UErrorCode error = U_ZERO_ERROR;
    UConverter *from = ucnv_open("windows-31j", &error), *to = ucnv_open("UTF-8", &error);
    const char *source = (const char *)in.data;
    char *target = out;
    UChar pivot[1024], *pivot_source = pivot, *pivot_target = pivot;

    if (U_SUCCESS(error)) {
        ucnv_setToUCallBack(from, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &error);
        ucnv_convertEx(to, from, &target, out + out_bytes, &source, source + in.len, pivot,
                       &pivot_source, &pivot_target, pivot + 1024, 1, 1, &error);
    }
    *at = (const uint8_t *)source;
    *out_len = (size_t)(target - out);
    ucnv_close(from);
    ucnv_close(to);
    if (U_SUCCESS(error)) {
        return OK;
    }
    return error == U_INVALID_CHAR_FOUND || error == U_ILLEGAL_CHAR_FOUND ||
                   error == U_TRUNCATED_CHAR_FOUND
               ? E_INVALID
               : E_INTERNAL;
}

static enum status from_cp932(struct arena *a, struct slice in, struct slice *out, int *line)
{
    size_t bytes = in.len * CP932_GROWTH + 1, len;
    char *text = in.len < INT_MAX / CP932_GROWTH ? arena_alloc(a, bytes) : NULL;
    const uint8_t *at;
    enum status s;

    if (text == NULL) {
        return E_BUSY;
    }
    s = convert(in, text, bytes, &len, &at);
    *line = line_at(in.data, at);
    *out = (struct slice){(const uint8_t *)text, len};
    return s;
}

enum status encoding_read(struct arena *a, struct slice bytes, struct slice *utf8,
                          const char **name, int *line)
{
    const uint8_t *nul = bytes.len > 0 ? memchr(bytes.data, '\0', bytes.len) : NULL;

    *utf8 = bytes;
    *name = "UTF-8";
    *line = nul != NULL ? line_at(bytes.data, nul) : 0;
    if (nul != NULL) {
        return E_INVALID;
    }
    if (stumble(bytes) == bytes.data + bytes.len) {
        return OK;
    }
    *name = "CP932";
    return from_cp932(a, bytes, utf8, line);
}

/* The plain character for a full-width one of three bytes; 0 for any other. */
static char halved(const unsigned char *p)
{
    if (p[0] == 0xe3 && p[1] == 0x80 && p[2] == 0x80) {
        return ' ';
    }
    if (p[0] == 0xef && p[1] == 0xbc && p[2] >= 0x81) {
        return (char)(p[2] - 0x81 + '!');
    }
    return p[0] == 0xef && p[1] == 0xbd && p[2] <= 0x9e ? (char)(p[2] - 0x80 + '`') : '\0';
}

static bool white(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

const char *encoding_halved(struct arena *a, const char *text)
{
    char *out = arena_alloc(a, strlen(text) + 1), *first = out;
    size_t n = 0;

    if (out == NULL) {
        return NULL;
    }
    for (const unsigned char *p = (const unsigned char *)text; *p != '\0'; p++) {
        char plain = p[1] != '\0' && p[2] != '\0' ? halved(p) : '\0';

        out[n++] = plain != '\0' ? plain : (char)*p;
        p += plain != '\0' ? 2 : 0;
    }
    while (n > 0 && white(out[n - 1])) {
        n--;
    }
    out[n] = '\0';
    while (white(*first)) {
        first++;
    }
    return first;
}
