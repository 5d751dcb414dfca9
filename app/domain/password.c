/* password.c - see password.h. */
#include "app/domain/password.h"

#include "app/base/limits.h"
#include "app/base/text.h"
#include "app/domain/common_passwords.h"
#include "app/domain/vault.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define OWN_BYTES_MIN 3 /* one letter of somebody's name proves nothing; one kanji is 3 bytes */
#define RUN_PERIOD    4 /* "abcdabcdabcd" */

/* Ours, and what people would call us. */
static const char *const own_words[] = {
    "otagai", "otagaisama", "お互い", "おたがい", "おたがいさま", "ファミサポ", "famisapo", NULL,
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* Is a word of len bytes on a line of its own in the list? */
static bool listed(const char *word, size_t len)
{
    const char *list = common_passwords[0].text;

    for (const char *at = list; *at != '\0';) {
        size_t n = strcspn(at, "\n");

        if (n == len && *at != '#' && memcmp(at, word, len) == 0) {
            return true;
        }
        at += n + (at[n] == '\n' ? 1 : 0);
    }
    return false;
}

/* The same characters again and again, or one step up or down the alphabet each. */
static bool one_run(const char *text, size_t len)
{
    for (size_t period = 1; period <= RUN_PERIOD; period++) {
        if (len > period && memcmp(text, text + period, len - period) == 0) {
            return true;
        }
    }
    for (int step = -1; step <= 1; step += 2) {
        size_t i = 1;

        while (i < len && text[i] == text[i - 1] + step) {
            i++;
        }
        if (i == len) {
            return true;
        }
    }
    return false;
}

static bool common(const char *text, size_t len)
{
    size_t from = 0, to = len;

    while (from < to && !is_letter(text[from])) {
        from++;
    }
    while (to > from && !is_letter(text[to - 1])) {
        to--;
    }
    return listed(text, len) || one_run(text, len) || listed(text + from, to - from);
}

/* What is left of the text when the word is taken out everywhere is too little. */
static bool hardly_more_than(const char *text, const char *word)
{
    size_t n = word != NULL ? strlen(word) : 0;
    size_t left = 0;
    bool found = false;

    if (n < OWN_BYTES_MIN) {
        return false;
    }
    for (const char *at = text; *at != '\0';) {
        if (strncasecmp(at, word, n) == 0) {
            at += n;
            found = true;
        } else {
            left += ((unsigned char)*at & 0xc0) != 0x80 ? 1 : 0; /* code points */
            at++;
        }
    }
    return found && left < PASSWORD_CHARS_MIN;
}

static bool any_word(const char *text, const char *const *words)
{
    for (int i = 0; words[i] != NULL; i++) {
        if (hardly_more_than(text, words[i])) {
            return true;
        }
    }
    return false;
}

/* A text without its separators: "1990-01-31" as people type it, "+8190..." as "90...". */
static const char *squeezed(const char *text, char *out, size_t size)
{
    size_t n = 0;

    for (; text != NULL && *text != '\0' && n + 1 < size; text++) {
        if (strchr("-+ @", *text) == NULL) {
            out[n++] = *text;
        }
    }
    out[n] = '\0';
    return out;
}

static bool own_data(const char *text, const struct password_owner *o)
{
    char birth[16], local[EMAIL_BYTES_MAX + 1], name[NAME_CHARS_MAX * 4 + 1];
    const char *tail =
        o->phone != NULL && strlen(o->phone) > 8 ? o->phone + strlen(o->phone) - 8 : NULL;

    snprintf(local, sizeof local, "%.*s", (int)strcspn(o->email != NULL ? o->email : "", "@"),
             o->email != NULL ? o->email : "");
    return hardly_more_than(text, o->email) || hardly_more_than(text, local) ||
           hardly_more_than(text, tail) ||
           hardly_more_than(text, squeezed(o->birth_date, birth, sizeof birth)) ||
           hardly_more_than(text, o->birth_date) ||
           hardly_more_than(text, squeezed(o->name, name, sizeof name)) ||
           hardly_more_than(text, o->name) || hardly_more_than(text, o->reading) ||
           hardly_more_than(text, o->display_name);
}

enum reason password_why_not(const char *password, const struct password_owner *owner)
{
    char text[PASSWORD_BYTES_MAX + 1];
    size_t len = strlen(password);

    if (len > PASSWORD_BYTES_MAX) {
        return R_PASSWORD_TOO_LONG;
    }
    if (utf8_length(password) < PASSWORD_CHARS_MIN) {
        return R_PASSWORD_TOO_SHORT;
    }
    for (size_t i = 0; i <= len; i++) {
        text[i] = lower(password[i]);
    }
    if (common(text, len) || any_word(text, own_words)) {
        return R_PASSWORD_COMMON;
    }
    return own_data(text, owner) ? R_PASSWORD_OWN_DATA : R_NONE;
}

/* A place among those who hash right now. Nobody waits for one: a waiting log-in would hold its
 * connection's thread, and soon all of them. */
static enum status enter(struct ctx *x)
{
    assert(x->tx == NULL);
    if (atomic_fetch_add(x->keys->hashing, 1) >= PASSWORD_HASHES_MAX) {
        atomic_fetch_sub(x->keys->hashing, 1);
        return E_BUSY;
    }
    return OK;
}

enum status password_make(struct ctx *x, const char *password, const char **hash)
{
    char *out = arena_alloc(x->arena, PASSWORD_HASH_BYTES_MAX);
    enum status s = out != NULL ? enter(x) : E_BUSY;

    if (s != OK) {
        return s;
    }
    s = password_hash(password, x->keys->pepper, out);
    atomic_fetch_sub(x->keys->hashing, 1);
    *hash = out;
    return s;
}

enum status password_verify(struct ctx *x, const char *password, const char *hash)
{
    /* Nobody's: all zeros, under the parameters of password_hash. */
    static const char nobody[] = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
                                 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    enum status s = enter(x);

    if (s != OK) {
        return s;
    }
    s = password_check(password, x->keys->pepper, hash != NULL ? hash : nobody);
    atomic_fetch_sub(x->keys->hashing, 1);
    return s;
}
