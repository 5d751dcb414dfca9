/* ids.h - the prefix of each kind of id in the API ("bk_..."); knowing an id gives no right. */
#ifndef APP_DOMAIN_IDS_H
#define APP_DOMAIN_IDS_H

#include "app/base/doc.h"

#define ID_AMENDMENT              "am"
#define ID_AUDIT                  "au"
#define ID_AVAILABILITY_EXCEPTION "ax"
#define ID_BARRED_PERSON          "bp"
#define ID_BOOKING                "bk"
#define ID_BOOKING_EVENT          "be"
#define ID_BOOKING_NOTE           "bn"
#define ID_CARD                   "cd"
#define ID_CARD_SETUP             "cs"
#define ID_CHILD                  "ch"
#define ID_COMMUNITY              "cm"
#define ID_COVERAGE               "cv"
#define ID_DEVICE                 "dv"
#define ID_DISASTER               "ds"
#define ID_GROUP                  "gr"
#define ID_GUARDIAN_INVITATION    "gi"
#define ID_HOME_INVITATION        "hi"
#define ID_HOUSEHOLD              "hh"
#define ID_INVITATION             "iv"
#define ID_MEMBER                 "mb"
#define ID_MESSAGE                "ms"
#define ID_MESSAGE_REPORT         "mr"
#define ID_NOTICE                 "no"
#define ID_OFFER                  "of"
#define ID_PAYMENT                "py"
#define ID_PAY_OP                 "op"
#define ID_PHOTO                  "ph"
#define ID_PICKUP_PERSON          "pp"
#define ID_PLACE                  "pl"
#define ID_POLICY                 "po"
#define ID_PREMEETING             "pm"
#define ID_QUALIFICATION          "ql"
#define ID_RECEIPT                "rc"
#define ID_REQUEST                "rq"
#define ID_RULE_SET               "rs"
#define ID_SESSION                "se"
#define ID_STAFF_ROLE             "sr"
#define ID_STAFF_TASK             "st"
#define ID_STOP                   "sp"
#define ID_TARIFF                 "ta"
#define ID_TIE                    "ti"

/* Writes an id into a frozen document, as the API would show it; 0 becomes null. */
void ids_doc(struct doc *d, const char *key, const char *prefix, int64_t id);

#endif
