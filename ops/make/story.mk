# story.mk - the main job played over HTTP against the demo's server.
STORY_SRC := $(wildcard tests/story/*.c) tests/client.c tests/letter.c
STORY_OBJ := $(STORY_SRC:%.c=$(BUILD)/obj/%.o)
$(STORY_OBJ): | $(GEN)
$(BUILD)/story: $(STORY_OBJ) $(BUILD)/libotagai.a
	$(call say,LD $@)$(CC) $^ $(ALL_LDFLAGS) $(LIBS) -o $@
all: $(BUILD)/story
-include $(STORY_OBJ:.o=.d)

.PHONY: story
story: ## plays the main job against the demo (make run), or against one of its own
	@ops/story
