-- No two spans of one therapist overlap, and no two of one client, whatever their kinds.

CREATE EXTENSION IF NOT EXISTS btree_gist;

ALTER TABLE span
    ADD CONSTRAINT span_of_therapist_is_free EXCLUDE USING gist (
        therapist_id WITH =, int8range(starts_at, ends_at, '[)') WITH &&),
    ADD CONSTRAINT span_of_client_is_free EXCLUDE USING gist (
        client_id WITH =, int8range(starts_at, ends_at, '[)') WITH &&);

-- A session's span is written here and nowhere else.
CREATE FUNCTION session_writes_its_span() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
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

CREATE TRIGGER session_takes_its_span AFTER INSERT ON session
    FOR EACH ROW EXECUTE FUNCTION session_writes_its_span();
CREATE TRIGGER session_keeps_its_span
    AFTER UPDATE OF state, starts_at, ends_at, therapist_id, client_id ON session
    FOR EACH ROW EXECUTE FUNCTION session_writes_its_span();

-- Nobody writes one past the session that it belongs to. Two who want one span wait for each
-- other on the therapist's row, then the client's: an exclusion constraint alone would let both
-- insert first and then deadlock on each other.
CREATE FUNCTION span_is_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM account WHERE id = NEW.therapist_id FOR NO KEY UPDATE;
    PERFORM 1 FROM account WHERE id = NEW.client_id FOR NO KEY UPDATE;
    IF TG_OP = 'UPDATE' AND OLD.kind = 'session' AND (NEW.kind <> 'session' OR NEW.id <> OLD.id) THEN
        RAISE EXCEPTION 'span_of_session';
    END IF;
    IF NEW.kind = 'session' AND NOT EXISTS (
        SELECT 1 FROM session s WHERE s.id = NEW.id AND s.state NOT IN ('cancelled', 'expired')
            AND s.therapist_id = NEW.therapist_id AND s.client_id = NEW.client_id
            AND s.starts_at = NEW.starts_at AND s.ends_at = NEW.ends_at) THEN
        RAISE EXCEPTION 'span_of_session';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER span_is_in_order BEFORE INSERT OR UPDATE ON span
    FOR EACH ROW EXECUTE FUNCTION span_is_in_order();

CREATE FUNCTION span_stays_with_its_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM session s WHERE s.id = OLD.id AND s.state NOT IN ('cancelled', 'expired')) THEN
        RAISE EXCEPTION 'span_of_session';
    END IF;
    RETURN OLD;
END $$;

CREATE TRIGGER span_stays_with_its_session BEFORE DELETE ON span
    FOR EACH ROW WHEN (OLD.kind = 'session') EXECUTE FUNCTION span_stays_with_its_session();

-- TRUNCATE fires no row trigger.
CREATE FUNCTION refuse_truncate_span() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'span_of_session'; END $$;
CREATE TRIGGER span_is_never_emptied BEFORE TRUNCATE ON span
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate_span();
