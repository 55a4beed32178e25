package telegram

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"knead/adapters/telegram/telegramtest"
	"knead/bot"
)

// Each trouble that passes is outlasted: the reply comes, once.
func TestSendOutlasts(t *testing.T) {
	for _, tt := range []struct {
		name   string
		faults []telegramtest.Fault
	}{
		{"bad gateway", []telegramtest.Fault{{Status: 502, Body: "<html>502</html>"}, {Status: 503, Body: "<html>503</html>"}}},
		{"internal error", []telegramtest.Fault{{Status: 500, Description: "Internal Server Error"}}},
		{"broken connection", []telegramtest.Fault{{Drop: true}, {Drop: true}}},
		{"a wrong moment", []telegramtest.Fault{{Status: 401, Description: "Unauthorized"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t, &script{}, nil)
			r.srv.Fail("sendMessage", tt.faults...)
			r.run()
			ann := r.srv.Client(t, 42)
			ann.Say("hello")
			ann.Say("second")
			if a, b := ann.Next().Text, ann.Next().Text; a != "you said: hello" || b != "you said: second" {
				t.Errorf("%q, %q", a, b)
			}
			if n := len(r.srv.Sent(42)); n != 2 {
				t.Errorf("%d messages, want 2", n)
			}
		})
	}
}

// While nothing goes through there is no giving up: the network is down in the middle of a reply, and the reply comes.
func TestNetworkDown(t *testing.T) {
	h := &script{}
	r := newRig(t, h, nil)
	h.hook = func(_ context.Context, m bot.Message) { r.srv.Cut(m.Text == "hello") }
	r.run()
	ann := r.srv.Client(t, 42)
	ann.Say("hello")
	ann.Say("second")
	r.srv.Await(t, "many tries", func() bool { return len(r.srv.Calls("sendMessage")) > 2*giveUpAfter })
	r.srv.Cut(false)
	if a, b := ann.Next().Text, ann.Next().Text; a != "you said: hello" || b != "you said: second" {
		t.Errorf("%q, %q", a, b)
	}
	if s := r.a.Stats(); s.GivenUp != 0 {
		t.Errorf("%+v", s)
	}
}

// outage is n broken connections.
func outage(n int) []telegramtest.Fault {
	out := make([]telegramtest.Fault, n)
	for i := range out {
		out[i] = telegramtest.Fault{Drop: true}
	}
	return out
}

// When Telegram asks to wait, others are not kept waiting.
func TestFloodOfOneChat(t *testing.T) {
	r := newRig(t, &script{}, func(c *Config) { c.Drain = time.Millisecond })
	r.srv.Fail("sendMessage", telegramtest.Fault{Status: 429, Description: "Too Many Requests: retry after 3600", RetryAfter: 3600})
	r.run()
	ann, bob := r.srv.Client(t, 42), r.srv.Client(t, 43)
	ann.Say("hello")
	r.srv.Await(t, "the refusal", func() bool { return len(r.srv.Calls("sendMessage")) > 0 })
	bob.Say("hello")
	bob.Next()
	if n := len(r.srv.Sent(42)); n != 0 {
		t.Error("the flooded chat got its message within the hour")
	}
}

// Nothing is sent to the chat before the time is over, and then it is.
func TestFloodEnds(t *testing.T) {
	r := newRig(t, &script{}, nil)
	r.srv.Fail("sendMessage", telegramtest.Fault{Status: 429, Description: "Too Many Requests: retry after 1", RetryAfter: 1})
	r.run()
	ann := r.srv.Client(t, 42)
	ann.Say("hello")
	ann.Next()
	calls := r.srv.Calls("sendMessage")
	if len(calls) != 2 || calls[1].At.Sub(calls[0].At) < time.Second {
		t.Errorf("sent again after less than a second: %+v", calls)
	}
}

// A message that Telegram can never take does not stop everything else.
func TestGivesUp(t *testing.T) {
	r := newRig(t, &script{}, nil)
	r.srv.Fail("sendMessage", telegramtest.Fault{Status: 400, Description: "Bad Request: something nobody foresaw"})
	r.run()
	ann := r.srv.Client(t, 42)
	ann.Say("my secret pain")
	ann.Say("next")
	if m := ann.Next(); m.Text != "you said: next" {
		t.Errorf("%q", m.Text)
	}
	if s := r.a.Stats(); s.GivenUp != 1 {
		t.Errorf("%+v", s)
	}
	if !strings.Contains(r.log.String(), "could not be sent") || strings.Contains(r.log.String(), "secret pain") {
		t.Errorf("log:\n%s", r.log.String())
	}
}

// A message that the server always stumbles on is given up once everything else goes through.
func TestPoisonIsGivenUp(t *testing.T) {
	r := newRig(t, &script{}, nil)
	faults := make([]telegramtest.Fault, 1000)
	for i := range faults {
		faults[i] = telegramtest.Fault{Status: 500, Description: "Internal Server Error"}
	}
	r.srv.Fail("sendMessage", faults...)
	r.run()
	ann := r.srv.Client(t, 42)
	ann.Say("poison")
	r.srv.Await(t, "giving up", func() bool {
		_ = r.a.api.call(t.Context(), "getMe", nil, nil) // everything else goes through
		return r.srv.Waiting() == 0
	})
	if s := r.a.Stats(); s.GivenUp != 1 || s.Retried < giveUpAfter-1 {
		t.Errorf("%+v", s)
	}
}

