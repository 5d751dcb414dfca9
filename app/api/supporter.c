/* supporter.c - see supporter.h. */
#include "app/api/supporter.h"

#include "app/api/listing.h"
#include "app/base/limits.h"
#include "app/base/money.h"
#include "app/domain/block.h"
#include "app/domain/ids.h"
#include "app/domain/supporter.h"

#include <stddef.h>
#include <string.h>

#define DAY_MIN  1440
#define WEEK_MIN 10080

struct word {
    const char *text;
    int64_t bit;
};
#define WORD(name, text, bit) {text, bit},
static const struct word kind_words[] = {SUPPORTER_KINDS(WORD){NULL, 0}};
static const struct word care_words[] = {SUPPORTER_CARE_AT(WORD){NULL, 0}};
#undef WORD

static json_t *words_json(const struct word *words, int64_t bits)
{
    json_t *list = json_array();

    for (; words->text != NULL; words++) {
        if ((bits & words->bit) != 0) {
            (void)json_array_append_new(list, json_string(words->text));
        }
    }
    return list;
}

static int64_t word_bit(const struct word *words, const char *text)
{
    for (; text != NULL && words->text != NULL; words++) {
        if (strcmp(words->text, text) == 0) {
            return words->bit;
        }
    }
    return 0;
}

/* ["pickup", "care"]: each known, none twice. */
static enum status read_words(struct request *rq, const json_t *list, const char *where,
                              const struct word *words, int64_t *bits)
{
    *bits = 0;
    if (list == NULL) {
        return OK;
    }
    if (!json_is_array(list)) {
        return invalid(&rq->ctx, where);
    }
    for (size_t i = 0; i < json_array_size(list); i++) {
        int64_t bit = word_bit(words, json_string_value(json_array_get(list, i)));

        if (bit == 0 || (*bits & bit) != 0) {
            return invalid(&rq->ctx, where);
        }
        *bits |= bit;
    }
    return OK;
}

static json_t *supporter_json(const struct supporter_row *r)
{
    return json_fields(
        J_BOOL("is_on", r->is_on != 0), J_JSON("kinds", words_json(kind_words, r->kinds)),
        J_JSON("care_at", words_json(care_words, r->care_at)), J_I64("age_min", r->age_min),
        J_I64("age_max", r->age_max), J_I64("until_min", r->until_min),
        J_JSON("rate_wish_minor",
               r->rate_wish_minor < 0 ? json_null() : json_integer(r->rate_wish_minor)),
        J_I64("cap_week_min", r->cap_week_min), J_I64("quiet_from_min", r->quiet_from_min),
        J_I64("quiet_to_min", r->quiet_to_min), J_TEXT("pets", r->pets),
        J_BOOL("smoking", r->smoking != 0), J_TEXT("others_at_home", r->others_at_home),
        J_BOOL("own_children_come", r->own_children_come != 0), J_TIME("updated_at", r->updated_at),
        J_END);
}

static json_t *shown(struct request *rq, const void *arg)
{
    (void)rq;
    return supporter_json(arg);
}

enum status api_supporter(struct request *rq)
{
    struct supporter_row row;

    return reply_read(rq, supporter_get, &row, shown);
}

static enum status read_profile(struct request *rq, struct supporter_row *r)
{
    bool on = false, smoking = false, children = false;
    json_t *kinds = NULL, *care_at = NULL;
    const struct field body[] = {
        FIELD_BOOL("is_on", &on),
        FIELD_JSON("kinds", &kinds),
        OPT_JSON("care_at", &care_at),
        FIELD_I64("age_min", 0, CHILD_AGE_YEARS_MAX, &r->age_min),
        FIELD_I64("age_max", 0, CHILD_AGE_YEARS_MAX, &r->age_max),
        OPT_I64("until_min", 0, DAY_MIN, &r->until_min),
        OPT_I64("rate_wish_minor", 0, MONEY_MINOR_MAX, &r->rate_wish_minor),
        OPT_I64("cap_week_min", 0, WEEK_MIN, &r->cap_week_min),
        OPT_I64("quiet_from_min", 0, DAY_MIN - 1, &r->quiet_from_min),
        OPT_I64("quiet_to_min", 0, DAY_MIN - 1, &r->quiet_to_min),
        OPT_TEXT("pets", 0, ADDRESS_CHARS_MAX, &r->pets),
        OPT_BOOL("smoking", &smoking),
        OPT_TEXT("others_at_home", 0, ADDRESS_CHARS_MAX, &r->others_at_home),
        OPT_BOOL("own_children_come", &children),
        FIELD_END,
    };
    enum status s = request_fields(rq, body);

    r->is_on = on ? 1 : 0;
    r->smoking = smoking ? 1 : 0;
    r->own_children_come = children ? 1 : 0;
    r->pets = r->pets != NULL ? r->pets : "";
    r->others_at_home = r->others_at_home != NULL ? r->others_at_home : "";
    s = s == OK ? read_words(rq, kinds, "kinds", kind_words, &r->kinds) : s;
    return s == OK ? read_words(rq, care_at, "care_at", care_words, &r->care_at) : s;
}

enum status api_supporter_put(struct request *rq)
{
    struct supporter_row row = {.until_min = DAY_MIN, .rate_wish_minor = -1};
    enum status s = read_profile(rq, &row);

    s = s == OK ? ctx_tx(&rq->ctx, supporter_put, &row) : s;
    return s == OK ? reply_json(rq, 200, supporter_json(&row)) : s;
}

/* ---- when ---- */

