package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"knead/bot"
)

// Thread returns the thread in which staff read about c, empty if it has none yet.
func (st *Store) Thread(ctx context.Context, c bot.Conversation) (string, error) {
	var thread string
	err := st.db.QueryRowContext(ctx, `SELECT thread FROM threads WHERE conv = $1`, key(c)).Scan(&thread)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("find thread: %w", err)
	}
	return thread, nil
}

// Keep remembers c's thread, in the place of an older one. Of a conversation that was forgotten meanwhile nothing is kept.
func (st *Store) Keep(ctx context.Context, c bot.Conversation, thread string) error {
	if _, err := st.db.ExecContext(ctx, `INSERT INTO threads (conv, thread, at) SELECT conv, CAST($2 AS TEXT), CAST($3 AS BIGINT) FROM sessions WHERE conv = $1
		ON CONFLICT (conv) DO UPDATE SET thread = excluded.thread, at = excluded.at`, key(c), thread, time.Now().UnixMicro()); err != nil {
		return fmt.Errorf("keep thread: %w", err)
	}
	return nil
}

// Whose returns the conversation of a thread; ok is false for any other channel.
func (st *Store) Whose(ctx context.Context, thread string) (c bot.Conversation, ok bool, err error) {
	var channel, chat, user string
	err = st.db.QueryRowContext(ctx, `SELECT s.channel, s.chat, s.usr FROM threads t JOIN sessions s ON s.conv = t.conv WHERE t.thread = $1`, thread).
		Scan(&channel, &chat, &user)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return c, false, nil
	case err != nil:
		return c, false, fmt.Errorf("find whose thread it is: %w", err)
	}
	return bot.Conversation{Channel: bot.Channel(channel), Chat: bot.ChatID(chat), User: bot.UserID(user)}, true, nil
}
