package telegram

import (
	"testing"

	"knead/bot"
)

func TestPrivateTalk(t *testing.T) {
	h := &script{rows: []row{{"neck", bot.Reply{Text: "Necks & <shoulders>.", Outcome: bot.Answered, Lang: bot.English,
		Buttons: []bot.Button{{Label: "Book a massage", Press: bot.Action{Verb: bot.DoBook}}, {Label: "And the back?", Press: bot.Action{Verb: bot.DoSay}}},
		Sources: []bot.Source{{Title: "Necks", Section: "Stiff", URL: "/articles/necks#stiff"}}}}}}
	r := start(t, h, nil)
	ann := r.srv.Client(t, 42)
	said := ann.Say("my neck is stiff")
	m := ann.Next()
	if m.Text != "Necks & <shoulders>.\n\n📖 Necks › Stiff" {
		t.Errorf("text %q", m.Text)
	}
	if len(m.Entities) != 1 || m.Entities[0].URL != "https://practice.test/articles/necks#stiff" || m.Preview != "off" {
		t.Errorf("entities %+v, preview %q", m.Entities, m.Preview)
	}
	got := h.last()
	want := bot.Conversation{Channel: bot.Telegram, Chat: "42", User: "42"}
	if got.Conversation != want || got.Lang != "en" || got.At.IsZero() || said == 0 || got.ID == "" {
		t.Errorf("message %+v", got)
	}
	id := ann.Press(m, "And the back?")
	if m2 := ann.Next(); m2.Text != "you said: And the back?" {
		t.Errorf("after the press: %q", m2.Text)
	}
	if p := h.last().Press; p != (bot.Action{Verb: bot.DoSay}) {
		t.Errorf("press %+v", p)
	}
	r.srv.Await(t, "the press is confirmed", func() bool { _, ok := r.srv.Answered(id); return ok })
	r.srv.Await(t, "the used keyboard goes", func() bool { return r.srv.Now(m).Labels() == nil })
	r.srv.Await(t, "everything is acknowledged", func() bool { return r.srv.Waiting() == 0 })
}
