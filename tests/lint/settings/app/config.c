/* config.c - two settings. */
static const struct setting settings[] = {
    {"OTAGAI_LISTEN", 0},
    {"OTAGAI_DATABASE", 0},
};
