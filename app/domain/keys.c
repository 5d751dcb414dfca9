/* keys.c - the key files of vault.h: made once, read at start. */
#include "app/domain/vault.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_BYTES_MAX 1024
#define HEX_BYTES      (2 * KEY_BYTES)

#define NOT_IN_KEYS SIZE_MAX /* read by whoever calls the provider, not by keys_load */

struct key_file {
    const char *name;
    const char *prefix; /* in front of the hex digits */
    size_t offset;      /* in struct keys */
};
static const struct key_file files[] = {
    {"master.key", "", offsetof(struct keys, master)},
    {"blind.key", "", offsetof(struct keys, blind)},
    {"pepper.key", "", offsetof(struct keys, pepper)},
    {"cursor.key", "", offsetof(struct keys, cursor)},
    /* The sandbox's; an operator's own are named by OTAGAI_PAY_KEY_FILE and its like. */
    {"pay.key", "sk_test_", NOT_IN_KEYS},
    {"webhook.secret", "whsec_", NOT_IN_KEYS},
};
#define FILES_N ((int)(sizeof files / sizeof files[0]))

static enum status path_of(const char *dir, const char *name, char path[PATH_BYTES_MAX])
{
    int n = snprintf(path, PATH_BYTES_MAX, "%s/%s", dir, name);

    return n > 0 && n < PATH_BYTES_MAX ? OK : E_INVALID;
}

static enum status write_all(int fd, const char *text, size_t len)
{
    if (write(fd, text, len) != (ssize_t)len || fsync(fd) != 0) {
        return E_BUSY;
    }
    return OK;
}

/* Under another name first, so that a full disk or a crash never leaves half a key behind. */
static enum status write_key(const char *path, const char *prefix)
{
    char part[PATH_BYTES_MAX + 8], hex[HEX_BYTES + 1], line[HEX_BYTES + 32];
    uint8_t key[KEY_BYTES];
    enum status s;
    int fd, len;

    snprintf(part, sizeof part, "%s.part", path);
    fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0) {
        return E_BUSY;
    }
    random_bytes(key, sizeof key);
    hex_encode(key, sizeof key, hex);
    len = snprintf(line, sizeof line, "%s%s\n", prefix, hex);
    s = write_all(fd, line, (size_t)len);
    explicit_bzero(key, sizeof key);
    explicit_bzero(hex, sizeof hex);
    explicit_bzero(line, sizeof line);
    close(fd);
    if (s == OK && link(part, path) != 0 && errno != EEXIST) {
        s = E_BUSY;
    }
    unlink(part);
    return s;
}

/* The names must be as durable as the first row that needs them. */
enum status key_folder_sync(const char *dir)
{
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    enum status s = fd >= 0 && fsync(fd) == 0 ? OK : E_BUSY;

    if (fd >= 0) {
        close(fd);
    }
    return s;
}

enum status keys_init(const char *dir, int *made)
{
    char path[PATH_BYTES_MAX];

    *made = 0;
    if (mkdir(dir, 0700) != 0 && errno != EEXIST) {
        return E_BUSY;
    }
    for (int i = 0; i < FILES_N; i++) {
        enum status s = path_of(dir, files[i].name, path);

        if (s == OK && access(path, F_OK) != 0) {
            s = write_key(path, files[i].prefix);
            *made += s == OK ? 1 : 0;
        }
        if (s != OK) {
            return s;
        }
    }
    return key_folder_sync(dir);
}

static enum status read_key(const char *path, uint8_t key[KEY_BYTES])
{
    char hex[HEX_BYTES + 2] = {0};
    struct stat st;
    enum status s = E_INVALID;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0) {
        return errno == ENOENT ? E_NOT_FOUND : E_INVALID;
    }
    if (fstat(fd, &st) == 0 && (st.st_mode & 077) == 0 &&
        read(fd, hex, HEX_BYTES + 1) >= HEX_BYTES) {
        hex[strcspn(hex, "\n")] = '\0';
        s = strlen(hex) == HEX_BYTES ? hex_decode(hex, key, KEY_BYTES) : E_INVALID;
    }
    explicit_bzero(hex, sizeof hex);
    close(fd);
    return s;
}

enum status keys_load(const char *dir, struct db *keystore, struct keys *keys, const char **bad)
{
    char path[PATH_BYTES_MAX];

    *bad = NULL;
    keys->keystore = keystore;
    atomic_init(&keys->hashing_now, 0);
    keys->hashing = &keys->hashing_now;
    for (int i = 0; i < FILES_N; i++) {
        enum status s;

        if (files[i].offset == NOT_IN_KEYS) {
            continue;
        }
        s = path_of(dir, files[i].name, path);
        if (s == OK) {
            s = read_key(path, (uint8_t *)keys + files[i].offset);
        }
        if (s != OK) {
            *bad = files[i].name;
            return s;
        }
    }
    return OK;
}

enum status key_file_make(const char *dir, const char *name)
{
    char path[PATH_BYTES_MAX];
    enum status s = path_of(dir, name, path);

    if (s != OK || access(path, F_OK) == 0) {
        return s;
    }
    s = write_key(path, "");
    return s == OK ? key_folder_sync(dir) : s;
}

enum status key_file_read(const char *dir, const char *name, uint8_t key[KEY_BYTES])
{
    char path[PATH_BYTES_MAX];
    enum status s = path_of(dir, name, path);

    return s == OK ? read_key(path, key) : s;
}
