# bench.mk - ratios of one run on one machine; never part of a test.
# What is measured is wrapped so that the bare handler can be given the very statements of ours.
BENCH_OBJ := $(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard tests/bench/*.c))
# An archive: of the tests' helpers only those that it asks for are taken along.
HELPER_OBJ := $(patsubst %.c,$(BUILD)/obj/%.o,$(filter-out tests/test_main.c,$(wildcard tests/*.c)))
BENCH_PARTS ?= # read write process match; none: all

.PHONY: bench
bench: $(BUILD)/bench $(BUILD)/otagai ## the figures: ratios of one run; writes build/bench.json
	@rm -rf $(BUILD)/bench-tmp
	@$(BUILD)/bench $(BENCH_PARTS); code=$$?; rm -rf $(BUILD)/bench-tmp; exit $$code

$(BENCH_OBJ): DEFS := -DBENCH_TMP='"$(BUILD)/bench-tmp"' -DBENCH_JSON='"$(BUILD)/bench.json"'
$(BENCH_OBJ): | $(GEN)
$(BUILD)/libhelpers.a: $(HELPER_OBJ)
	@rm -f $@
	$(call say,AR $@)ar rcs $@ $^
$(BUILD)/bench: $(BENCH_OBJ) $(BUILD)/libhelpers.a $(BUILD)/libotagai.a
	$(call say,LD $@)$(CC) $^ $(ALL_LDFLAGS) -Wl,--wrap=sqlite3_step $(LIBS) -o $@
-include $(BENCH_OBJ:.o=.d)
