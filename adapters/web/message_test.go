package web

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"knead/bot"
)

func post(s http.Handler, body string, headers ...string) answer {
	return do(s, "POST", "/api/messages", body, append([]string{"Content-Type", "application/json"}, headers...)...)
}

// TestReplyToTheLetter pins the contract that other programs are written against.
func TestReplyToTheLetter(t *testing.T) {
	s := newServer(t, options(talk()))
	tests := []struct{ name, body, want string }{
		{"buttons", `{"say":"deep tissue 60 fri 3pm orlando"}`,
			`{"text":"Let me read that back:\n• Deep tissue, 60 minutes\n• Friday, March 6, 3:00 PM (Eastern)\n• Orlando\nIs that right?",` +
				`"buttons":[{"label":"Yes, that's right"},{"label":"Change something"},{"label":"Leave it"}],"sources":[],"level":"none","lang":"en"}`},
		{"links, by a press", `{"press":"Yes, that's right"}`,
			`{"text":"Deep tissue, 60 minutes, Friday, March 6, 3:00 PM, Orlando.\n\nPlease pick this time on the Orlando booking page. Your place is only taken once that page confirms it.",` +
				`"buttons":[{"label":"Book in Orlando","url":"https://www.vagaro.com/mywellnessrituals"},{"label":"Text to book","url":"sms:+14075352331"},{"label":"Broken","url":"javascript:alert(1)"}],` +
				`"sources":[],"level":"none","lang":"en"}`},
		{"source", `{"say":"why does my back hurt?","id":"7","unknown":[1]}`,
			`{"text":"Muscles around the spine tighten to guard a sore joint, and then hurt themselves. Massage can loosen them and calm the nerves that report pain.\n\nMost episodes get better within a few weeks.",` +
				`"buttons":[{"label":"Does massage help?"},{"label":"Book a massage"}],` +
				`"sources":[{"title":"Neck and back pain","section":"What causes it","url":"/articles/neck-and-back-pain#what-causes-it"}],"level":"none","lang":"en"}`},
		{"urgent", `{"say":"tengo fiebre"}`,
			`{"text":"Que le vea hoy un médico o una clínica de urgencias, antes de cualquier masaje.\n\nFiebre junto con dolor de espalda puede venir de una infección. Llame al 911 si empeora de repente.",` +
				`"buttons":[],"sources":[],"level":"urgent","lang":"es"}`},
		{"silence", `{"say":"silence"}`, `{"text":"","buttons":[],"sources":[],"level":"none"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := post(s, tt.body)
			got := strings.TrimSuffix(r.Body, "\n")
			if r.StatusCode != http.StatusOK || r.Header.Get("Content-Type") != "application/json; charset=utf-8" {
				t.Errorf("%d %s", r.StatusCode, r.Header.Get("Content-Type"))
			}
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestBadMessagesAreRefusedPolitely(t *testing.T) {
	h := talk()
	s := newServer(t, options(h))
	tests := []struct {
		name, kind, body string
		status           int
	}{
		{"no JSON", "application/json", `say hello`, 400},
		{"empty body", "application/json", ``, 400},
		{"cut off", "application/json", `{"say":"hel`, 400},
		{"two values", "application/json", `{"say":"a"}{"say":"b"}`, 400},
		{"rubbish behind", "application/json", `{"say":"a"} x`, 400},
		{"array", "application/json", `["say"]`, 400},
		{"null", "application/json", `null`, 400},
		{"number", "application/json", `{"say":1}`, 400},
		{"neither", "application/json", `{"text":"hello"}`, 400},
		{"both", "application/json", `{"say":"a","press":"b"}`, 400},
		{"null say", "application/json", `{"say":null}`, 400},
		{"long key", "application/json", `{"say":"a","id":"` + strings.Repeat("k", 200) + `"}`, 400},
		{"deep", "application/json", strings.Repeat(`[`, 20000), 400},
		{"too large", "application/json", `{"say":"` + strings.Repeat("a", 64<<10) + `"}`, 413},
		{"blanks behind", "application/json", `{"say":"a"}` + strings.Repeat(" ", 64<<10), 413},
		{"form", "application/x-www-form-urlencoded", `say=hello`, 415},
		{"text", "text/plain", `{"say":"a"}`, 415},
		{"no type", "", `{"say":"a"}`, 415},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := do(s, "POST", "/api/messages", tt.body, "Content-Type", tt.kind)
			body := r.Body
			if r.StatusCode != tt.status || !strings.HasPrefix(body, `{"error":"`) {
				t.Errorf("%d %s, want %d", r.StatusCode, body, tt.status)
			}
			if len(r.Cookies()) > 0 {
				t.Error("made a session")
			}
		})
	}
	if got := h.messages(); len(got) > 0 {
		t.Errorf("reached the front desk: %v", got)
	}
}

