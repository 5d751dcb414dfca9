/* care_check.c - see booking.h: sleep and fever while a child is in care. */
#include "app/domain/care_check.h"
#include "app/api/booking.h"
#include "app/domain/ids.h"
#include "app/http/reply.h"

static json_t *sleep_json(const struct child_look *c)
{
    if (!c->asleep) {
        return json_null();
    }
    return json_fields(J_TIME("since_at", c->asleep_since_at),
                       J_TIME("last_check_at", c->last_check_at), J_I64("checks", c->checks),
                       J_TIME_OPT("next_check_at", c->next_check_at), J_END);
}

static json_t *temperature_json(const struct child_look *c)
{
    static const char *const words[] = {"none", "again", "hand_over"};

    if (c->measured_at == 0) {
        return json_null();
    }
    return json_fields(J_I64("tenths", c->tenths), J_TIME("measured_at", c->measured_at),
                       J_TEXT("fever", words[c->fever]), J_TIME_OPT("again_at", c->again_at),
                       J_END);
}

static json_t *looks_json(const struct care_looks *l)
{
    json_t *list = json_array();

    for (int i = 0; i < l->n; i++) {
        const struct child_look *c = &l->children[i];

        (void)json_array_append_new(list,
                                    json_fields(J_ID("child_id", ID_CHILD, c->child_id),
                                                J_JSON("sleep", sleep_json(c)),
                                                J_JSON("temperature", temperature_json(c)), J_END));
    }
    return json_fields(J_ID("booking_id", ID_BOOKING, l->booking_id), J_JSON("children", list),
                       J_END);
}

static json_t *read_json(struct request *rq, const void *arg)
{
    (void)rq;
    return looks_json(arg);
}

enum status api_care(struct request *rq)
{
    struct care_looks l = {0};
    enum status s = request_id_param(rq, 0, ID_BOOKING, &l.booking_id);

    return s == OK ? reply_read(rq, care_looks, &l, read_json) : s;
}

static json_t *slept(struct request *rq, const void *arg)
{
    const struct sleep_note *n = arg;

    (void)rq;
    return looks_json(&n->looks);
}

enum status api_sleep(struct request *rq)
{
    static const char *const whats[] = {"start", "check", "woke", NULL};
    struct sleep_note n = {0};
    const struct field body[] = {
        FIELD_ID("child_id", ID_CHILD, &n.child_id),
        FIELD_CHOICE("what", whats, &n.what),
        FIELD_END,
    };
    enum status s = request_id_param(rq, 0, ID_BOOKING, &n.looks.booking_id);

    s = s == OK ? request_fields(rq, body) : s;
    return s == OK ? reply_write(rq, 201, sleep_put, &n, slept) : s;
}

static json_t *measured(struct request *rq, const void *arg)
{
    const struct temperature_note *n = arg;

    (void)rq;
    return looks_json(&n->looks);
}

enum status api_temperature(struct request *rq)
{
    struct temperature_note n = {0};
    const struct field body[] = {
        FIELD_ID("child_id", ID_CHILD, &n.child_id),
        FIELD_I64("tenths", 300, 450, &n.tenths),
        FIELD_END,
    };
    enum status s = request_id_param(rq, 0, ID_BOOKING, &n.looks.booking_id);

    s = s == OK ? request_fields(rq, body) : s;
    return s == OK ? reply_write(rq, 201, temperature_put, &n, measured) : s;
}
