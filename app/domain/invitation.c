/* invitation.c - see handshake.h: links that bring two people together. */
#include "app/domain/handshake.h"

#include "app/base/limits.h"
#include "app/domain/session.h"
#include "db/store/invitation.h"
#include "db/store/membership.h"
#include "db/store/tie_member.h"

enum status invitation_make(struct ctx *x, void *arg)
{
    struct invitation_make *m = arg;
    struct invitation_row row = {
        .id = new_id(x),
        .member_id = x->member_id,
        .community_id = m->community_id,
        .uses_left = m->uses,
        .created_at = x->now,
        .expires_at = x->now + INVITATION_MS,
    };
    enum status s = store_membership_live(x->tx, x->member_id, m->community_id);

    s = s == OK ? token_make(x, &m->token, &row.token_sha256) : s;
    m->id = row.id;
    m->expires_at = row.expires_at;
    return s == OK ? store_invitation_insert(x->tx, &row) : s;
}

/* In force, and it leads to somebody else who is there. */
static enum status find(struct ctx *x, const char *token, struct invitation_row *row,
                        struct tie_member_row *inviter)
{
    const char *hash = token_hash(x, token);
    enum status s = hash != NULL ? store_invitation_by_token(x->tx, hash, row) : E_NOT_FOUND;

    if (s == OK &&
        (row->ended_at != 0 || row->expires_at <= x->now || row->member_id == x->member_id)) {
        return E_NOT_FOUND;
    }
    s = s == OK ? store_tie_member(x->tx, x->member_id, row->member_id, inviter) : s;
    return s == OK && (inviter->blocked || inviter->community_id == 0) ? E_NOT_FOUND : s;
}

enum status invitation_accept(struct ctx *x, void *arg)
{
    struct invitation_accept *a = arg;
    struct invitation_row row;
    struct tie_member_row inviter;
    enum status s = find(x, a->token, &row, &inviter);

    if (s != OK) {
        return s == E_NOT_FOUND ? refuse(x, R_INVITATION_EXPIRED) : s;
    }
    a->member_id = row.member_id;
    a->name = inviter.display_name;
    s = store_acquainted(x->tx, x->member_id, row.member_id);
    if (s != E_NOT_FOUND) {
        return s; /* opened before: no use is spent */
    }
    s = store_invitation_use(x->tx, row.id);
    if (s == E_CONFLICT) {
        return refuse(x, R_INVITATION_EXPIRED);
    }
    return s == OK ? store_acquaint(x->tx, x->member_id, row.member_id, "invitation", x->now) : s;
}

enum status acquaintance_list(struct ctx *x, void *arg)
{
    struct acquaintance_page *p = arg;

    return store_acquaintances(x->tx, x->member_id, p->after_id, p->max, &p->lines, &p->n);
}

enum status invitation_end(struct ctx *x, void *arg)
{
    const int64_t *id = arg;

    return store_invitation_end(x->tx, *id, x->member_id, x->now);
}
