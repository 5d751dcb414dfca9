/* scenes.h - what people do in a story, one file a subject; each call is checked, and told. */
#ifndef TESTS_STORY_SCENES_H
#define TESTS_STORY_SCENES_H

#include "tests/story/actor.h"

/* Who plays: two families, three supporters, the office. */
struct cast {
    struct stage stage;
    struct actor office;             /* an admin of the community, with TOTP */
    struct actor hanako, taro, yoko; /* two parents of one home; a parent of another */
    struct actor yuki, mio, kenji;   /* supporters */
    char nursery[ID_TEXT_BYTES];     /* a public place */
    char yuki_tie[ID_TEXT_BYTES], mio_tie[ID_TEXT_BYTES], kenji_tie[ID_TEXT_BYTES]; /* Hanako's */
};

/* newcomers.c - accounts. */
/* Staff of the demo, by the file that its seed wrote: e-mail, password and an authenticator app. */
void office_log_in(struct actor *office, struct stage *s);
/* Form, code from the mail, code from the SMS; logged in afterwards. */
void sign_up(struct actor *a);
/* Checked identity and safety lesson, and a certificate when there is a number. */
void office_lets_help(struct actor *office, const struct actor *supporter, const char *certificate);

/* homes.c - what they say about themselves. */
void make_home(struct actor *parent, const char *family, const char *child_name,
               const char *call_name, const char *birth_date);
void add_home_place(struct actor *parent, const char *address);
void join_home(struct actor *parent, struct actor *other);
void find_nursery(struct cast *c);
/* On weekdays from hour to hour. */
void offer_to_help(struct actor *supporter, int from_hour, int to_hour);

/* knowing.c - ties. */
/* b scans a's code; the tie's id into out. */
void meet_by_qr(struct actor *a, struct actor *b, char tie[ID_TEXT_BYTES]);
void meet_by_digits(struct actor *a, struct actor *b, char tie[ID_TEXT_BYTES]);
/* The sheet: the parent fills it in, the supporter confirms. */
void premeet(struct actor *parent, struct actor *supporter, const char *tie);

/* asking.c - from the ask to the choice. */
struct ask {
    int64_t start_at, end_at, until_at;
    const char *pay_by;
    const char *needs; /* NULL: none */
};
/* Nursery to home. */
json_t *pickup_body(struct cast *c, struct actor *parent, const struct ask *ask);
/* Sends it to these three (NULL ends), or to all; the request's id into out. */
void ask_by_name(struct actor *parent, json_t *body, struct actor *const *whom,
                 char request[ID_TEXT_BYTES]);
void show_preview(struct actor *parent, json_t *body);
void show_candidates(struct actor *parent, json_t *body);
/* The supporter reads what he is asked, the offer's id into out. */
void read_ask(struct actor *supporter, char offer[ID_TEXT_BYTES]);
void say_yes(struct actor *supporter, const char *offer, int waived_pct, const char *note);
void say_no(struct actor *supporter, const char *offer);
void choose(struct actor *parent, const char *offer, char booking[ID_TEXT_BYTES]);

/* caring.c - the job itself. */
void show_booking(struct actor *a, const char *booking);
void show_coverage(struct actor *a, const char *booking);
void hand_in(struct actor *parent, struct actor *supporter, const char *booking);
void write_note(struct actor *supporter, const char *booking, const char *text);
void hand_out(struct actor *receiver, struct actor *supporter, const char *booking);
void report_in_one_tap(struct actor *supporter, const char *booking);
void agree_to_hours(struct actor *parent, const char *booking);

/* paying.c - cards, payments, receipts. */
void save_card(struct actor *parent, const char *card);
void show_payments(struct actor *a, const char *booking);
void show_receipt(struct actor *a, const char *booking);

/* The plays. */
void play_first_day(struct cast *c); /* people.c of the story: accounts to ties */
void play_pickup(struct cast *c);    /* paid by card, twenty minutes late */
void play_cancelled(struct cast *c); /* on the same day */
void play_cash(struct cast *c);      /* both confirm */
void play_shortest(struct cast *c);  /* from two empty accounts */

#endif
