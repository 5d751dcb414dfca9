/* acting.h - a coordinator acts for a named member who phones in (domain.md 1): with the member's
 * consent noted, for minutes, in the coordinator's own session, and told to the member after each
 * act. While it lasts ctx.member_id is the member, whose rights count, and ctx.acted_by the
 * coordinator, whose name stands in every history. */
#ifndef APP_DOMAIN_ACTING_H
#define APP_DOMAIN_ACTING_H

#include "app/domain/ctx.h"
#include "db/store/acting.h"

struct acting_begin {
    int64_t community_id, member_id;
    const char *consent;    /* "phone", "in_person", "letter" */
    const char *note;       /* what was said */
    struct acting_row made; /* out */
};
/* ctx_fn, by a coordinator or admin of the member's community; the member is told. E_RULE
 * acting.not_for: oneself, the own family, who lives, helps or serves elsewhere too. */
enum status acting_begin(struct ctx *x, void *arg) WARN_UNUSED;

struct acting_ref {
    int64_t community_id, id;
};
/* ctx_fn, by any coordinator or admin there. Once more is OK. */
enum status acting_end(struct ctx *x, void *arg) WARN_UNUSED;

struct acting_listing {
    int64_t community_id, before_id;
    int max;
    struct acting_row *rows; /* out */
    int n;
};
/* ctx_fn, reads, for the office: who acted for whom, the newest first. */
enum status acting_list(struct ctx *x, void *arg) WARN_UNUSED;

/* ctx_fn, reads. arg: struct acting_row with its id: the one that counts in x's session right now.
 * E_NOT_FOUND. acting_enter makes x that of the member. */
enum status acting_use(struct ctx *x, void *acting_row) WARN_UNUSED;
void acting_enter(struct ctx *x, const struct acting_row *a);

/* In the transaction of each act: noted for the member, who is told. OK when nobody acts.
 * subject: the id as the API shows it; "" for none. */
enum status acting_note(struct ctx *x, const char *act, const char *subject) WARN_UNUSED;

/* May x act in an affair of these? OK when nobody acts for anybody. E_NOT_FOUND in another
 * community, E_RULE acting.own_affair where the coordinator is a party himself. supporter_id 0: not
 * known yet. */
enum status acting_may(struct ctx *x, int64_t community_id, int64_t household_id,
                       int64_t supporter_id) WARN_UNUSED;

/* Before money is bound to the act ("ask", "choose", "cancel", "cash"): E_RULE acting.second_person
 * above the community's rules.acting_money_max unless a second person has approved it. OK when
 * nobody acts. */
enum status acting_spend(struct ctx *x, const char *act, int64_t subject_id,
                         int64_t amount_minor) WARN_UNUSED;

/* ---- the second person ---- */

struct acting_asking {
    int64_t community_id, acting_id; /* an acting that runs, of the caller's own */
    const char *act;
    int64_t subject_id;
    int64_t amount_minor;            /* at the most */
    struct acting_approval_row made; /* out */
};
/* ctx_fn. acting.over. */
enum status acting_ask_second(struct ctx *x, void *arg) WARN_UNUSED;

struct acting_approvals {
    int64_t community_id, after_id;
    int max;
    struct acting_approval_row *rows; /* out */
    int n;
};
/* ctx_fn, reads, for coordinators, admins and auditors: what waits. */
enum status acting_approvals(struct ctx *x, void *arg) WARN_UNUSED;

struct acting_approving {
    int64_t community_id, id;
    struct acting_approval_row row; /* out */
};
/* ctx_fn, by another coordinator or admin within the hour; good for one act within an hour more.
 * acting.not_for: one's own asking or family; acting.over: the hour has passed. */
enum status acting_approve(struct ctx *x, void *arg) WARN_UNUSED;

/* ---- the member ---- */

struct acting_acts {
    int64_t before_id;
    int max;
    struct acting_act_row *rows; /* out */
    int n;
};
/* ctx_fn, reads: what the office did for the caller, the newest first. */
enum status acting_acts(struct ctx *x, void *arg) WARN_UNUSED;

#endif
