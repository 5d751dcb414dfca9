/* stage.h - what a story plays on: the server, its private listener, the payment sandbox, the
 * maildir; and the clock that all of them share. */
#ifndef TESTS_STORY_STAGE_H
#define TESTS_STORY_STAGE_H

#include "app/base/id.h"
#include "app/base/zone.h"
#include "tests/client.h"

#define STAGE_URL_BYTES  128
#define STAGE_PATH_BYTES 512
#define STAGE_WHEN_BYTES 32

struct stage {
    char url[STAGE_URL_BYTES];
    char maildir[STAGE_PATH_BYTES];
    char logins[STAGE_PATH_BYTES];
    struct client *desk; /* the private listener */
    struct client *bank; /* the sandbox */
    char community[ID_TEXT_BYTES];
    char zone[ZONE_NAME_BYTES_MAX];
};

/* From OTAGAI_URL, OTAGAI_PRIVATE_URL, OTAGAI_SANDBOX_URL, OTAGAI_MAILDIR and OTAGAI_DEMO_LOGINS;
 * what is not set is where `make run` has it. Ends the program when nobody answers. */
void stage_open(struct stage *s);
void stage_close(struct stage *s);

/* What time it is there. */
int64_t stage_now(struct stage *s);
/* Turns server and sandbox forward to that time; a time that has passed changes nothing. */
void stage_turn_to(struct stage *s, int64_t at);

/* The instant of a wall time there, so many days after the local date of `at`. */
int64_t stage_at(const struct stage *s, int64_t at, int days, int hour, int minute);
/* The next such wall time on a working day that is at least lead_ms away. */
int64_t stage_weekday(struct stage *s, int hour, int minute, int64_t lead_ms);
/* "Wed 25 Nov 16:45", as people there read it. */
const char *stage_when(const struct stage *s, int64_t at, char out[STAGE_WHEN_BYTES]);
/* "16:45" */
const char *stage_hour(const struct stage *s, int64_t at, char out[STAGE_WHEN_BYTES]);

/* A heading; a line under it; what went wrong, which ends the program with 1. */
void chapter(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void tell(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void fail(const char *fmt, ...) __attribute__((noreturn, format(printf, 1, 2)));

/* Rests a moment between two looks; ends the program when `what` took longer than 20 s. */
struct patience {
    int64_t since_ms;
};
void be_patient(struct patience *p, const char *what);

#endif
