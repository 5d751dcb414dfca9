/* limits.h - every bound in the program by name, with its unit and its reason. */
#ifndef APP_BASE_LIMITS_H
#define APP_BASE_LIMITS_H

/* Memory */
#define ARENA_REQUEST_BYTES_MAX (8 * 1024 * 1024)  /* a list of 100 rows needs ~200 KiB */
#define ARENA_JOB_BYTES_MAX     (16 * 1024 * 1024) /* one job of the worker; the bordereau pages */
#define ARENA_BLOCK_BYTES       (64 * 1024)        /* kept between requests: most need no second */
#define THREAD_STACK_BYTES_MIN  (1024 * 1024)      /* CivetWeb asks for 100 KiB: jansson recurses */

/* HTTP */
#define HTTP_THREADS_DEFAULT      32    /* a thread is a connection; the proxy's pool is 24 */
#define HTTP_THREADS_MIN          2     /* one may wait for its body while the other answers */
#define HTTP_THREADS_MAX          1024  /* each has a stack of 1 MiB and a read connection */
#define HTTP_URI_BYTES_MAX        512   /* longest route with three ids is 120 */
#define HTTP_HEADERS_MAX          63    /* CivetWeb drops what follows the 64th */
#define HTTP_BODY_DEADLINE_MS     10000 /* a body slower than this is an attack or a dead network */
#define HTTP_ANSWER_MS_MAX        30000 /* a client that reads slower than that loses the rest */
#define HTTP_IDLE_MS_MAX          5000  /* keep-alive; more than the proxy's: it hangs up first */
#define HTTP_DRAIN_MS_MAX         15000 /* SIGTERM to exit, under systemd's 90 s */
#define BODY_NONE                 0     /* a route that takes no body */
#define BODY_SMALL                (4 * 1024)   /* a form */
#define BODY_LARGE                (64 * 1024)  /* a request with stops and children; a rule set */
#define BODY_HOOK                 (256 * 1024) /* an event carries its whole object */
#define BODY_PHOTO                (8 * 1024 * 1024) /* security.md 2 */
#define JSON_DEPTH_MAX            32                /* jansson recurses per level */
#define JSON_TOKENS_MAX           10000             /* bounds the work of one body */
#define PAGE_ROWS_MAX             100               /* one page of a list */
#define PAGE_ROWS_DEFAULT         30
#define IDEMPOTENCY_KEY_BYTES_MAX 100 /* payments.md 1.5 */
#define IDEMPOTENCY_TTL_MS        (24LL * 3600 * 1000)
#define IDEMPOTENCY_MONEY_TTL_MS  (30LL * 24 * 3600 * 1000)

/* Database */
#define DB_TRIES_MAX             8     /* serialization retries, with jitter (architecture.md 5) */
#define DB_GROUP_MAX             256   /* transactions in one SQLite commit */
#define DB_STATEMENTS_MAX        512   /* cached per connection */
#define DB_READERS_MAX           8     /* SQLite: reads at once; each has 4 MiB of pages */
#define DB_READER_STATEMENTS_MAX 256   /* SQLite: ~5 KB each, times the readers */
#define DB_COLUMNS_MAX           48    /* of one result */
#define DB_PARAMS_MAX            96    /* of one statement; an import puts ten rows at once */
#define DB_READ_MS_MAX           2000  /* a reader that holds the WAL longer is interrupted */
#define DB_WRITE_MS_MAX          10000 /* PostgreSQL: one statement, or a pause between two */
#define DB_BUSY_MS               5000  /* sqlite busy handler: only a backup can hold the lock */
#define DB_QUEUE_MAX             4096  /* waiting writers; then E_BUSY */

/* Frozen documents and their seals */
#define AGREEMENT_BYTES_MAX       (32 * 1024)        /* 6 stops, 3 children, a ladder */
#define SNAPSHOT_BYTES_MAX        (16 * 1024)        /* a policy with its exclusions in words */
#define BORDEREAU_BYTES_MAX       (24 * 1024 * 1024) /* one month: 80,000 records of 300 bytes */
#define BORDEREAU_ARENA_BYTES_MAX (64 * 1024 * 1024) /* it grows by doubling */
#define SEAL_BATCH_MAX            100                /* in one transaction of the worker */

