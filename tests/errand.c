/* errand.c - see errand.h. */
#include "tests/errand.h"

#include "app/base/limits.h"
#include "app/base/zone.h"
#include "app/domain/ask.h"
#include "app/domain/contact.h"
#include "db/store/booking.h"
#include "db/store/booking_event.h"
#include "db/store/code.h"
#include "db/store/member.h"
#include "db/store/offer.h"
#include "db/store/request.h"
#include "tests/folder.h"
#include "tests/test.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NODE 3

int64_t tokyo(int month, int day, int hour, int minute)
{
    struct local_time t = {
        .year = 2026, .month = month, .day = day, .hour = hour, .minute = minute};
    int64_t at;

    CHECK_STATUS(zone_instant("Asia/Tokyo", &t, &at), OK);
    return at;
}

struct ctx errand_ctx(struct errand *e)
{
    return (struct ctx){.arena = e->arena,
                        .db = e->db,
                        .ids = &e->ids,
                        .keys = &e->keys,
                        .now = clock_now(&e->clock)};
}

void errand_at(struct errand *e, int64_t at)
{
    clock_advance(&e->clock, at - clock_now(&e->clock));
}

static enum status script_tx(struct tx *t, void *arg)
{
    return db_script(t, arg);
}

void errand_sql(struct errand *e, const char *fmt, ...)
{
    va_list args;
    char *sql;

    va_start(args, fmt);
    sql = arena_vprintf(e->arena, fmt, args);
    va_end(args);
    CHECK(sql != NULL);
    CHECK_STATUS(db_tx(e->db, e->arena, script_tx, sql), OK);
}

static int64_t next(struct errand *e)
{
    return id_next(&e->ids, clock_now(&e->clock));
}

struct person_row {
    const char *name, *email, *phone;
    int64_t id;
};

static struct slice sealed(struct ctx *x, int64_t id, const char *column, const char *text)
{
    struct slice out;

    CHECK_STATUS(vault_seal(x, id, "member", column, id, text, &out), OK);
    return out;
}

static enum status insert_member(struct ctx *x, void *arg)
{
    struct person_row *p = arg;
    struct member m = {.id = p->id,
                       .state = "pending",
                       .email_blind = contact_email_blind(x, p->email),
                       .email_sealed = sealed(x, p->id, "email_sealed", p->email),
                       .phone_sealed = sealed(x, p->id, "phone_sealed", p->phone),
                       .display_name = p->name,
                       .name_sealed = sealed(x, p->id, "name_sealed", p->name),
                       .reading_sealed = sealed(x, p->id, "reading_sealed", p->name),
                       .birth_day_sealed = sealed(x, p->id, "birth_day_sealed", "1000"),
                       .password_hash = "none",
                       .locale = "ja",
                       .created_at = x->now};
    bool inserted;
    enum status s = store_member_insert(x->tx, &m, &inserted);

    CHECK(inserted);
    return s;
}

static int64_t new_member(struct errand *e, const char *name, const char *email, const char *phone)
{
    struct ctx x = errand_ctx(e);
    struct person_row p = {name, email, phone, next(e)};

    CHECK_STATUS(vault_create(&x, p.id), OK);
    CHECK_STATUS(ctx_tx(&x, insert_member, &p), OK);
    errand_sql(e,
               "UPDATE member SET state = 'active', email_verified_at = 1, phone_verified_at = 1"
               " WHERE id = %lld;"
               "INSERT INTO membership (member_id, community_id, joined_at) VALUES (%lld, %lld, 1)",
               (long long)p.id, (long long)p.id, (long long)e->community);
    return p.id;
}

