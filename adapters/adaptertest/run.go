package adaptertest

import (
	"context"
	"strings"
	"sync"
	"testing"

	"knead/bot"
)

// A Client is somebody on the channel.
type Client interface {
	// Say writes words and returns the answer as the client is shown it, buttons and sources included; empty for silence.
	Say(words string) string
	// Again has the network deliver the last message once more, and returns what is shown then.
	Again() string
}

// A Channel is an adapter with a handler behind it.
type Channel interface {
	// Client returns the n-th client, whom the channel knows already: no introduction is shown to them.
	Client(n int) Client
}

// Run holds the suite over a channel; open makes a fresh one before h.
func Run(t *testing.T, name bot.Channel, open func(t *testing.T, h bot.Handler) Channel) {
	for _, tc := range []struct {
		name string
		test func(t *testing.T, name bot.Channel, open func(t *testing.T, h bot.Handler) Channel)
	}{{"words arrive", wordsArrive}, {"replies are shown", repliesAreShown}, {"silence", silence}, {"delivered again", deliveredAgain},
		{"who writes", whoWrites}, {"a handler panics", handlerPanics}} {
		t.Run(tc.name, func(t *testing.T) { tc.test(t, name, open) })
	}
}

// script is a Handler that answers what it was told and remembers what it was asked.
type script struct {
	reply func(m bot.Message) bot.Reply
	mu    sync.Mutex
	got   []bot.Message
}

// Handle implements bot.Handler.
func (s *script) Handle(_ context.Context, m bot.Message) bot.Reply {
	s.mu.Lock()
	s.got = append(s.got, m)
	s.mu.Unlock()
	return s.reply(m)
}

func (s *script) messages() []bot.Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]bot.Message(nil), s.got...)
}

func echo(m bot.Message) bot.Reply {
	return bot.Reply{Text: "heard " + m.Text, Outcome: bot.Talk, Lang: bot.English}
}

// wordsArrive: what clients write reaches the handler to the letter, hostile or odd as it may be.
func wordsArrive(t *testing.T, _ bot.Channel, open func(*testing.T, bot.Handler) Channel) {
	s := &script{reply: echo}
	ann := open(t, s).Client(1)
	for _, words := range []string{"does it hurt?", "¿me duele el cuello, sabe?", "🙂 ok", "<script>alert(1)</script> & \"quotes\" 'too'", "*bold* _under_ `code` ~~x~~ [a](b)",
		"{{.Secret}} ${x} %s %d", "'; DROP TABLE sessions; --", "two\nlines", "\u202eright to left", "a\u0301 combined", strings.Repeat("long words ", 12)} {
		before := len(s.messages())
		ann.Say(words)
		got := s.messages()[before:]
		if len(got) != 1 || strings.TrimSpace(got[0].Text) != strings.TrimSpace(words) {
			t.Errorf("%q arrives as %+v", words, got)
		}
	}
}

// repliesAreShown: every word of a reply, its buttons and its links; from Urgent up the action stands first.
func repliesAreShown(t *testing.T, _ bot.Channel, open func(*testing.T, bot.Handler) Channel) {
	for _, tc := range []struct {
		reply bot.Reply
		shows []string
		first string
	}{
		{bot.Reply{Text: "One & two <b>three</b>\nfour *five*", Outcome: bot.Talk}, []string{"One & two <b>three</b>", "four *five*"}, ""},
		{bot.Reply{Text: "Is that right?", Buttons: []bot.Button{{Label: "Yes, that's right", Press: bot.Action{Verb: bot.DoConfirm}}, {Label: "Leave it", Press: bot.Action{Verb: bot.DoDrop}}},
			Outcome: bot.Booking}, []string{"Is that right?", "Yes", "Leave it"}, ""},
		{bot.Reply{Text: "Book here:", Buttons: []bot.Button{{Label: "Orlando", URL: "https://www.vagaro.com/mywellnessrituals"}}, Outcome: bot.Booking},
			[]string{"vagaro.com/mywellnessrituals"}, ""},
		{bot.Reply{Text: "Call 911 now.\nBecause minutes matter.", Level: bot.Emergency, Outcome: bot.Screened}, []string{"Because minutes matter."}, "Call 911 now."},
	} {
		tc.reply.Lang = bot.English
		ann := open(t, &script{reply: func(bot.Message) bot.Reply { return tc.reply }}).Client(1)
		shown := ann.Say("hello")
		for _, want := range tc.shows {
			if !strings.Contains(shown, want) {
				t.Errorf("%q does not show %q", shown, want)
			}
		}
		if !strings.HasPrefix(shown, tc.first) {
			t.Errorf("%q does not begin with %q", shown, tc.first)
		}
	}
}

// silence: the zero reply sends nothing.
func silence(t *testing.T, _ bot.Channel, open func(*testing.T, bot.Handler) Channel) {
	s := &script{reply: func(bot.Message) bot.Reply { return bot.Reply{} }}
	if shown := open(t, s).Client(1).Say("hello"); shown != "" || len(s.messages()) != 1 {
		t.Errorf("shown %q after %d messages", shown, len(s.messages()))
	}
}

// deliveredAgain: the handler sees a message that comes twice under one ID, or once; another message has another ID.
func deliveredAgain(t *testing.T, _ bot.Channel, open func(*testing.T, bot.Handler) Channel) {
	s := &script{reply: echo}
	ann := open(t, s).Client(1)
	ann.Say("first")
	ann.Again()
	ids := map[bot.MessageID]bool{}
	for _, m := range s.messages() {
		ids[m.ID] = true
	}
	if len(ids) != 1 || ids[""] {
		t.Errorf("one message had the IDs %v", ids)
	}
	ann.Say("first")
	if got := s.messages(); ids[got[len(got)-1].ID] {
		t.Error("the same words written again are taken for a repeat")
	}
}

// whoWrites: one client is one conversation of the channel, another client another one.
func whoWrites(t *testing.T, name bot.Channel, open func(*testing.T, bot.Handler) Channel) {
	s := &script{reply: echo}
	ch := open(t, s)
	ann, ben := ch.Client(1), ch.Client(2)
	ann.Say("ann is here")
	ben.Say("ben is here")
	ann.Say("ann again")
	got := s.messages()
	if len(got) != 3 {
		t.Fatalf("%d messages", len(got))
	}
	if got[0].Conversation != got[2].Conversation || got[0].Conversation == got[1].Conversation || got[0].Conversation.Channel != name || got[0].Conversation.User == "" {
		t.Errorf("conversations %+v, %+v, %+v", got[0].Conversation, got[1].Conversation, got[2].Conversation)
	}
	if got[0].At.IsZero() {
		t.Error("nobody knows when it was written")
	}
}

// handlerPanics: what the contract forbids costs one answer at most.
func handlerPanics(t *testing.T, _ bot.Channel, open func(*testing.T, bot.Handler) Channel) {
	s := &script{reply: func(m bot.Message) bot.Reply {
		if m.Text == "boom" {
			panic("as scripted")
		}
		return echo(m)
	}}
	ann := open(t, s).Client(1)
	if shown := ann.Say("boom"); strings.Contains(shown, "as scripted") {
		t.Errorf("shown %q", shown)
	}
	if shown := ann.Say("still there?"); !strings.Contains(shown, "heard still there?") {
		t.Errorf("after a panic: %q", shown)
	}
}
