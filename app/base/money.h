/* money.h - int64 in the currency's minor unit; no floating point comes near it (domain.md 4). */
#ifndef APP_BASE_MONEY_H
#define APP_BASE_MONEY_H

#include "app/base/status.h"

#include <stdint.h>

#define MONEY_MINOR_MAX INT64_C(99999999) /* eight digits: the card provider's own maximum */
#define CURRENCY_BYTES  4                 /* ISO 4217 code and a NUL */

/* E_INVALID when the result leaves [-MONEY_MINOR_MAX, MONEY_MINOR_MAX]. */
enum status money_add(int64_t a, int64_t b, int64_t *out) WARN_UNUSED;
enum status money_mul(int64_t a, int64_t n, int64_t *out) WARN_UNUSED;

/* a * num / den: down (towards minus infinity) for the payer's favour; and num / den up to the next
 * multiple of `unit` where a tariff says so. E_INVALID on overflow, and unless den and unit > 0. */
enum status money_part_down(int64_t a, int64_t num, int64_t den, int64_t *out) WARN_UNUSED;
enum status money_round_up(int64_t num, int64_t den, int64_t unit, int64_t *out) WARN_UNUSED;

#endif
