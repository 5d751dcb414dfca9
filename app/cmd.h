/* cmd.h - the subcommands: each in app/cmd_NAME.c, listed in app/main.c. All take the arguments
 * behind their name and return the exit code: 0, 1 for failure, EXIT_USAGE. */
#ifndef APP_CMD_H
#define APP_CMD_H

#include "app/config.h"

#define EXIT_USAGE  2
#define EXIT_CONFIG 78 /* sysexits.h EX_CONFIG: the supervisor need not try again */

int cmd_admin(const struct config *c, int argc, char **argv);
int cmd_audit(const struct config *c, int argc, char **argv);
int cmd_import(const struct config *c, int argc, char **argv);
int cmd_keys(const struct config *c, int argc, char **argv);
int cmd_ledger(const struct config *c, int argc, char **argv);
int cmd_migrate(const struct config *c, int argc, char **argv);
int cmd_process(const struct config *c, int argc, char **argv);
int cmd_routes(const struct config *c, int argc, char **argv);
int cmd_sandbox(const struct config *c, int argc, char **argv);
int cmd_seed(const struct config *c, int argc, char **argv);
int cmd_serve(const struct config *c, int argc, char **argv);
int cmd_worker(const struct config *c, int argc, char **argv);

/* What the server starts for each picture; before the configuration is read: it has no environment
 * and does not return. */
int cmd_photo_worker(int argc);

#endif
