/* webhook.c - see webhook.h. Agreement with the official SDK: tests/data/webhook-signatures.json.
 */
#include "payments/webhook.h"

#include "app/base/clock.h"
#include "app/base/crypto.h"
#include "app/base/text.h"

#include <stdio.h>
#include <string.h>

#define V1_BYTES      (2 * SHA256_BYTES)
#define V1_COUNT_MAX  8    /* signatures looked at in one header */
#define HEADER_MAX    1024 /* longer is not from the provider */
#define SECONDS_BYTES 12

struct signature {
    char t[SECONDS_BYTES];
    int64_t t_s;
    char v1[V1_COUNT_MAX][V1_BYTES];
    int n;
};

enum status webhook_secrets_check(const struct webhook_secrets *w)
{
    if (w->n < 1 || w->n > WEBHOOK_SECRETS_MAX || w->tolerance_s < 1 ||
        w->tolerance_s > WEBHOOK_TOLERANCE_S) {
        return E_INVALID;
    }
    for (int i = 0; i < w->n; i++) {
        if (w->rows[i] == NULL || w->rows[i][0] == '\0') {
            return E_INVALID;
        }
    }
    return OK;
}

/* One "name=value" of the header. As in the SDK, the last t counts, " v1" with a space in front is
 * not v1, and what we do not know is passed over. */
static enum status read_part(struct signature *g, const char *part, size_t len)
{
    if (len > 2 && memcmp(part, "t=", 2) == 0) {
        if (len - 2 >= sizeof g->t) {
            return E_UNAUTHORISED;
        }
        memcpy(g->t, part + 2, len - 2);
        g->t[len - 2] = '\0';
        return int64_parse(g->t, &g->t_s) == OK && g->t_s > 0 ? OK : E_UNAUTHORISED;
    }
    if (len == 3 + V1_BYTES && memcmp(part, "v1=", 3) == 0 && g->n < V1_COUNT_MAX) {
        memcpy(g->v1[g->n++], part + 3, V1_BYTES);
    }
    return OK;
}

static enum status read_header(const char *header, struct signature *g)
{
    enum status s = OK;

    memset(g, 0, sizeof *g);
    if (header == NULL || strlen(header) > HEADER_MAX) {
        return E_UNAUTHORISED;
    }
    while (s == OK && *header != '\0') {
        size_t len = strcspn(header, ",");

        s = read_part(g, header, len);
        header += len + (header[len] == ',' ? 1 : 0);
    }
    return s == OK && g->t_s > 0 && g->n > 0 ? OK : E_UNAUTHORISED;
}

static enum status expected(const char *secret, struct arena *a, const char *t, struct slice raw,
                            char hex[V1_BYTES + 1])
{
    size_t t_len = strlen(t), len = t_len + 1 + raw.len;
    uint8_t mac[SHA256_BYTES];
    char *signed_bytes = arena_alloc(a, len);

    if (signed_bytes == NULL) {
        return E_BUSY;
    }
    memcpy(signed_bytes, t, t_len);
    signed_bytes[t_len] = '.';
    if (raw.len > 0) {
        memcpy(signed_bytes + t_len + 1, raw.data, raw.len);
    }
    hmac_sha256(secret, strlen(secret), signed_bytes, len, mac);
    hex_encode(mac, sizeof mac, hex);
    return OK;
}

static enum status match_any(const struct webhook_secrets *w, struct arena *a,
                             const struct signature *g, struct slice raw)
{
    char hex[V1_BYTES + 1];
    bool found = false;

    for (int i = 0; i < w->n; i++) {
        enum status s = expected(w->rows[i], a, g->t, raw, hex);

        if (s != OK) {
            return s;
        }
        for (int k = 0; k < g->n; k++) {
            found = bytes_equal(g->v1[k], hex, V1_BYTES) || found;
        }
    }
    return found ? OK : E_UNAUTHORISED;
}

enum status webhook_verify(const struct webhook_secrets *w, struct arena *a, const char *header,
                           struct slice raw, int64_t now)
{
    struct signature g;
    int64_t now_s = now / SECOND_MS;
    enum status s = webhook_secrets_check(w);

    if (s == OK) {
        s = read_header(header, &g);
    }
    if (s == OK) {
        s = match_any(w, a, &g, raw);
    }
    if (s == OK && (now_s - g.t_s > w->tolerance_s || g.t_s - now_s > w->tolerance_s)) {
        s = E_TIMEOUT;
    }
    return s;
}

enum status webhook_sign(const char *secret, struct arena *a, struct slice raw, int64_t now,
                         char out[WEBHOOK_SIGNATURE_BYTES])
{
    char t[24], hex[V1_BYTES + 1];
    enum status s;

    snprintf(t, sizeof t, "%lld", (long long)(now / SECOND_MS));
    s = expected(secret, a, t, raw, hex);
    if (s == OK) {
        snprintf(out, WEBHOOK_SIGNATURE_BYTES, "t=%s,v1=%s", t, hex);
    }
    return s;
}
