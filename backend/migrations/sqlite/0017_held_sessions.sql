-- A session in checkout has no span of its own: a hold keeps its time, and ends by itself.

DROP TRIGGER session_takes_its_span;
CREATE TRIGGER session_takes_its_span AFTER INSERT ON session
WHEN NEW.state NOT IN ('held', 'cancelled', 'expired')
BEGIN
    INSERT INTO span (id, therapist_id, client_id, kind, session_id, starts_at, ends_at)
    VALUES (NEW.id, NEW.therapist_id, NEW.client_id, 'session', NEW.id, NEW.starts_at, NEW.ends_at);
END;

DROP TRIGGER session_keeps_its_span;
CREATE TRIGGER session_keeps_its_span
AFTER UPDATE OF state, starts_at, ends_at, therapist_id, client_id ON session
WHEN NEW.state NOT IN ('held', 'cancelled', 'expired')
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
