package telegram

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"knead/bot"
)

// hooked is a rig whose adapter takes updates by a webhook.
func hooked(t *testing.T, h bot.Handler, change func(*Config)) (*rig, string) {
	t.Helper()
	mux := http.NewServeMux()
	front := httptest.NewServer(mux)
	t.Cleanup(front.Close)
	url := front.URL + "/telegram/hook"
	r := newRig(t, h, func(c *Config) {
		c.Webhook.URL = url
		if change != nil {
			change(c)
		}
	})
	mux.Handle("/telegram/hook", r.a.Webhook())
	return r, url
}

func TestWebhookTalk(t *testing.T) {
	h := &script{}
	r, url := hooked(t, h, nil)
	if p := r.a.WebhookPath(); p != "/telegram/hook" {
		t.Errorf("path %q", p)
	}
	r.run()
	ann := r.srv.Client(t, 42)
	for _, s := range []string{"one", "two"} {
		ann.Say(s)
		if m := ann.Next(); m.Text != "you said: "+s {
			t.Errorf("%q", m.Text)
		}
	}
	set := r.srv.Calls("setWebhook")
	if len(set) != 1 || set[0].Params["url"] != url || len(set[0].Params["secret_token"]) < 32 || !strings.Contains(set[0].Params["allowed_updates"], "edited_message") {
		t.Errorf("setWebhook %+v", set)
	}
	if n := len(r.srv.Calls("getUpdates")); n != 0 {
		t.Errorf("%d polls", n)
	}
	if strings.Contains(r.log.String(), set[0].Params["secret_token"]) {
		t.Error("the secret is in the log")
	}
}

