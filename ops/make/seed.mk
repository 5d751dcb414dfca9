# seed.mk - the tariffs and holidays of db/seed become part of the binary.
SEED_FILES := $(sort $(wildcard db/seed/*.csv))
LIB_OBJ += $(BUILD)/obj/gen/seed_files.o

$(BUILD)/gen/seed_files.c: ops/embed ops/make/seed.mk $(SEED_FILES)
	@mkdir -p $(@D)
	$(call say,GEN $@)ops/embed db_seed_files db/embedded.h $(SEED_FILES) >$@.new && mv $@.new $@

$(BUILD)/obj/gen/seed_files.o: $(BUILD)/gen/seed_files.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC $<)$(CC) $(ALL_CFLAGS) -MMD -MP -c $< -o $@
