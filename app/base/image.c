/* image.c - see image.h. JPEG: ITU-T T.81 annex B; PNG: RFC 2083; WebP: RFC 9649. */
#include "app/base/image.h"

#include <string.h>

#define SEGMENTS_MAX 400 /* of one file: a camera's has twenty */
#define TAGS_MAX     200 /* of one EXIF folder */

#define PNG_MAGIC "\x89PNG\r\n\x1a\n"

static bool has(struct slice b, size_t at, const char *text, size_t len)
{
    return at <= b.len && b.len - at >= len && memcmp(b.data + at, text, len) == 0;
}

static uint32_t be16(const uint8_t *p)
{
    return (uint32_t)p[0] << 8 | p[1];
}

static uint32_t be32(const uint8_t *p)
{
    return be16(p) << 16 | be16(p + 2);
}

static uint32_t le16(const uint8_t *p)
{
    return (uint32_t)p[1] << 8 | p[0];
}

static uint32_t le24(const uint8_t *p)
{
    return (uint32_t)p[2] << 16 | le16(p);
}

static uint32_t le32(const uint8_t *p)
{
    return le16(p + 2) << 16 | le16(p);
}

static bool is_heic(struct slice b)
{
    static const char *const brands[] = {"heic", "heix", "hevc", "mif1", "msf1", "avif"};

    if (!has(b, 4, "ftyp", 4)) {
        return false;
    }
    for (size_t i = 0; i < sizeof brands / sizeof brands[0]; i++) {
        if (has(b, 8, brands[i], 4)) {
            return true;
        }
    }
    return false;
}

enum image_type image_type_of(struct slice b)
{
    if (has(b, 0, "\xff\xd8\xff", 3)) {
        return IMAGE_JPEG;
    }
    if (has(b, 0, PNG_MAGIC, 8)) {
        return IMAGE_PNG;
    }
    if (has(b, 0, "RIFF", 4) && has(b, 8, "WEBP", 4)) {
        return IMAGE_WEBP;
    }
    return is_heic(b) ? IMAGE_HEIC : IMAGE_NONE;
}

/* A piece of a file: a marker segment or a chunk. */
struct part {
    uint32_t kind; /* JPEG: the marker; PNG and WebP: four letters, big end first */
    struct slice body;
};

/* The segment at *at, which moves behind it. False at the picture itself and at the end. */
static bool next_segment(struct slice b, size_t *at, struct part *p)
{
    size_t i = *at, len;

    while (i < b.len && b.data[i] == 0xff) { /* fill bytes (B.1.1.2) */
        i++;
    }
    if (i == *at || b.len - i < 3) {
        return false;
    }
    p->kind = b.data[i];
    len = be16(b.data + i + 1);
    if (p->kind == 0xda || p->kind == 0xd9 || len < 2 || len > b.len - i - 1) {
        return false;
    }
    p->body = (struct slice){b.data + i + 3, len - 2};
    *at = i + 1 + len;
    return true;
}

static bool next_png_chunk(struct slice b, size_t *at, struct part *p)
{
    uint32_t len;

    if (*at > b.len || b.len - *at < 12) {
        return false;
    }
    len = be32(b.data + *at);
    if (len > b.len - *at - 12) {
        return false;
    }
    *p = (struct part){be32(b.data + *at + 4), {b.data + *at + 8, len}};
    *at += (size_t)len + 12;
    return true;
}

static bool next_webp_chunk(struct slice b, size_t *at, struct part *p)
{
    uint32_t len;

    if (*at > b.len || b.len - *at < 8) {
        return false;
    }
    len = le32(b.data + *at + 4);
    if (len > b.len - *at - 8) {
        return false;
    }
    *p = (struct part){be32(b.data + *at), {b.data + *at + 8, len}};
    *at += 8 + (size_t)len + (len & 1);
    return true;
}

static bool next_part(enum image_type type, struct slice b, size_t *at, struct part *p)
{
    switch (type) {
    case IMAGE_JPEG:
        return next_segment(b, at, p);
    case IMAGE_PNG:
        return next_png_chunk(b, at, p);
    case IMAGE_WEBP:
        return next_webp_chunk(b, at, p);
    case IMAGE_NONE:
    case IMAGE_HEIC:
        break;
    }
    return false;
}

