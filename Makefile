# Otagai: make run, make test; make help lists the rest.
CC ?= cc
SAN ?=
BUILD ?= build$(if $(SAN),/san-$(subst $(comma),-,$(SAN)))
comma := ,
PKGS := sqlite3 libpq libcurl libssl libcrypto jansson icu-uc icu-i18n libargon2 liboath

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
        -Wvla -Werror
HARD := -fPIE -fstack-protector-strong -D_FORTIFY_SOURCE=2
CFLAGS ?= -O2 -g
ALL_CFLAGS := -std=c11 -D_GNU_SOURCE -I. -I$(BUILD)/gen $(WARN) $(CFLAGS) -pthread \
              $(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer -fno-sanitize-recover=all,$(HARD)) \
              $(shell pkg-config --cflags $(PKGS))
LIBS := $(shell pkg-config --libs $(PKGS)) -lcivetweb -lm
LDFLAGS += -pthread -pie -Wl,-z,relro,-z,now -rdynamic $(if $(SAN),-fsanitize=$(SAN))

LIB_SRC := $(wildcard app/base/*.c db/*.c db/store/*.c app/domain/*.c payments/*.c app/notify/*.c \
                      app/http/*.c app/api/*.c payments/sandbox/*.c) $(filter-out app/main.c,$(wildcard app/*.c))
TEST_SRC := $(wildcard tests/*.c tests/unit/*.c tests/store/*.c tests/api/*.c tests/payments/*.c \
                       tests/torture/*.c tests/race/*.c)
LIB_OBJ := $(LIB_SRC:%.c=$(BUILD)/%.o)
TEST_OBJ := $(TEST_SRC:%.c=$(BUILD)/%.o)

.PHONY: all
all: $(BUILD)/otagai $(BUILD)/tests

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c $< -o $@

$(BUILD)/libotagai.a: $(LIB_OBJ)
	@rm -f $@
	ar rcs $@ $^

$(BUILD)/otagai: $(BUILD)/app/main.o $(BUILD)/libotagai.a
	$(CC) $^ $(LDFLAGS) $(LIBS) -o $@

$(BUILD)/tests: $(TEST_OBJ) $(BUILD)/libotagai.a
	$(CC) $^ $(LDFLAGS) $(LIBS) -o $@

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
