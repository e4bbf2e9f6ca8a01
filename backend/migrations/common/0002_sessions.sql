-- Sessions, the spans of time that are taken, and the time that a therapist keeps free.

CREATE TABLE session (
    id               TEXT   NOT NULL PRIMARY KEY,
    therapist_id     TEXT   NOT NULL REFERENCES account (id),
    client_id        TEXT   NOT NULL REFERENCES account (id),
    kind             TEXT   NOT NULL CHECK (kind IN ('initial', 'follow_up')),
    state            TEXT   NOT NULL CHECK (state IN (
                         'held', 'awaiting_confirmation', 'confirmed', 'completed',
                         'client_no_show', 'therapist_no_show', 'expired', 'cancelled')),
    starts_at        BIGINT NOT NULL,
    ends_at          BIGINT NOT NULL,
    place            TEXT   NOT NULL,
    price            BIGINT NOT NULL CHECK (price >= 0),             -- minor units
    currency         TEXT   NOT NULL CHECK (length(currency) = 3),   -- ISO 4217
    booked_at        BIGINT NOT NULL,
    booked_by        TEXT   NOT NULL CHECK (booked_by IN ('therapist', 'client')),
    policy_version   BIGINT NOT NULL,
    policy_agreed_at BIGINT NOT NULL,
    revision         BIGINT NOT NULL DEFAULT 0 CHECK (revision >= 0),
    late_since       BIGINT,             -- a late move at the client's wish: late stays late
    moved_from       BIGINT,             -- the start before the last move
    cancelled_at     BIGINT,
    cancelled_by     TEXT,
    cancelled_for    TEXT,
    cancelled_cause  TEXT CHECK (cancelled_cause IN (
                         'client_asked', 'therapist_unavailable', 'not_best_fit', 'not_confirmed',
                         'unpaid', 'objection', 'correction', 'platform', 'other')),
    cancelled_words  TEXT,
    cancelled_notice BIGINT,             -- milliseconds; negative after the start
    cancelled_clause TEXT,
    CHECK (ends_at > starts_at),
    CHECK (therapist_id <> client_id),
    CHECK ((state = 'cancelled') = (cancelled_at IS NOT NULL))
);
CREATE INDEX session_of_therapist ON session (therapist_id, starts_at);
CREATE INDEX session_of_pair ON session (client_id, therapist_id, starts_at);
CREATE INDEX session_by_state ON session (state, starts_at);

-- Every span of time that is taken, by a session or by a hold: half-open, [starts_at, ends_at).
-- The next migration forbids two that overlap, and writes the rows of sessions itself.
CREATE TABLE span (
    id           TEXT   NOT NULL PRIMARY KEY,      -- the session's own id where kind = 'session'
    therapist_id TEXT   NOT NULL REFERENCES account (id),
    client_id    TEXT            REFERENCES account (id),
    kind         TEXT   NOT NULL CHECK (kind IN ('session', 'checkout', 'offered', 'undo', 'waitlist')),
    session_id   TEXT            REFERENCES session (id),
    starts_at    BIGINT NOT NULL,
    ends_at      BIGINT NOT NULL,
    expires_at   BIGINT,                           -- every hold ends by itself, no session does
    CHECK (ends_at > starts_at),
    CHECK ((kind = 'session') = (expires_at IS NULL)),
    CHECK (kind <> 'session' OR (session_id IS NOT NULL AND session_id = id AND client_id IS NOT NULL))
);
-- By the end: whoever asks "what overlaps?" then reads only what is still to come.
CREATE INDEX span_of_therapist ON span (therapist_id, ends_at, starts_at);
CREATE INDEX span_of_client ON span (client_id, ends_at, starts_at);
CREATE INDEX span_of_session ON span (session_id);
CREATE INDEX span_expiring ON span (expires_at) WHERE expires_at IS NOT NULL;

-- Time that a therapist does not offer, although the weekly hours say so.
CREATE TABLE block (
    id           TEXT   NOT NULL PRIMARY KEY,
    therapist_id TEXT   NOT NULL REFERENCES account (id),
    starts_at    BIGINT NOT NULL,
    ends_at      BIGINT NOT NULL,
    session_id   TEXT            REFERENCES session (id),  -- the session that it was put in place of
    created_at   BIGINT NOT NULL,
    CHECK (ends_at > starts_at)
);
CREATE INDEX block_of_therapist ON block (therapist_id, ends_at, starts_at);
CREATE INDEX block_by_session ON block (session_id);
