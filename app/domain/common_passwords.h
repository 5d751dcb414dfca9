/* common_passwords.h - the list app/domain/common_passwords.txt, built into the binary. */
#ifndef APP_DOMAIN_COMMON_PASSWORDS_H
#define APP_DOMAIN_COMMON_PASSWORDS_H

#include "db/embedded.h"

/* One file: one word a line, sorted; lines that begin with # are about the list. */
extern const struct embedded common_passwords[];

#endif
