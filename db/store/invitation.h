/* invitation.h - rows of invitation, acquaintance and half_handshake: how two people come together
 * who are not standing beside each other. */
#ifndef DB_STORE_INVITATION_H
#define DB_STORE_INVITATION_H

#include "db/db.h"

struct invitation_row {
    int64_t id, member_id, community_id;
    const char *token_sha256;
    int64_t uses_left;
    int64_t created_at, expires_at;
    int64_t ended_at; /* 0: in force */
};

enum status store_invitation_insert(struct tx *t, const struct invitation_row *row) WARN_UNUSED;
enum status store_invitation_by_token(struct tx *t, const char *token_sha256,
                                      struct invitation_row *row) WARN_UNUSED;
/* E_CONFLICT when no use is left. */
enum status store_invitation_use(struct tx *t, int64_t id) WARN_UNUSED;
/* E_NOT_FOUND when it is somebody else's or has ended. */
enum status store_invitation_end(struct tx *t, int64_t id, int64_t member_id,
                                 int64_t at) WARN_UNUSED;

/* The two were brought together; OK also when they were before. */
enum status store_acquaint(struct tx *t, int64_t a, int64_t b, const char *how,
                           int64_t at) WARN_UNUSED;
/* Somebody to whom one was brought and is not tied yet. */
struct acquaintance_line {
    int64_t member_id;
    const char *display_name;
    const char *how;
    int64_t since_at;
};
/* By member, after after_id; nobody who is not active, blocked, blocking or tied. */
enum status store_acquaintances(struct tx *t, int64_t member_id, int64_t after_id, int max,
                                struct acquaintance_line **rows, int *n) WARN_UNUSED;
/* E_NOT_FOUND when they were not. */
enum status store_acquainted(struct tx *t, int64_t a, int64_t b) WARN_UNUSED;

/* One side typed the other's digits; again moves the deadline. */
enum status store_half_handshake_put(struct tx *t, int64_t from_id, int64_t to_id,
                                     int64_t community_id, int64_t at,
                                     int64_t expires_at) WARN_UNUSED;
/* Takes the half of from_id towards to_id away; E_NOT_FOUND when there is none that lives. */
enum status store_half_handshake_take(struct tx *t, int64_t from_id, int64_t to_id,
                                      int64_t now) WARN_UNUSED;

#endif
