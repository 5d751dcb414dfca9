/* client.c - see client.h. */
#include "tests/client.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>

#define TIMEOUT_MS_DEFAULT INT64_C(30000)
#define ANSWER_BYTES_MAX   (64 * 1024 * 1024) /* an export or a photo; more is a runaway server */

static void curl_once(void)
{
    (void)curl_global_init(CURL_GLOBAL_DEFAULT);
}

json_t *client_at(const struct client *c, const char *where)
{
    json_t *at = c->json;
    char part[64];

    while (at != NULL && *where != '\0') {
        size_t n = strcspn(where, ".");

        if (n >= sizeof part) {
            return NULL;
        }
        memcpy(part, where, n);
        part[n] = '\0';
        where += n + (where[n] == '.' ? 1 : 0);
        at = json_is_array(at) ? json_array_get(at, strtoul(part, NULL, 10))
                               : json_object_get(at, part);
    }
    return at;
}

const char *client_text(const struct client *c, const char *where)
{
    return json_string_value(client_at(c, where));
}

int64_t client_i64(const struct client *c, const char *where)
{
    return json_integer_value(client_at(c, where));
}

bool client_true(const struct client *c, const char *where)
{
    return json_is_true(client_at(c, where));
}

const char *client_reason(const struct client *c)
{
    const char *reason = c->http >= 400 ? client_text(c, "reason") : NULL;

    return reason != NULL ? reason : "";
}

const char *client_answer_header(const struct client *c, const char *name)
{
    for (int i = 0; i < c->headers_n; i++) {
        if (strcasecmp(c->headers[i].name, name) == 0) {
            return c->headers[i].value;
        }
    }
    return NULL;
}

const char *client_path(char *buf, size_t size, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    (void)vsnprintf(buf, size, fmt, args);
    va_end(args);
    return buf;
}

struct client *client_open(const char *base)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct client *c = calloc(1, sizeof *c);

    (void)pthread_once(&once, curl_once);
    if (c == NULL) {
        return NULL;
    }
    c->curl = curl_easy_init();
    c->origin = strdup(base);
    c->text = strdup("");
    c->timeout_ms = TIMEOUT_MS_DEFAULT;
    (void)snprintf(c->base, sizeof c->base, "%s", base);
    if (c->curl == NULL || c->origin == NULL || c->text == NULL) {
        client_close(c);
        return NULL;
    }
    (void)curl_easy_setopt(c->curl, CURLOPT_COOKIEFILE, ""); /* the jar, in memory */
    return c;
}

static void forget_answer(struct client *c)
{
    json_decref(c->json);
    free(c->text);
    for (int i = 0; i < c->headers_n; i++) {
        free(c->headers[i].name);
        free(c->headers[i].value);
    }
    c->json = NULL;
    c->text = NULL;
    c->text_len = 0;
    c->headers_n = 0;
    c->http = 0;
    c->error[0] = '\0';
}

static void forget_asked(struct client *c)
{
    for (int i = 0; i < c->extra_n; i++) {
        free(c->extra[i]);
    }
    c->extra_n = 0;
    c->key[0] = '\0';
    c->no_key = false;
}

void client_close(struct client *c)
{
    if (c == NULL) {
        return;
    }
    forget_answer(c);
    forget_asked(c);
    if (c->curl != NULL) {
        curl_easy_cleanup(c->curl);
    }
    free(c->bearer);
    free(c->origin);
    free(c);
}

static void replace(char **slot, const char *text)
{
    free(*slot);
    *slot = text != NULL ? strdup(text) : NULL;
}

void client_bearer(struct client *c, const char *token)
{
    replace(&c->bearer, token);
}

void client_origin(struct client *c, const char *origin)
{
    replace(&c->origin, origin);
}

void client_key(struct client *c, const char *key)
{
    (void)snprintf(c->key, sizeof c->key, "%s", key);
}

void client_no_key(struct client *c)
{
    c->no_key = true;
}

