// check.mjs - the provider's official SDK against the sandbox: what it sends is understood, what it
// gets it can read. Arguments: the built otagai. Ends with "N passed, N failed".
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Stripe from "stripe";

const KEY = "sk_test_sdk";
const SECRET = "whsec_sdk";
const otagai = process.argv[2];
const state = mkdtempSync(join(tmpdir(), "otagai-sdk-"));
const events = [];

// The service's side of the webhooks: the SDK checks each signature.
const hook = createServer((request, response) => {
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", () => {
    try {
      const body = Buffer.concat(parts);
      events.push(Stripe.webhooks.constructEvent(body, request.headers["stripe-signature"], SECRET));
      response.writeHead(200).end();
    } catch (error) {
      events.push(error);
      response.writeHead(400).end();
    }
  });
});

async function startSandbox() {
  await new Promise((done) => hook.listen(0, "127.0.0.1", done));
  writeFileSync(join(state, "pay.key"), KEY, { mode: 0o600 });
  writeFileSync(join(state, "webhook.secret"), SECRET, { mode: 0o600 });
  const child = spawn(otagai, ["sandbox"], {
    env: {
      PATH: process.env.PATH,
      OTAGAI_STATE_DIR: state,
      OTAGAI_SANDBOX_LISTEN: "127.0.0.1:0",
      OTAGAI_LISTEN: `127.0.0.1:${hook.address().port}`,
      OTAGAI_LOG: join(state, "log"),
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const port = await new Promise((found, failed) => {
    child.stdout.on("data", (text) => {
      const match = /sandbox at http:\/\/127\.0\.0\.1:(\d+)/.exec(text);
      if (match) found(Number(match[1]));
    });
    child.on("exit", (code) => failed(new Error(`the sandbox ended with ${code}`)));
  });
  return { child, port };
}

const { child, port } = await startSandbox();
const stripe = new Stripe(KEY, { protocol: "http", host: "127.0.0.1", port });
const once = new Stripe(KEY, { protocol: "http", host: "127.0.0.1", port, maxNetworkRetries: 0 });
let passed = 0;
let failed = 0;

async function knob(method, path, body) {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: body ? { "Content-Type": "application/json" } : {},
    body: body ? JSON.stringify(body) : undefined,
  });
  assert.ok(answer.ok, `${method} ${path} is ${answer.status}`);
  return answer.status === 204 ? null : answer.json();
}

async function check(sentence, body) {
  try {
    await body();
    passed += 1;
    console.log(`ok   ${sentence}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${sentence}\n  ${error.stack}`);
  }
}

async function customerWith(card) {
  const customer = await stripe.customers.create({
    email: "hanako@example.jp",
    name: "花子",
    metadata: { user_id: "mb_1" },
  });
  const method = await stripe.paymentMethods.attach(card, { customer: customer.id });
  return { customer, method };
}

async function hold(card, amount = 3000) {
  const { customer, method } = await customerWith(card);
  const intent = await stripe.paymentIntents.create({
    amount,
    currency: "jpy",
    customer: customer.id,
    capture_method: "manual",
    automatic_payment_methods: { enabled: true, allow_redirects: "never" },
    metadata: { op_id: "op_1" },
  });
  return { customer, method, intent };
}

await check("a customer, a card, a hold, its capture and the fee", async () => {
  const { customer, method, intent } = await hold("pm_card_visa");
  assert.equal(customer.name, "花子");
  assert.equal(method.card.last4, "4242");
  assert.equal(intent.status, "requires_payment_method");
  const held = await stripe.paymentIntents.confirm(intent.id, {
    payment_method: method.id,
    off_session: true,
    expand: ["latest_charge"],
  });
  assert.equal(held.status, "requires_capture");
  assert.ok(held.latest_charge.payment_method_details.card.capture_before > Date.now() / 1000);
  const taken = await stripe.paymentIntents.capture(intent.id, {
    amount_to_capture: 2500,
    expand: ["latest_charge.balance_transaction"],
  });
  assert.equal(taken.status, "succeeded");
  assert.equal(taken.amount_received, 2500);
  assert.equal(taken.latest_charge.balance_transaction.fee, 90);
});

await check("a hold is released", async () => {
  const { method, intent } = await hold("pm_card_jcb");
  await stripe.paymentIntents.confirm(intent.id, { payment_method: method.id });
  const gone = await stripe.paymentIntents.cancel(intent.id, {
    cancellation_reason: "requested_by_customer",
  });
  assert.equal(gone.status, "canceled");
});

await check("a declined card is a StripeCardError with the intent in it", async () => {
  const { intent, method } = await hold("pm_card_chargeCustomerFail");
  await assert.rejects(
    stripe.paymentIntents.confirm(intent.id, { payment_method: method.id }),
    (error) =>
      error instanceof Stripe.errors.StripeCardError &&
      error.code === "card_declined" &&
      error.payment_intent.status === "requires_payment_method",
  );
});

await check("a wrong state and an unknown parameter are StripeInvalidRequestErrors", async () => {
  const { intent } = await hold("pm_card_visa");
  await assert.rejects(
    stripe.paymentIntents.capture(intent.id),
    (error) =>
      error instanceof Stripe.errors.StripeInvalidRequestError &&
      error.code === "payment_intent_unexpected_state",
  );
  await assert.rejects(
    stripe.paymentIntents.create({ amount: 500, currency: "jpy", payment_method_types: ["card"] }),
    (error) => error.code === "parameter_unknown",
  );
});

await check("a wrong key is a StripeAuthenticationError", async () => {
  const stranger = new Stripe("sk_test_other", { protocol: "http", host: "127.0.0.1", port });
  await assert.rejects(stranger.customers.list(), Stripe.errors.StripeAuthenticationError);
});

await check("the SDK's own retry of a dropped answer does it once", async () => {
  await knob("POST", "/_sandbox/faults", {
    method: "POST",
    path: "/v1/customers",
    mode: "drop_after",
  });
  const made = await stripe.customers.create({ email: "once@example.jp" });
  const all = await stripe.customers.list({ email: "once@example.jp" });
  assert.equal(all.data.length, 1);
  assert.equal(all.data[0].id, made.id);
});

await check("the same key with other parameters is a StripeIdempotencyError", async () => {
  await once.customers.create({ email: "a@example.jp" }, { idempotencyKey: "k1" });
  await assert.rejects(
    once.customers.create({ email: "b@example.jp" }, { idempotencyKey: "k1" }),
    Stripe.errors.StripeIdempotencyError,
  );
});

await check("a key in flight is an error that the SDK waits out", async () => {
  await knob("POST", "/_sandbox/faults", {
    method: "POST",
    path: "/v1/customers",
    mode: "delay",
    ms: 700,
  });
  const first = once.customers.create({ email: "slow@example.jp" }, { idempotencyKey: "k2" });
  await new Promise((done) => setTimeout(done, 200));
  await assert.rejects(
    once.customers.create({ email: "slow@example.jp" }, { idempotencyKey: "k2" }),
    (error) => error.statusCode === 409,
  );
  const again = await stripe.customers.create({ email: "slow@example.jp" }, { idempotencyKey: "k2" });
  assert.equal(again.id, (await first).id);
});

await check("lists are walked page by page by the SDK itself", async () => {
  const made = new Set();
  for (let i = 0; i < 7; i += 1) {
    made.add((await stripe.customers.create({ email: "page@example.jp" })).id);
  }
  for await (const customer of stripe.customers.list({ email: "page@example.jp", limit: 3 })) {
    assert.ok(made.delete(customer.id));
  }
  assert.equal(made.size, 0);
});

await check("a card is saved on the hosted page", async () => {
  const customer = await stripe.customers.create({ email: "setup@example.jp" });
  const session = await stripe.checkout.sessions.create({
    mode: "setup",
    currency: "jpy",
    customer: customer.id,
    locale: "ja",
    success_url: "https://otagai.example/ok?s={CHECKOUT_SESSION_ID}",
    cancel_url: "https://otagai.example/ng",
  });
  const page = await (await fetch(session.url)).text();
  assert.match(page, /テスト決済/);
  const sent = await fetch(session.url, {
    method: "POST",
    body: new URLSearchParams({ card: "pm_card_mastercard" }),
    redirect: "manual",
  });
  assert.equal(sent.status, 303);
  assert.equal(sent.headers.get("location"), `https://otagai.example/ok?s=${session.id}`);
  const done = await stripe.checkout.sessions.retrieve(session.id, {
    expand: ["setup_intent.payment_method"],
  });
  assert.equal(done.status, "complete");
  assert.equal(done.setup_intent.payment_method.card.brand, "mastercard");
  const cards = await stripe.customers.listPaymentMethods(customer.id, { type: "card" });
  assert.equal(cards.data.length, 1);
});

await check("every webhook so far carries a signature that the SDK accepts", async () => {
  for (let i = 0; i < 100 && (await knob("GET", "/_sandbox/webhooks")).pending > 0; i += 1) {
    await new Promise((done) => setTimeout(done, 100));
  }
  assert.ok(events.length > 20);
  assert.equal(events.find((event) => event instanceof Error), undefined);
  assert.ok(events.some((event) => event.type === "charge.captured"));
  assert.equal(new Set(events.map((event) => event.id)).size, events.length);
});

child.removeAllListeners("exit");
child.kill("SIGTERM");
hook.close();
rmSync(state, { recursive: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
