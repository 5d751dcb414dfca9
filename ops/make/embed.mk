# embed.mk - the schema and the invariants become part of the binary: it carries what it needs.
EMBED_SQL := $(sort $(wildcard db/schema/*.sql db/schema/*/*.sql db/schema/*/*/*.sql)) db/invariants.sql
LIB_OBJ += $(BUILD)/obj/gen/embedded.o

# Rewritten when a file comes or goes.
$(BUILD)/gen/embedded.list: FORCE
	@mkdir -p $(@D)
	@echo '$(EMBED_SQL)' | cmp -s - $@ || echo '$(EMBED_SQL)' >$@

$(BUILD)/gen/embedded.c: ops/embed $(EMBED_SQL) $(BUILD)/gen/embedded.list
	$(call say,GEN $@)ops/embed db_embedded db/embedded.h $(EMBED_SQL) >$@.new && mv $@.new $@

$(BUILD)/obj/gen/embedded.o: $(BUILD)/gen/embedded.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC $<)$(CC) $(ALL_CFLAGS) -MMD -MP -c $< -o $@
