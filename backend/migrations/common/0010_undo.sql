-- A cancel can be undone for a while: what it wrote is found by its act, and taken back.

ALTER TABLE refund ADD COLUMN withdrawn_at BIGINT;            -- undone before it was asked for: counts nowhere
ALTER TABLE block ADD COLUMN act_id TEXT;                     -- the decision that it was put there by
ALTER TABLE incident ADD COLUMN act_id TEXT;
CREATE INDEX block_by_act ON block (act_id);
CREATE INDEX incident_by_act ON incident (act_id);
