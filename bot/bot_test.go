package bot_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"knead/bot"
	"knead/bot/bottest"
	"knead/bot/memory"
)

var who = bot.Conversation{Channel: bot.Web, Chat: "c", User: "u"}

func flags() map[string]bot.Flag {
	advice := func(s string) bot.Localized { return bot.Localized{bot.English: s, bot.Spanish: "es: " + s} }
	return map[string]bot.Flag{
		"numb groin": {ID: "cauda-equina", Level: bot.Emergency, Advice: advice("Call {emergency} now.\nBecause.")},
		"hot calf":   {ID: "dvt", Level: bot.Urgent, Advice: advice("See {advice} today.")},
		"thinners":   {ID: "anticoagulant", Level: bot.Clearance, Advice: advice("Ask your doctor first."), Note: advice("takes blood thinners")},
		"varicose":   {ID: "varicose", Level: bot.Precaution, Advice: advice("Tell your therapist."), Note: advice("varicose veins")},
	}
}

func newBot(t *testing.T, change func(*bot.Options)) *bot.Bot {
	t.Helper()
	q := bot.SafetyQuestion{ID: "ask-saddle", Text: bot.Localized{bot.English: "Any numbness between your legs?"},
		Options: []bot.Localized{{bot.English: "Yes"}, {bot.English: "No"}}}
	o := bot.Options{Practice: bottest.Practice(), Screener: &bottest.Screener{Flags: flags(), Panic: "screen panics",
		Ask: map[string]bot.SafetyQuestion{"leg and back": q}},
		Answerer: bottest.Answerer{"stretch": {Text: "Stretching can help.", Sources: []bot.Source{{Title: "T", Section: "S", URL: "/a"}}, Passages: []bot.PassageID{"t#s"}}},
		Reader:   bottest.Bookings{}, Drafter: bottest.Bookings{}, Store: memory.NewStore(),
		Log: slog.New(slog.NewTextHandler(t.Output(), nil))}
	if change != nil {
		change(&o)
	}
	b, err := bot.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func say(t *testing.T, b *bot.Bot, text string) bot.Reply {
	t.Helper()
	return b.Handle(t.Context(), bot.Message{Conversation: who, Text: text})
}

// booksAnything reports whether a reply has a link, a number or a button that leads to a booking.
func booksAnything(r bot.Reply) bool {
	text := r.Text
	for _, btn := range r.Buttons {
		text += " " + btn.URL
		if slices.Contains([]bot.Verb{bot.DoBook, bot.DoChoose, bot.DoConfirm, bot.DoChange}, btn.Press.Verb) {
			return true
		}
	}
	for _, mark := range []string{"book.test", "practice.test", "555-010-0199", "5550100199", "sms:"} {
		if strings.Contains(text, mark) {
			return true
		}
	}
	return false
}

// Law 2, the long way round: whatever is said and pressed after a red flag, in whatever flow it falls, nothing books.
func TestNoBookingUnderAHold(t *testing.T) {
	before := [][]string{nil, {"book"}, {"book", "Yes, that's right"}, {"book", "Change something"}, {"stretch"}, {"leg and back"}, {"openings?"}}
	after := []string{"book", "yes", "1", "Yes, that's right", "ok", "never mind, it's fine, just book me", "wrong chat", "openings?", "move it",
		"where are you?", "how do i book", "website", "what services do you offer", "do you do swedish massage", "phone number", "help", "person",
		"hi", "thanks", "privacy", "stretch", "español", "cancel", "Book a massage", "", "🙂", "my husband says it is nothing, book",
		"what is your text to book number"}
	for _, flag := range []string{"numb groin", "hot calf"} {
		for _, first := range before {
			for _, next := range after {
				b := newBot(t, nil)
				for _, s := range first {
					say(t, b, s)
				}
				if r := say(t, b, "book me, and by the way a "+flag); r.Level < bot.Urgent || booksAnything(r) {
					t.Fatalf("%v, then %q: level %v, %+v", first, flag, r.Level, r)
				}
				for _, s := range []string{next, "book", next} {
					if r := say(t, b, s); r.Level < bot.Urgent || booksAnything(r) {
						t.Errorf("%v, %q, then %q: level %v, reply %+v", first, flag, s, r.Level, r)
					}
				}
			}
		}
	}
}

// While a clearance flag has no clinician's word, or a safety question no answer, no link or number goes out either.
func TestNoLinkBeforeTheAnswer(t *testing.T) {
	for _, first := range []string{"i take thinners", "leg and back"} {
		for _, next := range []string{"how do i book", "where are you?", "openings?", "move it", "website", "phone number", "person", "book", "yes"} {
			b := newBot(t, nil)
			say(t, b, first)
			r := say(t, b, next)
			text := r.Text
			for _, btn := range r.Buttons {
				text += " " + btn.URL
			}
			for _, mark := range []string{"book.test", "555-010-0199", "5550100199"} {
				if strings.Contains(text, mark) {
					t.Errorf("%q, then %q: %+v", first, next, r)
				}
			}
		}
	}
}

// A hold lifts when the client states that a clinician cleared them, and confirms it; not otherwise.
func TestHoldLiftsOnlyWhenCleared(t *testing.T) {
	for _, tc := range []struct {
		name   string
		says   []string
		lifted bool
	}{
		{"cleared and confirmed", []string{"my doctor examined me and said massage is fine", "yes"}, true},
		{"in Spanish", []string{"el médico me revisó y dijo que puedo", "sí"}, true},
		{"by button", []string{"the ER cleared me", "Yes, they agreed"}, true},
		{"cleared, not confirmed", []string{"my doctor cleared me", "no"}, false},
		{"somebody else's word", []string{"my husband says it's fine", "yes"}, false},
		{"impatience", []string{"just book me", "yes", "ok", "whatever"}, false},
		{"a yes without the statement", []string{"yes", "yes"}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b := newBot(t, nil)
			say(t, b, "numb groin")
			for _, s := range tc.says {
				if r := say(t, b, s); booksAnything(r) && !tc.lifted {
					t.Errorf("%q: %+v", s, r)
				}
			}
			r := say(t, b, "book")
			if got := booksAnything(r); got != tc.lifted {
				t.Errorf("booking goes on: %v, want %v: %+v", got, tc.lifted, r)
			}
		})
	}
}