/* Who lives where, who knows whom, what an hour costs: as little of it as a booking needs. */
static void new_neighbours(struct errand *e)
{
    long long c = e->community = next(e), h = e->household = next(e), g, s;

    errand_sql(e,
               "INSERT INTO community (id, name, name_en, zone, currency, created_at)"
               " VALUES (%lld, '伊丹市', 'Itami', 'Asia/Tokyo', 'JPY', 1)",
               c);
    g = e->guardian = new_member(e, "佐藤", "hanako@example.jp", "+819012345678");
    s = e->supporter = new_member(e, "山田", "yamada@example.jp", "+819087654321");
    e->tie = next(e);
    e->tariff = next(e);
    e->place = next(e);
    errand_sql(e,
               "INSERT INTO household (id, community_id, name_sealed, created_at)"
               " SELECT %lld, %lld, name_sealed, 1 FROM member WHERE id = %lld;"
               "INSERT INTO guardian (household_id, member_id, since_at) VALUES (%lld, %lld, 1);"
               "INSERT INTO tie (id, community_id, low_id, high_id, how, met_at)"
               " VALUES (%lld, %lld, %lld, %lld, 'qr', 1)",
               h, c, g, h, g, (long long)e->tie, c, g, s);
    errand_sql(e,
               "INSERT INTO supporter (member_id, is_on, kinds, care_at, age_min, age_max,"
               " until_min, cap_week_min, quiet_from_min, quiet_to_min, updated_at)"
               " VALUES (%lld, 1, 63, 7, 0, 12, 1440, 0, 0, 0, 1);"
               "INSERT INTO place (id, community_id, kind, name, address, cell_x, cell_y,"
               " created_at) VALUES (%lld, %lld, 'nursery', 'さくら保育園', '伊丹1', 1, 1, 1)",
               s, (long long)e->place, c);
    errand_sql(e,
               "INSERT INTO tariff (id, community_id, version, valid_from_day, name, currency,"
               " round_unit_minor, round_up, minimum_min, flat_until_min, flat_minor, step_min,"
               " crossing, sick, sick_rate_minor, sibling_pct, age_0_alone, uplift_one_minor,"
               " uplift_both_minor, travel_counted, top_up_minor, year_end_from_md,"
               " year_end_until_md, cancel_waived_below_minor, source, created_at)"
               " VALUES (%lld, %lld, 1, 1, 'itami', 'JPY', 1, 0, 0, 0, 0, 30, 'step', 'as_well', 0,"
               " 50, 0, 0, 0, 0, 0, 0, 0, 50, 'test', 1)",
               (long long)e->tariff, c);
    errand_sql(e,
               "INSERT INTO tariff_band (tariff_id, day_class, from_min, until_min, rate_minor)"
               " VALUES (%lld, 'weekday', 0, 1440, 800), (%lld, 'weekend', 0, 1440, 900),"
               " (%lld, 'holiday', 0, 1440, 900), (%lld, 'year_end', 0, 1440, 900);"
               "INSERT INTO ladder_step (tariff_id, seq, until_kind, until_n, charge, amount,"
               " exempt) VALUES (%lld, 1, 'rest', 0, 'percent', 50, '')",
               (long long)e->tariff, (long long)e->tariff, (long long)e->tariff,
               (long long)e->tariff, (long long)e->tariff);
}

static enum status insert_ask(struct ctx *x, void *arg)
{
    struct errand *e = arg;
    struct request_row r = {.id = e->request,
                            .community_id = e->community,
                            .household_id = e->household,
                            .asked_by = e->guardian,
                            .acted_by = e->guardian,
                            .kind = "pickup",
                            .start_at = tokyo(11, 25, 16, 45),
                            .end_at = tokyo(11, 25, 18, 0),
                            .until_at = tokyo(11, 25, 19, 0),
                            .closes_at = tokyo(11, 25, 16, 15),
                            .audience = "all",
                            .tariff_id = e->tariff,
                            .fee_mode = "tariff",
                            .pay_by = "cash",
                            .price_minor = 1200,
                            .currency = "JPY",
                            .state = "open",
                            .state_at = x->now,
                            .created_at = x->now};
    struct offer_row o = {.id = e->offer,
                          .request_id = e->request,
                          .supporter_id = e->supporter,
                          .tie_id = e->tie,
                          .state = "asked",
                          .state_at = x->now,
                          .asked_at = x->now,
                          .start_at = r.start_at,
                          .end_at = r.end_at,
                          .fee_mode = "tariff",
                          .price_minor = 1200};
    enum status s = ask_open(x, &r);

    return s == OK ? store_offer_insert(x->tx, &o) : s;
}

