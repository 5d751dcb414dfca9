/* vectors.c - see vectors.h. */
#include "tests/payments/vectors.h"

#include "tests/test.h"

#include <stdio.h>

json_t *vectors_load(const char *name, size_t want, json_t **root)
{
    char path[128];
    json_error_t why;
    json_t *cases;

    snprintf(path, sizeof path, "tests/data/%s", name);
    *root = json_load_file(path, JSON_REJECT_DUPLICATES, &why);
    if (*root == NULL) {
        test_fail(__FILE__, __LINE__, "%s: %s", path, why.text);
    }
    cases = json_object_get(*root, "cases");
    CHECK_I64(json_array_size(cases), want);
    return cases;
}
