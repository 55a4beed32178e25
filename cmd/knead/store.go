package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

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
	Holds   storeHoldsCmd   `cmd:"" help:"List the clients from whom bookings are withheld, and why."`
	Lift    storeLiftCmd    `cmd:"" help:"Let a client book again after staff have seen to the reason."`
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
		return each(ctx, withConsents{st}, e.ID, func(conv bot.Conversation) error {
			rec, err := st.Export(ctx, conv)
			if err != nil {
				return err
			}
			return writeJSON(env.out, rec)
		})
	})
}

// withConsents is a store in which a telephone number is known as long as the consent log has it.
type withConsents struct{ *sqlstore.Store }

// Conversations implements conversations.
func (st withConsents) Conversations(ctx context.Context, id string) ([]bot.Conversation, error) {
	cs, err := st.Store.Conversations(ctx, id)
	if err != nil || slices.ContainsFunc(cs, func(c bot.Conversation) bool { return c.Channel == bot.SMS && string(c.User) == id }) {
		return cs, err
	}
	log, err := st.Consents(ctx, id)
	if err == nil && len(log) > 0 {
		cs = append(cs, bot.TextConversation(id))
	}
	return cs, err
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
			if _, err := fmt.Fprintf(env.out, "forgot the client's conversation on %s\n", conv.Channel); err != nil || conv.Channel != bot.SMS {
				return err
			}
			_, err := fmt.Fprintln(env.out, "the number's part of the consent log stays: it shows when messages were allowed and ended, and has no words")
			return err
		})
	})
}

type storeHoldsCmd struct{}

// Run implements the command.
func (*storeHoldsCmd) Run(ctx context.Context, c *cli, env *environment) error {
	return withStore(ctx, c, env, func(st *sqlstore.Store) error {
		held, err := st.Held(ctx)
		if err != nil {
			return err
		}
		if len(held) == 0 {
			_, err := fmt.Fprintln(env.out, "nobody is held back")
			return err
		}
		for _, s := range held {
			if _, err := fmt.Fprintf(env.out, "%s  %-9s  %s  %s %s\n", s.Hold.Since.Format("2006-01-02 15:04 MST"), s.Hold.Level,
				s.Hold.Flag, s.Conversation.Channel, s.Conversation.User); err != nil {
				return err
			}
		}
		return nil
	})
}

type storeLiftCmd struct {
	ID  string `arg:"" help:"The client's ID on any channel, as holds lists it."`
	Why string `help:"What was found, in a few words; it is recorded with the lift."`
}

// Run implements the command.
func (l *storeLiftCmd) Run(ctx context.Context, c *cli, env *environment) error {
	return withStore(ctx, c, env, func(st *sqlstore.Store) error {
		lifted := 0
		err := each(ctx, st, l.ID, func(conv bot.Conversation) error {
			h, err := bot.LiftHold(ctx, st, conv, l.Why, time.Now())
			if errors.Is(err, bot.ErrNoHold) {
				return nil
			}
			if err != nil {
				return err
			}
			lifted++
			_, err = fmt.Fprintf(env.out, "lifted: %s on %s, held since %s\n", h.Flag, conv.Channel, h.Since.Format("2006-01-02 15:04 MST"))
			return err
		})
		if err == nil && lifted == 0 {
			err = hinted{err: fmt.Errorf("nothing is held back from %q", l.ID), hint: "knead store holds lists whom bookings are withheld from"}
		}
		return err
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

// conversations finds whom an ID means.
type conversations interface {
	Conversations(ctx context.Context, id string) ([]bot.Conversation, error)
}

func each(ctx context.Context, st conversations, id string, do func(bot.Conversation) error) error {
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
