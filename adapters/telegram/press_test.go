package telegram

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"knead/adapters/telegram/telegramtest"
	"knead/bot"
)

// An edited message is screened again: the last reply is edited, an older one or urgent advice is a new message.
func TestEdits(t *testing.T) {
	h := &script{rows: []row{{"numb", bot.Reply{Text: "Be seen today.", Level: bot.Urgent, Outcome: bot.Screened}}}}
	r := start(t, h, nil)
	ann := r.srv.Client(t, 42)
	first := ann.Say("bok friday")
	m := ann.Next()
	ann.Edit(first, "book friday")
	r.srv.Await(t, "the reply is edited", func() bool { return r.srv.Now(m).Text == "you said: book friday" })
	ann.Edit(first, "book friday") // nothing changed
	ann.Edit(first, "my groin is numb")
	if m := ann.Next(); m.Text != "Be seen today." || m.ReplyTo != first {
		t.Errorf("%q, an answer to %d", m.Text, m.ReplyTo)
	}
	second := ann.Say("hello")
	ann.Next()
	ann.Edit(first, "book saturday")
	if m := ann.Next(); m.Text != "you said: book saturday" || m.ReplyTo != first {
		t.Errorf("%q, an answer to %d", m.Text, m.ReplyTo)
	}
	ann.Edit(second, "hello!")
	if m := ann.Next(); m.Text != "you said: hello!" {
		t.Errorf("%q", m.Text)
	}
	ids := make(map[bot.MessageID]bool)
	for _, m := range h.messages() {
		if ids[m.ID] {
			t.Errorf("two messages have the ID %q", m.ID)
		}
		ids[m.ID] = true
	}
}

func TestPresses(t *testing.T) {
	choose := bot.Reply{Text: "Which place?", Outcome: bot.Booking, Buttons: []bot.Button{
		{Label: "Orlando", Press: bot.Action{Verb: bot.DoChoose, Arg: "location=orlando"}},
		{Label: "Longwood", Press: bot.Action{Verb: bot.DoChoose, Arg: "location=longwood"}},
		{Label: "Page", URL: "https://book.test"}}}
	h := &script{rows: []row{{"place", choose}}}
	r := start(t, h, nil)
	ann := r.srv.Client(t, 42)
	ann.Say("place")
	m := ann.Next()
	id := ann.Press(m, "Longwood")
	ann.Next()
	if got := h.last(); got.Text != "Longwood" || got.Press != (bot.Action{Verb: bot.DoChoose, Arg: "location=longwood"}) {
		t.Errorf("the core was handed %+v", got)
	}
	r.srv.Await(t, "what opens a page stays", func() bool {
		return cmp.Equal(r.srv.Now(m).Labels(), []string{"Page"})
	})
	r.srv.Await(t, "confirmed", func() bool { _, ok := r.srv.Answered(id); return ok })
	// Pressed again before the button went, under a message too old to be shown, or from another version: stale.
	for _, data := range []string{"choose:location=orlando", "t.unknown:1", ":::", ""} {
		id := ann.PressData(m, data)
		ann.Next()
		if got := h.last(); got.Press.Verb != bot.DoLabel || got.Text != "" {
			t.Errorf("%q: the core was handed %+v", data, got)
		}
		r.srv.Await(t, "confirmed", func() bool { _, ok := r.srv.Answered(id); return ok })
	}
	ann.PressData(telegramtest.Message{ID: 1, Chat: 42}, "book")
	ann.Next()
	if got := h.last(); got.Press.Verb != bot.DoLabel {
		t.Errorf("under a message too old to be shown: %+v", got)
	}
}

// In a group only the client whom the bot answered presses the buttons.
func TestPressesOfOthers(t *testing.T) {
	h := &script{rows: []row{{"place", bot.Reply{Text: "Which place?", Outcome: bot.Booking, Lang: bot.English,
		Buttons: []bot.Button{{Label: "Orlando", Press: bot.Action{Verb: bot.DoChoose, Arg: "location=orlando"}}}}}}}
	r := start(t, h, nil)
	ann, eve := r.srv.Client(t, 42).In(-100), r.srv.Client(t, 66).In(-100)
	said := ann.Say("@knead_test_bot place")
	m := ann.Next()
	id := eve.Press(m, "Orlando")
	r.srv.Await(t, "told", func() bool {
		p, _ := r.srv.Answered(id)
		return strings.Contains(p["text"], "for the person I answered")
	})
	ann.Press(m, "Orlando")
	m2 := ann.Next()
	if m2.ReplyTo != said {
		t.Errorf("answers %d, want the client's %d", m2.ReplyTo, said)
	}
	if n := len(h.messages()); n != 2 {
		t.Errorf("the core was handed %d messages, want 2", n)
	}
}

// A new question takes the old one's buttons away.
func TestOldKeyboardGoes(t *testing.T) {
	h := &script{rows: []row{{"ask", bot.Reply{Text: "Yes or no?", Buttons: []bot.Button{{Label: "Yes", Press: bot.Action{Verb: bot.DoSay}}}}}}}
	r := start(t, h, nil)
	ann := r.srv.Client(t, 42)
	ann.Say("ask one")
	m := ann.Next()
	ann.Say("ask two")
	m2 := ann.Next()
	r.srv.Await(t, "the first question's buttons go", func() bool { return r.srv.Now(m).Labels() == nil })
	if r.srv.Now(m2).Labels() == nil {
		t.Error("the second question's buttons are gone")
	}
}
