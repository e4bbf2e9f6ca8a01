-- A session in checkout has no span of its own: a hold keeps its time, and ends by itself.

CREATE OR REPLACE FUNCTION session_writes_its_span() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'held' THEN
        RETURN NULL;
    END IF;
    IF NEW.state IN ('cancelled', 'expired') THEN
        DELETE FROM span WHERE id = NEW.id;
        RETURN NULL;
    END IF;
    UPDATE span SET therapist_id = NEW.therapist_id, client_id = NEW.client_id,
                    starts_at = NEW.starts_at, ends_at = NEW.ends_at
     WHERE id = NEW.id
       AND (therapist_id <> NEW.therapist_id OR client_id <> NEW.client_id
            OR starts_at <> NEW.starts_at OR ends_at <> NEW.ends_at);
    INSERT INTO span (id, therapist_id, client_id, kind, session_id, starts_at, ends_at)
    SELECT NEW.id, NEW.therapist_id, NEW.client_id, 'session', NEW.id, NEW.starts_at, NEW.ends_at
     WHERE NOT EXISTS (SELECT 1 FROM span WHERE id = NEW.id);
    RETURN NULL;
END $$;
