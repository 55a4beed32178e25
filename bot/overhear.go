package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
)

// An Overhearer reads messages of clients who must not be answered, such as those who ended text messages: nothing may be
// sent to them, and still an emergency must not go unheard.
type Overhearer interface {
	// Overhear screens m. A red flag of Urgent or above lays its hold and is told to staff, so that a person can call; all
	// else has no effect. Nothing is said to the client. It never fails.
	Overhear(ctx context.Context, m Message)
}

var _ Overhearer = (*Bot)(nil)

// Overhear implements Overhearer.
func (b *Bot) Overhear(ctx context.Context, m Message) {
	t := &turn{bot: b, m: m}
	defer func() {
		if p := recover(); p != nil {
			b.o.Log.LogAttrs(ctx, slog.LevelError, "panic", slog.String("channel", string(m.Conversation.Channel)), slog.String("panic", fmt.Sprint(p)))
		}
	}()
	start := b.o.Now()
	ctx, cancel := context.WithTimeout(ctx, b.o.Timeout)
	defer cancel()
	if err := b.lanes.enter(ctx, m.Conversation); err != nil {
		b.o.Log.LogAttrs(ctx, slog.LevelError, "overhear", slog.String("error", err.Error()))
		return
	}
	defer b.lanes.leave(m.Conversation)
	for range tries {
		s, stored, err := b.o.Store.Load(ctx, m.Conversation, m.ID)
		if err == nil && stored != nil {
			return // heard before
		}
		if err != nil {
			t.err = fmt.Errorf("load session: %w", err)
			break
		}
		*t = turn{bot: b, m: m, s: s}
		t.s.Conversation = m.Conversation
		t.screen()
		f, alarm := t.alarm()
		if !alarm {
			return
		}
		t.s.Updated, t.s.Flow, t.s.Expect = b.o.Now(), NoFlow, FieldNone
		// In place of the alert that says what the client was told: they were told nothing.
		t.save.Staff = []Notice{t.notice(NoticeUnheard, t.flagged(f))}
		if t.err = t.store(ctx, Reply{}); !errors.Is(t.err, ErrConflict) {
			break
		}
	}
	b.note(ctx, t, Reply{Level: t.level(), Outcome: Screened}, start)
}
