/* sandbox.h - a simulator. */
#include "app/http/server.h"