static enum status insert_booking(struct ctx *x, void *arg)
{
    struct errand *e = arg;
    struct booking_row b = {.id = e->booking,
                            .community_id = e->community,
                            .request_id = e->request,
                            .offer_id = e->offer,
                            .household_id = e->household,
                            .guardian_id = e->guardian,
                            .supporter_id = e->supporter,
                            .tie_id = e->tie,
                            .kind = "pickup",
                            .state = "agreed",
                            .state_at = x->now,
                            .version = 1,
                            .start_at = tokyo(11, 25, 16, 45),
                            .end_at = tokyo(11, 25, 18, 0),
                            .until_at = tokyo(11, 25, 19, 0),
                            .first_place_id = e->place,
                            .last_place_id = e->place,
                            .fee_mode = "tariff",
                            .price_minor = 1200,
                            .currency = "JPY",
                            .pay_by = "cash",
                            .tariff_id = e->tariff,
                            .policy_id = 1,
                            .agreement = "{}",
                            .agreement_sha256 =
                                "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
                            .created_at = x->now};
    struct booking_event_row v = {.id = new_id(x),
                                  .booking_id = e->booking,
                                  .at = x->now,
                                  .actor_id = e->guardian,
                                  .name = "agree",
                                  .from_state = "",
                                  .to_state = "agreed",
                                  .detail = ""};
    enum status s = store_booking_insert(x->tx, &b);

    return s == OK ? store_booking_event_put(x->tx, &v) : s;
}

static void end_errand(void *arg)
{
    struct errand *e = arg;

    deliver_close(e->deliver);
    for (int i = 0; i < e->files_n; i++) {
        free(e->files[i]);
    }
    if (e->arena != NULL) {
        arena_close(e->arena);
    }
    free(e);
}

static void open_databases(struct errand *e, const char *engine)
{
    const char *bad;
    int made;

    database_new(engine, "", e->url);
    e->db = database_open(e->url, NULL);
    database_new("sqlite", "keystore", e->keystore_url);
    CHECK_STATUS(keys_init(e->dir, &made), OK);
    CHECK_STATUS(keys_load(e->dir, database_open(e->keystore_url, NULL), &e->keys, &bad), OK);
}

struct errand *errand_open(const char *engine)
{
    struct errand *e = calloc(1, sizeof *e);
    struct ctx x;

    CHECK(e != NULL);
    test_cleanup(end_errand, e);
    e->dir = test_folder();
    e->maildir = test_path(e->dir, "maildir");
    e->arena = arena_open(ARENA_JOB_BYTES_MAX);
    CHECK(e->arena != NULL);
    open_databases(e, engine);
    id_source_init(&e->ids, NODE);
    errand_at(e, tokyo(11, 20, 10, 0));
    e->options =
        (struct deliver_options){.public_url = "https://otagai.example.jp", .maildir = e->maildir};
    new_neighbours(e);
    e->request = next(e);
    e->offer = next(e);
    x = errand_ctx(e);
    CHECK_STATUS(ctx_tx(&x, insert_ask, e), OK);
    return e;
}

void errand_book(struct errand *e)
{
    struct ctx x = errand_ctx(e);

    errand_sql(e,
               "UPDATE request SET state = 'matched' WHERE id = %lld;"
               "UPDATE offer SET state = 'chosen' WHERE id = %lld",
               (long long)e->request, (long long)e->offer);
    e->booking = next(e);
    CHECK_STATUS(ctx_tx(&x, insert_booking, e), OK);
}

struct telling {
    int64_t member_id, subject_id;
    enum notice_kind kind;
};

static enum status tell_tx(struct ctx *x, void *arg)
{
    const struct telling *t = arg;

    return notice_put(x, t->member_id, t->kind, t->subject_id);
}

void errand_tell(struct errand *e, int64_t member_id, enum notice_kind kind, int64_t subject_id)
{
    struct telling t = {member_id, subject_id, kind};
    struct ctx x = errand_ctx(e);

    CHECK_STATUS(ctx_tx(&x, tell_tx, &t), OK);
}

struct code_order {
    int64_t id, member_id;
    const char *purpose, *channel, *target, *code;
};

static enum status code_tx(struct ctx *x, void *arg)
{
    struct code_order *o = arg;
    struct code c = {.id = o->id,
                     .member_id = o->member_id,
                     .purpose = o->purpose,
                     .code_blind = "blind",
                     .created_at = x->now,
                     .expires_at = x->now + 10 * MINUTE_MS};
    enum status s =
        vault_seal(x, o->member_id, "code", "target_sealed", c.id, o->target, &c.target_sealed);

