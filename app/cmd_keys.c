/* cmd_keys.c - otagai keys init: the key files of a new installation. */
#include "app/cmd.h"
#include "app/service.h"

#include <stdio.h>
#include <string.h>

static int init(struct service *s)
{
    const char *dir = s->config->state_dir, *bad;
    struct service_use use;
    int made;

    if (keys_load(dir, NULL, &(struct keys){.keystore = NULL}, &bad) == OK &&
        keys_init(dir, &made) == OK) {
        printf("keys: all there in %s\n", dir);
        return 0;
    }
    if (service_use(s, &use) != OK) {
        complain("the database does not answer");
        return 1;
    }
    if (use.members || use.data_keys) {
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
