/* webhook_event.h - rows of webhook_event, the inbox: what the card provider told, each once. */
#ifndef DB_STORE_WEBHOOK_EVENT_H
#define DB_STORE_WEBHOOK_EVENT_H

#include "db/db.h"

struct webhook_event_row {
    const char *provider, *id, *type, *object_ref;
    int64_t received_at, next_at, tries;
    int64_t done_at; /* 0: somebody still has to look */
};

/* OK also when the event came before: *fresh says. */
enum status store_webhook_event_put(struct tx *t, const struct webhook_event_row *e,
                                    bool *fresh) WARN_UNUSED;
/* Up to max events that wait and are due, oldest first. */
enum status store_webhook_event_due(struct tx *t, int64_t now, int max,
                                    struct webhook_event_row **rows, int *n) WARN_UNUSED;
enum status store_webhook_event_done(struct tx *t, const struct webhook_event_row *e,
                                     int64_t now) WARN_UNUSED;
/* Not yet: once more at next_at. */
enum status store_webhook_event_later(struct tx *t, const struct webhook_event_row *e,
                                      int64_t next_at) WARN_UNUSED;

#endif
