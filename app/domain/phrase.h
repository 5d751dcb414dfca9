/* phrase.h - set phrases (app/texts/phrases.json): sent by their key, read by each in their own of
 * seven languages; and the emergency card's labels. */
#ifndef APP_DOMAIN_PHRASE_H
#define APP_DOMAIN_PHRASE_H

#include "app/base/arena.h"

/* Generated: the keys in order, NULL-ended, and the whole catalogue as JSON. */
extern const char *const phrase_keys[];
extern const struct slice phrase_catalogue;

bool phrase_known(const char *key) WARN_UNUSED;

#endif
