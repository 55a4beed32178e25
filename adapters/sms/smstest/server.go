package smstest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"sync"
	"testing"
	"time"
	"unicode/utf8"
)

// The account of a Server. Both have the form of real ones and belong to nobody.
const (
	Account = "AC00000000000000000000000000000001"
	Token   = "00000000000000000000000000000002"
)

// A Fault is an answer that the API gives instead of doing what it is asked.
type Fault struct {
	Status     int    // of HTTP
	Code       int    // Twilio's
	RetryAfter int    // seconds; 0: it does not say
	Body       string // instead of Twilio's JSON
	Taken      bool   // the message is taken all the same
}

// A Sent is a message that the account sent.
type Sent struct {
	SID, From, To, Body, Callback string
	TwiML                         bool // it was the answer to a message
}

// A Server is Twilio for one account.
type Server struct {
	URL string // base, as for APIURL

	t       testing.TB
	http    *httptest.Server
	spec    *Spec
	numbers []string

	mu      sync.Mutex
	n       int
	sent    []Sent
	faults  []Fault
	calls   int
	stopped map[string]bool
	changed chan struct{} // closed and made anew with each message sent
}

// Start starts a Server whose account has the numbers. spec may be nil. It is closed with the test.
func Start(t testing.TB, spec *Spec, numbers ...string) *Server {
	t.Helper()
	s := &Server{t: t, spec: spec, numbers: numbers, stopped: make(map[string]bool), changed: make(chan struct{})}
	s.http = httptest.NewServer(http.HandlerFunc(s.serve))
	s.URL = s.http.URL
	t.Cleanup(s.http.Close)
	return s
}

// Fail queues faults for the coming requests.
func (s *Server) Fail(fs ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, fs...)
}

// Block makes the carrier refuse messages to number, as after a STOP that knead has not heard.
func (s *Server) Block(number string, on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopped[number] = on
}

// Sent returns what went to number, answers included, in order.
func (s *Server) Sent(number string) []Sent {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Sent
	for _, m := range s.sent {
		if m.To == number {
			out = append(out, m)
		}
	}
	return out
}

// Calls is how many requests the API had.
func (s *Server) Calls() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls
}

// Wait returns what went to number once there are n messages, and fails the test when they do not come.
func (s *Server) Wait(number string, n int) []Sent {
	s.t.Helper()
	late := time.After(time.Minute) // much longer than even a slow machine needs
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if out := s.Sent(number); len(out) >= n {
			return out
		}
		select {
		case <-changed:
		case <-late:
			s.t.Fatalf("%d messages went to the client, want %d", len(s.Sent(number)), n)
		}
	}
}

func (s *Server) add(m Sent) {
	s.sent = append(s.sent, m)
	close(s.changed)
	s.changed = make(chan struct{})
}

// id makes a message's ID.
func (s *Server) id() string {
	s.n++
	return fmt.Sprintf("SM%032x", s.n)
}

// NextID returns an ID for a message of a client's.
func (s *Server) NextID() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.id()
}

var phone = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)

// serve answers the API.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls++
	user, pass, _ := r.BasicAuth()
	if user != Account || pass != Token {
		refuse(w, Fault{Status: 401, Code: 20003})
		return
	}
	if r.Method != http.MethodPost || r.URL.Path != "/2010-04-01/Accounts/"+Account+"/Messages.json" {
		refuse(w, Fault{Status: 404, Code: 20404})
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	if err := r.ParseForm(); err != nil {
		refuse(w, Fault{Status: 400, Code: 20001})
		return
	}
	if err := s.spec.checkRequest(r.PostForm); err != nil {
		s.t.Errorf("request to Twilio: %v", err)
	}
	if len(s.faults) > 0 {
		f := s.faults[0]
		s.faults = s.faults[1:]
		if f.Taken {
			s.take(r.PostForm)
		}
		refuse(w, f)
		return
	}
	if f := s.check(r.PostForm); f.Status != 0 {
		refuse(w, f)
		return
	}
	m := s.take(r.PostForm)
	answer := message(m)
	if err := s.spec.checkAnswer(answer); err != nil {
		s.t.Errorf("the stand-in's answer: %v", err)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusCreated)
	if err := json.NewEncoder(w).Encode(answer); err != nil {
		s.t.Errorf("answer: %v", err)
	}
}

// check refuses what Twilio refuses.
func (s *Server) check(f url.Values) Fault {
	own := false
	for _, n := range s.numbers {
		own = own || n == f.Get("From")
	}
	switch body := f.Get("Body"); {
	case f.Get("To") == "":
		return Fault{Status: 400, Code: 21604}
	case !phone.MatchString(f.Get("To")):
		return Fault{Status: 400, Code: 21211}
	case !own:
		return Fault{Status: 400, Code: 21606}
	case body == "":
		return Fault{Status: 400, Code: 21602}
	case utf8.RuneCountInString(body) > 1600:
		return Fault{Status: 400, Code: 21617}
	case s.stopped[f.Get("To")]:
		return Fault{Status: 400, Code: 21610}
	}
	return Fault{}
}

func (s *Server) take(f url.Values) Sent {
	m := Sent{SID: s.id(), From: f.Get("From"), To: f.Get("To"), Body: f.Get("Body"), Callback: f.Get("StatusCallback")}
	s.add(m)
	return m
}

func refuse(w http.ResponseWriter, f Fault) {
	if f.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(f.RetryAfter))
	}
	if f.Body != "" {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(f.Status)
		_, _ = w.Write([]byte(f.Body))
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(f.Status)
	_ = json.NewEncoder(w).Encode(map[string]any{"code": f.Code, "message": "refused by the stand-in",
		"more_info": fmt.Sprintf("https://www.twilio.com/docs/errors/%d", f.Code), "status": f.Status})
}

// message is the API's description of a message just taken.
func message(m Sent) map[string]any {
	at := time.Now().UTC().Format(time.RFC1123Z)
	uri := "/2010-04-01/Accounts/" + Account + "/Messages/" + m.SID
	return map[string]any{"account_sid": Account, "api_version": "2010-04-01", "body": m.Body, "date_created": at, "date_sent": nil,
		"date_updated": at, "direction": "outbound-api", "error_code": nil, "error_message": nil, "from": m.From, "messaging_service_sid": nil,
		"num_media": "0", "num_segments": "1", "price": nil, "price_unit": "USD", "sid": m.SID, "status": "queued", "to": m.To, "uri": uri + ".json",
		"subresource_uris": map[string]any{"media": uri + "/Media.json"}}
}
