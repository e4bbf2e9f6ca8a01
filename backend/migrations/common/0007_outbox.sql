-- What is to leave the house, written in the transaction that causes it.
-- A stream keeps its order: only its lowest open number may be claimed.

CREATE TABLE outbox (
    id            TEXT   NOT NULL PRIMARY KEY,
    stream        TEXT   NOT NULL,                            -- one session's mail, one payment's money
    number        BIGINT NOT NULL CHECK (number > 0),
    kind          TEXT   NOT NULL,
    session_id    TEXT            REFERENCES session (id),    -- NULL: about no session, an invitation say
    revision      BIGINT NOT NULL CHECK (revision >= 0),
    recipient     TEXT   NOT NULL,
    body          TEXT   NOT NULL,                            -- JSON
    created_at    BIGINT NOT NULL,
    not_before    BIGINT NOT NULL,
    attempts      BIGINT NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    claimed_until BIGINT,
    done_at       BIGINT,
    parked_at     BIGINT,                                     -- given up: the stream waits for the team
    last_error    TEXT,
    UNIQUE (stream, number),
    UNIQUE (session_id, revision, kind, recipient),
    CHECK (done_at IS NULL OR parked_at IS NULL)
);
CREATE INDEX outbox_open ON outbox (not_before) WHERE done_at IS NULL AND parked_at IS NULL;
CREATE INDEX outbox_open_in_stream ON outbox (stream, number) WHERE done_at IS NULL;
