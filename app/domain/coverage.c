/* coverage.c - see coverage.h. */
#include "app/domain/coverage.h"

#include "app/base/doc.h"
#include "app/base/limits.h"
#include "app/domain/ids.h"
#include "db/store/policy.h"

#include <string.h>

static void add_amounts(struct doc *d, const struct policy_row *p)
{
    doc_object(d, "coverages");
    doc_int(d, "accident_child_minor", p->accident_child_minor);
    doc_int(d, "accident_own_child_minor", p->accident_own_child_minor);
    doc_int(d, "accident_supporter_minor", p->accident_supporter_minor);
    doc_int(d, "bailee_minor", p->bailee_minor);
    doc_int(d, "liability_minor", p->liability_minor);
    doc_end(d);
}

static void add_policy(struct doc *d, const struct policy_row *p)
{
    doc_object(d, "policy");
    doc_int(d, "age_below", p->age_below);
    doc_int(d, "age_min", p->age_min);
    add_amounts(d, p);
    doc_bool(d, "covers_sick", p->covers_sick != 0);
    doc_bool(d, "covers_vehicle", p->covers_vehicle != 0);
    doc_text(d, "currency", p->currency);
    doc_text(d, "exclusions", p->exclusions);
    ids_doc(d, "id", ID_POLICY, p->id);
    doc_text(d, "insurer", p->insurer);
    doc_text(d, "number", p->number);
    doc_int(d, "report_within_days", p->report_within_days);
    doc_int(d, "valid_from_day", p->valid_from_day);
    doc_int(d, "valid_to_day", p->valid_to_day);
    doc_end(d);
}

static const char *snapshot(struct ctx *x, const struct booking_row *b, const struct policy_row *p,
                            const struct booking_child_row *children, int children_n)
{
    struct doc d;

    doc_init(&d, x->arena, SNAPSHOT_BYTES_MAX);
    doc_object(&d, NULL);
    doc_text(&d, "agreement_sha256", b->agreement_sha256);
    ids_doc(&d, "booking_id", ID_BOOKING, b->id);
    doc_array(&d, "child_ids");
    for (int i = 0; i < children_n; i++) {
        ids_doc(&d, NULL, ID_CHILD, children[i].child_id);
    }
    doc_end(&d);
    doc_int(&d, "end_at", b->end_at);
    ids_doc(&d, "household_id", ID_HOUSEHOLD, b->household_id);
    doc_int(&d, "issued_at", x->now);
    add_policy(&d, p);
    doc_int(&d, "start_at", b->start_at);
    ids_doc(&d, "supporter_id", ID_MEMBER, b->supporter_id);
    doc_end(&d);
    return doc_done(&d);
}

enum status coverage_issue(struct ctx *x, const struct booking_row *b,
                           const struct booking_child_row *children, int children_n)
{
    struct policy_row p;
    struct coverage_row c = {
        .id = new_id(x),
        .booking_id = b->id,
        .policy_id = b->policy_id,
        .start_at = b->start_at,
        .end_at = b->end_at,
        .issued_at = x->now,
    };
    enum status s = store_policy_get(x->tx, b->policy_id, &p);

    if (s != OK) {
        return s;
    }
    c.snapshot = snapshot(x, b, &p, children, children_n);
    return c.snapshot != NULL ? store_coverage_insert(x->tx, &c) : E_BUSY;
}

static bool noted_already(const struct coverage_fact_row *facts, int n, const char *kind)
{
    for (int i = 0; i < n; i++) {
        if (strcmp(facts[i].kind, kind) == 0) {
            return strcmp(kind, "amended") != 0;
        }
    }
    return false;
}

enum status coverage_note(struct ctx *x, int64_t booking_id, const char *kind, int64_t start_at,
                          int64_t end_at)
{
    struct coverage_fact_row fact = {
        .id = new_id(x), .kind = kind, .at = x->now, .start_at = start_at, .end_at = end_at};
    struct coverage_row c;
    struct coverage_fact_row *facts;
    int n;
    enum status s = store_coverage_of_booking(x->tx, booking_id, &c);

    if (s == OK) {
        s = store_coverage_facts(x->tx, c.id, &facts, &n);
    }
    if (s != OK || noted_already(facts, n, kind)) {
        return s;
    }
    return store_coverage_fact_put(x->tx, c.id, &fact);
}

enum status coverage_digest(struct arena *a, const char *previous_sha256, int64_t number,
                            const char *snapshot_text, char out[65])
{
    const char *text =
        arena_printf(a, "%s\n%lld\n%s", previous_sha256, (long long)number, snapshot_text);

    if (text == NULL) {
        return E_BUSY;
    }
    doc_digest(text, out);
    return OK;
}

static enum status seal_one(struct ctx *x, struct coverage_row *c)
{
    char sha256[65];
    int64_t last;
    enum status s = store_coverage_last_seal(x->tx, c->policy_id, &last, &c->previous_sha256);

    c->number = last + 1;
    if (s == OK) {
        s = coverage_digest(x->arena, c->previous_sha256, c->number, c->snapshot, sha256);
    }
    c->sha256 = sha256;
    return s == OK ? store_coverage_seal(x->tx, c, x->now) : s;
}

static enum status seal_waiting(struct ctx *x, void *arg)
{
    int *sealed = arg;
    struct coverage_row *rows;
    enum status s = store_coverage_unsealed(x->tx, SEAL_BATCH_MAX, &rows, sealed);

    for (int i = 0; s == OK && i < *sealed; i++) {
        s = seal_one(x, &rows[i]);
    }
    return s;
}

enum status coverage_seal_step(struct ctx *x, int *sealed)
{
    enum status s;

    *sealed = 0;
    s = ctx_tx(x, seal_waiting, sealed);
    return s == E_CONFLICT ? OK : s; /* another worker was first; it is sealed */
}
