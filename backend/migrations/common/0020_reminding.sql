-- Since when a booking has waited for the therapist's word, and when they are next reminded of it;
-- both kept beyond their use, since an undo may give them back.
ALTER TABLE session ADD COLUMN asked_at BIGINT;
ALTER TABLE session ADD COLUMN remind_at BIGINT;

UPDATE session SET asked_at = booked_at, remind_at = confirm_by - (confirm_by - booked_at) / 2
 WHERE confirm_by IS NOT NULL;

CREATE INDEX session_to_remind ON session (remind_at) WHERE state = 'awaiting_confirmation';
