/* receiver.c - see receiver.h. */
#include "app/domain/receiver.h"

#include "app/domain/barred.h"
#include "app/domain/vault.h"
#include "db/store/member.h"
#include "db/store/pickup_person.h"

/* A member's real name; NULL where it is not to be had any more. */
static enum status real_name(struct ctx *x, int64_t member_id, const char **name)
{
    struct member m;
    enum status s = store_member_get(x->tx, member_id, &m);

    *name = NULL;
    if (s == OK) {
        s = vault_unseal(x, member_id, "member", "name_sealed", member_id, m.name_sealed, name);
    }
    return s == E_NOT_FOUND ? OK : s;
}

enum status receiver_check_member(struct ctx *x, int64_t child_id, int64_t member_id)
{
    const char *name;
    enum status s = real_name(x, member_id, &name);

    return s == OK ? barred_check(x, child_id, member_id, name) : s;
}

enum status receiver_check_collector(struct ctx *x, int64_t child_id, int64_t household_id,
                                     int64_t pickup_person_id)
{
    struct pickup_person_row person;
    const char *name = NULL;
    enum status s = store_pickup_person_get(x->tx, pickup_person_id, &person);

    if (s == E_NOT_FOUND || (s == OK && person.household_id != household_id)) {
        return invalid(x, "pickup_person_id");
    }
    if (s == OK) {
        s = vault_unseal(x, household_id, "pickup_person", "name_sealed", person.id,
                         person.name_sealed, &name);
    }
    return s == OK ? barred_check(x, child_id, 0, name) : s;
}
