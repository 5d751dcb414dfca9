/* soft.c - what hardening.sh must refuse. */
#include <string.h>

int main(int argc, char **argv)
{
    char copy[16];

    memcpy(copy, argv[0], (size_t)argc);
    return copy[0];
}
