-- What happened, who answers for it, and what a person still has to look at.

-- The log of a session: replaying it gives the tables. Append-only by the next migration.
CREATE TABLE event (
    session_id   TEXT   NOT NULL REFERENCES session (id),
    number       BIGINT NOT NULL CHECK (number > 0),          -- 1, 2, 3 … within the session
    kind         TEXT   NOT NULL,
    revision     BIGINT NOT NULL CHECK (revision >= 0),
    actor_id     TEXT            REFERENCES account (id),     -- NULL: nobody, a rule of the house
    actor_role   TEXT   NOT NULL,
    on_behalf_of TEXT,
    reason       TEXT,
    rule_version BIGINT NOT NULL,
    digest       TEXT,                                        -- SHA-256 of the commitment shown before
    body         TEXT   NOT NULL,                             -- JSON
    received_at  BIGINT NOT NULL,
    committed_at BIGINT NOT NULL,
    PRIMARY KEY (session_id, number)
);
CREATE INDEX event_by_actor ON event (actor_id, received_at);

-- One line of a therapist's standing.
CREATE TABLE incident (
    id           TEXT   NOT NULL PRIMARY KEY,
    therapist_id TEXT   NOT NULL REFERENCES account (id),
    session_id   TEXT   NOT NULL REFERENCES session (id),
    cause        TEXT   NOT NULL CHECK (cause IN (
                     'client_asked', 'therapist_unavailable', 'not_best_fit', 'not_confirmed',
                     'unpaid', 'objection', 'correction', 'platform', 'other', 'therapist_no_show')),
    at           BIGINT NOT NULL
);
CREATE INDEX incident_of_therapist ON incident (therapist_id, at);
CREATE INDEX incident_by_session ON incident (session_id);

-- Something that a member of the team has to look at; the same thing is raised once.
CREATE TABLE task (
    id         TEXT   NOT NULL PRIMARY KEY,
    kind       TEXT   NOT NULL,
    subject    TEXT   NOT NULL,
    session_id TEXT            REFERENCES session (id),
    note       TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    done_at    BIGINT,
    UNIQUE (kind, subject)
);
CREATE INDEX task_open ON task (created_at) WHERE done_at IS NULL;
CREATE INDEX task_by_session ON task (session_id);

-- An executed command's answer, for whoever sends the same one again.
CREATE TABLE command (
    actor_id     TEXT   NOT NULL,
    key          TEXT   NOT NULL,                             -- the form's idempotency key
    content_hash TEXT   NOT NULL,
    answer       TEXT   NOT NULL,
    at           BIGINT NOT NULL,
    PRIMARY KEY (actor_id, key)
);

-- What was typed into a plain form that was refused, or is being previewed.
CREATE TABLE draft (
    id         TEXT   NOT NULL PRIMARY KEY,
    actor_id   TEXT   NOT NULL REFERENCES account (id),
    page       TEXT   NOT NULL,
    body       TEXT   NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX draft_expiring ON draft (expires_at);
CREATE INDEX draft_by_actor ON draft (actor_id);
