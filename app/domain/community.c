/* community.c - see community.h. */
#include "app/domain/community.h"

#include "app/base/zone.h"
#include "db/store/rules.h"

enum status community_get(struct ctx *x, int64_t id, struct community *out)
{
    struct rule_value_row *values;
    int n;
    enum status s = store_community_get(x->tx, id, &out->row);

    if (s == OK) {
        s = store_rules_newest(x->tx, id, &values, &n);
    }
    rules_defaults(&out->rules);
    for (int i = 0; s == OK && i < n; i++) {
        s = rules_set(&out->rules, values[i].name, values[i].value);
    }
    return s == E_INVALID ? E_INTERNAL : s; /* rows are checked when they are written */
}

enum status community_day(const struct community *c, int64_t at, int64_t *day)
{
    struct local_time local;
    enum status s = zone_local(c->row.zone, at, &local);

    *day = s == OK ? local.day_number : 0;
    return s == E_INVALID ? E_INTERNAL : s;
}
