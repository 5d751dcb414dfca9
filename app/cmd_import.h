/* cmd_import.h - the kinds of `otagai import`; each takes the arguments behind its name and returns
 * the exit code. */
#ifndef APP_CMD_IMPORT_H
#define APP_CMD_IMPORT_H

#include "app/config.h"

int import_places(const struct config *c, int argc, char **argv);
int import_postal(const struct config *c, int argc, char **argv);

#endif
