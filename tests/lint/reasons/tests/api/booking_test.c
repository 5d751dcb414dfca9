/* booking_test.c - R_UNTESTED in a comment is no test. */
const char *seen[] = {"booking.good", "booking.unused"};
int reason = R_UNWORDED;
