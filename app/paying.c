/* paying.c - see paying.h. */
#include "app/paying.h"

#include "app/base/limits.h"
#include "payments/stripe.h"

#include <string.h>

/* A file that is not there leaves *out NULL. */
static enum status secret(struct arena *a, const char *path, const char **out, const char **why)
{
    enum status s = config_secret(a, path, out, why);

    return s == E_NOT_FOUND ? OK : s;
}

/* The arena's copy is of no more use. */
static void forget(const char *text)
{
    if (text != NULL) {
        explicit_bzero((char *)(uintptr_t)text, strlen(text));
    }
}

static enum status open_stripe(struct paying *p, const struct config *c, const char *key,
                               const char *hook, const char **why)
{
    struct stripe_options o = {.base_url = c->pay_url, .secret_key = key};
    enum status s;

    if (hook != NULL) {
        o.hooks = (struct webhook_secrets){{hook}, 1, WEBHOOK_TOLERANCE_S};
    }
    s = stripe_open(&p->provider, &o);
    if (s == E_INVALID) {
        *why = "OTAGAI_PAY_KEY_FILE, OTAGAI_PAY_URL: a test key for the sandbox, a live key for "
               "the provider's own address";
    }
    p->on = s == OK;
    return s;
}

enum status paying_open(struct paying *p, const struct config *c, struct arena *a, const char **why)
{
    const char *key, *hook = NULL;
    enum status s;

    *p = (struct paying){.on = false};
    s = secret(a, c->pay_key_file, &key, why);
    if (s == OK && key != NULL) {
        s = secret(a, c->pay_webhook_secret_file, &hook, why);
        if (s == OK) {
            s = open_stripe(p, c, key, hook, why);
        }
    }
    forget(key);
    forget(hook);
    return s;
}

void paying_close(struct paying *p)
{
    if (p->on) {
        p->provider.close(p->provider.self);
        p->on = false;
    }
}

const struct pay_provider *paying_provider(const struct paying *p)
{
    return p->on ? &p->provider : NULL;
}

const char *paying_name(const struct paying *p)
{
    return p->on ? p->provider.name : NULL;
}
