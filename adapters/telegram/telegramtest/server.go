package telegramtest

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Options say what a Server is like. The zero Options are a strict server without a specification.
type Options struct {
	Token  string           // empty: DefaultToken
	Spec   *Spec            // nil: requests are not compared with the specification
	Limits bool             // refuse with 429 what goes over Telegram's limits
	Now    func() time.Time // dates of messages; nil: time.Now
	Redo   time.Duration    // the first pause between two deliveries to a webhook; 0: 20 ms
}

// DefaultToken has the form of a real one.
const DefaultToken = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"

// BotID and BotName are who the bot is.
const (
	BotID   = 110201543
	BotName = "knead_test_bot"
)

// A Server is a Bot API server for one bot.
type Server struct {
	URL   string // base, as for APIURL
	Token string

	o    Options
	http *httptest.Server

	mu       sync.Mutex
	changed  chan struct{} // closed and made anew when something happened
	closed   chan struct{}
	queue    []queued
	last     int64 // number of the last update
	newest   queued
	lastID   int // number of the last message
	kinds    []string
	poll     chan struct{} // closed when another poll takes over
	said     map[msgKey]map[string]any
	sent     []*Message
	byChat   map[int64][]*Message
	queries  map[string]*query
	faults   map[string][]Fault
	calls    []Call
	problems []string
	hook     hook
	blocked  map[int64]bool
	topics   map[msgKey]bool
	moved    map[int64]int64
	taken    map[int64][]time.Time // when messages to a chat were taken; 0: all
	settings map[string]map[string]string
	acked    int64
	down     bool
}

type msgKey struct {
	chat int64
	id   int
}

type queued struct {
	id  int64
	raw json.RawMessage
	at  time.Time
}

// A Call is one request that the bot made, or an update's delivery to its webhook.
type Call struct {
	Method string
	Params map[string]string
	Status int
	At     time.Time
}

// A Fault is what goes wrong once.
type Fault struct {
	Status      int    // HTTP status and error_code
	Description string // of the refusal
	RetryAfter  int    // seconds
	Migrate     int64  // the chat's new number
	Body        string // sent instead of JSON
	Drop        bool   // the connection breaks before anything is done
	Lose        bool   // everything is done, then the connection breaks before the answer
	Hang        time.Duration
}

// Start starts a server. At the test's end it is closed, and whatever the bot did against the rules fails the test.
func Start(t testing.TB, o Options) *Server {
	t.Helper()
	s := New(o)
	t.Cleanup(func() {
		s.Close()
		for _, p := range s.Problems() {
			t.Errorf("Bot API: %s", p)
		}
	})
	return s
}

// New starts a server without a test. The caller closes it.
func New(o Options) *Server {
	if o.Token == "" {
		o.Token = DefaultToken
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Redo == 0 {
		o.Redo = 20 * time.Millisecond
	}
	s := &Server{o: o, Token: o.Token, changed: make(chan struct{}), closed: make(chan struct{}), last: 700_000_000, lastID: 100,
		said: make(map[msgKey]map[string]any), byChat: make(map[int64][]*Message), queries: make(map[string]*query), faults: make(map[string][]Fault), blocked: make(map[int64]bool),
		topics: make(map[msgKey]bool), moved: make(map[int64]int64), taken: make(map[int64][]time.Time), settings: make(map[string]map[string]string)}
	s.http = httptest.NewServer(s)
	s.URL = s.http.URL
	return s
}

// Close ends the server and every poll.
func (s *Server) Close() {
	close(s.closed)
	s.http.CloseClientConnections()
	s.http.Close()
}

// Problems are the requests that break the specification, as sentences.
func (s *Server) Problems() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.problems)
}

// Fail makes the next calls of method go wrong, one after the other. "*" is any method but getUpdates and getMe.
func (s *Server) Fail(method string, faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults[method] = append(s.faults[method], faults...)
}

// Calls returns the requests of a method so far, all requests for "".
func (s *Server) Calls(method string) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Call
	for _, c := range s.calls {
		if method == "" || c.Method == method {
			out = append(out, c)
		}
	}
	return out
}

// Cut breaks every connection before anything is done, until it is called with false: the network is down.
func (s *Server) Cut(down bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = down
	if down && s.poll != nil {
		close(s.poll)
		s.poll = nil
	}
}

// Wait waits until cond holds, which is asked again whenever something happened, and now and then. It is false when ctx
// ended before.
func (s *Server) Wait(ctx context.Context, cond func() bool) bool {
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if cond() {
			return true
		}
		select {
		case <-changed:
		case <-time.After(20 * time.Millisecond): // what is waited for may not be the server's
		case <-ctx.Done():
			return false
		}
	}
}

