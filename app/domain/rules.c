/* rules.c - see rules.h. */
#include "app/domain/rules.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#define RULE_ROW(name, usual, unit, min, max, source) {#name, usual, unit, min, max, source},
static const struct rule all[RULES_COUNT] = {RULES(RULE_ROW)};
#undef RULE_ROW

#define RULE_OFFSET(name, usual, unit, min, max, source) offsetof(struct rules, name),
static const size_t offsets[RULES_COUNT] = {RULES(RULE_OFFSET)};
#undef RULE_OFFSET

static int64_t *field(struct rules *r, int i)
{
    return (int64_t *)(void *)((char *)r + offsets[i]);
}

const struct rule *rules_all(void)
{
    return all;
}

void rules_defaults(struct rules *r)
{
    for (int i = 0; i < RULES_COUNT; i++) {
        *field(r, i) = all[i].usual;
    }
}

enum status rules_set(struct rules *r, const char *name, int64_t value)
{
    for (int i = 0; i < RULES_COUNT; i++) {
        if (strcmp(all[i].name, name) != 0) {
            continue;
        }
        if (value < all[i].min || value > all[i].max) {
            return E_INVALID;
        }
        *field(r, i) = value;
        return OK;
    }
    return E_INVALID;
}

int64_t rules_value(const struct rules *r, int i)
{
    assert(i >= 0 && i < RULES_COUNT);
    return *(const int64_t *)(const void *)((const char *)r + offsets[i]);
}
