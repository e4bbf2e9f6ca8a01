-- The sandbox misbehaves as a real provider does; what was given up can be tried again.

-- What a refund was asked for under. A key that was forgotten names a second refund, so that the
-- refund's own name can no longer be made from it.
ALTER TABLE sandbox_refund ADD COLUMN asked_key TEXT;
UPDATE sandbox_refund SET asked_key = substr(id, 4);
CREATE INDEX sandbox_refund_by_key ON sandbox_refund (asked_key);
ALTER TABLE sandbox_refund ADD COLUMN fails TEXT;                        -- why it will come back; NULL: as its card says
ALTER TABLE sandbox_refund ADD COLUMN tells TEXT NOT NULL DEFAULT 'once'; -- how its events come

ALTER TABLE sandbox_event ADD COLUMN deliver_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sandbox_event ADD COLUMN deliveries BIGINT NOT NULL DEFAULT 1; -- that are still to come

-- What the next requests will meet, in this order; the demonstration's panel writes it.
CREATE TABLE sandbox_mishap (
    number BIGINT NOT NULL PRIMARY KEY,
    mishap TEXT   NOT NULL
);

-- Attempts that do not count towards giving up.
ALTER TABLE outbox ADD COLUMN spared BIGINT NOT NULL DEFAULT 0;
CREATE INDEX outbox_parked ON outbox (parked_at) WHERE parked_at IS NOT NULL;

ALTER TABLE task ADD COLUMN done_by TEXT REFERENCES account (id);        -- NULL: it became pointless by itself
