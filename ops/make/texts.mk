# The catalogue of app/texts as a C table.

TEXTS := $(BUILD)/gen/texts_table.c
LIB_OBJ += $(BUILD)/obj/gen/texts_table.o

$(TEXTS): ops/texts.py app/texts/ja.json app/texts/en.json app/texts/ja-easy.json
	$(call say,GEN $@)/usr/bin/python3 ops/texts.py app/texts $@

$(BUILD)/obj/gen/texts_table.o: $(TEXTS) $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC $<)$(CC) $(ALL_CFLAGS) -MMD -MP -c $< -o $@