func TestLevels(t *testing.T) {
	t.Run("emergency says only the action", func(t *testing.T) {
		r := say(t, newBot(t, nil), "stretch? also numb groin")
		if r.Text != "Call 911 now.\nBecause." || len(r.Buttons) != 0 || len(r.Sources) != 0 {
			t.Errorf("%+v", r)
		}
	})
	t.Run("clearance answers, and books only after a clinician agreed", func(t *testing.T) {
		b := newBot(t, nil)
		r := say(t, b, "i take thinners, can i stretch?")
		if !strings.Contains(r.Text, "Ask your doctor first.") || !strings.Contains(r.Text, "Stretching can help.") || booksAnything(r) {
			t.Errorf("answer: %+v", r)
		}
		if r := say(t, b, "book"); booksAnything(r) || len(r.Buttons) != 2 {
			t.Errorf("booking before a clinician agreed: %+v", r)
		}
		if r := say(t, b, "Yes, they agreed"); !booksAnything(r) {
			t.Errorf("booking after: %+v", r)
		}
		if r := say(t, b, "Yes, that's right"); !strings.Contains(r.Text, "takes blood thinners") {
			t.Errorf("the note does not travel with the request: %+v", r)
		}
	})
	t.Run("precaution goes on with a note", func(t *testing.T) {
		b := newBot(t, nil)
		if r := say(t, b, "varicose, book"); !strings.Contains(r.Text, "Tell your therapist.") || !booksAnything(r) {
			t.Errorf("%+v", r)
		}
	})
}

// No booking goes with a safety question, nor before its answer.
func TestSafetyQuestionFirst(t *testing.T) {
	b := newBot(t, nil)
	r := say(t, b, "leg and back, can i stretch? book")
	if r.Text != "Any numbness between your legs?" || len(r.Buttons) != 2 || booksAnything(r) {
		t.Errorf("%+v", r)
	}
}

func TestRedelivery(t *testing.T) {
	b := newBot(t, nil)
	m := bot.Message{ID: "1", Conversation: who, Text: "book"}
	first := b.Handle(t.Context(), m)
	say(t, b, "never mind")
	again := b.Handle(t.Context(), m)
	if fmt.Sprint(first) != fmt.Sprint(again) {
		t.Errorf("a redelivered message got another reply:\n%+v\n%+v", first, again)
	}
}

// failing is a Store that is down.
type failing struct{ bot.Store }

func (failing) Load(context.Context, bot.Conversation, bot.MessageID) (bot.Session, *bot.Reply, error) {
	return bot.Session{}, nil, errors.New("dial tcp 10.1.2.3: refused")
}

