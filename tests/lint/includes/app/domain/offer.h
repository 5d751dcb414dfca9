/* offer.h - b. */
#include "app/domain/booking.h"

json_t *offer_json(void); /* json_t in a comment is fine */
