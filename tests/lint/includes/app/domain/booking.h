/* booking.h - a. */
#include "app/domain/offer.h"
