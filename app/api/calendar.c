/* calendar.c - see office.h: a community's rule set and its public holidays. */
#include "app/api/office.h"
#include "app/base/limits.h"
#include "app/domain/calendar_desk.h"
#include "app/domain/ids.h"
#include "app/http/reply.h"

static json_t *rules_json(struct request *rq, const void *arg)
{
    const struct rules_desk *d = arg;
    json_t *items = json_array();

    (void)rq;
    for (int i = 0; i < RULES_COUNT; i++) {
        const struct rule *r = &rules_all()[i];

        (void)json_array_append_new(
            items, json_fields(J_TEXT("name", r->name), J_I64("value", rules_value(&d->rules, i)),
                               J_I64("usual", r->usual), J_TEXT("unit", r->unit),
                               J_I64("min", r->min), J_I64("max", r->max), J_END));
    }
    return json_fields(J_JSON("items", items), J_END);
}

enum status api_rules(struct request *rq)
{
    struct rules_desk d = {0};
    enum status s = request_id_param(rq, 0, ID_COMMUNITY, &d.community_id);

    return s == OK ? reply_read(rq, rules_desk_show, &d, rules_json) : s;
}

/* {"values": {"job_level": 2}}: what is not named stays. */
static enum status read_changes(struct request *rq, struct rules_desk *d)
{
    json_t *values = NULL, *value;
    const struct field body[] = {FIELD_JSON("values", &values), FIELD_END};
    enum status s = request_fields(rq, body);
    struct rule_value_row *rows;
    const char *name;

    if (s != OK) {
        return s;
    }
    if (!json_is_object(values) || json_object_size(values) == 0 ||
        json_object_size(values) > RULES_COUNT) {
        return invalid(&rq->ctx, "values");
    }
    rows = arena_alloc(rq->ctx.arena, json_object_size(values) * sizeof *rows);
    json_object_foreach (values, name, value) {
        if (rows == NULL || !json_is_integer(value)) {
            return rows == NULL ? E_BUSY : invalid(&rq->ctx, request_shown(rq, name));
        }
        rows[d->n++] = (struct rule_value_row){name, json_integer_value(value)};
    }
    d->changes = rows;
    return OK;
}

enum status api_rules_change(struct request *rq)
{
    struct rules_desk d = {0};
    enum status s = request_id_param(rq, 0, ID_COMMUNITY, &d.community_id);

    s = s == OK ? read_changes(rq, &d) : s;
    s = s == OK ? ctx_tx(&rq->ctx, rules_desk_change, &d) : s;
    return s == OK ? reply_json(rq, 200, rules_json(rq, &d)) : s;
}

/* The lines that are wrong are told as the field: "line 7: the date is not a date". */
static enum status bad_file(struct request *rq, const struct holiday_import *done)
{
    const char *field = "file";

    if (done->file.bad_n > 0) {
        field = arena_printf(rq->ctx.arena, "line %d: %s", done->file.bad[0].line,
                             done->file.bad[0].why);
    }
    return field != NULL ? invalid(&rq->ctx, field) : E_BUSY;
}

enum status api_holidays_import(struct request *rq)
{
    struct holiday_import *done = arena_alloc(rq->ctx.arena, sizeof *done);
    int64_t community_id;
    enum status s = request_id_param(rq, 0, ID_COMMUNITY, &community_id);

    s = s == OK && done == NULL ? E_BUSY : s;
    s = s == OK ? ctx_read(&rq->ctx, calendar_may_import, &community_id) : s;
    s = s == OK ? holiday_import(&rq->ctx, community_id, rq->raw, done) : s;
    if (s == E_INVALID) {
        return bad_file(rq, done);
    }
    return s == OK ? reply_json(rq, 200,
                                json_fields(J_I64("added", done->added),
                                            J_I64("changed", done->changed),
                                            J_I64("removed", done->removed), J_END))
                   : s;
}
