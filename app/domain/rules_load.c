/* rules_load.c - rules_of() and rules_change() of rules.h: the rows in the database. */
#include "app/domain/rules.h"

enum status rules_of(struct ctx *x, int64_t community_id, struct rules *out)
{
    struct rule_value_row *rows;
    int n;
    enum status s = store_rules_newest(x->tx, community_id, &rows, &n);

    rules_defaults(out);
    for (int i = 0; i < n && s == OK; i++) {
        s = rules_set(out, rows[i].name, rows[i].value);
        if (s != OK) { /* written by a newer program, or not by us */
            log_event(x->log, x->now, LOG_ERROR, "rules.unreadable",
                      LOG_I64("community", community_id), LOG_TEXT("rule", rows[i].name), LOG_END);
            s = E_INTERNAL;
        }
    }
    return s;
}

/* Every value is written, so that a version means the same when a shipped default changes. */
static enum status store_all(struct ctx *x, int64_t community_id, const struct rules *r)
{
    int64_t id = new_id(x);
    enum status s = store_rule_set_insert(x->tx, id, community_id, x->now, x->member_id);

    for (int i = 0; i < RULES_COUNT && s == OK; i++) {
        s = store_rule_value_insert(x->tx, id, rules_all()[i].name, rules_value(r, i));
    }
    return s;
}

enum status rules_change(struct ctx *x, int64_t community_id, const struct rule_value_row *changes,
                         int n)
{
    struct rules r;
    enum status s = rules_of(x, community_id, &r);

    for (int i = 0; i < n && s == OK; i++) {
        if (rules_set(&r, changes[i].name, changes[i].value) != OK) {
            return invalid(x, changes[i].name);
        }
    }
    return s == OK ? store_all(x, community_id, &r) : s;
}
