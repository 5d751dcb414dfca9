/* reasons.h - one of each fault. */
#define REASONS(X)                 \
    X(GOOD, "booking.good")        \
    X(UNUSED, "booking.unused")    \
    X(UNTESTED, "booking.untested")\
    X(UNWORDED, "booking.unworded")
