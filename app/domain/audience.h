/* audience.h - who an ask goes to, and what it would come to with each of them. */
#ifndef APP_DOMAIN_AUDIENCE_H
#define APP_DOMAIN_AUDIENCE_H

#include "app/domain/draft.h"

struct asked {
    struct gate_row gate;
    int64_t price_minor; /* in the draft's mode, with this supporter's certificate and licence */
};

struct audience {
    struct asked *asked;
    int n;
    int64_t most_minor; /* 0 when there is nobody */
    bool quiet;         /* of audience_ask: the caller tells them */
};

/* In an open transaction. Named people who can't be asked are refused with the field
 * audience.member_ids[i]: gate.not_available for strangers, the blocked and the held alike. Of all
 * that could, or those of them in a group, those who can't are left out silently, the best
 * AUDIENCE_MAX stay. Of a group only whoever shows his name in it, to a guardian who does so too:
 * asking must not tell who else is in it. A group that is not the guardian's is no group. */
enum status audience_find(struct ctx *x, const struct draft *d, const struct draft_facts *f,
                          struct audience *out) WARN_UNUSED;

/* The price in the draft's mode with one supporter. What was reckoned is kept: there are four
 * cases, however many people. */
struct price_memo {
    bool known[2][2]; /* certificate, licence */
    int64_t minor[2][2];
};
enum status audience_price(struct ctx *x, const struct draft *d, const struct draft_facts *f,
                           struct price_memo *memo, const struct gate_row *who,
                           int64_t *price_minor) WARN_UNUSED;

/* A card can hold what each of them would cost. E_RULE payments.not_configured,
 * payment.below_minimum. */
enum status audience_check_card(struct ctx *x, const char *pay_by,
                                const struct audience *a) WARN_UNUSED;

/* Asks each of them: an offer in `asked`, and a notice unless it is quiet. */
enum status audience_ask(struct ctx *x, const struct request_row *r,
                         const struct audience *a) WARN_UNUSED;

#endif
