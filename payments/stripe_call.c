/* stripe_call.c - see stripe_call.h. */
#include "payments/stripe_call.h"

#include "payments/stripe_error.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define LIST_LIMIT 100 /* Stripe's own maximum of a page */

bool stripe_is_ref(const char *ref)
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";

    return ref != NULL && ref[0] != '\0' && strlen(ref) < PAY_REF_BYTES &&
           ref[strspn(ref, allowed)] == '\0';
}

enum pay_rc stripe_refuse(struct pay_error *err, enum pay_rc rc, const char *code)
{
    memset(err, 0, sizeof *err);
    err->should_retry = -1;
    pay_text_copy(err->code, sizeof err->code, code);
    return err->rc = rc;
}

enum pay_rc stripe_unreadable(struct pay_error *err)
{
    pay_text_copy(err->code, sizeof err->code, "unreadable_answer");
    return err->rc = PAY_UNKNOWN;
}

static enum pay_rc exchange(struct stripe_line *l, const struct http_ask *ask, json_t **body,
                            struct pay_error *err)
{
    struct http_answer answer;
    enum status s = http_client_send(l->http, l->arena, ask, &answer);

    *body = NULL;
    if (s != OK) {
        return s == E_BUSY ? stripe_refuse(err, PAY_LATER, "no_memory")
                           : stripe_refuse(err, PAY_REJECTED, "too_large");
    }
    if (answer.curl == 0) {
        *body = json_loadb((const char *)answer.body.data, answer.body.len, JSON_REJECT_DUPLICATES,
                           NULL);
    }
    if (!json_is_object(*body)) {
        json_decref(*body);
        *body = NULL;
    }
    return stripe_classify(&answer, *body, err);
}

enum pay_rc stripe_post(struct stripe_line *l, const struct pay_ctx *x, const char *path,
                        struct form *form, json_t **body, struct pay_error *err)
{
    char key[32 + PAY_KEY_BYTES];
    const char *headers[] = {l->auth, "Stripe-Version: " STRIPE_VERSION,
                             "Content-Type: application/x-www-form-urlencoded", key, NULL};
    struct http_ask ask = {.method = "POST", .path = path, .headers = headers};
    const char *text = form_done(form);

    assert(x->key != NULL && x->op_id != NULL);
    *body = NULL;
    if (path == NULL || text == NULL) {
        return stripe_refuse(err, PAY_LATER, "no_memory"); /* our forms are far below the bound */
    }
    snprintf(key, sizeof key, "Idempotency-Key: %s", x->key);
    ask.body = (struct slice){(const uint8_t *)text, form->buf.len};
    return exchange(l, &ask, body, err);
}

enum pay_rc stripe_fetch(struct stripe_line *l, const char *path, struct form *query, json_t **body,
                         struct pay_error *err)
{
    const char *headers[] = {l->auth, "Stripe-Version: " STRIPE_VERSION, NULL};
    const char *tail = form_done(query);
    struct http_ask ask = {.method = "GET", .headers = headers};

    *body = NULL;
    if (path != NULL && tail != NULL) {
        ask.path = arena_printf(l->arena, "%s?%s", path, tail);
    }
    return ask.path != NULL ? exchange(l, &ask, body, err)
                            : stripe_refuse(err, PAY_LATER, "no_memory");
}

/* Looks through one page; `after` becomes its last id. False when it is no list. */
static bool look_through(const struct stripe_list *list, json_t *page, char after[PAY_REF_BYTES],
                         bool *more, json_t **found)
{
    json_t *object, *data = json_object_get(page, "data");
    size_t i;

    json_array_foreach (data, i, object) {
        if (*found == NULL && list->wanted(object, list->value)) {
            *found = json_incref(object);
        }
        pay_text_copy(after, PAY_REF_BYTES, json_string_value(json_object_get(object, "id")));
    }
    *more = *found == NULL && json_is_true(json_object_get(page, "has_more"));
    return json_is_array(data) && !(*more && !stripe_is_ref(after));
}

enum pay_rc stripe_search(struct stripe_line *l, const struct stripe_list *list, json_t **found,
                          struct pay_error *err)
{
    char after[PAY_REF_BYTES] = "";
    bool more = true;
    enum pay_rc rc = PAY_OK;

    *found = NULL;
    for (int pages = 0; rc == PAY_OK && more; pages++) {
        struct form q;
        json_t *page;

        if (pages == PAY_FIND_PAGES_MAX) {
            return stripe_refuse(err, PAY_UNKNOWN, "list_too_long");
        }
        arena_reset(l->arena);
        form_init(&q, l->arena);
        form_text(&q, list->filter, list->filter_value);
        form_i64(&q, "limit", LIST_LIMIT);
        form_optional(&q, "starting_after", after[0] != '\0' ? after : NULL);
        rc = stripe_fetch(l, list->path, &q, &page, err);
        if (rc == PAY_OK && !look_through(list, page, after, &more, found)) {
            rc = stripe_unreadable(err);
        }
        json_decref(page);
    }
    return rc;
}
