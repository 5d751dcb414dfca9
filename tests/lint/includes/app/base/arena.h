/* arena.h - base. */
#include "db/db.h"
