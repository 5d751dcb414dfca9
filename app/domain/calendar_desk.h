/* calendar_desk.h - the numbers and the calendar that an office keeps for its community: rule sets,
 * public holidays, and the warning before the holidays run out. */
#ifndef APP_DOMAIN_CALENDAR_DESK_H
#define APP_DOMAIN_CALENDAR_DESK_H

#include "app/domain/holiday.h"
#include "app/domain/rules.h"

struct rules_desk {
    int64_t community_id;
    const struct rule_value_row *changes; /* for the change: these; the rest stays */
    int n;
    struct rules rules; /* out: as they stand */
};
/* ctx_fns. Reading for all staff; changing by an admin, as a new version, audited. E_INVALID with
 * the rule's name as the field. */
enum status rules_desk_show(struct ctx *x, void *desk) WARN_UNUSED;
enum status rules_desk_change(struct ctx *x, void *desk) WARN_UNUSED;

/* ctx_fn, reads: may the caller (an admin) change the community's calendar? arg: const int64_t *.
 */
enum status calendar_may_import(struct ctx *x, void *community_id) WARN_UNUSED;

/* For the worker, once a day: the admin's task holidays.running_out where fewer than
 * HOLIDAY_MONTHS_WARN whole months remain; it settles by itself after an import. */
enum status holiday_watch_step(struct ctx *x, int *did) WARN_UNUSED;

#endif
