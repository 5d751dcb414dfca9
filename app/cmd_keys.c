/* cmd_keys.c - otagai keys init: the key files of a new installation. */
#include "app/cmd.h"
#include "app/service.h"
#include "db/migrate.h"
#include "db/store/fresh.h"

#include <stdio.h>
#include <string.h>

static enum status in_use_tx(struct tx *t, void *arg)
{
    return store_has_data_keys(t, arg);
}

/* A key store without a schema is not in use. */
static enum status in_use(struct service *s, bool *used)
{
    enum status st = db_migrated_folder(s->keys.keystore, s->arena, "keystore");

    *used = false;
    return st == OK ? db_read(s->keys.keystore, s->arena, in_use_tx, used)
                    : (st == E_CONFLICT ? OK : st);
}

static int init(struct service *s)
{
    const char *dir = s->config->state_dir, *bad;
    bool used;
    int made;

    if (keys_load(dir, NULL, &(struct keys){.keystore = NULL}, &bad) == OK &&
        keys_init(dir, &made) == OK) {
        printf("keys: all there in %s\n", dir);
        return 0;
    }
    if (in_use(s, &used) != OK) {
        complain("the key store does not answer");
        return 1;
    }
    if (used) {
        complain("%s/%s: there is data sealed under the old keys: restore them from their backup",
                 dir, bad);
        return 1;
    }
    if (keys_init(dir, &made) != OK) {
        complain("%s: the key files can't be written", dir);
        return 1;
    }
    printf("keys: made in %s; back them up apart from the database\n", dir);
    return 0;
}

int cmd_keys(const struct config *c, int argc, char **argv)
{
    struct service s;
    int code;

    if (argc != 1 || strcmp(argv[0], "init") != 0) {
        complain("usage: otagai keys init");
        return EXIT_USAGE;
    }
    if (service_open(&s, c, NEED_DATABASES) != OK) {
        return 1;
    }
    code = init(&s);
    service_close(&s);
    return code;
}
