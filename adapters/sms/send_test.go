package sms

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"knead/adapters/sms/smstest"
	"knead/bot"
)

func TestSendTrouble(t *testing.T) {
	for _, tc := range []struct {
		name   string
		faults []smstest.Fault
		calls  int
		final  bool // never tried again
		ok     bool
	}{
		{"fine", nil, 1, false, true},
		{"429, then fine", []smstest.Fault{{Status: 429, Code: 20429}}, 2, false, true},
		{"503 without JSON, then fine", []smstest.Fault{{Status: 503, Body: "<h1>busy</h1>"}, {Status: 500, Code: 20500}}, 3, false, true},
		{"500 for ever", many(smstest.Fault{Status: 500, Code: 20500}, tries), tries, false, false},
		{"no telephone", []smstest.Fault{{Status: 400, Code: 21211}}, 1, true, false},
		{"a landline", []smstest.Fault{{Status: 400, Code: 21614}}, 1, true, false},
		{"ended messages", []smstest.Fault{{Status: 400, Code: 21610}}, 1, true, false},
		{"a wrong token", []smstest.Fault{{Status: 401, Code: 20003}}, 1, false, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := newRig(t, setup{}).introduced()
			r.tw.Fail(tc.faults...)
			err := r.a.Send(t.Context(), talk(ann), news("your time is confirmed"))
			if (err == nil) != tc.ok || errors.Is(err, bot.ErrUndeliverable) != tc.final {
				t.Errorf("Send: %v, want undeliverable %v", err, tc.final)
			}
			if r.tw.Calls() != tc.calls {
				t.Errorf("%d requests, want %d", r.tw.Calls(), tc.calls)
			}
		})
	}
}

func many(f smstest.Fault, n int) []smstest.Fault {
	fs := make([]smstest.Fault, n)
	for i := range fs {
		fs[i] = f
	}
	return fs
}

// What Twilio asks to wait is waited for, or handed on to who has less time.
func TestRetryAfter(t *testing.T) {
	r := newRig(t, setup{}).introduced()
	r.tw.Fail(smstest.Fault{Status: 429, Code: 20429, RetryAfter: 60})
	ctx, cancel := context.WithTimeout(t.Context(), 15*time.Second)
	defer cancel()
	err := r.a.Send(ctx, talk(ann), news("hello"))
	asks, ok := errors.AsType[interface {
		error
		RetryAfter() time.Duration
	}](err)
	if !ok || asks.RetryAfter() != time.Minute || r.tw.Calls() != 1 {
		t.Errorf("Send: %v after %d requests, want an error that asks for a minute", err, r.tw.Calls())
	}
}

func TestSendElsewhere(t *testing.T) {
	r := newRig(t, setup{})
	for _, c := range []bot.Conversation{{Channel: bot.Web, Chat: "x", User: "x"}, {Channel: bot.SMS, Chat: "pipe", User: "pipe"}} {
		if err := r.a.Send(t.Context(), c, news("x")); !errors.Is(err, ErrNotOurs) {
			t.Errorf("Send to %v: %v", c, err)
		}
	}
	down := newRig(t, setup{change: func(c *Config) { c.APIURL = "http://127.0.0.1:1" }})
	if err := down.a.Send(t.Context(), talk(ann), news("x")); err == nil || errors.Is(err, bot.ErrUndeliverable) || strings.Contains(err.Error(), "http") {
		t.Errorf("Send with Twilio down: %v", err)
	}
}

// Staff write from the number that the client wrote to.
func TestSendFrom(t *testing.T) {
	r := newRig(t, setup{}).introduced()
	if err := r.a.Send(t.Context(), talk(ann), news("first")); err != nil {
		t.Fatal(err)
	}
	r.deliver(r.tw.NextID(), "hi", longwood, 0)
	if err := r.a.Send(t.Context(), talk(ann), news("second")); err != nil {
		t.Fatal(err)
	}
	sent := r.tw.Sent(ann)
	if sent[0].From != orlando || sent[2].From != longwood {
		t.Errorf("sent %+v", sent)
	}
}

