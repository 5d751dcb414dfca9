/* texts.h - every word that people read outside of the app's own pages: reasons, mails, SMS; from
 * app/texts/{ja,en,ja-easy}.json, compiled in. */
#ifndef APP_DOMAIN_TEXTS_H
#define APP_DOMAIN_TEXTS_H

#include "app/base/arena.h"

/* The text of a key in "ja", "en" or "ja-easy"; any other locale reads ja. NULL when there is no
 * such key. Each language has every key: none falls back to another. */
const char *text_of(const char *locale, const char *key);

/* What stands in a text's {name}. */
struct text_pair {
    const char *name; /* NULL ends the list */
    const char *value;
};

/* The text with each {name} replaced; a value is never looked at again. A name without a pair, or
 * with a NULL value, is the caller's mistake (asserted). NULL when the arena is full. */
const char *text_fill(struct arena *a, const char *text, const struct text_pair *pairs) WARN_UNUSED;

#endif
