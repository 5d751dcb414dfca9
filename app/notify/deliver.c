/* deliver.c - see deliver.h.
 *
 * DESIGN. No transaction is open while something is sent. A notice is leased, sent, then settled:
 * killed in between, it is sent again when the lease is over. By SMTP the second mail has the same
 * Message-ID; in the maildir the same file name, so that there it is one. A server that is away
 * stops its whole channel for a growing pause, in this process alone. */
#include "app/notify/deliver.h"

#include "app/base/id.h"
#include "app/base/limits.h"
#include "app/base/mem.h"
#include "app/domain/ids.h"
#include "app/domain/notice_queue.h"
#include "app/notify/maildir.h"
#include "app/notify/words.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#define HOST_BYTES_MAX 256
#define FROM_BYTES_MAX (HOST_BYTES_MAX + 8)

enum channel { MAIL, SMS, CHANNELS_N };
static const char *const channels[CHANNELS_N] = {"mail", "sms"};

struct deliver {
    struct deliver_options o;
    struct mail_sender sender;
    char host[HOST_BYTES_MAX], from[FROM_BYTES_MAX];
    struct mailer *mailer; /* NULL: maildir */
    struct texter *texter; /* NULL: maildir */
    int64_t away_until_at[CHANNELS_N];
    int64_t away_times[CHANNELS_N]; /* tries in a row that did not reach the server */
    atomic_bool hurry;
};

/* Between "://" and the port or the path. */
static enum status take_host(struct deliver *d)
{
    const char *host = strstr(d->o.public_url, "://");
    size_t len;

    if (host == NULL) {
        return E_INVALID;
    }
    host += 3;
    len = strcspn(host, ":/");
    if (len == 0 || len >= HOST_BYTES_MAX) {
        return E_INVALID;
    }
    memcpy(d->host, host, len);
    snprintf(d->from, sizeof d->from, "otagai@%s", d->host);
    d->sender = (struct mail_sender){d->o.from != NULL ? d->o.from : d->from, d->host};
    return OK;
}

enum status deliver_open(struct deliver **deliver, const struct deliver_options *options)
{
    struct deliver *d = mem_alloc(sizeof *d);
    enum status s;

    *deliver = NULL;
    if (d == NULL) {
        return E_BUSY;
    }
    memset(d, 0, sizeof *d);
    d->o = *options;
    s = take_host(d);
    if (s == OK && d->o.mail.url != NULL) {
        s = mailer_open(&d->mailer, &d->o.mail, &d->sender);
    }
    if (s == OK && d->o.sms.url != NULL) {
        s = texter_open(&d->texter, &d->o.sms);
    }
    if (s == OK && (d->mailer == NULL || d->texter == NULL)) {
        s = maildir_ready(d->o.maildir);
    }
    if (s != OK) {
        deliver_close(d);
        return s;
    }
    *deliver = d;
    return OK;
}

void deliver_close(struct deliver *d)
{
    if (d != NULL) {
        mailer_close(d->mailer);
        texter_close(d->texter);
        mem_free(d);
    }
}

void deliver_hurry(struct deliver *d)
{
    atomic_store(&d->hurry, true);
}

/* The name is the notice's own, in the order of time: one notice is one file. */
static struct sending into_maildir(struct deliver *d, struct arena *a, const struct letter *letter,
                                   int64_t now)
{
    struct sending said = {.rc = SENT_OK};
    char id[ID_TEXT_BYTES];
    const char *name;
    struct slice file;
    enum status s = mail_compose(a, letter, &d->sender, now, true, &file);

    id_format(ID_NOTICE, letter->notice_id, id);
    name = arena_printf(a, "%lld.%s.otagai", (long long)(letter->created_at / SECOND_MS), id);
    if (s == OK) {
        s = name != NULL ? maildir_put(d->o.maildir, name, file) : E_BUSY;
    }
    if (s != OK) {
        said.rc = s == E_INVALID ? SENT_REFUSED : SENT_UNREACHABLE;
        snprintf(said.error, sizeof said.error, "maildir: %s", status_wire(s));
    }
    return said;
}

static struct sending hand_over(struct deliver *d, struct ctx *x, const struct letter *letter)
{
    bool sms = strcmp(letter->channel, "sms") == 0;

