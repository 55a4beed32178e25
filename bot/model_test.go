package bot_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"knead/bot"
	"knead/bot/bottest"
	"knead/bot/memory"
)

// scribe is a scripted bot.Writer that notes what it is given.
type scribe struct {
	says      string
	panics    bool
	given     []bot.Wording
	forgotten []bot.Conversation
}

// Write implements bot.Writer.
func (s *scribe) Write(_ context.Context, w bot.Wording) (string, bool) {
	s.given = append(s.given, w)
	if s.panics {
		panic("the writer panics, as scripted")
	}
	return s.says, s.says != ""
}

// Forget implements bot.Forgetter.
func (s *scribe) Forget(c bot.Conversation) { s.forgotten = append(s.forgotten, c) }

// doubter is a scripted bot.Doubter.
type doubter struct {
	says   bot.FlagID
	panics bool
	hangs  bool
	given  []bot.Doubt
}

// Suspect implements bot.Doubter.
func (d *doubter) Suspect(ctx context.Context, q bot.Doubt) (bot.FlagID, bool) {
	d.given = append(d.given, q)
	if d.panics {
		panic("the doubter panics, as scripted")
	}
	if d.hangs {
		<-ctx.Done()
	}
	return d.says, true
}

// catalogue is a scripted bot.Catalogue.
type catalogue struct{ *bottest.Screener }

// Flags implements bot.Catalogue.
func (catalogue) Flags() []bot.FlagID { return []bot.FlagID{"cauda-equina", "pregnancy", "varicose"} }

// Level implements bot.Catalogue.
func (catalogue) Level(id bot.FlagID) bot.Level {
	switch id {
	case "cauda-equina":
		return bot.Emergency
	case "pregnancy":
		return bot.Clearance
	case "varicose":
		return bot.Precaution
	}
	return bot.None
}

func withModel(w bot.Writer, d bot.Doubter) func(*bot.Options) {
	return func(o *bot.Options) {
		o.Writer, o.Doubter = w, d
		o.Screener = catalogue{o.Screener.(*bottest.Screener)}
	}
}

func TestFirstWordedReplySaysSo(t *testing.T) {
	w := &scribe{says: "You can stretch."}
	b := newBot(t, withModel(w, nil))
	first, second := say(t, b, "does it help to stretch?"), say(t, b, "and does it help to stretch?")
	if !strings.HasPrefix(first.Text, "You can stretch.") || !strings.Contains(first.Text, "A language model worded this") || len(first.Sources) != 1 {
		t.Errorf("first: %+v", first)
	}
	if second.Text != "You can stretch." {
		t.Errorf("second: %q", second.Text)
	}
}

// What goes wrong in a Writer changes nothing.
func TestWriterFails(t *testing.T) {
	for _, w := range []*scribe{{}, {says: "  "}, {panics: true}} {
		b := newBot(t, withModel(w, nil))
		if r := say(t, b, "does it help to stretch?"); r.Text != "Stretching can help." || r.Outcome != bot.Answered {
			t.Errorf("%+v: %+v", w, r)
		}
	}
}

// Law 3: neither part sees anything at urgent or above, then or afterwards, nor while a safety question is open.
func TestModelSeesNothingUrgent(t *testing.T) {
	for _, first := range []string{"my groin is numb groin, does it help to stretch?", "hot calf and does it help to stretch?", "leg and back, does it help to stretch?"} {
		w, d := &scribe{says: "x"}, &doubter{says: "varicose"}
		b := newBot(t, withModel(w, d))
		for _, text := range []string{first, "does it help to stretch?", "never mind, does it help to stretch?"} {
			say(t, b, text)
		}
		if len(w.given)+len(d.given) != 0 {
			t.Errorf("%q: the writer saw %v, the doubter %v", first, w.given, d.given)
		}
	}
}

// Both parts are told the name by which the network knows the client, so that it is masked; nothing of it is kept.
func TestModelIsToldWhatToMask(t *testing.T) {
	w, d, st := &scribe{says: "x"}, &doubter{}, memory.NewStore()
	b := newBot(t, func(o *bot.Options) { withModel(w, d)(o); o.Store = st })
	b.Handle(t.Context(), bot.Message{Conversation: who, Text: "does it help to stretch?", Name: "Ann Lee"})
	if len(w.given) != 1 || !slices.Equal(w.given[0].Names, []string{"Ann Lee"}) || len(d.given) != 1 || !slices.Equal(d.given[0].Names, []string{"Ann Lee"}) {
		t.Errorf("the writer was given %+v, the doubter %+v", w.given, d.given)
	}
	rec, err := st.Export(t.Context(), who)
	if kept := fmt.Sprintf("%+v", rec); err != nil || strings.Contains(kept, "Ann") {
		t.Errorf("kept: %s, %v", kept, err)
	}
}

