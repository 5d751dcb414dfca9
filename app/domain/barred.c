/* barred.c - see barred.h. */
#include "app/domain/barred.h"

#include "app/domain/vault.h"
#include "db/store/child_home.h"
#include "db/store/pickup_person.h"

#include <string.h>

/* A space in ASCII or the wide one of Japanese writing (U+3000). */
static size_t space_bytes(const char *text)
{
    if (*text == ' ') {
        return 1;
    }
    return strncmp(text, "\xE3\x80\x80", 3) == 0 ? 3 : 0;
}

static bool same_name(const char *a, const char *b)
{
    for (;;) {
        while (space_bytes(a) != 0) {
            a += space_bytes(a);
        }
        while (space_bytes(b) != 0) {
            b += space_bytes(b);
        }
        if (*a != *b) {
            return false;
        }
        if (*a == '\0') {
            return true;
        }
        a++;
        b++;
    }
}

static enum status meets(struct ctx *x, const struct barred_person_row *row, int64_t member_id,
                         const char *name, bool *is)
{
    const char *barred = NULL;
    enum status s;

    *is = row->member_id != 0 && row->member_id == member_id;
    if (*is || name == NULL) {
        return OK;
    }
    s = vault_unseal(x, row->child_id, "barred_person", "name_sealed", row->id, row->name_sealed,
                     &barred);
    *is = s == OK && same_name(barred, name);
    return s;
}

enum status barred_check(struct ctx *x, int64_t child_id, int64_t member_id, const char *name)
{
    struct barred_person_row *rows;
    int64_t home;
    int n;
    enum status s = store_barred_of_child(x->tx, child_id, &rows, &n);

    if (s == OK && n > 0 && member_id != 0) {
        s = store_child_home_of(x->tx, child_id, member_id, &home);
        name = s == OK ? NULL : name;
        s = s == E_NOT_FOUND ? OK : s;
    }
    for (int i = 0; s == OK && i < n; i++) {
        bool is = false;

        s = meets(x, &rows[i], member_id, name, &is);
        if (s == OK && is) {
            return refuse(x, R_HANDOVER_BARRED);
        }
    }
    return s;
}
