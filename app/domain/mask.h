/* mask.h - before the first job no numbers and addresses are handed on: pure, no database. */
#ifndef APP_DOMAIN_MASK_H
#define APP_DOMAIN_MASK_H

#include "app/base/arena.h"

/* The text with everything that looks like a telephone number (ten digits and more, also in full
 * width, in kanji and with signs between) or an e-mail address replaced by "****"; the text itself
 * when there is nothing of the kind. Dates, times, prices and postal codes stay. NULL when the
 * arena is full. */
const char *mask_contacts(struct arena *a, const char *text, bool *masked) WARN_UNUSED;

/* "+819012345678" -> "090-****-5678"; other countries' "+49-****-5678". NULL when the arena is
 * full. */
const char *mask_phone(struct arena *a, const char *e164) WARN_UNUSED;
/* As people dial it: "+819012345678" -> "090-1234-5678"; others as they are. */
const char *mask_phone_off(struct arena *a, const char *e164) WARN_UNUSED;

#endif