// At night nobody is written to first; a client who has just written is.
func TestQuietHours(t *testing.T) {
	zone := time.FixedZone("EST", -5*3600)
	now := time.Date(2026, 11, 20, 23, 30, 0, 0, zone)
	r := newRig(t, setup{change: func(c *Config) {
		c.Zone, c.Quiet, c.Now = zone, Hours{"21:00", "08:00"}, func() time.Time { return now }
	}}).introduced()
	err := r.a.Send(t.Context(), talk(ann), news("confirmed"))
	night, ok := errors.AsType[*nightError](err)
	if !ok || night.RetryAfter() != 8*time.Hour+30*minute {
		t.Errorf("at 23:30: %v, want to wait until 8", err)
	}
	r.want("are you there?", "you said: are you there?")
	if err := r.a.Send(t.Context(), talk(ann), news("we are")); err != nil {
		t.Errorf("in a talk at night: %v", err)
	}
	for _, tc := range []struct {
		clock string
		h     Hours
		want  time.Duration
	}{
		{"20:59", Hours{"21:00", "08:00"}, 0}, {"21:00", Hours{"21:00", "08:00"}, 11 * time.Hour}, {"07:59", Hours{"21:00", "08:00"}, minute},
		{"08:00", Hours{"21:00", "08:00"}, 0}, {"12:30", Hours{"12:00", "13:00"}, 30 * minute}, {"13:00", Hours{"12:00", "13:00"}, 0},
		{"12:00", Hours{"00:00", "00:00"}, 0},
	} {
		at := onDay(now, tc.clock)
		if got := quietFor(tc.h, at); got != tc.want {
			t.Errorf("%s in %v: %v, want %v", tc.clock, tc.h, got, tc.want)
		}
	}
}

func TestStatus(t *testing.T) {
	r := newRig(t, setup{}).introduced()
	a := r.say("hello")
	path := strings.TrimPrefix(a.Callback, r.web.URL)
	sid := r.tw.NextID()
	report := func(status, code string) {
		t.Helper()
		form := r.tw.Form(sid, orlando, ann, "", 0)
		form.Set("MessageStatus", status)
		if code != "" {
			form.Set("ErrorCode", code)
		}
		if a, err := r.tw.Call(t.Context(), r.web.URL, path, form); err != nil || a.Status != http.StatusNoContent {
			t.Fatalf("%s: %+v, %v", status, a, err)
		}
	}
	report("sent", "")
	report("queued", "")
	report("undelivered", "30005")
	report("delivered", "")
	got, err := r.st.Texts(t.Context(), ann)
	if err != nil || len(got) != 1 || got[0].Status != "undelivered" || got[0].Code != 30005 || got[0].Reply == "" {
		t.Errorf("noted %+v, %v", got, err)
	}
	form := r.tw.Form(sid, orlando, ann, "", 0)
	form.Set("MessageStatus", "teleported")
	if a, err := r.tw.Call(t.Context(), r.web.URL, StatusPath, form); err != nil || a.Status != http.StatusBadRequest {
		t.Errorf("a status that is none: %+v, %v", a, err)
	}
}

// Somebody who never ends writing is not answered for ever, but hears what to do in an emergency.
func TestFlood(t *testing.T) {
	h := &script{reply: func(m bot.Message) bot.Reply {
		if strings.HasPrefix(m.Text, "face") {
			return bot.Reply{Text: "Call 911 now.", Level: bot.Emergency}
		}
		return news("hello")
	}}
	now := time.Now()
	r := newRig(t, setup{handler: h, change: func(c *Config) { c.Now = func() time.Time { return now } }}).introduced()
	for i := range floodBurst {
		r.want(fmt.Sprint("m", i), "hello")
	}
	r.want("one more")
	r.want("face droops", "Call 911 now.")
}

func TestSplit(t *testing.T) {
	long := strings.Repeat("0123456789 ", 300)
	got := split(long)
	for _, p := range got {
		if n := len(p); n == 0 || n > maxBody {
			t.Errorf("a part has %d characters", n)
		}
	}
	if strings.Join(got, " ") != strings.TrimSpace(long) {
		t.Error("something was lost")
	}
	if got := split("a\x00b\x1b[1m\nc"); len(got) != 1 || got[0] != "ab[1m\nc" {
		t.Errorf("control characters: %q", got)
	}
}

// The requests as Prism reads them, a server made of Twilio's own description. KNEAD_TEST_PRISM_TWILIO is its address:
// npx prism mock -p 4020 twilio-v2010.json
func TestPrism(t *testing.T) {
	address := os.Getenv("KNEAD_TEST_PRISM_TWILIO")
	if address == "" {
		t.Skip("KNEAD_TEST_PRISM_TWILIO is not set")
	}
	r := newRig(t, setup{change: func(c *Config) { c.APIURL = address }}).introduced()
	// Prism's Twilio wants a public host in addresses, as Twilio does.
	r.a.c.PublicURL = "https://chat.example.com"
	if err := r.a.Send(t.Context(), talk(ann), news("Está confirmado: miércoles ¿sí? 🙂 & + 100 %")); err != nil {
		t.Errorf("Prism refuses the request: %v", err)
	}
}
