/* phones.h - the other side's telephone numbers in a job: whole from confirmation until a day after
 * the end (domain.md 1), each such look noted; before and after only "090-****-1234". */
#ifndef APP_DOMAIN_PHONES_H
#define APP_DOMAIN_PHONES_H

#include "app/base/limits.h"
#include "app/domain/ctx.h"

struct phone_line {
    int64_t member_id;
    const char *display_name;
    const char *phone; /* NULL: none */
    bool masked;
};

struct phones {
    int64_t booking_id;
    struct phone_line lines[GUARDIANS_MAX]; /* out */
    int n;
    int64_t until_at; /* whole until then; 0: not (yet) */
};
/* A ctx_fn that writes: the audit's notes. For the supporter the guardians', for a guardian the
 * supporter's; E_NOT_FOUND for everybody else. */
enum status phones_show(struct ctx *x, void *phones) WARN_UNUSED;

#endif
