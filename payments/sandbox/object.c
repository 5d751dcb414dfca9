/* object.c - see object.h. */
#include "payments/sandbox/object.h"

#include "app/base/crypto.h"
#include "db/store/sandbox.h"
#include "payments/sandbox/hook.h"

#include <string.h>

#define OWN        "_own" /* the part of an object that the API does not show */
#define REF_CHARS  24
#define EXPAND_MAX 4 /* levels, as with Stripe */

const char *text_at(json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text != NULL ? text : "";
}

int64_t number_at(json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

void set_json(struct call *c, json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, value) != 0) {
        well(c, E_BUSY);
    }
}

void set_text(struct call *c, json_t *object, const char *key, const char *value)
{
    set_json(c, object, key, value != NULL ? json_string(value) : json_null());
}

void set_number(struct call *c, json_t *object, const char *key, int64_t value)
{
    set_json(c, object, key, json_integer(value));
}

void set_bool(struct call *c, json_t *object, const char *key, bool value)
{
    set_json(c, object, key, json_boolean(value));
}

const char *own_text(json_t *object, const char *key)
{
    return text_at(json_object_get(object, OWN), key);
}

static json_t *own_part(struct call *c, json_t *object)
{
    if (json_object_get(object, OWN) == NULL) {
        set_json(c, object, OWN, json_object());
    }
    return json_object_get(object, OWN);
}

void set_own_text(struct call *c, json_t *object, const char *key, const char *value)
{
    set_text(c, own_part(c, object), key, value);
}

void set_due(struct call *c, json_t *object, int64_t at)
{
    set_number(c, own_part(c, object), "due_at", at);
}

const char *object_ref(struct call *c, const char *prefix)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    char random[REF_CHARS + 1];

    for (int i = 0; i < REF_CHARS; i++) {
        random[i] = alphabet[random_below(sizeof alphabet - 1)];
    }
    random[REF_CHARS] = '\0';
    return arena_printf(c->arena, "%s_%s", prefix, random);
}

json_t *object_new(struct call *c, const char *prefix, const char *kind, json_t *fields)
{
    json_t *o = own(c, fields);
    const char *ref = object_ref(c, prefix);

    if (o == NULL || ref == NULL) {
        well(c, E_BUSY);
        return NULL;
    }
    set_text(c, o, "id", ref);
    set_text(c, o, "object", kind);
    set_number(c, o, "created", c->now / SECOND_MS);
    set_bool(c, o, "livemode", false);
    if (json_object_get(o, "metadata") == NULL) {
        set_json(c, o, "metadata", json_object());
    }
    return c->status == OK ? o : NULL;
}

void object_secret(struct call *c, json_t *o)
{
    const char *secret = object_ref(c, "secret");

    if (o != NULL && secret != NULL) {
        set_text(c, o, "client_secret", arena_printf(c->arena, "%s_%s", text_at(o, "id"), secret));
    }
}

static json_t *parse(struct call *c, const char *body)
{
    return own(c, json_loads(body, JSON_REJECT_DUPLICATES, NULL));
}

json_t *object_find(struct call *c, const char *ref)
{
    struct sandbox_object_row row;
    enum status s = store_sandbox_get(c->t, ref, &row);

    if (s == E_NOT_FOUND) {
        return NULL;
    }
    return well(c, s) ? parse(c, row.body) : NULL;
}

bool object_deleted(json_t *o)
{
    return json_is_true(json_object_get(o, "deleted"));
}

json_t *object_need(struct call *c, const char *kind, const char *ref, const char *name)
{
    json_t *o = object_find(c, ref);

    if (o != NULL && strcmp(text_at(o, "object"), kind) == 0 && !object_deleted(o)) {
        return o;
    }
    if (going(c)) {
        refuse_missing(c, kind, ref, name);
    }
    return NULL;
}

json_t *object_of_parent(struct call *c, const char *kind, const char *parent_ref)
{
    struct sandbox_list list = {.kind = kind,
                                .customer_ref = "",
                                .parent_ref = parent_ref,
                                .label = "",
                                .created_to_at = INT64_MAX,
                                .before_seq = INT64_MAX,
                                .rows_max = 1};
    struct sandbox_object_row *rows;
    int n = 0;

    return well(c, store_sandbox_list(c->t, &list, &rows, &n)) && n > 0 ? parse(c, rows[0].body)
                                                                        : NULL;
}

