/* handshake.h - つながる: how a tie begins (domain.md 2). One scans the other's QR code, new every
 * 30 s; or both, brought together by an invitation, a group or an event, type the last four digits
 * of the other's mobile number. */
#ifndef APP_DOMAIN_HANDSHAKE_H
#define APP_DOMAIN_HANDSHAKE_H

#include "app/domain/ctx.h"
#include "db/store/invitation.h"

/* The text of my QR code: who, which half minute, and a keyed hash of both. It is not stored; the
 * half minute it was made in and the next accept it. */
struct handshake_qr {
    const char *token;  /* out */
    int64_t expires_at; /* out: when a new one is to be shown */
};
enum status handshake_qr_make(struct ctx *x, struct handshake_qr *qr) WARN_UNUSED;

struct handshake {
    const char *token;  /* of a scan */
    int64_t member_id;  /* of digits: whose */
    const char *digits; /* four of them */
    bool wrong;         /* out: the digits are; the try was counted */
    int64_t tie_id;     /* out; 0: the other side has to type too */
};

/* Scanned (ctx_fn): the tie is made, or was there. E_RULE handshake.expired for a code that is too
 * old, forged, one's own, of a closed account, of somebody blocked or blocking, or of somebody in
 * no common community: one answer, so that nobody learns which. */
enum status handshake_scan(struct ctx *x, void *handshake) WARN_UNUSED;

/* Typed (ctx_fn). A wrong try commits with `wrong` set, so that it counts: the handler then says
 * handshake.wrong_digits. E_TOO_MANY after 5 wrong tries for a pair or 20 for a member on one local
 * day, also for right ones. E_NOT_FOUND for two who were never brought together. */
enum status handshake_type(struct ctx *x, void *handshake) WARN_UNUSED;

struct invitation_make {
    int64_t community_id;
    int64_t uses;
    int64_t id, expires_at; /* out */
    const char *token;      /* out: shown this once */
};
/* A link for the family's own chat (ctx_fn). */
enum status invitation_make(struct ctx *x, void *invitation_make) WARN_UNUSED;

struct invitation_accept {
    const char *token;
    int64_t member_id; /* out: who invited */
    const char *name;  /* out */
};
/* Opened while logged in (ctx_fn): the two are brought together, which is not a tie yet. E_RULE
 * invitation.expired for anything that does not lead anywhere. */
enum status invitation_accept(struct ctx *x, void *invitation_accept) WARN_UNUSED;

/* One page of those I was brought together with and am not tied to (ctx_fn): whose digits may be
 * typed. It does not tell who has typed. */
struct acquaintance_page {
    int64_t after_id;
    int max;
    struct acquaintance_line *lines; /* out */
    int n;
};
enum status acquaintance_list(struct ctx *x, void *acquaintance_page) WARN_UNUSED;

/* Takes a link back (ctx_fn). arg: int64_t *id. E_NOT_FOUND. */
enum status invitation_end(struct ctx *x, void *id) WARN_UNUSED;

#endif
