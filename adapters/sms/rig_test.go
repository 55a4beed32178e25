package sms

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"knead/adapters/sms/smstest"
	"knead/bot"
	"knead/bot/bottest"
	"knead/bot/sqlstore"
	"knead/bot/texting"
)

const (
	ann      = "+14075550100"
	orlando  = "+14075550191"
	longwood = "+14075550192"
)

// script answers what it was told, and remembers what it was asked.
type script struct {
	hook  func(ctx context.Context, m bot.Message)
	reply func(m bot.Message) bot.Reply

	mu  sync.Mutex
	got []bot.Message
}

func (s *script) Handle(ctx context.Context, m bot.Message) bot.Reply {
	s.mu.Lock()
	s.got = append(s.got, m)
	s.mu.Unlock()
	if s.hook != nil {
		s.hook(ctx, m)
	}
	if s.reply != nil {
		return s.reply(m)
	}
	return bot.Reply{Text: "you said: " + m.Text, Outcome: bot.Talk, Lang: bot.English}
}

func (s *script) messages() []bot.Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]bot.Message(nil), s.got...)
}

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

func spec(t testing.TB) *smstest.Spec {
	s, err := smstest.LoadSpec(filepath.Join("..", "..", "..", "shared", "specs", "twilio-v2010.json"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Log("Twilio's description is not at hand: requests are not compared with it")
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// A rig is an adapter before a strict stand-in for Twilio, with a real store and consent log.
type rig struct {
	t    *testing.T
	tw   *smstest.Server
	st   *sqlstore.Store
	line *texting.Line
	a    *Adapter
	web  *httptest.Server
	log  *safeBuffer
	stop func()
}

type setup struct {
	db      string // empty: a new one
	change  func(*Config)
	handler bot.Handler
	still   bool // Run is not called
}

func newRig(t *testing.T, s setup) *rig {
	t.Helper()
	r := &rig{t: t, log: &safeBuffer{}, tw: smstest.Start(t, spec(t), orlando, longwood)}
	if s.db == "" {
		s.db = filepath.Join(t.TempDir(), "knead.db")
	}
	var err error
	if r.st, err = sqlstore.Open(t.Context(), s.db); err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(r.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	if r.line, err = texting.New(texting.Options{Practice: bottest.Practice(), Store: r.st, Consents: r.st, Log: log}); err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	r.web = httptest.NewServer(mux)
	c := Config{AccountSID: smstest.Account, AuthToken: smstest.Token, APIURL: r.tw.URL, PublicURL: r.web.URL, Zone: time.UTC,
		Numbers: []Number{{orlando, "orlando"}, {longwood, "longwood"}}, Consent: r.line, Renderer: r.line, Store: r.st, Log: log,
		PerSecond: 1e6, Quiet: Hours{"00:00", "00:00"}, Join: 50 * time.Millisecond, Answer: time.Minute}
	if s.change != nil {
		s.change(&c)
	}
	if r.a, err = New(c); err != nil {
		t.Fatal(err)
	}
	r.a.base = time.Millisecond
	for path, h := range r.a.Mount() {
		mux.Handle("POST "+path, h)
	}
	if s.handler == nil {
		s.handler = &script{}
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	if s.still {
		close(ended)
	} else {
		go func() {
			defer close(ended)
			if err := r.a.Run(ctx, r.line.Handler(s.handler)); err != nil {
				t.Errorf("Run: %v", err)
			}
		}()
		for r.a.running.Load() == nil {
			time.Sleep(time.Millisecond)
		}
	}
	r.stop = sync.OnceFunc(func() {
		cancel()
		<-ended
		r.web.Close()
		if err := r.st.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
		shown := r.log.String()
		for _, secret := range []string{smstest.Token, ann} {
			if strings.Contains(shown, secret) {
				t.Errorf("%s is in the log:\n%s", secret, shown)
			}
		}
		if t.Failed() {
			t.Logf("log:\n%s", shown)
		}
	})
	t.Cleanup(r.stop)
	return r
}

// introduced notes that ann was told who writes, so that answers are as they are later on.
func (r *rig) introduced() *rig {
	r.t.Helper()
	if _, err := r.st.AddConsent(r.t.Context(), bot.Consent{ID: "began:" + ann, Number: ann, Kind: bot.ConsentBegan, At: time.Now()}); err != nil {
		r.t.Fatal(err)
	}
	return r
}

// say has ann write to the practice and returns what Twilio's request was answered.
func (r *rig) say(words string) smstest.Answer {
	r.t.Helper()
	return r.deliver(r.tw.NextID(), words, orlando, 0)
}

func (r *rig) deliver(id, words, to string, media int) smstest.Answer {
	r.t.Helper()
	a, err := r.tw.Call(r.t.Context(), r.web.URL, Path, r.tw.Form(id, ann, to, words, media))
	if err != nil {
		r.t.Fatal(err)
	}
	return a
}

func (r *rig) want(words string, want ...string) {
	r.t.Helper()
	a := r.say(words)
	if a.Status != http.StatusOK || strings.Join(a.Messages, "|") != strings.Join(want, "|") {
		r.t.Errorf("%q is answered %d %q, want %q", words, a.Status, a.Messages, want)
	}
}

// handlerFunc is a handler of one function.
type handlerFunc func(m bot.Message) bot.Reply

// Handle implements bot.Handler.
func (f handlerFunc) Handle(_ context.Context, m bot.Message) bot.Reply { return f(m) }
