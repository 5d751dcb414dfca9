/* words.c - everything that is refused. */
static const char fine[] = "strcpy( in a text, /* and system( */ SELECT a place";
static const char sql[] = "SELECT id"
                          " FROM booking";
static const char place[] = "/ro" "ot is fine, this is not: /home/taro/otagai";

void words(char *to, const char *from) /* time( in a comment is fine */
{
    double yen = 1;

    strcpy(to, from);
    strcat(to, from);
    sprintf(to, "%d", atoi(from));
    gets(to);
    strtok(to, from);
    system(from);
    popen(from, "r");
    srand(time(NULL));
    rand();
    localtime(NULL);
    clock_gettime(CLOCK_REALTIME, NULL);
    getenv("HOME");
    snprintf(to, 1, "%s", from);
    /* TODO: nothing */
}
