-- Whatever can change what is bookable drops the next free start that is kept, and a change of
-- the schedule itself makes it a newer one: no use case can forget it. Expired holds go unseen by
-- any trigger; how long the kept value holds takes them into account (domain::availability).

CREATE TRIGGER therapist_has_a_schedule AFTER INSERT ON account WHEN NEW.role = 'therapist'
BEGIN
    INSERT INTO schedule (therapist_id) VALUES (NEW.id);
END;

CREATE TRIGGER schedule_changes_what_is_free
AFTER UPDATE OF hours, overrides, length_minutes, gap_minutes, lead_minutes, horizon_days, step_minutes
ON schedule
BEGIN
    UPDATE schedule SET revision = revision + 1, changes = changes + 1,
                        free_at = NULL, free_from = NULL, free_until = NULL
     WHERE therapist_id = NEW.therapist_id;
END;

CREATE TRIGGER zone_changes_what_is_free AFTER UPDATE OF zone ON account
WHEN NEW.zone <> OLD.zone
BEGIN
    UPDATE schedule SET revision = revision + 1, changes = changes + 1,
                        free_at = NULL, free_from = NULL, free_until = NULL
     WHERE therapist_id = NEW.id;
END;

CREATE TRIGGER closing_changes_what_is_free AFTER UPDATE OF closed_at ON account
BEGIN
    UPDATE schedule SET changes = changes + 1, free_at = NULL, free_from = NULL, free_until = NULL
     WHERE therapist_id = NEW.id;
END;

CREATE TRIGGER block_written_changes_what_is_free AFTER INSERT ON block
BEGIN
    UPDATE schedule SET revision = revision + 1, changes = changes + 1, free_at = NULL, free_from = NULL, free_until = NULL
     WHERE therapist_id = NEW.therapist_id;
END;

CREATE TRIGGER block_changed_changes_what_is_free AFTER UPDATE ON block
BEGIN
    UPDATE schedule SET revision = revision + 1, changes = changes + 1, free_at = NULL, free_from = NULL, free_until = NULL
     WHERE therapist_id IN (OLD.therapist_id, NEW.therapist_id);
END;

CREATE TRIGGER block_deleted_changes_what_is_free AFTER DELETE ON block
BEGIN
    UPDATE schedule SET revision = revision + 1, changes = changes + 1, free_at = NULL, free_from = NULL, free_until = NULL
     WHERE therapist_id = OLD.therapist_id;
END;

CREATE TRIGGER span_written_changes_what_is_free AFTER INSERT ON span
BEGIN
    UPDATE schedule SET changes = changes + 1, free_at = NULL, free_from = NULL, free_until = NULL
     WHERE therapist_id = NEW.therapist_id;
END;

CREATE TRIGGER span_changed_changes_what_is_free AFTER UPDATE ON span
BEGIN
    UPDATE schedule SET changes = changes + 1, free_at = NULL, free_from = NULL, free_until = NULL
     WHERE therapist_id IN (OLD.therapist_id, NEW.therapist_id);
END;

CREATE TRIGGER span_deleted_changes_what_is_free AFTER DELETE ON span
BEGIN
    UPDATE schedule SET changes = changes + 1, free_at = NULL, free_from = NULL, free_until = NULL
     WHERE therapist_id = OLD.therapist_id;
END;

CREATE TRIGGER imported_busy_written_changes_what_is_free AFTER INSERT ON imported_busy
BEGIN
    UPDATE schedule SET changes = changes + 1, free_at = NULL, free_from = NULL, free_until = NULL
     WHERE therapist_id = NEW.therapist_id;
END;

CREATE TRIGGER imported_busy_changed_changes_what_is_free AFTER UPDATE ON imported_busy
BEGIN
    UPDATE schedule SET changes = changes + 1, free_at = NULL, free_from = NULL, free_until = NULL
     WHERE therapist_id IN (OLD.therapist_id, NEW.therapist_id);
END;

CREATE TRIGGER imported_busy_deleted_changes_what_is_free AFTER DELETE ON imported_busy
BEGIN
    UPDATE schedule SET changes = changes + 1, free_at = NULL, free_from = NULL, free_until = NULL
     WHERE therapist_id = OLD.therapist_id;
END;

CREATE TRIGGER restriction_written_changes_what_is_free AFTER INSERT ON restriction
BEGIN
    UPDATE schedule SET changes = changes + 1, free_at = NULL, free_from = NULL, free_until = NULL
     WHERE therapist_id = NEW.therapist_id;
END;

CREATE TRIGGER restriction_changed_changes_what_is_free AFTER UPDATE ON restriction
BEGIN
    UPDATE schedule SET changes = changes + 1, free_at = NULL, free_from = NULL, free_until = NULL
     WHERE therapist_id IN (OLD.therapist_id, NEW.therapist_id);
END;

CREATE TRIGGER restriction_deleted_changes_what_is_free AFTER DELETE ON restriction
BEGIN
    UPDATE schedule SET changes = changes + 1, free_at = NULL, free_from = NULL, free_until = NULL
     WHERE therapist_id = OLD.therapist_id;
END;

CREATE TRIGGER account_event_is_never_changed BEFORE UPDATE ON account_event
BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER account_event_is_never_deleted BEFORE DELETE ON account_event
BEGIN SELECT RAISE(ABORT, 'append_only'); END;