static json_t *week_json(struct request *rq, const void *arg)
{
    const struct week *w = arg;
    json_t *list = json_array();

    (void)rq;
    for (int i = 0; i < w->n; i++) {
        const struct free_row *r = &w->rows[i];

        (void)json_array_append_new(list, json_fields(J_I64("weekday", r->weekday),
                                                      J_I64("from_min", r->from_min),
                                                      J_I64("to_min", r->to_min), J_END));
    }
    return json_fields(J_JSON("items", list), J_END);
}

enum status api_week(struct request *rq)
{
    struct week w = {0};

    return reply_read(rq, week_get, &w, week_json);
}

static enum status read_row(struct request *rq, json_t *object, size_t i, struct free_row *r)
{
    const char *where = arena_printf(rq->ctx.arena, "items[%zu]", i);
    const struct field fields[] = {
        FIELD_I64("weekday", 1, 7, &r->weekday),
        FIELD_I64("from_min", 0, DAY_MIN - 1, &r->from_min),
        FIELD_I64("to_min", 1, DAY_MIN, &r->to_min),
        FIELD_END,
    };
    enum status s = where != NULL ? fields_read(rq, object, where, fields) : E_BUSY;

    return s == OK && r->to_min <= r->from_min ? invalid(&rq->ctx, where) : s;
}

static enum status read_week(struct request *rq, struct week *w)
{
    json_t *items = NULL;
    const struct field body[] = {FIELD_JSON("items", &items), FIELD_END};
    enum status s = request_fields(rq, body);
    size_t n = json_array_size(items);

    if (s == OK && (!json_is_array(items) || n > AVAILABILITY_ROWS_MAX)) {
        return invalid(&rq->ctx, "items");
    }
    w->rows = arena_alloc(rq->ctx.arena, (n + 1) * sizeof *w->rows);
    s = s == OK && w->rows == NULL ? E_BUSY : s;
    for (size_t i = 0; s == OK && i < n; i++) {
        s = read_row(rq, json_array_get(items, i), i, &w->rows[i]);
    }
    w->n = (int)n;
    return s;
}

enum status api_week_put(struct request *rq)
{
    struct week w = {0};
    enum status s = read_week(rq, &w);

    s = s == OK ? ctx_tx(&rq->ctx, week_put, &w) : s;
    return s == OK ? reply_json(rq, 200, week_json(rq, &w)) : s;
}

static json_t *exception_json(const void *row)
{
    const struct exception_row *r = row;

    return json_fields(J_ID("id", ID_AVAILABILITY_EXCEPTION, r->id), J_DATE("date", r->day),
                       J_I64("from_min", r->from_min), J_I64("to_min", r->to_min),
                       J_BOOL("is_free", r->is_free != 0), J_END);
}

enum status api_exceptions(struct request *rq)
{
    struct listing page;
    struct exception_listing l = {0};
    const struct field query[] = {OPT_DATE("from", &l.from_day), FIELD_END};
    enum status s = listing_query(rq, query, 0, &page);

    l.after_id = page.from_id;
    l.max = page.max;
    s = s == OK ? ctx_read(&rq->ctx, exception_list, &l) : s;
    return s == OK ? listing_reply(rq, &page, l.rows, l.n, sizeof *l.rows,
                                   offsetof(struct exception_row, id), exception_json)
                   : s;
}

static json_t *added(struct request *rq, const void *arg)
{
    (void)rq;
    return exception_json(arg);
}

enum status api_exception_add(struct request *rq)
{
    struct exception_row row = {0};
    bool is_free = false;
    const struct field body[] = {
        FIELD_DATE("date", &row.day),
        FIELD_I64("from_min", 0, DAY_MIN - 1, &row.from_min),
        FIELD_I64("to_min", 1, DAY_MIN, &row.to_min),
        FIELD_BOOL("is_free", &is_free),
        FIELD_END,
    };
    enum status s = request_fields(rq, body);

    if (s == OK && row.to_min <= row.from_min) {
        return invalid(&rq->ctx, "to_min");
    }
    row.is_free = is_free ? 1 : 0;
    return s == OK ? reply_write(rq, 201, exception_add, &row, added) : s;
}

enum status api_exception_end(struct request *rq)
{
    int64_t id;
    enum status s = request_id_param(rq, 0, ID_AVAILABILITY_EXCEPTION, &id);

    s = s == OK ? ctx_tx(&rq->ctx, exception_end, &id) : s;
    return s == OK ? reply_nothing(rq) : s;
}

/* ---- blocks ---- */

static json_t *block_json(const void *row)
{
    const struct block_row *b = row;

    return json_fields(J_ID("member_id", ID_MEMBER, b->blocked_id),
                       J_TEXT("display_name", b->display_name), J_TIME("since_at", b->created_at),
                       J_END);
}

enum status api_blocks(struct request *rq)
{
    struct listing page;
    struct block_listing l = {0};
    enum status s = listing_query(rq, NULL, 0, &page);

    l.after_id = page.from_id;
    l.max = page.max;
    s = s == OK ? ctx_read(&rq->ctx, block_list, &l) : s;
    return s == OK ? listing_reply(rq, &page, l.rows, l.n, sizeof *l.rows,
                                   offsetof(struct block_row, blocked_id), block_json)
                   : s;
}

static enum status change_block(struct request *rq, ctx_fn fn)
{
    int64_t id;
    enum status s = request_id_param(rq, 0, ID_MEMBER, &id);

    s = s == OK ? ctx_tx(&rq->ctx, fn, &id) : s;
    return s == OK ? reply_nothing(rq) : s;
}

enum status api_block_put(struct request *rq)
{
    return change_block(rq, block_put);
}

enum status api_block_end(struct request *rq)
{
    return change_block(rq, block_end);
}
