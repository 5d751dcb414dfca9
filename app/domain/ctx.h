/* ctx.h - who acts, when, and with what: the first argument of every domain operation. */
#ifndef APP_DOMAIN_CTX_H
#define APP_DOMAIN_CTX_H

#include "app/base/clock.h"
#include "app/base/id.h"
#include "app/base/log.h"
#include "app/domain/reasons.h"
#include "db/db.h"

struct keys; /* app/domain/vault.h: the process's secrets and the key store */

/* One per request or job. Nothing in it outlives the arena. */
struct ctx {
    struct arena *arena;
    struct db *db;
    struct log *log;
    struct id_source *ids;
    const struct keys *keys;
    const char *pay_provider; /* whose cards are taken, "stripe"; NULL: nobody's */
    int64_t now;              /* read once; ms since the epoch */
    int64_t member_id;        /* whose rights count; 0: nobody is logged in, or the worker */
    int64_t session_id;       /* 0 when there is none */
    int64_t stepped_up_at;    /* when this session last proved its second factor; 0 never */
    int64_t acted_by;         /* the coordinator who acts for member_id (acting.h); 0 usually */
    int64_t acting_id;        /* that acting, and in which community it counts */
    int64_t acted_in;
    struct tx *tx;      /* the open transaction; NULL outside of one */
    enum reason reason; /* why a rule said no; goes into the reply */
    const char *field;  /* which field was wrong, "children[1]"; or NULL */
};

/* A domain operation: the body of one transaction, re-runnable; reads and writes through x->tx. */
typedef enum status (*ctx_fn)(struct ctx *x, void *arg);

/* Run fn in a write transaction, or on a read snapshot, with x->tx set meanwhile. Each try starts
 * with x->reason and x->field cleared. */
enum status ctx_tx(struct ctx *x, ctx_fn fn, void *arg) WARN_UNUSED;
enum status ctx_read(struct ctx *x, ctx_fn fn, void *arg) WARN_UNUSED;

/* Note why, and return the status that says so: refuse = E_RULE (422), invalid = E_INVALID (400,
 * with the field), lost = E_CONFLICT (409). */
enum status refuse(struct ctx *x, enum reason r) WARN_UNUSED;
enum status refuse_field(struct ctx *x, enum reason r, const char *field) WARN_UNUSED;
enum status invalid(struct ctx *x, const char *field) WARN_UNUSED;
enum status lost(struct ctx *x, enum reason r) WARN_UNUSED;

/* As every history names them: who did it (0: the program), and for whom (0: for himself). */
int64_t ctx_actor(const struct ctx *x);
int64_t ctx_on_behalf_of(const struct ctx *x);

int64_t new_id(struct ctx *x);

#endif
