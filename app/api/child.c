/* child.c - see child.h. */
#include "app/api/child.h"

#include "app/api/household.h"
#include "app/api/listing.h"
#include "app/base/limits.h"
#include "app/domain/child.h"
#include "app/domain/child_home.h"
#include "app/domain/ids.h"

#include <stddef.h>

#define TOKEN_TYPED_CHARS_MAX 64

static json_t *flags_json(int64_t flags)
{
    return json_fields(J_BOOL("allergy", (flags & CHILD_FLAG_ALLERGY) != 0),
                       J_BOOL("epipen", (flags & CHILD_FLAG_EPIPEN) != 0),
                       J_BOOL("medicine", (flags & CHILD_FLAG_MEDICINE) != 0),
                       J_BOOL("needs", (flags & CHILD_FLAG_NEEDS) != 0), J_END);
}

static json_t *child_json(const struct child *c)
{
    const struct child_form *f = &c->form;

    return json_fields(J_ID("id", ID_CHILD, c->row.id), J_I64("version", c->row.version),
                       J_ID("household_id", ID_HOUSEHOLD, c->household_id), J_TEXT("name", f->name),
                       J_TEXT("call_name", f->call_name), J_DATE("birth_date", f->birth_day),
                       J_I64("age_years", c->age_years), J_TEXT("allergies", f->allergies),
                       J_TEXT("medicines", f->medicines), J_TEXT("conditions", f->conditions),
                       J_JSON("flags", flags_json(f->flags)), J_BOOL("two_homes", c->two_homes),
                       J_BOOL("call_first", c->call_first),
                       J_TIME("health_changed_at", c->row.health_changed_at),
                       J_TIME("created_at", c->row.created_at), J_END);
}

/* Lists show no name in full and no note about health. */
static json_t *line_json(const void *row)
{
    const struct child *c = row;

    return json_fields(J_ID("id", ID_CHILD, c->row.id), J_TEXT("call_name", c->form.call_name),
                       J_I64("age_years", c->age_years), J_JSON("flags", flags_json(c->form.flags)),
                       J_BOOL("two_homes", c->two_homes), J_BOOL("call_first", c->call_first),
                       J_END);
}

enum status api_children(struct request *rq)
{
    struct listing page;
    struct child_listing l = {0};
    enum status s = listing_query(rq, NULL, 0, &page);

    s = s == OK ? request_id_param(rq, 0, ID_HOUSEHOLD, &l.household_id) : s;
    l.after_id = page.from_id;
    l.max = page.max;
    s = s == OK ? ctx_read(&rq->ctx, child_list, &l) : s;
    return s == OK ? listing_reply(rq, &page, l.children, l.n, sizeof *l.children,
                                   offsetof(struct child, row.id), line_json)
                   : s;
}

/* {"allergy": true, "epipen": false, ...}: what is not there is false. */
static enum status read_flags(struct request *rq, json_t *flags, int64_t *bits)
{
    bool allergy = false, epipen = false, medicine = false, needs = false;
    const struct field fields[] = {
        OPT_BOOL("allergy", &allergy),
        OPT_BOOL("epipen", &epipen),
        OPT_BOOL("medicine", &medicine),
        OPT_BOOL("needs", &needs),
        FIELD_END,
    };
    enum status s = flags != NULL ? fields_read(rq, flags, "flags", fields) : OK;

    *bits = (allergy ? CHILD_FLAG_ALLERGY : 0) | (epipen ? CHILD_FLAG_EPIPEN : 0) |
            (medicine ? CHILD_FLAG_MEDICINE : 0) | (needs ? CHILD_FLAG_NEEDS : 0);
    return s;
}

static json_t *added(struct request *rq, const void *arg)
{
    const struct child_adding *a = arg;

    (void)rq;
    return child_json(&a->child);
}

enum status api_child_add(struct request *rq)
{
    struct child_adding a = {0};
    struct child_form *f = &a.form;
    json_t *flags = NULL;
    const struct field body[] = {
        FIELD_TEXT("name", 1, NAME_CHARS_MAX, &f->name),
        FIELD_TEXT("call_name", 1, NAME_CHARS_MAX, &f->call_name),
        FIELD_DATE("birth_date", &f->birth_day),
        OPT_LINES("allergies", 1, NOTE_CHARS_MAX, &f->allergies),
        OPT_LINES("medicines", 1, NOTE_CHARS_MAX, &f->medicines),
        OPT_LINES("conditions", 1, NOTE_CHARS_MAX, &f->conditions),
        OPT_JSON("flags", &flags),
        FIELD_END,
    };
    enum status s = request_id_param(rq, 0, ID_HOUSEHOLD, &a.household_id);

    s = s == OK ? request_fields(rq, body) : s;
    s = s == OK ? read_flags(rq, flags, &f->flags) : s;
    s = s == OK ? child_prepare(&rq->ctx, a.household_id, &a.id) : s;
    return s == OK ? reply_write(rq, 201, child_add, &a, added) : s;
}

