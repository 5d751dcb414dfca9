/* node.h - a process leases its node number, so that no two processes make the same id. */
#ifndef APP_DOMAIN_NODE_H
#define APP_DOMAIN_NODE_H

#include "db/db.h"

/* A crashed process blocks its number for this long; 256 numbers then bear 12 restarts a second. */
#define NODE_LEASE_MS 20000
#define NODE_RENEW_MS 5000 /* three renewals may fail before the number is lost */

struct node {
    int64_t number;
    char holder[33];
    int64_t lease_until_at;
};

/* E_BUSY when all numbers are in use. */
enum status node_take(struct db *db, struct arena *a, int64_t now, struct node *n) WARN_UNUSED;

/* Call it every NODE_RENEW_MS. E_CONFLICT when the lease ran out and another process holds the
 * number: this one must end at once. Another status: try again before lease_until_at. */
enum status node_renew(struct db *db, struct arena *a, int64_t now, struct node *n) WARN_UNUSED;

/* Gives the number back at the end; a lost call only costs the rest of the lease. */
enum status node_give_back(struct db *db, struct arena *a, int64_t now, struct node *n) WARN_UNUSED;

#endif
