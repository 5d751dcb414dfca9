/* notice_queue.h - the worker's side of the notices: claim what is due, and say what came of it.
 * Each is a transaction of its own; none is open while something is sent. */
#ifndef APP_DOMAIN_NOTICE_QUEUE_H
#define APP_DOMAIN_NOTICE_QUEUE_H

#include "app/domain/notice.h"
#include "db/store/notice.h"

/* Up to NOTICE_BATCH_MAX due notices of "mail" or "sms", leased for NOTICE_LEASE_MS; *n may be 0,
 * which costs no write. */
enum status notice_claim(struct ctx *x, const char *channel, struct notice **notices,
                         int *n) WARN_UNUSED;

/* What came of a claimed notice. A lease that went to somebody else meanwhile is no error: that
 * one says what came of it. */
enum status notice_sent(struct ctx *x, const struct notice *n) WARN_UNUSED;
enum status notice_drop(struct ctx *x, const struct notice *n) WARN_UNUSED;
/* The server said "later": due again after a growing pause; after NOTICE_TRIES_MAX it failed. */
enum status notice_later(struct ctx *x, const struct notice *n, const char *error) WARN_UNUSED;
/* Never: failed, a task on the coordinator's desk ("notice.failed", the member), and that address
 * or number is marked until something arrives there again. What is urgent goes the other way, once,
 * unless it did so already or that way bounces too. */
enum status notice_fail(struct ctx *x, const struct notice *n, const char *error) WARN_UNUSED;
/* The server was not reached, which is not this notice's fault: the try does not count. When it
 * has waited for NOTICE_FALLBACK_MS what is urgent goes the other way, and after
 * NOTICE_AWAY_TASK_MS there is a task on the admin's desk ("mail.unreachable" or
 * "sms.unreachable", the community), which ends by itself when it is sent. */
enum status notice_unreached(struct ctx *x, const struct notice *n, const char *error) WARN_UNUSED;
/* Quiet hours: due again at due_at; the try does not count. */
enum status notice_wait_until(struct ctx *x, const struct notice *n, int64_t due_at) WARN_UNUSED;
/* Not begun: as if it had not been claimed. */
enum status notice_give_back(struct ctx *x, const struct notice *n) WARN_UNUSED;

/* How long to wait after `tries` tries without luck: from ms_min, doubled, to ms_max at the most,
 * with the upper half left to chance, so that many don't come at once. */
int64_t notice_pause_ms(int64_t tries, int64_t ms_min, int64_t ms_max);

/* A ctx_fn: fills a struct notice_queue. */
enum status notice_queue_get(struct ctx *x, void *queue) WARN_UNUSED;

#endif
