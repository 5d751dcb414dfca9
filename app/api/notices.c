/* notices.c - how the member wants to be told: GET and PUT /api/v1/me/notices. */
#include "app/api/notices.h"

#include "app/base/limits.h"
#include "app/domain/notice_wish.h"
#include "app/domain/texts.h"
#include "app/http/reply.h"

#include <stdio.h>
#include <string.h>

#define DAY_MIN       1440
#define KEY_BYTES_MAX 40

static json_t *ways_json(const struct notice_settings *n, enum notice_category c)
{
    json_t *list = json_array();
    const struct {
        const char *channel;
        int way;
        int64_t off;
    } ways[] = {{"mail", BY_MAIL, n->wish.mail_off}, {"sms", BY_SMS, n->wish.sms_off}};

    for (int i = 0; i < 2; i++) {
        if (notice_category_goes(c, ways[i].way)) {
            (void)json_array_append_new(
                list, json_fields(J_TEXT("channel", ways[i].channel),
                                  J_BOOL("is_on", (ways[i].off >> c & 1) == 0), J_END));
        }
    }
    return list;
}

static json_t *categories_json(const struct notice_settings *n)
{
    json_t *list = json_array();

    for (int i = 0; i < CATEGORY_COUNT; i++) {
        enum notice_category c = (enum notice_category)i;
        char name[KEY_BYTES_MAX], why[KEY_BYTES_MAX];

        snprintf(name, sizeof name, "notices.%s", notice_category_text(c));
        snprintf(why, sizeof why, "notices.%s.why", notice_category_text(c));
        (void)json_array_append_new(list, json_fields(J_TEXT("category", notice_category_text(c)),
                                                      J_TEXT("name", text_of(n->locale, name)),
                                                      J_TEXT("why", text_of(n->locale, why)),
                                                      J_BOOL("can_switch_off", c < CATEGORY_FIXED),
                                                      J_JSON("ways", ways_json(n, c)), J_END));
    }
    return list;
}

static json_t *settings_json(const struct notice_settings *n)
{
    return json_fields(J_I64("quiet_from_min", n->wish.quiet_from_min),
                       J_I64("quiet_to_min", n->wish.quiet_to_min), J_TEXT("zone", n->zone),
                       J_JSON("categories", categories_json(n)),
                       J_TIME_OPT("mail_fails_since_at", n->bounces.mail_at),
                       J_TIME_OPT("sms_fails_since_at", n->bounces.sms_at),
                       J_TIME_OPT("updated_at", n->wish.updated_at), J_END);
}

static json_t *shown(struct request *rq, const void *arg)
{
    (void)rq;
    return settings_json(arg);
}

enum status api_notices(struct request *rq)
{
    struct notice_settings n = {0};

    return reply_read(rq, notice_settings_get, &n, shown);
}

/* {"category": "asks", "channel": "sms"}: each known, none twice. */
static enum status read_off(struct request *rq, const json_t *item, struct notice_wish *w)
{
    const char *category = json_string_value(json_object_get(item, "category"));
    const char *channel = json_string_value(json_object_get(item, "channel"));
    bool sms = channel != NULL && strcmp(channel, "sms") == 0;
    int64_t *off = sms ? &w->sms_off : &w->mail_off;

    if (category == NULL || channel == NULL || json_object_size(item) != 2 ||
        (!sms && strcmp(channel, "mail") != 0)) {
        return invalid(&rq->ctx, "switched_off");
    }
    for (int c = 0; c < CATEGORY_COUNT; c++) {
        if (strcmp(notice_category_text((enum notice_category)c), category) == 0 &&
            (*off >> c & 1) == 0) {
            *off |= (int64_t)1 << c;
            return OK;
        }
    }
    return invalid(&rq->ctx, "switched_off");
}

enum status api_notices_put(struct request *rq)
{
    struct notice_settings n = {0};
    json_t *off = NULL;
    const struct field body[] = {
        FIELD_I64("quiet_from_min", 0, DAY_MIN - 1, &n.wish.quiet_from_min),
        FIELD_I64("quiet_to_min", 0, DAY_MIN - 1, &n.wish.quiet_to_min),
        FIELD_JSON("switched_off", &off),
        FIELD_END,
    };
    enum status s = request_fields(rq, body);

    if (s == OK && !json_is_array(off)) {
        s = invalid(&rq->ctx, "switched_off");
    }
    for (size_t i = 0; s == OK && i < json_array_size(off); i++) {
        s = read_off(rq, json_array_get(off, i), &n.wish);
    }
    s = s == OK ? ctx_tx(&rq->ctx, notice_settings_put, &n) : s;
    return s == OK ? reply_json(rq, 200, settings_json(&n)) : s;
}
