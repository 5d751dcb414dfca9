/* phone.c - see phone.h. */
#include "app/domain/phone.h"

#include "app/domain/vault.h"
#include "db/store/member.h"
#include "db/store/pickup_person.h"

enum status phone_of_member(struct ctx *x, int64_t member_id, const char **phone)
{
    struct member m;
    enum status s = store_member_get(x->tx, member_id, &m);

    *phone = NULL;
    if (s == OK) {
        s = vault_unseal(x, m.id, "member", "phone_sealed", m.id, m.phone_sealed, phone);
    }
    return s == E_NOT_FOUND ? OK : s;
}

enum status phone_of_pickup_person(struct ctx *x, int64_t person_id, const char **name,
                                   const char **phone)
{
    struct pickup_person_row p;
    enum status s = store_pickup_person_get(x->tx, person_id, &p);

    *name = NULL;
    *phone = NULL;
    if (s == OK) {
        s = vault_unseal(x, p.household_id, "pickup_person", "name_sealed", p.id, p.name_sealed,
                         name);
    }
    if (s == OK) {
        s = vault_unseal(x, p.household_id, "pickup_person", "phone_sealed", p.id, p.phone_sealed,
                         phone);
    }
    return s == E_NOT_FOUND ? OK : s;
}
