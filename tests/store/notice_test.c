/* notice_test.c - what people are told: once, in their language, and only while it is true. */
#include "app/base/limits.h"
#include "tests/database.h"
#include "tests/errand.h"
#include "tests/letter.h"
#include "tests/test.h"

#include <string.h>

TEST_BOTH(an_ask_becomes_one_file_that_says_all)
{
    struct errand *e = errand_open(engine);

    errand_tell(e, e->supporter, NOTICE_ASKED, e->offer);
    CHECK_I64(errand_step(e), 1);
    CHECK_I64(errand_files(e), 1);
    CHECK_TEXT(mail_header(e->files[0], "To"), "yamada@example.jp");
    CHECK_TEXT(mail_subject(e->files[0]), "お願いです:11月25日(水)16:45〜 お迎え");
    CHECK_I64(errand_count(e, "sent"), 1);
    CHECK_I64(errand_step(e), 0);
    CHECK_I64(errand_files(e), 1);
    database_check(e->db);
}
