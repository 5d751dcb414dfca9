/* agreement.c - see agreement.h. */
#include "app/domain/agreement.h"

#include "app/base/crypto.h"
#include "app/base/doc.h"
#include "app/base/limits.h"
#include "app/domain/ids.h"
#include "db/store/tariff.h"

enum status agreed_stops(struct ctx *x, int64_t request_id, int64_t booking_id,
                         struct agreed_stop **stops, int *n)
{
    struct stop_row *rows;
    enum status s = booking_id != 0 ? store_stops_of_booking(x->tx, booking_id, &rows, n)
                                    : store_stops_of_request(x->tx, request_id, &rows, n);

    if (s != OK) {
        return s;
    }
    *stops = arena_alloc(x->arena, (size_t)(*n + 1) * sizeof **stops);
    for (int i = 0; *stops != NULL && s == OK && i < *n; i++) {
        (*stops)[i].stop = rows[i];
        s = store_stop_children(x->tx, rows[i].id, &(*stops)[i].child_ids, &(*stops)[i].children_n);
    }
    return *stops != NULL ? s : E_BUSY;
}

/* Who is in the job. */
struct party {
    const struct booking_child_row *children;
    int n;
};

static bool is_in(const struct party *in, int64_t child_id)
{
    for (int i = 0; i < in->n; i++) {
        if (in->children[i].child_id == child_id) {
            return in->children[i].dropped_at == 0;
        }
    }
    return false;
}

static bool has_anybody(const struct party *in, const struct agreed_stop *stop)
{
    for (int i = 0; i < stop->children_n; i++) {
        if (is_in(in, stop->child_ids[i])) {
            return true;
        }
    }
    return false;
}

static void add_ids(struct doc *d, const struct party *in, const struct agreed_stop *stop)
{
    doc_array(d, "child_ids");
    for (int i = 0; i < stop->children_n; i++) {
        if (is_in(in, stop->child_ids[i])) {
            ids_doc(d, NULL, ID_CHILD, stop->child_ids[i]);
        }
    }
    doc_end(d);
}

static void add_children(struct doc *d, const struct booking_child_row *children, int n)
{
    doc_array(d, "child_ids");
    for (int i = 0; i < n; i++) {
        if (children[i].dropped_at == 0) {
            ids_doc(d, NULL, ID_CHILD, children[i].child_id);
        }
    }
    doc_end(d);
}

static void add_fee(struct doc *d, const struct booking_row *b)
{
    doc_object(d, "fee");
    doc_bool(d, "certificate", b->certificate != 0);
    doc_text(d, "currency", b->currency);
    doc_bool(d, "licence", b->licence != 0);
    doc_text(d, "mode", b->fee_mode);
    doc_text(d, "pay_by", b->pay_by);
    doc_int(d, "price_minor", b->price_minor);
    doc_int(d, "rate_minor", b->rate_minor);
    doc_bool(d, "sick", b->sick != 0);
    ids_doc(d, "tariff_id", ID_TARIFF, b->tariff_id);
    doc_int(d, "top_up_minor", b->top_up_minor);
    doc_int(d, "waived_pct", b->waived_pct);
    doc_end(d);
}

static void add_ladder(struct doc *d, const struct ladder_step_row *steps, int n)
{
    doc_array(d, "ladder");
    for (int i = 0; i < n; i++) {
        doc_object(d, NULL);
        doc_int(d, "amount", steps[i].amount);
        doc_text(d, "charge", steps[i].charge);
        doc_text(d, "exempt", steps[i].exempt);
        doc_text(d, "until_kind", steps[i].until_kind);
        doc_int(d, "until_n", steps[i].until_n);
        doc_end(d);
    }
    doc_end(d);
}

static void add_stops(struct doc *d, const struct party *in, const struct agreed_stop *stops, int n)
{
    doc_array(d, "stops");
    for (int i = 0; i < n; i++) {
        if (!has_anybody(in, &stops[i])) {
            continue;
        }
        doc_object(d, NULL);
        doc_text(d, "act", stops[i].stop.act);
        doc_bool(d, "alone", stops[i].stop.alone != 0);
        doc_int(d, "at", stops[i].stop.at);
        add_ids(d, in, &stops[i]);
        ids_doc(d, "place_id", ID_PLACE, stops[i].stop.place_id);
        doc_end(d);
    }
    doc_end(d);
}

static const char *write_document(struct ctx *x, const struct booking_row *b,
                                  const struct booking_child_row *children, int children_n,
                                  const struct agreed_stop *stops, int stops_n,
                                  const struct ladder_step_row *steps, int steps_n)
{
    struct doc d;

    doc_init(&d, x->arena, AGREEMENT_BYTES_MAX);
    doc_object(&d, NULL);
    ids_doc(&d, "booking_id", ID_BOOKING, b->id);
    add_children(&d, children, children_n);
    ids_doc(&d, "community_id", ID_COMMUNITY, b->community_id);
    doc_int(&d, "end_at", b->end_at);
    add_fee(&d, b);
    ids_doc(&d, "guardian_id", ID_MEMBER, b->guardian_id);
    ids_doc(&d, "household_id", ID_HOUSEHOLD, b->household_id);
    doc_text(&d, "kind", b->kind);
    add_ladder(&d, steps, steps_n);
    ids_doc(&d, "policy_id", ID_POLICY, b->policy_id);
    ids_doc(&d, "request_id", ID_REQUEST, b->request_id);
    doc_int(&d, "start_at", b->start_at);
    add_stops(&d, &(struct party){children, children_n}, stops, stops_n);
    ids_doc(&d, "supporter_id", ID_MEMBER, b->supporter_id);
    ids_doc(&d, "tie_id", ID_TIE, b->tie_id);
    doc_int(&d, "until_at", b->until_at);
    doc_int(&d, "version", b->version);
    doc_end(&d);
    return doc_done(&d);
}

enum status agreement_freeze(struct ctx *x, struct booking_row *b,
                             const struct booking_child_row *children, int children_n,
                             const struct agreed_stop *stops, int stops_n)
{
    struct ladder_step_row *steps;
    int steps_n;
    char *sha256 = arena_alloc(x->arena, SHA256_HEX_BYTES);
    enum status s = store_ladder_steps(x->tx, b->tariff_id, &steps, &steps_n);

    if (s != OK || sha256 == NULL) {
        return s != OK ? s : E_BUSY;
    }
    b->agreement = write_document(x, b, children, children_n, stops, stops_n, steps, steps_n);
    if (b->agreement == NULL) {
        return E_BUSY;
    }
    doc_digest(b->agreement, sha256);
    b->agreement_sha256 = sha256;
    return OK;
}
