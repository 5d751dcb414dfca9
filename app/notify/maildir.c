/* maildir.c - see maildir.h.
 *
 * DESIGN. A message is written and synced in tmp, then linked into new: link() fails when the name
 * is there, so of two writers one wins and a second try changes nothing. A mail program moves what
 * was read from new to cur and appends ":2," and flags: that counts as there, too. */
#include "app/notify/maildir.h"

#include "app/base/crypto.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum status path_of(const char *dir, const char *sub, const char *name, char path[PATH_MAX])
{
    int n = snprintf(path, PATH_MAX, "%s/%s/%s", dir, sub, name);

    return n > 0 && n < PATH_MAX ? OK : E_INVALID;
}

enum status maildir_ready(const char *dir)
{
    static const char *const subs[] = {"", "tmp", "new", "cur"};
    char path[PATH_MAX];

    for (int i = 0; i < 4; i++) {
        int n = snprintf(path, sizeof path, "%s/%s", dir, subs[i]);

        if (n <= 0 || n >= PATH_MAX || (mkdir(path, 0700) != 0 && errno != EEXIST)) {
            return E_BUSY;
        }
    }
    return OK;
}

/* Sought by its name alone, whatever flags follow. E_NOT_FOUND. */
static enum status find_read(const char *dir, const char *name)
{
    char path[PATH_MAX];
    size_t len = strlen(name);
    enum status s = path_of(dir, "cur", "", path);
    DIR *cur = s == OK ? opendir(path) : NULL;

    if (cur == NULL) {
        return E_BUSY;
    }
    s = E_NOT_FOUND;
    for (struct dirent *e; s != OK && (e = readdir(cur)) != NULL;) {
        if (strncmp(e->d_name, name, len) == 0 &&
            (e->d_name[len] == '\0' || e->d_name[len] == ':')) {
            s = OK;
        }
    }
    closedir(cur);
    return s;
}

static enum status write_synced(const char *path, struct slice message)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    size_t at = 0;
    enum status s = fd >= 0 ? OK : E_BUSY;

    while (s == OK && at < message.len) {
        ssize_t n = write(fd, message.data + at, message.len - at);

        if (n < 0 && errno != EINTR) {
            s = E_BUSY;
        }
        at += n > 0 ? (size_t)n : 0;
    }
    if (s == OK && fsync(fd) != 0) {
        s = E_BUSY;
    }
    if (fd >= 0 && close(fd) != 0) {
        s = E_BUSY;
    }
    return s;
}

static enum status sync_new(const char *dir)
{
    char path[PATH_MAX];
    enum status s = path_of(dir, "new", "", path);
    int fd = s == OK ? open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

    s = fd >= 0 && fsync(fd) == 0 ? OK : E_BUSY;
    if (fd >= 0) {
        close(fd);
    }
    return s;
}

enum status maildir_put(const char *dir, const char *name, struct slice message)
{
    char part[PATH_MAX], path[PATH_MAX], own[64];
    uint8_t salt[8];
    char hex[2 * sizeof salt + 1];
    enum status s = find_read(dir, name);

    if (s != E_NOT_FOUND) {
        return s;
    }
    random_bytes(salt, sizeof salt); /* two processes may be at the same notice */
    hex_encode(salt, sizeof salt, hex);
    snprintf(own, sizeof own, "%ld.%s", (long)getpid(), hex);
    if (path_of(dir, "tmp", own, part) != OK || path_of(dir, "new", name, path) != OK) {
        return E_INVALID;
    }
    s = write_synced(part, message);
    if (s == OK && link(part, path) != 0 && errno != EEXIST) {
        s = E_BUSY;
    }
    unlink(part);
    return s == OK ? sync_new(dir) : s;
}
