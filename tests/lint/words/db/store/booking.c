/* booking.c - SQL is at home here. */
static const char sql[] = "DELETE FROM booking";
