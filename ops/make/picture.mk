# picture.mk - the README's picture of the process table; a lint says when it is stale.
.PHONY: picture
picture: $(BUILD)/otagai ## draws the README's picture of the process again (needs Debian's graphviz)
	$(BUILD)/otagai process --dot | dot -Tsvg -o ops/process.svg
