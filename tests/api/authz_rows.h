/* authz_rows.h - for every route of the API whose it is: what tests/api/authz_test.c walks. */
#ifndef TESTS_API_AUTHZ_ROWS_H
#define TESTS_API_AUTHZ_ROWS_H

enum person_kind {
    PARENT,
    YUKI,       /* chosen: the booking's supporter */
    STRANGER,   /* of another community */
    OTHER_HOME, /* guardian of the child's second home, known to the supporter */
    LEFT,       /* was a guardian of this home */
    BLOCKED,    /* asked, then blocked by the parent */
    RELEASED,   /* offered, not chosen */
    DECLINED,   /* asked, said no */
    ADMIN,      /* of the community's office, as the next four */
    COORDINATOR,
    SAFEGUARD,
    AUDITOR,
    NO_FACTOR,   /* an admin who has not shown the second factor */
    OTHER_ADMIN, /* of another community's office */
    PENDING,     /* has not proved e-mail and phone */
    NOBODY,
    PEOPLE
};
#define ONE(who) (1u << (who))

/* What stands for the parts of a path. */
enum thing {
    NOTHING,
    ACTING,        /* of the coordinator, for a supporter */
    SECOND_PERSON, /* asked for by the coordinator */
    AMENDMENT,
    BARRED,
    ASK, /* the chosen supporter's offer */
    BOOKING,
    CARD,
    CARD_VISIT,
    CHILD,
    COLLECTOR,
    COMMUNITY,
    DESK_LINK, /* made by the parent */
    DONE,      /* a booking whose child is back, with a report */
    EXCEPTION, /* to the parent's usual week */
    GROUP,     /* looked after by the parent; the supporter is in it */
    HOUSEHOLD,
    INVITATION,
    MEMBER,
    NEWCOMER,       /* waits to enter GROUP */
    MESSAGE,        /* the supporter's, along TIE */
    MESSAGE_REPORT, /* of it */
    PHOTO,          /* in the supporter's message */
    PAYMENT,        /* of the job that is done */
    PAY_CALL,       /* about it, stuck */
    OFFER,          /* a released one of the same ask */
    PLACE,
    POLICY,
    PREMEETING,
    PUBLIC_PLACE,
    QUALIFICATION,
    REQUEST,
    ROLE,
    SERIES,
    SERIES_ASK, /* of the supporter who was chosen */
    SESSION,
    TASK,
    TIE,
    LOOSE_TIE, /* of the same people as TIE would be, to be ended */
    THINGS
};

enum kind {
    OPEN,   /* for anybody */
    SELF,   /* the caller's own alone, nothing named */
    THEIRS, /* something of somebody's: 404 for everyone else */
    OFFICE, /* below a community, for its staff */
};

struct entry {
    const char *method, *pattern;
    enum kind kind;
    enum thing things[3];
    const char *body;         /* JSON; "%s": the household's id */
    enum person_kind insider; /* is not told 404 */
    unsigned also;            /* neither are these */
    const char *query;
};

/* A pre-meeting sheet. */
#define SHEET                                                               \
    "{\"household_id\": \"%s\", \"child_met\": true, \"place_seen\": true," \
    " \"emergency_plan_read\": true, \"insurance_read\": true}"

#define NEW_COLLECTOR                                                             \
    "{\"name\": \"a\", \"relation\": \"friend\", \"valid_from\": \"2026-01-01\"," \
    " \"valid_to\": \"2027-01-01\"}"

/* One for each row of api_routes; ended by one without a method. */
extern const struct entry authz_entries[];

#endif
