/* postal.c - see postal.h. */
#include "app/api/postal.h"

#include "app/domain/postal.h"
#include "app/http/reply.h"

enum status api_postal_code(struct request *rq)
{
    struct postal_looking l = {.code = rq->params[0].value};
    json_t *items;
    enum status s = ctx_read(&rq->ctx, postal_look, &l);

    if (s != OK) {
        return s;
    }
    items = json_array();
    for (int i = 0; i < l.n; i++) {
        (void)json_array_append_new(items, json_fields(J_TEXT("prefecture", l.rows[i].prefecture),
                                                       J_TEXT("city", l.rows[i].city),
                                                       J_TEXT("town", l.rows[i].town), J_END));
    }
    return reply_json(rq, 200, json_pack("{s:o}", "items", items));
}
