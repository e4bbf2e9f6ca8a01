-- What is to be charged, was paid, and went where. Amounts are minor units of the currency.

-- The charge that an unpaid follow-up is still to meet.
CREATE TABLE charge (
    id         TEXT   NOT NULL PRIMARY KEY,
    session_id TEXT   NOT NULL REFERENCES session (id),
    due_at     BIGINT NOT NULL,
    amount     BIGINT NOT NULL CHECK (amount > 0),
    currency   TEXT   NOT NULL CHECK (length(currency) = 3),
    state      TEXT   NOT NULL CHECK (state IN ('scheduled', 'withdrawn', 'captured'))
);
CREATE INDEX charge_by_session ON charge (session_id);
CREATE INDEX charge_due ON charge (due_at) WHERE state = 'scheduled';
CREATE UNIQUE INDEX charge_scheduled_once ON charge (session_id) WHERE state = 'scheduled';

CREATE TABLE payment (
    id              TEXT   NOT NULL PRIMARY KEY,
    session_id      TEXT   NOT NULL REFERENCES session (id),  -- the session that it pays for now
    client_id       TEXT   NOT NULL REFERENCES account (id),
    therapist_id    TEXT   NOT NULL REFERENCES account (id),
    amount          BIGINT NOT NULL CHECK (amount > 0),
    currency        TEXT   NOT NULL CHECK (length(currency) = 3),
    card            TEXT   NOT NULL,                          -- a label: 'card ending 4242'
    provider_charge TEXT   NOT NULL,
    captured_at     BIGINT NOT NULL
);
CREATE INDEX payment_by_session ON payment (session_id);
CREATE INDEX payment_by_client ON payment (client_id, captured_at);
CREATE INDEX payment_by_therapist ON payment (therapist_id, captured_at);
CREATE INDEX payment_by_provider_charge ON payment (provider_charge);

-- One intent per act: the refund's own id is its idempotency key with the provider.
CREATE TABLE refund (
    id              TEXT   NOT NULL PRIMARY KEY,
    payment_id      TEXT   NOT NULL REFERENCES payment (id),
    session_id      TEXT   NOT NULL REFERENCES session (id),
    act_id          TEXT   NOT NULL UNIQUE,
    amount          BIGINT NOT NULL CHECK (amount > 0),
    currency        TEXT   NOT NULL CHECK (length(currency) = 3),
    state           TEXT   NOT NULL CHECK (state IN ('requested', 'sent', 'arrived', 'failed')),
    requested_at    BIGINT NOT NULL,
    sent_at         BIGINT,
    settled_at      BIGINT,                                   -- arrived or failed, either
    provider_refund TEXT,
    failure         TEXT,
    is_exception    BIGINT NOT NULL DEFAULT 0 CHECK (is_exception IN (0, 1))  -- more than the policy owed
);
CREATE INDEX refund_by_payment ON refund (payment_id);
CREATE INDEX refund_by_session ON refund (session_id);
CREATE INDEX refund_by_provider_refund ON refund (provider_refund);

-- One row is a debit and a credit at once, so the books balance by construction.
CREATE TABLE ledger_entry (
    id           TEXT   NOT NULL PRIMARY KEY,
    payment_id   TEXT   NOT NULL REFERENCES payment (id),
    from_account TEXT   NOT NULL CHECK (from_account IN (
                     'provider', 'held', 'parked', 'refunding', 'disputed', 'therapist_payable', 'commission')),
    to_account   TEXT   NOT NULL CHECK (to_account IN (
                     'provider', 'held', 'parked', 'refunding', 'disputed', 'therapist_payable', 'commission')),
    amount       BIGINT NOT NULL CHECK (amount > 0),
    what         TEXT   NOT NULL,                             -- why the money moved, in a word
    act_id       TEXT   NOT NULL,
    refund_id    TEXT            REFERENCES refund (id),
    at           BIGINT NOT NULL,
    CHECK (from_account <> to_account)
);
CREATE INDEX ledger_entry_by_payment ON ledger_entry (payment_id, at);
CREATE INDEX ledger_entry_by_refund ON ledger_entry (refund_id);
CREATE INDEX ledger_entry_by_act ON ledger_entry (act_id);
