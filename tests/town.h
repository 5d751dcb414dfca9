/* town.h - a fresh database with two communities and a context, for tests that call the domain
 * without HTTP. */
#ifndef TESTS_TOWN_H
#define TESTS_TOWN_H

#include "app/domain/ctx.h"

#define TOWN_ID  7 /* Asia/Tokyo, JPY */
#define OTHER_ID 8

/* The context of member 42, at 2026-11-22T00:00 in Tokyo; ends with the test, which fails when a
 * statement scanned a whole table. */
struct ctx town_new(const char *engine);

#endif
