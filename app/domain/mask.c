/* mask.c - see mask.h.
 *
 * DESIGN: the text is read once as code points. A run is digits with at most SIGNS_MAX signs
 * between two of them; it counts as a number from DIGITS_MIN digits on. A date at a run's beginning
 * ends the run before what follows it ("2026-11-25 16"). Whoever spells a number out in words gets
 * through: this is a reminder, not a wall. */
#include "app/domain/mask.h"

#include "app/base/buf.h"
#include "app/base/text.h"

#include <string.h>

#define DIGITS_MIN 10 /* Japanese numbers have ten or eleven; dates eight, postal codes seven */
#define SIGNS_MAX  3
#define GROW       4 /* "****" for an address of three bytes is the most that a text grows by */

static const char stars[] = "****";

/* 0-9 for a digit of any of the ways people write them, -1 else. */
static int digit_of(int32_t c)
{
    static const int32_t kanji[] = {0x3007, 0x4e00, 0x4e8c, 0x4e09, 0x56db,
                                    0x4e94, 0x516d, 0x4e03, 0x516b, 0x4e5d};

    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 0xff10 && c <= 0xff19) {
        return c - 0xff10;
    }
    for (int i = 0; i < 10; i++) {
        if (c == kanji[i]) {
            return i;
        }
    }
    return -1;
}

static bool is_sign(int32_t c)
{
    static const int32_t signs[] = {' ',    '\t',   '-',    '.',    '(',    ')',    '*',
                                    '_',    0x3000, 0x2010, 0x2011, 0x2012, 0x2013, 0x2014,
                                    0x2015, 0x2212, 0x30fc, 0xff0d, 0xff70, 0xff08, 0xff09,
                                    0xff0e, 0x30fb, 0x301c, '~',    0xff5e};

    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        if (c == signs[i]) {
            return true;
        }
    }
    return false;
}

struct run {
    size_t end; /* behind its last digit */
    int digits;
};

/* How many bytes a date ("2026-11-25", "2026.1.5") at `from` takes; 0: there is none. */
static size_t date_at(const char *text, size_t len, size_t from)
{
    static const int most[] = {4, 2, 2};
    size_t i = from;

    for (int part = 0; part < 3; part++) {
        int n = 0;

        while (n < most[part] && i < len && text[i] >= '0' && text[i] <= '9') {
            i++;
            n++;
        }
        if (n == 0 || (part == 0 && (n != 4 || (text[from] != '1' && text[from] != '2')))) {
            return 0;
        }
        if (part < 2 && (i >= len || (text[i] != '-' && text[i] != '.'))) {
            return 0;
        }
        i += part < 2 ? 1 : 0;
    }
    return i < len && text[i] >= '0' && text[i] <= '9' ? 0 : i - from;
}

/* Precondition: a digit stands at `from`. */
static struct run run_at(const char *text, size_t len, size_t from)
{
    struct run r = {from, 0};
    int signs = 0;

    for (size_t i = from; i < len && signs <= SIGNS_MAX;) {
        int32_t c = utf8_next(text, len, &i);

        if (digit_of(c) >= 0) {
            r.digits++;
            r.end = i;
            signs = 0;
        } else if (is_sign(c)) {
            signs++;
        } else {
            break;
        }
    }
    return r;
}

static bool in_address(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr("._%+-", c) != NULL);
}

/* The end of an address whose name begins at `from`; 0: there is none. The sign may be wide. */
static size_t address_at(const char *text, size_t len, size_t from)
{
    static const char wide[] = "\xef\xbc\xa0";
    size_t i = from, domain;

    while (i < len && in_address(text[i])) {
        i++;
    }
    if (i == from || i >= len) {
        return 0;
    }
    if (text[i] == '@') {
        i += 1;
    } else if (strncmp(text + i, wide, sizeof wide - 1) == 0) {
        i += sizeof wide - 1;
    } else {
        return 0;
    }
    domain = i;
    while (i < len && in_address(text[i])) {
        i++;
    }
    return i > domain ? i : 0;
}

/* What at `from` is to be hidden: its end; or 0, and *step bytes are to be shown as they are. */
static size_t hidden_at(const char *text, size_t len, size_t from, size_t *step)
{
    size_t i = from, end = address_at(text, len, from);
    int32_t c = utf8_next(text, len, &i);
    struct run r;

    *step = i - from;
    if (end != 0) {
        return end;
    }
    if (digit_of(c) < 0) {
        return 0;
    }
    *step = date_at(text, len, from);
    if (*step != 0) {
        return 0;
    }
    r = run_at(text, len, from);
    *step = r.end - from;
    return r.digits >= DIGITS_MIN ? r.end : 0;
}

const char *mask_contacts(struct arena *a, const char *text, bool *masked)
{
    size_t len = strlen(text), step;
    struct buf b;

    *masked = false;
    buf_init(&b, a, GROW * len + 1);
    for (size_t i = 0; i < len; i += step) {
        size_t end = hidden_at(text, len, i, &step);

        if (end != 0) {
            *masked = true;
            step = end - i;
            buf_text(&b, stars);
        } else if (in_address(text[i])) { /* a word that is no address hides none behind its head */
            size_t word = i;

            while (word < len && in_address(text[word]) &&
                   (word == i || digit_of((unsigned char)text[word]) < 0)) {
                word++;
            }
            step = word - i > step ? word - i : step;
            buf_add(&b, text + i, step);
        } else {
            buf_add(&b, text + i, step);
        }
    }
    return *masked ? buf_done(&b) : text;
}

/* The national form's head: "090" of "+8190...". */
static const char *head_of(struct arena *a, const char *e164, size_t tail)
{
    size_t len = strlen(e164);

    if (strncmp(e164, "+81", 3) == 0 && len > tail + 5) {
        return arena_printf(a, "0%.2s", e164 + 3);
    }
    return arena_printf(a, "%.*s", (int)(len < 3 ? len : 3), e164);
}

const char *mask_phone(struct arena *a, const char *e164)
{
    size_t len = strlen(e164);
    const char *head = head_of(a, e164, 4);

    return head != NULL ? arena_printf(a, "%s-****-%s", head, len > 8 ? e164 + len - 4 : "****")
                        : NULL;
}

const char *mask_phone_off(struct arena *a, const char *e164)
{
    size_t len = strlen(e164);

    if (strncmp(e164, "+81", 3) == 0 && len == 13) {
        return arena_printf(a, "0%.2s-%.4s-%s", e164 + 3, e164 + 5, e164 + 9);
    }
    return arena_strdup(a, e164);
}