void client_timeout(struct client *c, int64_t ms)
{
    c->timeout_ms = ms;
}

void client_header(struct client *c, const char *name, const char *value)
{
    size_t size = strlen(name) + strlen(value) + 3;
    char *line = c->extra_n < CLIENT_EXTRA_MAX ? malloc(size) : NULL;

    if (line != NULL) {
        (void)snprintf(line, size, "%s: %s", name, value);
        c->extra[c->extra_n++] = line;
    }
}

void client_cookie(struct client *c, const char *name, const char *value)
{
    const char *host = strstr(c->base, "//") != NULL ? strstr(c->base, "//") + 2 : c->base;
    char line[1024];

    /* Netscape's cookie file format: host, subdomains, path, secure, expiry, name, value. */
    (void)snprintf(line, sizeof line, "%.*s\tFALSE\t/\tTRUE\t0\t%s\t%s", (int)strcspn(host, ":/"),
                   host, name, value);
    (void)curl_easy_setopt(c->curl, CURLOPT_COOKIELIST, line);
}

void client_forget(struct client *c)
{
    (void)curl_easy_setopt(c->curl, CURLOPT_COOKIELIST, "ALL");
}

static size_t on_body(char *data, size_t size, size_t n, void *arg)
{
    struct client *c = arg;
    size_t len = size * n;
    char *grown =
        c->text_len + len <= ANSWER_BYTES_MAX ? realloc(c->text, c->text_len + len + 1) : NULL;

    if (grown == NULL) {
        return 0;
    }
    memcpy(grown + c->text_len, data, len);
    c->text = grown;
    c->text_len += len;
    c->text[c->text_len] = '\0';
    return len;
}

static size_t on_header(char *data, size_t size, size_t n, void *arg)
{
    struct client *c = arg;
    size_t len = size * n, end = len;
    const char *colon = memchr(data, ':', len);
    const char *value;

    if (colon == NULL || c->headers_n == CLIENT_HEADERS_MAX) {
        return len;
    }
    while (end > 0 && (data[end - 1] == '\r' || data[end - 1] == '\n' || data[end - 1] == ' ')) {
        end--;
    }
    value = colon + 1;
    while (value < data + end && *value == ' ') {
        value++;
    }
    c->headers[c->headers_n].name = strndup(data, (size_t)(colon - data));
    c->headers[c->headers_n].value = strndup(value, (size_t)(data + end - value));
    c->headers_n++;
    return len;
}

static struct curl_slist *add_line(struct curl_slist *list, const char *name, const char *value)
{
    char line[4096];

    (void)snprintf(line, sizeof line, "%s: %s", name, value);
    return curl_slist_append(list, line);
}

static bool unsafe(const char *method)
{
    return strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0;
}

static struct curl_slist *asked_headers(struct client *c, const char *method, const char *type)
{
    struct curl_slist *list = NULL;
    unsigned char noise[16];
    char bearer[1024];

    if (type != NULL) {
        list = add_line(list, "Content-Type", type);
    } else {
        list = curl_slist_append(list, "Content-Type:");
    }
    list = curl_slist_append(list, "Expect:");
    if (c->bearer != NULL) {
        (void)snprintf(bearer, sizeof bearer, "Bearer %s", c->bearer);
        list = add_line(list, "Authorization", bearer);
    }
    if (unsafe(method) && c->origin != NULL) {
        list = add_line(list, "Origin", c->origin);
    }
    if (strcmp(method, "POST") == 0 && !c->no_key) {
        if (c->key[0] == '\0') {
            (void)!getrandom(noise, sizeof noise, 0);
            for (size_t i = 0; i < sizeof noise; i++) {
                (void)snprintf(c->key + 2 * i, 3, "%02x", noise[i]);
            }
        }
        list = add_line(list, "Idempotency-Key", c->key);
    }
    for (int i = 0; i < c->extra_n; i++) {
        list = curl_slist_append(list, c->extra[i]);
    }
    return list;
}

