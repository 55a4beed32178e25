package discordtest

import (
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// patience is how long a test waits for what has to happen before it fails: much longer than even a slow machine needs.
const patience = time.Minute

// A Server is a Discord with one application on it. It is safe for concurrent use.
type Server struct {
	URL      string // for DISCORD_API_URL
	Token    string // the only one it takes
	AppID    string
	BotID    string
	Flags    int                // of the application; message content is allowed in the beginning
	Interval time.Duration      // between heartbeats
	Shards   int                // that it recommends
	Key      ed25519.PrivateKey // signs interactions over HTTP
	Strict   bool               // a request that Discord's specification does not know fails the test
	AckLimit time.Duration      // how long it waits for the first answer to an interaction: 3 s
	Lenient  bool               // older versions and sessions resumed at the wrong address are taken, as of other programs

	t    testing.TB
	spec *Spec
	http *httptest.Server

	mu       sync.Mutex
	changed  chan struct{} // closed when something happens
	ids      int64
	requests []Request
	messages []*Message
	channels map[string]*Channel
	users    map[string]*User
	directs  map[string]string // user → channel
	given    map[string]*Interaction
	commands map[string][]json.RawMessage // by guild
	troubles []*Trouble
	allow    []*allowance
	gateway  gateway
}

// A Request is one that the server got.
type Request struct {
	Method, Path string // below /api/v10
	Body         json.RawMessage
	Auth         string
	Status       int // of the answer
	At           time.Time
}

// A Channel is a channel, a thread, or somebody's direct messages.
type Channel struct {
	ID, Guild, Parent, Owner string
	Name                     string
	Type                     int
	Closed                   int  // Discord's code for writing here; 0: open
	NoThreads                bool // nobody may open threads here
	Archived                 bool
}

// A Trouble makes requests fail.
type Trouble struct {
	method, contains string
	left             int // times; below 0: always
	status, code     int
	retry            time.Duration
	global, hang     bool
}

// An allowance is a rate limit that holds.
type allowance struct {
	contains string
	limit    int
	window   time.Duration
	used     map[string]int
	reset    map[string]time.Time
}

// New starts a server that ends with the test. spec is the path of the specification; without that file nothing is
// checked against it, which the test's log says.
func New(t testing.TB, spec string) *Server {
	s := &Server{Token: "MTAxMTAxMTAxMTAx.GsEcRt.very-secret-token-of-the-test", AppID: "900", BotID: "900", Flags: 1 << 19,
		Interval: time.Minute, AckLimit: 3 * time.Second, Shards: 1, Strict: true, t: t, ids: 1_000_000, channels: map[string]*Channel{}, users: map[string]*User{},
		directs: map[string]string{}, given: map[string]*Interaction{}, commands: map[string][]json.RawMessage{}}
	s.changed = make(chan struct{})
	s.gateway.sessions = map[string]*session{}
	s.Key = ed25519.NewKeyFromSeed([]byte("a seed of thirty-two bytes, yes!"))
	if sp, err := LoadSpec(spec); err != nil {
		t.Logf("not checked against Discord's specification: %v", err)
	} else {
		s.spec = sp
	}
	s.users[s.BotID] = &User{ID: s.BotID, Name: "knead", Bot: true, s: s}
	mux := http.NewServeMux()
	mux.HandleFunc("/gateway/", s.serveGateway)
	mux.HandleFunc("/api/v10/", s.serveREST)
	s.http = httptest.NewServer(mux)
	s.URL = s.http.URL
	t.Cleanup(s.close)
	return s
}

func (s *Server) close() {
	s.DropAll()
	s.http.CloseClientConnections()
	s.http.Close()
}

// Uncheck switches the specification off, for benchmarks.
func (s *Server) Uncheck() { s.spec = nil }

// id is the next snowflake. The caller holds mu.
func (s *Server) id() string {
	s.ids++
	return strconv.FormatInt(s.ids, 10)
}

// Guild makes a server (as Discord calls those) and returns its ID.
func (s *Server) Guild() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.id()
}