// happened wakes everybody who waits. s.mu is held.
func (s *Server) happened() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// ServeHTTP implements http.Handler: /bot<token>/<method>.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	token, method, ok := strings.Cut(strings.TrimPrefix(r.URL.Path, "/bot"), "/")
	switch {
	case !strings.HasPrefix(r.URL.Path, "/bot") || !ok || !strings.Contains(token, ":"):
		answer(w, refusal(http.StatusNotFound, "Not Found"))
		return
	case token != s.Token:
		answer(w, refusal(http.StatusUnauthorized, "Unauthorized"))
		return
	}
	params, err := readParams(r)
	if err != nil {
		answer(w, refusal(http.StatusBadRequest, "Bad Request: "+err.Error()))
		return
	}
	fault, faulty := s.fault(method)
	if fault.Hang > 0 {
		select {
		case <-time.After(fault.Hang):
		case <-r.Context().Done():
			return
		}
	}
	var res result
	switch {
	case faulty && fault.Drop:
		s.note(method, params, 0)
		panic(http.ErrAbortHandler)
	case faulty && fault.Body != "":
		s.note(method, params, fault.Status)
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(fault.Status)
		_, _ = io.WriteString(w, fault.Body)
		return
	case faulty && fault.Status != 0:
		res = refusal(fault.Status, fault.Description)
		res.RetryAfter, res.Migrate = fault.RetryAfter, fault.Migrate
		s.note(method, params, res.Code)
	default:
		res = s.do(r.Context(), method, params)
	}
	if r.Context().Err() != nil && method == "getUpdates" {
		return
	}
	if fault.Lose {
		panic(http.ErrAbortHandler)
	}
	answer(w, res)
}

func (s *Server) fault(method string) (Fault, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.down {
		return Fault{Drop: true}, true
	}
	for _, key := range []string{method, "*"} {
		if fs := s.faults[key]; len(fs) > 0 && (key != "*" || method != "getUpdates" && method != "getMe") {
			s.faults[key] = fs[1:]
			return fs[0], true
		}
	}
	return Fault{}, false
}

func (s *Server) note(method string, params map[string]string, status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.record(method, params, status)
}

// record notes a call and wakes everybody who waits. s.mu is held.
func (s *Server) record(method string, params map[string]string, status int) {
	if status == 0 {
		status = http.StatusOK
	}
	s.calls = append(s.calls, Call{Method: method, Params: params, Status: status, At: time.Now()})
	s.happened()
}

// A result is a method's answer.
type result struct {
	Value      any
	Code       int // 0: ok
	Text       string
	RetryAfter int
	Migrate    int64
}

func refusal(code int, text string) result { return result{Code: code, Text: text} }

func bad(format string, args ...any) result {
	return refusal(http.StatusBadRequest, "Bad Request: "+fmt.Sprintf(format, args...))
}

func answer(w http.ResponseWriter, r result) {
	w.Header().Set("Content-Type", "application/json")
	if r.Code == 0 {
		_ = json.NewEncoder(w).Encode(map[string]any{"ok": true, "result": r.Value})
		return
	}
	body := map[string]any{"ok": false, "error_code": r.Code, "description": r.Text}
	p := make(map[string]any)
	if r.RetryAfter > 0 {
		p["retry_after"] = r.RetryAfter
	}
	if r.Migrate != 0 {
		p["migrate_to_chat_id"] = r.Migrate
	}
	if len(p) > 0 {
		body["parameters"] = p
	}
	w.WriteHeader(r.Code)
	_ = json.NewEncoder(w).Encode(body)
}

// readParams reads a request's parameters in the three forms that the Bot API takes.
func readParams(r *http.Request) (map[string]string, error) {
	out := make(map[string]string)
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind == "application/json" {
		var fields map[string]json.RawMessage
		if err := json.NewDecoder(r.Body).Decode(&fields); err != nil {
			return nil, fmt.Errorf("can't parse the request's JSON")
		}
		for k, raw := range fields {
			var str string
			if json.Unmarshal(raw, &str) == nil {
				out[k] = str
			} else {
				out[k] = string(raw)
			}
		}
		return out, nil
	}
	if kind == "multipart/form-data" {
		if err := r.ParseMultipartForm(1 << 20); err != nil {
			return nil, err
		}
	} else if err := r.ParseForm(); err != nil {
		return nil, err
	}
	for k, v := range r.Form {
		out[k] = v[0]
	}
	return out, nil
}