/* The demo */
#define DEMO_ADVANCE_MS_MAX (60LL * 24 * 3600 * 1000) /* at once */

/* Timers */
#define TIMER_LEASE_MS  60000 /* a run is one transaction: far shorter */
#define TIMER_BATCH_MAX 64    /* claimed at once */
#define TIMER_TRIES_MAX 8     /* then a person of the staff looks at it */

/* Notices */
#define TEXT_BYTES_MAX      (16 * 1024) /* one mail: 8 lines with names of NAME_CHARS_MAX */
#define STAFF_TOLD_MAX      40          /* of one office, of one thing */
#define GUARDIANS_MAX       16          /* of one household, told at once */
#define NOTICE_BATCH_MAX    16          /* claimed at once by one worker */
#define NOTICE_LEASE_MS     120000      /* of a batch; what is not begun in time goes back */
#define NOTICE_CONNECT_MS   5000
#define NOTICE_SEND_MS      30000 /* one mail or SMS, from connecting to the server's yes */
#define NOTICE_TRIES_MAX    12    /* with the pauses below: 5 h; then a staff task */
#define NOTICE_PAUSE_MS_MIN 30000 /* after a first "later" of the server, doubled each time */
#define NOTICE_PAUSE_MS_MAX 3600000
#define NOTICE_AWAY_MS_MIN  5000 /* server not reached: everything for it waits, doubled */
#define NOTICE_AWAY_MS_MAX  300000
#define NOTICE_AWAY_TASK_MS 900000      /* overdue so long for an unreached server: staff task */
#define NOTICE_SMS_AHEAD_MS 86400000    /* a cancellation nearer than this is an SMS too */
#define NOTICE_BUNDLE_MS    60000       /* yeses so near to each other are one message */
#define NOTICE_FALLBACK_MS  300000      /* urgent, and its server away for so long: the other way */
#define NOTICE_ANSWER_BYTES (16 * 1024) /* of the SMS provider: an error is 300 bytes */

/* Log */
#define LOG_LINE_BYTES_MAX 2048 /* one write(2), below PIPE_BUF: lines of processes don't mix */
#define LOG_TEXT_BYTES_MAX 256  /* one field */

/* Texts, in code points */
#define TEXT_RAW_BYTES_MAX (8 * 1024 * 1024) /* of one text, unread; ICU counts in int */
#define NAME_CHARS_MAX     80
#define NOTE_CHARS_MAX     2000
#define ADDRESS_CHARS_MAX  200
#define EMAIL_BYTES_MAX    254 /* RFC 5321 */
#define PASSWORD_BYTES_MAX 256

/* Ties (domain.md 2) */
#define HANDSHAKE_QR_MS         30000                /* a new code every half minute */
#define HALF_HANDSHAKE_MS       (24LL * 3600 * 1000) /* one side has typed, the other not */
#define DIGITS_PAIR_TRIES_MAX   5                    /* wrong ones, on one local day */
#define DIGITS_MEMBER_TRIES_MAX 20
#define INVITATION_MS           (7LL * 24 * 3600 * 1000)
#define INVITATION_USES_MAX     50   /* a class of parents */
#define PREMEETINGS_MAX         200  /* of one tie: a few a year */
#define GROUPS_FOUNDED_MAX      5    /* open ones of one member */
#define GROUPS_MAX              30   /* of one member, asked for or entered */
#define GROUPS_EVER_MAX         1000 /* asked for by one member in all his time */
#define GROUP_MEMBERS_MAX       500  /* a large apartment house */
#define GROUP_WAITING_MAX       200  /* for a moderator's answer */
#define GROUP_ASK_MS            (14LL * 24 * 3600 * 1000) /* an ask waits so long; so long is a no quiet */
#define GROUP_JOIN_TRIES_MAX    20                        /* of one member in a day */
#define OPEN_OFFERS_MAX         200                       /* along one tie at once */

