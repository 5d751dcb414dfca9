/* counter.c - two globals that change, and three things that don't. */
static int counter;
int limit = 3;
static _Thread_local int depth;
static const int fixed = 4;
static const char *const names[] = {"a", "b"};

int count(int n)
{
    return counter += n + limit + fixed + names[0][0] + depth++;
}
