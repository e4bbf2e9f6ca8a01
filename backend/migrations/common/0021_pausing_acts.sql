-- The acts whose time a therapist's pause keeps closed. The undo of one of them lifts the pause only
-- where no other needs it; `restriction.act_id` is one of these.
CREATE TABLE pausing_act (
    act_id       TEXT PRIMARY KEY,
    therapist_id TEXT NOT NULL REFERENCES account (id)
);
INSERT INTO pausing_act (act_id, therapist_id)
SELECT act_id, therapist_id FROM restriction
 WHERE kind = 'paused_by_therapist' AND act_id IS NOT NULL;
