# bench.mk - ratios of one run on one machine; never part of a test.
# What is measured is wrapped so that the bare handler can be given the very statements of ours.
BENCH_SRC := $(wildcard tests/bench/*.c) $(filter-out tests/test_main.c,$(wildcard tests/*.c))
BENCH_OBJ := $(BENCH_SRC:%.c=$(BUILD)/obj/%.o)
BENCH_PARTS ?= # read write process match; none: all
BENCH_ONLY := $(filter $(BUILD)/obj/tests/bench/%,$(BENCH_OBJ))

.PHONY: bench
bench: $(BUILD)/bench $(BUILD)/otagai ## the figures: ratios of one run; writes build/bench.json
	@$(BUILD)/bench $(BENCH_PARTS)

$(BENCH_ONLY): DEFS := -DBENCH_TMP='"$(BUILD)/bench-tmp"' -DBENCH_JSON='"$(BUILD)/bench.json"'
$(BENCH_OBJ): | $(GEN)
$(BUILD)/bench: $(BENCH_OBJ) $(BUILD)/libotagai.a
	$(call say,LD $@)$(CC) $^ $(ALL_LDFLAGS) -Wl,--wrap=sqlite3_step $(LIBS) -o $@
-include $(BENCH_OBJ:.o=.d)
