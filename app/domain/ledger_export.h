/* ledger_export.h - the whole ledger, or some days of it, for a book-keeper: as a journal that
 * hledger reads, or as CSV. No names: members and bookings by id. */
#ifndef APP_DOMAIN_LEDGER_EXPORT_H
#define APP_DOMAIN_LEDGER_EXPORT_H

#include "app/base/buf.h"
#include "app/domain/ctx.h"

/* The provider's side is Japanese (its currency is JPY): its days are what accounts are kept in. */
#define LEDGER_ZONE "Asia/Tokyo"

enum ledger_format { LEDGER_HLEDGER, LEDGER_CSV };

struct ledger_export {
    enum ledger_format format;
    int64_t from_day, until_day; /* local days of LEDGER_ZONE, the last not counted */
    /* Told of the text piece by piece; false stops (a pipe that was closed). */
    bool (*put)(void *arg, const char *text);
    void *arg;
};

/* Reads page by page, each in a transaction of its own; resets x's arena between. E_BUSY when put
 * stopped it. */
enum status ledger_export(struct ctx *x, const struct ledger_export *e) WARN_UNUSED;

#endif
