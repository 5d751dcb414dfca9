/* human.h - what the person does on a hosted page, also when a test does it for him. Internal to
 * payments/sandbox. */
#ifndef PAYMENTS_SANDBOX_HUMAN_H
#define PAYMENTS_SANDBOX_HUMAN_H

#include "payments/sandbox/parts.h"

struct human_step {
    const char *ref;  /* session, set-up or payment intent */
    const char *card; /* "pm_card_visa" */
    bool approved;

    /* Found out on the way; in the arena, "" where there is none. */
    const char *status;          /* of the object named by ref, afterwards */
    const char *back_url;        /* where the person goes now */
    const char *ok_url, *ng_url; /* of a session */
    const char *locale;          /* of a session: "ja", "en", "auto" */
    const char *session_ref;     /* of a set-up intent */
    const char *setup_ref;       /* of a session whose bank asks for 3-D Secure; else "" */
    const char *amount, *brand;  /* of a payment being authenticated */
};

/* sandbox_fn: looks only. */
void human_look(struct call *c, void *step);
/* Chooses a test card on the set-up page. */
void human_choose(struct call *c, void *step);
/* Comes back from 3-D Secure; a set-up intent's session is completed with it. */
void human_authenticate(struct call *c, void *step);

#endif
