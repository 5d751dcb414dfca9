/* audit.c - see audit.h.
 *
 * DESIGN. Rows are inserted unchained, so that two people never wait for each other; the worker
 * chains them afterwards: sha256(previous digest, canonical JSON of the row). Ids rise with time,
 * but of two transactions the one with the lower id may commit later: each step also looks back
 * over AUDIT_LATE_MS before the newest sealed row. */
#include "app/domain/audit.h"

#include "app/base/crypto.h"
#include "app/base/doc.h"
#include "app/base/limits.h"
#include "db/store/audit.h"

#include <string.h>

#define ROW_BYTES_MAX (16 * 1024)
#define ID_MS_SHIFT   21 /* id.h: the milliseconds stand above node and sequence */

enum status audit_note(struct ctx *x, int64_t household_id, const char *action, int64_t subject_id)
{
    return audit_note_detail(x, household_id, action, subject_id, "");
}

enum status audit_note_detail(struct ctx *x, int64_t household_id, const char *action,
                              int64_t subject_id, const char *detail)
{
    struct audit_row row = {
        .id = new_id(x),
        .at = x->now,
        .actor_id = ctx_actor(x),
        .on_behalf_of = ctx_on_behalf_of(x),
        .household_id = household_id,
        .action = action,
        .subject_id = subject_id,
        .detail = detail,
    };

    return store_audit_insert(x->tx, &row);
}

static void doc_id(struct doc *d, struct arena *a, const char *key, int64_t id)
{
    doc_text(d, key, arena_printf(a, "%lld", (long long)id));
}

/* NULL when the arena is full. */
static const char *row_text(struct arena *a, const struct audit_row *row)
{
    struct doc d;

    doc_init(&d, a, ROW_BYTES_MAX);
    doc_object(&d, NULL);
    doc_text(&d, "action", row->action);
    doc_id(&d, a, "actor", row->actor_id);
    doc_int(&d, "at", row->at);
    doc_text(&d, "detail", row->detail);
    doc_id(&d, a, "household", row->household_id);
    doc_id(&d, a, "id", row->id);
    doc_id(&d, a, "on_behalf_of", row->on_behalf_of);
    doc_id(&d, a, "subject", row->subject_id);
    doc_end(&d);
    return doc_done(&d);
}

/* digest is that of the seal before on entry ("" for the first) and this one's on return. */
static enum status chain(struct arena *a, const struct audit_row *row,
                         char digest[SHA256_HEX_BYTES])
{
    const char *text = row_text(a, row);
    const char *both = text != NULL ? arena_printf(a, "%s\n%s", digest, text) : NULL;

    if (both == NULL) {
        return E_BUSY;
    }
    sha256_hex(both, strlen(both), digest);
    return OK;
}

struct seal_step {
    int sealed;
};

static enum status seal_next(struct ctx *x, const struct audit_row *row, int64_t *seq,
                             char digest[SHA256_HEX_BYTES])
{
    struct audit_seal seal = {.seq = *seq + 1, .audit_id = row->id, .sha256 = digest};
    enum status s = chain(x->arena, row, digest);

    *seq = seal.seq;
    return s == OK ? store_audit_seal_insert(x->tx, &seal) : s;
}

static enum status seal_tx(struct ctx *x, void *arg)
{
    struct seal_step *step = arg;
    struct audit_seal last = {0};
    char digest[SHA256_HEX_BYTES] = "";
    struct audit_row *rows;
    int64_t seq, after = 0;
    int n;
    enum status s = store_audit_seal_last(x->tx, &last);

    step->sealed = 0;
    if (s != OK && s != E_NOT_FOUND) {
        return s;
    }
    if (s == OK) {
        memcpy(digest, last.sha256, SHA256_HEX_BYTES);
        after = last.audit_id - (AUDIT_LATE_MS << ID_MS_SHIFT);
    }
    seq = last.seq;
    s = store_audit_unsealed(x->tx, after, AUDIT_SEAL_BATCH, &rows, &n);
    for (int i = 0; s == OK && i < n; i++) {
        s = seal_next(x, &rows[i], &seq, digest);
        step->sealed++;
    }
    return s;
}

static enum status any_tx(struct ctx *x, void *arg)
{
    struct audit_seal last = {0};
    struct audit_row *rows;
    int *n = arg;
    enum status s = store_audit_seal_last(x->tx, &last);

    if (s != OK && s != E_NOT_FOUND) {
        return s;
    }
    return store_audit_unsealed(x->tx, last.audit_id - (AUDIT_LATE_MS << ID_MS_SHIFT), 1, &rows, n);
}

enum status audit_seal_step(struct ctx *x, int *sealed)
{
    struct seal_step step = {0};
    int waiting = 0;
    enum status s = ctx_read(x, any_tx, &waiting); /* nothing to do costs no write */

    if (s == OK && waiting > 0) {
        s = ctx_tx(x, seal_tx, &step);
    }
    *sealed = s == OK ? step.sealed : 0;
    return s;
}

struct check {
    int64_t seq; /* checked so far */
    int64_t broken_seq;
    char digest[SHA256_HEX_BYTES];
    int n;
};

static enum status check_links(struct ctx *x, void *arg)
{
    struct check *c = arg;
    struct audit_link *links;
    enum status s = store_audit_links(x->tx, c->seq, AUDIT_SEAL_BATCH, &links, &c->n);

    for (int i = 0; s == OK && i < c->n && c->broken_seq == 0; i++) {
        s = chain(x->arena, &links[i].row, c->digest);
        if (s == OK && (links[i].seq != c->seq + 1 || strcmp(links[i].sha256, c->digest) != 0)) {
            c->broken_seq = links[i].seq;
        }
        c->seq = links[i].seq;
    }
    return s;
}

/* Page by page in an arena of its own: the chain is longer than a request. */
enum status audit_check(struct ctx *x, int64_t *broken_seq)
{
    struct check c = {0};
    struct ctx page = *x;
    enum status s = OK;

    page.arena = arena_open(ARENA_JOB_BYTES_MAX);
    if (page.arena == NULL) {
        return E_BUSY;
    }
    do {
        arena_reset(page.arena);
        s = ctx_read(&page, check_links, &c);
    } while (s == OK && c.n > 0 && c.broken_seq == 0);
    arena_close(page.arena);
    *broken_seq = c.broken_seq;
    return s;
}
