/* people.c - see people.h. */
#include "tests/people.h"

#include "app/api/authz.h"
#include "app/domain/contact.h"
#include "app/domain/ids.h"
#include "app/domain/password.h"
#include "app/domain/second_factor.h"
#include "app/domain/staff.h"
#include "db/store/member.h"
#include "db/store/membership.h"
#include "tests/test.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

static _Atomic int made; /* people in this process: addresses and numbers are never the same */

struct making {
    struct person *p;
    const char *name, *role, *zone;
    int64_t community_id;
};

static const char community_sql[] =
    "SELECT id FROM community ORDER BY id LIMIT 1 /* scan: one or two rows */";
static const char community_insert_sql[] =
    "INSERT INTO community (id, name, name_en, zone, currency, created_at)"
    " VALUES ($1, 'いたみ市', 'Itami', $2, 'JPY', $3)";

struct found {
    int64_t id;
};

static enum status find_community(struct ctx *x, void *arg)
{
    static const struct db_col cols[] = {COL_I64(struct found, id), COL_END};
    struct making *m = arg;
    struct db_in none[] = {IN_END};
    struct db_in in[] = {IN_I64(m->community_id), IN_TEXT(m->zone), IN_I64(x->now), IN_END};
    struct found row;
    enum status s;

    if (m->zone != NULL) {
        return db_exec(x->tx, community_insert_sql, in);
    }
    s = db_one(x->tx, community_sql, none, cols, &row);
    m->community_id = s == OK ? row.id : 0;
    return s;
}

int64_t world_community_in(struct world *w, const char *zone)
{
    struct ctx x = world_ctx(w, 0);
    struct making m = {.zone = zone, .community_id = new_id(&x)};

    CHECK_STATUS(ctx_tx(&x, find_community, &m), OK);
    return m.community_id;
}

int64_t world_community(struct world *w)
{
    struct ctx x = world_ctx(w, 0);
    struct making m = {0};
    enum status s = ctx_read(&x, find_community, &m);

    CHECK(s == OK || s == E_NOT_FOUND);
    return s == OK ? m.community_id : world_community_in(w, "Asia/Tokyo");
}

const char *world_community_text(struct world *w)
{
    char *text = arena_alloc(w->arena, ID_TEXT_BYTES);

    CHECK(text != NULL);
    id_format(ID_COMMUNITY, world_community(w), text);
    return text;
}

/* Everything personal, sealed under the member's own key. */
static enum status seal_row(struct ctx *x, const struct making *m, struct member *row)
{
    int64_t id = m->p->id;
    enum status s =
        vault_seal(x, id, "member", "email_sealed", id, m->p->email, &row->email_sealed);

    s = s == OK ? vault_seal(x, id, "member", "phone_sealed", id, m->p->phone, &row->phone_sealed)
                : s;
    s = s == OK ? vault_seal(x, id, "member", "name_sealed", id, m->name, &row->name_sealed) : s;
    s = s == OK ? vault_seal(x, id, "member", "reading_sealed", id, "よみ", &row->reading_sealed)
                : s;
    return s == OK
               ? vault_seal(x, id, "member", "birth_day_sealed", id, "3652", &row->birth_day_sealed)
               : s;
}

static enum status make_row(struct ctx *x, const struct making *m)
{
    struct member row = {
        .id = m->p->id,
        .email_blind = contact_email_blind(x, m->p->email),
        .display_name = m->name,
        .password_hash = "none",
        .locale = "ja",
        .created_at = x->now,
    };
    bool inserted;
    enum status s = seal_row(x, m, &row);

    s = s == OK ? store_member_insert(x->tx, &row, &inserted) : s;
    s = s == OK ? store_member_email_proved(x->tx, row.id, x->now) : s;
    s = s == OK ? store_member_activate(x->tx, row.id, contact_phone_blind(x, m->p->phone),
                                        contact_phone_tail(x, row.id, m->p->phone), x->now)
                : s;
    return s == OK ? store_membership_join(x->tx, row.id, m->community_id, x->now) : s;
}

static enum status make_staff(struct ctx *x, const struct making *m)
{
    struct staff_role role = {
        .id = new_id(x),
        .member_id = m->p->id,
        .community_id = m->community_id,
        .role = m->role,
        .given_at = x->now,
    };
    char secret[2 * TOTP_SECRET_BYTES + 1];
    struct slice sealed;
    bool given;
    enum status s;

    second_factor_text(m->p->totp_secret, secret);
    s = vault_seal(x, m->p->id, "member", "totp_sealed", m->p->id, secret, &sealed);
    s = s == OK ? store_member_set_totp(x->tx, m->p->id, sealed) : s;
    s = s == OK ? store_member_confirm_totp(x->tx, m->p->id, 0, x->now) : s;
    return s == OK ? store_staff_give(x->tx, &role, &given) : s;
}

static enum status make_tx(struct ctx *x, void *arg)
{
    const struct making *m = arg;
    struct session_start start = {.member_id = m->p->id, .proved = m->role != NULL};
    enum status s = make_row(x, m);

    s = s == OK && m->role != NULL ? make_staff(x, m) : s;
    s = s == OK ? session_start(x, &start) : s;
    if (s == OK) {
        m->p->session_id = start.id;
        memcpy(m->p->token, start.token, TOKEN_CHARS + 1);
    }
    return s;
}

static struct person *make(struct world *w, struct making *m)
{
    struct ctx x = world_ctx(w, 0);
    int n = atomic_fetch_add(&made, 1);

