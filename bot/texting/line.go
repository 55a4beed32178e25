package texting

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"knead/bot"
)

// Options are what a Line is made of. Practice, Store and Consents are needed.
type Options struct {
	Practice bot.Practice
	Store    bot.Store // whose drafts a stop drops
	Consents bot.ConsentLog
	Staff    func(c bot.Conversation) bool // whether c is staff's own, which needs no introduction; nil: nobody is
	Log      *slog.Logger                  // nil: nothing is logged. Never gets words or numbers
	Now      func() time.Time              // nil: time.Now
}

// A Line is the practice's side of its telephone numbers. It is safe for concurrent use.
type Line struct {
	o Options

	mu      sync.Mutex
	stopped map[string]bool // stops heard by this process: they hold even while the log cannot be read
}

// New returns a Line, or an error that names what is missing.
func New(o Options) (*Line, error) {
	if o.Practice.Name == "" || o.Store == nil || o.Consents == nil {
		return nil, errors.New("texting: no Practice, Store or Consents")
	}
	if o.Staff == nil {
		o.Staff = func(bot.Conversation) bool { return false }
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if len(o.Practice.Languages) == 0 {
		o.Practice.Languages = []bot.Lang{bot.English}
	}
	return &Line{o: o, stopped: make(map[string]bool)}, nil
}

// number is what a conversation's owner is called in the consent log.
func number(c bot.Conversation) string { return string(c.User) }

// May reports whether number may be written to. It is the gate that every message passes, staff's too. While the log
// cannot be read the answer is no, with the error; a stop that this process heard needs no log.
func (l *Line) May(ctx context.Context, number string) (bool, error) {
	stopped, err := l.o.Consents.Stopped(ctx, number)
	l.mu.Lock()
	defer l.mu.Unlock()
	if err != nil {
		if l.stopped[number] {
			return false, nil
		}
		return false, err
	}
	return !stopped, nil
}

// Heard notes at once what a message says about being written to, and returns it. practice is the number that the
// message came to. A stop counts from here on, whatever else is under way; a message heard again changes nothing. The
// kind is right even when there is an error.
func (l *Line) Heard(ctx context.Context, m bot.Message, practice string) (bot.ConsentKind, error) {
	if !m.Press.IsZero() || m.Conversation.Channel != bot.SMS {
		return bot.ConsentNone, nil
	}
	who := number(m.Conversation)
	if len(m.Text) > longestWord {
		return bot.ConsentNone, nil
	}
	if m.ID != "" {
		// Heard before, it means what it meant then: a YES that resumed messages is no answer to a question.
		past, err := l.o.Consents.Consents(ctx, who)
		if err == nil {
			for _, c := range past {
				if c.ID == string(m.ID) {
					return c.Kind, nil
				}
			}
		}
	}
	may, err := l.May(ctx, who)
	kind := Read(m.Text, !may && err == nil)
	if kind == bot.ConsentNone {
		return kind, err
	}
	c := bot.Consent{ID: string(m.ID), Number: who, Practice: practice, Kind: kind, Source: bot.ConsentByClient, At: l.o.Now()}
	if c.ID == "" {
		c.ID = fmt.Sprintf("%s:%s:%d", who, kind, c.At.UnixMicro())
	}
	return kind, l.note(ctx, c)
}

// Learn notes that a carrier refuses messages to number because its owner ended them. id is that of the refused message
// or of anything that a repeat has too.
func (l *Line) Learn(ctx context.Context, number, practice, id string) error {
	err := l.note(ctx, bot.Consent{ID: "carrier:" + id, Number: number, Practice: practice, Kind: bot.ConsentStop,
		Source: bot.ConsentByCarrier, At: l.o.Now()})
	return errors.Join(err, l.drop(ctx, bot.TextConversation(number)))
}

func (l *Line) note(ctx context.Context, c bot.Consent) error {
	l.mu.Lock()
	switch c.Kind {
	case bot.ConsentStop:
		l.stopped[c.Number] = true
	case bot.ConsentStart:
		delete(l.stopped, c.Number)
	case bot.ConsentNone, bot.ConsentBegan, bot.ConsentHelp:
	}
	l.mu.Unlock()
	_, err := l.o.Consents.AddConsent(ctx, c)
	return err
}

// Handler returns a Handler for next that does what the telephone network asks. Other channels go to next as they are.
func (l *Line) Handler(next bot.Handler) bot.Handler { return &handler{l, next} }

type handler struct {
	line *Line
	next bot.Handler
}

// Handle implements bot.Handler.
func (h *handler) Handle(ctx context.Context, m bot.Message) bot.Reply {
	if m.Conversation.Channel != bot.SMS {
		return h.next.Handle(ctx, m)
	}
	return h.line.handle(ctx, m, h.next)
}

func (l *Line) handle(ctx context.Context, m bot.Message, next bot.Handler) bot.Reply {
	kind, err := l.Heard(ctx, m, "")
	if err != nil {
		l.o.Log.LogAttrs(ctx, slog.LevelError, "consent log", slog.String("error", err.Error()))
	}
	if kind != bot.ConsentNone {
		return l.keyword(ctx, m, kind)
	}
	if may, err := l.May(ctx, number(m.Conversation)); !may && err == nil {
		// They ended messages: nothing goes there, whatever they write, until they resume. What sounds urgent is told to staff,
		// who can call.
		if o, ok := next.(bot.Overhearer); ok {
			o.Overhear(ctx, m)
		}
		return bot.Reply{}
	}
	r := next.Handle(ctx, m)
	if r.IsZero() || l.o.Staff(m.Conversation) {
		return r
	}
	if l.first(ctx, m) {
		r = l.introduce(r)
	}
	return l.paged(ctx, m, r)
}

// keyword answers a word of the network.
func (l *Line) keyword(ctx context.Context, m bot.Message, kind bot.ConsentKind) bot.Reply {
	s, _, err := l.o.Store.Load(ctx, m.Conversation, "")
	if err != nil {
		l.o.Log.LogAttrs(ctx, slog.LevelError, "load session", slog.String("error", err.Error()))
	}
	in := langOf(m.Text)
	if in == "" {
		in = s.Lang
	}
	if in == "" {
		in = l.o.Practice.Languages[0]
	}
	r := bot.Reply{Outcome: bot.Talk, Level: s.Hold.Level, Lang: in}
	switch kind {
	case bot.ConsentStop:
		if err := l.drop(ctx, m.Conversation); err != nil {
			l.o.Log.LogAttrs(ctx, slog.LevelError, "drop draft", slog.String("error", err.Error()))
		}
		r.Text = l.say(saidStop, in)
		if s.Hold.Level >= bot.Urgent {
			r.Text += l.dial(in)
		}
	case bot.ConsentStart:
		l.first(ctx, m)
		r.Text = l.say(saidStart, in)
		if s.Hold.Level >= bot.Urgent {
			r.Text += l.dial(in)
		}
	case bot.ConsentHelp:
		if may, err := l.May(ctx, number(m.Conversation)); !may && err == nil {
			return bot.Reply{}
		}
		l.first(ctx, m)
		r.Text = l.help(s, in)
	case bot.ConsentNone, bot.ConsentBegan:
	}
	return r
}

// first reports whether this is the first contact with the number, and notes it.
func (l *Line) first(ctx context.Context, m bot.Message) bool {
	fresh, err := l.o.Consents.AddConsent(ctx, bot.Consent{ID: "began:" + number(m.Conversation), Number: number(m.Conversation),
		Kind: bot.ConsentBegan, Source: bot.ConsentByClient, At: l.o.Now()})
	if err != nil {
		l.o.Log.LogAttrs(ctx, slog.LevelError, "consent log", slog.String("error", err.Error()))
	}
	return fresh
}

// introduce says once who writes and how to end it. What to do comes before it from Urgent up.
func (l *Line) introduce(r bot.Reply) bot.Reply {
	switch {
	case r.Level >= bot.Urgent:
		r.Text += "\n" + l.say(saidWho, r.Lang)
	case l.saysWho(r.Text):
		r.Text += "\n" + l.say(saidWhoShort, r.Lang)
	default:
		r.Text = l.say(saidWho, r.Lang) + "\n" + r.Text
	}
	return r
}

// drop drops what is under way in a conversation: a draft, a question, an offer.
func (l *Line) drop(ctx context.Context, c bot.Conversation) error {
	for range 3 {
		s, _, err := l.o.Store.Load(ctx, c, "")
		if err != nil || s.Version == 0 {
			return err
		}
		s.Flow, s.Expect, s.Draft, s.Offered = bot.NoFlow, bot.FieldNone, bot.Request{}, nil
		s.Passing, s.Offer = bot.Handoff{}, bot.Handoff{}
		err = l.o.Store.Save(ctx, bot.Turn{Session: s, At: l.o.Now()})
		if !errors.Is(err, bot.ErrConflict) {
			return err
		}
	}
	return bot.ErrConflict
}

// Picture is what is said to a client who sent a picture; text is the reply to the words beside it, empty for none.
func (l *Line) Picture(r bot.Reply, in bot.Lang) bot.Reply {
	if in == "" {
		in = l.o.Practice.Languages[0]
	}
	switch note := l.say(saidPicture, in); {
	case r.Text == "":
		r = bot.Reply{Text: note, Outcome: bot.Talk, Lang: in}
	case r.Level >= bot.Urgent:
		r.Text += "\n" + note
	default:
		with := r
		if with.Text = note + "\n" + r.Text; over(l.Render(with)) {
			with.Text = l.say(saidTextOnly, in) + "\n" + r.Text
		}
		r = with
	}
	return r
}
