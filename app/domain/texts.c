/* texts.c - see texts.h. */
#include "app/domain/texts.h"

#include "app/base/buf.h"
#include "app/base/limits.h"
#include "app/domain/texts_table.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const char *const locales[TEXT_LOCALES_N] = {"ja", "en", "ja-easy"};

static int by_key(const void *key, const void *row)
{
    return strcmp(key, ((const struct text_row *)row)->key);
}

const char *text_of(const char *locale, const char *key)
{
    const struct text_row *row = bsearch(key, text_rows, (size_t)text_rows_n, sizeof *row, by_key);
    int i = TEXT_LOCALES_N - 1;

    while (i > 0 && strcmp(locales[i], locale) != 0) {
        i--;
    }
    return row != NULL ? row->texts[i] : NULL;
}

static const char *value_of(const struct text_pair *pairs, const char *name, size_t len)
{
    while (pairs->name != NULL &&
           (strncmp(pairs->name, name, len) != 0 || pairs->name[len] != '\0')) {
        pairs++;
    }
    assert(pairs->name != NULL && pairs->value != NULL);
    return pairs->value;
}

const char *text_fill(struct arena *a, const char *text, const struct text_pair *pairs)
{
    const char *open;
    struct buf b;

    buf_init(&b, a, TEXT_BYTES_MAX);
    while ((open = strchr(text, '{')) != NULL) {
        const char *close = strchr(open, '}');

        assert(close != NULL);
        buf_add(&b, text, (size_t)(open - text));
        buf_text(&b, value_of(pairs, open + 1, (size_t)(close - open - 1)));
        text = close + 1;
    }
    buf_text(&b, text);
    return buf_done(&b);
}
