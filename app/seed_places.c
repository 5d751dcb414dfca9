/* seed_places.c - see seed.h: where people live and go, and when the supporters can help. */
#include "app/domain/cell.h"
#include "app/domain/me.h"
#include "app/domain/place.h"
#include "app/domain/supporter.h"
#include "app/seed.h"

#define MUNICIPALITY "28207"

struct spot {
    int64_t lat_e5, lng_e5;
};

/* What everybody in the town knows. */
static const struct {
    const char *kind, *name, *address;
    struct spot at;
} public_places[] = {
    {"nursery", "ひだまり保育園", "ひだまり市中央1丁目2-3", {3478200, 13540100}},
    {"nursery", "さくら保育園", "ひだまり市桜町4-5", {3479500, 13541900}},
    {"school", "ひだまり小学校", "ひだまり市中央2丁目1", {3478600, 13540600}},
    {"park", "なかよし公園", "ひだまり市中央3丁目", {3478300, 13540800}},
};

static const struct {
    const char *who, *address;
    struct spot at;
} homes[] = {
    {"hanako", "ひだまり市緑町7-8-101", {3478100, 13540300}},
    {"yoko", "ひだまり市桜町2-1", {3479300, 13541700}},
};

static const struct {
    const char *who;
    struct spot at;
} areas[] = {
    {"yuki", {3478150, 13540250}},
    {"mio", {3478900, 13541000}},
    {"ken", {3479400, 13541800}},
};

static enum status put_public(struct ctx *x, void *arg)
{
    const struct seed *s = arg;
    enum status st = OK;

    for (size_t i = 0; st == OK && i < sizeof public_places / sizeof *public_places; i++) {
        struct place_row row = {
            .id = new_id(x),
            .community_id = s->community_id,
            .kind = public_places[i].kind,
            .name = public_places[i].name,
            .address = public_places[i].address,
            .created_at = x->now,
        };

        cell_of(public_places[i].at.lat_e5, public_places[i].at.lng_e5, &row.cell_x, &row.cell_y);
        st = store_place_insert(x->tx, &row);
    }
    return st;
}

static enum status put_home(struct seed *s, size_t i)
{
    struct ctx x = seed_as(s, homes[i].who);
    struct place_adding a = {
        .household_id = homes[i].who[0] == 'h' ? s->sato_id : s->tanaka_id,
        .community_id = s->community_id,
        .kind = "home",
        .name = "わが家",
        .address = homes[i].address,
        .lat_e5 = homes[i].at.lat_e5,
        .lng_e5 = homes[i].at.lng_e5,
    };

    return ctx_tx(&x, place_add, &a);
}

static enum status put_area(struct seed *s, size_t i)
{
    struct ctx x = seed_as(s, areas[i].who);
    struct me_change c = {.area_given = true, .municipality = MUNICIPALITY};

    cell_of(areas[i].at.lat_e5, areas[i].at.lng_e5, &c.cell_x, &c.cell_y);
    return ctx_tx(&x, me_change, &c);
}

enum status seed_places(struct seed *s)
{
    enum status st = ctx_tx(&s->x, put_public, s);

    for (size_t i = 0; st == OK && i < sizeof homes / sizeof *homes; i++) {
        st = put_home(s, i);
    }
    for (size_t i = 0; st == OK && i < sizeof areas / sizeof *areas; i++) {
        st = put_area(s, i);
    }
    return st;
}

/* Hours of the day, half-open, from one weekday to another (1 Monday). */
static const struct {
    const char *who;
    int64_t first_day, last_day, from_h, to_h;
} hours[] = {
    {"yuki", 1, 5, 7, 20},
    {"mio", 1, 5, 16, 21},
    {"ken", 1, 5, 6, 12},
    {"ken", 6, 7, 8, 20},
};

static const char *const helpers[] = {"yuki", "mio", "ken"};

static enum status put_profile(struct seed *s, const char *who)
{
    struct ctx x = seed_as(s, who);
    struct supporter_row row = {
        .is_on = 1,
        .kinds = 31, /* all but being called out */
        .care_at = 7,
        .age_min = who[0] == 'y' ? 0 : 3,
        .age_max = 12,
        .until_min = 21 * 60,
        .rate_wish_minor = -1,
        .cap_week_min = 20 * 60,
        .quiet_from_min = 22 * 60,
        .quiet_to_min = 6 * 60,
        .pets = who[0] == 'k' ? "猫が1匹" : "",
        .others_at_home = "",
    };

    return ctx_tx(&x, supporter_put, &row);
}

static enum status put_week(struct seed *s, const char *who)
{
    struct ctx x = seed_as(s, who);
    struct free_row rows[14];
    struct week w = {rows, 0};

    for (size_t i = 0; i < sizeof hours / sizeof *hours; i++) {
        for (int64_t day = hours[i].first_day;
             hours[i].who[0] == who[0] && hours[i].who[1] == who[1] && day <= hours[i].last_day;
             day++) {
            rows[w.n++] = (struct free_row){day, hours[i].from_h * 60, hours[i].to_h * 60};
        }
    }
    return ctx_tx(&x, week_put, &w);
}

enum status seed_profiles(struct seed *s)
{
    enum status st = OK;

    for (size_t i = 0; st == OK && i < sizeof helpers / sizeof *helpers; i++) {
        st = put_profile(s, helpers[i]);
        st = st == OK ? put_week(s, helpers[i]) : st;
    }
    return st;
}
