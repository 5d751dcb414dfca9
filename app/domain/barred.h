/* barred.h - お引き渡ししない方: the one thing that stops a hand-over. Others never learn a reason.
 */
#ifndef APP_DOMAIN_BARRED_H
#define APP_DOMAIN_BARRED_H

#include "app/domain/ctx.h"

/* OK when the child may be given to that person; E_RULE handover.barred when not. member_id 0 and
 * name NULL where not known. Names meet when they are the same text without white space. A
 * guardian of a home where the child lives is never met by name alone: one home can't shut the
 * other out by writing down a name; staff end a home (domain.md 1). */
enum status barred_check(struct ctx *x, int64_t child_id, int64_t member_id,
                         const char *name) WARN_UNUSED;

#endif
