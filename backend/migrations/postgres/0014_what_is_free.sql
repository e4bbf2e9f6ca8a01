-- Whatever can change what is bookable drops the next free start that is kept, and a change of
-- the schedule itself makes it a newer one: no use case can forget it. Expired holds go unseen by
-- any trigger; how long the kept value holds takes them into account (domain::availability).

CREATE FUNCTION account_gets_a_schedule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO schedule (therapist_id) VALUES (NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER therapist_has_a_schedule AFTER INSERT ON account
    FOR EACH ROW WHEN (NEW.role = 'therapist') EXECUTE FUNCTION account_gets_a_schedule();

CREATE FUNCTION schedule_is_newer(therapist TEXT) RETURNS void LANGUAGE sql AS $$
    UPDATE schedule SET revision = revision + 1, changes = changes + 1,
                        free_at = NULL, free_from = NULL, free_until = NULL
     WHERE therapist_id = therapist;
$$;
CREATE FUNCTION free_time_is_other(therapist TEXT) RETURNS void LANGUAGE sql AS $$
    UPDATE schedule SET changes = changes + 1, free_at = NULL, free_from = NULL, free_until = NULL
     WHERE therapist_id = therapist;
$$;

CREATE FUNCTION schedule_changes_what_is_free() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM schedule_is_newer(NEW.therapist_id);
    RETURN NULL;
END $$;
CREATE TRIGGER schedule_changes_what_is_free
    AFTER UPDATE OF hours, overrides, length_minutes, gap_minutes, lead_minutes, horizon_days,
                    step_minutes ON schedule
    FOR EACH ROW EXECUTE FUNCTION schedule_changes_what_is_free();

CREATE FUNCTION account_changes_what_is_free() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.zone <> OLD.zone THEN
        PERFORM schedule_is_newer(NEW.id);
    ELSE
        PERFORM free_time_is_other(NEW.id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER account_changes_what_is_free AFTER UPDATE OF zone, closed_at ON account
    FOR EACH ROW EXECUTE FUNCTION account_changes_what_is_free();

CREATE FUNCTION block_changes_what_is_free() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM schedule_is_newer(OLD.therapist_id);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM schedule_is_newer(NEW.therapist_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER block_changes_what_is_free AFTER INSERT OR UPDATE OR DELETE ON block
    FOR EACH ROW EXECUTE FUNCTION block_changes_what_is_free();

CREATE FUNCTION row_changes_what_is_free() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM free_time_is_other(OLD.therapist_id);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM free_time_is_other(NEW.therapist_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER span_changes_what_is_free AFTER INSERT OR UPDATE OR DELETE ON span
    FOR EACH ROW EXECUTE FUNCTION row_changes_what_is_free();
CREATE TRIGGER imported_busy_changes_what_is_free AFTER INSERT OR UPDATE OR DELETE ON imported_busy
    FOR EACH ROW EXECUTE FUNCTION row_changes_what_is_free();
CREATE TRIGGER restriction_changes_what_is_free AFTER INSERT OR UPDATE OR DELETE ON restriction
    FOR EACH ROW EXECUTE FUNCTION row_changes_what_is_free();

CREATE TRIGGER account_event_is_append_only BEFORE UPDATE OR DELETE ON account_event
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER account_event_is_never_emptied BEFORE TRUNCATE ON account_event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
