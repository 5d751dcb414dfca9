/* child.h - お子さま: sensitive throughout, sealed under the child's own key, since a child may
 * have two homes (domain.md 1). E_NOT_FOUND for whoever is not a guardian of one of them. */
#ifndef APP_DOMAIN_CHILD_H
#define APP_DOMAIN_CHILD_H

#include "app/domain/child_flag.h"
#include "app/domain/ctx.h"
#include "db/store/child.h"

#include <stdbool.h>

/* What a guardian writes down. The lines are NULL where there is nothing to say. */
struct child_form {
    const char *name, *call_name;
    int64_t birth_day;
    const char *allergies, *medicines, *conditions;
    int64_t flags; /* CHILD_FLAG_* bits */
};

struct child {
    struct child_row row;
    struct child_form form;
    int64_t household_id; /* the home of the caller in which the child lives */
    int64_t age_years;    /* today in the community */
    bool two_homes;
    bool call_first; /* somebody must not be given this child: 必ず保護者に電話 */
};

/* Outside of a transaction: an id for one more child of the household, and its key. */
enum status child_prepare(struct ctx *x, int64_t household_id, int64_t *id) WARN_UNUSED;

struct child_adding {
    int64_t household_id;
    int64_t id; /* of child_prepare */
    struct child_form form;
    struct child child; /* out */
};
/* ctx_fn. list.full; E_INVALID birth_date for one that can't be. */
enum status child_add(struct ctx *x, void *arg) WARN_UNUSED;

struct child_showing {
    int64_t id;
    struct child child; /* out */
};
/* ctx_fn, writes: everything, and the look is noted for the family. */
enum status child_show(struct ctx *x, void *arg) WARN_UNUSED;

/* Which fields a change names. */
enum child_field {
    CHILD_HAS_NAME = 1,
    CHILD_HAS_CALL_NAME = 2,
    CHILD_HAS_BIRTH_DAY = 4,
    CHILD_HAS_ALLERGIES = 8,
    CHILD_HAS_MEDICINES = 16,
    CHILD_HAS_CONDITIONS = 32,
    CHILD_HAS_FLAGS = 64
};
struct child_change {
    int64_t id;
    int64_t version; /* as the guardian saw it */
    unsigned fields;
    struct child_form form;
    struct child child; /* out */
};
/* ctx_fn. E_CONFLICT child.changed when it was changed meanwhile. What concerns health moves
 * health_changed_at: pre-meetings before it are to be redone. */
enum status child_change(struct ctx *x, void *arg) WARN_UNUSED;

struct child_listing {
    int64_t household_id;
    int64_t after_id;
    int max;
    struct child *children; /* out */
    int n;
};
/* ctx_fn, reads. */
enum status child_list(struct ctx *x, void *arg) WARN_UNUSED;

#endif
