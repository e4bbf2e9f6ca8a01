-- No two spans of one therapist overlap, and no two of one client, whatever their kinds.
-- SQLite has no exclusion constraint: a trigger aborts. There is one writer at a time, so what
-- the trigger reads cannot change under it.

CREATE TRIGGER span_is_free_on_insert BEFORE INSERT ON span
WHEN EXISTS (SELECT 1 FROM span WHERE therapist_id = NEW.therapist_id
                 AND ends_at > NEW.starts_at AND starts_at < NEW.ends_at AND id <> NEW.id)
  OR EXISTS (SELECT 1 FROM span WHERE client_id = NEW.client_id
                 AND ends_at > NEW.starts_at AND starts_at < NEW.ends_at AND id <> NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'slot_taken');
END;

CREATE TRIGGER span_is_free_on_update BEFORE UPDATE ON span
WHEN EXISTS (SELECT 1 FROM span WHERE therapist_id = NEW.therapist_id
                 AND ends_at > NEW.starts_at AND starts_at < NEW.ends_at AND id <> OLD.id)
  OR EXISTS (SELECT 1 FROM span WHERE client_id = NEW.client_id
                 AND ends_at > NEW.starts_at AND starts_at < NEW.ends_at AND id <> OLD.id)
BEGIN
    SELECT RAISE(ABORT, 'slot_taken');
END;

-- A session's span is written here and nowhere else.
CREATE TRIGGER session_takes_its_span AFTER INSERT ON session
WHEN NEW.state NOT IN ('cancelled', 'expired')
BEGIN
    INSERT INTO span (id, therapist_id, client_id, kind, session_id, starts_at, ends_at)
    VALUES (NEW.id, NEW.therapist_id, NEW.client_id, 'session', NEW.id, NEW.starts_at, NEW.ends_at);
END;

CREATE TRIGGER session_keeps_its_span
AFTER UPDATE OF state, starts_at, ends_at, therapist_id, client_id ON session
WHEN NEW.state NOT IN ('cancelled', 'expired')
BEGIN
    UPDATE span SET therapist_id = NEW.therapist_id, client_id = NEW.client_id,
                    starts_at = NEW.starts_at, ends_at = NEW.ends_at
     WHERE id = NEW.id
       AND (therapist_id <> NEW.therapist_id OR client_id <> NEW.client_id
            OR starts_at <> NEW.starts_at OR ends_at <> NEW.ends_at);
    INSERT INTO span (id, therapist_id, client_id, kind, session_id, starts_at, ends_at)
    SELECT NEW.id, NEW.therapist_id, NEW.client_id, 'session', NEW.id, NEW.starts_at, NEW.ends_at
     WHERE NOT EXISTS (SELECT 1 FROM span WHERE id = NEW.id);
END;

CREATE TRIGGER session_frees_its_span AFTER UPDATE OF state ON session
WHEN NEW.state IN ('cancelled', 'expired')
BEGIN
    DELETE FROM span WHERE id = NEW.id;
END;

-- And nobody writes one past the session that it belongs to.
CREATE TRIGGER span_follows_its_session_on_insert BEFORE INSERT ON span
WHEN NEW.kind = 'session' AND NOT EXISTS (
    SELECT 1 FROM session s WHERE s.id = NEW.id AND s.state NOT IN ('cancelled', 'expired')
        AND s.therapist_id = NEW.therapist_id AND s.client_id = NEW.client_id
        AND s.starts_at = NEW.starts_at AND s.ends_at = NEW.ends_at)
BEGIN
    SELECT RAISE(ABORT, 'span_of_session');
END;

CREATE TRIGGER span_follows_its_session_on_update BEFORE UPDATE ON span
WHEN (OLD.kind = 'session' OR NEW.kind = 'session') AND NOT EXISTS (
    SELECT 1 FROM session s WHERE s.id = OLD.id AND s.id = NEW.id AND NEW.kind = 'session'
        AND s.state NOT IN ('cancelled', 'expired')
        AND s.therapist_id = NEW.therapist_id AND s.client_id = NEW.client_id
        AND s.starts_at = NEW.starts_at AND s.ends_at = NEW.ends_at)
BEGIN
    SELECT RAISE(ABORT, 'span_of_session');
END;

CREATE TRIGGER span_stays_with_its_session BEFORE DELETE ON span
WHEN OLD.kind = 'session' AND EXISTS (
    SELECT 1 FROM session s WHERE s.id = OLD.id AND s.state NOT IN ('cancelled', 'expired'))
BEGIN
    SELECT RAISE(ABORT, 'span_of_session');
END;
