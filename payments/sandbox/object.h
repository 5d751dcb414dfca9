/* object.h - the sandbox's objects: making, finding, changing, showing them, and the event of each
 * change. Internal to payments/sandbox. */
#ifndef PAYMENTS_SANDBOX_OBJECT_H
#define PAYMENTS_SANDBOX_OBJECT_H

#include "payments/sandbox/parts.h"

/* fields is stolen and becomes the object: id, object, created, livemode and metadata are added
 * where they are not there. Not saved yet. NULL when the call is in trouble. */
json_t *object_new(struct call *c, const char *prefix, const char *kind, json_t *fields);
/* A random "prefix_..." in the arena. */
const char *object_ref(struct call *c, const char *prefix);

/* The client_secret of an intent; NULL is passed over. */
void object_secret(struct call *c, json_t *object);

/* NULL when there is none, or trouble. */
json_t *object_find(struct call *c, const char *ref);
/* What was deleted still answers a GET, and nothing else. */
bool object_deleted(json_t *object);
/* Of that kind and not deleted, or the call is refused: with 404 when it was named in the path
 * (param NULL), else with 400. */
json_t *object_need(struct call *c, const char *kind, const char *ref, const char *param);
void object_save(struct call *c, json_t *object);
/* Saves it and tells the world: an event with the object as it is now. */
void object_changed(struct call *c, json_t *object, const char *event_type);

/* As the API shows it: without our own part. */
json_t *object_shown(struct call *c, json_t *object);
/* The same with "latest_charge.balance_transaction" put in place of their ids. */
json_t *object_expanded(struct call *c, json_t *object, const char *prefix);

const char *text_at(json_t *object, const char *key); /* "" when it is no text */
int64_t number_at(json_t *object, const char *key);
void set_text(struct call *c, json_t *object, const char *key, const char *value); /* NULL: null */
void set_number(struct call *c, json_t *object, const char *key, int64_t value);
void set_bool(struct call *c, json_t *object, const char *key, bool value);
void set_json(struct call *c, json_t *object, const char *key, json_t *value); /* steals */

/* What the API does not show. */
const char *own_text(json_t *object, const char *key);
void set_own_text(struct call *c, json_t *object, const char *key, const char *value);
/* When time itself will change it; 0 never. */
void set_due(struct call *c, json_t *object, int64_t at);

/* The list ops: filters are taken from the call's parameters. label: the parameter that the kind's
 * label is, or NULL. */
void object_list(struct call *c, const char *kind, const char *customer_ref,
                 const char *parent_param, const char *label_param);
/* The newest one of a kind with that parent; NULL without. */
json_t *object_of_parent(struct call *c, const char *kind, const char *parent_ref);

#endif
