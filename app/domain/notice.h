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

/* What has to reach somebody at once goes by SMS as well: a child may be waiting. BY_NEAR: by SMS
 * only within three hours of the job's start, or while it runs. */
#define BY_MAIL 1
#define BY_SMS  2
#define BY_BOTH (BY_MAIL | BY_SMS)
#define BY_NEAR (BY_BOTH | 4)

/* ONCE: putting it again for the same person and subject does nothing, ever. AGAIN: only while the
 * first still waits to be sent. */
#define ONCE  false
#define AGAIN true

/* What somebody may switch off by channel and have wait for the end of their quiet hours: asks,
 * what is new about a job, reminders, messages, thanks, the office's. CARE is about a job that runs
 * or a child who waits, ACCOUNT about who may enter and pay: always, at once. Stored as bits, in
 * this order. */
#define NOTICE_CATEGORIES(X)  \
    X(ASKS, "asks")           \
    X(CHANGES, "changes")     \
    X(REMINDERS, "reminders") \
    X(MESSAGES, "messages")   \
    X(THANKS, "thanks")       \
    X(OFFICE, "office")       \
    X(CARE, "care")           \
    X(ACCOUNT, "account")
#define CATEGORY_ENUM(name, text) CATEGORY_##name,
enum notice_category { NOTICE_CATEGORIES(CATEGORY_ENUM) CATEGORY_COUNT };
#undef CATEGORY_ENUM
#define CATEGORY_FIXED CATEGORY_CARE /* from here on nothing is switched off and nothing waits */

/* name, stored text (also the key of its words: "mail.<text>.subject"), subject, ways, how often,
 * category. The comment says who is told. */
