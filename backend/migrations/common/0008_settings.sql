-- What the team can change without a new version: deadlines, thresholds, rates.

CREATE TABLE setting (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