/* What lists of that kind are filtered by, beside customer and parent. */
static const char *label_of(json_t *o)
{
    static const char *const rows[][2] = {
        {"customer", "email"},          {"event", "type"},
        {"payment_method", "type"},     {"balance_transaction", "type"},
        {"checkout.session", "status"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(text_at(o, "object"), rows[i][0]) == 0) {
            return text_at(o, rows[i][1]);
        }
    }
    return "";
}

void object_save(struct call *c, json_t *o)
{
    char *body = json_dumps(o, JSON_COMPACT);
    const char *parent = text_at(o, "payment_intent");
    struct sandbox_object_row row = {
        .ref = text_at(o, "id"),
        .kind = text_at(o, "object"),
        .seq = id_next(&c->sb->ids, clock_now(c->sb->clock)),
        .created_at = number_at(o, "created") * SECOND_MS,
        .customer_ref = text_at(o, "customer"),
        .parent_ref = parent[0] != '\0' ? parent : text_at(o, "source"),
        .label = label_of(o),
        .due_at = number_at(json_object_get(o, OWN), "due_at"),
        .body = body != NULL ? arena_strdup(c->arena, body) : NULL,
    };

    free(body);
    if (c->status == OK) {
        well(c, row.body != NULL ? store_sandbox_put(c->t, &row) : E_BUSY);
    }
}

json_t *object_shown(struct call *c, json_t *o)
{
    json_t *shown = own(c, json_deep_copy(o));

    json_object_del(shown, OWN);
    return shown;
}

void object_changed(struct call *c, json_t *o, const char *event_type)
{
    json_t *data, *event, *request;

    object_save(c, o);
    if (c->status != OK) {
        return;
    }
    data = json_fields(J_JSON("object", json_incref(object_shown(c, o))), J_END);
    request = json_fields(J_TEXT("id", c->op != NULL ? c->request_ref : NULL),
                          J_TEXT("idempotency_key", c->key[0] != '\0' ? c->key : NULL), J_END);
    event = object_new(c, "evt", "event",
                       json_fields(J_TEXT("api_version", SANDBOX_API_VERSION), J_JSON("data", data),
                                   J_I64("pending_webhooks", 0), J_JSON("request", request),
                                   J_TEXT("type", event_type), J_END));
    if (event != NULL) {
        json_object_del(event, "metadata");
        object_save(c, event);
        hook_event(c, text_at(event, "id"));
    }
}

/* Fields that hold the id of another object. */
static bool expandable(const char *name, size_t n)
{
    static const char *const names[] = {
        "balance_transaction",    "charge",        "customer",
        "default_payment_method", "latest_charge", "payment_intent",
        "payment_method",         "setup_intent",  "source",
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strlen(names[i]) == n && memcmp(names[i], name, n) == 0) {
            return true;
        }
    }
    return false;
}

/* Walks one path down from `o`, putting objects in place of their ids. */
static void expand_path(struct call *c, json_t *o, const char *path, const char *whole, int level)
{
    size_t n = strcspn(path, ".");
    const char *name = arena_strndup(c->arena, path, n);
    json_t *field = name != NULL ? json_object_get(o, name) : NULL;

    if (name == NULL) {
        well(c, E_BUSY);
        return;
    }
    if (field == NULL || level == EXPAND_MAX || (!json_is_object(field) && !expandable(name, n))) {
        refuse_param(c, NULL, "expand", "This property cannot be expanded (%s).", whole);
        return;
    }
    if (json_is_string(field)) {
        json_t *found = object_find(c, json_string_value(field));

        if (found == NULL) {
            return;
        }
        set_json(c, o, name, json_incref(object_shown(c, found)));
        field = json_object_get(o, name);
    }
    if (path[n] == '.' && json_is_object(field)) {
        expand_path(c, field, path + n + 1, whole, level + 1);
    }
}

json_t *object_expanded(struct call *c, json_t *o, const char *prefix)
{
    json_t *shown = object_shown(c, o);
    size_t skip = strlen(prefix);

    for (int i = 0; going(c) && i < c->in.n; i++) {
        const char *path = c->in.rows[i].value;

        if (strncmp(c->in.rows[i].key, "expand[", 7) != 0) {
            continue;
        }
        if (strncmp(path, prefix, skip) != 0) {
            refuse_param(c, NULL, "expand", "This property cannot be expanded (%s).", path);
            break;
        }
        expand_path(c, shown, path + skip, path, 0);
    }
    return shown;
}