// Law 1: with store and answerer down a red flag still gets its advice; anything else gets an apology without insides.
func TestScreeningNeedsNothing(t *testing.T) {
	b := newBot(t, func(o *bot.Options) { o.Store, o.Answerer = failing{}, nil; o.Answerer = bottest.Answerer(nil) })
	if r := say(t, b, "numb groin"); r.Level != bot.Emergency || !strings.HasPrefix(r.Text, "Call 911") {
		t.Errorf("%+v", r)
	}
	if r := say(t, b, "hello"); r.Text == "" || strings.Contains(r.Text, "10.1.2.3") {
		t.Errorf("%+v", r)
	}
}

func TestPanicBecomesTheSafeReply(t *testing.T) {
	r := say(t, newBot(t, nil), "screen panics, book")
	if r.Level < bot.Urgent || booksAnything(r) || !strings.Contains(r.Text, "911") || strings.Contains(r.Text, "scripted") {
		t.Errorf("%+v", r)
	}
	// The lane is free again.
	if r := say(t, newBot(t, nil), "hello"); r.Text == "" {
		t.Error("nothing after a panic")
	}
}

func TestForgetMe(t *testing.T) {
	st := memory.NewStore()
	b := newBot(t, func(o *bot.Options) { o.Store = st })
	say(t, b, "how much is parking")
	if gaps, err := st.Gaps(t.Context()); err != nil || len(gaps) != 1 {
		t.Fatalf("gaps %v, %v", gaps, err)
	}
	say(t, b, "forget me")
	say(t, b, "yes")
	rec, err := st.Export(t.Context(), who)
	if gaps, gerr := st.Gaps(t.Context()); err != nil || gerr != nil || len(gaps) != 0 || rec.Session.Version != 0 {
		t.Errorf("left after forget me: %+v, %v", rec, gaps)
	}
}

// Laws 9 of the log and 11 of the store: neither has the client's words.
func TestWordsAreNotKept(t *testing.T) {
	var log strings.Builder
	st := memory.NewStore()
	b := newBot(t, func(o *bot.Options) { o.Store, o.Log = st, slog.New(slog.NewTextHandler(&log, nil)) })
	for _, s := range []string{"xylophone numb groin", "xylophone my doctor cleared me", "yes xylophone", "xylophone stretch", "book xylophone 555-867-5309"} {
		say(t, b, s)
	}
	if strings.Contains(log.String(), "xylophone") || strings.Contains(log.String(), "867") || !strings.Contains(log.String(), "text_len") {
		t.Errorf("log: %s", log.String())
	}
	rec, err := st.Export(t.Context(), who)
	if err != nil || strings.Contains(fmt.Sprintf("%+v", rec), "xylophone") {
		t.Errorf("store: %+v, %v", rec, err)
	}
}

// slow answers after a while; it notes when two messages of one conversation are in it at once.
type slow struct {
	mu   sync.Mutex
	in   int
	over bool
	got  []string
}

func (s *slow) Answer(ctx context.Context, q bot.Question) (bot.Answer, error) {
	s.mu.Lock()
	s.in++
	s.over = s.over || s.in > 1
	s.got = append(s.got, q.Text)
	s.mu.Unlock()
	defer func() { s.mu.Lock(); s.in--; s.mu.Unlock() }()
	select {
	case <-time.After(time.Second):
		return bot.Answer{}, bot.ErrNoAnswer
	case <-ctx.Done():
		return bot.Answer{}, ctx.Err()
	}
}

func TestOneMessageAtATimeInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &slow{}
		b := newBot(t, func(o *bot.Options) { o.Answerer, o.Timeout = s, time.Minute })
		var wg sync.WaitGroup
		for i := range 5 {
			wg.Go(func() { say(t, b, fmt.Sprint("question ", i)) })
			synctest.Wait()
		}
		wg.Wait()
		if s.over || fmt.Sprint(s.got) != "[question 0 question 1 question 2 question 3 question 4]" {
			t.Errorf("at once: %v, order %v", s.over, s.got)
		}
	})
}

func TestDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &slow{}
		b := newBot(t, func(o *bot.Options) { o.Answerer, o.Timeout = s, 1500*time.Millisecond })
		var wg sync.WaitGroup
		wg.Go(func() { say(t, b, "first") })
		wg.Go(func() { say(t, b, "second") })
		synctest.Wait()
		// Behind two slow ones a red flag does not wait for the lane for ever.
		r := say(t, b, "numb groin")
		if r.Level != bot.Emergency {
			t.Errorf("%+v", r)
		}
		wg.Wait()
		if r := say(t, b, "hello"); r.Text == "" {
			t.Error("the lane did not come free")
		}
	})
}
