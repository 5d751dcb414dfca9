/* doc.c - see doc.h.
 *
 * DESIGN: each open object or array is a level. last_key of an object starts as "" and of an array
 * stays NULL, which is how doc_end knows the bracket. RFC 8785 section 3.2.3 sorts keys by UTF-16
 * code units; ours are ASCII names, for which strcmp is the same order. */
#include "app/base/doc.h"

#include "app/base/crypto.h"
#include "app/base/text.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#define LEVELS_MAX ((int)(sizeof((struct doc *)NULL)->first / sizeof(bool)))
/* RFC 8785 numbers are IEEE doubles: past this a reader could see another number. */
#define DOC_INT_MAX ((INT64_C(1) << 53) - 1)

static void put_text(struct buf *b, const char *text)
{
    static const char letters[] = "btnvfr"; /* 8 to 13; JSON has no \v */

    buf_char(b, '"');
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '"' || *c == '\\') {
            buf_char(b, '\\');
            buf_char(b, *c);
        } else if (*c >= 8 && *c <= 13 && *c != 11) {
            buf_char(b, '\\');
            buf_char(b, letters[*c - 8]);
        } else if ((unsigned char)*c < 0x20) {
            buf_printf(b, "\\u%04x", (unsigned)*c);
        } else {
            buf_char(b, *c);
        }
    }
    buf_char(b, '"');
}

/* The comma and the key that stand before a value. */
static void put_key(struct doc *d, const char *key)
{
    int level = d->depth - 1;

    if (level < 0) {
        assert(key == NULL && d->buf.len == 0);
        return;
    }
    assert((key == NULL) == (d->last_key[level] == NULL));
    if (!d->first[level]) {
        buf_char(&d->buf, ',');
    }
    d->first[level] = false;
    if (key != NULL) {
        assert(strcmp(key, d->last_key[level]) > 0);
        d->last_key[level] = key;
        put_text(&d->buf, key);
        buf_char(&d->buf, ':');
    }
}

static void open_level(struct doc *d, const char *key, char bracket, const char *last_key)
{
    assert(d->depth < LEVELS_MAX);
    put_key(d, key);
    buf_char(&d->buf, bracket);
    d->last_key[d->depth] = last_key;
    d->first[d->depth] = true;
    d->depth++;
}

void doc_init(struct doc *d, struct arena *a, size_t bytes_max)
{
    memset(d, 0, sizeof *d);
    buf_init(&d->buf, a, bytes_max);
}

void doc_object(struct doc *d, const char *key)
{
    open_level(d, key, '{', "");
}

void doc_array(struct doc *d, const char *key)
{
    open_level(d, key, '[', NULL);
}

void doc_end(struct doc *d)
{
    assert(d->depth > 0);
    d->depth--;
    buf_char(&d->buf, d->last_key[d->depth] != NULL ? '}' : ']');
}

void doc_int(struct doc *d, const char *key, int64_t value)
{
    assert(value >= -DOC_INT_MAX && value <= DOC_INT_MAX);
    put_key(d, key);
    buf_printf(&d->buf, "%" PRId64, value);
}

void doc_bool(struct doc *d, const char *key, bool value)
{
    put_key(d, key);
    buf_text(&d->buf, value ? "true" : "false");
}

void doc_text(struct doc *d, const char *key, const char *value)
{
    put_key(d, key);
    if (value == NULL) {
        buf_text(&d->buf, "null");
        return;
    }
    if (!utf8_valid(value, strlen(value))) {
        d->buf.broken = true; /* no document at all rather than one nobody can read */
        return;
    }
    put_text(&d->buf, value);
}

const char *doc_done(struct doc *d)
{
    assert(d->depth == 0 && (d->buf.broken || d->buf.len > 0));
    return buf_done(&d->buf);
}

void doc_digest(const char *document, char out[65])
{
    sha256_hex(document, strlen(document), out);
}
