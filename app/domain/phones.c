/* phones.c - see phones.h. */
#include "app/domain/phones.h"

#include "app/domain/audit.h"
#include "app/domain/booking.h"
#include "app/domain/community.h"
#include "app/domain/mask.h"
#include "app/domain/reveal.h"
#include "app/domain/vault.h"
#include "db/store/guardian.h"
#include "db/store/member.h"

static enum status open_line(struct ctx *x, struct phones *p, int64_t member_id,
                             int64_t household_id)
{
    struct phone_line *line = &p->lines[p->n++];
    const char *whole = NULL;
    struct member m;
    enum status s = store_member_get(x->tx, member_id, &m);

    s = s == OK ? vault_unseal(x, m.id, "member", "phone_sealed", m.id, m.phone_sealed, &whole) : s;
    if (s != OK) {
        return s;
    }
    *line = (struct phone_line){m.id, m.display_name, NULL, p->until_at == 0};
    if (whole == NULL) {
        return OK;
    }
    line->phone = line->masked ? mask_phone(x->arena, whole) : mask_phone_off(x->arena, whole);
    if (line->phone == NULL) {
        return E_BUSY;
    }
    return line->masked ? OK : audit_note(x, household_id, "saw.phone", m.id);
}

static enum status open_guardians(struct ctx *x, struct phones *p, const struct booking_row *b)
{
    int64_t *ids;
    int n = 0;
    enum status s = store_guardians(x->tx, b->household_id, &ids, &n);

    for (int i = 0; s == OK && i < n && i < GUARDIANS_MAX; i++) {
        s = open_line(x, p, ids[i], b->household_id);
    }
    return s;
}

enum status phones_show(struct ctx *x, void *arg)
{
    struct phones *p = arg;
    struct booking_row b;
    struct community c;
    unsigned who = 0;
    enum status s = booking_for_party(x, p->booking_id, &b, &who);

    s = s == OK ? community_get(x, b.community_id, &c) : s;
    if (s != OK) {
        return s;
    }
    p->n = 0;
    p->until_at = reveal_until(&b, c.rules.reveal_after_end_h * HOUR_MS);
    p->until_at = x->now < p->until_at ? p->until_at : 0;
    return who == BY_SUPPORTER ? open_guardians(x, p, &b) : open_line(x, p, b.supporter_id, 0);
}
