-- Exceptions are counted for a pair, at every look at one of its sessions: by the payments of the
-- pair, and not by all that its therapist was ever paid.
CREATE INDEX payment_of_pair ON payment (client_id, therapist_id);