    if (s == OK) {
        s = store_code_insert(x->tx, &c);
    }
    return s == OK ? notice_put_code(x, o->member_id, o->channel, o->purpose, o->code) : s;
}

int64_t errand_code(struct errand *e, int64_t member_id, const char *purpose, const char *channel,
                    const char *target, const char *code)
{
    struct code_order o = {next(e), member_id, purpose, channel, target, code};
    struct ctx x = errand_ctx(e);

    CHECK_STATUS(ctx_tx(&x, code_tx, &o), OK);
    return o.id;
}

int errand_step(struct errand *e)
{
    struct ctx x = errand_ctx(e);
    int did;

    if (e->deliver == NULL) {
        CHECK_STATUS(deliver_open(&e->deliver, &e->options), OK);
    }
    CHECK_STATUS(deliver_step(e->deliver, &x, &did), OK);
    return did;
}

struct counted {
    const char *sql, *what;
    int64_t n;
};

static enum status count_tx(struct tx *t, void *arg)
{
    static const struct db_col cols[] = {COL_I64(struct counted, n), COL_END};
    struct counted *c = arg;
    struct db_in in[] = {IN_TEXT(c->what), IN_END};

    return db_one(t, c->sql, in, cols, c);
}

static int64_t count(struct errand *e, const char *sql, const char *what)
{
    struct counted c = {sql, what, 0};

    CHECK_STATUS(db_read(e->db, e->arena, count_tx, &c), OK);
    return c.n;
}

static const char count_sql[] = "SELECT COUNT(*) FROM notice WHERE state = $1 /* scan: a test */";

int64_t errand_count(struct errand *e, const char *state)
{
    return count(e, count_sql, state);
}

static const char tasks_sql[] =
    "SELECT COUNT(*) FROM staff_task WHERE kind = $1 AND done_at IS NULL /* scan: a test */";

int64_t errand_tasks(struct errand *e, const char *kind)
{
    return count(e, tasks_sql, kind);
}

static const char notice_sql[] =
    "SELECT id, due_at, tries, lease_until_at,"
    " CAST(CASE WHEN code_sealed IS NULL THEN 0 ELSE 1 END AS BIGINT), state, error"
    " FROM notice ORDER BY id LIMIT 1 /* scan: a test */";

static enum status notice_tx(struct tx *t, void *arg)
{
    static const struct db_col cols[] = {
        COL_I64(struct errand_notice, id),          COL_I64(struct errand_notice, due_at),
        COL_I64(struct errand_notice, tries),       COL_I64(struct errand_notice, lease_until_at),
        COL_I64(struct errand_notice, has_code),    COL_TEXT(struct errand_notice, state),
        COL_TEXT_NULL(struct errand_notice, error), COL_END,
    };
    struct db_in in[] = {IN_END};

    return db_one(t, notice_sql, in, cols, arg);
}

void errand_notice(struct errand *e, struct errand_notice *n)
{
    CHECK_STATUS(db_read(e->db, e->arena, notice_tx, n), OK);
}

static int visible(const struct dirent *d)
{
    return d->d_name[0] != '.';
}

static char *whole_file(const char *dir, const char *name)
{
    char path[FOLDER_PATH_MAX + 64], *text = calloc(1, 64 * 1024);
    FILE *f;

    snprintf(path, sizeof path, "%s/new/%s", dir, name);
    f = fopen(path, "r");
    CHECK(f != NULL && text != NULL);
    CHECK(fread(text, 1, 64 * 1024 - 1, f) > 0);
    fclose(f);
    return text;
}

int errand_files(struct errand *e)
{
    struct dirent **names;
    char path[FOLDER_PATH_MAX + 8];
    int n;

    for (int i = 0; i < e->files_n; i++) {
        free(e->files[i]);
    }
    e->files_n = 0;
    snprintf(path, sizeof path, "%s/new", e->maildir);
    n = scandir(path, &names, visible, alphasort);
    CHECK(n <= ERRAND_FILES_MAX);
    for (int i = 0; i < n; i++) {
        e->files[e->files_n++] = whole_file(e->maildir, names[i]->d_name);
        free(names[i]);
    }
    if (n >= 0) {
        free(names);
    }
    return e->files_n;
}
