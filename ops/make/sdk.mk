# sdk.mk - the payment sandbox under the provider's own client; wants node and npm.
.PHONY: sdk
sdk: $(BUILD)/otagai ## the provider's official SDK against the payment sandbox
	@mkdir -p $(BUILD)/sdk
	@cp tests/payments/sdk/package.json tests/payments/sdk/package-lock.json tests/payments/sdk/check.mjs $(BUILD)/sdk
	@cd $(BUILD)/sdk && npm ci --silent --no-audit --no-fund
	@node $(BUILD)/sdk/check.mjs $(BUILD)/otagai
