/* shipped.c - see shipped.h. */
#include "app/domain/shipped.h"

#include "db/embedded.h"

#include <assert.h>
#include <string.h>

static struct slice file(const char *path)
{
    const struct embedded *f = db_seed_files;

    while (f->path != NULL && strcmp(f->path, path) != 0) {
        f++;
    }
    assert(f->path != NULL);
    return (struct slice){(const uint8_t *)f->text, strlen(f->text)};
}

struct tariff_files shipped_tariffs(void)
{
    return (struct tariff_files){
        .tariffs = file("db/seed/tariffs.csv"),
        .bands = file("db/seed/tariff_bands.csv"),
        .steps = file("db/seed/ladder_steps.csv"),
    };
}

struct slice shipped_holidays(void)
{
    return file("db/seed/holidays_jp.csv");
}
