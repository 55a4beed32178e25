package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"knead/bot"
)

// tables hold rows of a conversation; their names are constants of this package, never input.
func tables() []string {
	return []string{"sessions", "replies", "holds", "requests", "questions", "outbox", "deliveries", "texts_in", "texts_out", "threads"}
}

// Forget implements bot.Store.
func (st *Store) Forget(ctx context.Context, c bot.Conversation) error {
	return st.inTx(ctx, func(tx *sql.Tx) error {
		for _, table := range tables() {
			if _, err := tx.ExecContext(ctx, `DELETE FROM `+table+` WHERE conv = $1`, key(c)); err != nil {
				return fmt.Errorf("forget %s: %w", table, err)
			}
		}
		return nil
	})
}

// Prune implements bot.Keeper. Sessions under a hold go with the rest: a hold older than the retention time has been
// seen to, or the client is long gone.
func (st *Store) Prune(ctx context.Context, before time.Time) (int, error) {
	n := 0
	err := st.inTx(ctx, func(tx *sql.Tx) error {
		for _, table := range tables() {
			column := "at"
			if table == "sessions" {
				column = "updated"
			}
			res, err := tx.ExecContext(ctx, `DELETE FROM `+table+` WHERE `+column+` < $1`, before.UnixMicro())
			if err != nil {
				return fmt.Errorf("prune %s: %w", table, err)
			}
			gone, err := res.RowsAffected()
			if err != nil {
				return fmt.Errorf("prune %s: %w", table, err)
			}
			n += int(gone)
		}
		return nil
	})
	return n, err
}