// A client's, a practice's and a channel's no.
func TestModelOff(t *testing.T) {
	for _, no := range []string{"don't use AI", "please don’t use AI for this", "no uses IA", "por favor no use IA", "No AI"} {
		w, d := &scribe{says: "worded"}, &doubter{says: "varicose"}
		b := newBot(t, withModel(w, d))
		if r := say(t, b, no); r.Outcome != bot.Talk || !strings.Contains(r.Text, "AI") && !strings.Contains(r.Text, "IA") {
			t.Errorf("%q: %+v", no, r)
		}
		say(t, b, "does it help to stretch?")
		if len(w.given) != 0 || len(d.given) != 0 || len(w.forgotten) != 1 {
			t.Errorf("%q: asked all the same: %v %v; forgotten %v", no, w.given, d.given, w.forgotten)
		}
		say(t, b, "use AI")
		if r := say(t, b, "does it help to stretch?"); !strings.HasPrefix(r.Text, "worded") {
			t.Errorf("%q, then \"use AI\": %q", no, r.Text)
		}
	}
	w := &scribe{says: "worded"}
	b := newBot(t, func(o *bot.Options) { withModel(w, nil)(o); o.NoModel = []bot.Channel{bot.Web} })
	if say(t, b, "does it help to stretch?"); len(w.given) != 0 {
		t.Error("asked on a channel that is off")
	}
}

// A second opinion raises by one step, up to what its category can have, and lowers nothing.
func TestSecondOpinionRaisesOneStep(t *testing.T) {
	for _, tc := range []struct {
		category bot.FlagID
		says     []string
		want     []bot.Level
	}{
		{"cauda-equina", []string{"it feels so odd", "still very odd there", "even odder than that"}, []bot.Level{bot.Precaution, bot.Clearance, bot.Urgent}},
		{"pregnancy", []string{"it feels so odd", "still very odd there", "even odder than that"}, []bot.Level{bot.Precaution, bot.Clearance, bot.Clearance}},
		{"varicose", []string{"it feels so odd", "still very odd there"}, []bot.Level{bot.Precaution, bot.Precaution}},
		{"unheard-of", []string{"it feels so odd"}, []bot.Level{bot.None}},
		{"", []string{"it feels so odd"}, []bot.Level{bot.None}},
		{"varicose", []string{"I take thinners every day"}, []bot.Level{bot.Clearance}},
		{"cauda-equina", []string{"I take thinners every day"}, []bot.Level{bot.Urgent}},
		{"varicose", []string{"my calf is a hot calf"}, []bot.Level{bot.Urgent}},
		{"varicose", []string{"I have numb groin now"}, []bot.Level{bot.Emergency}},
		{"cauda-equina", []string{"hi there"}, []bot.Level{bot.None}}, // too short to be shown
	} {
		st := memory.NewStore()
		d := &doubter{says: tc.category}
		b := newBot(t, func(o *bot.Options) { withModel(nil, d)(o); o.Writer, o.Store = nil, st })
		for i, text := range tc.says {
			r := say(t, b, text)
			if r.Level != tc.want[i] {
				t.Errorf("%s, %q: level %v, want %v", tc.category, text, r.Level, tc.want[i])
			}
			if r.Level >= bot.Urgent && booksAnything(r) {
				t.Errorf("%s, %q books: %+v", tc.category, text, r)
			}
		}
		rec, err := st.Export(t.Context(), who)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range rec.Holds {
			if h.Reason == bot.SecondOpinion && h.Flag != tc.category {
				t.Errorf("%s: recorded as %+v", tc.category, h)
			}
		}
	}
}

// What was raised stays, is recorded for review, lays a hold from urgent up, and ends with the clinician's word.
func TestRaisedHoldAndLift(t *testing.T) {
	st, d := memory.NewStore(), &doubter{says: "cauda-equina"}
	b := newBot(t, func(o *bot.Options) { withModel(nil, d)(o); o.Writer, o.Store = nil, st })
	for _, text := range []string{"it feels so odd", "still very odd there", "even odder than that"} {
		say(t, b, text)
	}
	rec, err := st.Export(t.Context(), who)
	if err != nil {
		t.Fatal(err)
	}
	raised := 0
	for _, h := range rec.Holds {
		if h.Reason == bot.SecondOpinion {
			raised++
		}
	}
	if raised != 3 || rec.Session.Hold.Level != bot.Urgent {
		t.Errorf("%d raised, hold %+v", raised, rec.Session.Hold)
	}
	// Staff read of each step, and that it was not the rules.
	const by = " (raised by the second opinion of a language model)"
	var told []string
	for _, n := range rec.Notices {
		told = append(told, n.Kind+": "+n.Text)
	}
	want := []string{"raised: cauda-equina (precaution)" + by, "raised: cauda-equina (clearance)" + by, "alert: cauda-equina (urgent)" + by}
	if !slices.Equal(told, want) {
		t.Errorf("staff read %q, want %q", told, want)
	}
	if r := say(t, b, "book me for friday"); booksAnything(r) || r.Level != bot.Urgent {
		t.Errorf("under the hold: %+v", r)
	}
	say(t, b, "my doctor examined me and cleared me")
	if r := say(t, b, "yes"); r.Level != bot.None {
		t.Errorf("after the clinician's word: %+v", r)
	}
}

// A Doubter that panics or hangs has no effect; its time is a second and a half.
func TestDoubterFails(t *testing.T) {
	b := newBot(t, withModel(nil, &doubter{panics: true}))
	if r := say(t, b, "does it help to stretch?"); r.Text != "Stretching can help." || r.Level != bot.None {
		t.Errorf("panic: %+v", r)
	}
	synctest.Test(t, func(t *testing.T) {
		b := newBot(t, withModel(nil, &doubter{says: "varicose", hangs: true}))
		start := time.Now()
		r := say(t, b, "does it help to stretch?")
		if took := time.Since(start); took != 1500*time.Millisecond || r.Level != bot.None || r.Text != "Stretching can help." {
			t.Errorf("hangs: %v, %+v", took, r)
		}
	})
}
