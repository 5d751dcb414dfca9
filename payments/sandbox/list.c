/* list.c - the lists of the API: newest first, by page, filtered; see object.h. */
#include "app/base/text.h"
#include "db/store/sandbox.h"
#include "payments/sandbox/object.h"

#include <string.h>

#define LIST_DEFAULT 10
#define LIST_MAX     100

/* created[gte]=... and its three sisters, or created=... for one second. */
static bool read_created(struct call *c, struct sandbox_list *l)
{
    int64_t gte = 0, gt = -1, lte = INT64_MAX / SECOND_MS - 1, lt = lte + 1, is = -1;

    if (!param_i64(c, "created[gte]", 0, lte, &gte) || !param_i64(c, "created[gt]", 0, lte, &gt) ||
        !param_i64(c, "created[lte]", 0, lte, &lte) || !param_i64(c, "created[lt]", 0, lt, &lt) ||
        !param_i64(c, "created", 0, lt, &is)) {
        return false;
    }
    gte = gt + 1 > gte ? gt + 1 : gte;
    lte = lt - 1 < lte ? lt - 1 : lte;
    l->created_from_at = (is >= 0 ? is : gte) * SECOND_MS;
    l->created_to_at = (is >= 0 ? is : lte) * SECOND_MS;
    return true;
}

/* A page begins behind (starting_after) or ends before (ending_before) an object of the list. */
static bool read_edge(struct call *c, const char *name, int64_t *seq)
{
    const char *ref = param(c, name);
    struct sandbox_object_row row;
    enum status s;

    if (ref == NULL) {
        return true;
    }
    s = store_sandbox_get(c->t, ref, &row);
    if (s == E_NOT_FOUND) {
        refuse_missing(c, "object", ref, name);
        return false;
    }
    *seq = row.seq;
    return well(c, s);
}

/* types[0]=a&types[1]=b, or type=a: "|a|b|". */
static const char *read_label(struct call *c, const char *name)
{
    const char *one = param(c, name), *all = "|";

    if (one != NULL) {
        return one;
    }
    for (int i = 0; i < c->in.n && all != NULL; i++) {
        if (strncmp(c->in.rows[i].key, "types[", 6) == 0) {
            all = arena_printf(c->arena, "%s%s|", all, c->in.rows[i].value);
        }
    }
    if (all == NULL) {
        well(c, E_BUSY);
        return "";
    }
    return all[1] != '\0' ? all : "";
}

static json_t *page(struct call *c, const struct sandbox_object_row *rows, int n, bool upwards)
{
    json_t *data = own(c, json_array());

    for (int i = 0; going(c) && i < n; i++) {
        /* A page that was read oldest first is shown newest first all the same. */
        const char *body = rows[upwards ? n - 1 - i : i].body;
        json_t *o = own(c, json_loads(body, JSON_REJECT_DUPLICATES, NULL));
        json_t *shown;

        if (o != NULL && object_deleted(o)) {
            continue;
        }
        shown = o != NULL ? object_expanded(c, o, "data.") : NULL;
        if (shown == NULL || json_array_append(data, shown) != 0) {
            well(c, E_BUSY);
        }
    }
    return data;
}

static bool read_page(struct call *c, struct sandbox_list *l, int64_t *limit)
{
    l->before_seq = INT64_MAX;
    return param_i64(c, "limit", 1, LIST_MAX, limit) && read_created(c, l) &&
           read_edge(c, "starting_after", &l->before_seq) &&
           read_edge(c, "ending_before", &l->after_seq);
}

void object_list(struct call *c, const char *kind, const char *customer_ref,
                 const char *parent_param, const char *label_param)
{
    const char *parent = parent_param != NULL ? param(c, parent_param) : NULL;
    struct sandbox_list l = {.kind = kind,
                             .customer_ref = customer_ref != NULL ? customer_ref : "",
                             .parent_ref = parent != NULL ? parent : "",
                             .label = label_param != NULL ? read_label(c, label_param) : ""};
    struct sandbox_object_row *rows = NULL;
    int64_t limit = LIST_DEFAULT;
    int n = 0;
    bool more;
    json_t *data;

    if (!read_page(c, &l, &limit)) {
        return;
    }
    l.rows_max = (int)limit + 1;
    if (!well(c, store_sandbox_list(c->t, &l, &rows, &n))) {
        return;
    }
    more = n > limit;
    data = page(c, rows, more ? (int)limit : n, l.after_seq > 0);
    if (going(c)) {
        c->http = 200;
        c->answer =
            own(c, json_fields(J_TEXT("object", "list"), J_TEXT("url", c->path),
                               J_BOOL("has_more", more), J_JSON("data", json_incref(data)), J_END));
    }
}
