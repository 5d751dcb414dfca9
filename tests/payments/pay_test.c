/* pay_test.c - the words of payments and the idempotency key. */
#include "payments/pay.h"
#include "tests/test.h"

#include <string.h>

TEST(every_payment_class_and_state_comes_back_from_its_stored_text)
{
    for (int i = 0; i < PAY_RC_COUNT; i++) {
        enum pay_rc rc = PAY_RC_COUNT;

        CHECK_STATUS(pay_rc_parse(pay_rc_text((enum pay_rc)i), &rc), OK);
        CHECK_I64(rc, i);
    }
    for (int i = 0; i < PAY_STATE_COUNT; i++) {
        enum pay_state st = PAY_STATE_COUNT;

        CHECK_STATUS(pay_state_parse(pay_state_text((enum pay_state)i), &st), OK);
        CHECK_I64(st, i);
    }
}

TEST(a_payment_class_nobody_knows_is_refused)
{
    enum pay_rc rc;
    enum pay_state st;

    CHECK_STATUS(pay_rc_parse("OK", &rc), E_INVALID);
    CHECK_STATUS(pay_rc_parse("", &rc), E_INVALID);
    CHECK_STATUS(pay_state_parse("paid", &st), E_INVALID);
}

TEST(an_idempotency_key_is_the_op_and_its_attempt)
{
    char key[PAY_KEY_BYTES];

    CHECK_STATUS(pay_key("op_0123456789abc", 2, key), OK);
    CHECK_TEXT(key, "op_0123456789abc-2");
}

TEST(an_idempotency_key_no_provider_takes_is_refused)
{
    char key[PAY_KEY_BYTES], longest[PAY_KEY_BYTES];

    CHECK_STATUS(pay_key("", 1, key), E_INVALID);
    CHECK_STATUS(pay_key("op 1", 1, key), E_INVALID);
    CHECK_STATUS(pay_key("op\r\nX: 1", 1, key), E_INVALID);
    CHECK_STATUS(pay_key("操作", 1, key), E_INVALID);
    CHECK_STATUS(pay_key("op", 0, key), E_INVALID);

    memset(longest, 'a', sizeof longest);
    longest[IDEMPOTENCY_KEY_BYTES_MAX - 2] = '\0';
    CHECK_STATUS(pay_key(longest, 1, key), OK);
    CHECK_I64(strlen(key), IDEMPOTENCY_KEY_BYTES_MAX);
    longest[IDEMPOTENCY_KEY_BYTES_MAX - 2] = 'a';
    longest[IDEMPOTENCY_KEY_BYTES_MAX - 1] = '\0';
    CHECK_STATUS(pay_key(longest, 1, key), E_INVALID);
}