/* Messages (domain.md 3) */
#define MESSAGES_HOUR_MAX     120 /* of one member along ties: a chat, not a flood; none in a job */
#define MESSAGE_TELL_AGAIN_MS (3600LL * 1000) /* unread so long, one more notice may go out */
#define PHOTOS_PER_POST_MAX   4               /* of one message or note */

/* Photos (security.md 2) */
#define PHOTO_PIXELS_MAX       (40LL * 1000 * 1000) /* before decoding: 120 MB as RGB */
#define PHOTO_LONG_SIDE        1600                 /* what a screen shows; nobody prints it */
#define PHOTO_SMALL_SIDE       320                  /* in a list */
#define PHOTO_BYTES_MAX        (1024 * 1024)        /* written anew; quality yields to it */
#define PHOTO_SMALL_BYTES_MAX  (128 * 1024)
#define PHOTO_CPU_S_MAX        8
#define PHOTO_MS_MAX           10000                /* of one worker, from start to end */
#define PHOTO_MEMORY_BYTES_MAX (768 * 1024 * 1024)  /* addresses: 40 MP progressive are 400 MB */
#define PHOTO_WORKERS_MAX      2                    /* at once in a process: a core each */
#define PHOTO_WAIT_MS          4000                 /* for one of them to be free; then 503 */
#define PHOTO_UNUSED_MS        (24LL * 3600 * 1000) /* sent and then not used: gone */
#define PHOTOS_DAY_MAX         200                  /* of one member */
#define HTTP_BIG_BODIES_MAX    6     /* of more than BODY_HOOK at once in a process: 48 MiB */
#define HTTP_BIG_DEADLINE_MS   40000 /* 8 MiB over a phone's 2 Mbit/s */

/* The job (domain.md 1-3); what a community may change is a rule-set row instead */
#define CHILDREN_PER_JOB_MAX       3
#define STOPS_PER_JOB_MAX          6
#define AUDIENCE_MAX               100 /* people asked at once: more is not asking those one knows */
#define CANDIDATES_MAX             200 /* ties looked at by one matching */
#define MATCH_WINDOWS_MAX          8000 /* free hours of two days of all of them, twenty pieces each */
#define JOB_MS_MAX                 (24LL * 3600 * 1000)
#define ASK_AHEAD_MS_MAX           (180LL * 24 * 3600 * 1000)
#define URGENT_MS                  (3LL * 3600 * 1000) /* domain.md 3: an ask this near stays open */
#define REQUEST_LINKS_MAX          10                  /* of one ask: a few chats */
#define USUAL_ROWS_MAX             300 /* children of bookings looked at for the usual jobs */
#define USUAL_JOBS_MAX             3   /* shown: one tap each */
#define USUAL_BACK_MS              (180LL * 24 * 3600 * 1000)
#define ALARM_AHEAD_MS_MAX         (2LL * 24 * 3600 * 1000) /* no alarm is earlier: the eve */
#define OFFER_SHIFT_MS_MAX         (2LL * 3600 * 1000) /* a shifted time is still the same job */
#define SERIES_DAYS_MAX            366                 /* "until March": a year at the most */
#define SERIES_DATES_MAX           160 /* three weekdays of a year; each is listed before sending */
#define SERIES_EVERY_WEEKS_MAX     8
#define SERIES_PEOPLE_MAX          200 /* asked for any of its dates */
#define SERIES_OPEN_MAX            20  /* running ones of one household */
#define WALL_GAP_MIN_MAX           180 /* no clock is put forward by more within a day */
#define AMENDMENTS_PER_BOOKING_MAX 20  /* more is talking, not changing */
#define NO_SHOW_AFTER_MS           (30LL * 60 * 1000) /* domain.md 3: T + 30 min without a start */
#define NO_SHOW_CONTEST_MS         (24LL * 3600 * 1000) /* domain.md 3: uncontested, it counts */
#define OVERDUE_MS                 (15LL * 60 * 1000) /* domain.md 3: in_care after the planned end */
#define LATE_WATCH_MS              (3600LL * 1000) /* no word moves the watch further past "until" */
#define FACTS_OF_A_KIND_MAX        40              /* late, arrived ...: more is talking */
#define SAME_TAP_MS                (60LL * 1000)   /* said again so soon is the same */
#define OVERRUN_LOOK_MS            (15LL * 60 * 1000)   /* between two looks at the next job */
#define OVERRUN_LOOKS_MS           (12LL * 3600 * 1000) /* then it is a forgotten tap */
#define DISASTER_PAUSE_MS          (3600LL * 1000) /* what waits while children stay until collected */
#define DISASTER_REASON_MAX        200
#define TRIAL_MS_MAX               (2LL * 3600 * 1000) /* domain.md 2: a job this short is a trial */
#define HANDOVER_CODE_TRIES_MAX    5 /* domain.md 3: the fifth wrong one calls the guardian */
#define TAP_ID_CHARS_MIN           8 /* a phone's own name for a tap: a UUID has 36 */
#define TAP_ID_CHARS_MAX           64
#define PAY_LAST_CALL_MS \
    (10LL * 60 * 1000) /* domain.md 3: a provider that is down stops the clock until then */

