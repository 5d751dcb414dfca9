/* me.c - see me.h. */
#include "app/domain/me.h"

#include "app/base/limits.h"
#include "app/base/text.h"
#include "app/base/zone.h"
#include "app/domain/vault.h"
#include "db/store/photo.h"

static enum status open_column(struct ctx *x, const struct member *m, const char *column,
                               struct slice sealed, const char **text)
{
    return vault_unseal(x, m->id, "member", column, m->id, sealed, text);
}

static enum status open_all(struct ctx *x, struct me *me)
{
    const struct member *m = &me->m;
    const char *birth = NULL;
    enum status s = open_column(x, m, "email_sealed", m->email_sealed, &me->email);

    s = s == OK ? open_column(x, m, "phone_sealed", m->phone_sealed, &me->phone) : s;
    s = s == OK ? open_column(x, m, "name_sealed", m->name_sealed, &me->name) : s;
    s = s == OK ? open_column(x, m, "reading_sealed", m->reading_sealed, &me->reading) : s;
    s = s == OK ? open_column(x, m, "birth_day_sealed", m->birth_day_sealed, &birth) : s;
    if (s == OK && int64_parse(birth, &me->birth_day) != OK) {
        return E_INTERNAL;
    }
    return s;
}

static enum status find_photo(struct ctx *x, struct me *me)
{
    struct photo_row *rows;
    int n = 0;
    enum status s = store_photos_of(x->tx, "member", x->member_id, &rows, &n);

    me->photo_id = s == OK && n > 0 ? rows[n - 1].id : 0;
    return s;
}

enum status me_get(struct ctx *x, void *arg)
{
    struct me *me = arg;
    enum status s = store_member_get(x->tx, x->member_id, &me->m);

    s = s == OK ? open_all(x, me) : s;
    s = s == OK ? find_photo(x, me) : s;
    s = s == OK ? store_membership_list(x->tx, x->member_id, MEMBERSHIPS_MAX, &me->memberships,
                                        &me->memberships_n)
                : s;
    return s == OK ? store_staff_of(x->tx, x->member_id, STAFF_ROLES_OF_ONE_MAX, &me->roles,
                                    &me->roles_n)
                   : s;
}

enum status me_change(struct ctx *x, void *arg)
{
    struct me_change *c = arg;
    struct member m;
    enum status s = store_member_get(x->tx, x->member_id, &m);

    if (s != OK) {
        return s;
    }
    m.display_name = c->display_name != NULL ? c->display_name : m.display_name;
    m.locale = c->locale != NULL ? c->locale : m.locale;
    if (c->area_given) {
        m.has_cell = c->municipality != NULL ? 1 : 0;
        m.cell_x = c->cell_x;
        m.cell_y = c->cell_y;
        m.municipality = c->municipality;
    }
    s = store_member_set_profile(x->tx, &m);
    return s == OK ? me_get(x, &c->me) : s;
}

enum status me_password_owner(struct ctx *x, const struct member *m, struct password_owner *owner)
{
    struct me me = {.m = *m};
    char *birth = arena_alloc(x->arena, LOCAL_TEXT_BYTES);
    enum status s = birth != NULL ? open_all(x, &me) : E_BUSY;

    if (s != OK) {
        return s;
    }
    date_format(me.birth_day, birth);
    *owner =
        (struct password_owner){me.email, me.phone, me.name, me.reading, m->display_name, birth};
    return OK;
}
