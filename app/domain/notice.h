/* notice.h - telling people: a notice is put in the transaction of what it tells, and checked and
 * worded only when it is sent. */
#ifndef APP_DOMAIN_NOTICE_H
#define APP_DOMAIN_NOTICE_H

#include "app/domain/ctx.h"

#include <stdbool.h>

/* What a notice's subject_id is the id of. */
enum notice_subject {
    SUBJECT_OFFER,
    SUBJECT_REQUEST,
    SUBJECT_BOOKING,
    SUBJECT_AMENDMENT,
    SUBJECT_CODE,
    SUBJECT_MEMBER,
    SUBJECT_THREAD,
    SUBJECT_SERIES_DATE
};

/* What has to reach somebody at once goes by SMS as well: a child may be waiting. */
#define BY_MAIL 1
#define BY_SMS  2
#define BY_BOTH (BY_MAIL | BY_SMS)

/* ONCE: putting it again for the same person and subject does nothing, ever. AGAIN: only while the
 * first still waits to be sent. */
#define ONCE  false
#define AGAIN true

/* name, stored text (also the key of its words: "mail.<text>.subject"), subject, ways, how often.
 * The comment says who is told. */
/* clang-format off */
#define NOTICES(X) \
    X(ASKED,          "asked",          SUBJECT_OFFER,     BY_MAIL, AGAIN) /* the supporter; not in quiet hours */ \
    X(ASKED_URGENT,   "asked_urgent",   SUBJECT_OFFER,     BY_BOTH, AGAIN) /* the same within three hours of the start */ \
    X(OFFERED,        "offered",        SUBJECT_OFFER,     BY_MAIL, AGAIN) /* the guardian */ \
    X(CHOSEN,         "chosen",         SUBJECT_BOOKING,   BY_MAIL, ONCE)  /* the supporter, while the card is checked */ \
    X(RELEASED,       "released",       SUBJECT_OFFER,     BY_MAIL, AGAIN) /* a supporter who had offered */ \
    X(RESERVE,        "reserve",        SUBJECT_OFFER,     BY_MAIL, AGAIN) /* a supporter who is kept in reserve */ \
    X(RESERVE_CALLED, "reserve_called", SUBJECT_OFFER,     BY_MAIL, AGAIN) /* ... whose offer counts again */ \
    X(RESERVE_READY,  "reserve_ready",  SUBJECT_OFFER,     BY_BOTH, AGAIN) /* guardians: the one in reserve can come */ \
    X(WITHDRAWN,      "withdrawn",      SUBJECT_OFFER,     BY_MAIL, ONCE)  /* a supporter who was asked */ \
    X(UNTAKEN,        "untaken",        SUBJECT_REQUEST,   BY_BOTH, AGAIN) /* guardians; SMS when it is near */ \
    X(DESK_URGENT,    "desk_urgent",    SUBJECT_REQUEST,   BY_BOTH, AGAIN) /* coordinators */ \
    X(SERIES_ASKED,   "series_asked",   SUBJECT_OFFER,     BY_MAIL, AGAIN) /* the supporter, of the first of many dates */ \
    X(SERIES_YES,     "series_yes",     SUBJECT_OFFER,     BY_MAIL, AGAIN) /* the guardian: a yes to many dates */ \
    X(SERIES_ENDED,   "series_ended",   SUBJECT_OFFER,     BY_MAIL, ONCE)  /* a supporter: dates were taken back */ \
    X(SERIES_DATE,    "series_date",    SUBJECT_SERIES_DATE, BY_MAIL, ONCE) /* the guardian: a date needs a look */ \
    X(UNFILLED,       "unfilled",       SUBJECT_REQUEST,   BY_MAIL, AGAIN) /* the guardian */ \
    X(CONFIRMED,      "confirmed",      SUBJECT_BOOKING,   BY_MAIL, ONCE)  /* both */ \
    X(CHANGE_ASKED,   "change_asked",   SUBJECT_AMENDMENT, BY_MAIL, ONCE)  /* who has to say yes */ \
    X(CHANGE_DECLINED, "change_declined", SUBJECT_AMENDMENT, BY_MAIL, ONCE) /* who had proposed it */ \
    X(CHANGED,        "changed",        SUBJECT_BOOKING,   BY_MAIL, AGAIN) /* both */ \
    X(LATE,           "late",           SUBJECT_BOOKING,   BY_BOTH, AGAIN) /* the other side */ \
    X(ON_TIME,        "on_time",        SUBJECT_BOOKING,   BY_BOTH, AGAIN) /* the other side: late was taken back */ \
    X(NEXT_ADULT,     "next_adult",     SUBJECT_BOOKING,   BY_BOTH, AGAIN) /* both: somebody else comes for the child */ \
    X(UNTIL_PASSED,   "until_passed",   SUBJECT_BOOKING,   BY_BOTH, ONCE)  /* both: later than "at the latest" */ \
    X(OVERRUN,        "overrun",        SUBJECT_BOOKING,   BY_BOTH, ONCE)  /* both of the next job: the one before takes longer */ \
    X(ARRIVED,        "arrived",        SUBJECT_BOOKING,   BY_MAIL, AGAIN) /* everyone named */ \
    X(FEVER,          "fever",          SUBJECT_BOOKING,   BY_BOTH, AGAIN) /* guardians: please come */ \
    X(SOS,            "sos",            SUBJECT_BOOKING,   BY_BOTH, AGAIN) /* the other side, coordinator, safeguarding */ \
    X(CALL_GUARDIAN,  "call_guardian",  SUBJECT_BOOKING,   BY_BOTH, AGAIN) /* coordinators: a hold while a child is there */ \
    X(DISASTER,       "disaster",       SUBJECT_BOOKING,   BY_BOTH, AGAIN) /* all who are in care, and their guardians */ \
    X(DISASTER_OVER,  "disaster_over",  SUBJECT_BOOKING,   BY_BOTH, AGAIN) /* the same */ \
    X(CANCELLED,      "cancelled",      SUBJECT_BOOKING,   BY_BOTH, ONCE)  /* the other side; SMS when it is near */ \
    X(HANDED_IN,      "handed_in",      SUBJECT_BOOKING,   BY_MAIL, ONCE)  /* guardians */ \
    X(HANDED_ON,      "handed_on",      SUBJECT_BOOKING,   BY_MAIL, AGAIN) /* guardians: on the way, to the lesson and back */ \
    X(HANDOVER_WEAK,  "handover_weak",  SUBJECT_BOOKING,   BY_BOTH, AGAIN) /* guardians: little proof, or told too late */ \
    X(CHILD_LEFT,     "child_left",     SUBJECT_BOOKING,   BY_BOTH, AGAIN) /* the other side: one child does not come */ \
    X(RETURNED,       "returned",       SUBJECT_BOOKING,   BY_MAIL, ONCE)  /* everyone named */ \
    X(OVERDUE,        "overdue",        SUBJECT_BOOKING,   BY_BOTH, ONCE)  /* both */ \
    X(CODE_WRONG,     "code_wrong",     SUBJECT_BOOKING,   BY_BOTH, ONCE)  /* guardians: five wrong hand-over codes */ \
    X(NO_SHOW_ASKED,  "no_show_asked",  SUBJECT_BOOKING,   BY_BOTH, ONCE)  /* both, when a claim is opened */ \
    X(NO_SHOW,        "no_show",        SUBJECT_BOOKING,   BY_MAIL, ONCE)  /* both, when it is settled */ \
    X(PAYMENT_NEEDED, "payment_needed", SUBJECT_BOOKING,   BY_MAIL, AGAIN) /* the guardian: card or 3-D Secure */ \
    X(PAYMENT_FAILED, "payment_failed", SUBJECT_BOOKING,   BY_MAIL, ONCE)  /* both: nothing was agreed after all */ \
    X(OVERTIME,       "overtime",       SUBJECT_BOOKING,   BY_MAIL, ONCE)  /* the guardian: a second payment */ \
    X(RECEIPT,        "receipt",        SUBJECT_BOOKING,   BY_MAIL, ONCE)  /* the guardian */ \
    X(MESSAGE,        "message",        SUBJECT_THREAD,    BY_MAIL, AGAIN) /* the other side, while there is something unread */ \
    X(REPORT_RECEIVED, "report_received", SUBJECT_MEMBER,  BY_MAIL, AGAIN) /* who reported a message */ \
    X(ACCOUNT_EXISTS, "account_exists", SUBJECT_MEMBER,    BY_MAIL, AGAIN) /* somebody signed up with their address */ \
    X(EMAIL_CHANGING, "email_changing", SUBJECT_MEMBER,    BY_MAIL, AGAIN) /* the old address: a new one is being proved */ \
    X(PHONE_CHANGING, "phone_changing", SUBJECT_MEMBER,    BY_MAIL, AGAIN) /* the member */ \
    X(PASSWORD_CHANGED, "password_changed", SUBJECT_MEMBER, BY_MAIL, AGAIN) /* the member */ \
    X(ACTED,          "acted",          SUBJECT_MEMBER,    BY_BOTH, AGAIN) /* the member for whom the office acts on the phone */ \
    X(CODE_EMAIL,     "code_email",     SUBJECT_CODE,      BY_MAIL, ONCE)  /* codes: notice_put_code only */ \
    X(CODE_PHONE,     "code_phone",     SUBJECT_CODE,      BY_SMS,  ONCE)  \
    X(CODE_DEVICE,    "code_device",    SUBJECT_CODE,      BY_BOTH, ONCE)  \
    X(CODE_STEP_UP,   "code_step_up",   SUBJECT_CODE,      BY_BOTH, ONCE)  \
    X(CODE_PASSWORD,  "code_password",  SUBJECT_CODE,      BY_BOTH, ONCE)
