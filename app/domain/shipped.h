/* shipped.h - the data that comes with the program, built into it: the tariffs and the holidays of
 * db/seed. */
#ifndef APP_DOMAIN_SHIPPED_H
#define APP_DOMAIN_SHIPPED_H

#include "app/domain/tariff_rows.h"

/* Names that tariff_read finds in them: asmama, itami, alve, yokohama, hirakata. */
struct tariff_files shipped_tariffs(void);

/* db/seed/holidays_jp.csv, for holiday_import. */
struct slice shipped_holidays(void);

#endif