    m->p = arena_alloc(w->arena, sizeof *m->p);
    CHECK(m->p != NULL);
    m->p->id = new_id(&x);
    id_format(ID_MEMBER, m->p->id, m->p->id_text);
    snprintf(m->p->email, sizeof m->p->email, "person%d@example.jp", n);
    snprintf(m->p->phone, sizeof m->p->phone, "+8190%08d", 10000000 + n);
    random_bytes(m->p->totp_secret, sizeof m->p->totp_secret);
    CHECK_STATUS(vault_create(&x, m->p->id), OK);
    CHECK_STATUS(ctx_tx(&x, make_tx, m), OK);
    m->p->client = world_client(w);
    client_bearer(m->p->client, m->p->token);
    return m->p;
}

struct person *world_member_of(struct world *w, int64_t community_id, const char *name)
{
    struct making m = {.name = name, .community_id = community_id};

    return make(w, &m);
}

struct person *world_member(struct world *w, const char *name)
{
    return world_member_of(w, world_community(w), name);
}

struct person *world_staff_of(struct world *w, int64_t community_id, const char *name,
                              const char *role)
{
    struct making m = {.name = name, .role = role, .community_id = community_id};

    return make(w, &m);
}

struct person *world_staff(struct world *w, const char *name, const char *role)
{
    return world_staff_of(w, world_community(w), name, role);
}

static const char step_up_sql[] = "UPDATE session SET stepped_up_at = $2 WHERE id = $1";

static enum status step_up_tx(struct ctx *x, void *arg)
{
    const struct person *p = arg;
    struct db_in in[] = {IN_I64(p->session_id), IN_I64(x->now), IN_END};

    return db_exec(x->tx, step_up_sql, in);
}

void person_step_up(struct world *w, struct person *p)
{
    struct ctx x = world_ctx(w, 0);

    CHECK_STATUS(ctx_tx(&x, step_up_tx, p), OK);
}

struct client *person_browser(struct world *w, const struct person *p)
{
    struct client *c = world_client(w);

    client_cookie(c, SESSION_COOKIE, p->token);
    return c;
}

static const char password_sql[] = "UPDATE member SET password_hash = $2 WHERE id = $1";

struct password {
    int64_t id;
    const char *hash;
};

static enum status password_tx(struct ctx *x, void *arg)
{
    const struct password *p = arg;
    struct db_in in[] = {IN_I64(p->id), IN_TEXT(p->hash), IN_END};

    return db_exec(x->tx, password_sql, in);
}

void person_password(struct world *w, const struct person *p, const char *password)
{
    struct ctx x = world_ctx(w, 0);
    struct password change = {.id = p->id};

    CHECK_STATUS(password_make(&x, password, &change.hash), OK);
    CHECK_STATUS(ctx_tx(&x, password_tx, &change), OK);
}

void person_totp(struct world *w, const struct person *p, char out[7])
{
    totp_code(p->totp_secret, world_now(w), out);
}

static const char code_sql[] =
    "SELECT id, member_id, code_sealed FROM notice WHERE channel = $1 AND code_sealed IS NOT NULL"
    " AND state = 'pending' ORDER BY id DESC LIMIT 1 /* scan: a test's notices are few */";

struct waiting {
    const char *channel;
    int64_t id, member_id;
    struct slice sealed;
    const char *text;
};

static enum status code_tx(struct ctx *x, void *arg)
{
    static const struct db_col cols[] = {
        COL_I64(struct waiting, id),
        COL_I64(struct waiting, member_id),
        COL_BYTES(struct waiting, sealed),
        COL_END,
    };
    struct waiting *k = arg;
    struct db_in in[] = {IN_TEXT(k->channel), IN_END};
    enum status s = db_one(x->tx, code_sql, in, cols, k);

    return s == OK
               ? vault_unseal(x, k->member_id, "notice", "code_sealed", k->id, k->sealed, &k->text)
               : s;
}

const char *world_code(struct world *w, const char *channel)
{
    struct ctx x = world_ctx(w, 0);
    struct waiting k = {.channel = channel};
    enum status s = ctx_read(&x, code_tx, &k);

    CHECK(s == OK || s == E_NOT_FOUND);
    return s == OK ? k.text : "";
}

static const char count_sql[] =
    "SELECT COUNT(*) FROM notice WHERE kind = $1 /* scan: a test's notices are few */";

struct counting {
    const char *kind;
    int64_t n;
};

static enum status count_tx(struct ctx *x, void *arg)
{
    static const struct db_col cols[] = {COL_I64(struct counting, n), COL_END};
    struct counting *c = arg;
    struct db_in in[] = {IN_TEXT(c->kind), IN_END};

    return db_one(x->tx, count_sql, in, cols, c);
}

int64_t world_notices(struct world *w, const char *kind)
{
    struct ctx x = world_ctx(w, 0);
    struct counting c = {.kind = kind};

    CHECK_STATUS(ctx_read(&x, count_tx, &c), OK);
    return c.n;
}

static enum status session_tx(struct ctx *x, void *arg)
{
    return session_start(x, arg);
}

void person_session(struct ctx *x, const struct person *p)
{
    struct session_start start = {.member_id = p->id};

    CHECK_STATUS(ctx_tx(x, session_tx, &start), OK);
}

const char *test_totp(const char *secret, int64_t at)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    static char code[7];
    uint8_t bytes[TOTP_SECRET_BYTES];
    uint32_t bits = 0;
    int n = 0, out = 0;

    CHECK(strlen(secret) == 32 && strspn(secret, digits) == 32);
    for (; *secret != '\0'; secret++) {
        bits = bits << 5 | (uint32_t)(strchr(digits, *secret) - digits);
        n += 5;
        if (n >= 8) {
            n -= 8;
            bytes[out++] = (uint8_t)(bits >> n);
        }
    }
    totp_code(bytes, at, code);
    return code;
}
