/* text.c - see text.h. */
#include "app/base/text.h"

#include "app/base/limits.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#define EMAIL_LOCAL_BYTES_MAX  64  /* RFC 5321 section 4.5.3.1.1 */
#define EMAIL_DOMAIN_BYTES_MAX 253 /* RFC 1035, in text */
#define EMAIL_LABEL_BYTES_MAX  63
#define PHONE_RAW_BYTES_MAX    128 /* 15 full-width digits, each with a separator */
#define PHONE_DIGITS_MIN       8
#define PHONE_DIGITS_MAX       15 /* E.164 section 6 */

/* How many bytes the first one promises, and what it holds of the code point; 0 when no character
 * begins with it. */
static size_t lead_byte(unsigned char c, int32_t *bits)
{
    size_t n = c < 0x80 ? 1 : c < 0xc2 ? 0 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : c < 0xf5 ? 4 : 0;
    static const unsigned char masks[] = {0, 0x7f, 0x1f, 0x0f, 0x07};

    *bits = c & masks[n];
    return n;
}

int32_t utf8_next(const char *text, size_t len, size_t *i)
{
    static const int32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    int32_t c;
    size_t n = lead_byte((unsigned char)text[*i], &c);

    if (n == 0 || n > len - *i) {
        (*i)++;
        return -1;
    }
    for (size_t k = 1; k < n; k++) {
        unsigned char more = (unsigned char)text[*i + k];

        if ((more & 0xc0) != 0x80) {
            (*i)++;
            return -1;
        }
        c = c << 6 | (more & 0x3f);
    }
    if (c < least[n] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) {
        (*i)++;
        return -1;
    }
    *i += n;
    return c;
}

bool utf8_valid(const char *text, size_t len)
{
    for (size_t i = 0; i < len;) {
        if (utf8_next(text, len, &i) < 0) {
            return false;
        }
    }
    return true;
}

int utf8_length(const char *text)
{
    int n = 0;

    for (; *text != '\0'; text++) {
        n += ((unsigned char)*text & 0xc0) != 0x80 ? 1 : 0;
    }
    return n;
}

/* Characters that steer a terminal or turn the reading direction around, so that a name could look
 * like another, and code points that are none. */
static bool forbidden(UChar32 c, bool lines)
{
    if (c == '\n' || c == '\t') {
        return !lines;
    }
    return c < 0 || u_charType(c) == U_CONTROL_CHAR || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029 || U_IS_UNICODE_NONCHAR(c);
}

/* White space, and what takes no room and belongs to no character beside it. */
static bool trimmed(UChar32 c)
{
    return u_isUWhiteSpace(c) || c == 0x200b || c == 0x2060 || c == 0xfeff;
}

/* One look at the raw text: is it allowed, where does it begin and end without the white space, is
 * there anything to see, and is it ASCII (then it is in NFC already)? */
struct look {
    size_t from, to;
    bool allowed, visible, ascii;
};

static struct look look_at(const char *raw, size_t len, bool lines)
{
    struct look l = {len, 0, true, false, true};

    for (size_t i = 0, at = 0; i < len && l.allowed; at = i) {
        UChar32 c = utf8_next(raw, len, &i);

        l.allowed = !forbidden(c, lines);
        l.ascii = l.ascii && c < 0x80;
        if (l.allowed && !trimmed(c)) {
            l.from = l.from < at ? l.from : at;
            l.to = i;
            l.visible = l.visible || !u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
        }
    }
    return l;
}

/* A copy in NFC. A character takes at most as many UTF-16 units as UTF-8 bytes; the composed form
 * of a text at most three times the units (Unicode FAQ on normalization). */
static enum status nfc(struct arena *a, const char *text, int32_t len, const char **out)
{
    UErrorCode code = U_ZERO_ERROR;
    const UNormalizer2 *rules = unorm2_getNFCInstance(&code);
    int32_t wide_len = 0, composed_len, bytes = 0;
    UChar *wide = arena_alloc(a, ((size_t)len + 1) * sizeof *wide), *composed;
    char *narrow;

