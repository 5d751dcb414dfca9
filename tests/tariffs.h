/* tariffs.h - the shipped tariffs and holidays, for tests: the very ones the seed uses.
 */
#ifndef TESTS_TARIFFS_H
#define TESTS_TARIFFS_H

#include "app/domain/holiday.h"
#include "app/domain/tariff_rows.h"

/* An arena that ends with the test. */
struct arena *test_arena(void);

/* A file of the repository, by its path from the top; the test fails when it can't be read. */
struct slice test_csv(const char *path);

/* A shipped tariff in a zone; the test fails when it can't be read. */
void test_tariff(struct arena *a, const char *name, const char *zone, struct tariff *out);

/* Every day of db/seed/holidays_jp.csv. */
struct day_set test_holidays(struct arena *a);

/* "2026-11-25T16:45" in a zone. */
int64_t test_at(const char *zone, const char *local);

#endif
