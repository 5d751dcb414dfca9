/* lines.c - lists written as text; see reply.h.
 *
 * DESIGN: a page of 30 rows as a tree is some 1,500 allocations and half of the time of its
 * request. Texts were made whole UTF-8 when they came in, so only what JSON itself asks for is
 * escaped. */
#include "app/base/id.h"
#include "app/base/limits.h"
#include "app/base/zone.h"
#include "app/http/cursor.h"
#include "app/http/reply.h"

#include <assert.h>
#include <string.h>

#define ESCAPED_BYTES 6  /* the longest: \u001f */
#define NUMBER_BYTES  20 /* of an int64_t with its sign */
#define VALUE_BYTES   64 /* what is neither text nor key: a number, an id, a date, a word */

/* All of these write at `at`, where there is room, and return where the next one goes. */

static char *put(char *at, const char *text, size_t len)
{
    memcpy(at, text, len);
    return at + len;
}

static char *put_escaped(char *at, unsigned char c)
{
    static const char short_of[] = "\"\"\\\\\bb\ff\nn\rr\tt", digits[] = "0123456789abcdef";

    for (const char *s = short_of; *s != '\0'; s += 2) {
        if ((unsigned char)*s == c) {
            *at++ = '\\';
            *at++ = s[1];
            return at;
        }
    }
    at = put(at, "\\u00", 4);
    *at++ = digits[c >> 4];
    *at++ = digits[c & 15];
    return at;
}

static char *put_text(char *at, const char *text)
{
    *at++ = '"';
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;

        if (c >= 0x20 && c != '"' && c != '\\') {
            *at++ = *text;
        } else {
            at = put_escaped(at, c);
        }
    }
    *at++ = '"';
    return at;
}

static char *put_number(char *at, int64_t n)
{
    char digits[NUMBER_BYTES], *first = digits + sizeof digits;
    uint64_t left = n < 0 ? -(uint64_t)n : (uint64_t)n;

    do {
        *--first = (char)('0' + left % 10);
        left /= 10;
    } while (left > 0);
    if (n < 0) {
        *at++ = '-';
    }
    return put(at, first, (size_t)(digits + sizeof digits - first));
}

static char *put_value(char *at, const struct json_item *item)
{
    char text[VALUE_BYTES];

    if (item->optional && (item->kind == JK_TEXT ? item->text == NULL : item->number == 0)) {
        return put(at, "null", 4);
    }
    switch (item->kind) {
    case JK_TEXT:
        return put_text(at, item->text);
    case JK_ID:
        id_format(item->text, item->number, text);
        return put_text(at, text);
    case JK_DATE:
        date_format(item->number, text);
        return put_text(at, text);
    case JK_BOOL:
        return item->number != 0 ? put(at, "true", 4) : put(at, "false", 5);
    case JK_TIME:
    case JK_I64:
        return put_number(at, item->number);
    case JK_JSON:
    case JK_END:
        break;
    }
    assert(false && "a line is flat");
    return at;
}

/* A field with what stands before it. */
static void add_field(struct buf *b, const char *before, const struct json_item *item)
{
    size_t key_len = strlen(item->key);
    size_t text_len = item->kind == JK_TEXT && item->text != NULL ? strlen(item->text) : 0;
    char *room = buf_room(b, key_len + ESCAPED_BYTES * text_len + 2 * VALUE_BYTES);
    char *at = room;

    if (room == NULL) {
        return;
    }
    at = put(at, before, strlen(before));
    *at++ = '"';
    at = put(at, item->key, key_len);
    *at++ = '"';
    *at++ = ':';
    at = put_value(at, item);
    buf_took(b, (size_t)(at - room));
}

void lines_begin(struct lines *l, struct request *rq)
{
    l->rq = rq;
    l->n = 0;
    buf_init(&l->text, rq->ctx.arena, ARENA_REQUEST_BYTES_MAX);
    buf_text(&l->text, "{\"items\":[");
}

void lines_add(struct lines *l, struct json_item first, ...)
{
    const char *before = l->n++ > 0 ? ",{" : "{";
    struct json_item item = first;
    va_list args;

    va_start(args, first);
    while (item.kind != JK_END) {
        add_field(&l->text, before, &item);
        before = ",";
        item = va_arg(args, struct json_item);
    }
    va_end(args);
    buf_char(&l->text, '}');
}

enum status reply_lines(struct lines *l, bool has_more, int64_t last_key, int64_t last_id)
{
    const char *cursor = NULL;
    enum status s = has_more ? cursor_make(l->rq, last_key, last_id, &cursor) : OK;
    struct json_item next = J_TEXT("next_cursor", cursor);

    add_field(&l->text, "],", &next);
    buf_char(&l->text, '}');
    if (s == OK && buf_done(&l->text) == NULL) {
        s = E_BUSY;
    }
    return s == OK ? reply_json_text(l->rq, 200,
                                     (struct slice){(const uint8_t *)l->text.data, l->text.len})
                   : s;
}
