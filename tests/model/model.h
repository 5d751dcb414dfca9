/* model.h - a small reference of domain.md 3, in memory, written from its words and not from the
 * code it is compared with: requests, offers, bookings, who may, what overlaps, what time does.
 * Answers are sets: when several rules say no, the program may name any of them, but it must say
 * no, and what the model allows it must do. Jobs here cost nothing: money has models of its own.
 *
 *   struct answer a = model_do(&m, &act);
 *   if (answer_fits(&a, status, reason) && status == OK) model_apply(&m, &act);
 */
#ifndef TESTS_MODEL_MODEL_H
#define TESTS_MODEL_MODEL_H

#include "app/base/clock.h"
#include "app/base/status.h"
#include "app/domain/reasons.h"
#include "tests/model/state.h"

/* What may be answered. */
#define WHYS_MAX 24
struct answer {
    bool not_found;
    enum reason whys[WHYS_MAX];
    int n; /* with none, and found: it must be done */
};

/* An empty one, everybody's ties and proofs good until then. */
void model_init(struct model *m, enum slip slip, int64_t now, int64_t good_until_at,
                int64_t job_level);
/* What speaks against it; and what it does, when nothing does. */
struct answer model_judge(const struct model *m, const struct act *act);
void model_apply(struct model *m, const struct act *act);
/* What the worker does now. */
void model_work(struct model *m);

bool answer_fits(const struct answer *a, enum status s, enum reason why);

/* Parts of the above, between its files. */
void why(struct answer *a, enum reason r);
bool is(const char *state, const char *other);
bool model_fails(const struct model *m, enum slip slip);
bool request_is_open(const struct model *m, int request);
/* Ties, levels and proofs for these hours, and whether both are free in them. */
void judge_gates(const struct model *m, int family, int sup, enum way way, unsigned kids,
                 int64_t start_at, int64_t end_at, struct answer *a);
void judge_hours(const struct model *m, int family, int sup, enum way way, unsigned kids,
                 int64_t start_at, int64_t end_at, int but, struct answer *a);
bool kids_are_busy(const struct model *m, int family, unsigned kids, int64_t start_at,
                   int64_t end_at, int but);
bool sup_is_busy(const struct model *m, int family, int sup, enum way way, int64_t start_at,
                 int64_t end_at, int but);
bool is_trusted(const struct model *m, int family, int sup, int64_t at);
enum side side_of(const struct booking_m *b, int member);
void judge_amendment(const struct model *m, const struct act *act, struct answer *a);
void apply_amendment(struct model *m, const struct act *act);
void judge_booking(const struct model *m, const struct act *act, struct answer *a);
void apply_booking(struct model *m, const struct act *act);
void book(struct model *m, int offer);
void reopen(struct model *m, int booking);

#endif
