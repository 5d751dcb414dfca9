/* reserve.h - 控え: a family that wished the first trusted yes has one in reserve when the
 * supporter cancels (domain.md 3). */
#ifndef APP_DOMAIN_RESERVE_H
#define APP_DOMAIN_RESERVE_H

#include "app/domain/ctx.h"

/* In the transaction in which a supporter cancelled, after the ask opened again: where the first
 * trusted yes was wished, the first in reserve whose yes is one, as asked and not dearer, has the
 * job at once. OK also when nobody has. */
enum status reserve_choose_trusted(struct ctx *x, int64_t request_id) WARN_UNUSED;

#endif