/* Households (domain.md 1) */
#define HOUSEHOLDS_MAX        8  /* of one guardian: parents, grandparents and some more */
#define CHILDREN_MAX          16 /* of one household */
#define CHILD_AGE_YEARS_MAX   20 /* older is a slip of the finger */
#define LINK_MS               (72LL * 3600 * 1000) /* an invitation that is meant is taken up */
#define BUSY_ROWS_MAX         400                  /* of one child in BUSY_MS_MAX */
#define BUSY_MS_MAX           (62LL * 24 * 3600 * 1000)
#define PLACES_MAX            40   /* of one household */
#define AVAILABILITY_ROWS_MAX 70   /* of one week: ten a day */
#define EXCEPTIONS_MAX        400  /* to come, of one supporter: one a day for a year */
#define BLOCKS_MAX            1000 /* of one member */
#define COMMUNITY_WORDS_MAX   60   /* of one community: words in each language */

/* Accounts (security.md 2) */
#define PASSWORD_CHARS_MIN      8
#define PASSWORD_HASHES_MAX     2 /* at once in a process: 19 MiB and a core each */
#define SESSION_IDLE_MS         (30LL * 24 * 3600 * 1000)
#define SESSION_MS_MAX          (90LL * 24 * 3600 * 1000) /* as long as a phone is known */
#define SESSION_SEEN_MS         (5LL * 60 * 1000)         /* a read must not cost a durable write */
#define DEVICE_TRUST_MS         (90LL * 24 * 3600 * 1000)
#define STEP_UP_MS              (5LL * 60 * 1000)
#define STAFF_PROOF_MS          (12LL * 3600 * 1000) /* a working day */
#define DESK_LINK_DAYS_MAX      31           /* a nursery is told for a month ahead at the most */
#define DESK_TAP_CHARS_MAX      128          /* three ids and a keyed hash */
#define DESK_HTML_BYTES_MAX     (512 * 1024) /* a page of a nursery's day */
#define ACTING_MS               (30LL * 60 * 1000) /* one call */
#define ACTING_SECOND_MS        (60LL * 60 * 1000) /* for a second person to look, and to use it */
#define CODE_MS                 (10LL * 60 * 1000)
#define CODE_DIGITS             6
#define CODE_TYPED_CHARS_MAX    20 /* with blanks and hyphens */
#define PHONE_CHARS_MAX         30
#define MUNICIPALITY_CHARS      5     /* JIS X 0402 */
#define CELL_MAX                50000 /* cells of 1 km: the equator has 40,075 */
#define CODE_TRIES_MAX          5
#define PENDING_MS              (3600LL * 1000) /* to begin a sign-up and to finish it */
#define LOGIN_WINDOW_MS         (15LL * 60 * 1000)
#define LOGIN_TRIES_MAX         10  /* per account, and per known device */
#define LOGIN_ADDRESS_TRIES_MAX 100 /* a carrier's address has many people behind it */
#define SEND_WINDOW_MS          (3600LL * 1000)
#define SENDS_MAX               5  /* codes to one address or number */
#define SENDS_ADDRESS_MAX       60 /* sign-ups and forgotten passwords from one network address */
#define AUDIT_SEAL_BATCH        100
#define AUDIT_LATE_MS           (10LL * 60 * 1000) /* far longer than a transaction lasts */
#define MEMBERSHIPS_MAX         20