/* clang-format on */

#define NOTICE_ENUM(name, text, subject, ways, again) NOTICE_##name,
enum notice_kind { NOTICES(NOTICE_ENUM) NOTICE_COUNT };
#undef NOTICE_ENUM

const char *notice_kind_text(enum notice_kind kind);
enum notice_subject notice_kind_subject(enum notice_kind kind);
int notice_kind_ways(enum notice_kind kind); /* BY_* */
/* Back from the stored text. E_INVALID. */
enum status notice_kind_parse(const char *text, enum notice_kind *kind) WARN_UNUSED;

/* Tells member_id about subject_id, inside the caller's transaction. Never refused by a rule. */
enum status notice_put(struct ctx *x, int64_t member_id, enum notice_kind kind,
                       int64_t subject_id) WARN_UNUSED;

/* The same to every guardian of the household but one (0: to all). */
enum status notice_put_guardians(struct ctx *x, int64_t household_id, int64_t but_member_id,
                                 enum notice_kind kind, int64_t subject_id) WARN_UNUSED;

/* The same to everybody who holds that role ("coordinator") in the community's office. */
enum status notice_put_staff(struct ctx *x, int64_t community_id, const char *role,
                             enum notice_kind kind, int64_t subject_id) WARN_UNUSED;

/* Sends a one-time code by "mail" or "sms". purpose is that of the newest row of table code for
 * this member ('email', 'phone', ...), which must be stored already; when its target_sealed is set
 * (sealed for member_id, "code", "target_sealed", its id), the code goes there instead of the
 * member's own address or number. The code lies sealed until it is sent, then nowhere. */
enum status notice_put_code(struct ctx *x, int64_t member_id, const char *channel,
                            const char *purpose, const char *code) WARN_UNUSED;

/* The first instant from `at` on outside of quiet hours, which are half-open local minutes of the
 * day and may reach over midnight; from == to: none. E_INVALID for an unknown zone. */
enum status notice_after_quiet(const char *zone, int64_t from_min, int64_t to_min, int64_t at,
                               int64_t *due_at) WARN_UNUSED;

#endif
