/* delivery.c - see delivery.h. */
#include "app/delivery.h"

#include <stdio.h>

/* A path that is NULL leaves *out NULL. */
static enum status secret(struct arena *a, const char *path, char buffer[SECRET_BYTES_MAX],
                          const char **out, const char **why)
{
    const char *text;
    enum status s;
    int n;

    *out = NULL;
    if (path == NULL) {
        return OK;
    }
    s = config_secret(a, path, &text, why);
    if (s != OK) {
        return s;
    }
    n = snprintf(buffer, SECRET_BYTES_MAX, "%s", text);
    if (n >= SECRET_BYTES_MAX) {
        *why = "OTAGAI_SMTP_PASSWORD_FILE, OTAGAI_SMS_SECRET_FILE: a secret is too long";
        return E_INVALID;
    }
    *out = buffer;
    return OK;
}

enum status delivery_read(struct delivery *d, const struct config *c, struct arena *a,
                          const char **why)
{
    struct deliver_options *o = &d->options;
    enum status s;

    *d = (struct delivery){
        .options = {.public_url = c->public_url,
                    .from = c->smtp_from,
                    .mail = {.url = c->smtp_url, .user = c->smtp_user},
                    .sms = {.url = c->sms_url, .account = c->sms_account, .from = c->sms_from},
                    .maildir = c->maildir}};
    s = secret(a, c->smtp_password_file, d->smtp_password, &o->mail.password, why);
    return s == OK ? secret(a, c->sms_secret_file, d->sms_token, &o->sms.token, why) : s;
}
