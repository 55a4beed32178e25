package telegram

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"knead/adapters/telegram/telegramtest"
	"knead/bot"
)

// An update is Telegram's until its reply is out.
func TestAcknowledgedAfterTheReply(t *testing.T) {
	in, out := make(chan struct{}), make(chan struct{})
	h := &script{hook: func(context.Context, bot.Message) { in <- struct{}{}; <-out }}
	r := start(t, h, nil)
	ann := r.srv.Client(t, 42)
	ann.Say("hello")
	<-in
	if r.srv.Waiting() != 1 {
		t.Error("acknowledged before it was handled")
	}
	close(out)
	ann.Next()
	r.srv.Await(t, "acknowledged", func() bool { return r.srv.Waiting() == 0 })
}

// Stopping lets running replies out and tells Telegram of them; a later start does not answer them again.
func TestStopAndStart(t *testing.T) {
	in, out := make(chan struct{}, 1), make(chan struct{})
	h := &script{hook: func(context.Context, bot.Message) { in <- struct{}{}; <-out }}
	r := start(t, h, nil)
	ann := r.srv.Client(t, 42)
	ann.Say("hello")
	<-in
	stopped := make(chan struct{})
	go func() { defer close(stopped); r.stop() }()
	close(out)
	<-stopped
	if ms := r.srv.Sent(42); len(ms) != 1 || r.srv.Waiting() != 0 {
		t.Errorf("%d replies, %d updates unacknowledged after the stop", len(ms), r.srv.Waiting())
	}
	if r.a.Run(t.Context(), h) == nil {
		t.Error("Run runs twice")
	}
}

// A reply that the stop cut off goes out at the next start.
func TestCutOffIsAnsweredLater(t *testing.T) {
	in := make(chan struct{}, 1)
	h := &script{hook: func(ctx context.Context, _ bot.Message) { in <- struct{}{}; <-ctx.Done() }}
	r := start(t, h, func(c *Config) { c.Drain = 10 * time.Millisecond })
	ann := r.srv.Client(t, 42)
	ann.Say("hello")
	<-in
	r.stop()
	if r.srv.Waiting() != 1 || len(r.srv.Sent(42)) != 0 {
		t.Fatalf("%d waiting, %d sent", r.srv.Waiting(), len(r.srv.Sent(42)))
	}
	again(t, r, &script{}, nil)
	if m := ann.Next(); m.Text != "you said: hello" {
		t.Errorf("%q", m.Text)
	}
}

// again starts another adapter for r's server, as a restart does.
func again(t *testing.T, r *rig, h bot.Handler, change func(*Config)) *Adapter {
	t.Helper()
	c := r.a.c
	if change != nil {
		change(&c)
	}
	a, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	a.base = time.Millisecond
	r2 := &rig{t: t, srv: r.srv, a: a, h: h, log: r.log}
	r2.run()
	return a
}

// Replies that went out while an older update was still under way are not repeated after a kill: the journal knows them.
func TestJournal(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state", "telegram.journal")
	in := make(chan struct{}, 1)
	h := &script{}
	h.hook = func(ctx context.Context, m bot.Message) {
		if m.Text == "slow" {
			in <- struct{}{}
			<-ctx.Done()
		}
	}
	r := start(t, h, func(c *Config) { c.Journal, c.Drain = path, time.Millisecond })
	ann, bob := r.srv.Client(t, 42), r.srv.Client(t, 43)
	ann.Say("slow")
	<-in
	for i := range 5 {
		bob.Say(fmt.Sprint(i))
		bob.Next()
	}
	r.srv.Await(t, "noted", func() bool { return r.a.Stats().Sent == 5 })
	r.stop()
	if n := r.srv.Waiting(); n != 6 {
		t.Fatalf("%d updates are kept, want 6", n)
	}
	again(t, r, &script{}, nil)
	if m := ann.Next(); m.Text != "you said: slow" {
		t.Errorf("%q", m.Text)
	}
	r.srv.Await(t, "all is acknowledged", func() bool { return r.srv.Waiting() == 0 })
	if n := len(r.srv.Sent(43)); n != 5 {
		t.Errorf("%d replies to the other client, want the 5", n)
	}
	data, err := os.ReadFile(path)
	if err != nil || strings.Trim(string(data), "0123456789\n") != "" {
		t.Errorf("the journal holds more than numbers: %q, %v", data, err)
	}
}

func TestJournalFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "j")
	if err := os.WriteFile(path, []byte("5\nx\n7\n12"), 0o600); err != nil {
		t.Fatal(err)
	}
	j, err := openJournal(path)
	if err != nil {
		t.Fatal(err)
	}
	u := newUpdates(j)
	for _, id := range []int64{5, 7, 12} { // 12 was cut off, and may be the beginning of another number
		_, fresh := u.take(id)
		if fresh != (id == 12) {
			t.Errorf("update %d: fresh %v", id, fresh)
		}
	}
	for id := int64(20); id < 20_000; id++ {
		u.take(id)
		if err := u.close(id); err != nil {
			t.Fatal(err)
		}
		if err := u.acknowledged(id); err != nil {
			t.Fatal(err)
		}
	}
	j.close()
	data, err := os.ReadFile(path)
	if err != nil || len(data) > shrinkAt+100 {
		t.Errorf("%d bytes, %v: it does not shrink", len(data), err)
	}
	if _, err := openJournal(t.TempDir()); err == nil {
		t.Error("a folder is taken for a journal")
	}
	if err := j.note(1); err == nil {
		t.Error("a failed write is not told")
	}
}