// Channel makes a text channel of a guild.
func (s *Server) Channel(guild string) *Channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &Channel{ID: s.id(), Guild: guild, Name: "general"}
	s.channels[c.ID] = c
	return c
}

// Thread makes a public thread of a channel, opened by owner.
func (s *Server) Thread(parent *Channel, owner string) *Channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &Channel{ID: s.id(), Guild: parent.Guild, Parent: parent.ID, Owner: owner, Name: "thread", Type: 11}
	s.channels[c.ID] = c
	return c
}

// Wait waits until ok returns true. It is asked again after everything that happens here, and every now and then for what
// happens elsewhere. The test fails when it takes too long; what says what was waited for.
func (s *Server) Wait(t testing.TB, what string, ok func() bool) {
	t.Helper()
	end := time.Now().Add(patience)
	for !ok() {
		if time.Now().After(end) {
			t.Fatalf("waited in vain until %s; requests: %s", what, s.Journal())
		}
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		select {
		case <-changed:
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// happened wakes who waits. The caller holds mu.
func (s *Server) happened() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// Requests returns the requests so far whose method and path are as given; an empty method is any, and the path is a part
// of the whole.
func (s *Server) Requests(method, contains string) []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Request
	for _, r := range s.requests {
		if (method == "" || r.Method == method) && strings.Contains(r.Path, contains) {
			out = append(out, r)
		}
	}
	return out
}

// Journal is the last requests, for failed tests.
func (s *Server) Journal() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var b strings.Builder
	for _, r := range s.requests[max(0, len(s.requests)-20):] {
		fmt.Fprintf(&b, "\n%s %s %d %.300s", r.Method, r.Path, r.Status, r.Body)
	}
	return b.String()
}

// Messages returns what was written in a channel and is still there, oldest first.
func (s *Server) Messages(channel string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Message
	for _, m := range s.messages {
		if m.Channel == channel && !m.Deleted {
			out = append(out, *m)
		}
	}
	return out
}

// FromBot returns what the bot wrote in a channel.
func (s *Server) FromBot(channel string) []Message {
	return slices.DeleteFunc(s.Messages(channel), func(m Message) bool { return m.Author != s.BotID })
}

// Fail lets the next n requests fail with an HTTP status and Discord's code; below 0 n means all.
func (s *Server) Fail(method, contains string, n, status, code int) {
	s.trouble(&Trouble{method: method, contains: contains, left: n, status: status, code: code})
}

// Limit lets the next n requests be refused with 429.
func (s *Server) Limit(method, contains string, n int, retry time.Duration, global bool) {
	s.trouble(&Trouble{method: method, contains: contains, left: n, status: http.StatusTooManyRequests, retry: retry, global: global})
}

// Hang lets the next n requests go unanswered until their client gives up.
func (s *Server) Hang(method, contains string, n int) {
	s.trouble(&Trouble{method: method, contains: contains, left: n, hang: true})
}

// Break lets the next n requests be done and their answers be lost.
func (s *Server) Break(method, contains string, n int) {
	s.trouble(&Trouble{method: method, contains: contains, left: n, status: -1})
}

func (s *Server) trouble(t *Trouble) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.troubles = append(s.troubles, t)
}

// Heal takes back every Fail, Limit, Hang and Break.
func (s *Server) Heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.troubles = nil
}

// Allow sets a rate limit: so many requests in a window for each path that contains a text. Answers carry the usual
// headers, and what is over is refused with 429.
func (s *Server) Allow(contains string, limit int, window time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.allow = append(s.allow, &allowance{contains: contains, limit: limit, window: window, used: map[string]int{}, reset: map[string]time.Time{}})
}

// Commands returns the commands that are registered, in a guild or, with an empty one, everywhere.
func (s *Server) Commands(guild string) []json.RawMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.commands[guild])
}
