/* seed_homes.c - see seed.h: households, guardians, children. Everybody does it in their own name.
 */
#include "app/base/zone.h"
#include "app/domain/child.h"
#include "app/domain/guardian.h"
#include "app/domain/household.h"
#include "app/seed.h"

struct seed_child {
    const char *parent, *name, *call_name;
    int years, days; /* how old today, and days since the birthday */
    const char *allergies;
    int64_t flags;
};

static const struct seed_child children[] = {
    {"hanako", "佐藤 さくら", "さくらちゃん", 5, 120, NULL, 0},
    {"hanako", "佐藤 はると", "はるくん", 3, 200, "卵(加熱してあれば食べられます)",
     CHILD_FLAG_ALLERGY},
    {"yoko", "田中 りん", "りんちゃん", 4, 40, NULL, 0},
};

static enum status make_household(struct seed *s, const char *parent, const char *name,
                                  int64_t *household_id)
{
    struct ctx x = seed_as(s, parent);
    struct household_making m = {.community_id = s->community_id, .name = name};
    enum status st = household_prepare(&x, &m.id);

    st = st == OK ? ctx_tx(&x, household_make, &m) : st;
    *household_id = m.id;
    return st;
}

static enum status add_child(struct seed *s, const struct seed_child *c, int64_t household_id,
                             int64_t today)
{
    struct ctx x = seed_as(s, c->parent);
    struct child_adding a = {
        .household_id = household_id,
        .form = {.name = c->name,
                 .call_name = c->call_name,
                 .birth_day = today - c->years * 365 - c->years / 4 - c->days,
                 .allergies = c->allergies,
                 .flags = c->flags},
    };
    enum status st = child_prepare(&x, household_id, &a.id);

    return st == OK ? ctx_tx(&x, child_add, &a) : st;
}

/* Taro opens the link that Hanako sent him. */
static enum status add_guardian(struct seed *s, const char *from, const char *to,
                                int64_t household_id)
{
    struct ctx inviter = seed_as(s, from), invited = seed_as(s, to);
    struct guardian_inviting i = {.household_id = household_id};
    struct guardian_accepting a = {0};
    enum status st = ctx_tx(&inviter, guardian_invite, &i);

    a.token = i.link.token;
    return st == OK ? ctx_tx(&invited, guardian_accept, &a) : st;
}

static int64_t household_of(const struct seed *s, const char *parent)
{
    return parent[0] == 'h' ? s->sato_id : s->tanaka_id;
}

enum status seed_homes(struct seed *s)
{
    struct local_time now;
    enum status st = zone_local("Asia/Tokyo", s->x.now, &now);

    st = st == OK ? make_household(s, "hanako", "佐藤家", &s->sato_id) : st;
    st = st == OK ? make_household(s, "yoko", "田中家", &s->tanaka_id) : st;
    st = st == OK ? add_guardian(s, "hanako", "taro", s->sato_id) : st;
    for (size_t i = 0; st == OK && i < sizeof children / sizeof *children; i++) {
        st = add_child(s, &children[i], household_of(s, children[i].parent), now.day_number);
    }
    return st;
}
