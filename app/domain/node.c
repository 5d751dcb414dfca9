/* node.c - see node.h. */
#include "app/domain/node.h"

#include "app/base/crypto.h"
#include "db/store/node.h"

struct lease {
    struct node *node;
    int64_t now;
    int64_t until_at;
};

static enum status take_tx(struct tx *t, void *arg)
{
    struct lease *l = arg;
    enum status s = store_node_reuse(t, l->node->holder, l->until_at, l->now, &l->node->number);

    if (s == E_NOT_FOUND) {
        s = store_node_add(t, l->node->holder, l->until_at, &l->node->number);
    }
    return s;
}

enum status node_take(struct db *db, struct arena *a, int64_t now, struct node *n)
{
    struct lease l = {n, now, now + NODE_LEASE_MS};
    uint8_t raw[16];
    enum status s;

    random_bytes(raw, sizeof raw);
    hex_encode(raw, sizeof raw, n->holder);
    s = db_tx(db, a, take_tx, &l);
    n->lease_until_at = l.until_at;
    return s == E_NOT_FOUND || s == E_CONFLICT ? E_BUSY : s;
}

static enum status renew_tx(struct tx *t, void *arg)
{
    struct lease *l = arg;

    return store_node_renew(t, l->node->number, l->node->holder, l->until_at);
}

enum status node_renew(struct db *db, struct arena *a, int64_t now, struct node *n)
{
    struct lease l = {n, now, now + NODE_LEASE_MS};
    enum status s = db_tx(db, a, renew_tx, &l);

    if (s == OK) {
        n->lease_until_at = l.until_at;
    }
    return s == E_NOT_FOUND ? E_CONFLICT : s;
}

enum status node_give_back(struct db *db, struct arena *a, int64_t now, struct node *n)
{
    struct lease l = {n, now, now};

    n->lease_until_at = now;
    return db_tx(db, a, renew_tx, &l);
}
