# Fuzz targets: tests/fuzz/NAME_fuzz.c, each with its seeds in tests/fuzz/corpus/NAME.
FUZZ_S ?= 20 # seconds a target
FUZZ_SAN := fuzzer-no-link,address,undefined
FUZZERS := $(patsubst tests/fuzz/%_fuzz.c,%,$(sort $(wildcard tests/fuzz/*_fuzz.c)))
FUZZ_OBJ := $(FUZZERS:%=$(BUILD)/obj/tests/fuzz/%_fuzz.o) $(BUILD)/obj/tests/fuzz/replay.o

.PHONY: fuzz fuzz-replay fuzz-look fuzz-try
fuzz: ## looks for inputs that break a parser, FUZZ_S seconds each (20); keeps what it finds in build/fuzz
	@$(MAKE) -s CC=clang SAN=$(FUZZ_SAN) fuzz-look
fuzz-replay: ## tries the kept inputs of the fuzz targets, under the address sanitizer
	@$(MAKE) -s SAN=address,undefined fuzz-try

fuzz-look: $(FUZZERS:%=$(BUILD)/fuzz/%)
	@passed=0; failed=0; for name in $(FUZZERS); do \
	    mkdir -p build/fuzz/$$name; log=build/fuzz/$$name.log; \
	    if $(BUILD)/fuzz/$$name -max_total_time=$(strip $(FUZZ_S)) -timeout=5 -max_len=4096 \
	        -artifact_prefix=build/fuzz/$$name- build/fuzz/$$name tests/fuzz/corpus/$$name >$$log 2>&1; \
	    then passed=$$((passed + 1)); echo "$$name: $$(tail -n 1 $$log)"; \
	    else failed=$$((failed + 1)); echo "FAIL $$name:"; tail -n 40 $$log; fi; \
	done; echo "$$passed passed, $$failed failed"; [ $$failed -eq 0 ]

fuzz-try: $(FUZZERS:%=$(BUILD)/replay/%)
	@for name in $(FUZZERS); do echo "replay $$name"; \
	    $(BUILD)/replay/$$name tests/fuzz/corpus/$$name/* || exit 1; done

$(BUILD)/fuzz/%: $(BUILD)/obj/tests/fuzz/%_fuzz.o $(BUILD)/libotagai.a
	@mkdir -p $(@D)
	$(call say,LD $@)$(CC) $^ $(ALL_LDFLAGS) -fsanitize=fuzzer $(LIBS) -o $@
$(BUILD)/replay/%: $(BUILD)/obj/tests/fuzz/%_fuzz.o $(BUILD)/obj/tests/fuzz/replay.o $(BUILD)/libotagai.a
	@mkdir -p $(@D)
	$(call say,LD $@)$(CC) $^ $(ALL_LDFLAGS) $(LIBS) -o $@

# The library comes first: with it everything generated is there.
$(FUZZ_OBJ): | $(BUILD)/libotagai.a
.PRECIOUS: $(FUZZ_OBJ)
-include $(FUZZ_OBJ:.o=.d)
