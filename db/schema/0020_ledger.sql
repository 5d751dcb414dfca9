-- 0020_ledger.sql: money in double entry, append-only (payments.md 6). There is no kind of account for
-- the platform's revenue: no fee is kept. What was wrong is put right by a new journal.

-- One effect: something the provider did, or two people said of cash. Its effect names it, so that it
-- is booked once however often it is seen: 'hold:pi_1', 'cap:pi_1', 're:re_1', 'tr:tr_1'. Insert-only.
CREATE TABLE journal (
    id BIGINT NOT NULL PRIMARY KEY,
    effect TEXT NOT NULL UNIQUE,
    at BIGINT NOT NULL,              -- when we booked it
    booking_id BIGINT REFERENCES booking (id),
    payment_id BIGINT REFERENCES payment (id),
    currency TEXT NOT NULL CHECK (currency = 'JPY'), -- the currencies that the provider's side is enabled for
    reverses BIGINT REFERENCES journal (id) -- the journal that this one puts right
);
CREATE INDEX journal_by_booking ON journal (booking_id) WHERE booking_id IS NOT NULL;
CREATE INDEX journal_by_payment ON journal (payment_id) WHERE payment_id IS NOT NULL;
CREATE INDEX journal_by_reversed ON journal (reverses) WHERE reverses IS NOT NULL;

-- Its lines: debit above zero, credit below. Insert-only, and only until the seal.
CREATE TABLE entry (
    journal_id BIGINT NOT NULL REFERENCES journal (id),
    seq BIGINT NOT NULL CHECK (seq > 0),
    account TEXT NOT NULL CHECK (account IN ('provider_pending', 'provider_available', 'bank',
        'receivable_subsidy', 'receivable_dispute', 'receivable_supporter', 'payable_supporter',
        'payable_parent', 'expense_processing_fee', 'expense_coupon', 'expense_dispute_fee',
        'expense_dispute_loss', 'expense_connect_fee', 'suspense', 'memo_hold', 'memo_hold_contra',
        'memo_cash', 'memo_cash_contra')), -- memo: no money moved; never in one journal with money
    owner_id BIGINT NOT NULL,        -- whose: member or funder; 0 the operator's own
    amount_minor BIGINT NOT NULL CHECK (amount_minor <> 0),
    PRIMARY KEY (journal_id, seq)
);
CREATE INDEX entry_by_account ON entry (account, owner_id);

-- The journal is whole and sums to zero; nothing is added any more. Insert-only.
CREATE TABLE journal_seal (
    journal_id BIGINT NOT NULL PRIMARY KEY REFERENCES journal (id),
    sealed_at BIGINT NOT NULL
);

-- Which of the provider's balance transactions a journal explains: each exactly one. Insert-only.
CREATE TABLE balance_line (
    provider TEXT NOT NULL,
    ref TEXT NOT NULL,               -- 'txn_1'
    journal_id BIGINT NOT NULL REFERENCES journal (id),
    PRIMARY KEY (provider, ref)
);
CREATE INDEX balance_line_by_journal ON balance_line (journal_id);
