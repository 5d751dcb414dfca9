/* delivery.h - how mails and SMS leave, as the configuration says, with the secrets read from their
 * files. */
#ifndef APP_DELIVERY_H
#define APP_DELIVERY_H

#include "app/config.h"
#include "app/notify/deliver.h"

#define SECRET_BYTES_MAX 1024

struct delivery {
    struct deliver_options options;
    char smtp_password[SECRET_BYTES_MAX], sms_token[SECRET_BYTES_MAX];
};

/* Borrows from c; d must stay where it is; makes the maildir where one is used. On failure *why is
 * one line that names the setting and the file. E_INVALID, E_BUSY. */
enum status delivery_read(struct delivery *d, const struct config *c, struct arena *a,
                          const char **why) WARN_UNUSED;

#endif