// Only Telegram gets in.
func TestWebhookRefuses(t *testing.T) {
	h := &script{}
	r, url := hooked(t, h, func(c *Config) { c.Webhook.Secret = "right-secret" })
	do := func(method, secret, body string) int {
		req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		if secret != "" {
			req.Header.Set(secretHeader, secret)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		return resp.StatusCode
	}
	const update = `{"update_id":1,"message":{"message_id":1,"date":1,"chat":{"id":42,"type":"private"},"from":{"id":42},"text":"hi"}}`
	if got := do("POST", "right-secret", update); got != 503 {
		t.Errorf("before Run: %d, want 503 so that it comes again", got)
	}
	r.run()
	r.srv.Await(t, "the webhook is set", func() bool { return len(r.srv.Calls("setWebhook")) == 1 })
	for _, tt := range []struct {
		name, method, secret, body string
		want                       int
	}{
		{"no secret", "POST", "", update, 401},
		{"wrong secret", "POST", "wrong-secret", update, 401},
		{"part of the secret", "POST", "right-", update, 401},
		{"not POST", "GET", "right-secret", "", 405},
		{"not JSON", "POST", "right-secret", "hello", 400},
		{"too long", "POST", "right-secret", `{"x":"` + strings.Repeat("x", maxUpdate) + `"}`, 413},
		{"no update", "POST", "right-secret", `[]`, 200},
		{"right", "POST", "right-secret", update, 200},
		{"again", "POST", "right-secret", update, 200},
	} {
		if got := do(tt.method, tt.secret, tt.body); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
	}
	if n := len(h.messages()); n != 1 {
		t.Errorf("the core was handed %d messages, want 1", n)
	}
	if s := r.a.Stats(); s.Repeated != 1 {
		t.Errorf("%+v", s)
	}
}

// Telegram is told only after the reply is out; when it gives up waiting and delivers again, nothing is done twice.
func TestWebhookRedelivery(t *testing.T) {
	in, out := make(chan struct{}, 1), make(chan struct{})
	h := &script{hook: func(context.Context, bot.Message) { in <- struct{}{}; <-out }}
	r, url := hooked(t, h, func(c *Config) { c.Webhook.Secret = "s" })
	r.run()
	r.srv.Await(t, "the webhook is set", func() bool { return len(r.srv.Calls("setWebhook")) == 1 })
	raw := []byte(`{"update_id":9,"message":{"message_id":1,"date":1,"chat":{"id":42,"type":"private"},"from":{"id":42},"text":"hi"}}`)
	first, cancel := context.WithCancel(t.Context())
	gone := make(chan struct{})
	go func() { defer close(gone); _, _ = r.srv.Deliver(first, url, "s", raw) }()
	<-in
	cancel()
	<-gone
	second := make(chan int)
	go func() {
		status, err := r.srv.Deliver(t.Context(), url, "s", raw)
		if err != nil {
			t.Error(err)
		}
		second <- status
	}()
	close(out)
	if got := <-second; got != 200 {
		t.Errorf("status %d", got)
	}
	if n := len(r.srv.Sent(42)); n != 1 || len(h.messages()) != 1 {
		t.Errorf("%d replies, %d messages to the core; want 1 and 1", n, len(h.messages()))
	}
}

// From polling to a webhook and back: nothing that waits is lost.
func TestSwitching(t *testing.T) {
	r, _ := hooked(t, &script{}, nil)
	ann := r.srv.Client(t, 42)
	ann.Say("while nobody was there")
	r.run()
	ann.Next()
	r.srv.Await(t, "the delivery is acknowledged", func() bool { return r.srv.Waiting() == 0 })
	r.stop()
	ann.Say("at night")
	again(t, r, &script{}, func(c *Config) { c.Webhook = Webhook{} })
	if m := ann.Next(); m.Text != "you said: at night" {
		t.Errorf("%q", m.Text)
	}
	if !strings.Contains(r.log.String(), "taken down") {
		t.Errorf("log:\n%s", r.log.String())
	}
}

// A webhook that somebody else has put in ours' place is noticed and set again.
func TestWebhookIsKept(t *testing.T) {
	r, url := hooked(t, &script{}, nil)
	if err := r.a.checkWebhook(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.srv.SetForeignWebhook("https://other.test/its-secret-path")
	if err := r.a.checkWebhook(t.Context()); err != nil {
		t.Fatal(err)
	}
	set := r.srv.Calls("setWebhook")
	if len(set) != 2 || set[1].Params["url"] != url {
		t.Errorf("%+v", set)
	}
	if log := r.log.String(); !strings.Contains(log, "other.test") || strings.Contains(log, "its-secret-path") {
		t.Errorf("log:\n%s", log)
	}
	if err := r.a.checkWebhook(t.Context()); err != nil || len(r.srv.Calls("setWebhook")) != 2 {
		t.Errorf("set again without need: %v", err)
	}
}

// Updates that a webhook brought do not pile up in memory.
func TestWebhookMemory(t *testing.T) {
	u := newUpdates(newJournalFor(t))
	for id := int64(1); id < 10*keepClosed; id++ {
		u.take(id)
		if err := u.close(id); err != nil {
			t.Fatal(err)
		}
		if err := u.trim(); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(u.closed); n > 2*keepClosed {
		t.Errorf("%d updates are remembered", n)
	}
	if _, fresh := u.take(10*keepClosed - 5); fresh {
		t.Error("a recent one is forgotten")
	}
}

func TestWebhookOff(t *testing.T) {
	r := newRig(t, &script{}, nil)
	w := httptest.NewRecorder()
	r.a.Webhook().ServeHTTP(w, httptest.NewRequest("POST", "/", strings.NewReader("{}")))
	if w.Code != http.StatusNotFound {
		t.Errorf("%d", w.Code)
	}
}

// The handler ends with the process instead of keeping Telegram waiting.
func TestWebhookClosing(t *testing.T) {
	in := make(chan struct{}, 1)
	h := &script{hook: func(ctx context.Context, _ bot.Message) { in <- struct{}{}; <-ctx.Done() }}
	r, url := hooked(t, h, func(c *Config) { c.Webhook.Secret, c.Drain = "s", time.Millisecond })
	r.run()
	r.srv.Await(t, "the webhook is set", func() bool { return len(r.srv.Calls("setWebhook")) == 1 })
	status := make(chan string, 1)
	go func() {
		s, err := r.srv.Deliver(t.Context(), url, "s", []byte(`{"update_id":9,"message":{"message_id":1,"date":1,"chat":{"id":42,"type":"private"},"from":{"id":42},"text":"hi"}}`))
		status <- fmt.Sprint(s, err)
	}()
	<-in
	r.stop()
	if got := <-status; got != "503 <nil>" {
		t.Errorf("%s, want 503", got)
	}
}
