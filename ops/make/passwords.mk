# The list of common passwords as part of the binary.
PASSWORDS := app/domain/common_passwords.txt
LIB_OBJ += $(BUILD)/obj/gen/common_passwords.o

$(BUILD)/gen/common_passwords.c: ops/embed $(PASSWORDS)
	@mkdir -p $(@D)
	$(call say,GEN $@)ops/embed common_passwords app/domain/common_passwords.h $(PASSWORDS) >$@.new \
	    && mv $@.new $@

$(BUILD)/obj/gen/common_passwords.o: $(BUILD)/gen/common_passwords.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC $<)$(CC) $(ALL_CFLAGS) -MMD -MP -c $< -o $@
