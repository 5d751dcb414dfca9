/* pick.h - random things to do. Each is a handful of numbers that mean something in any state of
 * the model, so that leaving some out leaves a sequence that still runs. */
#ifndef TESTS_MODEL_PICK_H
#define TESTS_MODEL_PICK_H

#include "tests/model/model.h"

struct op {
    uint32_t kind, which, who, a, b, c;
};

/* n of them from a seed. */
void pick_ops(uint64_t seed, struct op *ops, int n);
/* What an operation means now. */
struct act pick_act(const struct model *m, const struct op *op);
const char *act_name(enum act_kind kind);

#endif
