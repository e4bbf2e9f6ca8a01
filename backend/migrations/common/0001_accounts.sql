-- Who may sign in, how they do it, and which therapist sees which client.
-- Everywhere: ids are UUIDs as text, instants are milliseconds since 1970-01-01T00:00:00Z.

CREATE TABLE account (
    id            TEXT   NOT NULL PRIMARY KEY,
    role          TEXT   NOT NULL CHECK (role IN ('therapist', 'client', 'staff')),
    name          TEXT   NOT NULL,
    email         TEXT   NOT NULL UNIQUE CHECK (email = lower(email)),
    zone          TEXT   NOT NULL,             -- IANA name, 'Europe/London'
    city          TEXT   NOT NULL,             -- what people call the zone
    password_hash TEXT,                        -- NULL until the invitation is used
    created_at    BIGINT NOT NULL
);

-- A web sign-in. A session, in this house, is an appointment.
CREATE TABLE login (
    token_hash TEXT   NOT NULL PRIMARY KEY,
    account_id TEXT   NOT NULL REFERENCES account (id),
    created_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL
);
CREATE INDEX login_by_account ON login (account_id);

-- A link that sets a password, once.
CREATE TABLE invite (
    token_hash TEXT   NOT NULL PRIMARY KEY,
    account_id TEXT   NOT NULL REFERENCES account (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL CHECK (expires_at > created_at),
    used_at    BIGINT
);
CREATE INDEX invite_by_account ON invite (account_id);

CREATE TABLE pairing (
    therapist_id     TEXT   NOT NULL REFERENCES account (id),
    client_id        TEXT   NOT NULL REFERENCES account (id),
    since            BIGINT NOT NULL,
    policy_version   BIGINT NOT NULL,
    policy_agreed_at BIGINT NOT NULL,
    discreet         BIGINT NOT NULL DEFAULT 0 CHECK (discreet IN (0, 1)),  -- the client's choice of wording
    PRIMARY KEY (therapist_id, client_id),
    CHECK (therapist_id <> client_id)
);
CREATE INDEX pairing_by_client ON pairing (client_id);
