package web

import (
	"bufio"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"knead/bot"
)

// open opens the event stream of a session that has said something, and returns a reader of its lines.
func open(t *testing.T, srv *httptest.Server, cookie *http.Cookie) *bufio.Reader {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), "GET", srv.URL+"/api/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.AddCookie(cookie)
	r, err := srv.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Body.Close() })
	if got := r.Header.Get("Content-Type"); r.StatusCode != http.StatusOK || got != "text/event-stream" {
		t.Fatalf("%d %s", r.StatusCode, got)
	}
	b := bufio.NewReader(r.Body)
	if got := event(t, b); !strings.HasPrefix(got, "retry: 5000\nid: ") {
		t.Fatalf("the stream begins with %q", got)
	}
	return b
}

// event reads up to the next empty line.
func event(t *testing.T, b *bufio.Reader) string {
	t.Helper()
	var out strings.Builder
	for {
		l, err := b.ReadString('\n')
		if err != nil {
			t.Fatalf("stream ended with %v after %q", err, out.String())
		}
		if l == "\n" {
			return out.String()
		}
		out.WriteString(l)
	}
}

func TestSendReachesEveryOpenPage(t *testing.T) {
	h := talk()
	s := newServer(t, options(h))
	srv := httptest.NewServer(s)
	defer srv.Close()
	cookie := post(s, `{"say":"hello"}`).Cookies()[0]
	c := h.messages()[0].Conversation
	later := bot.Reply{Text: "Maia here.\nFriday works!", Outcome: bot.Talk}
	if err := s.Send(t.Context(), c, later); !errors.Is(err, ErrAway) {
		t.Errorf("with no page open: %v", err)
	}
	one, two := open(t, srv, cookie), open(t, srv, cookie)
	if err := s.Send(t.Context(), c, later); err != nil {
		t.Fatal(err)
	}
	want := "id: " + s.journal.id(2) + "\nevent: reply\ndata: {\"text\":\"Maia here.\\nFriday works!\",\"buttons\":[],\"sources\":[],\"level\":\"none\"}\n"
	for _, b := range []*bufio.Reader{one, two} {
		if got := event(t, b); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	stranger := bot.Conversation{Channel: bot.Web, Chat: "somebody", User: "somebody"}
	if err := s.Send(t.Context(), stranger, later); !errors.Is(err, ErrAway) {
		t.Errorf("to a stranger: %v", err)
	}
	if err := s.Send(t.Context(), bot.Conversation{Channel: bot.SMS, Chat: c.Chat}, later); err == nil {
		t.Error("sent to a conversation of another channel")
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if _, err := one.ReadByte(); err == nil {
		t.Error("a stream goes on after Close")
	}
	r := do(s, "GET", "/api/events", "", "Cookie", cookie.Name+"="+cookie.Value)
	if r.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("a stream after Close: %d", r.StatusCode)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

func TestTheOldestStreamGivesWay(t *testing.T) {
	h := talk()
	s := newServer(t, options(h))
	srv := httptest.NewServer(s)
	defer srv.Close()
	cookie := post(s, `{"say":"hello"}`).Cookies()[0]
	first := open(t, srv, cookie)
	for range maxPerSession {
		open(t, srv, cookie)
	}
	if got := event(t, first); got != "event: rest\ndata: {}\n" {
		t.Errorf("the oldest stream is told %q", got)
	}
	if _, err := first.ReadByte(); err == nil {
		t.Error("the oldest stream goes on")
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// gone is a page whose connection fails at the first write after the start.
type gone struct {
	http.ResponseWriter
	mu    sync.Mutex
	text  strings.Builder
	after int
}

func (g *gone) Write(b []byte) (int, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.after == 0 {
		return 0, errors.New("broken pipe")
	}
	g.after--
	return g.text.Write(b)
}

func (g *gone) Flush() {}

func TestStreamHeartbeatAndFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t, options(talk()))
		g := &gone{ResponseWriter: httptest.NewRecorder(), after: 3}
		st, ok := s.streams.add("x", netip.Prefix{})
		if !ok {
			t.Fatal("refused")
		}
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			defer s.streams.remove("x", st)
			st.serve(t.Context(), g, "e-1", nil)
		}()
		<-ended // two heartbeats are written, the third fails
		if got, want := g.text.String(), "retry: 5000\nid: e-1\n\n: still here\n\n: still here\n\n"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		c := bot.Conversation{Channel: bot.Web, Chat: "x", User: "x"}
		if err := s.Send(t.Context(), c, bot.Reply{Text: "hello"}); !errors.Is(err, ErrAway) {
			t.Errorf("to a page that has gone: %v", err)
		}
		if s.streams.count != 0 || len(s.streams.open) != 0 {
			t.Errorf("%d streams left", s.streams.count)
		}
	})
}

func TestSendHeedsItsContext(t *testing.T) {
	s := newServer(t, options(talk()))
	if _, ok := s.streams.add("x", netip.Prefix{}); !ok { // a page that never takes anything
		t.Fatal("refused")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := s.Send(ctx, bot.Conversation{Channel: bot.Web, Chat: "x", User: "x"}, bot.Reply{Text: "hello"})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