    if (sms && d->texter != NULL) {
        return texter_send(d->texter, x->arena, letter);
    }
    if (!sms && d->mailer != NULL) {
        return mailer_send(d->mailer, x->arena, letter, x->now);
    }
    return into_maildir(d, x->arena, letter, x->now);
}

static enum status settle(struct ctx *x, const struct notice *n, const struct sending *said)
{
    switch (said->rc) {
    case SENT_OK:
        return notice_sent(x, n);
    case SENT_LATER:
        return notice_later(x, n, said->error);
    case SENT_REFUSED:
        return notice_fail(x, n, said->error);
    case SENT_UNREACHABLE:
        break;
    }
    return notice_unreached(x, n, said->error);
}

static void note(struct ctx *x, const struct notice *n, const struct sending *said)
{
    if (said->rc != SENT_OK) {
        log_event(x->log, x->now, LOG_WARN, "notice.not_sent", LOG_TEXT("channel", n->channel),
                  LOG_TEXT("kind", n->kind), LOG_I64("notice", n->id), LOG_I64("tries", n->tries),
                  LOG_TEXT("error", said->error), LOG_END);
    }
}

/* One claimed notice, to its end or delay. *said tells whether the server was there. */
static enum status deliver_one(struct deliver *d, struct ctx *x, const struct notice *n,
                               struct sending *said)
{
    struct notice_look look;
    struct words words;
    enum status s = notice_look(x, n, &look);

    *said = (struct sending){.rc = SENT_OK};
    if (s == OK && !look.still_true) {
        return notice_drop(x, n);
    }
    if (s == OK && look.wait_until_at > x->now) {
        return notice_wait_until(x, n, look.wait_until_at);
    }
    if (s == OK) {
        s = words_of(x->arena, n, &look, d->o.public_url, x->now, &words);
    }
    if (s == E_BUSY) {
        return s;
    }
    if (s != OK) { /* what is sealed can't be opened, or the catalogue has no such words */
        snprintf(said->error, sizeof said->error, "wording: %s", status_wire(s));
        said->rc = SENT_LATER;
    } else {
        *said = hand_over(d, x,
                          &(struct letter){n->id, n->created_at, n->channel, n->kind, look.to,
                                           words.subject, words.body});
    }
    note(x, n, said);
    return settle(x, n, said);
}

static void note_away(struct deliver *d, const struct ctx *x, enum channel channel, bool away)
{
    if (!away) {
        d->away_times[channel] = 0;
        return;
    }
    d->away_times[channel]++;
    d->away_until_at[channel] =
        x->now + notice_pause_ms(d->away_times[channel], NOTICE_AWAY_MS_MIN, NOTICE_AWAY_MS_MAX);
}

/* Time for one more before the batch's lease is over? */
static bool may_go_on(struct deliver *d, int64_t since_ms)
{
    return !atomic_load(&d->hurry) &&
           clock_monotonic_ms() - since_ms < NOTICE_LEASE_MS - 2 * NOTICE_SEND_MS;
}

static enum status step_channel(struct deliver *d, struct ctx *x, enum channel channel, int *did)
{
    int64_t since_ms = clock_monotonic_ms();
    struct sending said = {.rc = SENT_OK};
    struct notice *notices;
    int n, i = 0;
    enum status s;

    if (x->now < d->away_until_at[channel]) {
        return OK;
    }
    s = notice_claim(x, channels[channel], &notices, &n);
    while (s == OK && i < n && said.rc != SENT_UNREACHABLE && may_go_on(d, since_ms)) {
        s = deliver_one(d, x, &notices[i++], &said);
        *did += s == OK && said.rc != SENT_UNREACHABLE ? 1 : 0;
        if (s == OK) {
            note_away(d, x, channel, said.rc == SENT_UNREACHABLE);
        }
    }
    while (s == OK && i < n) {
        s = notice_give_back(x, &notices[i++]);
    }
    return s;
}

enum status deliver_step(struct deliver *d, struct ctx *x, int *did)
{
    enum status s = OK, first = OK;

    *did = 0;
    for (int c = 0; c < CHANNELS_N; c++) {
        s = step_channel(d, x, (enum channel)c, did);
        first = first == OK ? s : first;
    }
    return first;
}
