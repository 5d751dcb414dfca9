/* draft_body.c - see draft_body.h. */
#include "app/api/draft_body.h"

#include "app/base/limits.h"
#include "app/domain/ids.h"

#include <string.h>

static void copy_ids(const struct id_list *from, int64_t *to, int *n)
{
    for (*n = 0; *n < from->n; *n += 1) {
        to[*n] = from->ids[*n];
    }
}

static enum status read_stop(struct request *rq, json_t *o, const char *where, struct draft_stop *s)
{
    static const char *const acts[] = {"collect", "bring", NULL};
    struct id_list children = {NULL, 0};
    bool at_supporter = false;
    const struct field fields[] = {
        OPT_ID("place_id", ID_PLACE, &s->place_id),
        OPT_BOOL("at_supporter", &at_supporter),
        FIELD_TIME("at", &s->at),
        FIELD_CHOICE("act", acts, &s->act),
        OPT_IDS("child_ids", ID_CHILD, CHILDREN_PER_JOB_MAX, &children),
        OPT_BOOL("alone", &s->alone),
        FIELD_END,
    };
    enum status st = fields_read(rq, o, where, fields);
    const char *place = arena_printf(rq->ctx.arena, "%s.place_id", where);

    if (st != OK || place == NULL) {
        return st == OK ? E_BUSY : st;
    }
    if (at_supporter == (s->place_id != 0)) {
        return invalid(&rq->ctx, place);
    }
    copy_ids(&children, s->child_ids, &s->children_n);
    return OK;
}

static enum status read_stops(struct request *rq, json_t *stops, struct draft *d)
{
    size_t n = json_array_size(stops);
    enum status s = OK;

    if (stops == NULL) {
        return OK;
    }
    if (!json_is_array(stops) || n > STOPS_PER_JOB_MAX) {
        return invalid(&rq->ctx, "stops");
    }
    for (size_t i = 0; s == OK && i < n; i++) {
        const char *where = arena_printf(rq->ctx.arena, "stops[%d]", (int)i);

        s = where == NULL ? E_BUSY : read_stop(rq, json_array_get(stops, i), where, &d->stops[i]);
    }
    d->stops_n = (int)n;
    return s;
}

enum status fee_body(struct request *rq, json_t *fee, struct draft *d)
{
    static const char *const modes[] = {"tariff", "flat_per_hour", "thanks", NULL};
    const char *mode = "tariff";
    const struct field fields[] = {
        FIELD_CHOICE("mode", modes, &mode),
        OPT_I64("rate_minor", 1, MONEY_MINOR_MAX, &d->rate_minor),
        FIELD_END,
    };
    enum status s = fee != NULL ? fields_read(rq, fee, "fee", fields) : OK;

    return s == OK ? fee_mode_parse(mode, &d->fee_mode) : s;
}

enum status audience_body(struct request *rq, json_t *audience, struct draft *d)
{
    static const char *const kinds[] = {"named", "group", "all", NULL};
    const char *kind = "all";
    struct id_list members = {NULL, 0};
    const struct field fields[] = {
        FIELD_CHOICE("kind", kinds, &kind),
        OPT_IDS("member_ids", ID_MEMBER, AUDIENCE_MAX, &members),
        OPT_ID("group_id", ID_GROUP, &d->group_id),
        FIELD_END,
    };
    enum status s = audience != NULL ? fields_read(rq, audience, "audience", fields) : OK;

    if (s == OK && (strcmp(kind, "group") == 0) != (d->group_id != 0)) {
        return invalid(&rq->ctx, "audience.group_id");
    }
    d->to_all = strcmp(kind, "all") == 0;
    copy_ids(&members, d->member_ids, &d->members_n);
    return s;
}

enum status draft_body(struct request *rq, bool sending, struct draft *d)
{
    static const char *const kinds[] = {"pickup", "dropoff", "escort", "care",
                                        "joint",  "callout", NULL};
    static const char *const care_at[] = {"supporter", "home", "elsewhere", NULL};
    static const char *const pay_by[] = {"card", "cash", "nothing", NULL};
    struct id_list children = {NULL, 0};
    json_t *stops = NULL, *fee = NULL, *audience = NULL;
    struct field fields[] = {
        FIELD_ID("household_id", ID_HOUSEHOLD, &d->household_id),
        FIELD_CHOICE("kind", kinds, &d->kind),
        OPT_CHOICE("care_at", care_at, &d->care_at),
        FIELD_IDS("child_ids", ID_CHILD, CHILDREN_PER_JOB_MAX, &children),
        OPT_JSON("stops", &stops),
        FIELD_TIME("start_at", &d->start_at),
        FIELD_TIME("end_at", &d->end_at),
        OPT_TIME("until_at", &d->until_at),
        OPT_BOOL("sick", &d->sick),
        OPT_BOOL("meal", &d->meal),
        OPT_BOOL("trial", &d->trial),
        OPT_TIME("doctor_seen_at", &d->doctor_seen_at),
        OPT_LINES("needs", 1, NOTE_CHARS_MAX, &d->needs),
        OPT_JSON("fee", &fee),
        OPT_CHOICE("pay_by", pay_by, &d->pay_by),
        OPT_BOOL("already_agreed", &d->already_agreed),
        OPT_BOOL("first_trusted_yes", &d->first_trusted_yes),
        OPT_JSON("audience", &audience),
        FIELD_END,
    };
    enum status s;

    *d = (struct draft){.pay_by = "card"};
    fields[sizeof fields / sizeof *fields - 2].required = sending;
    s = request_fields(rq, fields);
    d->pay_by = d->pay_by != NULL ? d->pay_by : "card";
    copy_ids(&children, d->child_ids, &d->children_n);
    s = s == OK ? read_stops(rq, stops, d) : s;
    s = s == OK ? fee_body(rq, fee, d) : s;
    return s == OK ? audience_body(rq, audience, d) : s;
}
