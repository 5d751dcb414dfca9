/* client.c - tests may look at the clock and at the database. */
static const char sql[] = "SELECT 1 FROM booking";

void look(void)
{
    time(NULL);
    popen("ls", "r");
    atoi(sql);
}