/* clang-format off */
#define NOTICES(X) \
    X(ASKED,           "asked",           SUBJECT_OFFER,       BY_MAIL, AGAIN, ASKS) /* the supporter; not in quiet hours */ \
    X(ASKED_URGENT,    "asked_urgent",    SUBJECT_OFFER,       BY_BOTH, AGAIN, ASKS) /* the same within three hours of the start */ \
    X(OFFERED,         "offered",         SUBJECT_OFFER,       BY_NEAR, AGAIN, CHANGES) /* the guardian */ \
    X(CHOSEN,          "chosen",          SUBJECT_BOOKING,     BY_NEAR, ONCE,  CHANGES) /* the supporter, while the card is checked */ \
    X(RELEASED,        "released",        SUBJECT_OFFER,       BY_MAIL, AGAIN, CHANGES) /* a supporter who had offered */ \
    X(RESERVE,         "reserve",         SUBJECT_OFFER,       BY_MAIL, AGAIN, CHANGES) /* a supporter who is kept in reserve */ \
    X(RESERVE_CALLED,  "reserve_called",  SUBJECT_OFFER,       BY_NEAR, AGAIN, CHANGES) /* ... whose offer counts again */ \
    X(RESERVE_READY,   "reserve_ready",   SUBJECT_OFFER,       BY_BOTH, AGAIN, CHANGES) /* guardians: the one in reserve can come */ \
    X(WITHDRAWN,       "withdrawn",       SUBJECT_OFFER,       BY_MAIL, ONCE,  ASKS) /* a supporter who was asked */ \
    X(UNTAKEN,         "untaken",         SUBJECT_REQUEST,     BY_BOTH, AGAIN, REMINDERS) /* guardians; SMS when it is near */ \
    X(DESK_URGENT,     "desk_urgent",     SUBJECT_REQUEST,     BY_BOTH, AGAIN, CARE) /* coordinators */ \
    X(SERIES_ASKED,    "series_asked",    SUBJECT_OFFER,       BY_MAIL, AGAIN, ASKS) /* the supporter, of the first of many dates */ \
    X(SERIES_YES,      "series_yes",      SUBJECT_OFFER,       BY_MAIL, AGAIN, CHANGES) /* the guardian: a yes to many dates */ \
    X(SERIES_ENDED,    "series_ended",    SUBJECT_OFFER,       BY_MAIL, ONCE,  ASKS) /* a supporter: dates were taken back */ \
    X(SERIES_DATE,     "series_date",     SUBJECT_SERIES_DATE, BY_MAIL, ONCE,  REMINDERS) /* the guardian: a date needs a look */ \
    X(UNFILLED,        "unfilled",        SUBJECT_REQUEST,     BY_MAIL, AGAIN, REMINDERS) /* the guardian */ \
    X(CONFIRMED,       "confirmed",       SUBJECT_BOOKING,     BY_NEAR, ONCE,  CHANGES) /* both */ \
    X(CHANGE_ASKED,    "change_asked",    SUBJECT_AMENDMENT,   BY_NEAR, ONCE,  CHANGES) /* who has to say yes */ \
    X(CHANGE_DECLINED, "change_declined", SUBJECT_AMENDMENT,   BY_MAIL, ONCE,  CHANGES) /* who had proposed it */ \
    X(CHANGED,         "changed",         SUBJECT_BOOKING,     BY_NEAR, AGAIN, CHANGES) /* both */ \
    X(LATE,            "late",            SUBJECT_BOOKING,     BY_BOTH, AGAIN, CARE) /* the other side */ \
    X(ON_TIME,         "on_time",         SUBJECT_BOOKING,     BY_BOTH, AGAIN, CARE) /* the other side: late was taken back */ \
    X(NEXT_ADULT,      "next_adult",      SUBJECT_BOOKING,     BY_BOTH, AGAIN, CARE) /* both: somebody else comes for the child */ \
    X(UNTIL_PASSED,    "until_passed",    SUBJECT_BOOKING,     BY_BOTH, ONCE,  CARE) /* both: later than "at the latest" */ \
    X(OVERRUN,         "overrun",         SUBJECT_BOOKING,     BY_BOTH, ONCE,  CARE) /* both of the next job: the one before takes longer */ \
    X(ARRIVED,         "arrived",         SUBJECT_BOOKING,     BY_MAIL, AGAIN, CARE) /* everyone named */ \
    X(FEVER,           "fever",           SUBJECT_BOOKING,     BY_BOTH, AGAIN, CARE) /* guardians: please come */ \
    X(SOS,             "sos",             SUBJECT_BOOKING,     BY_BOTH, AGAIN, CARE) /* the other side, coordinator, safeguarding */ \
    X(CALL_GUARDIAN,   "call_guardian",   SUBJECT_BOOKING,     BY_BOTH, AGAIN, CARE) /* coordinators: a hold while a child is there */ \
    X(DISASTER,        "disaster",        SUBJECT_BOOKING,     BY_BOTH, AGAIN, CARE) /* all who are in care, and their guardians */ \
    X(DISASTER_OVER,   "disaster_over",   SUBJECT_BOOKING,     BY_BOTH, AGAIN, CARE) /* the same */ \
    X(CANCELLED,       "cancelled",       SUBJECT_BOOKING,     BY_BOTH, ONCE,  CHANGES) /* the other side; SMS when it is near */ \
    X(HANDED_IN,       "handed_in",       SUBJECT_BOOKING,     BY_MAIL, ONCE,  CARE) /* guardians */ \
    X(HANDED_ON,       "handed_on",       SUBJECT_BOOKING,     BY_MAIL, AGAIN, CARE) /* guardians: on the way, to the lesson and back */ \
    X(HANDOVER_WEAK,   "handover_weak",   SUBJECT_BOOKING,     BY_BOTH, AGAIN, CARE) /* guardians: little proof, or told too late */ \
    X(CHILD_LEFT,      "child_left",      SUBJECT_BOOKING,     BY_BOTH, AGAIN, CARE) /* the other side: one child does not come */ \
    X(RETURNED,        "returned",        SUBJECT_BOOKING,     BY_MAIL, ONCE,  CARE) /* everyone named */ \
    X(OVERDUE,         "overdue",         SUBJECT_BOOKING,     BY_BOTH, ONCE,  CARE) /* both */ \
    X(CODE_WRONG,      "code_wrong",      SUBJECT_BOOKING,     BY_BOTH, ONCE,  CARE) /* guardians: five wrong hand-over codes */ \
    X(NO_SHOW_ASKED,   "no_show_asked",   SUBJECT_BOOKING,     BY_BOTH, ONCE,  CARE) /* both, when a claim is opened */ \
    X(NO_SHOW,         "no_show",         SUBJECT_BOOKING,     BY_MAIL, ONCE,  CARE) /* both, when it is settled */ \
    X(PAYMENT_NEEDED,  "payment_needed",  SUBJECT_BOOKING,     BY_NEAR, AGAIN, ACCOUNT) /* the guardian: card or 3-D Secure */ \
    X(PAYMENT_FAILED,  "payment_failed",  SUBJECT_BOOKING,     BY_NEAR, ONCE,  CHANGES) /* both: nothing was agreed after all */ \
    X(OVERTIME,        "overtime",        SUBJECT_BOOKING,     BY_MAIL, ONCE,  ACCOUNT) /* the guardian: a second payment */ \
    X(RECEIPT,         "receipt",         SUBJECT_BOOKING,     BY_MAIL, ONCE,  THANKS) /* the guardian */ \
    X(MESSAGE,         "message",         SUBJECT_THREAD,      BY_MAIL, AGAIN, MESSAGES) /* the other side, while there is something unread */ \
    X(REPORT_RECEIVED, "report_received", SUBJECT_MEMBER,      BY_MAIL, AGAIN, OFFICE) /* who reported a message */ \
    X(ACCOUNT_EXISTS,  "account_exists",  SUBJECT_MEMBER,      BY_MAIL, AGAIN, ACCOUNT) /* somebody signed up with their address */ \
    X(EMAIL_CHANGING,  "email_changing",  SUBJECT_MEMBER,      BY_MAIL, AGAIN, ACCOUNT) /* the old address: a new one is being proved */ \
    X(PHONE_CHANGING,  "phone_changing",  SUBJECT_MEMBER,      BY_MAIL, AGAIN, ACCOUNT) /* the member */ \
    X(PASSWORD_CHANGED, "password_changed", SUBJECT_MEMBER,      BY_MAIL, AGAIN, ACCOUNT) /* the member */ \
    X(ACTED,           "acted",           SUBJECT_MEMBER,      BY_BOTH, AGAIN, ACCOUNT) /* the member for whom the office acts on the phone */ \
    X(CODE_EMAIL,      "code_email",      SUBJECT_CODE,        BY_MAIL, ONCE,  ACCOUNT) /* codes: notice_put_code only */ \
    X(CODE_PHONE,      "code_phone",      SUBJECT_CODE,        BY_SMS,  ONCE,  ACCOUNT) \
    X(CODE_DEVICE,     "code_device",     SUBJECT_CODE,        BY_BOTH, ONCE,  ACCOUNT) \
    X(CODE_STEP_UP,    "code_step_up",    SUBJECT_CODE,        BY_BOTH, ONCE,  ACCOUNT) \
    X(CODE_PASSWORD,   "code_password",   SUBJECT_CODE,        BY_BOTH, ONCE,  ACCOUNT  )
