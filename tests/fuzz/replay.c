/* replay.c - tries the files given as arguments on a fuzz target, each in a process of its own.
 * Ends with "N passed, N failed". */
#include "tests/fuzz/fuzz.h"

#include <sys/wait.h>
#include <unistd.h>

#define INPUT_BYTES_MAX (1024 * 1024)

static int try_file(const char *path)
{
    uint8_t *data = malloc(INPUT_BYTES_MAX);
    FILE *file = fopen(path, "rb");
    size_t len;

    if (data == NULL || file == NULL) {
        fprintf(stderr, "%s can't be read\n", path);
        return 1;
    }
    len = fread(data, 1, INPUT_BYTES_MAX, file);
    fclose(file);
    LLVMFuzzerTestOneInput(data, len);
    free(data);
    return 0;
}

int main(int argc, char **argv)
{
    int passed = 0, failed = 0, code;

    for (int i = 1; i < argc; i++) {
        pid_t child = fork();

        if (child == 0) {
            exit(try_file(argv[i]));
        }
        if (child > 0 && waitpid(child, &code, 0) == child && code == 0) {
            passed++;
        } else {
            printf("FAIL %s\n", argv[i]);
            failed++;
        }
    }
    printf("%d passed, %d failed\n", passed, failed);
    return passed > 0 && failed == 0 ? 0 : 1;
}
