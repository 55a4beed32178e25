package main

import (
	"context"
	"fmt"
	"os"

	"knead/bot"
	"knead/bot/triage"
)

// triageCmd is for the screening.
type triageCmd struct {
	Eval   triageEvalCmd   `cmd:"" help:"Measure the screening on a file of labelled messages."`
	Review triageReviewCmd `cmd:"" help:"List what a second opinion raised and the rules did not see."`
}

type triageEvalCmd struct {
	File  string `arg:"" help:"Tab-separated: level, flag, language, style, message; ' || ' splits the messages of one client."`
	Apart bool   `help:"Print what the rules and what the second reader find by themselves, too."`
}

// Run implements the command.
func (t *triageEvalCmd) Run(_ context.Context, c *cli, env *environment) error {
	cfg, err := loadConfig(c.Config, env)
	if err != nil {
		return err
	}
	e, err := newScreener(cfg.Screen)
	if err != nil {
		return err
	}
	f, err := os.Open(t.File)
	if err != nil {
		return hinted{err: err, hint: "give a file of labelled messages"}
	}
	defer func() { _ = f.Close() }() // only read
	rows, err := triage.ReadRows(f)
	if err != nil {
		return fmt.Errorf("%s: %w", t.File, err)
	}
	if t.Apart {
		off := cfg.Screen
		off.Model = false
		rules, err := newScreener(off)
		if err != nil {
			return err
		}
		for _, part := range []struct {
			title string
			by    bot.Screener
		}{{"THE RULES ALONE", rules}, {"THE SECOND READER ALONE", e.ReaderAlone()}} {
			fmt.Fprintln(env.out, part.title)
			if err := triage.Evaluate(part.by, rows).Write(env.out); err != nil {
				return err
			}
			fmt.Fprintln(env.out)
		}
		fmt.Fprintln(env.out, "BOTH")
	}
	return triage.Evaluate(e, rows).Write(env.out)
}
