/* child_age.c - see child_age.h. */
#include "app/domain/child_age.h"

#include "app/base/text.h"
#include "app/base/zone.h"
#include "app/domain/vault.h"

enum status child_birth_day(struct ctx *x, const struct child_row *child, int64_t *birth_day)
{
    const char *text = NULL;
    enum status s = vault_unseal(x, child->id, "child", "birth_day_sealed", child->id,
                                 child->birth_day_sealed, &text);

    return s == OK ? int64_parse(text, birth_day) : s;
}

enum status child_age(struct ctx *x, int64_t child_id, int64_t on_day, int64_t *age_years)
{
    struct child_row child;
    int64_t birth_day = 0;
    enum status s = store_child_get(x->tx, child_id, &child);

    if (s == OK) {
        s = child_birth_day(x, &child, &birth_day);
    }
    *age_years = s == OK ? age_on(birth_day, on_day) : 0;
    return s;
}
