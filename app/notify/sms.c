/* sms.c - see sms.h. Source: Twilio's reference of the message resource. */
#include "app/notify/sms.h"

#include "app/base/buf.h"
#include "app/base/limits.h"
#include "app/base/mem.h"
#include "app/notify/transfer.h"

#include <stdlib.h>
#include <string.h>

struct texter {
    CURL *easy;
    const struct sms_server *server;
    size_t answered; /* bytes of the answer, which is not kept */
};

enum status texter_open(struct texter **t, const struct sms_server *server)
{
    *t = mem_alloc(sizeof **t);
    if (*t == NULL) {
        return E_BUSY;
    }
    **t = (struct texter){.server = server};
    return OK;
}

void texter_close(struct texter *t)
{
    if (t != NULL) {
        curl_easy_cleanup(t->easy);
        mem_free(t);
    }
}

/* The HTTP code says enough; the body would repeat the number and the text. */
static size_t take(char *data, size_t size, size_t n, void *arg)
{
    struct texter *t = arg;

    (void)data;
    t->answered += size * n;
    return t->answered <= NOTICE_ANSWER_BYTES ? size * n : 0;
}

static void add_field(struct buf *b, const char *name, const char *value)
{
    static const char unreserved[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    buf_printf(b, "%s%s=", b->len > 0 ? "&" : "", name);
    for (const unsigned char *c = (const unsigned char *)value; *c != '\0'; c++) {
        if (strchr(unreserved, *c) != NULL) {
            buf_char(b, (char)*c);
        } else {
            buf_printf(b, "%%%02X", *c);
        }
    }
}

static const char *form_of(struct arena *a, const struct sms_server *server,
                           const struct letter *letter)
{
    struct buf b;

    buf_init(&b, a, 4 * TEXT_BYTES_MAX);
    add_field(&b, "To", letter->to);
    add_field(&b, "From", server->from);
    add_field(&b, "Body", letter->body);
    return buf_done(&b);
}

static enum status set_call(struct texter *t, struct arena *a, const char *form)
{
    const struct sms_server *server = t->server;
    const char *url =
        arena_printf(a, "%s/2010-04-01/Accounts/%s/Messages.json", server->url, server->account);
    const char *protocols = transfer_is_loopback(server->url) ? "http,https" : "https";
    enum status s = url != NULL && form != NULL ? transfer_ready(&t->easy, url, protocols) : E_BUSY;
    int bad = 0;

    if (s != OK) {
        return s;
    }
    t->answered = 0;
    /* On a connection that is used again libcurl sends a POST twice when the server hangs up before
     * it answers (payments.md section 3), and there is no key to tell the two apart. */
    bad |= curl_easy_setopt(t->easy, CURLOPT_FRESH_CONNECT, 1L) != CURLE_OK;
    bad |= curl_easy_setopt(t->easy, CURLOPT_FORBID_REUSE, 1L) != CURLE_OK;
    bad |= curl_easy_setopt(t->easy, CURLOPT_HTTPAUTH, CURLAUTH_BASIC) != CURLE_OK;
    bad |= curl_easy_setopt(t->easy, CURLOPT_USERNAME, server->account) != CURLE_OK;
    bad |= curl_easy_setopt(t->easy, CURLOPT_PASSWORD, server->token) != CURLE_OK;
    bad |= curl_easy_setopt(t->easy, CURLOPT_POSTFIELDS, form) != CURLE_OK;
    bad |= curl_easy_setopt(t->easy, CURLOPT_WRITEFUNCTION, take) != CURLE_OK;
    bad |= curl_easy_setopt(t->easy, CURLOPT_WRITEDATA, t) != CURLE_OK;
    return bad ? E_BUSY : OK;
}

/* 400 is about this message (its number is none, or has said STOP); any other 4xx is about us: the
 * account, its secret, its money. An answer that does not come means that nobody knows. */
static struct sending judge(CURLcode rc, long http)
{
    bool never_sent = rc == CURLE_COULDNT_RESOLVE_HOST || rc == CURLE_COULDNT_CONNECT ||
                      rc == CURLE_SSL_CONNECT_ERROR || rc == CURLE_PEER_FAILED_VERIFICATION ||
                      rc == CURLE_OUT_OF_MEMORY;

    if (rc != CURLE_OK) {
        return transfer_said(never_sent ? SENT_UNREACHABLE : SENT_LATER, "sms", 0, rc);
    }
    if (http >= 200 && http < 300) {
        return (struct sending){.rc = SENT_OK};
    }
    if (http == 400) {
        return transfer_said(SENT_REFUSED, "sms", http, rc);
    }
    return transfer_said(http == 429 || http >= 500 ? SENT_LATER : SENT_UNREACHABLE, "sms", http,
                         rc);
}

struct sending texter_send(struct texter *t, struct arena *a, const struct letter *letter)
{
    const char *form = form_of(a, t->server, letter);
    CURLcode rc = CURLE_OUT_OF_MEMORY;
    long http = 0;

    if (set_call(t, a, form) == OK) {
        struct curl_slist *headers = curl_slist_append(NULL, "Expect:");

        if (headers != NULL && curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, headers) == CURLE_OK) {
            rc = curl_easy_perform(t->easy);
            curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &http);
        }
        curl_slist_free_all(headers);
    }
    return judge(rc, http);
}
