/* ledger.h - rows of journal, entry and journal_seal: money in double entry, insert-only. */
#ifndef DB_STORE_LEDGER_H
#define DB_STORE_LEDGER_H

#include "db/db.h"

/* Lines of one journal; the widest effect (a capture with fee and support) has four. */
#define ENTRIES_PER_JOURNAL_MAX 4

struct journal_row {
    int64_t id;
    const char *effect;
    int64_t at;
    int64_t booking_id, payment_id; /* 0: none */
    const char *currency;
    int64_t reverses; /* 0: none */
};

struct entry_row {
    int64_t journal_id, seq;
    const char *account;
    int64_t owner_id, amount_minor;
};

/* E_NOT_FOUND when that effect is booked already: nothing was written. */
enum status store_journal_add(struct tx *t, const struct journal_row *j) WARN_UNUSED;
/* The journal's lines, n of them, and its seal. E_CONFLICT: they do not balance. */
enum status store_journal_seal(struct tx *t, const struct journal_row *j,
                               const struct entry_row *lines, int n) WARN_UNUSED;

enum status store_journal_by_effect(struct tx *t, const char *effect,
                                    struct journal_row *j) WARN_UNUSED;
enum status store_entries_of(struct tx *t, int64_t journal_id, struct entry_row **rows,
                             int *n) WARN_UNUSED;

/* That balance transaction of the provider is explained by this journal. E_CONFLICT: by another. */
enum status store_balance_line_add(struct tx *t, const char *provider, const char *ref,
                                   int64_t journal_id) WARN_UNUSED;

/* What stands on an account; all owners' together for owner_id -1. */
enum status store_ledger_sum(struct tx *t, const char *account, int64_t owner_id,
                             int64_t *amount_minor) WARN_UNUSED;

/* One line with its journal, for reading and export, in order of journal and line. */
struct ledger_row {
    struct journal_row journal;
    struct entry_row entry;
};
/* The journals with from_at <= at < until_at behind after_id, at most `max` lines and always whole
 * journals but for the last one, which may be cut: go on behind the one before. */
enum status store_ledger_page(struct tx *t, int64_t from_at, int64_t until_at, int64_t after_id,
                              int max, struct ledger_row **rows, int *n) WARN_UNUSED;

#endif
