-- +goose Up
-- The consent log and the stops are no part of a conversation: they outlive forgetting and pruning.
CREATE TABLE consents (
  id       TEXT   NOT NULL PRIMARY KEY,
  number   TEXT   NOT NULL,
  practice TEXT   NOT NULL,
  kind     TEXT   NOT NULL,
  source   TEXT   NOT NULL,
  at       BIGINT NOT NULL
);
CREATE INDEX consents_number ON consents (number, at);

CREATE TABLE stops (
  number TEXT   NOT NULL PRIMARY KEY,
  at     BIGINT NOT NULL
);

CREATE TABLE texts_in (
  id       TEXT   NOT NULL PRIMARY KEY,
  conv     TEXT   NOT NULL,
  client   TEXT   NOT NULL,
  practice TEXT   NOT NULL,
  text     TEXT   NOT NULL,
  media    BIGINT NOT NULL,
  answered BIGINT NOT NULL DEFAULT 0,
  at       BIGINT NOT NULL
);
CREATE INDEX texts_in_conv ON texts_in (conv, at);
CREATE INDEX texts_in_open ON texts_in (answered, at);
CREATE INDEX texts_in_at ON texts_in (at);

CREATE TABLE texts_out (
  id       TEXT   NOT NULL PRIMARY KEY,
  conv     TEXT   NOT NULL,
  client   TEXT   NOT NULL,
  practice TEXT   NOT NULL,
  reply    TEXT   NOT NULL,
  segments BIGINT NOT NULL,
  status   TEXT   NOT NULL,
  rank     BIGINT NOT NULL,
  code     BIGINT NOT NULL,
  at       BIGINT NOT NULL
);
CREATE INDEX texts_out_conv ON texts_out (conv, at);
CREATE INDEX texts_out_at ON texts_out (at);

-- +goose Down
DROP TABLE texts_out;
DROP TABLE texts_in;
DROP TABLE stops;
DROP TABLE consents;
