/* http_client.c - see http_client.h. */
#include "payments/http_client.h"

#include "app/base/buf.h"
#include "app/base/limits.h"
#include "app/base/mem.h"

#include <curl/curl.h>
#include <string.h>
#include <strings.h>

#define URL_BYTES_MAX 2048 /* host and path with a list's filters */

struct http_client {
    CURL *curl;
    bool loopback_http;
    char base_url[256];
};

/* One answer while it comes in. */
struct intake {
    struct arena *arena;
    struct buf body;
    struct http_answer *out;
};

static bool loopback(const char *host, size_t len)
{
    static const char *const names[] = {"127.0.0.1", "localhost", "[::1]"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strlen(names[i]) == len && memcmp(names[i], host, len) == 0) {
            return true;
        }
    }
    return false;
}

/* "host" or "host:port" and nothing else. */
static enum status check_host(const char *host, bool must_be_loopback)
{
    size_t name = host[0] == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":/?#@");
    const char *port = host + (name <= strlen(host) ? name : strlen(host));

    if (name == 0 || (must_be_loopback && !loopback(host, name))) {
        return E_INVALID;
    }
    if (*port == ':') {
        port++;
        if (*port == '\0' || strspn(port, "0123456789") > 5) {
            return E_INVALID;
        }
        port += strspn(port, "0123456789");
    }
    return *port == '\0' ? OK : E_INVALID;
}

static enum status check_base(struct http_client *c, const char *url)
{
    if (strlen(url) >= sizeof c->base_url) {
        return E_INVALID;
    }
    memcpy(c->base_url, url, strlen(url) + 1);
    if (strncmp(url, "https://", 8) == 0) {
        return check_host(url + 8, false);
    }
    c->loopback_http = true;
    return strncmp(url, "http://", 7) == 0 ? check_host(url + 7, true) : E_INVALID;
}

static size_t take_body(char *data, size_t size, size_t n, void *arg)
{
    struct intake *in = arg;

    buf_add(&in->body, data, size * n);
    return in->body.broken ? 0 : size * n;
}

static void keep_header(struct intake *in, const char *line, size_t len)
{
    struct http_answer *out = in->out;
    const char *colon = memchr(line, ':', len);
    const char *value, *end = line + len;
    char *name, *text;

    if (colon == NULL || out->headers_n == ANSWER_HEADERS_MAX) {
        return;
    }
    for (value = colon + 1; value < end && (*value == ' ' || *value == '\t'); value++) {
    }
    while (end > value && (end[-1] == '\r' || end[-1] == '\n' || end[-1] == ' ')) {
        end--;
    }
    name = arena_strndup(in->arena, line, (size_t)(colon - line));
    text = arena_strndup(in->arena, value, (size_t)(end - value));
    if (name != NULL && text != NULL) {
        out->headers[out->headers_n].name = name;
        out->headers[out->headers_n++].value = text;
    }
}

static size_t take_header(char *data, size_t size, size_t n, void *arg)
{
    struct intake *in = arg;

    if (size * n > 5 && memcmp(data, "HTTP/", 5) == 0) {
        in->out->headers_n = 0; /* those of an interim answer (1xx) do not count */
    } else {
        keep_header(in, data, size * n);
    }
    return size * n;
}

static CURLcode configure(struct http_client *c, const struct http_client_options *o)
{
    CURL *h = c->curl;
    long connect_ms = o->connect_ms > 0 ? o->connect_ms : PAY_CONNECT_MS;
    long total_ms = o->total_ms > 0 ? o->total_ms : PAY_TOTAL_MS;
    CURLcode rc = CURLE_OK;

    rc = rc ? rc : curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, c->loopback_http ? "http" : "https");
    rc = rc ? rc : curl_easy_setopt(h, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    rc = rc ? rc : curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 0L);
    rc = rc ? rc : curl_easy_setopt(h, CURLOPT_PROXY, "");
    rc = rc ? rc : curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
    rc = rc ? rc : curl_easy_setopt(h, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    rc = rc ? rc : curl_easy_setopt(h, CURLOPT_SSL_VERIFYPEER, 1L);
    rc = rc ? rc : curl_easy_setopt(h, CURLOPT_SSL_VERIFYHOST, 2L);
    rc = rc ? rc : curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT_MS, connect_ms);
    rc = rc ? rc : curl_easy_setopt(h, CURLOPT_TIMEOUT_MS, total_ms);
    rc = rc ? rc : curl_easy_setopt(h, CURLOPT_USERAGENT, o->user_agent);
    rc = rc ? rc : curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, take_body);
    rc = rc ? rc : curl_easy_setopt(h, CURLOPT_HEADERFUNCTION, take_header);
    return rc;
}

enum status http_client_open(struct http_client **client, const struct http_client_options *o)
{
    struct http_client *c = mem_alloc(sizeof *c);
    enum status s = OK;

