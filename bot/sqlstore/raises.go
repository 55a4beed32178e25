package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"time"

	"knead/bot"
)

// Raises returns what a second opinion raised, the newest first. It goes with the retention time like all holds.
func (st *Store) Raises(ctx context.Context) (raises []bot.Raise, err error) {
	rows, err := st.db.QueryContext(ctx, `SELECT flag, level, at FROM holds WHERE reason = $1 ORDER BY at DESC, conv, version, n`, bot.SecondOpinion)
	if err != nil {
		return nil, fmt.Errorf("list raises: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var flag string
		var level int
		var at int64
		if err := rows.Scan(&flag, &level, &at); err != nil {
			return nil, fmt.Errorf("list raises: %w", err)
		}
		raises = append(raises, bot.Raise{Flag: bot.FlagID(flag), Level: bot.Level(level), At: time.UnixMicro(at).UTC()})
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list raises: %w", err)
	}
	return raises, nil
}
