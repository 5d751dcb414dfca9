/* notice_wish.h - how a member wants to be told: quiet hours, and categories switched off by
 * channel. What is about a job that runs, a child who waits or the account itself always comes. */
#ifndef APP_DOMAIN_NOTICE_WISH_H
#define APP_DOMAIN_NOTICE_WISH_H

#include "app/domain/notice.h"
#include "db/store/notice.h"
#include "db/store/notice_facts.h"
#include "db/store/notice_wish.h"

/* ---- at the moment of sending ---- */

/* Has the person told switched it off? Never what is new about a job that is near. */
bool notice_is_off(const struct notice *n, enum notice_kind kind, const struct notice_member *m,
                   const struct notice_facts *f, int64_t now);

/* *due_at: now, or when the quiet hours end. An ask waits whatever it is about; anything else comes
 * at once when its job is near, or would be near by then. E_INVALID: no such zone. */
enum status notice_wait(enum notice_kind kind, const struct notice_member *m,
                        const struct notice_facts *f, int64_t now, int64_t *due_at) WARN_UNUSED;

/* ---- the member's own settings ---- */

struct notice_settings {
    struct notice_wish wish;
    struct notice_bounces bounces;
    const char *zone;   /* of the quiet hours; NULL: in no community yet */
    const char *locale; /* the member's */
};
/* ctx_fn, reads. Before the first time everything is on. */
enum status notice_settings_get(struct ctx *x, void *arg) WARN_UNUSED;
/* ctx_fn. Writes wish anew, and reads the rest. E_RULE notice.always for what can't be switched
 * off. */
enum status notice_settings_put(struct ctx *x, void *arg) WARN_UNUSED;

/* Is there any notice of that category by BY_MAIL or BY_SMS? */
bool notice_category_goes(enum notice_category category, int way);

#endif
