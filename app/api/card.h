/* card.h - saving a card on the provider's page, and the cards one saved. */
#ifndef APP_API_CARD_H
#define APP_API_CARD_H

#include "app/http/request.h"

enum status api_card_setup_begin(struct request *rq);
enum status api_card_setup(struct request *rq);
enum status api_cards(struct request *rq);
enum status api_card_remove(struct request *rq);

#endif
