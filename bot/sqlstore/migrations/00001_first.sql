-- +goose Up
CREATE TABLE sessions (
  conv    TEXT   NOT NULL PRIMARY KEY,
  channel TEXT   NOT NULL,
  chat    TEXT   NOT NULL,
  usr     TEXT   NOT NULL,
  version BIGINT NOT NULL,
  state   TEXT   NOT NULL,
  updated BIGINT NOT NULL
);
CREATE INDEX sessions_updated ON sessions (updated);
CREATE INDEX sessions_usr ON sessions (usr);
CREATE INDEX sessions_chat ON sessions (chat);

CREATE TABLE replies (
  conv    TEXT   NOT NULL,
  message TEXT   NOT NULL,
  reply   TEXT   NOT NULL,
  at      BIGINT NOT NULL,
  PRIMARY KEY (conv, message)
);
CREATE INDEX replies_at ON replies (at);

CREATE TABLE holds (
  conv    TEXT   NOT NULL,
  version BIGINT NOT NULL,
  n       BIGINT NOT NULL,
  flag    TEXT   NOT NULL,
  level   BIGINT NOT NULL,
  lifted  BIGINT NOT NULL,
  reason  TEXT   NOT NULL,
  at      BIGINT NOT NULL,
  PRIMARY KEY (conv, version, n)
);
CREATE INDEX holds_at ON holds (at);

CREATE TABLE requests (
  key     TEXT   NOT NULL PRIMARY KEY,
  conv    TEXT   NOT NULL,
  intent  TEXT   NOT NULL,
  request TEXT   NOT NULL,
  at      BIGINT NOT NULL
);
CREATE INDEX requests_conv ON requests (conv);
CREATE INDEX requests_at ON requests (at);

CREATE TABLE questions (
  conv    TEXT   NOT NULL,
  version BIGINT NOT NULL,
  key     TEXT   NOT NULL,
  lang    TEXT   NOT NULL,
  text    TEXT   NOT NULL,
  at      BIGINT NOT NULL,
  PRIMARY KEY (conv, version)
);
CREATE INDEX questions_key ON questions (key, lang);
CREATE INDEX questions_at ON questions (at);

CREATE TABLE outbox (
  key      TEXT   NOT NULL PRIMARY KEY,
  conv     TEXT   NOT NULL,
  kind     TEXT   NOT NULL,
  text     TEXT   NOT NULL,
  at       BIGINT NOT NULL,
  attempts BIGINT NOT NULL DEFAULT 0,
  sent     BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX outbox_conv ON outbox (conv);
CREATE INDEX outbox_sent ON outbox (sent, at);

-- +goose Down
DROP TABLE outbox;
DROP TABLE questions;
DROP TABLE requests;
DROP TABLE holds;
DROP TABLE replies;
DROP TABLE sessions;
