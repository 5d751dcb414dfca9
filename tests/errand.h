/* errand.h - one family, one supporter, one ask, one offer and one booking, put straight into a
 * fresh database, with a clock, keys, and a postman that a test drives: for notices and what else
 * happens by itself.
 *
 * It is Friday 20 November 2026, 10:00 in Tokyo; the job is a pick-up on Wednesday the 25th from
 * 16:45 to 18:00, and the ask closes at 16:15. */
#ifndef TESTS_ERRAND_H
#define TESTS_ERRAND_H

#include "app/domain/notice.h"
#include "app/domain/vault.h"
#include "app/notify/deliver.h"
#include "db/store/notice.h"
#include "tests/database.h"

#define ERRAND_FILES_MAX 512

struct errand {
    struct db *db;
    struct arena *arena;
    struct clock clock;
    struct id_source ids;
    struct keys keys;
    const char *dir, *maildir; /* the key files lie in dir */
    char url[DATABASE_URL_BYTES], keystore_url[DATABASE_URL_BYTES];
    struct deliver_options options; /* a maildir, until a test says otherwise */
    struct deliver *deliver;        /* opened by the first errand_step */
    int64_t community, household, guardian, supporter, tie, tariff, place, request, offer, booking;
    char *files[ERRAND_FILES_MAX]; /* of the maildir, by name, after errand_files */
    int files_n;
};

/* The ask is open, the offer asked, the booking does not exist yet (errand_book). */
struct errand *errand_open(const char *engine);
/* A booking in state "agreed", with its event; e->booking. */
void errand_book(struct errand *e);

struct ctx errand_ctx(struct errand *e);
void errand_at(struct errand *e, int64_t at); /* turns the clock to that instant */

/* Printed, then run as a script: "UPDATE offer SET state = 'released' WHERE id = %lld". */
void errand_sql(struct errand *e, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* notice_put in a transaction of its own. */
void errand_tell(struct errand *e, int64_t member_id, enum notice_kind kind, int64_t subject_id);
/* A code of that purpose with its notice, good for ten minutes; its id. target NULL: the member's
 * own address. */
int64_t errand_code(struct errand *e, int64_t member_id, const char *purpose, const char *channel,
                    const char *target, const char *code);

/* One round of the postman; what it did. */
int errand_step(struct errand *e);
/* How many notices are in that state. */
int64_t errand_count(struct errand *e, const char *state);
/* The oldest notice as it is now, with `state` (borrowed from the arena). */
struct errand_notice {
    int64_t id, due_at, tries, lease_until_at, has_code;
    const char *state, *error;
};
void errand_notice(struct errand *e, struct errand_notice *n);
/* Open staff tasks of that kind. */
int64_t errand_tasks(struct errand *e, const char *kind);

/* How many messages lie in the maildir; e->files are their texts. */
int errand_files(struct errand *e);

/* 2026-MM-DD HH:MM in Tokyo. */
int64_t tokyo(int month, int day, int hour, int minute);

#endif
