/* fake_provider.h - a card provider in memory that keeps Stripe's promises about keys and states,
 * counts what really happened, and fails in the way that a test orders. */
#ifndef TESTS_PAYMENTS_FAKE_PROVIDER_H
#define TESTS_PAYMENTS_FAKE_PROVIDER_H

#include "tests/payments/fake_objects.h"

/* Cards: "pm_1" and any other is good; "pm_no" is refused; "pm_3ds" wants the person. */
void fake_init(struct fake *f, const struct clock *clock);

#endif
