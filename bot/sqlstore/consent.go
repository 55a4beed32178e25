package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"knead/bot"
)

var _ bot.ConsentLog = (*Store)(nil)

// AddConsent implements bot.ConsentLog. A stop is on the disk when it returns.
func (st *Store) AddConsent(ctx context.Context, c bot.Consent) (fresh bool, err error) {
	err = st.inSyncedTx(ctx, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `INSERT INTO consents (id, number, practice, kind, source, at) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (id) DO NOTHING`, c.ID, c.Number, c.Practice, string(c.Kind), c.Source, c.At.UnixMicro())
		if err != nil {
			return fmt.Errorf("add consent: %w", err)
		}
		n, err := res.RowsAffected()
		if err != nil {
			return fmt.Errorf("add consent: %w", err)
		}
		if fresh = n == 1; !fresh {
			return nil
		}
		switch c.Kind {
		case bot.ConsentStop:
			_, err = tx.ExecContext(ctx, `INSERT INTO stops (number, at) VALUES ($1, $2) ON CONFLICT (number) DO UPDATE SET at = excluded.at`,
				c.Number, c.At.UnixMicro())
		case bot.ConsentStart:
			_, err = tx.ExecContext(ctx, `DELETE FROM stops WHERE number = $1`, c.Number)
		case bot.ConsentNone, bot.ConsentBegan, bot.ConsentHelp:
		}
		if err != nil {
			return fmt.Errorf("add consent: %w", err)
		}
		return nil
	})
	return fresh && err == nil, err
}

// Stopped implements bot.ConsentLog.
func (st *Store) Stopped(ctx context.Context, number string) (bool, error) {
	var at int64
	err := st.db.QueryRowContext(ctx, `SELECT at FROM stops WHERE number = $1`, number).Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look up stop: %w", err)
	}
	return true, nil
}

// Consents implements bot.ConsentLog.
func (st *Store) Consents(ctx context.Context, number string) (cs []bot.Consent, err error) {
	rows, err := st.db.QueryContext(ctx, `SELECT id, practice, kind, source, at FROM consents WHERE number = $1 ORDER BY at, id`, number)
	if err != nil {
		return nil, fmt.Errorf("list consents: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		c := bot.Consent{Number: number}
		var kind string
		var at int64
		if err := rows.Scan(&c.ID, &c.Practice, &kind, &c.Source, &at); err != nil {
			return nil, fmt.Errorf("list consents: %w", err)
		}
		c.Kind, c.At = bot.ConsentKind(kind), time.UnixMicro(at).UTC()
		cs = append(cs, c)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list consents: %w", err)
	}
	return cs, nil
}

// inSyncedTx is inTx with the change on the disk when it returns, not only safe from a killed process.
func (st *Store) inSyncedTx(ctx context.Context, do func(*sql.Tx) error) error {
	if !st.sqlite {
		return st.inTx(ctx, do)
	}
	conn, err := st.db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() { _ = conn.Close() }() // back to the pool
	if _, err := conn.ExecContext(ctx, `PRAGMA synchronous = FULL`); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() {
		// If this fails the connection only stays on the safer, slower setting.
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), `PRAGMA synchronous = NORMAL`)
	}()
	tx, err := conn.BeginTx(ctx, nil)
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
