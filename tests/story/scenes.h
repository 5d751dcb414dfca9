/* scenes.h - what people do in a story, one file a subject; each call is checked, and told. */
#ifndef TESTS_STORY_SCENES_H
#define TESTS_STORY_SCENES_H

#include "tests/story/actor.h"

/* Who plays. */
struct cast {
    struct stage stage;
    struct actor office;             /* an admin of the community, with an authenticator app */
    struct actor hanako, taro, yoko; /* two guardians of one home; one of another */
    struct actor yuki, mio, kenji;   /* supporters */
    char nursery[ID_TEXT_BYTES];     /* a public place */
};

/* newcomers.c - accounts, and what the office lets people do. */
/* Staff of the demo, by the file that its seed wrote: e-mail, password, authenticator app. */
void office_log_in(struct actor *office, struct stage *s);
/* Which community it is, and its zone. */
void office_look(struct actor *office, struct stage *s);
/* Form, code from the mail, code from the SMS; logged in afterwards. */
void sign_up(struct actor *a);
/* Checked identity and safety lesson; and the certificate of that number, unless it is NULL. */
void office_lets_help(struct actor *office, const struct actor *supporter, const char *certificate);

/* homes.c - what people say about themselves. */

void make_home(struct actor *parent, const char *family, const char *child_name,
               const char *call_name, const char *birth_date);
void add_home_place(struct actor *parent, const char *address);
void join_home(struct actor *parent, struct actor *other);
void find_nursery(struct cast *c);
/* On weekdays from hour to hour; equal hours: no word about it. */
void offer_to_help(struct actor *supporter, int from_hour, int to_hour);

/* knowing.c - ties; the tie's id goes into `tie`. */

void meet_by_qr(struct actor *a, struct actor *b, char tie[ID_TEXT_BYTES]);
void meet_by_digits(struct actor *a, struct actor *b, char tie[ID_TEXT_BYTES]);
/* The sheet: the parent fills it in, the supporter confirms. */
void premeet(struct actor *parent, struct actor *supporter, const char *tie);

/* asking.c - from the ask to the choice. */

struct ask {
    struct actor *parent;
    struct actor *whom[4]; /* ended by NULL */
    int64_t start_at, end_at, until_at;
    const char *pay_by;
    const char *needs; /* NULL: none */
    bool agreed;       /* already, by word of mouth: the one who is named only says yes */
};
void show_preview(struct cast *c, const struct ask *ask);
void show_candidates(struct cast *c, const struct ask *ask);
void send_ask(struct cast *c, const struct ask *ask, char request[ID_TEXT_BYTES]);
/* The same by the office, for a parent who phones in. */
void send_ask_as(struct cast *c, const struct ask *ask, struct actor *sender,
                 char request[ID_TEXT_BYTES]);
/* All of it with the first who is asked, until it is confirmed. */
void arrange(struct cast *c, const struct ask *ask, char booking[ID_TEXT_BYTES]);
/* The supporter reads the newest that he or she is asked. */
void read_ask(struct actor *supporter, char offer[ID_TEXT_BYTES]);
void say_yes(struct actor *supporter, const char *offer, int waived_pct, const char *note);
void say_no(struct actor *supporter, const char *offer);
/* What the parent sees of everybody who was asked; a silent no looks like no answer. */
void look_at_offers(struct actor *parent, const char *request);
void choose(struct actor *parent, const char *offer, char booking[ID_TEXT_BYTES]);

/* caring.c - the job itself. */

void await_booking(struct actor *a, const char *booking, const char *state);
/* Number, seal and facts; the last fact is `fact`, unless it is NULL. */
void show_coverage(struct actor *a, const char *booking, const char *fact);
void hand_in(struct actor *parent, struct actor *supporter, const char *booking);
void hand_in_by_phone(struct actor *parent, const char *booking);
/* A hand-over as the body says it, whoever says it. */
void tap(struct actor *a, const char *booking, json_t *body);
/* The job is over: report, hours, money by what was agreed, receipt. */
void settle(struct actor *parent, struct actor *supporter, const char *booking);
void write_note(struct actor *supporter, const char *booking, const char *text);
void hand_out(struct actor *receiver, struct actor *supporter, const char *booking);
void report_in_one_tap(struct actor *supporter, const char *booking);
void agree_to_hours(struct actor *parent, const char *booking);
void cancel(struct actor *parent, const char *booking);

/* paying.c - cards, payments, receipts. */

void save_card(struct actor *parent, const char *card);
void show_payments(struct actor *a, const char *booking);
/* Until that part of the booking's payments is in that state. */
void await_payment(struct actor *a, const char *booking, const char *part, const char *state,
                   char payment[ID_TEXT_BYTES]);
void approve_overtime(struct actor *parent, const char *booking);
void settle_in_cash(struct actor *parent, struct actor *supporter, const char *booking);
void show_receipt(struct actor *a, const char *booking);

void await_task(struct actor *office, const char *kind);
void step_up(struct actor *a);
/* A picture made here, as bytes; the answer must be `want`. */
void send_picture(struct actor *a, int want, const char *method, const char *path);

/* plays.c, shortest.c, and one file a scene - what happens, in order. */

void play_beginning(struct cast *c); /* accounts, homes, gates, ties */
void play_pickup(struct cast *c);    /* by card, and twenty minutes late */
void play_cancelled(struct cast *c); /* on the same day */
void play_cash(struct cast *c);      /* both confirm */
void play_urgent(struct cast *c);    /* asked at 16:40 for 17:15 */
void play_by_phone(struct cast *c);  /* already agreed; the office writes it down */
void play_siblings(struct cast *c);  /* at two nurseries */
void play_nursery(struct cast *c);   /* its own page, as its receptionist opens it */
void play_late(struct cast *c);      /* forty minutes, with the train */
void play_gate(struct cast *c);      /* a dead phone there */
void play_card(struct cast *c);      /* it is refused, and the care goes on */
void play_two(struct cast *c);       /* guardians, at once */
void play_fever(struct cast *c);     /* at 15:00, and the reserve who comes */
void play_tuesdays(struct cast *c);  /* every one */
void play_talking(struct cast *c);   /* a set phrase, a photo */
void play_shortest(struct cast *c);  /* two new people, to a confirmed first help */
#endif
