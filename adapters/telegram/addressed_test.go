package telegram

import (
	"testing"

	"knead/bot"
)

// In groups the bot answers only what is said to it, without its name in the words.
func TestGroups(t *testing.T) {
	for _, tt := range []struct {
		name, say string
		heard     string
		silent    bool
	}{
		{name: "talk among others", say: "my neck hurts", silent: true},
		{name: "mention", say: "@knead_test_bot book friday", heard: "book friday"},
		{name: "mention in other letters", say: "@Knead_Test_Bot book friday", heard: "book friday"},
		{name: "mention in the middle", say: "héllo 🙂 @knead_test_bot book friday", heard: "héllo 🙂  book friday"},
		{name: "mention of somebody else", say: "@carol book friday", silent: true},
		{name: "command", say: "/help", heard: ""},
		{name: "command with words", say: "/ask where are you?", heard: "where are you?"},
		{name: "command to the bot", say: "/ask@knead_test_bot where are you?", heard: "where are you?"},
		{name: "command to another bot", say: "/ask@other_bot where are you?", silent: true},
		{name: "unknown command to nobody", say: "/roll 20", silent: true},
		{name: "unknown command to the bot", say: "/roll@knead_test_bot 20", heard: "roll 20"},
		{name: "a slash in the middle", say: "and /help too", silent: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := &script{}
			r := start(t, h, nil)
			ann := r.srv.Client(t, 42).In(-100)
			said := ann.Say(tt.say)
			if tt.silent {
				ann.Say("@knead_test_bot end")
				if ann.Next(); h.messages()[0].Text != "end" {
					t.Errorf("the core was handed %+v", h.messages())
				}
				return
			}
			m := ann.Next()
			if got := h.last(); got.Text != tt.heard || got.Conversation != (bot.Conversation{Channel: bot.Telegram, Chat: "-100", User: "42"}) {
				t.Errorf("the core was handed %+v", got)
			}
			if m.ReplyTo != said {
				t.Errorf("answers %d, want %d", m.ReplyTo, said)
			}
		})
	}
}

func TestReplyToTheBotInGroup(t *testing.T) {
	h := &script{}
	r := start(t, h, nil)
	ann := r.srv.Client(t, 42).In(-100)
	ann.Say("@knead_test_bot hello")
	m := ann.Next()
	ann.Reply(m.ID, "friday 3pm")
	ann.Next()
	if got := h.last().Text; got != "friday 3pm" {
		t.Errorf("the core was handed %q", got)
	}
}

// A topic is a chat of its own, and is answered there; a lost one is answered in the group.
func TestTopics(t *testing.T) {
	h := &script{}
	r := start(t, h, nil)
	ann := r.srv.Client(t, 42).In(-100)
	in7 := ann.Topic(7)
	in7.Say("@knead_test_bot hello")
	if m := ann.Next(); m.Thread != 7 {
		t.Errorf("answered in topic %d", m.Thread)
	}
	if got := h.last().Conversation.Chat; got != "-100/7" {
		t.Errorf("chat %q", got)
	}
	if err := r.a.Send(t.Context(), h.last().Conversation, bot.Reply{Text: "news"}); err != nil {
		t.Fatal(err)
	}
	if m := ann.Next(); m.Thread != 7 || m.Text != "news" {
		t.Errorf("%q in topic %d", m.Text, m.Thread)
	}
	if err := r.a.Send(t.Context(), bot.Conversation{Channel: bot.Telegram, Chat: "-100/99", User: "42"}, bot.Reply{Text: "more"}); err != nil {
		t.Fatal(err)
	}
	if m := ann.Next(); m.Thread != 0 || m.Text != "more" {
		t.Errorf("%q in topic %d", m.Text, m.Thread)
	}
	// A thread of replies has a number too, but is no topic.
	ann.Send(map[string]any{"text": "@knead_test_bot thread", "message_thread_id": 55})
	if m := ann.Next(); m.Thread != 0 {
		t.Errorf("answered in topic %d", m.Thread)
	}
}
