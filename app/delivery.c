/* delivery.c - see delivery.h. */
#include "app/delivery.h"

#include "app/notify/maildir.h"

#include <stdio.h>

/* what may be NULL: the arena was full. */
static enum status wrong(struct arena *a, const char *setting, const char *what, const char **why)
{
    const char *line = what != NULL ? arena_printf(a, "%s: %s", setting, what) : NULL;

    *why = line != NULL ? line : "out of memory";
    return E_INVALID;
}

/* A path that is NULL leaves *out NULL. */
static enum status secret(struct arena *a, const char *setting, const char *path,
                          char buffer[SECRET_BYTES_MAX], const char **out, const char **why)
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
        return s == E_BUSY ? s : wrong(a, setting, *why, why);
    }
    n = snprintf(buffer, SECRET_BYTES_MAX, "%s", text);
    if (n >= SECRET_BYTES_MAX) {
        return wrong(a, setting, "a secret is too long", why);
    }
    *out = buffer;
    return OK;
}

/* Found out at the start, by the setting's name, and not with the first mail. */
static enum status folder(const struct deliver_options *o, struct arena *a, const char **why)
{
    if (o->mail.url != NULL && o->sms.url != NULL) {
        return OK;
    }
    return maildir_ready(o->maildir) == OK
               ? OK
               : wrong(a, "OTAGAI_MAILDIR",
                       arena_printf(a, "%s: this folder can't be made", o->maildir), why);
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
    s = secret(a, "OTAGAI_SMTP_PASSWORD_FILE", c->smtp_password_file, d->smtp_password,
               &o->mail.password, why);
    if (s == OK) {
        s = secret(a, "OTAGAI_SMS_SECRET_FILE", c->sms_secret_file, d->sms_token, &o->sms.token,
                   why);
    }
    return s == OK ? folder(o, a, why) : s;
}
