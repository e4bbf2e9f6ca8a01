-- A therapist's time: what they offer, what keeps it from being offered, and what restricts the
-- account. Minutes are of the day on the therapist's own wall, dates are 'YYYY-MM-DD' there.

-- One row a therapist, from the account's first day on (by trigger in the next migration). Hours
-- and dates are saved as one, and so they are kept as one: JSON, as domain::availability has it.
CREATE TABLE schedule (
    therapist_id   TEXT   NOT NULL PRIMARY KEY REFERENCES account (id),
    hours          TEXT   NOT NULL DEFAULT '[[],[],[],[],[],[],[]]',  -- from Monday on: [[from, to], …]
    overrides      TEXT   NOT NULL DEFAULT '[]',                      -- [[date, [[from, to], …]], …]
    length_minutes BIGINT NOT NULL DEFAULT 50   CHECK (length_minutes > 0),
    gap_minutes    BIGINT NOT NULL DEFAULT 10   CHECK (gap_minutes >= 0),
    lead_minutes   BIGINT NOT NULL DEFAULT 1440 CHECK (lead_minutes >= 0),
    horizon_days   BIGINT NOT NULL DEFAULT 60   CHECK (horizon_days > 0),
    step_minutes   BIGINT NOT NULL DEFAULT 60   CHECK (step_minutes > 0),
    -- Counts changes of hours, dates, rules, zone and blocks: who saves over a newer one is told.
    revision       BIGINT NOT NULL DEFAULT 0    CHECK (revision >= 0),
    reviewed_at    BIGINT,                      -- when the therapist last said that all of it is right
    -- Counts everything that can change what is bookable, also what others do: each drops the kept
    -- value below, and who has computed one writes it only where the count still is what it was.
    changes        BIGINT NOT NULL DEFAULT 0    CHECK (changes >= 0),
    free_at        BIGINT,                      -- the next free start; NULL: none up to the horizon
    free_from      BIGINT,                      -- it holds from here on; NULL: nothing is kept
    free_until     BIGINT,                      -- up to and including here
    CHECK ((free_from IS NULL) = (free_until IS NULL)),
    CHECK (free_at IS NULL OR free_from IS NOT NULL)
);
INSERT INTO schedule (therapist_id) SELECT id FROM account WHERE role = 'therapist';

-- Blocks of every kind. What was written by a cancel is one of 'once'.
CREATE TABLE block_of_any_kind (
    id           TEXT   NOT NULL PRIMARY KEY,
    therapist_id TEXT   NOT NULL REFERENCES account (id),
    kind         TEXT   NOT NULL DEFAULT 'once' CHECK (kind IN ('once', 'weekly', 'days')),
    starts_at    BIGINT,                                   -- of 'once'
    ends_at      BIGINT,
    weekday      BIGINT CHECK (weekday BETWEEN 0 AND 6),   -- of 'weekly', from Monday on
    from_minute  BIGINT,
    to_minute    BIGINT,
    first_day    TEXT,                                     -- of 'weekly' and 'days', both included;
    last_day     TEXT,                                     -- of 'weekly', NULL is open
    session_id   TEXT            REFERENCES session (id),  -- the session that it was put in place of
    act_id       TEXT,                                     -- the decision that it was put there by
    created_at   BIGINT NOT NULL,
    place        BIGINT NOT NULL DEFAULT 0,                -- among those that were written at once
    lifted_at    BIGINT,                                   -- taken away by an edit: counts nowhere
    CHECK ((kind = 'once') = (starts_at IS NOT NULL)),
    CHECK ((kind = 'once') = (ends_at IS NOT NULL)),
    CHECK (ends_at > starts_at),
    CHECK ((kind = 'weekly') = (weekday IS NOT NULL)),
    CHECK ((kind = 'weekly') = (from_minute IS NOT NULL)),
    CHECK ((kind = 'weekly') = (to_minute IS NOT NULL)),
    CHECK (0 <= from_minute AND from_minute < to_minute AND to_minute <= 1440),
    CHECK (kind <> 'days' OR (first_day IS NOT NULL AND last_day IS NOT NULL)),
    CHECK (kind <> 'once' OR (first_day IS NULL AND last_day IS NULL)),
    CHECK (first_day <= last_day)
);
INSERT INTO block_of_any_kind (id, therapist_id, starts_at, ends_at, session_id, act_id, created_at)
SELECT id, therapist_id, starts_at, ends_at, session_id, act_id, created_at FROM block;
DROP TABLE block;
ALTER TABLE block_of_any_kind RENAME TO block;
CREATE INDEX block_of_therapist ON block (therapist_id, ends_at, starts_at);
CREATE INDEX block_on_the_wall ON block (therapist_id, last_day) WHERE kind <> 'once';
CREATE INDEX block_by_session ON block (session_id);
CREATE INDEX block_by_act ON block (act_id);

-- Busy time of a therapist's calendars elsewhere, as each looked when it was last read.
CREATE TABLE imported_busy (
    id           TEXT   NOT NULL PRIMARY KEY,
    therapist_id TEXT   NOT NULL REFERENCES account (id),
    source       BIGINT NOT NULL CHECK (source >= 0),      -- which of the calendars
    starts_at    BIGINT NOT NULL,
    ends_at      BIGINT NOT NULL,
    imported_at  BIGINT NOT NULL,
    CHECK (ends_at > starts_at)
);
CREATE INDEX imported_busy_of_therapist ON imported_busy (therapist_id, ends_at, starts_at);

-- What restricts an account; no row is active.
CREATE TABLE restriction (
    therapist_id TEXT   NOT NULL REFERENCES account (id),
    kind         TEXT   NOT NULL CHECK (kind IN (
                     'paused_by_therapist', 'paused_by_team', 'suspended', 'payout_blocked')),
    since        BIGINT NOT NULL,
    reason       TEXT   NOT NULL,                          -- in a word: 'illness', 'leave', …
    words        TEXT,                                     -- for the team
    back_at      BIGINT,                                   -- when they mean to be back
    act_id       TEXT,                                     -- what it was put there by
    PRIMARY KEY (therapist_id, kind)
);
ALTER TABLE account ADD COLUMN closed_at BIGINT;           -- final

-- What happened to a therapist's account and schedule. Append-only by the next migration.
CREATE TABLE account_event (
    therapist_id TEXT   NOT NULL REFERENCES account (id),
    number       BIGINT NOT NULL CHECK (number > 0),       -- 1, 2, 3 … of the therapist
    kind         TEXT   NOT NULL,
    act_id       TEXT   NOT NULL,
    actor_id     TEXT            REFERENCES account (id),  -- NULL: a rule of the house
    actor_role   TEXT   NOT NULL,
    body         TEXT   NOT NULL,                          -- JSON
    received_at  BIGINT NOT NULL,
    committed_at BIGINT NOT NULL,
    PRIMARY KEY (therapist_id, number)
);
CREATE INDEX account_event_by_act ON account_event (act_id);

-- One illness that cancels five sessions is one incident: rows that share it count once.
ALTER TABLE incident ADD COLUMN together TEXT;             -- the act that all of them are of
