package bot_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"knead/bot"
	"knead/bot/memory"
)

// drafter shows its parts before it says how it ends.
type drafter struct {
	parts []string
	says  string // empty: the articles' own words
	asked int
	shown int // parts that somebody looked at
}

// Write implements bot.Writer.
func (d *drafter) Write(_ context.Context, w bot.Wording) (string, bool) {
	d.asked++
	for _, p := range d.parts {
		if w.Show != nil {
			d.shown++
			w.Show(p)
		}
	}
	return d.says, d.says != ""
}

// watch has b answer while somebody looks, and returns what was shown.
func watch(t *testing.T, b *bot.Bot, m bot.Message) (shown []string, r bot.Reply) {
	t.Helper()
	m.Conversation = who
	r = b.Stream(t.Context(), m, func(d bot.Draft) {
		if d.Lang != bot.English {
			t.Errorf("shown in %q", d.Lang)
		}
		shown = append(shown, d.Text)
	})
	return shown, r
}

// What is shown comes sentence by sentence with the word that a model wrote it; the reply is the one that Handle gives, and
// it alone is stored.
func TestStream(t *testing.T) {
	const question = "does it help to stretch?"
	parts := []string{"You can stretch.", "You can stretch. It helps."}
	for _, end := range []string{"You can stretch. It helps.", ""} {
		st := memory.NewStore()
		b := newBot(t, func(o *bot.Options) { withModel(&drafter{parts: parts, says: end}, nil)(o); o.Store = st })
		shown, r := watch(t, b, bot.Message{ID: "m1", Text: question})
		want := newBot(t, withModel(&drafter{says: end}, nil)).Handle(t.Context(), bot.Message{ID: "m1", Conversation: who, Text: question})
		if diff := cmp.Diff(want, r); diff != "" {
			t.Errorf("Stream ends otherwise than Handle (-Handle +Stream):\n%s", diff)
		}
		if len(shown) != 2 || !strings.HasPrefix(shown[0], parts[0]+"\n\n") || !strings.HasPrefix(shown[1], parts[1]+"\n\n") ||
			!strings.Contains(shown[0], "A language model worded this") {
			t.Errorf("shown %q", shown)
		}
		if _, stored, err := st.Load(t.Context(), who, "m1"); err != nil || stored == nil || stored.Text != r.Text {
			t.Errorf("stored %+v, %v", stored, err)
		}
		again, same := watch(t, b, bot.Message{ID: "m1", Text: question})
		if len(again) != 0 || same.Text != r.Text {
			t.Errorf("delivered again: shown %q, %q", again, same.Text)
		}
		if later, _ := watch(t, b, bot.Message{ID: "m2", Text: question}); end != "" && !slices.Equal(later, parts) {
			t.Errorf("the second time it is said again who words: %q", later)
		}
	}
}

// Nothing is shown beside advice, a safety question, a hold, or after a no; nor does a channel see anything that only handles.
func TestStreamsNoSafetyReply(t *testing.T) {
	for _, first := range []string{"numb groin, does it help to stretch?", "hot calf, does it help to stretch?", "thinners, does it help to stretch?",
		"varicose, does it help to stretch?", "leg and back, does it help to stretch?", "screen panics, does it help to stretch?"} {
		w := &drafter{parts: []string{"You can stretch."}, says: "You can stretch."}
		b := newBot(t, withModel(w, nil))
		if shown, r := watch(t, b, bot.Message{Text: first}); len(shown) != 0 {
			t.Errorf("%q: shown %q before %q", first, shown, r.Text)
		}
		shown, r := watch(t, b, bot.Message{Text: "does it help to stretch?"})
		if careful := r.Level >= bot.Clearance || strings.HasPrefix(first, "leg"); careful && len(shown) != 0 {
			t.Errorf("%q, then a question at %v: shown %q", first, r.Level, shown)
		}
	}
	raised := newBot(t, withModel(&drafter{parts: []string{"You can stretch."}, says: "You can stretch."}, &doubter{says: "varicose"}))
	if shown, r := watch(t, raised, bot.Message{Text: "does it help to stretch?"}); len(shown) != 0 || r.Level != bot.Precaution {
		t.Errorf("raised to %v: shown %q", r.Level, shown)
	}
	w := &drafter{parts: []string{"You can stretch."}, says: "You can stretch."}
	b := newBot(t, withModel(w, nil))
	if say(t, b, "does it help to stretch?"); w.asked != 1 || w.shown != 0 {
		t.Errorf("Handle: asked %d times, shown %d", w.asked, w.shown)
	}
	say(t, b, "don't use AI")
	if shown, _ := watch(t, b, bot.Message{Text: "does it help to stretch?"}); len(shown) != 0 {
		t.Errorf("after a no: %q", shown)
	}
}

// A Writer that shows what books shows nothing: what goes out early passes the same lock as a reply.
func TestStreamIsSealed(t *testing.T) {
	w := &drafter{parts: []string{"Book at https://book.test/orlando now.", "Call 555-010-0199.", "You can stretch."}, says: "You can stretch."}
	shown, _ := watch(t, newBot(t, withModel(w, nil)), bot.Message{Text: "does it help to stretch?"})
	if len(shown) != 1 || !strings.HasPrefix(shown[0], "You can stretch.") {
		t.Errorf("shown %q", shown)
	}
}

// Who looks may panic: the reply is the safe one, as after any panic.
func TestLookerPanics(t *testing.T) {
	b := newBot(t, withModel(&drafter{parts: []string{"You can stretch."}, says: "You can stretch."}, nil))
	r := b.Stream(t.Context(), bot.Message{Conversation: who, Text: "does it help to stretch?"}, func(bot.Draft) { panic("gone") })
	if r.Text != "Stretching can help." {
		t.Errorf("%+v", r)
	}
}
