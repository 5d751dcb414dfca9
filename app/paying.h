/* paying.h - the card provider as the configuration says, with its secrets read from their files.
 */
#ifndef APP_PAYING_H
#define APP_PAYING_H

#include "app/config.h"
#include "payments/provider.h"

struct paying {
    struct pay_provider provider;
    bool on; /* false: no key, so no cards */
};

/* OK without a key file: cards are refused then, with the reason. On failure *why is one line that
 * names the setting. */
enum status paying_open(struct paying *p, const struct config *c, struct arena *a,
                        const char **why) WARN_UNUSED;
void paying_close(struct paying *p);

/* For worker and API: the provider, and its name; NULL without one. */
const struct pay_provider *paying_provider(const struct paying *p);
const char *paying_name(const struct paying *p);

#endif