    if (wide == NULL || U_FAILURE(code)) {
        return E_BUSY;
    }
    u_strFromUTF8(wide, len + 1, &wide_len, text, len, &code);
    if (U_SUCCESS(code) && unorm2_quickCheck(rules, wide, wide_len, &code) == UNORM_YES) {
        *out = arena_strndup(a, text, (size_t)len);
        return *out == NULL ? E_BUSY : OK;
    }
    composed = arena_alloc(a, ((size_t)wide_len * 3 + 1) * sizeof *composed);
    if (composed == NULL) {
        return E_BUSY;
    }
    composed_len = unorm2_normalize(rules, wide, wide_len, composed, wide_len * 3 + 1, &code);
    narrow = arena_alloc(a, (size_t)composed_len * 3 + 1);
    if (narrow == NULL || U_FAILURE(code)) {
        return E_BUSY;
    }
    u_strToUTF8(narrow, composed_len * 3 + 1, &bytes, composed, composed_len, &code);
    *out = narrow;
    return U_SUCCESS(code) ? OK : E_INTERNAL;
}

enum status text_clean(struct arena *a, const char *raw, size_t raw_len, int chars_min,
                       int chars_max, bool lines, const char **out)
{
    const char *clean = "";
    struct look l;
    enum status s = OK;
    int chars;

    if (raw_len > TEXT_RAW_BYTES_MAX) {
        return E_INVALID;
    }
    l = look_at(raw, raw_len, lines);
    if (!l.allowed || (!l.visible && chars_min > 0)) {
        return E_INVALID;
    }
    if (l.visible && l.ascii) {
        clean = arena_strndup(a, raw + l.from, l.to - l.from);
        s = clean == NULL ? E_BUSY : OK;
    } else if (l.visible) {
        s = nfc(a, raw + l.from, (int32_t)(l.to - l.from), &clean);
    }
    if (s != OK) {
        return s;
    }
    chars = utf8_length(clean);
    if (chars < chars_min || chars > chars_max) {
        return E_INVALID;
    }
    *out = clean;
    return OK;
}

static bool ascii_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* RFC 5321 atoms and dots. Dots may stand anywhere: Japanese carriers gave out "taro..@". */
static bool email_local(const char *text, size_t len)
{
    if (len == 0 || len > EMAIL_LOCAL_BYTES_MAX) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        if (!ascii_letter_or_digit(text[i]) && strchr(".!#$%&'*+/=?^_`{|}~-", text[i]) == NULL) {
            return false;
        }
    }
    return true;
}

/* Two labels or more of letters, digits and inner hyphens; the last one is not all digits. */
static bool email_domain(const char *text)
{
    int labels = 0;

    if (strlen(text) > EMAIL_DOMAIN_BYTES_MAX) {
        return false;
    }
    for (const char *label = text;; label++) {
        size_t n = strcspn(label, ".");

        if (n == 0 || n > EMAIL_LABEL_BYTES_MAX || label[0] == '-' || label[n - 1] == '-') {
            return false;
        }
        for (size_t i = 0; i < n; i++) {
            if (!ascii_letter_or_digit(label[i]) && label[i] != '-') {
                return false;
            }
        }
        labels++;
        if (label[n] == '\0') {
            return labels >= 2 && strspn(label, "0123456789") < n;
        }
        label += n;
    }
}

enum status email_clean(struct arena *a, const char *raw, const char **out)
{
    size_t from = strspn(raw, " "), len = strlen(raw + from);
    char *text, *at;

    while (len > 0 && raw[from + len - 1] == ' ') {
        len--;
    }
    if (len > EMAIL_BYTES_MAX) {
        return E_INVALID;
    }
    text = arena_strndup(a, raw + from, len);
    if (text == NULL) {
        return E_BUSY;
    }
    at = strchr(text, '@');
    if (at == NULL || !email_local(text, (size_t)(at - text)) || !email_domain(at + 1)) {
        return E_INVALID;
    }
    for (char *c = at + 1; *c != '\0'; c++) {
        *c = (char)(*c >= 'A' && *c <= 'Z' ? *c + ('a' - 'A') : *c);
    }
    *out = text;
    return OK;
}

