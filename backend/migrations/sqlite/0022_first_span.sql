-- As no two spans overlap, those of one person end in the order in which they begin: whether a
-- span is free is told by the first that ends after its start, however many come later.

DROP TRIGGER span_is_free_on_insert;
CREATE TRIGGER span_is_free_on_insert BEFORE INSERT ON span
WHEN (SELECT starts_at FROM span WHERE therapist_id = NEW.therapist_id
          AND ends_at > NEW.starts_at AND id <> NEW.id ORDER BY ends_at LIMIT 1) < NEW.ends_at
  OR (SELECT starts_at FROM span WHERE client_id = NEW.client_id
          AND ends_at > NEW.starts_at AND id <> NEW.id ORDER BY ends_at LIMIT 1) < NEW.ends_at
BEGIN
    SELECT RAISE(ABORT, 'slot_taken');
END;

DROP TRIGGER span_is_free_on_update;
CREATE TRIGGER span_is_free_on_update BEFORE UPDATE ON span
WHEN (SELECT starts_at FROM span WHERE therapist_id = NEW.therapist_id
          AND ends_at > NEW.starts_at AND id <> OLD.id ORDER BY ends_at LIMIT 1) < NEW.ends_at
  OR (SELECT starts_at FROM span WHERE client_id = NEW.client_id
          AND ends_at > NEW.starts_at AND id <> OLD.id ORDER BY ends_at LIMIT 1) < NEW.ends_at
BEGIN
    SELECT RAISE(ABORT, 'slot_taken');
END;
