/* form.c - see form.h. Agreement with the official SDK: tests/data/form-encoding.json. */
#include "payments/form.h"

#include "app/base/text.h"

#include <stdio.h>
#include <string.h>

void form_init(struct form *f, struct arena *a)
{
    buf_init(&f->buf, a, FORM_BYTES_MAX);
}

static bool unreserved(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '~';
}

static void encode(struct buf *b, const char *text, const char *kept)
{
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;

        if (unreserved(c) || strchr(kept, c) != NULL) {
            buf_char(b, *text);
        } else {
            buf_printf(b, "%%%02X", c);
        }
    }
}

void form_text(struct form *f, const char *key, const char *value)
{
    if (f->buf.len > 0) {
        buf_char(&f->buf, '&');
    }
    encode(&f->buf, key, "[]");
    buf_char(&f->buf, '=');
    encode(&f->buf, value, "");
}

void form_optional(struct form *f, const char *key, const char *value)
{
    if (value != NULL) {
        form_text(f, key, value);
    }
}

void form_i64(struct form *f, const char *key, int64_t value)
{
    char digits[24];

    snprintf(digits, sizeof digits, "%lld", (long long)value);
    form_text(f, key, digits);
}

void form_bool(struct form *f, const char *key, bool value)
{
    form_text(f, key, value ? "true" : "false");
}

const char *form_done(struct form *f)
{
    return buf_done(&f->buf);
}

static int hex_digit(uint8_t c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool printable(const char *text)
{
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;

        if ((c < ' ' && c != '\n' && c != '\r' && c != '\t') || c == 0x7f) {
            return false;
        }
    }
    return true;
}

/* Decodes one side of a parameter. A decoded NUL would end the text early: refused. */
static enum status decode(struct arena *a, const uint8_t *raw, size_t len, const char **out)
{
    char *text = arena_alloc(a, len + 1);
    size_t n = 0;

    if (text == NULL) {
        return E_BUSY;
    }
    for (size_t i = 0; i < len; i++) {
        int hi, lo;

        if (raw[i] != '%') {
            text[n++] = raw[i] == '+' ? ' ' : (char)raw[i];
            continue;
        }
        if (i + 2 >= len) {
            return E_INVALID;
        }
        hi = hex_digit(raw[i + 1]);
        lo = hex_digit(raw[i + 2]);
        if (hi < 0 || lo < 0) {
            return E_INVALID;
        }
        text[n++] = (char)(hi * 16 + lo);
        i += 2;
    }
    text[n] = '\0';
    *out = text;
    return strlen(text) == n && utf8_valid(text, n) && printable(text) ? OK : E_INVALID;
}

/* name, then any number of [segments]; an empty segment only at the end, where it means "the next
 * one". */
static bool key_shaped(const char *key)
{
    const char *p = key + strcspn(key, "[]");

    if (p == key || strlen(key) > FORM_KEY_BYTES_MAX) {
        return false;
    }
    while (*p == '[') {
        const char *inside = p + 1;

        p = inside + strcspn(inside, "[]");
        if (*p != ']' || (p == inside && p[1] != '\0')) {
            return false;
        }
        p++;
    }
    return *p == '\0';
}

static const char *numbered(struct arena *a, const struct form_params *f, const char *key)
{
    size_t len = strlen(key);
    int next = 0;

    if (len < 2 || strcmp(key + len - 2, "[]") != 0) {
        return key;
    }
    for (int i = 0; i < f->n; i++) {
        next += strncmp(f->rows[i].key, key, len - 1) == 0 ? 1 : 0;
    }
    return arena_printf(a, "%.*s%d]", (int)len - 1, key, next);
}

enum status form_add(struct arena *a, struct form_params *f, const char *key, const char *value)
{
    if (f->rows == NULL) {
        f->rows = arena_alloc(a, FORM_PARAMS_MAX * sizeof *f->rows);
    }
    if (f->rows == NULL) {
        return E_BUSY;
    }
    if (!key_shaped(key) || f->n == FORM_PARAMS_MAX) {
        return E_INVALID;
    }
    key = numbered(a, f, key);
    if (key == NULL) {
        return E_BUSY;
    }
    if (form_get(f, key) != NULL) {
        return E_INVALID;
    }
    f->rows[f->n].key = key;
    f->rows[f->n].value = value;
    f->n++;
    return OK;
}

static enum status parse_one(struct arena *a, struct form_params *f, const uint8_t *at, size_t len)
{
    const uint8_t *eq = memchr(at, '=', len);
    size_t key_len = eq != NULL ? (size_t)(eq - at) : len;
    const char *key, *value = "";
    enum status s = decode(a, at, key_len, &key);

    if (s == OK && eq != NULL) {
        s = decode(a, eq + 1, len - key_len - 1, &value);
    }
    return s == OK ? form_add(a, f, key, value) : s;
}

enum status form_parse(struct arena *a, struct slice raw, struct form_params *out)
{
    enum status s = raw.len <= FORM_BYTES_MAX ? OK : E_INVALID;
    size_t at = 0;

    memset(out, 0, sizeof *out);
    while (s == OK && at < raw.len) {
        const uint8_t *amp = memchr(raw.data + at, '&', raw.len - at);
        size_t len = amp != NULL ? (size_t)(amp - raw.data) - at : raw.len - at;

        s = parse_one(a, out, raw.data + at, len);
        at += len + 1;
    }
    return s;
}

const char *form_get(const struct form_params *f, const char *key)
{
    for (int i = 0; i < f->n; i++) {
        if (strcmp(f->rows[i].key, key) == 0) {
            return f->rows[i].value;
        }
    }
    return NULL;
}
