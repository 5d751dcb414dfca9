/* vectors.h - reading the provider's test vectors in tests/data. */
#ifndef TESTS_PAYMENTS_VECTORS_H
#define TESTS_PAYMENTS_VECTORS_H

#include <jansson.h>

/* The "cases" array of tests/data/<name>; the check fails when it has not `want` of them. The
 * caller decrefs *root. Tests run from the root of the tree. */
json_t *vectors_load(const char *name, size_t want, json_t **root);

#endif
