/* offer.c - see offer.h. */
#include "app/domain/offer.h"
