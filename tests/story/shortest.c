/* shortest.c - see scenes.h: two people with nothing, to a confirmed first help between friends who
 * pay cash, by the fewest calls of the API that the rules allow; each with the rule that wants it.
 */
#include "app/base/clock.h"
#include "tests/letter.h"
#include "tests/story/scenes.h"

#include <stdio.h>
#include <string.h>

struct two {
    struct actor parent, friend, office;
    int calls; /* of all three */
};

static void open_two(struct two *t, struct cast *c)
{
    struct actor *all[] = {&t->parent, &t->friend, &t->office};

    *t = (struct two){
        .parent = {.name = "森 美咲", .reading = "モリ ミサキ", .called = "美咲", .locale = "ja"},
        .friend = {.name = "林 良子",
                   .reading = "ハヤシ リョウコ",
                   .called = "良子",
                   .locale = "en"},
        .office = {.called = c->office.called, .locale = "ja"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        actor_open(all[i], &c->stage);
        all[i]->counted = &t->calls;
    }
}

static void close_two(struct two *t)
{
    actor_close(&t->parent);
    actor_close(&t->friend);
    actor_close(&t->office);
}

/* Already agreed between the two: the yes is the booking. Where the friend lives is where the child
 * goes, unless the parent is there too. */
static json_t *agreed_body(struct two *t, const char *kind, int64_t start_at)
{
    json_t *body = json_pack("{s:s, s:s, s:[s], s:I, s:I, s:s, s:b, s:{s:s, s:[s]}}",
                             "household_id", t->parent.household, "kind", kind, "child_ids",
                             t->parent.child, "start_at", (json_int_t)start_at, "end_at",
                             (json_int_t)(start_at + HOUR_MS), "pay_by", "cash", "already_agreed",
                             1, "audience", "kind", "named", "member_ids", t->friend.id);

    if (strcmp(kind, "care") == 0) {
        json_object_set_new(body, "care_at", json_string("supporter"));
    }
    return body;
}

/* The offer of this ask, by the link in the friend's mail. */
static void offer_in_mail(struct actor *friend, const char *not_this, char offer[ID_TEXT_BYTES])
{
    struct patience p = {0};

    do {
        const char *mail = mail_body(await_letter(friend, friend->email, "asked"));
        const char *at = strstr(mail, "/offers/");

        if (at == NULL || sscanf(at, "/offers/%23[0-9a-z_]", offer) != 1) {
            fail("the mail about the ask links to no offer: %s", mail);
        }
        be_patient(&p, "the mail about the ask");
    } while (strcmp(offer, not_this) == 0);
}

static void help(struct two *t, const char *kind, int64_t start_at, char offer[ID_TEXT_BYTES])
{
    char before[ID_TEXT_BYTES], booking[ID_TEXT_BYTES];

    snprintf(before, sizeof before, "%s", offer);
    because(&t->parent, "the ask: who, when, what for");
    act(&t->parent, 201, "POST", agreed_body(t, kind, start_at), "/api/v1/requests");
    offer_in_mail(&t->friend, before, offer);
    because(&t->friend, "the friend's own yes; insured from here on");
    act(&t->friend, 201, "POST", json_object(), "/api/v1/asks/%s/offer", offer);
    got_id(&t->friend, "booking_id", booking);
    t->friend.counted = NULL;
    await_booking(&t->friend, booking, "confirmed");
    show_coverage(&t->friend, booking, NULL);
    t->friend.counted = &t->calls;
}

static void tell_count(const struct two *t, const char *what)
{
    tell("%d calls %s: %s %d, %s %d, %s %d", t->calls, what, t->parent.called, t->parent.calls,
         t->friend.called, t->friend.calls, t->office.called, t->office.calls);
}

void play_shortest(struct cast *c)
{
    int64_t start_at = stage_weekday(&c->stage, 15, 0, 4 * HOUR_MS);
    char tie[ID_TEXT_BYTES], offer[ID_TEXT_BYTES] = "";
    struct two t;

    open_two(&t, c);
    chapter("The shortest way: two empty accounts to a confirmed first help, paid in cash");
    sign_up(&t.parent);
    make_home(&t.parent, "森家", "森 蒼", "あおくん", "2021-06-10");
    sign_up(&t.friend);
    offer_to_help(&t.friend, 0, 0);
    meet_by_qr(&t.parent, &t.friend, tie);
    office_log_in(&t.office, &c->stage);
    office_lets_help(&t.office, &t.friend, NULL);
    help(&t, "joint", start_at, offer);
    tell_count(&t, "to the first help, with the parent there");
    premeet(&t.parent, &t.friend, tie);
    help(&t, "care", start_at + 24 * HOUR_MS, offer);
    tell_count(&t, "to the first help at the friend's home, without the parent");
    close_two(&t);
}
