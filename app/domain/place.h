/* place.h - 場所: a household's own, sealed under its key, and public ones in clear (domain.md 1).
 * The exact position is never kept: only its cell. */
#ifndef APP_DOMAIN_PLACE_H
#define APP_DOMAIN_PLACE_H

#include "app/domain/ctx.h"
#include "db/store/place.h"

struct place {
    int64_t id;
    struct place_row row;
    const char *name, *address;
};

struct place_adding {
    int64_t household_id; /* 0: a public place of community_id */
    int64_t community_id;
    const char *kind, *name, *address;
    int64_t lat_e5, lng_e5; /* forgotten once the cell is known */
    struct place place;     /* out */
};
/* ctx_fn, by a guardian. E_NOT_FOUND, list.full. */
enum status place_add(struct ctx *x, void *arg) WARN_UNUSED;
/* ctx_fn, by a coordinator of the community. */
enum status place_add_public(struct ctx *x, void *arg) WARN_UNUSED;

struct place_showing {
    int64_t household_id, id;
    struct place place; /* out */
};
/* ctx_fn, writes: a household's own with its address; the look is noted. */
enum status place_show(struct ctx *x, void *arg) WARN_UNUSED;
/* ctx_fns: it is offered no more; jobs that name it keep it. The second one is for staff, with
 * the community's id as household_id. */
enum status place_end(struct ctx *x, void *arg) WARN_UNUSED;
enum status place_end_public(struct ctx *x, void *arg) WARN_UNUSED;

struct place_listing {
    int64_t household_id; /* 0: the public ones of community_id of that kind */
    int64_t community_id;
    const char *kind;
    bool no_cell; /* of the public ones, those whose area is not known */
    int64_t after_id;
    int max;
    struct place *places; /* out; a household's are without address */
    int n;
};
/* ctx_fn, reads. Public ones are for members of the community. */
enum status place_list(struct ctx *x, void *arg) WARN_UNUSED;

#endif
