/* postal.h - 郵便番号: which towns a postal code means, as Japan Post publishes them. */
#ifndef APP_DOMAIN_POSTAL_H
#define APP_DOMAIN_POSTAL_H

#include "app/domain/ctx.h"
#include "app/domain/postal_file.h"

struct postal_import {
    bool dry; /* only tells what would be done */
    struct postal_file file;
    int added, removed;
};

/* Brings the file in, all or nothing, in a transaction of its own: of the prefectures that it
 * names it is the truth. E_INVALID, E_TOO_LARGE as postal_file_read. */
enum status postal_import(struct ctx *x, struct slice file, struct postal_import *im) WARN_UNUSED;

struct postal_looking {
    const char *code;        /* "1000001" or "100-0001" */
    struct postal_row *rows; /* out; none for a code that is not in use */
    int n;
};
/* ctx_fn, reads. E_INVALID for what is no code. */
enum status postal_look(struct ctx *x, void *arg) WARN_UNUSED;

#endif