static size_t parts_begin(enum image_type type)
{
    return type == IMAGE_JPEG ? 2 : type == IMAGE_PNG ? 8 : 12;
}

#define LETTERS(a, b, c, d) \
    ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))

/* SOF0 ... SOF15 without DHT, JPG and DAC (table B.1). */
static bool is_frame(uint32_t marker)
{
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

/* False: this part says nothing about it. */
static bool size_in(enum image_type type, const struct part *p, struct image_size *s)
{
    const uint8_t *d = p->body.data;

    if (type == IMAGE_JPEG && is_frame(p->kind) && p->body.len >= 6) {
        *s = (struct image_size){be16(d + 3), be16(d + 1)};
        return true;
    }
    if (type == IMAGE_PNG && p->kind == LETTERS('I', 'H', 'D', 'R') && p->body.len >= 13) {
        *s = (struct image_size){be32(d), be32(d + 4)};
        return true;
    }
    if (type != IMAGE_WEBP || p->body.len < 10) {
        return false;
    }
    if (p->kind == LETTERS('V', 'P', '8', 'X')) {
        *s = (struct image_size){le24(d + 4) + 1, le24(d + 7) + 1};
    } else if (p->kind == LETTERS('V', 'P', '8', ' ')) {
        *s = (struct image_size){le16(d + 6) & 0x3fff, le16(d + 8) & 0x3fff};
    } else if (p->kind == LETTERS('V', 'P', '8', 'L') && d[0] == 0x2f) {
        uint32_t bits = le32(d + 1);

        *s = (struct image_size){(bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1};
    } else {
        return false;
    }
    return true;
}

enum status image_size(struct slice b, struct image_size *size)
{
    enum image_type type = image_type_of(b);
    size_t at = parts_begin(type);
    struct part p;

    *size = (struct image_size){0, 0};
    for (int i = 0; i < SEGMENTS_MAX && next_part(type, b, &at, &p); i++) {
        if (size_in(type, &p, size)) {
            return size->width > 0 && size->height > 0 ? OK : E_INVALID;
        }
    }
    return E_INVALID;
}

/* The EXIF block of a part, from its TIFF header on; empty: another part. */
static struct slice exif_in(enum image_type type, const struct part *p)
{
    struct slice b = p->body;
    bool named = has(b, 0, "Exif\0", 6); /* JPEG always, WebP sometimes */

    if ((type == IMAGE_JPEG && (p->kind != 0xe1 || !named)) ||
        (type == IMAGE_PNG && p->kind != LETTERS('e', 'X', 'I', 'f')) ||
        (type == IMAGE_WEBP && p->kind != LETTERS('E', 'X', 'I', 'F'))) {
        return (struct slice){NULL, 0};
    }
    return named ? (struct slice){b.data + 6, b.len - 6} : b;
}

static int orientation_in(struct slice b)
{
    bool little = has(b, 0, "II*\0", 4);
    uint32_t (*two)(const uint8_t *) = little ? le16 : be16;
    uint32_t folder, n;

    if (b.len < 8 || (!little && !has(b, 0, "MM\0*", 4))) {
        return 1;
    }
    folder = little ? le32(b.data + 4) : be32(b.data + 4);
    if (folder > b.len - 2) {
        return 1;
    }
    n = two(b.data + folder);
    for (uint32_t i = 0; i < n && i < TAGS_MAX; i++) {
        size_t at = (size_t)folder + 2 + (size_t)i * 12;

        if (b.len < 12 || at > b.len - 12) {
            return 1;
        }
        if (two(b.data + at) == 274) {
            uint32_t value = two(b.data + at + 8);

            return value >= 1 && value <= 8 ? (int)value : 1;
        }
    }
    return 1;
}

int image_orientation(struct slice b)
{
    enum image_type type = image_type_of(b);
    size_t at = parts_begin(type);
    struct part p;

    for (int i = 0; i < SEGMENTS_MAX && next_part(type, b, &at, &p); i++) {
        struct slice exif = exif_in(type, &p);

        if (exif.data != NULL) {
            return orientation_in(exif);
        }
    }
    return 1;
}
