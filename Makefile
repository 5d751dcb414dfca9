# Otagai: `make run` starts it, `make test` checks everything; `make help` lists the rest.
# Pieces that a feature brings along (embedded files, fuzzers) lie in ops/make/*.mk.

CC ?= cc
SAN ?=
comma := ,
flavour := $(if $(filter clang%,$(notdir $(CC))),-clang)$(if $(SAN),-san-$(subst $(comma),-,$(SAN)))
BUILD ?= build$(if $(flavour),/$(flavour:-%=%))

PKGS := sqlite3 libpq libcurl libssl libcrypto jansson icu-uc icu-i18n libargon2 liboath libjpeg libpng libwebp libqrencode
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
        -Wvla -Werror
HARD := -fPIE -fstack-protector-strong -D_FORTIFY_SOURCE=2
CFLAGS ?= -O2 -g
# Sanitized code makes gcc warn of what it can't see any more: warnings are for the plain build.
SANITIZE := $(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer -fno-sanitize-recover=all -w)
ALL_CFLAGS := -std=c11 -D_GNU_SOURCE -I. -I$(BUILD)/gen $(WARN) $(CFLAGS) -pthread \
              $(if $(SAN),$(SANITIZE),$(HARD)) $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
# -rdynamic: CivetWeb, a shared library, must find our pthread_attr_setstacksize.
ALL_LDFLAGS := $(LDFLAGS) -pthread -rdynamic -Wl,-z,relro,-z,now $(if $(SAN),$(SANITIZE),-pie)
LIBS := $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lcivetweb -lm

LIB_SRC := $(wildcard app/base/*.c db/*.c db/store/*.c app/domain/*.c payments/*.c app/notify/*.c \
                      app/http/*.c app/api/*.c payments/sandbox/*.c) \
           $(filter-out app/main.c,$(wildcard app/*.c))
TEST_SRC := $(wildcard tests/*.c tests/unit/*.c tests/store/*.c tests/api/*.c tests/payments/*.c \
                       tests/torture/*.c tests/race/*.c tests/kill/*.c tests/model/*.c)
LIB_OBJ := $(LIB_SRC:%.c=$(BUILD)/obj/%.o)
TEST_OBJ := $(TEST_SRC:%.c=$(BUILD)/obj/%.o)
MAIN_OBJ := $(BUILD)/obj/app/main.o
say = $(if $(V),,@echo '  $(1)';) # V=1 shows the commands themselves
GEN := # generated headers and sources, which must exist before anything is compiled

.PHONY: all
all: $(if $(wildcard app/main.c),$(BUILD)/otagai) $(BUILD)/tests

# They may add to LIB_OBJ, TEST_OBJ, GEN and bring targets of their own.
-include ops/make/*.mk

$(LIB_OBJ) $(TEST_OBJ) $(MAIN_OBJ): | $(GEN)
$(TEST_OBJ): DEFS := -DOTAGAI_BINARY='"$(BUILD)/otagai"' # what tests/program.c starts

$(BUILD)/obj/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC $<)$(CC) $(ALL_CFLAGS) $(DEFS) -MMD -MP -c $< -o $@

# Rewritten when compiler or flags change, so that nothing stale is linked.
$(BUILD)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(CC) $(ALL_CFLAGS)' | cmp -s - $@ || echo '$(CC) $(ALL_CFLAGS)' >$@
.PHONY: FORCE
FORCE:

$(BUILD)/libotagai.a: $(LIB_OBJ)
	@rm -f $@
	$(call say,AR $@)ar rcs $@ $^

$(BUILD)/otagai: $(MAIN_OBJ) $(BUILD)/libotagai.a
	$(call say,LD $@)$(CC) $^ $(ALL_LDFLAGS) $(LIBS) -o $@

$(BUILD)/tests: $(TEST_OBJ) $(BUILD)/libotagai.a
	$(call say,LD $@)$(CC) $^ $(ALL_LDFLAGS) $(LIBS) -o $@

# What a second compiler has to say, without making objects: make CC=clang syntax.
SYNTAX := $(patsubst %.c,$(BUILD)/syntax/%.ok,$(LIB_SRC) $(TEST_SRC) $(wildcard app/main.c))
.PHONY: syntax
syntax: $(SYNTAX)
$(SYNTAX): | $(GEN)
$(BUILD)/syntax/%.ok: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CHECK $<)$(CC) $(ALL_CFLAGS) -MMD -MP -MT $@ -MF $(@:.ok=.d) -fsyntax-only $<
	@touch $@

# What people and continuous integration call.
.PHONY: run test check quick lint fmt test-pg torture soak cover help
run: ## everything a fresh machine needs, then the demo: server, worker, payment sandbox
	@ops/run
test: ## everything continuous integration runs; ends with "N passed, N failed"
	@ops/test
check: lint test ## lint, then test
quick: ## lint, and the tests on both engines: before each commit
	@ops/test gcc lint tests
lint: all ## the house rules: layers, sizes, words, reasons, texts, globals, format
	@ops/lint/run $(BUILD)
fmt: ## formats all C
	git ls-files -co --exclude-standard -- '*.c' '*.h' ':!tests/lint/*' | xargs clang-format -i
test-pg: all ## the tests on PostgreSQL alone
	ops/postgres $(BUILD)/tests --engine=postgresql
torture: all ## the n-th database call, allocation or provider call fails: n = 1, 2, 3 ...
	ops/postgres $(BUILD)/tests --group=torture
soak: all ## the kill, race, torture and model groups with their long counts
	for g in kill race torture model; do ops/postgres $(BUILD)/tests --soak --group=$$g || exit 1; done
cover: ## the share of lines that the tests run, file by file
	@$(MAKE) -s BUILD=build/cover CFLAGS='-O0 -g --coverage' HARD= LDFLAGS=--coverage all
	ops/postgres build/cover/tests
	ops/cover
help: ## this list
	@grep -hE '^[a-z-]+:.*## ' Makefile $(wildcard ops/make/*.mk) | sort | \
	    sed -E 's/:.*## /@/' | awk -F@ '{ printf "  make %-12s %s\n", $$1, $$2 }'
	@echo '  SAN=address,undefined or SAN=thread, CC=clang: the same in a build folder of its own'

-include $(LIB_OBJ:.o=.d) $(TEST_OBJ:.o=.d) $(MAIN_OBJ:.o=.d) $(SYNTAX:.ok=.d)
