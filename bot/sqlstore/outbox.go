package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"knead/bot"
)

var (
	_ bot.Outbox   = (*Store)(nil)
	_ bot.Casebook = (*Store)(nil)
)

// givenUp marks a delivery that is not tried again.
const givenUp = -1

// post stores the notices of a turn, and what the client read of earlier ones.
func post(ctx context.Context, tx *sql.Tx, t bot.Turn) error {
	id, at := key(t.Session.Conversation), t.At.UnixMicro()
	for i, n := range t.Staff {
		buttons := ""
		if len(n.Buttons) > 0 {
			b, err := json.Marshal(n.Buttons)
			if err != nil {
				return fmt.Errorf("encode notice: %w", err)
			}
			buttons = string(b)
		}
		promised := 0
		if n.Promised() {
			promised = 1
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO outbox (key, conv, kind, text, at, audience, ref, request, buttons, promised, version, n)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (key) DO NOTHING`, n.Key, id, n.Kind, n.Text, at,
			string(n.For), string(bot.RefOf(n.Key)), n.Request, buttons, promised, t.Session.Version, i); err != nil {
			return fmt.Errorf("save notice: %w", err)
		}
	}
	for _, k := range t.Told {
		if err := settle(ctx, tx, bot.NewsWay, k, "", at); err != nil {
			return fmt.Errorf("save news told: %w", err)
		}
	}
	return nil
}

// answer closes the request that a turn answers, or refuses the turn.
func answer(ctx context.Context, tx *sql.Tx, t bot.Turn) error {
	if t.Answered == nil {
		return nil
	}
	res, err := tx.ExecContext(ctx, `UPDATE outbox SET state = $2, answered = $3 WHERE key = $1 AND state = ''`,
		t.Answered.Key, string(t.Answered.State), t.At.UnixMicro())
	if err != nil {
		return fmt.Errorf("save answer: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil {
		return fmt.Errorf("save answer: %w", err)
	} else if n != 1 {
		return bot.ErrAnswered
	}
	return nil
}

// settle records that way delivered a notice, which may have been forgotten meanwhile.
func settle(ctx context.Context, tx *sql.Tx, way, notice, receipt string, at int64) error {
	if _, err := tx.ExecContext(ctx, `INSERT INTO deliveries (outbox, way, conv, at, done, receipt)
		SELECT key, CAST($2 AS TEXT), conv, at, CAST($3 AS BIGINT), CAST($4 AS TEXT) FROM outbox WHERE key = $1
		ON CONFLICT (outbox, way) DO UPDATE SET done = excluded.done, receipt = excluded.receipt`, notice, way, at, receipt); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `UPDATE outbox SET sent = $2 WHERE key = $1 AND sent = 0`, notice, at)
	return err
}

// parcels are the columns of a bot.Parcel. What is said of an undelivered notice's attempts is the way's, in d.
const (
	parcelColumns = `o.key, o.kind, o.text, o.audience, o.request, o.buttons, o.at, o.state, o.answered, s.channel, s.chat, s.usr,
		COALESCE(r.intent, ''), COALESCE(r.request, '')`
	parcelTables = ` FROM outbox o JOIN sessions s ON s.conv = o.conv LEFT JOIN requests r ON r.key = o.request`
)

// Due implements bot.Outbox. Times and names that stand several times in a query are parameters once.
func (st *Store) Due(ctx context.Context, w bot.Window) (due []bot.Parcel, err error) {
	err = st.inTx(ctx, func(tx *sql.Tx) error {
		found, err := scanParcels(tx.QueryContext(ctx, `SELECT `+parcelColumns+`, COALESCE(d.attempts, 0),
			(SELECT COUNT(*) FROM outbox l WHERE l.key = $7 || o.key AND l.text <> '')`+parcelTables+`
			LEFT JOIN deliveries d ON d.outbox = o.key AND d.way = $1
			WHERE o.audience = $2 AND o.at >= $4 AND (o.sent = 0 OR o.at >= $5) AND COALESCE(d.done, 0) = 0 AND COALESCE(d.next, 0) <= $3
			AND NOT EXISTS (SELECT 1 FROM outbox e LEFT JOIN deliveries x ON x.outbox = e.key AND x.way = $1
				WHERE e.conv = o.conv AND e.audience = $2 AND e.at >= $4 AND (e.sent = 0 OR e.at >= $5) AND COALESCE(x.done, 0) = 0
				AND (e.version < o.version OR e.version = o.version AND e.n < o.n))
			ORDER BY o.at, o.key LIMIT $6`, w.Way, string(w.For), w.Now.UnixMicro(), w.Since.UnixMicro(), w.Fresh.UnixMicro(), w.Limit, bot.LateKey("")))
		if err != nil {
			return err
		}
		for _, p := range found {
			// Another process may have been given it in the same moment: the row decides.
			res, err := tx.ExecContext(ctx, `INSERT INTO deliveries (outbox, way, conv, at, next) VALUES ($1, $2, $3, $4, $5)
				ON CONFLICT (outbox, way) DO UPDATE SET next = excluded.next WHERE deliveries.done = 0 AND deliveries.next <= $6`,
				p.Key, w.Way, key(p.Conversation), p.At.UnixMicro(), w.Now.Add(w.Lease).UnixMicro(), w.Now.UnixMicro())
			if err != nil {
				return err
			}
			n, err := res.RowsAffected()
			if err != nil {
				return err
			}
			if n == 1 {
				due = append(due, p)
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list due notices: %w", err)
	}
	return due, nil
}

// Done implements bot.Outbox.
func (st *Store) Done(ctx context.Context, way, notice, receipt string, at time.Time) error {
	if err := st.inTx(ctx, func(tx *sql.Tx) error { return settle(ctx, tx, way, notice, receipt, at.UnixMicro()) }); err != nil {
		return fmt.Errorf("save delivery: %w", err)
	}
	return nil
}

// Failed implements bot.Outbox.
func (st *Store) Failed(ctx context.Context, way, notice string, next time.Time) error {
	done, due := 0, int64(0)
	if next.IsZero() {
		done = givenUp
	} else {
		due = next.UnixMicro()
	}
	if _, err := st.db.ExecContext(ctx, `UPDATE deliveries SET attempts = attempts + 1, next = $3, done = $4
		WHERE outbox = $1 AND way = $2 AND done = 0`, notice, way, due, done); err != nil {
		return fmt.Errorf("save failed delivery: %w", err)
	}
	return nil
}

// Cases implements bot.Casebook.
func (st *Store) Cases(ctx context.Context, q bot.CaseQuery) ([]bot.Parcel, error) {
	where, args := []string{"o.audience = ''"}, []any{}
	add := func(cond string, values ...any) {
		for _, v := range values {
			args = append(args, v)
			cond = strings.Replace(cond, "?", "$"+strconv.Itoa(len(args)), 1)
		}
		where = append(where, cond)
	}
	if q.Key != "" {
		add("o.key = ?", q.Key)
	}
	if q.Ref != "" {
		add("o.ref LIKE ?", string(q.Ref)+"%") // a Ref has only small letters and digits
	}
	if q.Receipt != "" {
		add("o.key IN (SELECT outbox FROM deliveries WHERE way = ? AND receipt = ?)", q.Way, q.Receipt)
	}
	if q.Conversation != (bot.Conversation{}) {
		add("o.conv = ?", key(q.Conversation))
	}
	if q.Open {
		add("o.request <> '' AND o.state = ''")
	}
	ps, err := scanParcels(st.db.QueryContext(ctx, `SELECT `+parcelColumns+`, 0, 0`+parcelTables+` WHERE `+strings.Join(where, " AND ")+`
		ORDER BY o.at DESC, o.version DESC, o.n DESC, o.key LIMIT 20`, args...))
	if err != nil {
		return nil, fmt.Errorf("list cases: %w", err)
	}
	return ps, nil
}

// Late implements bot.Casebook.
func (st *Store) Late(ctx context.Context, t time.Time) ([]bot.Parcel, error) {
	ps, err := scanParcels(st.db.QueryContext(ctx, `SELECT `+parcelColumns+`, 0, 0`+parcelTables+` WHERE o.audience = '' AND o.promised = 1
		AND o.sent = 0 AND o.at < $1 AND NOT EXISTS (SELECT 1 FROM outbox l WHERE l.key = $2 || o.key)
		ORDER BY o.at, o.version, o.n, o.key LIMIT 100`, t.UnixMicro(), bot.LateKey("")))
	if err != nil {
		return nil, fmt.Errorf("list late notices: %w", err)
	}
	return ps, nil
}

// News implements bot.Casebook.
func (st *Store) News(ctx context.Context, c bot.Conversation) ([]bot.Parcel, error) {
	ps, err := scanParcels(st.db.QueryContext(ctx, `SELECT `+parcelColumns+`, COALESCE(d.attempts, 0), 0`+parcelTables+`
		LEFT JOIN deliveries d ON d.outbox = o.key AND d.way = $2
		WHERE o.conv = $1 AND o.audience = $3 AND COALESCE(d.done, 0) <= 0 ORDER BY o.version, o.n`,
		key(c), bot.NewsWay, string(bot.ForClient)))
	if err != nil {
		return nil, fmt.Errorf("list news: %w", err)
	}
	return ps, nil
}

// scanParcels reads the rows of a query over parcelColumns, a count of attempts, and whether the client was told that it was late.
func scanParcels(rows *sql.Rows, qerr error) (ps []bot.Parcel, err error) {
	if qerr != nil {
		return nil, qerr
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var p bot.Parcel
		var at, answered, late int64
		var audience, buttons, state, channel, chat, user, intent, request string
		if err := rows.Scan(&p.Key, &p.Kind, &p.Text, &audience, &p.Request, &buttons, &at, &state, &answered, &channel, &chat, &user,
			&intent, &request, &p.Attempts, &late); err != nil {
			return nil, err
		}
		p.Late = late > 0
		p.For, p.State, p.At = bot.Audience(audience), bot.CaseState(state), time.UnixMicro(at).UTC()
		p.Conversation = bot.Conversation{Channel: bot.Channel(channel), Chat: bot.ChatID(chat), User: bot.UserID(user)}
		if answered != 0 {
			p.Answered = time.UnixMicro(answered).UTC()
		}
		if buttons != "" {
			if err := json.Unmarshal([]byte(buttons), &p.Buttons); err != nil {
				return nil, err
			}
		}
		if request != "" {
			p.Handoff = &bot.Handoff{Key: p.Request, Intent: bot.BookingIntent(intent)}
			if err := json.Unmarshal([]byte(request), &p.Handoff.Request); err != nil {
				return nil, err
			}
		}
		ps = append(ps, p)
	}
	return ps, rows.Err()
}
