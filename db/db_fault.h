/* db_fault.h - lets the n-th statement or commit of a database fail, for torture tests. Nothing in
 * app/ calls it; a database nobody called it on pays one comparison a statement. */
#ifndef DB_DB_FAULT_H
#define DB_DB_FAULT_H

#include "db/db.h"

enum db_fault_point { DB_FAULT_STATEMENT, DB_FAULT_COMMIT, DB_FAULT_POINTS };

enum db_fault_kind {
    DB_FAULT_IO,         /* the disk says EIO; the transaction is rolled back by the engine */
    DB_FAULT_FULL,       /* the disk is full; likewise */
    DB_FAULT_BUSY,       /* SQLITE_BUSY; on PostgreSQL a serialization failure */
    DB_FAULT_LOST,       /* nobody hears the answer, and it did not happen */
    DB_FAULT_LOST_AFTER, /* nobody hears the answer, but it did happen (commits only) */
    DB_FAULT_UNKNOWN     /* nobody hears the answer, and asking again fails too (commits only) */
};

/* The n-th statement or commit from now on (n >= 1) fails, once; n = 0 takes the order back.
 * Meanwhile no other thread may use db. */
void db_fault_order(struct db *db, enum db_fault_point point, enum db_fault_kind kind, int n);

/* Whether the ordered failure has happened: a test stops raising n when it has not. */
bool db_fault_fired(const struct db *db);

#endif
