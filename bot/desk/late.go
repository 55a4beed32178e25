package desk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"knead/bot"
)

// sweepEvery is how often Watch looks for what nobody was told.
const sweepEvery = 20 * time.Second

// Watch tells clients of notices that reached nobody of the practice within Options.Late, until ctx ends. Each is told once.
func (d *Desk) Watch(ctx context.Context) {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		if err := d.Sweep(ctx); err != nil && ctx.Err() == nil {
			d.o.Log.LogAttrs(ctx, slog.LevelError, "late notices", slog.String("error", err.Error()))
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Sweep does what Watch does, once.
func (d *Desk) Sweep(ctx context.Context) error {
	late, err := d.o.Store.Late(ctx, d.o.Now().Add(-d.o.Late))
	if err != nil {
		return fmt.Errorf("list late notices: %w", err)
	}
	told := make(map[bot.Conversation]bool) // several at once are told in one line
	for _, p := range late {
		if err := d.tellLate(ctx, p, !told[p.Conversation]); err != nil {
			return fmt.Errorf("tell a client that nobody was told: %w", err)
		}
		told[p.Conversation] = true
	}
	if len(late) > 0 {
		d.o.Log.LogAttrs(ctx, slog.LevelWarn, "clients were told that the practice is not reached", slog.Int("notices", len(late)))
		d.o.Wake()
	}
	return nil
}

// tellLate stores the news that a notice reached nobody; with no words, only that this was seen to.
func (d *Desk) tellLate(ctx context.Context, p bot.Parcel, words bool) error {
	for range tries {
		s, _, err := d.o.Store.Load(ctx, p.Conversation, "")
		if err != nil {
			return err
		}
		if s.Version == 0 {
			return nil // forgotten since
		}
		n := bot.Notice{Key: bot.LateKey(p.Key), Kind: bot.NoticeNews, For: bot.ForClient}
		turn := bot.Turn{At: d.o.Now()}
		if words {
			l := d.langOf(s)
			n.Text = d.say(l, bot.TextLate)
			list := d.o.Practice.Reach()
			if list != "" && s.Hold.Level < bot.Urgent && s.Waiting == "" {
				n.Text += "\n" + d.say(l, bot.TextContact, "{list}", list)
			}
			s.News++
		} else {
			turn.Told = []string{n.Key}
		}
		turn.Session, turn.Staff = s, []bot.Notice{n}
		if err := d.o.Store.Save(ctx, turn); !errors.Is(err, bot.ErrConflict) {
			return err
		}
	}
	return nil // the client is writing: the next sweep tells them
}

// tellReached stores the news that a notice did reach the practice, after the client was told that it had not.
func (d *Desk) tellReached(ctx context.Context, p bot.Parcel) error {
	for range tries {
		s, _, err := d.o.Store.Load(ctx, p.Conversation, "")
		if err != nil {
			return err
		}
		if s.Version == 0 {
			return nil // forgotten since
		}
		s.News++
		n := bot.Notice{Key: "reached:" + p.Key, Kind: bot.NoticeNews, For: bot.ForClient, Text: d.say(d.langOf(s), bot.TextReached)}
		err = d.o.Store.Save(ctx, bot.Turn{Session: s, At: d.o.Now(), Staff: []bot.Notice{n}})
		if !errors.Is(err, bot.ErrConflict) {
			d.o.Wake()
			return err
		}
	}
	return nil // the client is writing; what staff answer tells as much
}
