package telegram

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"knead/adapters/telegram/telegramtest"
	"knead/bot"
)

// script answers by what a message contains, first match first, and remembers what it was sent.
type script struct {
	rows []row
	hook func(ctx context.Context, m bot.Message)

	mu  sync.Mutex
	got []bot.Message
}

type row struct {
	has   string
	reply bot.Reply
}

func (s *script) Handle(ctx context.Context, m bot.Message) bot.Reply {
	s.mu.Lock()
	s.got = append(s.got, m)
	s.mu.Unlock()
	if s.hook != nil {
		s.hook(ctx, m)
	}
	for _, r := range s.rows {
		if strings.Contains(strings.ToLower(m.Text), r.has) {
			return r.reply
		}
	}
	return bot.Reply{Text: "you said: " + m.Text, Outcome: bot.Talk, Lang: bot.English}
}

func (s *script) messages() []bot.Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]bot.Message(nil), s.got...)
}

func (s *script) last() bot.Message {
	ms := s.messages()
	if len(ms) == 0 {
		return bot.Message{}
	}
	return ms[len(ms)-1]
}

// safeBuffer is a log that several goroutines write.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// A rig is an adapter that runs against a strict server.
type rig struct {
	t    *testing.T
	srv  *telegramtest.Server
	a    *Adapter
	h    bot.Handler
	log  *safeBuffer
	stop func() // ends Run and waits for it
}

// spec is the Bot API's specification, nil where it is not at hand.
func spec(t testing.TB) *telegramtest.Spec {
	s, err := telegramtest.LoadSpec(filepath.Join("..", "..", "..", "shared", "specs", "telegram-bot-api.json"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Log("the Bot API's specification is not at hand: requests are not compared with it")
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func practice() bot.Practice {
	return bot.Practice{Name: "Test Practice", Country: "US", Zone: time.UTC, Languages: []bot.Lang{bot.English, bot.Spanish},
		Locations: []bot.Location{
			{ID: "orlando", Name: "Orlando", BookURL: "www.book.test/orlando", Lat: 28.54, Long: -81.38},
			{ID: "longwood", Name: "Longwood", BookURL: "www.book.test/longwood", Lat: 28.70, Long: -81.34}}}
}

// newRig makes an adapter and a server; nothing runs yet.
func newRig(t *testing.T, h bot.Handler, change func(*Config)) *rig {
	t.Helper()
	return newRigWith(t, telegramtest.Options{}, h, change)
}

func newRigWith(t *testing.T, o telegramtest.Options, h bot.Handler, change func(*Config)) *rig {
	t.Helper()
	o.Spec = spec(t)
	r := &rig{t: t, h: h, log: &safeBuffer{}, srv: telegramtest.Start(t, o)}
	c := Config{Token: Token(r.srv.Token), APIURL: r.srv.URL, Practice: practice(), PublicURL: "https://practice.test",
		Log:    slog.New(slog.NewTextHandler(r.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Limits: Limits{ChatPerSecond: -1, GroupPerMinute: -1, AllPerSecond: -1}}
	if change != nil {
		change(&c)
	}
	a, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	a.base = time.Millisecond
	r.a = a
	t.Cleanup(func() {
		log := r.log.String()
		if _, secret, _ := strings.Cut(r.srv.Token, ":"); strings.Contains(log, secret) {
			t.Errorf("the token is in the log:\n%s", log)
		}
		if t.Failed() {
			t.Logf("log:\n%s", log)
		}
	})
	return r
}

// run lets the adapter run until the test ends.
func (r *rig) run() *rig {
	r.t.Helper()
	ctx, cancel := context.WithCancel(r.t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := r.a.Run(ctx, r.h); err != nil {
			r.t.Errorf("Run: %v", err)
		}
	}()
	r.stop = func() { cancel(); <-ended }
	r.t.Cleanup(r.stop)
	return r
}

func start(t *testing.T, h bot.Handler, change func(*Config)) *rig {
	t.Helper()
	return newRig(t, h, change).run()
}