// Trouble with the polls is outlasted, said once with what to do, and its end is said too.
func TestPollOutlasts(t *testing.T) {
	for _, tt := range []struct {
		name  string
		fault telegramtest.Fault
		n     int
		hint  string
	}{
		{"wrong token for a while", telegramtest.Fault{Status: 401, Description: "Unauthorized"}, 3, "TELEGRAM_BOT_TOKEN"},
		{"second poller", telegramtest.Fault{Status: 409, Description: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"}, 3, "another program polls"},
		{"bad gateway", telegramtest.Fault{Status: 502, Body: "<html>"}, 20, "goes on trying"},
		{"no network", telegramtest.Fault{Drop: true}, 20, "check network"},
		{"flood", telegramtest.Fault{Status: 429, Description: "Too Many Requests", RetryAfter: 1}, 1, "asks to wait"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t, &script{}, nil)
			faults := make([]telegramtest.Fault, tt.n)
			for i := range faults {
				faults[i] = tt.fault
			}
			r.srv.Fail("getUpdates", faults...)
			r.run()
			ann := r.srv.Client(t, 42)
			ann.Say("hello")
			ann.Next()
			r.srv.Await(t, "acknowledged", func() bool { return r.srv.Waiting() == 0 })
			log := r.log.String()
			if n := strings.Count(log, "out of reach"); n != 1 || !strings.Contains(log, tt.hint) || !strings.Contains(log, "in reach again") {
				t.Errorf("%d lines of trouble:\n%s", n, log)
			}
		})
	}
}

func TestWrongToken(t *testing.T) {
	const wrong = "110201543:this-token-is-not-the-one-of-the-server"
	r := newRig(t, &script{}, func(c *Config) { c.Token = wrong })
	r.run()
	r.srv.Await(t, "tried again", func() bool { return strings.Contains(r.log.String(), "BotFather") })
	r.stop()
	if strings.Contains(r.log.String(), secretOf(wrong)) {
		t.Error("the token is in the log")
	}
}

// A webhook that somebody left is taken down at the start.
func TestWebhookIsTakenDown(t *testing.T) {
	r := newRig(t, &script{}, nil)
	r.srv.SetForeignWebhook("https://old.test/secret-path")
	r.run()
	ann := r.srv.Client(t, 42)
	ann.Say("hello")
	ann.Next()
	if log := r.log.String(); !strings.Contains(log, "old.test") || strings.Contains(log, "secret-path") {
		t.Errorf("log:\n%s", log)
	}
}

// One that somebody sets while knead polls is taken down too, with a word to the operator.
func TestWebhookSetMeanwhile(t *testing.T) {
	r := start(t, &script{}, nil)
	ann := r.srv.Client(t, 42)
	ann.Say("hello")
	ann.Next()
	r.srv.SetForeignWebhook("https://other.test/hook")
	ann.Say("and now?")
	ann.Next()
	if log := r.log.String(); !strings.Contains(log, "a webhook") {
		t.Errorf("log:\n%s", log)
	}
}

// A panic of the handler's neighbourhood costs one update, not the process, and the client is told.
func TestPanic(t *testing.T) {
	h := &script{hook: func(_ context.Context, m bot.Message) {
		if m.Text == "boom" {
			panic("token " + telegramtest.DefaultToken + " and my secret pain")
		}
	}}
	r := start(t, h, nil)
	ann := r.srv.Client(t, 42)
	ann.Say("boom")
	if m := ann.Next(); !strings.Contains(m.Text, "call 911") {
		t.Errorf("%q", m.Text)
	}
	ann.Say("hello")
	ann.Next()
	r.srv.Await(t, "acknowledged", func() bool { return r.srv.Waiting() == 0 })
	if s := r.a.Stats(); s.Panics != 1 || strings.Contains(r.log.String(), "secret pain") {
		t.Errorf("%+v\n%s", s, r.log.String())
	}
}

// After a week without updates Telegram numbers them afresh. What is lower than the last seen is not lost.
func TestNumbersBeginAfresh(t *testing.T) {
	u := newUpdates(newJournalFor(t))
	u.take(900)
	_ = u.close(900)
	u.restart()
	if u.offset() != 0 {
		t.Errorf("offset %d after a quiet time, want none", u.offset())
	}
	if _, fresh := u.take(5); !fresh {
		t.Error("a lower number is taken for an old one")
	}
	u.restart()
	if u.offset() != 5 {
		t.Errorf("offset %d while update 5 is under way", u.offset())
	}
}

func newJournalFor(t *testing.T) *journal {
	t.Helper()
	j, err := openJournal(filepath.Join(t.TempDir(), "j"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(j.close)
	return j
}

// Ten thousand updates that piled up in an outage come through in order, each once.
func TestBacklog(t *testing.T) {
	const clients, each = 100, 100
	h := &script{}
	r := newRig(t, h, nil)
	for i := range each {
		for c := range int64(clients) {
			r.srv.Client(t, 1000+c).Say(fmt.Sprint(i))
		}
	}
	r.run()
	for c := range int64(clients) { // a slow machine has its time for each
		r.srv.Await(t, "all replies", func() bool { return len(r.srv.Sent(1000+c)) == each })
	}
	r.srv.Await(t, "all is acknowledged", func() bool { return r.srv.Waiting() == 0 })
	for c := range int64(clients) {
		ms := r.srv.Sent(1000 + c)
		if len(ms) != each {
			t.Fatalf("client %d got %d replies, want %d", c, len(ms), each)
		}
		for i, m := range ms {
			if m.Text != fmt.Sprintf("you said: %d", i) {
				t.Fatalf("client %d: reply %d is %q", c, i, m.Text)
			}
		}
	}
}
