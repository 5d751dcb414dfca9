/* seed_office.c - see seed.h: the community, its office, and the residents' accounts. */
#include "app/base/zone.h"
#include "app/domain/community.h"
#include "app/domain/holiday.h"
#include "app/domain/shipped.h"
#include "app/seed.h"
#include "app/service.h"
#include "db/store/policy.h"

#include <stdlib.h>
#include <string.h>

#define TARIFF "asmama"

int64_t seed_member(const struct seed *s, const char *key)
{
    const struct seed_person *people = seed_people();

    for (int i = 0; people[i].key != NULL; i++) {
        if (strcmp(people[i].key, key) == 0) {
            return s->member_id[i];
        }
    }
    abort(); /* a row names nobody */
}

struct ctx seed_as(const struct seed *s, const char *key)
{
    struct ctx x = s->x;

    x.member_id = seed_member(s, key);
    return x;
}

static enum status make_password(struct arena *a, const char **out)
{
    uint8_t bytes[SEED_PASSWORD_CHARS * 3 / 4];

    random_bytes(bytes, sizeof bytes);
    *out = base64url_encode(a, bytes, sizeof bytes);
    return *out != NULL ? OK : E_BUSY;
}

static enum status fill_form(struct seed *s, const struct seed_person *p, struct account_form *f)
{
    *f = (struct account_form){
        .email = p->email,
        .phone = p->phone,
        .name = p->name,
        .reading = p->reading,
        .display_name = p->display_name,
        .locale = "ja",
        .community_id = s->community_id,
    };
    if (date_parse(p->birth_date, &f->birth_day) != OK) {
        return E_INTERNAL;
    }
    return make_password(s->x.arena, &f->password);
}

static enum status write_login(struct seed *s, const struct seed_person *p, const char *password,
                               const char *totp)
{
    return fprintf(s->logins, "%-28s  %-*s  %-32s  %s (%s)\n", p->email, SEED_PASSWORD_CHARS,
                   password, totp[0] != '\0' ? totp : "-", p->what, p->display_name) > 0
               ? OK
               : E_BUSY;
}

static enum status make_vouched(struct ctx *x, void *arg)
{
    return vouched_make(x, arg);
}

static enum status make_admin(struct seed *s, const struct seed_person *p)
{
    struct first_admin a = {
        .community = {.name = "ひだまり市",
                      .name_en = "Hidamari",
                      .zone = "Asia/Tokyo",
                      .currency = "JPY"},
        .who.role = p->role,
    };
    enum status st = fill_form(s, p, &a.who.form);

    if (st == OK) {
        st = vouched_first_admin(&s->x, &a);
    }
    s->community_id = a.community.id;
    s->member_id[0] = a.who.row.id;
    return st == OK ? write_login(s, p, a.who.form.password, a.who.totp_text) : st;
}

static enum status make_person(struct seed *s, int i)
{
    const struct seed_person *p = &seed_people()[i];
    struct vouched v = {.role = p->role};
    enum status st = fill_form(s, p, &v.form);

    st = st == OK ? account_check(&s->x, &v.form) : st;
    st = st == OK ? vouched_prepare(&s->x, &v) : st;
    st = st == OK ? ctx_tx(&s->x, make_vouched, &v) : st;
    s->member_id[i] = v.row.id;
    return st == OK ? write_login(s, p, v.form.password, v.totp_text) : st;
}

enum status seed_people_make(struct seed *s)
{
    enum status st = OK;

    for (int i = 1; st == OK && seed_people()[i].key != NULL; i++) {
        st = make_person(s, i);
    }
    return st;
}

static enum status today_of(struct seed *s, int64_t *day)
{
    struct local_time now;
    enum status st = zone_local("Asia/Tokyo", s->x.now, &now);

    *day = st == OK ? now.day_number : 0;
    return st;
}

static enum status put_tariff(struct ctx *x, void *arg)
{
    struct seed *s = arg;
    struct tariff_files files = shipped_tariffs();
    struct tariff_rows rows;
    const char *wrong;
    int64_t day, id;
    enum status st = tariff_read(x->arena, &files, TARIFF, &rows, &wrong);

    st = st == OK ? today_of(s, &day) : st;
    return st == OK ? tariff_add(x, s->community_id, day, &rows, &id) : st;
}

/* The second policy is for the youngest, whom the first does not take. */
static enum status put_policies(struct ctx *x, void *arg)
{
    struct seed *s = arg;
    struct policy_row p = {
        .community_id = s->community_id,
        .insurer = "ひだまり損害保険",
        .liability_minor = 50000000,
        .bailee_minor = 50000000,
        .accident_supporter_minor = 5000000,
        .accident_own_child_minor = 3000000,
        .accident_child_minor = 3000000,
        .exclusions = "故意、地震、自動車の運行に起因する事故",
        .report_within_days = 30,
        .currency = "JPY",
        .created_at = x->now,
        .created_by = s->member_id[0],
    };
    enum status st = today_of(s, &p.valid_from_day);

    p.valid_to_day = p.valid_from_day + 730;
    for (int i = 0; st == OK && i < 2; i++) {
        p.id = new_id(x);
        p.number = i == 0 ? "HDM-2026-0001" : "HDM-2026-0002";
        p.age_min = i == 0 ? 1 : 0;
        p.age_below = i == 0 ? 13 : 1;
        st = store_policy_insert(x->tx, &p);
    }
    return st;
}

enum status seed_office(struct seed *s)
{
    struct holiday_import holidays = {0};
    enum status st = make_admin(s, &seed_people()[0]);

    st = st == OK ? ctx_tx(&s->x, put_tariff, s) : st;
    st = st == OK ? ctx_tx(&s->x, put_policies, s) : st;
    return st == OK ? holiday_import(&s->x, s->community_id, shipped_holidays(), &holidays) : st;
}
