# The set phrases of app/texts/phrases.json as C.
PHRASES := $(BUILD)/gen/phrases.c
LIB_OBJ += $(BUILD)/obj/gen/phrases.o

$(PHRASES): ops/phrases.py app/texts/phrases.json
	$(call say,GEN $@)/usr/bin/python3 ops/phrases.py app/texts/phrases.json $@

$(BUILD)/obj/gen/phrases.o: $(PHRASES) $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC $<)$(CC) $(ALL_CFLAGS) -MMD -MP -c $< -o $@
