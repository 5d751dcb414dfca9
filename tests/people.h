/* people.h - people for a test, made in the database in a moment: nobody waits for a mail or for
 * Argon2. Signing up and logging in themselves are tested in tests/api/account_test.c.
 *
 *   struct person *hanako = world_member(w, "花子");
 *
 *   CHECK_I64(client_get(hanako->client, "/api/v1/me"), 200);
 */
#ifndef TESTS_PEOPLE_H
#define TESTS_PEOPLE_H

#include "app/domain/session.h"
#include "tests/world.h"

struct person {
    int64_t id;
    char id_text[ID_TEXT_BYTES]; /* "mb_..." */
    int64_t session_id;
    char token[TOKEN_CHARS + 1];
    struct client *client; /* with the token as its bearer; closed with the world */
    char email[64];
    char phone[20];                         /* E.164; the last four digits are the test's */
    uint8_t totp_secret[TOTP_SECRET_BYTES]; /* of world_staff alone */
};

/* The world's community (Asia/Tokyo, JPY), made at the first call. */
int64_t world_community(struct world *w);
const char *world_community_text(struct world *w); /* "cm_..." */
/* Another one, with a zone of its own. */
int64_t world_community_in(struct world *w, const char *zone);

/* An active member of the world's community, verified, with a session that is not stepped up. */
struct person *world_member(struct world *w, const char *name);
/* The same in another community. */
struct person *world_member_of(struct world *w, int64_t community_id, const char *name);
/* A member who has that role ("coordinator") in the world's community and showed the second factor
 * just now. */
struct person *world_staff(struct world *w, const char *name, const char *role);
struct person *world_staff_of(struct world *w, int64_t community_id, const char *name,
                              const char *role);

/* As if the second factor had been shown just now: for routes with ROUTE_STEP_UP. */
void person_step_up(struct world *w, struct person *p);
/* One more session of the person; nobody keeps its token. */
void person_session(struct ctx *x, const struct person *p);
/* Gives the person a password of which the hash is made here (33 ms), and takes it into use. */
void person_password(struct world *w, const struct person *p, const char *password);
/* The code of the authenticator app right now, of world_staff; a code works once: turn the clock by
 * 30 s for the next one. */
void person_totp(struct world *w, const struct person *p, char out[7]);
/* The same for a secret as an authenticator app takes it (base 32). Borrowed until the next call.
 */
const char *test_totp(const char *secret, int64_t at);
/* The newest one-time code that waits to be sent by "mail" or "sms"; "" when none does. */
const char *world_code(struct world *w, const char *channel);
/* How many notices of that kind there are ("account_exists"). */
int64_t world_notices(struct world *w, const char *kind);

/* Another client of the same session, by cookie, as a browser. */
struct client *person_browser(struct world *w, const struct person *p);

#endif