static void set_method(struct client *c, const char *method, const void *body, size_t body_len)
{
    CURL *h = c->curl;

    (void)curl_easy_setopt(h, CURLOPT_HTTPGET, 1L);
    (void)curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, NULL);
    if (strcmp(method, "HEAD") == 0) {
        (void)curl_easy_setopt(h, CURLOPT_NOBODY, 1L);
    } else if (body != NULL || strcmp(method, "POST") == 0) {
        (void)curl_easy_setopt(h, CURLOPT_POST, 1L);
        (void)curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body_len);
        (void)curl_easy_setopt(h, CURLOPT_POSTFIELDS, body != NULL ? body : "");
        (void)curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, method);
    } else {
        (void)curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, method);
    }
}

static void parse_answer(struct client *c)
{
    const char *type = client_answer_header(c, "Content-Type");

    if (type != NULL && (strncasecmp(type, "application/json", 16) == 0 ||
                         strncasecmp(type, "application/problem+json", 24) == 0)) {
        c->json = json_loadb(c->text, c->text_len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
    }
}

int client_send(struct client *c, const char *method, const char *path, const char *type,
                const void *body, size_t body_len)
{
    struct curl_slist *headers;
    char url[2048];
    CURLcode code;
    long http = 0;

    forget_answer(c);
    c->text = strdup("");
    (void)snprintf(url, sizeof url, "%s%s", c->base, path);
    headers = asked_headers(c, method, type);
    set_method(c, method, body, body_len);
    (void)curl_easy_setopt(c->curl, CURLOPT_URL, url);
    (void)curl_easy_setopt(c->curl, CURLOPT_PATH_AS_IS, 1L);
    (void)curl_easy_setopt(c->curl, CURLOPT_HTTPHEADER, headers);
    (void)curl_easy_setopt(c->curl, CURLOPT_NOSIGNAL, 1L);
    (void)curl_easy_setopt(c->curl, CURLOPT_PROXY, "");
    (void)curl_easy_setopt(c->curl, CURLOPT_TIMEOUT_MS, (long)c->timeout_ms);
    (void)curl_easy_setopt(c->curl, CURLOPT_WRITEFUNCTION, on_body);
    (void)curl_easy_setopt(c->curl, CURLOPT_WRITEDATA, c);
    (void)curl_easy_setopt(c->curl, CURLOPT_HEADERFUNCTION, on_header);
    (void)curl_easy_setopt(c->curl, CURLOPT_HEADERDATA, c);
    code = curl_easy_perform(c->curl);
    curl_slist_free_all(headers);
    forget_asked(c);
    if (code != CURLE_OK) {
        (void)snprintf(c->error, sizeof c->error, "%s", curl_easy_strerror(code));
        return 0;
    }
    (void)curl_easy_getinfo(c->curl, CURLINFO_RESPONSE_CODE, &http);
    c->http = (int)http;
    parse_answer(c);
    return c->http;
}

static int send_json(struct client *c, const char *method, const char *path, json_t *body)
{
    char *text = body != NULL ? json_dumps(body, JSON_COMPACT | JSON_ENCODE_ANY) : NULL;
    int http = client_send(c, method, path, text != NULL ? "application/json" : NULL, text,
                           text != NULL ? strlen(text) : 0);

    json_decref(body);
    free(text);
    return http;
}

int client_get(struct client *c, const char *path)
{
    return client_send(c, "GET", path, NULL, NULL, 0);
}

int client_head(struct client *c, const char *path)
{
    return client_send(c, "HEAD", path, NULL, NULL, 0);
}

int client_post(struct client *c, const char *path, json_t *body)
{
    return send_json(c, "POST", path, body);
}

int client_put(struct client *c, const char *path, json_t *body)
{
    return send_json(c, "PUT", path, body);
}

int client_patch(struct client *c, const char *path, json_t *body)
{
    return send_json(c, "PATCH", path, body);
}

int client_delete(struct client *c, const char *path)
{
    return client_send(c, "DELETE", path, NULL, NULL, 0);
}
