/* notice_facts.h - what a notice is about and to whom it goes, read at the moment of sending. */
#ifndef DB_STORE_NOTICE_FACTS_H
#define DB_STORE_NOTICE_FACTS_H

#include "db/db.h"

/* Of the offer, request, booking, amendment or date of a series that a notice names. A text is NULL
 * and a number 0 where that thing has none. */
struct notice_facts {
    int64_t community_id;
    const char *zone; /* of the community */
    int64_t request_id;
    const char *request_state;
    int64_t closes_at;
    const char *job; /* 'pickup', 'care', ... */
    int64_t start_at, end_at;
    int64_t price_minor;
    const char *currency;
    int64_t guardian_id, supporter_id;
    const char *guardian_name, *supporter_name; /* what neighbours read, nothing more */
    int64_t blocked;                            /* 1: one of these two blocks the other */
    int64_t offer_id;
    const char *offer_state;
    int64_t ask_sent; /* 1: the supporter has been sent the ask itself */
    int64_t others_n; /* other yeses to the same request since the notice was put */
    int64_t booking_id;
    const char *booking_state;
    int64_t pay_waits;      /* 1: a card payment waits for the guardian */
    int64_t overtime_minor; /* asked of the guardian and not paid yet */
    int64_t paid_minor;
    int64_t claim_open;         /* 1: nobody came, says somebody */
    int64_t pay_until_at;       /* the deadline for paying, while there is one; else 0 */
    int64_t began_at, ended_at; /* 0: not yet */
    int64_t until_at;           /* of a booking: "at the latest" */
    int64_t late_at;            /* of a booking: the time announced last; 0: nobody is late */
    int64_t amendment_by;
    const char *amendment_state;
    int64_t thread_id, thread_booking_id; /* of a conversation; booking 0: the tie's own */
    int64_t unread;                       /* messages that the person told has not read */
    int64_t series_id;
    int64_t series_open; /* 1: that date is not booked, taken back or left out */
};

/* E_NOT_FOUND. since_at: when the notice was put. */
enum status store_notice_facts_offer(struct tx *t, int64_t id, int64_t since_at,
                                     struct notice_facts *f) WARN_UNUSED;
/* E_NOT_FOUND. */
enum status store_notice_facts_request(struct tx *t, int64_t id,
                                       struct notice_facts *f) WARN_UNUSED;
enum status store_notice_facts_booking(struct tx *t, int64_t id,
                                       struct notice_facts *f) WARN_UNUSED;
/* The interval and the price are the proposed ones. */
enum status store_notice_facts_amendment(struct tx *t, int64_t id,
                                         struct notice_facts *f) WARN_UNUSED;
/* A conversation, for the person told: both names are the other side's. */
enum status store_notice_facts_thread(struct tx *t, int64_t id, int64_t member_id,
                                      struct notice_facts *f) WARN_UNUSED;

/* A date of a series; series_id, series_open. */
enum status store_notice_facts_series_date(struct tx *t, int64_t id,
                                           struct notice_facts *f) WARN_UNUSED;

/* Who is told. */
struct notice_member {
    int64_t id;
    const char *state, *locale;
    struct slice email_sealed, phone_sealed; /* phone: empty when there is none */
    int64_t held_at;
    const char *zone;                             /* of their community; NULL: none yet */
    int64_t quiet_from_min, quiet_to_min;         /* equal: none */
    int64_t ask_quiet_from_min, ask_quiet_to_min; /* of a supporter, for asks */
    int64_t mail_off, sms_off;                    /* bits of enum notice_category */
};
/* E_NOT_FOUND. */
enum status store_notice_member(struct tx *t, int64_t id, struct notice_member *m) WARN_UNUSED;

/* The code that a notice carries. */
struct notice_code {
    int64_t id;
    struct slice target_sealed; /* empty: the member's own address or number */
    int64_t expires_at;
    int64_t used_at; /* 0: not yet */
    int64_t newest;  /* 1: no later code has taken its place */
};
/* E_NOT_FOUND. */
enum status store_notice_code_get(struct tx *t, int64_t id, struct notice_code *c) WARN_UNUSED;

#endif
