/* postal.c - see postal.h. */
#include "app/domain/postal.h"

#include "app/domain/audit.h"

#include <string.h>

#define PREFECTURES_MAX 64 /* there are 47 */

struct prefectures {
    const char *name[PREFECTURES_MAX];
    int n;
};

static bool has(const struct prefectures *p, const char *name)
{
    for (int i = 0; i < p->n; i++) {
        if (strcmp(p->name[i], name) == 0) {
            return true;
        }
    }
    return false;
}

static enum status prefectures_of(const struct postal_file *f, struct prefectures *p)
{
    p->n = 0;
    for (int i = 0; i < f->n; i++) {
        if (has(p, f->rows[i].prefecture)) {
            continue;
        }
        if (p->n == PREFECTURES_MAX) {
            return E_TOO_LARGE;
        }
        p->name[p->n++] = f->rows[i].prefecture;
    }
    return OK;
}

static enum status drop(struct ctx *x, struct postal_import *im, const struct postal_row *row)
{
    im->removed++;
    return im->dry ? OK : store_postal_delete(x->tx, row);
}

/* Both lists are in the same order: walked side by side, so that a second import writes nothing. */
static enum status import_all(struct ctx *x, void *arg)
{
    struct postal_import *im = arg;
    const struct postal_file *f = &im->file;
    struct prefectures named;
    const struct postal_row **new = arena_alloc(x->arena, (size_t)(f->n + 1) * sizeof *new);
    struct postal_row *known;
    int known_n, i = 0, k = 0;
    enum status s = new != NULL ? OK : E_BUSY;

    im->added = im->removed = 0;
    s = s == OK ? store_postal_all(x->tx, IMPORT_KNOWN_MAX, &known, &known_n) : s;
    s = s == OK ? prefectures_of(f, &named) : s;
    while (s == OK && (i < f->n || k < known_n)) {
        int order = i == f->n ? 1 : k == known_n ? -1 : postal_order(&f->rows[i], &known[k]);

        if (order < 0) {
            new[im->added++] = &f->rows[i];
        } else if (order > 0 && has(&named, known[k].prefecture)) {
            s = drop(x, im, &known[k]);
        }
        i += order <= 0;
        k += order >= 0;
    }
    if (s != OK || im->dry || im->added + im->removed == 0) {
        return s;
    }
    s = store_postal_insert(x->tx, new, im->added);
    return s == OK ? audit_note(x, 0, "postal_codes.imported", 0) : s;
}

enum status postal_import(struct ctx *x, struct slice file, struct postal_import *im)
{
    enum status s = postal_file_read(x->arena, file, &im->file);

    if (s != OK) {
        return s;
    }
    return im->dry ? ctx_read(x, import_all, im) : ctx_tx(x, import_all, im);
}

/* Seven digits, with a hyphen behind the third or without. */
static bool code_of(const char *text, char code[POSTAL_CODE_DIGITS + 1])
{
    const char *rest = text + 3;

    if (strspn(text, "0123456789") < 3) {
        return false;
    }
    rest += *rest == '-';
    if (strlen(rest) != POSTAL_CODE_DIGITS - 3 || strspn(rest, "0123456789") != strlen(rest)) {
        return false;
    }
    memcpy(code, text, 3);
    memcpy(code + 3, rest, POSTAL_CODE_DIGITS - 3 + 1);
    return true;
}

enum status postal_look(struct ctx *x, void *arg)
{
    struct postal_looking *l = arg;
    char code[POSTAL_CODE_DIGITS + 1];

    if (!code_of(l->code, code)) {
        return invalid(x, "code");
    }
    return store_postal_of(x->tx, code, &l->rows, &l->n);
}
