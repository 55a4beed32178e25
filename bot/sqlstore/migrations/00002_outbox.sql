-- +goose Up
ALTER TABLE outbox ADD COLUMN audience TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN ref TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN request TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN buttons TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN promised BIGINT NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN state TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN answered BIGINT NOT NULL DEFAULT 0;
-- version and n order the notices of a conversation: by the turn that stored them, then within it.
ALTER TABLE outbox ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN n BIGINT NOT NULL DEFAULT 0;
CREATE INDEX outbox_audience ON outbox (audience, at);
CREATE INDEX outbox_ref ON outbox (ref);

CREATE TABLE deliveries (
  outbox   TEXT   NOT NULL,
  way      TEXT   NOT NULL,
  conv     TEXT   NOT NULL,
  at       BIGINT NOT NULL,
  attempts BIGINT NOT NULL DEFAULT 0,
  next     BIGINT NOT NULL DEFAULT 0,
  done     BIGINT NOT NULL DEFAULT 0,
  receipt  TEXT   NOT NULL DEFAULT '',
  PRIMARY KEY (outbox, way)
);
CREATE INDEX deliveries_conv ON deliveries (conv);
CREATE INDEX deliveries_at ON deliveries (at);
CREATE INDEX deliveries_receipt ON deliveries (way, receipt);

-- +goose Down
DROP TABLE deliveries;
DROP INDEX outbox_ref;
DROP INDEX outbox_audience;
ALTER TABLE outbox DROP COLUMN n;
ALTER TABLE outbox DROP COLUMN version;
ALTER TABLE outbox DROP COLUMN answered;
ALTER TABLE outbox DROP COLUMN state;
ALTER TABLE outbox DROP COLUMN promised;
ALTER TABLE outbox DROP COLUMN buttons;
ALTER TABLE outbox DROP COLUMN request;
ALTER TABLE outbox DROP COLUMN ref;
ALTER TABLE outbox DROP COLUMN audience;
