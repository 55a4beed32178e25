package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"

	"knead/bot"
)

// The queries that run for every message.
const (
	loadSession   = `SELECT version, state FROM sessions WHERE conv = $1`
	loadReply     = `SELECT reply FROM replies WHERE conv = $1 AND message = $2`
	insertSession = `INSERT INTO sessions (conv, channel, chat, usr, version, state, updated)
		VALUES ($1, $2, $3, $4, 1, $5, $6) ON CONFLICT (conv) DO NOTHING`
	updateSession = `UPDATE sessions SET version = version + 1, state = $3, updated = $4 WHERE conv = $1 AND version = $2`
	insertReply   = `INSERT INTO replies (conv, message, reply, at) VALUES ($1, $2, $3, $4) ON CONFLICT (conv, message) DO NOTHING`
)

// key is a conversation as one column.
func key(c bot.Conversation) string {
	return url.QueryEscape(string(c.Channel)) + "/" + url.QueryEscape(string(c.Chat)) + "/" + url.QueryEscape(string(c.User))
}

// Load implements bot.Store.
func (st *Store) Load(ctx context.Context, c bot.Conversation, id bot.MessageID) (bot.Session, *bot.Reply, error) {
	s := bot.Session{Conversation: c}
	var version int64
	var state string
	err := st.db.QueryRowContext(ctx, loadSession, key(c)).Scan(&version, &state)
	if errors.Is(err, sql.ErrNoRows) {
		return s, nil, nil
	}
	if err != nil {
		return s, nil, fmt.Errorf("load session: %w", err)
	}
	if err := json.Unmarshal([]byte(state), &s); err != nil {
		return s, nil, fmt.Errorf("decode session: %w", err)
	}
	s.Conversation, s.Version = c, version
	if id == "" {
		return s, nil, nil
	}
	var text string
	err = st.db.QueryRowContext(ctx, loadReply, key(c), string(id)).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return s, nil, nil
	}
	if err != nil {
		return s, nil, fmt.Errorf("load reply: %w", err)
	}
	var r bot.Reply
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		return s, nil, fmt.Errorf("decode reply: %w", err)
	}
	return s, &r, nil
}

// Save implements bot.Store.
func (st *Store) Save(ctx context.Context, t bot.Turn) error {
	state, err := json.Marshal(t.Session)
	if err != nil {
		return fmt.Errorf("encode session: %w", err)
	}
	conn, err := st.db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("save turn: %w", err)
	}
	defer func() { _ = conn.Close() }() // back to the pool
	if st.sqlite && weighty(t) {
		// What staff or safety rest on is on the disk before the client reads the reply.
		if _, err := conn.ExecContext(ctx, `PRAGMA synchronous = FULL`); err != nil {
			return fmt.Errorf("save turn: %w", err)
		}
		defer func() {
			if _, perr := conn.ExecContext(context.WithoutCancel(ctx), `PRAGMA synchronous = NORMAL`); perr != nil {
				_ = perr // the connection only stays on the safer, slower setting
			}
		}()
	}
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("save turn: %w", err)
	}
	if err := st.write(ctx, tx, t, string(state)); err != nil {
		if rerr := tx.Rollback(); rerr != nil && !errors.Is(rerr, sql.ErrTxDone) {
			return errors.Join(err, rerr)
		}
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("save turn: %w", err)
	}
	return nil
}

func weighty(t bot.Turn) bool {
	return t.Handoff != nil || len(t.Holds) > 0 || len(t.Staff) > 0 || t.Answered != nil
}

func (st *Store) write(ctx context.Context, tx *sql.Tx, t bot.Turn, state string) error {
	c, id, at := t.Session.Conversation, key(t.Session.Conversation), t.At.UnixMicro()
	version := t.Session.Version
	var res sql.Result
	var err error
	if version == 0 {
		res, err = tx.ExecContext(ctx, insertSession, id, string(c.Channel), string(c.Chat), string(c.User), state, at)
	} else {
		res, err = tx.ExecContext(ctx, updateSession, id, version, state, at)
	}
	if err != nil {
		return fmt.Errorf("save session: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil {
		return fmt.Errorf("save session: %w", err)
	} else if n != 1 {
		return bot.ErrConflict
	}
	if t.Message != "" {
		reply, err := json.Marshal(t.Reply)
		if err != nil {
			return fmt.Errorf("encode reply: %w", err)
		}
		if _, err := tx.ExecContext(ctx, insertReply, id, string(t.Message), string(reply), at); err != nil {
			return fmt.Errorf("save reply: %w", err)
		}
	}
	for n, h := range t.Holds {
		lifted := 0
		if h.Lifted {
			lifted = 1
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO holds (conv, version, n, flag, level, lifted, reason, at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, id, version, n, string(h.Flag), int(h.Level), lifted, h.Reason, at); err != nil {
			return fmt.Errorf("save hold: %w", err)
		}
	}
	if h := t.Handoff; h != nil {
		request, err := json.Marshal(h.Request)
		if err != nil {
			return fmt.Errorf("encode request: %w", err)
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO requests (key, conv, intent, request, at) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (key) DO NOTHING`, h.Key, id, string(h.Intent), string(request), at); err != nil {
			return fmt.Errorf("save request: %w", err)
		}
	}
	if u := t.Unanswered; u != nil {
		if _, err := tx.ExecContext(ctx, `INSERT INTO questions (conv, version, key, lang, text, at) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (conv, version) DO NOTHING`, id, version, bot.GapKey(u.Text), string(u.Lang), u.Text, at); err != nil {
			return fmt.Errorf("save question: %w", err)
		}
	}
	if err := answer(ctx, tx, t); err != nil {
		return err
	}
	return post(ctx, tx, t)
}