// TestOddWordsArrive holds that screening sees whatever can be read at all.
func TestOddWordsArrive(t *testing.T) {
	tests := []struct{ name, body, want string }{
		{"empty", `{"say":""}`, ""},
		{"invalid UTF-8", "{\"say\":\"I am n\xffumb\"}", "I am n\uFFFDumb"},
		{"lone surrogate", `{"say":"\ud800 numb"}`, "\uFFFD numb"},
		{"control characters", `{"say":"a\u0000b\u0007"}`, "a\x00b\a"},
		{"right to left", `{"say":"\u202enumb"}`, "\u202enumb"},
		{"5,000 characters", `{"say":"` + strings.Repeat("x", 5000) + `"}`, strings.Repeat("x", 5000)},
		{"with charset", `{"say":"año"}`, "año"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := talk()
			r := do(newServer(t, options(h)), "POST", "/api/messages", tt.body, "Content-Type", "application/json; charset=utf-8")
			if body := r.Body; r.StatusCode != http.StatusOK {
				t.Fatalf("%d %s", r.StatusCode, body)
			}
			if got := h.messages()[0].Text; got != tt.want {
				t.Errorf("got %.50q, want %.50q", got, tt.want)
			}
		})
	}
}

func TestMessageFields(t *testing.T) {
	h := talk()
	s := newServer(t, options(h))
	for _, in := range []struct{ body, accept string }{
		{`{"say":"one","id":"k","lang":"es"}`, "en"},
		{`{"say":"one","id":"k"}`, "es-MX"},
		{`{"say":"two","id":"k","lang":"xx"}`, "fr"},
		{`{"press":"one"}`, ""},
	} {
		post(s, in.body, "Accept-Language", in.accept)
	}
	got := h.messages()
	for i, want := range []struct {
		text, lang string
		press      bot.Action
	}{{"one", "es", bot.Action{}}, {"one", "es", bot.Action{}}, {"two", "", bot.Action{}}, {"one", "", bot.Action{Verb: bot.DoLabel}}} {
		m := got[i]
		if m.Text != want.text || m.Lang != want.lang || m.Conversation.Channel != bot.Web || m.Press != want.press || !m.At.Equal(clock()) ||
			string(m.Conversation.Chat) != string(m.Conversation.User) || m.Conversation.Chat == "" {
			t.Errorf("message %d: %+v, want %+v", i, m, want)
		}
	}
	if got[0].ID == "" || got[0].ID != got[1].ID {
		t.Error("a second try has another ID")
	}
	if got[2].ID == got[0].ID {
		t.Error("other words under the same key would get the old reply, unscreened")
	}
	if got[3].ID != "" {
		t.Error("an ID without a key")
	}
}

func TestPanicShowsNothing(t *testing.T) {
	o := options(handlerFunc(func(context.Context, bot.Message) bot.Reply { panic("secret at /home/x.go:12") }))
	s := newServer(t, o)
	r := post(s, `{"say":"a"}`, "Accept-Language", "es")
	if body := r.Body; r.StatusCode != 500 || strings.Contains(body, "x.go") || !strings.Contains(body, "Algo falló") {
		t.Errorf("%d %s", r.StatusCode, body)
	}
	r = do(s, "POST", "/", "say=a", "Content-Type", "application/x-www-form-urlencoded")
	if body := r.Body; r.StatusCode != 500 || strings.Contains(body, "x.go") || !strings.Contains(body, "Something went wrong") {
		t.Errorf("%d %s", r.StatusCode, body)
	}
}

// TestAMessageIsAnsweredThoughItsSenderLeft holds that what was received is screened whatever the connection does.
func TestAMessageIsAnsweredThoughItsSenderLeft(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var got error
	s := newServer(t, options(handlerFunc(func(ctx context.Context, _ bot.Message) bot.Reply {
		got = ctx.Err()
		return bot.Reply{Text: "fine"}
	})))
	s.handle(ctx, bot.Message{})
	if got != nil {
		t.Errorf("the handler was told: %v", got)
	}
}

type handlerFunc func(context.Context, bot.Message) bot.Reply

func (f handlerFunc) Handle(ctx context.Context, m bot.Message) bot.Reply { return f(ctx, m) }
