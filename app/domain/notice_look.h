/* notice_look.h - one notice at the moment of sending: is it still true, where does it go, and what
 * is there to say. */
#ifndef APP_DOMAIN_NOTICE_LOOK_H
#define APP_DOMAIN_NOTICE_LOOK_H

#include "app/domain/notice.h"
#include "db/store/notice.h"
#include "db/store/notice_facts.h"

struct notice_look {
    enum notice_kind kind;
    bool still_true;       /* what follows is filled only then */
    int64_t wait_until_at; /* now, or when the quiet hours of the person told end */
    const char *locale;    /* of the person told */
    const char *to;        /* e-mail address, or number in E.164 */
    const char *code;      /* of a code's notice; NULL else */
    int64_t code_expires_at;
    bool to_supporter;         /* told is the job's supporter, not the family's side */
    struct notice_facts facts; /* of the subject; zeros for a code or a member */
};

/* Reads one snapshot, then opens what is sealed; no transaction stays open. A thing or person that
 * is gone makes the notice untrue, not an error, and so does what the person told has switched off.
 */
enum status notice_look(struct ctx *x, const struct notice *n,
                        struct notice_look *look) WARN_UNUSED;

/* The rule: nothing about a job that was cancelled or an ask that was closed meanwhile, nothing
 * between people of whom one blocked the other, nothing to an account that is closed. */
bool notice_still_true(const struct notice *n, enum notice_kind kind, const struct notice_member *m,
                       const struct notice_facts *f, int64_t now);

#endif
