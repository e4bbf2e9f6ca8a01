-- A refund that has arrived may fail later all the same: the sandbox can do that, too.

ALTER TABLE sandbox_refund ADD COLUMN returns_at BIGINT;                 -- NULL: what arrived stays there
CREATE INDEX sandbox_refund_returning ON sandbox_refund (returns_at) WHERE state = 'succeeded';