/* Tariffs and imported files */
#define CSV_BYTES_MAX     (1024 * 1024)      /* 31 years of holidays are 34 KB */
#define CSV_CELLS_MAX     96                 /* the widest file, facilities, has 53 */
#define CSV_BAD_LINES_MAX 20                 /* named at once: who has more fixes these first */
#define IMPORT_BYTES_MAX  (96 * 1024 * 1024) /* 200,000 facilities of 53 columns */
#define IMPORT_ARENA_BYTES_MAX \
    (768LL * 1024 * 1024)       /* the file in UTF-8, its rows, those known already */
#define IMPORT_LINES_MAX 200000 /* Japan has 125,000 postal codes, 60,000 facilities */
#define IMPORT_KNOWN_MAX 400000 /* rows of one kind in one community, ended ones too */
#define RULE_VALUES_MAX  200    /* of one rule set; there are some 30 rules */
#define HOLIDAYS_MAX     5000   /* of one community: 30 a year for 160 years */
#define TARIFF_BANDS_MAX 64     /* four day classes of 16 bands */
#define LADDER_STEPS_MAX 8      /* more than a screen can explain */
#define PRICED_MS_MAX \
    (4LL * JOB_MS_MAX)     /* an agreed job, and as long again three times over when nobody comes */
#define TRAVEL_MIN_MAX 240 /* one way; beyond it is not a neighbour's help */

/* Payments */
#define PAY_REF_BYTES         80
#define PAY_BODY_BYTES_MAX    (256 * 1024) /* one answer of the provider */
#define PAY_CONNECT_MS        5000
#define PAY_TOTAL_MS          30000
#define OUTBOX_LEASE_MS       60000 /* > PAY_TOTAL_MS, so that a slow call is never taken twice */
#define OUTBOX_BACKOFF_MS_MAX 600000
#define PAY_REISSUE_MS_MAX    (20LL * 3600 * 1000) /* payments.md 2: keys may be pruned after 24 h */
#define WEBHOOK_TOLERANCE_S   300
#define WEBHOOK_SECRETS_MAX   4           /* old and new while one is rotated, twice */
#define FORM_BYTES_MAX        (64 * 1024) /* one form-encoded request */
#define FORM_PARAMS_MAX       128         /* 50 metadata keys (payments.md 2) and as much again */
#define FORM_KEY_BYTES_MAX    160
#define ANSWER_HEADERS_MAX    48    /* of one answer of the provider; Stripe sends about 20 */
#define PAY_FIND_PAGES_MAX    20    /* of 100 objects: no customer has 2,000 holds */
#define PAYMENT_PARTS_MAX     4     /* of one booking: main, overtime, cancellation, rest */
#define PAYMENTS_WAITING_MAX  50    /* of one guardian, for a first card */
#define PAY_BATCH_MAX         16    /* calls in one step of the worker, which has other work too */
#define PAY_HURRY_MS          3000  /* somebody who reloads does not ask the provider each time */
#define PAY_PAUSE_MS          60000 /* between two tries of a key that was not taken */
#define COMMUNITIES_MAX       10000 /* of one installation: Japan has 1,741 municipalities */
#define CARDS_MAX             10    /* of one member */
#define CARD_MINOR_MIN        50    /* payments.md 2: what a card is charged at the least */
#define PAY_AHEAD_MS          (5LL * 24 * 3600 * 1000) /* payments.md 2: a hold at most so early */
#define PAY_GUARDIAN_MS       (15LL * 60 * 1000)       /* domain.md 3: to do something about it */
#define PAY_DEBT_MS           (3LL * 24 * 3600 * 1000) /* unpaid so long: finance looks */
#define PAY_LOOK_MS           (6LL * 3600 * 1000)  /* a hold that stands is looked at so often */
#define PAY_WATCH_MS          (12LL * 3600 * 1000) /* payments.md 2: before a hold runs out */

#endif
