/* form_fuzz.c - a form that is read is written and read again as the very same parameters. */
#include "payments/form.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct arena *a = arena_open(ARENA_JOB_BYTES_MAX);
    struct form_params first, again;
    struct form out;
    const char *body;

    MUST(a != NULL);
    if (form_parse(a, (struct slice){data, len}, &first) == OK) {
        MUST(first.n <= FORM_PARAMS_MAX);
        form_init(&out, a);
        for (int i = 0; i < first.n; i++) {
            form_text(&out, first.rows[i].key, first.rows[i].value);
            MUST(form_get(&first, first.rows[i].key) == first.rows[i].value);
        }
        body = form_done(&out);
        if (body != NULL) { /* else escaping made it too long */
            MUST(form_parse(a, (struct slice){(const uint8_t *)body, out.buf.len}, &again) == OK);
            MUST(again.n == first.n);
            for (int i = 0; i < again.n; i++) {
                MUST(strcmp(again.rows[i].key, first.rows[i].key) == 0);
                MUST(strcmp(again.rows[i].value, first.rows[i].value) == 0);
            }
        }
    }
    arena_close(a);
    return 0;
}
