/* collector.h - who may collect a child (お迎えに行く人) and who must not be given one
 * (お引き渡ししない方), as guardians and staff keep the lists; barred.h is the rule at the gate. */
#ifndef APP_DOMAIN_COLLECTOR_H
#define APP_DOMAIN_COLLECTOR_H

#include "app/domain/ctx.h"
#include "db/store/pickup_person.h"

struct collector {
    struct pickup_person_row row;
    const char *name, *phone; /* phone NULL: none, or not shown */
};

struct collector_adding {
    int64_t household_id;
    const char *name, *relation, *phone; /* phone as typed, or NULL */
    int64_t from_day, to_day;
    struct collector made; /* out */
};
/* ctx_fn, by a guardian. E_INVALID phone, valid_to; list.full. */
enum status collector_add(struct ctx *x, void *arg) WARN_UNUSED;

struct collector_one {
    int64_t household_id, id;
    struct collector found; /* out */
};
/* ctx_fns, by a guardian. The first shows the phone and notes the look. */
enum status collector_show(struct ctx *x, void *arg) WARN_UNUSED;
enum status collector_end(struct ctx *x, void *arg) WARN_UNUSED;

struct collector_list {
    int64_t household_id;
    struct collector *rows; /* out */
    int n;
};
/* ctx_fn, reads: all in force, without phones. */
enum status collector_list(struct ctx *x, void *arg) WARN_UNUSED;

struct bar {
    struct barred_person_row row;
    const char *name, *note;
};

struct bar_adding {
    int64_t child_id;
    const char *name, *note; /* note may be NULL */
    int64_t member_id;       /* somebody the caller knows; 0: has no account */
    struct bar made;         /* out */
};
/* ctx_fn, by a guardian of one of the child's homes; safeguarding gets a task. list.full;
 * barred.guardian: neither home shuts the other out, that goes through staff. */
enum status bar_add(struct ctx *x, void *arg) WARN_UNUSED;

struct bar_list {
    int64_t child_id;
    struct bar *rows; /* out: what the caller's own home said */
    int n;
};
/* ctx_fn, reads. */
enum status bar_list(struct ctx *x, void *arg) WARN_UNUSED;

struct bar_ending {
    int64_t community_id, id;
};
/* ctx_fn, by a coordinator or safeguarding officer. */
enum status bar_end(struct ctx *x, void *arg) WARN_UNUSED;

#endif
