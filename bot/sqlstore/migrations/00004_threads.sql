-- +goose Up
-- threads are where staff read and answer about a conversation, on a network that has threads.
CREATE TABLE threads (
  conv   TEXT   NOT NULL PRIMARY KEY,
  thread TEXT   NOT NULL,
  at     BIGINT NOT NULL
);
CREATE INDEX threads_thread ON threads (thread);
CREATE INDEX threads_at ON threads (at);

-- +goose Down
DROP TABLE threads;
