/* mail.c - the sending half of mail.h: SMTP by libcurl.
 *
 * DESIGN. A 5xx may be about this mail (its recipient, its content) or about all of ours (log-in,
 * sender, a policy): only the first may end a notice for good. libcurl gives one response code and
 * not the command that it answers, so the debug callback, which sees each command go out, keeps the
 * newest one's name. */
#include "app/notify/mail.h"

#include "app/base/mem.h"
#include "app/notify/transfer.h"

#include <stdio.h>
#include <string.h>

#define COMMAND_BYTES 5 /* "RCPT" and a NUL */
#define URL_BYTES_MAX 600

struct mailer {
    CURL *easy;
    const struct mail_server *server;
    const struct mail_sender *sender;
    struct slice mail; /* the one being sent */
    size_t at;         /* how much of it libcurl has taken */
    char command[COMMAND_BYTES];
};

enum status mailer_open(struct mailer **m, const struct mail_server *server,
                        const struct mail_sender *sender)
{
    *m = mem_alloc(sizeof **m);
    if (*m == NULL) {
        return E_BUSY;
    }
    **m = (struct mailer){.server = server, .sender = sender};
    return OK;
}

void mailer_close(struct mailer *m)
{
    if (m != NULL) {
        curl_easy_cleanup(m->easy);
        mem_free(m);
    }
}

static size_t give(char *to, size_t size, size_t n, void *arg)
{
    struct mailer *m = arg;
    size_t len = m->mail.len - m->at;

    len = len < size * n ? len : size * n;
    memcpy(to, m->mail.data + m->at, len);
    m->at += len;
    return len;
}

/* libcurl also shows here what is said in clear, a password in base64 among it: nothing of it is
 * kept but the name of a command that we know. QUIT follows a refusal and is not what counts. */
static int note_command(CURL *easy, curl_infotype type, char *data, size_t len, void *arg)
{
    static const char *const known[] = {"EHLO", "HELO", "STAR", "AUTH", "MAIL", "RCPT", "DATA"};
    struct mailer *m = arg;

    (void)easy;
    for (size_t i = 0; i < sizeof known / sizeof known[0] && type == CURLINFO_HEADER_OUT; i++) {
        if (len >= COMMAND_BYTES - 1 && memcmp(data, known[i], COMMAND_BYTES - 1) == 0) {
            memcpy(m->command, known[i], COMMAND_BYTES);
        }
    }
    return 0;
}

/* The path of an SMTP URL is what libcurl says to the server in EHLO: our public name, not the
 * machine's. */
static enum status set_server(struct mailer *m)
{
    const struct mail_server *server = m->server;
    size_t len = strlen(server->url);
    const char *slash = len > 0 && server->url[len - 1] == '/' ? "" : "/";
    char url[URL_BYTES_MAX];
    int n = snprintf(url, sizeof url, "%s%s%s", server->url, slash, m->sender->host);
    long tls = transfer_is_loopback(server->url) ? CURLUSESSL_NONE : CURLUSESSL_ALL;
    enum status s = n < (int)sizeof url ? transfer_ready(&m->easy, url, "smtp,smtps") : E_INVALID;
    int bad = 0;

    if (s != OK) {
        return s;
    }
    bad |= curl_easy_setopt(m->easy, CURLOPT_USE_SSL, tls) != CURLE_OK;
    if (server->user != NULL) {
        bad |= curl_easy_setopt(m->easy, CURLOPT_USERNAME, server->user) != CURLE_OK;
        bad |= curl_easy_setopt(m->easy, CURLOPT_PASSWORD, server->password) != CURLE_OK;
    }
    return bad ? E_BUSY : OK;
}

static enum status set_mail(struct mailer *m, struct curl_slist *to)
{
    int bad = 0;

    m->at = 0;
    m->command[0] = '\0';
    bad |= curl_easy_setopt(m->easy, CURLOPT_MAIL_FROM, m->sender->from) != CURLE_OK;
    bad |= curl_easy_setopt(m->easy, CURLOPT_MAIL_RCPT, to) != CURLE_OK;
    bad |= curl_easy_setopt(m->easy, CURLOPT_UPLOAD, 1L) != CURLE_OK;
    bad |= curl_easy_setopt(m->easy, CURLOPT_READFUNCTION, give) != CURLE_OK;
    bad |= curl_easy_setopt(m->easy, CURLOPT_READDATA, m) != CURLE_OK;
    bad |= curl_easy_setopt(m->easy, CURLOPT_DEBUGFUNCTION, note_command) != CURLE_OK;
    bad |= curl_easy_setopt(m->easy, CURLOPT_DEBUGDATA, m) != CURLE_OK;
    bad |= curl_easy_setopt(m->easy, CURLOPT_VERBOSE, 1L) != CURLE_OK;
    return bad ? E_BUSY : OK;
}

/* A connection that breaks before the last byte of the mail went out is the server's trouble, and
 * this mail was not taken. After it nobody knows: such a try counts, so that a mail on which a
 * server always breaks ends some day. */
static struct sending judge(const struct mailer *m, CURLcode rc, long code)
{
    const char *where = m->command[0] != '\0' ? m->command : "connecting";
    bool all_said = strcmp(m->command, "DATA") == 0 && m->at == m->mail.len;
    bool about_this_mail = all_said || (strcmp(m->command, "RCPT") == 0 && code >= 400);

    if (rc == CURLE_OK) {
        return (struct sending){.rc = SENT_OK};
    }
    if (about_this_mail) {
        return transfer_said(code >= 500 ? SENT_REFUSED : SENT_LATER, where, code >= 400 ? code : 0,
                             rc);
    }
    return transfer_said(SENT_UNREACHABLE, where, code >= 400 ? code : 0, rc);
}

struct sending mailer_send(struct mailer *m, struct arena *a, const struct letter *letter,
                           int64_t now)
{
    enum status s = mail_compose(a, letter, m->sender, now, false, &m->mail);
    struct curl_slist *to = NULL;
    long code = 0;
    CURLcode rc = CURLE_OUT_OF_MEMORY;

    if (s == E_INVALID) {
        return transfer_said(SENT_REFUSED, "the address", 553, CURLE_OK);
    }
    to = s == OK ? curl_slist_append(NULL, letter->to) : NULL;
    m->command[0] = '\0';
    if (to != NULL && set_server(m) == OK && set_mail(m, to) == OK) {
        rc = curl_easy_perform(m->easy);
        curl_easy_getinfo(m->easy, CURLINFO_RESPONSE_CODE, &code);
    }
    curl_slist_free_all(to);
    return judge(m, rc, code);
}
