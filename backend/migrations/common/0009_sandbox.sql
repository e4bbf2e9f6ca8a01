-- The stand-in for the payment provider keeps its own books: nothing else reads these tables.

CREATE TABLE sandbox_charge (
    id         TEXT   NOT NULL PRIMARY KEY,
    amount     BIGINT NOT NULL CHECK (amount > 0),            -- minor units
    currency   TEXT   NOT NULL CHECK (length(currency) = 3),
    card       TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE sandbox_refund (
    id         TEXT   NOT NULL PRIMARY KEY,
    charge_id  TEXT   NOT NULL REFERENCES sandbox_charge (id),
    amount     BIGINT NOT NULL CHECK (amount > 0),
    state      TEXT   NOT NULL CHECK (state IN ('pending', 'succeeded', 'failed')),
    created_at BIGINT NOT NULL,
    settles_at BIGINT NOT NULL,
    failure    TEXT
);
CREATE INDEX sandbox_refund_by_charge ON sandbox_refund (charge_id);
CREATE INDEX sandbox_refund_settling ON sandbox_refund (settles_at) WHERE state = 'pending';

-- Stored answers, by idempotency key, as the real provider keeps them.
CREATE TABLE sandbox_key (
    key         TEXT   NOT NULL PRIMARY KEY,
    params_hash TEXT   NOT NULL,
    status      BIGINT NOT NULL,                              -- of HTTP
    body        TEXT   NOT NULL,
    created_at  BIGINT NOT NULL
);

CREATE TABLE sandbox_event (
    id           TEXT   NOT NULL PRIMARY KEY,
    kind         TEXT   NOT NULL,
    object_id    TEXT   NOT NULL,
    created_at   BIGINT NOT NULL,
    delivered_at BIGINT
);
CREATE INDEX sandbox_event_waiting ON sandbox_event (created_at) WHERE delivered_at IS NULL;
