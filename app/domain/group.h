/* group.h - 園・学校, a class, an apartment house (domain.md 2): founded by a member, entered by
 * its poster and a moderator's yes. A group is not a tie. Whoever is in it is invisible until he
 * shows his name, and then to those alone who show theirs; moderators see whom they let in. Nobody
 * who blocks or is blocked is seen, counted or decided about by the other. */
#ifndef APP_DOMAIN_GROUP_H
#define APP_DOMAIN_GROUP_H

#include "app/domain/ctx.h"
#include "db/store/group.h"
#include "db/store/group_member.h"

#include <stdbool.h>

struct group_making {
    int64_t community_id;
    const char *name;
    int64_t id; /* out */
};
/* ctx_fn by any member of the community, who becomes its moderator. E_NOT_FOUND, list.full. */
enum status group_make(struct ctx *x, void *group_making) WARN_UNUSED;

struct group_joining {
    const char *token; /* of the poster */
    int64_t group_id;  /* out, and below */
    const char *name;
    bool accepted; /* else a moderator has to say yes */
};
/* Before group_join: counts a try, so that nobody tries all day. attempt.too_many. */
enum status group_join_try(struct ctx *x) WARN_UNUSED;
/* ctx_fn. Asking again while one waits, or when one is in it, changes nothing. E_RULE
 * group.poster_expired for anything that leads nowhere for the caller; list.full. After a no the
 * answer is the same for GROUP_ASK_MS, and no moderator is bothered. */
enum status group_join(struct ctx *x, void *group_joining) WARN_UNUSED;

struct group_listing {
    struct group_line *rows; /* out: entered, and asked for; a no looks like no answer */
    int n;
};
/* ctx_fn, reads: the caller's own, GROUPS_MAX at the most. There is no other list of groups. */
enum status group_list(struct ctx *x, void *group_listing) WARN_UNUSED;
/* How many are in it, as it is told: in fives, and 0 below five. */
int64_t group_about(int64_t members);

struct group_name {
    int64_t group_id;
    bool shown;
};
/* ctx_fn: shows the caller's name to those who show theirs, or no more. E_NOT_FOUND. */
enum status group_show_name(struct ctx *x, void *group_name) WARN_UNUSED;

/* ctx_fn. arg: int64_t *group id. Leaves, or takes the ask back. E_NOT_FOUND. The last moderator
 * closes an empty group by leaving; while others are in it: group.last_moderator. */
enum status group_leave(struct ctx *x, void *group_id) WARN_UNUSED;
/* Leaves all groups of a community, in the caller's transaction. group.last_moderator. */
enum status group_leave_all(struct ctx *x, int64_t community_id) WARN_UNUSED;

struct group_act {
    int64_t group_id, member_id;
};
/* ctx_fns by a moderator, E_NOT_FOUND for everybody else and for whoever never asked or left.
 * Said twice is said once; E_CONFLICT group.ask_changed when another moderator said the opposite,
 * or the ask is over. Nobody is told of a no. accept: list.full. */
enum status group_accept(struct ctx *x, void *group_act) WARN_UNUSED;
enum status group_decline(struct ctx *x, void *group_act) WARN_UNUSED;
/* ... somebody in it goes, silently; group.moderator_stays for another moderator: that is for staff
 * to decide. */
enum status group_remove(struct ctx *x, void *group_act) WARN_UNUSED;
/* ... somebody in it becomes a moderator too. */
enum status group_appoint(struct ctx *x, void *group_act) WARN_UNUSED;

struct group_page {
    int64_t group_id, after_id;
    int max;
    struct group_person *rows; /* out */
    int n;
};
/* ctx_fns, read. asks: who waits, for moderators (E_NOT_FOUND). people: who is in it: for
 * moderators all, for others those who show their names to somebody who does so too. E_NOT_FOUND.
 */
enum status group_asks(struct ctx *x, void *group_page) WARN_UNUSED;
enum status group_people(struct ctx *x, void *group_page) WARN_UNUSED;

struct group_poster {
    int64_t group_id;
    const char *token; /* out: shown this once */
};
/* ctx_fn by a moderator; the poster before leads nowhere from now on. E_NOT_FOUND. */
enum status group_poster_make(struct ctx *x, void *group_poster) WARN_UNUSED;
/* ctx_fn, reads: what the poster with this token (in) is for, by anybody who holds it. E_NOT_FOUND.
 */
struct group_notice {
    const char *token;
    const char *name; /* out */
};
enum status group_poster_show(struct ctx *x, void *group_notice) WARN_UNUSED;
/* ctx_fn by a moderator. arg: int64_t *group id. */
enum status group_poster_end(struct ctx *x, void *group_id) WARN_UNUSED;

struct group_desk {
    int64_t community_id, group_id; /* group_id: to be closed */
    int64_t after_id;
    int max;
    struct group_desk_line *rows; /* out */
    int n;
};
/* ctx_fns by coordinator, safeguarding or admin (auditors read): the open groups, without a name of
 * anybody in them; and closing one, at once and for all; twice is once. E_NOT_FOUND. */
enum status group_desk(struct ctx *x, void *group_desk) WARN_UNUSED;
enum status group_close(struct ctx *x, void *group_desk) WARN_UNUSED;

#endif
