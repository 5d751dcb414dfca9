/* probe.c - see probe.h. */
#include "app/api/probe.h"

#include "app/api/app.h"
#include "app/api/payment.h"
#include "app/domain/notice_queue.h"
#include "app/http/reply.h"
#include "db/migrate.h"

#include <string.h>

enum status api_healthz(struct request *rq)
{
    return reply_json(rq, 200, json_fields(J_TEXT("status", "ok"), J_END));
}

enum status api_readyz(struct request *rq)
{
    if (db_migrated(rq->ctx.db, rq->ctx.arena) != OK) {
        return E_BUSY;
    }
    return reply_json(rq, 200, json_fields(J_TEXT("status", "ready"), J_END));
}

static const char *database_metrics(struct request *rq)
{
    struct db_stats st;

    db_stats(rq->ctx.db, &st);
    return arena_printf(rq->ctx.arena,
                        "# TYPE otagai_db_transactions_total counter\n"
                        "otagai_db_transactions_total %lld\n"
                        "# TYPE otagai_db_commits_total counter\n"
                        "otagai_db_commits_total %lld\n"
                        "# TYPE otagai_db_retries_total counter\n"
                        "otagai_db_retries_total %lld\n"
                        "# TYPE otagai_db_statements_total counter\n"
                        "otagai_db_statements_total %lld\n"
                        "# TYPE otagai_db_queue_depth_max gauge\n"
                        "otagai_db_queue_depth_max %lld\n",
                        (long long)st.transactions, (long long)st.commits, (long long)st.retries,
                        (long long)st.statements, (long long)st.queue_depth_max);
}

/* What waits to be told, and for how long the oldest has waited: a mail server that is away shows
 * here first. */
static const char *notice_metrics(struct request *rq)
{
    struct notice_queue q;
    int64_t late_ms;

    if (ctx_read(&rq->ctx, notice_queue_get, &q) != OK) {
        return NULL;
    }
    late_ms =
        q.oldest_due_at != 0 && q.oldest_due_at < rq->ctx.now ? rq->ctx.now - q.oldest_due_at : 0;
    return arena_printf(rq->ctx.arena,
                        "# TYPE otagai_notices_pending gauge\n"
                        "otagai_notices_pending %lld\n"
                        "# TYPE otagai_notices_failed gauge\n"
                        "otagai_notices_failed %lld\n"
                        "# TYPE otagai_notices_late_seconds gauge\n"
                        "otagai_notices_late_seconds %lld\n",
                        (long long)q.pending, (long long)q.failed,
                        (long long)(late_ms / SECOND_MS));
}

enum status api_metrics(struct request *rq)
{
    const struct app *app = rq->app;
    const char *http = server_metrics(app->watched, rq->ctx.arena);
    const char *database = database_metrics(rq);
    const char *notices = notice_metrics(rq);
    const char *pay = pay_metrics(rq);
    const char *text;

    if (http == NULL || database == NULL || notices == NULL || pay == NULL) {
        return E_BUSY;
    }
    text = arena_printf(rq->ctx.arena, "%s%s%s%s", http, database, notices, pay);
    if (text == NULL) {
        return E_BUSY;
    }
    return reply_bytes(rq, "text/plain; version=0.0.4; charset=utf-8", NULL,
                       (struct slice){(const uint8_t *)text, strlen(text)});
}
