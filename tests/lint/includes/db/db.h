/* db.h - db. */
#include <sqlite3.h>
