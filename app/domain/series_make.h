/* series_make.h - a date of a series becomes an ask of its own; what was said of dates to come is
 * said of it. */
#ifndef APP_DOMAIN_SERIES_MAKE_H
#define APP_DOMAIN_SERIES_MAKE_H

#include "app/domain/choose.h"
#include "app/domain/series.h"

/* For a guardian of its household; E_NOT_FOUND for everybody else. */
enum status series_for_guardian(struct ctx *x, int64_t id, struct series_row *r) WARN_UNUSED;
/* The same before an act: E_CONFLICT series.changed unless it is at that version; takes the next.
 * An asker who left the home is followed by whoever acts. */
enum status series_take(struct ctx *x, int64_t id, int64_t version,
                        struct series_row *r) WARN_UNUSED;

/* Near enough to be asked now. */
bool series_is_near(const struct ctx *x, const struct community *c, int64_t start_at);

/* The ask exists, for the people judged, none of whom is told; *d is brought up to date. */
enum status series_make(struct ctx *x, const struct series_row *r, struct series_date_row *d,
                        struct series_judged *j, const char *from) WARN_UNUSED;

/* Puts the timer for a date that is not near yet. */
enum status series_wait(struct ctx *x, const struct community *c,
                        const struct series_date_row *d) WARN_UNUSED;

/* Everybody who was asked just now for any date hears of it, once. */
enum status series_tell_asked(struct ctx *x, int64_t series_id) WARN_UNUSED;

/* An offer of a date, as that supporter. *why: R_NONE, or the rule that said no, when nothing was
 * written. quiet: the guardians are not told. */
enum status series_say_yes(struct ctx *x, const struct series_person_row *p, int64_t offer_id,
                           bool quiet, enum reason *why) WARN_UNUSED;
/* Chooses an offer, as that guardian. *why likewise. */
enum status series_book(struct ctx *x, int64_t guardian_id, int64_t offer_id, struct booking_row *b,
                        enum reason *why) WARN_UNUSED;

#endif