// What Telegram refuses in a message is left out, not the message.
func TestRefusedParts(t *testing.T) {
	for _, tt := range []struct {
		name, refusal string
		labels        int
		entities      int
	}{
		{"button", "Bad Request: BUTTON_URL_INVALID", 0, 1},
		{"markup", "Bad Request: can't parse entities: Unsupported start tag", 1, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t, &script{rows: []row{{"x", bot.Reply{Text: "a < b & \"c\"", Sources: []bot.Source{{Title: "T", URL: "https://t.test"}},
				Buttons: []bot.Button{{Label: "B", Press: bot.Action{Verb: bot.DoBook}}}}}}}, nil)
			r.srv.Fail("sendMessage", telegramtest.Fault{Status: 400, Description: tt.refusal})
			r.run()
			ann := r.srv.Client(t, 42)
			ann.Say("x")
			m := ann.Next()
			if m.Text != "a < b & \"c\"\n\n📖 T" || len(m.Labels()) != tt.labels || len(m.Entities) != tt.entities {
				t.Errorf("%+v", m)
			}
		})
	}
}

// The client has blocked the bot: the chat is marked, told of once, and nothing is tried there until they write again.
func TestBlocked(t *testing.T) {
	for _, notice := range []bool{true, false} {
		var told []bot.Conversation
		r := start(t, &script{}, func(c *Config) {
			c.Blocked = func(_ context.Context, c bot.Conversation) { told = append(told, c) }
		})
		ann := r.srv.Client(t, 42)
		conv := bot.Conversation{Channel: bot.Telegram, Chat: "42", User: "42"}
		ann.Block(notice)
		if notice {
			r.srv.Await(t, "the notice is taken", func() bool { return r.srv.Waiting() == 0 })
		} else {
			ann.Say("bye")
			r.srv.Await(t, "the message is closed", func() bool { return r.srv.Waiting() == 0 })
		}
		before := len(r.srv.Calls("sendMessage"))
		for range 3 {
			if err := r.a.Send(t.Context(), conv, bot.Reply{Text: "news"}); !errors.Is(err, ErrBlocked) {
				t.Errorf("Send = %v, want ErrBlocked", err)
			}
		}
		if n := len(r.srv.Calls("sendMessage")); n != before {
			t.Errorf("%d calls to a blocked chat", n-before)
		}
		ann.Unblock()
		ann.Say("I am back")
		ann.Next()
		if err := r.a.Send(t.Context(), conv, bot.Reply{Text: "news"}); err != nil {
			t.Errorf("after coming back: %v", err)
		}
		r.stop()
		if len(told) != 1 || told[0] != conv {
			t.Errorf("told %+v, want it once", told)
		}
	}
}

func TestPutOutOfGroup(t *testing.T) {
	r := start(t, &script{}, nil)
	g := r.srv.Client(t, 42).In(-100)
	g.Block(true)
	r.srv.Await(t, "the notice is taken", func() bool { return r.srv.Waiting() == 0 })
	err := r.a.Send(t.Context(), bot.Conversation{Channel: bot.Telegram, Chat: "-100", User: "42"}, bot.Reply{Text: "news"})
	if !errors.Is(err, ErrBlocked) {
		t.Errorf("%v", err)
	}
}

func TestSupergroup(t *testing.T) {
	r := start(t, &script{}, nil)
	r.srv.Migrate(-5, -1005)
	if err := r.a.Send(t.Context(), bot.Conversation{Channel: bot.Telegram, Chat: "-5", User: "42"}, bot.Reply{Text: "news"}); err != nil {
		t.Fatal(err)
	}
	if ms := r.srv.Sent(-1005); len(ms) != 1 || ms[0].Text != "news" {
		t.Errorf("%+v", ms)
	}
}

func TestSendRefuses(t *testing.T) {
	r := start(t, &script{}, nil)
	if err := r.a.Send(t.Context(), bot.Conversation{Channel: bot.Web, Chat: "x"}, bot.Reply{Text: "x"}); !errors.Is(err, ErrNotOurs) {
		t.Errorf("%v", err)
	}
	if err := r.a.Send(t.Context(), bot.Conversation{Channel: bot.Telegram, Chat: "42"}, bot.Reply{}); err != nil || len(r.srv.Sent(0)) != 0 {
		t.Errorf("nothing to say: %v, %d messages", err, len(r.srv.Sent(0)))
	}
	r.srv.Fail("sendMessage", outage(1000)...)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := r.a.Send(ctx, bot.Conversation{Channel: bot.Telegram, Chat: "42"}, bot.Reply{Text: "x"}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("while nothing goes through: %v", err)
	}
	r.srv.Fail("sendMessage") // no effect; the rest of the outage ends with the server
}

// The limits keep Telegram from having to refuse.
func TestLimitsKeepTelegramCalm(t *testing.T) {
	r := newRigWith(t, telegramtest.Options{Limits: true}, &script{}, func(c *Config) { c.Limits = Limits{} }).run()
	ann := r.srv.Client(t, 42)
	for range 3 {
		ann.Say("hello")
	}
	for i := range int64(20) {
		r.srv.Client(t, 100+i).Say("hello")
	}
	for range 3 {
		ann.Next()
	}
	r.srv.Await(t, "everybody is answered", func() bool { return len(r.srv.Sent(0)) == 23 })
	for _, c := range r.srv.Calls("sendMessage") {
		if c.Status != 200 {
			t.Errorf("refused with %d", c.Status)
		}
	}
}

// A reply that was perhaps taken is sent again: better twice than never; it is counted.
func TestDoubtful(t *testing.T) {
	r := newRig(t, &script{}, nil)
	r.srv.Fail("sendMessage", telegramtest.Fault{Lose: true})
	r.run()
	ann := r.srv.Client(t, 42)
	ann.Say("hello")
	if a, b := ann.Next().Text, ann.Next().Text; a != b {
		t.Errorf("%q, %q", a, b)
	}
	if s := r.a.Stats(); s.Doubtful != 1 {
		t.Errorf("%+v", s)
	}
}
