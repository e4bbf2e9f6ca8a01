-- Other times for a session: how it came to where it is, times on offer, what is asked of others
-- in writing, a cause that is disputed, and a client's own way to all of it.

ALTER TABLE session ADD COLUMN confirm_by BIGINT;      -- the first instant at which it can no longer be confirmed
UPDATE session SET confirm_by = booked_at + 86400000 WHERE state = 'awaiting_confirmation';
UPDATE session SET confirm_by = starts_at - 43200000
 WHERE state = 'awaiting_confirmation' AND confirm_by > starts_at - 43200000;
UPDATE session SET confirm_by = booked_at + 3600000
 WHERE state = 'awaiting_confirmation' AND confirm_by < booked_at + 3600000;
UPDATE session SET confirm_by = starts_at
 WHERE state = 'awaiting_confirmation' AND confirm_by > starts_at;
CREATE INDEX session_to_confirm ON session (confirm_by) WHERE state = 'awaiting_confirmation';

-- The last move, which a client may object to.
ALTER TABLE session ADD COLUMN moved_way TEXT CHECK (moved_way IN ('agreed', 'offered', 'own'));
ALTER TABLE session ADD COLUMN moved_cause TEXT CHECK (moved_cause IN (
    'client_asked', 'therapist_unavailable', 'correction'));
ALTER TABLE session ADD COLUMN moved_clause TEXT;
ALTER TABLE session ADD COLUMN moved_revision BIGINT;  -- its letters stand under it

-- What keeps the time of a session in checkout; its span is a hold, and ends with it.
ALTER TABLE session ADD COLUMN held_at BIGINT;
ALTER TABLE session ADD COLUMN hold_stage TEXT CHECK (hold_stage IN ('fresh', 'extended'));
CREATE INDEX session_in_checkout ON session (held_at) WHERE state = 'held';

-- Up to three times that the client may choose from. Each is a span of kind 'offered' as well,
-- for as long as the offer stands.
CREATE TABLE offer (
    act_id     TEXT   NOT NULL PRIMARY KEY,            -- the decision that made it
    session_id TEXT   NOT NULL REFERENCES session (id),
    body       TEXT   NOT NULL,                        -- JSON, as domain::session::offer has it
    offered_at BIGINT NOT NULL,
    until      BIGINT NOT NULL,
    ended_how  TEXT CHECK (ended_how IN ('taken', 'declined', 'withdrawn', 'lapsed', 'overtaken')),
    ended_by   TEXT,                                   -- the decision that ended it
    ended_at   BIGINT,
    CHECK ((ended_how IS NULL) = (ended_at IS NULL)),
    CHECK ((ended_how IS NULL) = (ended_by IS NULL))
);
CREATE UNIQUE INDEX offer_stands_once ON offer (session_id) WHERE ended_at IS NULL;
CREATE INDEX offer_by_session ON offer (session_id, offered_at);
CREATE INDEX offer_ended_by ON offer (ended_by);
CREATE INDEX offer_lapsing ON offer (until) WHERE ended_at IS NULL;

-- What somebody is asked in writing: the team, or a therapist for another time.
CREATE TABLE request (
    act_id       TEXT   NOT NULL PRIMARY KEY,          -- the decision that filed it
    therapist_id TEXT   NOT NULL REFERENCES account (id),
    session_id   TEXT            REFERENCES session (id),  -- NULL: about the account
    kind         TEXT   NOT NULL CHECK (kind IN (
                     'carry_payment', 'decline_initial', 'reactivation', 'another_time')),
    state        TEXT   NOT NULL DEFAULT 'submitted' CHECK (state IN (
                     'submitted', 'in_review', 'approved', 'done', 'declined', 'withdrawn', 'void')),
    filed_by     TEXT   NOT NULL CHECK (filed_by IN ('therapist', 'client', 'staff')),
    words        TEXT   NOT NULL,                      -- for whoever answers it
    for_client   TEXT,                                 -- apart from those, once it is granted
    body         TEXT,                                 -- JSON: what was found when it was filed
    at           BIGINT NOT NULL,
    before_void  TEXT,                                 -- the state that voiding it can be undone to
    voided_by    TEXT,                                 -- the decision that made it needless
    ended_at     BIGINT,
    CHECK ((state = 'void') = (voided_by IS NOT NULL)),
    CHECK ((session_id IS NULL) = (kind = 'reactivation'))
);
CREATE UNIQUE INDEX request_about_a_session_once ON request (session_id, kind)
 WHERE state IN ('submitted', 'in_review', 'approved');
CREATE UNIQUE INDEX request_about_an_account_once ON request (therapist_id, kind)
 WHERE session_id IS NULL AND state IN ('submitted', 'in_review', 'approved');
CREATE INDEX request_open ON request (kind, at) WHERE state IN ('submitted', 'in_review', 'approved');
CREATE INDEX request_voided_by ON request (voided_by);

-- A client denies that they asked for a move.
CREATE TABLE dispute (
    act_id     TEXT   NOT NULL PRIMARY KEY,
    session_id TEXT   NOT NULL REFERENCES session (id),
    revision   BIGINT NOT NULL,                        -- the session's with it
    effect     TEXT   NOT NULL CHECK (effect IN ('nothing', 'payment')),
    words      TEXT,                                   -- for the team
    at         BIGINT NOT NULL
);
CREATE INDEX dispute_by_session ON dispute (session_id, revision);

-- A client's way to one session without signing in: 256 bits, of which a digest is kept.
CREATE TABLE personal_link (
    token_hash TEXT   NOT NULL PRIMARY KEY,
    session_id TEXT   NOT NULL REFERENCES session (id),
    client_id  TEXT   NOT NULL REFERENCES account (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX personal_link_by_session ON personal_link (session_id);

-- What a therapist offered before an hour was stopped, so that it can be taken back.
CREATE TABLE stopped_hour (
    act_id       TEXT   NOT NULL PRIMARY KEY,
    therapist_id TEXT   NOT NULL REFERENCES account (id),
    hours        TEXT   NOT NULL,
    overrides    TEXT   NOT NULL,
    revision     BIGINT NOT NULL                       -- the schedule's, once it was stopped
);
