package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"knead/bot"
)

var (
	_ bot.TextInbox  = (*Store)(nil)
	_ bot.TextRecord = (*Store)(nil)
)

// TakeText implements bot.TextInbox.
func (st *Store) TakeText(ctx context.Context, m bot.TextIn) (bot.TextState, error) {
	state := bot.TextFresh
	err := st.inTx(ctx, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `INSERT INTO texts_in (id, conv, client, practice, text, media, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT (id) DO NOTHING`, string(m.ID), key(m.Conversation()), m.Client, m.Practice, m.Text, m.Media, m.At.UnixMicro())
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		if err != nil || n == 1 {
			return err
		}
		var answered int64
		if err := tx.QueryRowContext(ctx, `SELECT answered FROM texts_in WHERE id = $1`, string(m.ID)).Scan(&answered); err != nil {
			return err
		}
		state = bot.TextTaken
		if answered != 0 {
			state = bot.TextAnswered
		}
		return nil
	})
	if err != nil {
		return "", fmt.Errorf("take text: %w", err)
	}
	return state, nil
}

// AnsweredText implements bot.TextInbox.
func (st *Store) AnsweredText(ctx context.Context, ids ...bot.MessageID) error {
	return st.inTx(ctx, func(tx *sql.Tx) error {
		for _, id := range ids {
			if _, err := tx.ExecContext(ctx, `UPDATE texts_in SET answered = 1, text = '' WHERE id = $1`, string(id)); err != nil {
				return fmt.Errorf("note answered text: %w", err)
			}
		}
		return nil
	})
}

// OpenTexts implements bot.TextInbox.
func (st *Store) OpenTexts(ctx context.Context, since time.Time) (ms []bot.TextIn, err error) {
	rows, err := st.db.QueryContext(ctx, `SELECT id, client, practice, text, media, at FROM texts_in
		WHERE answered = 0 AND at >= $1 ORDER BY at, id`, since.UnixMicro())
	if err != nil {
		return nil, fmt.Errorf("list open texts: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var m bot.TextIn
		var id string
		var at int64
		if err := rows.Scan(&id, &m.Client, &m.Practice, &m.Text, &m.Media, &at); err != nil {
			return nil, fmt.Errorf("list open texts: %w", err)
		}
		m.ID, m.At = bot.MessageID(id), time.UnixMicro(at).UTC()
		ms = append(ms, m)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list open texts: %w", err)
	}
	return ms, nil
}

// rankOf orders statuses: callbacks overtake each other.
func rankOf(status string) int {
	switch status {
	case "":
		return 0
	case "accepted", "scheduled", "queued":
		return 1
	case "sending":
		return 2
	case "sent":
		return 3
	}
	return 4 // delivered, undelivered, failed, read, canceled: final
}

// NoteText implements bot.TextRecord.
func (st *Store) NoteText(ctx context.Context, o bot.TextOut) error {
	if _, err := st.db.ExecContext(ctx, `INSERT INTO texts_out (id, conv, client, practice, reply, segments, status, rank, code, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (id) DO UPDATE SET
			status = CASE WHEN excluded.rank > texts_out.rank THEN excluded.status ELSE texts_out.status END,
			code = CASE WHEN excluded.rank > texts_out.rank THEN excluded.code ELSE texts_out.code END,
			rank = CASE WHEN excluded.rank > texts_out.rank THEN excluded.rank ELSE texts_out.rank END,
			reply = CASE WHEN texts_out.reply = '' THEN excluded.reply ELSE texts_out.reply END,
			segments = CASE WHEN texts_out.segments = 0 THEN excluded.segments ELSE texts_out.segments END`,
		o.ID, key(bot.TextConversation(o.Client)), o.Client, o.Practice, string(o.Reply), o.Segments, o.Status, rankOf(o.Status), o.Code,
		o.At.UnixMicro()); err != nil {
		return fmt.Errorf("note text: %w", err)
	}
	return nil
}

// Texts implements bot.TextRecord.
func (st *Store) Texts(ctx context.Context, client string) (outs []bot.TextOut, err error) {
	rows, err := st.db.QueryContext(ctx, `SELECT id, practice, reply, segments, status, code, at FROM texts_out
		WHERE conv = $1 ORDER BY at, id`, key(bot.TextConversation(client)))
	if err != nil {
		return nil, fmt.Errorf("list texts: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		o := bot.TextOut{Client: client}
		var reply string
		var at int64
		if err := rows.Scan(&o.ID, &o.Practice, &reply, &o.Segments, &o.Status, &o.Code, &at); err != nil {
			return nil, fmt.Errorf("list texts: %w", err)
		}
		o.Reply, o.At = bot.MessageID(reply), time.UnixMicro(at).UTC()
		outs = append(outs, o)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list texts: %w", err)
	}
	return outs, nil
}

// LastText implements bot.TextRecord.
func (st *Store) LastText(ctx context.Context, client string) (practice string, at time.Time, err error) {
	var micro int64
	err = st.db.QueryRowContext(ctx, `SELECT practice, at FROM texts_in WHERE conv = $1 ORDER BY at DESC, id DESC LIMIT 1`,
		key(bot.TextConversation(client))).Scan(&practice, &micro)
	if errors.Is(err, sql.ErrNoRows) {
		return "", time.Time{}, nil
	}
	if err != nil {
		return "", time.Time{}, fmt.Errorf("look up last text: %w", err)
	}
	return practice, time.UnixMicro(micro).UTC(), nil
}
