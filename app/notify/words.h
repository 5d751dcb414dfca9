/* words.h - what a notice says, in the language of the person told: from the catalogue, with the
 * facts of this moment. Names are display names; never a child's, never an address of a home. */
#ifndef APP_NOTIFY_WORDS_H
#define APP_NOTIFY_WORDS_H

#include "app/domain/notice_look.h"

struct words {
    const char *subject; /* NULL for an SMS */
    const char *body;
};

/* Of a look that is still true. public_url has no slash at its end. E_BUSY when the arena is full,
 * E_INTERNAL when the catalogue has no words for this kind and channel. */
enum status words_of(struct arena *a, const struct notice *n, const struct notice_look *look,
                     const char *public_url, int64_t now, struct words *words) WARN_UNUSED;

/* "¥1,600", "1,600円": an amount as people write it in that language. NULL: arena full. */
const char *words_money(struct arena *a, const char *locale, int64_t minor,
                        const char *currency) WARN_UNUSED;

/* "11月25日(水)" and "16:45", in the zone. NULL: arena full, or no such zone. */
const char *words_day(struct arena *a, const char *locale, const char *zone,
                      int64_t at) WARN_UNUSED;
const char *words_time(struct arena *a, const char *zone, int64_t at) WARN_UNUSED;

#endif
