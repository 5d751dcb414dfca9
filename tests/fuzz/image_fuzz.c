/* image_fuzz.c - whatever the bytes are, a header is read within them. */
#include "app/base/image.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    char *exact = fuzz_text(data, len);
    struct slice bytes = {(const uint8_t *)exact, len};
    struct image_size size;
    int turned = image_orientation(bytes);

    MUST(turned >= 1 && turned <= 8);
    if (image_size(bytes, &size) == OK) {
        MUST(size.width > 0 && size.height > 0);
        MUST(image_type_of(bytes) != IMAGE_NONE && image_type_of(bytes) != IMAGE_HEIC);
    }
    free(exact);
    return 0;
}
