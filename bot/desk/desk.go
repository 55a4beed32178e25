package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"knead/bot"
)

// A Store is what a Desk works on. bot/sqlstore has one, and bot/bottest.
type Store interface {
	bot.Store
	bot.Outbox
	bot.Casebook
}

// Options are what a Desk is made of. Practice, Store, Reader and Drafter are needed.
type Options struct {
	Practice bot.Practice
	Store    Store
	Reader   bot.BookingReader
	Drafter  bot.Drafter
	Staff    []bot.Conversation // whose words are staff's, for Handler. An empty User: everybody in that chat
	Chat     bool               // staff can answer somewhere; ways that are deaf point there
	Texts    bot.Texts          // nil: the embedded texts
	Quiet    time.Duration      // how long knead is silent after the last word of staff; 0: 30 min
	Late     time.Duration      // after which a client hears that nobody was told; 0: 5 min
	Wake     func()             // called after something was stored for the client; nil: nobody
	Log      *slog.Logger       // nil: nothing is logged. Never gets words, names or numbers
	Now      func() time.Time   // nil: time.Now
}

// A Desk hears staff and words what goes to them. It is safe for concurrent use.
type Desk struct {
	o Options
	l bot.Lang // of staff
}

// New returns a Desk, or an error that names what is missing.
func New(o Options) (*Desk, error) {
	switch {
	case o.Store == nil:
		return nil, errors.New("desk: no Store")
	case o.Reader == nil || o.Drafter == nil:
		return nil, errors.New("desk: no BookingReader or Drafter")
	}
	for _, c := range o.Staff {
		if c.Channel == "" || c.Chat == "" {
			return nil, errors.New("desk: staff conversation without channel or chat")
		}
	}
	if o.Texts == nil {
		t, err := bot.DefaultTexts()
		if err != nil {
			return nil, fmt.Errorf("desk: %w", err)
		}
		o.Texts = t
	}
	if o.Quiet == 0 {
		o.Quiet = 30 * time.Minute
	}
	if o.Late == 0 {
		o.Late = 5 * time.Minute
	}
	if o.Wake == nil {
		o.Wake = func() {}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Practice.Zone == nil {
		o.Practice.Zone = time.UTC
	}
	if len(o.Practice.Languages) == 0 {
		o.Practice.Languages = []bot.Lang{bot.English}
	}
	return &Desk{o: o, l: o.Practice.Languages[0]}, nil
}

// IsStaff reports whether c is a conversation of staff.
func (d *Desk) IsStaff(c bot.Conversation) bool {
	for _, s := range d.o.Staff {
		if c.Channel == s.Channel && c.Chat == s.Chat && (s.User == "" || c.User == s.User) {
			return true
		}
	}
	return false
}

// Handler returns a Handler that takes messages of staff for itself and leaves all others to next.
func (d *Desk) Handler(next bot.Handler) bot.Handler { return &handler{d, next} }

type handler struct {
	desk *Desk
	next bot.Handler
}

// Handle implements bot.Handler.
func (h *handler) Handle(ctx context.Context, m bot.Message) bot.Reply {
	if !h.desk.IsStaff(m.Conversation) {
		return h.next.Handle(ctx, m)
	}
	return h.desk.Heard(ctx, Word{ID: m.ID, From: m.Conversation, Text: m.Text, Press: m.Press})
}

// Overhear implements bot.Overhearer where next does.
func (h *handler) Overhear(ctx context.Context, m bot.Message) {
	if o, ok := h.next.(bot.Overhearer); ok && !h.desk.IsStaff(m.Conversation) {
		o.Overhear(ctx, m)
	}
}

// Stranger is what somebody reads who writes where staff do and is none of them.
func (d *Desk) Stranger() bot.Reply { return d.staff(bot.TextStaffStranger) }

// say returns a text in l, filled in.
func (d *Desk) say(l bot.Lang, id bot.TextID, pairs ...string) string {
	pairs = append(pairs, "{practice}", d.o.Practice.Name)
	return strings.NewReplacer(pairs...).Replace(d.o.Texts[l][id])
}

// staff is a reply that staff read.
func (d *Desk) staff(id bot.TextID, pairs ...string) bot.Reply {
	return bot.Reply{Text: d.say(d.l, id, pairs...), Outcome: bot.Talk, Lang: d.l}
}

// langOf is the language of a client.
func (d *Desk) langOf(s bot.Session) bot.Lang {
	for _, l := range d.o.Practice.Languages {
		if l == s.Lang {
			return l
		}
	}
	return d.l
}

// when spells a moment out for staff.
func (d *Desk) when(at time.Time) string {
	at = at.In(d.o.Practice.Zone)
	return d.o.Drafter.Slot(bot.Request{Date: at.Format(time.DateOnly), Time: at.Format("15:04")}, d.l)
}

// hash is a short name for what makes a key.
func hash(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:10])
}
