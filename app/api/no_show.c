/* no_show.c - see booking.h: 会えませんでした. */
#include "app/api/booking.h"
#include "app/api/booking_json.h"
#include "app/api/office.h"
#include "app/base/limits.h"
#include "app/domain/ids.h"
#include "app/domain/no_show_desk.h"
#include "app/http/reply.h"

static json_t *claim_json(struct request *rq, const void *arg)
{
    const struct no_show *n = arg;

    (void)rq;
    return no_show_json(&n->claim, n->reason);
}

enum status api_no_show(struct request *rq)
{
    static const char *const sides[] = {"guardian", "supporter", NULL};
    struct no_show n = {0};
    const struct field body[] = {FIELD_CHOICE("against", sides, &n.against), FIELD_END};
    enum status s = request_id_param(rq, 0, ID_BOOKING, &n.booking_id);

    s = s == OK ? request_fields(rq, body) : s;
    return s == OK ? reply_write(rq, 200, no_show_say, &n, claim_json) : s;
}

enum status api_no_show_contest(struct request *rq)
{
    struct no_show n = {0};
    enum status s = request_id_param(rq, 0, ID_BOOKING, &n.booking_id);

    return s == OK ? reply_write(rq, 200, no_show_contest, &n, claim_json) : s;
}

enum status api_no_show_withdraw(struct request *rq)
{
    struct no_show n = {0};
    enum status s = request_id_param(rq, 0, ID_BOOKING, &n.booking_id);

    return s == OK ? reply_write(rq, 200, no_show_withdraw, &n, claim_json) : s;
}

static json_t *decided(struct request *rq, const void *arg)
{
    return claim_json(rq, &((const struct no_show_decision *)arg)->out);
}

enum status api_no_show_decide(struct request *rq)
{
    static const char *const sides[] = {"guardian", "supporter", "nobody", NULL};
    struct no_show_decision d = {0};
    const struct field body[] = {
        FIELD_CHOICE("missing", sides, &d.missing),
        FIELD_LINES("reason", 1, NOTE_CHARS_MAX, &d.reason),
        FIELD_END,
    };
    enum status s = request_id_param(rq, 0, ID_COMMUNITY, &d.community_id);

    s = s == OK ? request_id_param(rq, 1, ID_BOOKING, &d.booking_id) : s;
    s = s == OK ? request_fields(rq, body) : s;
    return s == OK ? reply_write(rq, 200, no_show_decide, &d, decided) : s;
}