    *client = NULL;
    if (c == NULL) {
        return E_BUSY;
    }
    memset(c, 0, sizeof *c);
    s = check_base(c, o->base_url);
    if (s == OK) {
        c->curl = curl_easy_init();
        s = c->curl != NULL && configure(c, o) == CURLE_OK ? OK : E_BUSY;
    }
    if (s != OK) {
        http_client_close(c);
        return s;
    }
    *client = c;
    return OK;
}

void http_client_close(struct http_client *c)
{
    if (c != NULL) {
        curl_easy_cleanup(c->curl);
        mem_free(c);
    }
}

static enum status header_list(const struct http_ask *ask, struct curl_slist **list)
{
    struct curl_slist *longer = curl_slist_append(NULL, "Expect:");

    *list = longer;
    for (int i = 0; longer != NULL && ask->headers[i] != NULL; i++) {
        longer = curl_slist_append(*list, ask->headers[i]);
        *list = longer != NULL ? longer : *list;
    }
    return longer != NULL ? OK : E_BUSY;
}

static CURLcode set_method(CURL *h, const struct http_ask *ask)
{
    CURLcode rc;

    if (strcmp(ask->method, "POST") == 0) {
        rc = curl_easy_setopt(h, CURLOPT_POST, 1L);
        rc = rc ? rc : curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)ask->body.len);
        rc = rc ? rc
                : curl_easy_setopt(h, CURLOPT_POSTFIELDS,
                                   ask->body.len > 0 ? (const char *)ask->body.data : "");
        return rc ? rc : curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, NULL);
    }
    rc = curl_easy_setopt(h, CURLOPT_HTTPGET, 1L);
    return rc ? rc
              : curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST,
                                 strcmp(ask->method, "GET") == 0 ? NULL : ask->method);
}

static CURLcode perform(struct http_client *c, const char *url, struct curl_slist *headers,
                        const struct http_ask *ask, struct intake *in)
{
    CURL *h = c->curl;
    long once = ask->once ? 1L : 0L;
    CURLcode rc = CURLE_OK;

    rc = rc ? rc : curl_easy_setopt(h, CURLOPT_URL, url);
    rc = rc ? rc : curl_easy_setopt(h, CURLOPT_HTTPHEADER, headers);
    rc = rc ? rc : curl_easy_setopt(h, CURLOPT_FRESH_CONNECT, once);
    rc = rc ? rc : curl_easy_setopt(h, CURLOPT_FORBID_REUSE, once);
    rc = rc ? rc : curl_easy_setopt(h, CURLOPT_WRITEDATA, in);
    rc = rc ? rc : curl_easy_setopt(h, CURLOPT_HEADERDATA, in);
    rc = rc ? rc : set_method(h, ask);
    return rc ? rc : curl_easy_perform(h);
}

enum status http_client_send(struct http_client *c, struct arena *a, const struct http_ask *ask,
                             struct http_answer *out)
{
    struct intake in = {.arena = a, .out = out};
    struct curl_slist *headers = NULL;
    const char *url = arena_printf(a, "%s%s", c->base_url, ask->path);
    const char *body;
    long http = 0;
    enum status s;

    memset(out, 0, sizeof *out);
    out->headers = arena_alloc(a, ANSWER_HEADERS_MAX * sizeof *out->headers);
    if (url == NULL || out->headers == NULL) {
        return E_BUSY;
    }
    if (strlen(url) > URL_BYTES_MAX) {
        return E_INVALID;
    }
    buf_init(&in.body, a, PAY_BODY_BYTES_MAX);
    s = header_list(ask, &headers);
    if (s == OK) {
        out->curl = (int)perform(c, url, headers, ask, &in);
    }
    curl_slist_free_all(headers);
    body = buf_done(&in.body);
    if (s == OK && out->curl == 0 && body != NULL) {
        curl_easy_getinfo(c->curl, CURLINFO_RESPONSE_CODE, &http);
        out->http = (int)http;
        out->body = (struct slice){(const uint8_t *)body, in.body.len};
    }
    return s;
}

const char *http_answer_header(const struct http_answer *answer, const char *name)
{
    for (int i = 0; i < answer->headers_n; i++) {
        if (strcasecmp(answer->headers[i].name, name) == 0) {
            return answer->headers[i].value;
        }
    }
    return NULL;
}

enum http_fate http_fate(int curl)
{
    switch (curl) {
    case CURLE_OK:
        return HTTP_ANSWERED;
    case CURLE_COULDNT_RESOLVE_HOST: /* 6 */
    case CURLE_COULDNT_CONNECT:      /* 7 */
    case CURLE_SSL_CONNECT_ERROR:    /* 35 */
        return HTTP_NOT_SENT;
    case CURLE_PEER_FAILED_VERIFICATION: /* 60 */
    case CURLE_SSL_CACERT_BADFILE:       /* 77: no list of authorities on this machine */
        return HTTP_UNTRUSTED;
    default:
        return HTTP_UNKNOWN;
    }
}
