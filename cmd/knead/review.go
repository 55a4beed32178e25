package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"knead/bot"
	"knead/bot/sqlstore"
)

// triageReviewCmd lists what a second opinion raised, so that rules and corpus can learn from it. It shows categories,
// levels and times: no word of a client, and not who it was.
type triageReviewCmd struct{}

// Run implements the command.
func (*triageReviewCmd) Run(ctx context.Context, c *cli, env *environment) error {
	return withStore(ctx, c, env, func(st *sqlstore.Store) error {
		raises, err := st.Raises(ctx)
		if err != nil {
			return err
		}
		if len(raises) == 0 {
			_, err := fmt.Fprintln(env.out, "a second opinion has raised nothing")
			return err
		}
		var b strings.Builder
		count := map[bot.FlagID]int{}
		for _, r := range raises {
			count[r.Flag]++
			fmt.Fprintf(&b, "%s  to %-10s  %s\n", r.At.Format("2006-01-02 15:04 MST"), r.Level, r.Flag)
		}
		fmt.Fprintf(&b, "%d raised in %d categories\n", len(raises), len(count))
		_, err = io.WriteString(env.out, b.String())
		return err
	})
}
