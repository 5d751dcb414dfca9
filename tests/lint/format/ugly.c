/* ugly.c - not as .clang-format says. */
int ugly( int a ){return a;}