/* What people write between the digits: hyphens and dashes of every width, the long vowel mark that
 * stands for one, brackets, dots, spaces. */
static bool phone_separator(int32_t c)
{
    switch (c) {
    case ' ':
    case '-':
    case '(':
    case ')':
    case '.':
    case 0x00a0: /* no-break space */
    case 0x2212: /* minus */
    case 0x3000: /* ideographic space */
    case 0x30fc: /* katakana long vowel mark */
    case 0xff08: /* full-width brackets */
    case 0xff09:
    case 0xff0d: /* full-width hyphen */
    case 0xff0e: /* full-width dot */
    case 0xff70: /* half-width long vowel mark */
        return true;
    default:
        return c >= 0x2010 && c <= 0x2015; /* hyphens and dashes */
    }
}

/* '+' (as the first sign only) and the digits of raw, without separators. */
static bool phone_digits(const char *raw, char out[PHONE_DIGITS_MAX + 2])
{
    size_t len = strnlen(raw, PHONE_RAW_BYTES_MAX + 1), n = 0;

    for (size_t i = 0; i < len;) {
        int32_t c = utf8_next(raw, len, &i);

        if (c >= 0xff10 && c <= 0xff19) {
            c = c - 0xff10 + '0';
        }
        if ((c == '+' || c == 0xff0b) && n == 0) {
            c = '+';
        } else if (phone_separator(c)) {
            continue;
        } else if (c < '0' || c > '9') {
            return false;
        }
        if (n > PHONE_DIGITS_MAX) {
            return false;
        }
        out[n++] = (char)c;
    }
    out[n] = '\0';
    return len <= PHONE_RAW_BYTES_MAX;
}

/* What follows the country code of a Japanese number, or NULL when it is none: ten digits behind
 * 050, 060 ... 090 (mobile and IP phones), else nine. "+81 (0)90 ..." is
 * often written, and always means "+81 90 ...". */
static const char *phone_japanese(const char *digits)
{
    const char *rest;

    if (digits[0] == '0') {
        return digits + 1;
    }
    if (strncmp(digits, "+81", 3) != 0) {
        return NULL;
    }
    rest = digits + 3;
    return rest[0] == '0' ? rest + 1 : rest;
}

enum status phone_clean(struct arena *a, const char *raw, const char **out)
{
    char digits[PHONE_DIGITS_MAX + 2] = "";
    const char *japanese, *number;
    size_t n;

    if (!phone_digits(raw, digits) || (digits[0] != '+' && digits[0] != '0')) {
        return E_INVALID;
    }
    japanese = phone_japanese(digits);
    number = japanese != NULL ? japanese : digits + 1;
    n = strlen(number);
    if (number[0] == '0' || n < PHONE_DIGITS_MIN || n > PHONE_DIGITS_MAX ||
        (japanese != NULL && n != (number[1] == '0' ? 10 : 9))) {
        return E_INVALID;
    }
    *out = arena_printf(a, japanese != NULL ? "+81%s" : "+%s", number);
    return *out == NULL ? E_BUSY : OK;
}

enum status int64_parse(const char *text, int64_t *out)
{
    const char *c = text[0] == '-' ? text + 1 : text;
    int64_t value = 0;

    if (c[0] == '\0' || (c[0] == '0' && (c[1] != '\0' || c != text))) {
        return E_INVALID;
    }
    for (; *c != '\0'; c++) {
        int digit = *c - '0';

        if (digit < 0 || digit > 9 || __builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, digit, &value)) {
            return E_INVALID;
        }
    }
    /* Collected below zero, where there is room for one more. */
    if (text[0] != '-' && value == INT64_MIN) {
        return E_INVALID;
    }
    *out = text[0] == '-' ? value : -value;
    return OK;
}
