/* actor.h - one person of a story: a browser with its own session, a mailbox and a phone. */
#ifndef TESTS_STORY_ACTOR_H
#define TESTS_STORY_ACTOR_H

#include "tests/story/stage.h"

#define ACTOR_TEXT_BYTES 160

struct actor {
    struct stage *stage;
    struct client *client;
    const char *name;    /* 佐藤 花子 */
    const char *reading; /* サトウ ハナコ */
    const char *called;  /* 花子: what neighbours read */
    const char *locale;  /* of the mails */
    char email[ACTOR_TEXT_BYTES];
    char phone[ACTOR_TEXT_BYTES]; /* E.164 */
    char password[ACTOR_TEXT_BYTES];
    char id[ID_TEXT_BYTES];
    char household[ID_TEXT_BYTES]; /* "" for one who has none */
    char child[ID_TEXT_BYTES];
    char home[ID_TEXT_BYTES]; /* the place */
    int calls;                /* of those that were counted, his or hers */
    int *counted;             /* each call of the API is listed with its number; NULL: not */
    const char *rule;         /* ... and with the rule that wants it */
    const char *acting;       /* staff: the id of what a member agreed to on the phone, or NULL */
};

/* A browser of his or her own; e-mail address and number are this run's alone. */
void actor_open(struct actor *a, struct stage *s);
void actor_close(struct actor *a);

/* One call that must be answered `want`; else both are printed and the story ends with 1. The body
 * is stolen. A server that asks for patience (429, 503) is asked again. */
void act(struct actor *a, int want, const char *method, json_t *body, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));
/* One call that must be refused for this reason. */
void act_refused(struct actor *a, int want, const char *reason, const char *method, json_t *body,
                 const char *fmt, ...) __attribute__((format(printf, 6, 7)));
/* The next counted call is there because of this rule. */
void because(struct actor *a, const char *rule);

/* Out of the last answer; a text or number that is not there ends the story. */
const char *got(const struct actor *a, const char *where);
int64_t got_number(const struct actor *a, const char *where);
void got_id(const struct actor *a, const char *where, char out[ID_TEXT_BYTES]);
/* The story ends unless the last answer says so there. */
void expect(const struct actor *a, const char *where, const char *want);
void expect_number(const struct actor *a, const char *where, int64_t want);
/* Where in the last answer's list the item lies whose member `key` says `want`; -1. */
int find_item(const struct actor *a, const char *list, const char *key, const char *want);

/* Looks again until the answer says `want` there, or something at all (want NULL). */
void await(struct actor *a, const char *where, const char *want, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* The newest mail or text of that kind to this person; borrowed until
 * the next call. */
const char *await_letter(struct actor *a, const char *to, const char *kind);
/* A mail of that kind whose link leads to `id`; its subject is told. */
void await_mail(struct actor *a, const char *kind, const char *id);
/* A text message of that kind whose link leads to `id`, read aloud. */
void await_text(struct actor *a, const char *kind, const char *id);

#endif
