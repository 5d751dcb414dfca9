/* child_flag.h - what whoever may take a child must know at a glance, before any detail: the bits
 * of child.flags_sealed, and their words in the API. */
#ifndef APP_DOMAIN_CHILD_FLAG_H
#define APP_DOMAIN_CHILD_FLAG_H

#define CHILD_FLAGS(X)         \
    X(ALLERGY, "allergy", 1)   \
    X(EPIPEN, "epipen", 2)     \
    X(MEDICINE, "medicine", 4) \
    X(NEEDS, "needs", 8)

#define CHILD_FLAG_ENUM(name, text, bit) CHILD_FLAG_##name = (bit),
enum child_flag { CHILD_FLAGS(CHILD_FLAG_ENUM) CHILD_FLAG_ALL = 15 };
#undef CHILD_FLAG_ENUM

#endif
