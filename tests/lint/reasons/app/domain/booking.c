/* booking.c - R_UNUSED in a comment is no use. */
int reasons[] = {R_GOOD, R_UNTESTED, R_UNWORDED};