enum status api_child(struct request *rq)
{
    struct child_showing c = {0};
    enum status s = request_id_param(rq, 0, ID_CHILD, &c.id);

    s = s == OK ? ctx_tx(&rq->ctx, child_show, &c) : s;
    return s == OK ? reply_json(rq, 200, child_json(&c.child)) : s;
}

/* Which of them the body names; a required text can't be taken away. */
static enum status read_change(struct request *rq, struct child_change *c)
{
    struct child_form *f = &c->form;
    json_t *flags = NULL;
    bool is[7] = {0};
    struct field body[] = {
        OPT_TEXT("name", 1, NAME_CHARS_MAX, &f->name),
        OPT_TEXT("call_name", 1, NAME_CHARS_MAX, &f->call_name),
        OPT_DATE("birth_date", &f->birth_day),
        OPT_LINES("allergies", 1, NOTE_CHARS_MAX, &f->allergies),
        OPT_LINES("medicines", 1, NOTE_CHARS_MAX, &f->medicines),
        OPT_LINES("conditions", 1, NOTE_CHARS_MAX, &f->conditions),
        OPT_JSON("flags", &flags),
        FIELD_I64("version", 1, INT64_MAX, &c->version),
        FIELD_END,
    };
    enum status s;

    for (int i = 0; i < 7; i++) {
        body[i].present = &is[i];
    }
    s = request_fields(rq, body);
    for (int i = 0; i < 7; i++) {
        c->fields |= is[i] ? 1U << i : 0; /* enum child_field is in this order */
    }
    if (s == OK && ((is[0] && f->name == NULL) || (is[1] && f->call_name == NULL))) {
        return invalid(&rq->ctx, is[0] && f->name == NULL ? "name" : "call_name");
    }
    return s == OK ? read_flags(rq, flags, &f->flags) : s;
}

enum status api_child_change(struct request *rq)
{
    struct child_change c = {0};
    enum status s = request_id_param(rq, 0, ID_CHILD, &c.id);

    s = s == OK ? read_change(rq, &c) : s;
    s = s == OK ? ctx_tx(&rq->ctx, child_change, &c) : s;
    return s == OK ? reply_json(rq, 200, child_json(&c.child)) : s;
}

/* ---- homes ---- */

static json_t *busy_json(struct request *rq, const void *arg)
{
    const struct home_busy *b = arg;
    json_t *list = json_array();

    (void)rq;
    for (int i = 0; i < b->n; i++) {
        (void)json_array_append_new(list, json_fields(J_TIME("start_at", b->rows[i].start_at),
                                                      J_TIME("end_at", b->rows[i].end_at), J_END));
    }
    return json_fields(J_JSON("items", list), J_END);
}

enum status api_child_busy(struct request *rq)
{
    struct home_busy b = {0};
    const struct field query[] = {FIELD_TIME("from_at", &b.from_at),
                                  FIELD_TIME("until_at", &b.until_at), FIELD_END};
    enum status s = request_id_param(rq, 0, ID_CHILD, &b.child_id);

    s = s == OK ? request_query(rq, query) : s;
    if (s == OK && (b.until_at <= b.from_at || b.until_at - b.from_at > BUSY_MS_MAX)) {
        return invalid(&rq->ctx, "until_at");
    }
    return s == OK ? reply_read(rq, child_home_busy, &b, busy_json) : s;
}

static json_t *invited(struct request *rq, const void *arg)
{
    const struct home_inviting *h = arg;

    (void)rq;
    return link_json(ID_HOME_INVITATION, &h->link);
}

enum status api_home_invite(struct request *rq)
{
    struct home_inviting h = {0};
    enum status s = request_id_param(rq, 0, ID_CHILD, &h.child_id);

    return s == OK ? reply_write(rq, 201, child_home_invite, &h, invited) : s;
}

static json_t *accepted(struct request *rq, const void *arg)
{
    const struct home_accepting *h = arg;

    (void)rq;
    return json_fields(J_ID("child_id", ID_CHILD, h->child_id),
                       J_ID("household_id", ID_HOUSEHOLD, h->household_id), J_END);
}

enum status api_home_accept(struct request *rq)
{
    struct home_accepting h = {0};
    const struct field body[] = {
        FIELD_TEXT("token", 1, TOKEN_TYPED_CHARS_MAX, &h.token),
        FIELD_ID("household_id", ID_HOUSEHOLD, &h.household_id),
        FIELD_END,
    };
    enum status s = request_fields(rq, body);

    return s == OK ? reply_write(rq, 201, child_home_accept, &h, accepted) : s;
}

enum status api_home_end(struct request *rq)
{
    struct home_ending e = {0};
    enum status s = request_id_param(rq, 0, ID_COMMUNITY, &e.community_id);

    s = s == OK ? request_id_param(rq, 1, ID_CHILD, &e.child_id) : s;
    s = s == OK ? request_id_param(rq, 2, ID_HOUSEHOLD, &e.household_id) : s;
    s = s == OK ? ctx_tx(&rq->ctx, child_home_end, &e) : s;
    return s == OK ? reply_nothing(rq) : s;
}
