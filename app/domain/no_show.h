/* no_show.h - 会えませんでした: a party says who was missing, the other contests it (domain.md 3).
 * A hand-over closes it; what happens by time is in booking_timers.h. */
#ifndef APP_DOMAIN_NO_SHOW_H
#define APP_DOMAIN_NO_SHOW_H

#include "app/domain/booking.h"
#include "db/store/no_show.h"

struct no_show {
    int64_t booking_id;
    const char *against;      /* "supporter", "guardian": the other side; for no_show_say */
    struct no_show_row claim; /* out */
    const char *reason; /* out of no_show_words: why the office decided so; NULL: it did not */
    struct booking_row booking; /* out */
};

/* Says who was missing, from half an hour after the start (ctx_fn); the 24 hours for contesting
 * count from now. The same again is once. E_RULE no_show.not_now; E_INVALID "against" for one's own
 * side; E_CONFLICT no_show.said when the other side spoke first, or it is contested. */
enum status no_show_say(struct ctx *x, void *no_show) WARN_UNUSED;

/* Contests it (ctx_fn): it stays confirmed until the coordinator has talked to both. Either side
 * while nobody was named, else the other side than the one that spoke: E_RULE no_show.own. E_RULE
 * no_show.not_now when there is nothing to contest. Twice is once. */
enum status no_show_contest(struct ctx *x, void *no_show) WARN_UNUSED;

/* 会えました (ctx_fn): the side that spoke takes it back; where nobody was named, either. The
 * booking stays as it is, a hand-over that was forgotten can still be noted, and the coordinator
 * looks after it. Twice is once. E_RULE no_show.theirs for the other side, which contests instead;
 * no_show.not_now. */
enum status no_show_withdraw(struct ctx *x, void *no_show) WARN_UNUSED;

/* What no_show_say does once it may (in a transaction): n->booking is read, `who` the side that
 * speaks. Also for a guardian who cancels after the start because nobody came (cancel.h). */
enum status no_show_claim(struct ctx *x, struct no_show *n, unsigned who) WARN_UNUSED;

/* Opens the words of the office's decision into n->reason; n->booking and n->claim are read. */
enum status no_show_words(struct ctx *x, struct no_show *n) WARN_UNUSED;

/* The booking ended otherwise: a claim that is open is of no interest any more. */
enum status no_show_drop(struct ctx *x, int64_t booking_id) WARN_UNUSED;

/* The claim of a booking; *found false when there is none. */
enum status no_show_find(struct ctx *x, int64_t booking_id, struct no_show_row *claim,
                         bool *found) WARN_UNUSED;

#endif
