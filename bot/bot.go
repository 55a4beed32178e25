package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"
)

// Options are what a Bot is made of. Practice, Screener, Answerer, Reader, Drafter and Store are needed.
type Options struct {
	Practice   Practice
	Screener   Screener
	Answerer   Answerer
	Reader     BookingReader
	Drafter    Drafter
	Store      Store
	Detector   LanguageDetector // nil: the network's word or the practice's first language
	Texts      Texts            // nil: the embedded texts
	Log        *slog.Logger     // nil: nothing is logged
	Now        func() time.Time // nil: time.Now
	Timeout    time.Duration    // for one message; 0: 8 s
	OwnRules   bool             // the Screener's advice is the practice's own: the embedded short forms of it are not used
	KeepDays   int              // how long words are kept, as told to clients; 0: 30
	Writer     Writer           // nil: answers in the articles' own words
	Doubter    Doubter          // nil: the rules alone
	NoModel    []Channel        // channels of which no language model may see anything
	StaffHear  bool             // staff are reached by somebody who sends Turn.Staff on
	StaffWrite bool             // and can answer clients from where they read it
	Wake       func()           // nil: nobody; called after notices were stored, so that they are sent at once
}

// A LanguageDetector tells the language of a text. ok is false when the text does not show it.
type LanguageDetector interface {
	Detect(text string) (l Lang, ok bool)
}

// A Bot is the front desk: the Handler behind every channel. It is safe for concurrent use.
type Bot struct {
	o        Options
	practice Practice
	numbers  map[Lang]*strings.Replacer
	blocked  []string // folded links and numbers that book; no reply from Urgent up may show one
	lanes    *lanes
}

// New returns a Bot, or an error that names what is missing.
func New(o Options) (*Bot, error) {
	switch {
	case o.Screener == nil:
		return nil, errors.New("bot: no Screener")
	case o.Answerer == nil:
		return nil, errors.New("bot: no Answerer")
	case o.Reader == nil || o.Drafter == nil:
		return nil, errors.New("bot: no BookingReader or Drafter")
	case o.Store == nil:
		return nil, errors.New("bot: no Store")
	case o.Practice.Name == "":
		return nil, errors.New("bot: practice without a name")
	}
	if o.Texts == nil {
		t, err := DefaultTexts()
		if err != nil {
			return nil, fmt.Errorf("bot: %w", err)
		}
		o.Texts = t
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Timeout == 0 {
		o.Timeout = 8 * time.Second
	}
	if o.KeepDays == 0 {
		o.KeepDays = 30
	}
	if o.Practice.Zone == nil {
		o.Practice.Zone = time.UTC
	}
	if len(o.Practice.Languages) == 0 {
		o.Practice.Languages = []Lang{English}
	}
	b := &Bot{o: o, practice: o.Practice, lanes: newLanes(), numbers: make(map[Lang]*strings.Replacer)}
	for _, l := range []Lang{English, Spanish} {
		b.numbers[l] = numbers(o.Practice, l)
	}
	b.blocked = bookingMarks(o.Practice)
	return b, nil
}

var _ Handler = (*Bot)(nil)

// Handle answers one message. It never fails: trouble becomes a reply, and a panic the safe one.
func (b *Bot) Handle(ctx context.Context, m Message) Reply { return b.handle(ctx, m, nil) }

func (b *Bot) handle(ctx context.Context, m Message, show func(Draft)) (r Reply) {
	start := b.o.Now()
	t := &turn{bot: b, m: m, l: b.language(Session{}, m), show: show}
	defer func() {
		if p := recover(); p != nil {
			b.o.Log.LogAttrs(ctx, slog.LevelError, "panic", slog.String("channel", string(m.Conversation.Channel)),
				slog.String("panic", fmt.Sprint(p)))
			r = t.safe()
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, b.o.Timeout)
	defer cancel()
	if err := b.lanes.enter(ctx, m.Conversation); err != nil {
		// The line ahead did not move in time. Screening still runs, on this message alone.
		t.err = fmt.Errorf("enter lane: %w", err)
		t.screen()
		r = t.seal(t.screenedOr(TextTrouble))
		b.note(ctx, t, r, start)
		return r
	}
	defer b.lanes.leave(m.Conversation)
	r = b.respond(ctx, t)
	b.note(ctx, t, r, start)
	return r
}

// note writes the one log line of a message. It has no words, names, numbers or addresses.
func (b *Bot) note(ctx context.Context, t *turn, r Reply, start time.Time) {
	level := slog.LevelInfo
	attrs := []slog.Attr{
		slog.String("channel", string(t.m.Conversation.Channel)),
		slog.String("conversation", hashed(t.m.Conversation)),
		slog.String("intent", t.intent.String()),
		slog.String("level", r.Level.String()),
		slog.String("outcome", string(r.Outcome)),
		slog.Int("text_len", len(t.m.Text)),
		slog.Duration("took", b.o.Now().Sub(start)),
	}
	if len(t.passages) > 0 {
		ids := make([]string, len(t.passages))
		for i, p := range t.passages {
			ids[i] = string(p)
		}
		attrs = append(attrs, slog.String("passages", strings.Join(ids, " ")))
	}
	if t.err != nil {
		level = slog.LevelError
		attrs = append(attrs, slog.String("error", t.err.Error()))
	}
	b.o.Log.LogAttrs(ctx, level, "message", attrs...)
}
