/* community.c - see community.h. */
#include "app/api/community.h"

#include "app/api/listing.h"
#include "app/domain/ids.h"
#include "app/domain/membership.h"

#include <stddef.h>
#include <string.h>

static json_t *line_json(const void *row)
{
    const struct community_row *c = row;

    return json_fields(J_ID("id", ID_COMMUNITY, c->id), J_TEXT("name", c->name),
                       J_TEXT("name_en", c->name_en), J_TEXT("zone", c->zone),
                       J_TEXT("currency", c->currency), J_END);
}

enum status api_communities(struct request *rq)
{
    struct listing page;
    struct community_listing l = {0};
    enum status s = listing_query(rq, NULL, 0, &page);

    l.after_id = page.from_id;
    l.max = page.max;
    s = s == OK ? ctx_read(&rq->ctx, community_list, &l) : s;
    return s == OK ? listing_reply(rq, &page, l.rows, l.n, sizeof *l.rows,
                                   offsetof(struct community_row, id), line_json)
                   : s;
}

static json_t *words_json(const struct community_showing *c)
{
    json_t *list = json_array();

    for (int i = 0; i < c->words_n; i++) {
        (void)json_array_append_new(list, json_fields(J_TEXT("word", c->words[i].word),
                                                      J_TEXT("locale", c->words[i].locale),
                                                      J_TEXT("text", c->words[i].text), J_END));
    }
    return list;
}

/* How candidates are weighed is the office's business. */
static json_t *rules_json(const struct rules *rules)
{
    json_t *list = json_array();

    for (int i = 0; i < RULES_COUNT; i++) {
        const struct rule *r = &rules_all()[i];

        if (strncmp(r->name, "weight_", strlen("weight_")) != 0) {
            (void)json_array_append_new(
                list, json_fields(J_TEXT("name", r->name), J_TEXT("unit", r->unit),
                                  J_I64("value", rules_value(rules, i)), J_END));
        }
    }
    return list;
}

static json_t *shown(struct request *rq, const void *arg)
{
    const struct community_showing *c = arg;
    const struct community_row *row = &c->community.row;

    (void)rq;
    return json_fields(J_ID("id", ID_COMMUNITY, row->id), J_TEXT("name", row->name),
                       J_TEXT("name_en", row->name_en), J_TEXT("zone", row->zone),
                       J_TEXT("currency", row->currency), J_JSON("words", words_json(c)),
                       J_JSON("rules", rules_json(&c->community.rules)), J_END);
}

enum status api_community(struct request *rq)
{
    struct community_showing c = {0};
    enum status s = request_id_param(rq, 0, ID_COMMUNITY, &c.id);

    return s == OK ? reply_read(rq, community_show, &c, shown) : s;
}

static enum status change(struct request *rq, ctx_fn fn)
{
    int64_t id;
    enum status s = request_id_param(rq, 0, ID_COMMUNITY, &id);

    s = s == OK ? ctx_tx(&rq->ctx, fn, &id) : s;
    return s == OK ? reply_nothing(rq) : s;
}

enum status api_community_join(struct request *rq)
{
    return change(rq, membership_join);
}

enum status api_community_leave(struct request *rq)
{
    return change(rq, membership_leave);
}