/* clang-format on */

#define NOTICE_ENUM(name, text, subject, ways, again, category) NOTICE_##name,
enum notice_kind { NOTICES(NOTICE_ENUM) NOTICE_COUNT };
#undef NOTICE_ENUM

const char *notice_kind_text(enum notice_kind kind);
enum notice_subject notice_kind_subject(enum notice_kind kind);
int notice_kind_ways(enum notice_kind kind); /* BY_* */
enum notice_category notice_kind_category(enum notice_kind kind);
const char *notice_category_text(enum notice_category category);
/* Must it reach somebody now, by whatever way is left? What is about care, and what is new about a
 * job that is near. */
bool notice_is_urgent(enum notice_kind kind, bool near_now);
/* Back from the stored text. E_INVALID. */
enum status notice_kind_parse(const char *text, enum notice_kind *kind) WARN_UNUSED;

/* Tells member_id about subject_id, inside the caller's transaction. Never refused by a rule. The
 * first yes to an ask is told at once, those within a minute after it together. */
enum status notice_put(struct ctx *x, int64_t member_id, enum notice_kind kind,
                       int64_t subject_id) WARN_UNUSED;

/* Is what it is about within three hours of its start, or running? False where there is no such
 * thing. */
enum status notice_near(struct ctx *x, enum notice_kind kind, int64_t subject_id,
                        bool *near_now) WARN_UNUSED;

/* Something arrived at the member's address or number ("mail", "sms"), or it is another one now: it
 * is marked as dead no longer, and the office has no task about it. */
enum status notice_arrives(struct ctx *x, int64_t member_id, const char *channel) WARN_UNUSED;

/* Tells every guardian of the household but one (0: to all). */
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