// Gaps implements bot.Keeper.
func (st *Store) Gaps(ctx context.Context) (gaps []bot.Gap, err error) {
	rows, err := st.db.QueryContext(ctx, `SELECT q.text, g.lang, g.n, g.first, g.last
		FROM (SELECT key, lang, COUNT(*) AS n, MIN(at) AS first, MAX(at) AS last FROM questions GROUP BY key, lang) g
		JOIN questions q ON q.key = g.key AND q.lang = g.lang AND q.at = g.first
		ORDER BY g.n DESC, g.last DESC, q.text`)
	if err != nil {
		return nil, fmt.Errorf("list questions: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var g bot.Gap
		var lang string
		var first, last int64
		if err := rows.Scan(&g.Text, &lang, &g.Count, &first, &last); err != nil {
			return nil, fmt.Errorf("list questions: %w", err)
		}
		g.Lang, g.First, g.Last = bot.Lang(lang), time.UnixMicro(first).UTC(), time.UnixMicro(last).UTC()
		gaps = append(gaps, g)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list questions: %w", err)
	}
	return gaps, nil
}

// Export implements bot.Keeper.
func (st *Store) Export(ctx context.Context, c bot.Conversation) (bot.Record, error) {
	s, _, err := st.Load(ctx, c, "")
	if err != nil {
		return bot.Record{}, err
	}
	rec := bot.Record{Session: s}
	if err := st.each(ctx, `SELECT flag, level, lifted, reason FROM holds WHERE conv = $1 ORDER BY version, n`, c, func(rows *sql.Rows) error {
		var h bot.HoldChange
		var flag string
		var level, lifted int
		if err := rows.Scan(&flag, &level, &lifted, &h.Reason); err != nil {
			return err
		}
		h.Flag, h.Level, h.Lifted = bot.FlagID(flag), bot.Level(level), lifted != 0
		rec.Holds = append(rec.Holds, h)
		return nil
	}); err != nil {
		return rec, fmt.Errorf("export holds: %w", err)
	}
	if err := st.each(ctx, `SELECT key, intent, request FROM requests WHERE conv = $1 ORDER BY at, key`, c, func(rows *sql.Rows) error {
		var h bot.Handoff
		var intent, request string
		if err := rows.Scan(&h.Key, &intent, &request); err != nil {
			return err
		}
		h.Intent = bot.BookingIntent(intent)
		rec.Handoffs = append(rec.Handoffs, h)
		return json.Unmarshal([]byte(request), &rec.Handoffs[len(rec.Handoffs)-1].Request)
	}); err != nil {
		return rec, fmt.Errorf("export requests: %w", err)
	}
	if err := st.each(ctx, `SELECT text, lang FROM questions WHERE conv = $1 ORDER BY version`, c, func(rows *sql.Rows) error {
		var u bot.Unanswered
		var lang string
		if err := rows.Scan(&u.Text, &lang); err != nil {
			return err
		}
		u.Lang = bot.Lang(lang)
		rec.Gaps = append(rec.Gaps, u)
		return nil
	}); err != nil {
		return rec, fmt.Errorf("export questions: %w", err)
	}
	if err := st.each(ctx, `SELECT key, kind, text, audience, request FROM outbox WHERE conv = $1 ORDER BY version, n, key`, c, func(rows *sql.Rows) error {
		var n bot.Notice
		var audience string
		if err := rows.Scan(&n.Key, &n.Kind, &n.Text, &audience, &n.Request); err != nil {
			return err
		}
		n.For = bot.Audience(audience)
		rec.Notices = append(rec.Notices, n)
		return nil
	}); err != nil {
		return rec, fmt.Errorf("export notices: %w", err)
	}
	if c.Channel != bot.SMS {
		return rec, nil
	}
	if rec.Consents, err = st.Consents(ctx, string(c.User)); err != nil {
		return rec, fmt.Errorf("export: %w", err)
	}
	if rec.Texts, err = st.Texts(ctx, string(c.User)); err != nil {
		return rec, fmt.Errorf("export: %w", err)
	}
	return rec, nil
}

// Conversations implements bot.Keeper.
func (st *Store) Conversations(ctx context.Context, id string) (cs []bot.Conversation, err error) {
	rows, err := st.db.QueryContext(ctx, `SELECT channel, chat, usr FROM sessions WHERE usr = $1 OR chat = $1 ORDER BY conv`, id)
	if err != nil {
		return nil, fmt.Errorf("list conversations: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var channel, chat, user string
		if err := rows.Scan(&channel, &chat, &user); err != nil {
			return nil, fmt.Errorf("list conversations: %w", err)
		}
		cs = append(cs, bot.Conversation{Channel: bot.Channel(channel), Chat: bot.ChatID(chat), User: bot.UserID(user)})
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list conversations: %w", err)
	}
	return cs, nil
}

// Held implements bot.Keeper.
func (st *Store) Held(ctx context.Context) (held []bot.Session, err error) {
	rows, err := st.db.QueryContext(ctx, `SELECT state, version FROM sessions WHERE conv IN (SELECT conv FROM holds)`)
	if err != nil {
		return nil, fmt.Errorf("list holds: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var state string
		var s bot.Session
		if err := rows.Scan(&state, &s.Version); err != nil {
			return nil, fmt.Errorf("list holds: %w", err)
		}
		if err := json.Unmarshal([]byte(state), &s); err != nil {
			return nil, fmt.Errorf("list holds: %w", err)
		}
		if s.Hold.Level != bot.None {
			held = append(held, s)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list holds: %w", err)
	}
	slices.SortFunc(held, func(a, b bot.Session) int { return a.Hold.Since.Compare(b.Hold.Since) })
	return held, nil
}

// each runs scan over the rows of one conversation.
func (st *Store) each(ctx context.Context, query string, c bot.Conversation, scan func(*sql.Rows) error) (err error) {
	rows, err := st.db.QueryContext(ctx, query, key(c))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (st *Store) inTx(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := st.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	if err := do(tx); err != nil {
		if rerr := tx.Rollback(); rerr != nil && !errors.Is(rerr, sql.ErrTxDone) {
			return errors.Join(err, rerr)
		}
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// Wipe deletes every row. It serves tests on a shared server.
func (st *Store) Wipe(ctx context.Context) error {
	return st.inTx(ctx, func(tx *sql.Tx) error {
		for _, table := range append(tables(), "consents", "stops") {
			if _, err := tx.ExecContext(ctx, `DELETE FROM `+table); err != nil {
				return fmt.Errorf("wipe %s: %w", table, err)
			}
		}
		return nil
	})
}
