/* photo_jail.h - what the photo worker gives up before it looks at a stranger's bytes. */
#ifndef APP_PHOTO_JAIL_H
#define APP_PHOTO_JAIL_H

#include "app/base/status.h"

/* From now on the process can read and write the files it has, take memory up to a bound, compute
 * for a few seconds, and end; whatever else it asks of the kernel kills it. E_INTERNAL when the
 * kernel grants less than that. */
enum status photo_jail(void) WARN_UNUSED;

#endif
