/* record.c - see record.h. */
#include "app/http/record.h"

#include "app/base/mem.h"
#include "app/http/router.h"
#include "app/http/wire.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct record {
    pthread_mutex_t lock;
    FILE *file;
};

/* Headers that the contract speaks about; never Cookie and Authorization. */
static const char *const noted[] = {"Accept-Language", "Content-Type", "Idempotency-Key",
                                    "If-None-Match",   "Origin",       NULL};

enum status record_open(struct record **r, const char *path)
{
    *r = mem_alloc(sizeof **r);
    if (*r == NULL) {
        return E_BUSY;
    }
    (void)pthread_mutex_init(&(*r)->lock, NULL);
    (*r)->file = fopen(path, "ae");
    if ((*r)->file == NULL) {
        mem_free(*r);
        *r = NULL;
        return E_INVALID;
    }
    return OK;
}

void record_close(struct record *r)
{
    if (r != NULL) {
        (void)fclose(r->file);
        (void)pthread_mutex_destroy(&r->lock);
        mem_free(r);
    }
}

static json_t *text_or_null(const char *text)
{
    return text != NULL ? json_string(text) : json_null();
}

static json_t *headers_of(const struct request *rq)
{
    json_t *o = json_object();

    for (int i = 0; noted[i] != NULL; i++) {
        const char *value = request_header(rq, noted[i]);

        if (value != NULL) {
            (void)json_object_set_new(o, noted[i], json_string(value));
        }
    }
    return o;
}

static json_t *query_of(const struct request *rq)
{
    json_t *o = json_object();

    for (int i = 0; i < rq->query_n; i++) {
        (void)json_object_set_new(o, rq->query[i].key, json_string(rq->query[i].value));
    }
    return o;
}

static json_t *answer_of(const struct request *rq)
{
    json_t *v = NULL;

    if (rq->answer_type != NULL && strstr(rq->answer_type, "json") != NULL) {
        v = json_loadb((const char *)rq->answer.data, rq->answer.len, JSON_DECODE_ANY, NULL);
    }
    return v != NULL ? v : json_null();
}

static json_t *exchange_of(const struct request *rq)
{
    json_t *o = json_object();

    (void)json_object_set_new(o, "method", json_string(rq->method));
    (void)json_object_set_new(o, "route", text_or_null(rq->route ? rq->route->pattern : NULL));
    (void)json_object_set_new(o, "path", text_or_null(rq->path));
    (void)json_object_set_new(o, "query", query_of(rq));
    (void)json_object_set_new(o, "request_headers", headers_of(rq));
    (void)json_object_set_new(o, "request_type", text_or_null(request_header(rq, "Content-Type")));
    (void)json_object_set_new(o, "request_body",
                              rq->body != NULL ? json_incref(rq->body) : json_null());
    (void)json_object_set_new(o, "status", json_integer(rq->http));
    (void)json_object_set_new(o, "response_type", text_or_null(rq->answer_type));
    (void)json_object_set_new(o, "response_body", answer_of(rq));
    return o;
}

void record_exchange(struct record *r, const struct request *rq)
{
    json_t *o = exchange_of(rq);
    char *line = json_dumps(o, JSON_COMPACT);

    json_decref(o);
    if (line != NULL) {
        (void)pthread_mutex_lock(&r->lock);
        (void)fprintf(r->file, "%s\n", line);
        (void)fflush(r->file); /* the reader is another process */
        (void)pthread_mutex_unlock(&r->lock);
        free(line);
    }
}
