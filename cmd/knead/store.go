package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"knead/bot"
	"knead/bot/sqlstore"
	"knead/config"
)

// openStore opens the configured database and says what to do when it cannot.
func openStore(ctx context.Context, cfg config.Config, env *environment) (*sqlstore.Store, error) {
	address, err := databaseAddress(cfg, env)
	if err != nil {
		return nil, err
	}
	st, err := sqlstore.Open(ctx, address)
	if err == nil {
		return st, nil
	}
	hint := "set KNEAD_DB to a path that you may write, or to a postgres:// address"
	switch s := err.Error(); {
	case strings.Contains(s, "not a database") || strings.Contains(s, "malformed"):
		hint = "the file is damaged or something else: move it away and start again, or put a backup in its place"
	case strings.Contains(s, "locked") || strings.Contains(s, "busy"):
		hint = "another program holds the database: stop it, or set KNEAD_DB to another path"
	case strings.Contains(s, "connect"):
		hint = "is the database server running, and are user, password and name right?"
	}
	name := address
	if strings.Contains(address, "://") {
		name = "postgres" // the address may hold a password
	}
	return nil, hinted{err: fmt.Errorf("%s: %w", name, err), hint: hint}
}

// storeCmd is for the owner's work on the database.
type storeCmd struct {
	Migrate storeMigrateCmd `cmd:"" help:"Bring the tables up to date and say where the database is."`
	Export  storeExportCmd  `cmd:"" help:"Write what is kept about a client as JSON."`
	Forget  storeForgetCmd  `cmd:"" help:"Delete everything that is kept about a client."`
}

type storeMigrateCmd struct{}

// Run implements the command.
func (*storeMigrateCmd) Run(ctx context.Context, c *cli, env *environment) error {
	return withStore(ctx, c, env, func(*sqlstore.Store) error {
		_, err := fmt.Fprintln(env.out, "the database is up to date")
		return err
	})
}

type storeExportCmd struct {
	ID string `arg:"" help:"The client's ID on any channel: a Telegram or Discord number, a telephone number, a web session."`
}

// Run implements the command.
func (e *storeExportCmd) Run(ctx context.Context, c *cli, env *environment) error {
	return withStore(ctx, c, env, func(st *sqlstore.Store) error {
		return each(ctx, st, e.ID, func(conv bot.Conversation) error {
			rec, err := st.Export(ctx, conv)
			if err != nil {
				return err
			}
			return writeJSON(env.out, rec)
		})
	})
}

type storeForgetCmd struct {
	ID string `arg:"" help:"The client's ID on any channel."`
}

// Run implements the command.
func (f *storeForgetCmd) Run(ctx context.Context, c *cli, env *environment) error {
	return withStore(ctx, c, env, func(st *sqlstore.Store) error {
		return each(ctx, st, f.ID, func(conv bot.Conversation) error {
			if err := st.Forget(ctx, conv); err != nil {
				return err
			}
			_, err := fmt.Fprintf(env.out, "forgot the client's conversation on %s\n", conv.Channel)
			return err
		})
	})
}

func withStore(ctx context.Context, c *cli, env *environment, do func(*sqlstore.Store) error) error {
	cfg, err := loadConfig(c.Config, env)
	if err != nil {
		return err
	}
	st, err := openStore(ctx, cfg, env)
	if err != nil {
		return err
	}
	return errors.Join(do(st), st.Close())
}

func each(ctx context.Context, st *sqlstore.Store, id string, do func(bot.Conversation) error) error {
	cs, err := st.Conversations(ctx, id)
	if err != nil {
		return err
	}
	if len(cs) == 0 {
		return hinted{err: fmt.Errorf("nothing is kept about %q", id), hint: "give the ID as the channel writes it, without spaces"}
	}
	for _, conv := range cs {
		if err := do(conv); err != nil {
			return err
		}
	}
	return nil
}
