/* notice_sms_test.c - SMS by Twilio's Messages API, and what becomes of a notice when it says no or
 * nothing. */
#include "app/base/limits.h"
#include "payments/sandbox/sandbox.h"
#include "tests/client.h"
#include "tests/errand.h"
#include "tests/folder.h"
#include "tests/mail_sink.h"
#include "tests/payments/peer.h"
#include "tests/test.h"

#include <string.h>

static const char created[] = "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n"
                              "Content-Length: 31\r\n\r\n{\"sid\":\"SM1\",\"status\":\"queued\"}";
static const char bad_number[] = "HTTP/1.1 400 Bad Request\r\nContent-Length: 14\r\n\r\n"
                                 "{\"code\":21211}";
static const char no_account[] = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 14\r\n\r\n"
                                 "{\"code\":20003}";
static const char too_many[] = "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n";

/* A postman with an SMS server that answers in these steps. */
static struct errand *errand_with_peer(const char *engine, const struct peer_step *steps,
                                       struct peer **peer)
{
    struct errand *e = errand_open(engine);

    *peer = peer_start(steps);
    e->options.sms = (struct sms_server){
        .url = peer_url(*peer), .account = "AC123", .token = "hush", .from = "+815012345678"};
    return e;
}

TEST_BOTH(an_sms_is_posted_as_twilio_wants_it)
{
    static const struct peer_step steps[] = {{created, 0, 0}, {NULL, 0, 0}};
    struct peer *peer;
    struct errand *e = errand_with_peer(engine, steps, &peer);
    const char *request;

    errand_code(e, e->guardian, "phone", "sms", NULL, "042137");
    CHECK_I64(errand_step(e), 1);
    CHECK_I64(peer_requests(peer), 1);
    request = peer_request(peer, 0);
    CHECK(strstr(request, "POST /2010-04-01/Accounts/AC123/Messages.json HTTP/1.1\r\n") == request);
    CHECK(strstr(request, "\r\nAuthorization: Basic QUMxMjM6aHVzaA==\r\n") != NULL);
    CHECK(strstr(request, "\r\nContent-Type: application/x-www-form-urlencoded\r\n") != NULL);
    CHECK(strstr(request, "Expect:") == NULL);
    CHECK(strstr(request, "\r\n\r\nTo=%2B819012345678&From=%2B815012345678&Body=Otagai%20"
                          "%E6%90%BA%E5%B8%AF") != NULL);
    CHECK(strstr(request, "042137") != NULL);
    CHECK_I64(errand_count(e, "sent"), 1);
    CHECK_I64(errand_files(e), 0);
    peer_stop(peer);
}

TEST_BOTH(a_number_refused_for_good_is_a_task)
{
    static const struct peer_step steps[] = {{bad_number, 0, 0}, {NULL, 0, 0}};
    struct peer *peer;
    struct errand *e = errand_with_peer(engine, steps, &peer);
    struct errand_notice n;

    errand_code(e, e->guardian, "phone", "sms", NULL, "042137");
    CHECK_I64(errand_step(e), 1);
    errand_notice(e, &n);
    CHECK_TEXT(n.state, "failed");
    CHECK_TEXT(n.error, "sms: code 400");
    CHECK_I64(errand_tasks(e, "notice.failed"), 1);
    peer_stop(peer);
}

TEST_BOTH(an_account_that_is_refused_delays_and_is_not_the_message_s_fault)
{
    static const struct peer_step steps[] = {{no_account, 0, 0}, {created, 0, 0}, {NULL, 0, 0}};
    struct peer *peer;
    struct errand *e = errand_with_peer(engine, steps, &peer);
    struct errand_notice n;

    errand_code(e, e->guardian, "phone", "sms", NULL, "042137");
    CHECK_I64(errand_step(e), 0);
    errand_notice(e, &n);
    CHECK_TEXT(n.state, "pending");
    CHECK_TEXT(n.error, "sms: code 401");
    CHECK_I64(n.tries, 0);
    clock_advance(&e->clock, NOTICE_AWAY_MS_MIN);
    CHECK_I64(errand_step(e), 1);
    CHECK_I64(errand_count(e, "sent"), 1);
    peer_stop(peer);
}

TEST_BOTH(too_many_or_no_answer_means_later)
{
    static const struct peer_step steps[] = {
        {too_many, 0, 0}, {NULL, 0, 1}, {created, 0, 0}, {NULL, 0, 0}};
    struct peer *peer;
    struct errand *e = errand_with_peer(engine, steps, &peer);
    struct errand_notice n;

    errand_code(e, e->guardian, "phone", "sms", NULL, "042137");
    CHECK_I64(errand_step(e), 1);
    errand_notice(e, &n);
    CHECK_TEXT(n.error, "sms: code 429");
    clock_advance(&e->clock, NOTICE_PAUSE_MS_MIN);
    CHECK_I64(errand_step(e), 1);
    errand_notice(e, &n);
    CHECK_TEXT(n.state, "pending");
    CHECK_I64(n.tries, 2);
    clock_advance(&e->clock, 2 * NOTICE_PAUSE_MS_MIN);
    CHECK_I64(errand_step(e), 1);
    CHECK_I64(errand_count(e, "sent"), 1);
    peer_stop(peer);
}

TEST_BOTH(an_sms_by_the_simulated_provider_arrives_as_it_was_sent)
{
    struct errand *e = errand_open(engine);
    struct sandbox_options options = {.listen = "127.0.0.1:0"};
    struct sandbox *sandbox;
    struct client *c;
    const char *why;

    options.db_url = arena_printf(e->arena, "sqlite:%s", test_path(e->dir, "sandbox.db"));
    CHECK_STATUS(sandbox_start(&sandbox, &options, &why), OK);
    e->options.sms = (struct sms_server){
        .url = sandbox_url(sandbox), .account = "AC123", .token = "hush", .from = "+815012345678"};
    errand_code(e, e->guardian, "phone", "sms", NULL, "042137");
    errand_code(e, e->guardian, "device", "sms", "090", "1"); /* no number: 21211 */
    CHECK_I64(errand_step(e), 2);
    CHECK_I64(errand_count(e, "sent"), 1);
    CHECK_I64(errand_count(e, "failed"), 1);

    c = client_open(sandbox_url(sandbox));
    CHECK(c != NULL);
    CHECK_I64(client_get(c, "/_sandbox/messages?to=%2B819012345678"), 200);
    CHECK_TEXT(client_text(c, "items.0.from"), "+815012345678");
    CHECK_TEXT(client_text(c, "items.0.body"),
               "Otagai 携帯電話の確認番号 042137 あと10分使えます。だれにも教えないでください。");
    CHECK(client_at(c, "items.1") == NULL);
    client_close(c);
    sandbox_stop(sandbox);
}

TEST_BOTH(a_mail_server_that_is_away_does_not_hold_up_the_sms)
{
    static const struct peer_step steps[] = {{created, 0, 0}, {NULL, 0, 0}};
    struct peer *peer;
    struct errand *e = errand_with_peer(engine, steps, &peer);
    struct mail_sink *sink = mail_sink_open();

    mail_sink_mood(sink, SINK_BUSY);
    e->options.mail.url = mail_sink_url(sink);
    errand_book(e);
    errand_at(e, tokyo(11, 25, 18, 15));
    errand_sql(e, "UPDATE booking SET state = 'in_care'");
    errand_tell(e, e->guardian, NOTICE_OVERDUE, e->booking);
    CHECK_I64(errand_step(e), 1);
    CHECK_I64(peer_requests(peer), 1);
    CHECK_I64(errand_count(e, "pending"), 1);
    peer_stop(peer);
}
