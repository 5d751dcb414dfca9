/* card.h - rows of customer, card and card_setup: who a member is at the card provider, and the
 * cards saved on its page. Never a number. */
#ifndef DB_STORE_CARD_H
#define DB_STORE_CARD_H

#include "db/db.h"

struct card_row {
    int64_t id, member_id;
    const char *provider, *ref;
    const char *brand, *last4;
    int64_t exp_month, exp_year;
    int64_t created_at, removed_at; /* 0: in use */
};

struct card_setup_row {
    int64_t id, member_id;
    const char *state;     /* 'pending', 'open', 'done', 'failed' */
    const char *ref, *url; /* NULL until it is open */
    const char *locale;    /* 'ja', 'en' */
    int64_t card_id;       /* 0 until it is done */
    int64_t created_at, updated_at;
};

/* The provider's name for a member. E_NOT_FOUND. */
enum status store_customer_get(struct tx *t, int64_t member_id, const char *provider,
                               const char **ref) WARN_UNUSED;
/* OK also when there is one. */
enum status store_customer_put(struct tx *t, int64_t member_id, const char *provider,
                               const char *ref, int64_t now) WARN_UNUSED;

/* A card seen again by its reference keeps its id and counts again: *id. E_NOT_FOUND when the
 * reference is another member's. */
enum status store_card_put(struct tx *t, const struct card_row *c, int64_t *id) WARN_UNUSED;
enum status store_card_get(struct tx *t, int64_t id, struct card_row *c) WARN_UNUSED;
/* The newest card that counts. E_NOT_FOUND. */
enum status store_card_newest(struct tx *t, int64_t member_id, struct card_row *c) WARN_UNUSED;
/* A member's cards that count, by id. */
enum status store_card_list(struct tx *t, int64_t member_id, struct card_row **cards,
                            int *n) WARN_UNUSED;
/* E_NOT_FOUND when it does not count any more. */
enum status store_card_remove(struct tx *t, int64_t id, int64_t now) WARN_UNUSED;

enum status store_card_setup_insert(struct tx *t, const struct card_setup_row *s) WARN_UNUSED;
enum status store_card_setup_get(struct tx *t, int64_t id, struct card_setup_row *s) WARN_UNUSED;
enum status store_card_setup_by_ref(struct tx *t, const char *ref,
                                    struct card_setup_row *s) WARN_UNUSED;
/* Writes state, ref, url and card from state `from`. E_CONFLICT when it is not in it (any more). */
enum status store_card_setup_save(struct tx *t, const struct card_setup_row *s,
                                  const char *from) WARN_UNUSED;
/* A member's visits that have not been begun at the provider, by id. */
enum status store_card_setups_pending(struct tx *t, int64_t member_id, struct card_setup_row **rows,
                                      int *n) WARN_UNUSED;

#endif
