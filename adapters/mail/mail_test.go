package mail

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http/httptest"
	netmail "net/mail"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"knead/bot"
)

// server is an SMTP server that takes mail, or refuses or forgets to.
type server struct {
	refuse map[string]string // by verb, and "." after the words: said instead of what it would say; "hang" says nothing, "drop" hangs up
	tls    *tls.Config       // STARTTLS is offered
	wrap   bool              // TLS from the first byte instead
	auth   string            // the logins offered

	mu    sync.Mutex
	mail  []string
	login []string // user and password as they came
	clear bool     // they came without TLS
}

func (s *server) start(t *testing.T) (port int) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			wg.Go(func() { s.talk(c) })
		}
	})
	// Every test ends only when each connection is closed: a Sender that leaves one open hangs here.
	t.Cleanup(func() { _ = ln.Close(); wg.Wait() })
	return ln.Addr().(*net.TCPAddr).Port
}

func (s *server) talk(c net.Conn) {
	defer func() { _ = c.Close() }()
	secure := s.wrap
	if s.wrap {
		c = tls.Server(c, s.tls)
	}
	r := bufio.NewReader(c)
	read := func() (string, bool) {
		line, err := r.ReadString('\n')
		return strings.TrimRight(line, "\r\n"), err == nil
	}
	// say answers a verb as scripted, else with line; false ends the talk.
	say := func(verb, line string) bool {
		switch scripted := s.refuse[verb]; scripted {
		case "":
		case "hang":
			_, _ = io.Copy(io.Discard, r)
			return false
		case "drop":
			return false
		default:
			line = scripted
		}
		_, err := fmt.Fprintf(c, "%s\r\n", strings.ReplaceAll(line, "\n", "\r\n"))
		return err == nil
	}
	if !say("greeting", "220 test") {
		return
	}
	for {
		line, ok := read()
		if !ok {
			return
		}
		verb, rest, _ := strings.Cut(strings.ToUpper(line), " ")
		switch verb {
		case "EHLO", "HELO":
			hello := "250-test"
			if s.tls != nil && !secure {
				hello += "\n250-STARTTLS"
			}
			if s.auth != "" {
				hello += "\n250-AUTH " + s.auth
			}
			ok = say(verb, hello+"\n250 8BITMIME")
		case "STARTTLS":
			if ok = say(verb, "220 go on"); ok && s.refuse[verb] == "" {
				c = tls.Server(c, s.tls)
				r, secure = bufio.NewReader(c), true
			}
		case "AUTH":
			word := line[len("AUTH "):]
			if strings.HasPrefix(rest, "LOGIN") {
				for _, ask := range []string{"VXNlcm5hbWU6", "UGFzc3dvcmQ6"} {
					_, _ = fmt.Fprintf(c, "334 %s\r\n", ask)
					more, _ := read()
					word += " " + more
				}
			}
			s.mu.Lock()
			s.login, s.clear = append(s.login, word), s.clear || !secure
			s.mu.Unlock()
			ok = say(verb, "235 welcome")
		case "DATA":
			if ok = say(verb, "354 go on"); !ok || s.refuse[verb] != "" {
				break
			}
			var body strings.Builder
			for line, more := read(); more && line != "."; line, more = read() {
				body.WriteString(line + "\n")
			}
			s.mu.Lock()
			s.mail = append(s.mail, body.String())
			s.mu.Unlock()
			ok = say(".", "250 taken")
		case "QUIT":
			say(verb, "221 bye")
			return
		default:
			ok = say(verb, "250 ok")
		}
		if !ok {
			return
		}
	}
}

func (s *server) got() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.mail)
}

// certificate returns a server's configuration and a client's that trusts it, for 127.0.0.1.
func certificate(t *testing.T) (server, client *tls.Config) {
	t.Helper()
	srv := httptest.NewUnstartedServer(nil)
	srv.StartTLS()
	defer srv.Close()
	pool := x509.NewCertPool()
	pool.AddCert(srv.Certificate())
	return &tls.Config{Certificates: srv.TLS.Certificates}, &tls.Config{RootCAs: pool}
}

func parcel() bot.Parcel {
	return bot.Parcel{Notice: bot.Notice{Key: "booking:k", Kind: bot.NoticeBooking}, At: time.Date(2026, 11, 20, 15, 30, 0, 0, time.UTC)}
}

// sender returns a Sender to a server on this machine.
func sender(t *testing.T, c Config) *Sender {
	t.Helper()
	c.Host = "127.0.0.1"
	if c.From == "" {
		c.From, c.To = "desk@example.com", []string{"maia@example.com"}
	}
	s, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func reply() bot.Reply {
	return bot.Reply{Text: "#m6pn Solicitud de cita (sms +14155552671)\nmañana a las 10"}
}

func TestPost(t *testing.T) {
	srv := &server{}
	s := sender(t, Config{Port: srv.start(t), Security: Plain, From: "Front desk <desk@example.com>", To: []string{"maia@example.com", "ana@example.com"}})
	var ids []string
	for range 2 {
		id, err := s.Post(t.Context(), parcel(), reply())
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	if ids[0] != ids[1] || !strings.HasSuffix(ids[0], "@example.com") {
		t.Errorf("a repeat has another Message-ID: %v", ids)
	}
	for _, want := range []string{"Message-ID: <" + ids[0] + ">", "Subject: #m6pn Solicitud de cita\n", "Date: Fri, 20 Nov 2026 15:30:00 +0000",
		"maia@example.com", "ana@example.com", "Auto-Submitted: auto-generated", "ma=C3=B1ana a las 10"} {
		if !strings.Contains(srv.mail[0], want) {
			t.Errorf("the mail has no %q:\n%s", want, srv.mail[0])
		}
	}
}

// What a server says wrong is an error with its code and without its words, and the connection is closed.
func TestTrouble(t *testing.T) {
	for _, tc := range []struct {
		name, verb, says string
		want             string
		final            bool
		taken            bool // in spite of it
	}{
		{name: "busy", verb: "greeting", says: "421 maia is busy", want: "421"},
		{name: "no greeting", verb: "greeting", says: "hang", want: "deadline"},
		{name: "hangs up", verb: "greeting", says: "drop", want: "EOF"},
		{name: "sender", verb: "MAIL", says: "550 maia is unknown", want: "550"},
		{name: "recipient", verb: "RCPT", says: "550 maia@example.com is unknown here", want: "550"},
		{name: "greylisted", verb: "RCPT", says: "451 maia, later", want: "451"},
		{name: "data", verb: "DATA", says: "554 no maia", want: "554"},
		{name: "spam", verb: ".", says: "554 maia, that looks like spam", want: "554", final: true},
		{name: "full", verb: ".", says: "452 maia is full", want: "452"},
		{name: "hangs up at the end", verb: ".", says: "drop", want: "send"},
		{name: "silent at the end", verb: ".", says: "hang", want: "deadline"},
		{name: "fails after it was taken", verb: "RSET", says: "500 what", taken: true},
		{name: "drops after it was taken", verb: "RSET", says: "drop", taken: true},
		{name: "no farewell", verb: "QUIT", says: "drop", taken: true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			srv := &server{refuse: map[string]string{tc.verb: tc.says}}
			s := sender(t, Config{Port: srv.start(t), Security: Plain})
			ctx := t.Context()
			if tc.says == "hang" {
				var cancel context.CancelFunc
				ctx, cancel = context.WithTimeout(ctx, 50*time.Millisecond)
				defer cancel()
			}
			id, err := s.Post(ctx, parcel(), reply())
			if tc.taken {
				if err != nil || id == "" {
					t.Errorf("a mail that was taken is an error: %v", err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tc.want) || strings.Contains(err.Error(), "maia") {
				t.Errorf("error %v; want %q and no words", err, tc.want)
			}
			if errors.Is(err, bot.ErrUndeliverable) != tc.final {
				t.Errorf("error %v: final %v, want %v", err, !tc.final, tc.final)
			}
		})
	}
	if _, err := sender(t, Config{Port: 1, Security: Plain}).Post(t.Context(), parcel(), reply()); err == nil {
		t.Error("posted to a server that is not there")
	}
}

func TestTLS(t *testing.T) {
	ours, theirs := certificate(t)
	for _, tc := range []struct {
		name     string
		srv      *server
		security Security
		trust    *tls.Config
		want     string // of the error; empty: it is taken
	}{
		{"starttls", &server{tls: ours}, StartTLS, theirs, ""},
		{"starttls is the rule", &server{tls: ours}, "", theirs, ""},
		{"tls", &server{tls: ours, wrap: true}, TLS, theirs, ""},
		{"no starttls offered", &server{}, StartTLS, theirs, "STARTTLS"},
		{"starttls refused", &server{tls: ours, refuse: map[string]string{"STARTTLS": "454 not now"}}, StartTLS, theirs, "454"},
		{"starttls, unknown certificate", &server{tls: ours}, StartTLS, nil, "certificate"},
		{"tls, unknown certificate", &server{tls: ours, wrap: true}, TLS, nil, "certificate"},
		{"tls where there is none", &server{}, TLS, theirs, "TLS"},
	} {
		for _, login := range []string{"", "PLAIN", "LOGIN", "PLAIN LOGIN XOAUTH2"} {
			t.Run(tc.name+" "+login, func(t *testing.T) {
				srv := &server{tls: tc.srv.tls, wrap: tc.srv.wrap, refuse: tc.srv.refuse, auth: login}
				c := Config{Port: srv.start(t), Security: tc.security, TLS: tc.trust}
				if login != "" {
					c.User, c.Password = "maia", "hush-hush"
				}
				_, err := sender(t, c).Post(t.Context(), parcel(), reply())
				if tc.want != "" {
					if err == nil || !strings.Contains(err.Error(), tc.want) || len(srv.mail)+len(srv.login) > 0 {
						t.Errorf("error %v, want %q; %d mails and %d logins went out", err, tc.want, len(srv.mail), len(srv.login))
					}
					return
				}
				if err != nil || len(srv.mail) != 1 || srv.clear {
					t.Fatalf("%v; %d mails; login in the clear: %v", err, len(srv.mail), srv.clear)
				}
				if login != "" && (len(srv.login) != 1 || !strings.Contains(srv.login[0], base64.StdEncoding.EncodeToString([]byte("hush-hush"))) &&
					!strings.Contains(srv.login[0], base64.StdEncoding.EncodeToString([]byte("\x00maia\x00hush-hush")))) {
					t.Errorf("login %q", srv.login)
				}
			})
		}
	}
	srv := &server{tls: ours, auth: "PLAIN", refuse: map[string]string{"AUTH": "535 5.7.8 maia: hush-hush is wrong"}}
	_, err := sender(t, Config{Port: srv.start(t), TLS: theirs, User: "maia", Password: "hush-hush"}).Post(t.Context(), parcel(), reply())
	if err == nil || !strings.Contains(err.Error(), "user and password") || strings.Contains(err.Error(), "maia") || strings.Contains(err.Error(), "hush") {
		t.Errorf("a refused login: %v", err)
	}
	srv = &server{tls: ours, auth: "GSSAPI"}
	if _, err := sender(t, Config{Port: srv.start(t), TLS: theirs, User: "maia", Password: "x"}).Post(t.Context(), parcel(), reply()); err == nil {
		t.Error("a login that the server does not speak")
	}
}

// Whatever a client writes stays in the body: it makes no header, no second mail and no SMTP command.
func TestInjection(t *testing.T) {
	evil := "x\r\nBcc: eve@example.com\r\n\r\n.\r\nMAIL FROM:<eve@example.com>\r\n.\n..\nFrom eve\n\x00\x1b[2J\xff\u2028Subject: eve"
	srv := &server{}
	s := sender(t, Config{Port: srv.start(t), Security: Plain})
	p := parcel()
	p.Key, p.Conversation = "booking:k\r\nBcc: eve@example.com", bot.Conversation{Channel: "web", Chat: "c\r\nX: y", User: "u>\r\nX: y"}
	for _, text := range []string{evil, strings.Repeat("é", 5000) + evil, "", strings.Repeat("word ", 4000)} {
		if _, err := s.Post(t.Context(), p, bot.Reply{Text: text}); err != nil {
			t.Fatal(err)
		}
	}
	got := srv.got()
	if len(got) != 4 {
		t.Fatalf("%d mails, want 4", len(got))
	}
	for i, raw := range got {
		m, err := netmail.ReadMessage(strings.NewReader(strings.ReplaceAll(raw, "\n", "\r\n")))
		if err != nil {
			t.Fatalf("mail %d: %v", i, err)
		}
		if len(m.Header["Bcc"])+len(m.Header["X"]) > 0 || len(m.Header["Subject"]) > 1 || m.Header.Get("To") != "<maia@example.com>" ||
			!strings.HasPrefix(m.Header.Get("Content-Type"), "text/plain") {
			t.Errorf("mail %d has headers %v", i, m.Header)
		}
		for line := range strings.SplitSeq(raw, "\n") {
			if len(line) > 998 {
				t.Errorf("mail %d has a line of %d bytes", i, len(line))
			}
		}
	}
	body := got[0][strings.Index(got[0], "\n\n"):]
	for _, want := range []string{"Bcc: eve@example.com", "MAIL FROM:<eve@example.com>", "Subject: eve"} {
		if !strings.Contains(body, want) {
			t.Errorf("the body lost %q:\n%s", want, body)
		}
	}
}

func TestThread(t *testing.T) {
	srv := &server{}
	s := sender(t, Config{Port: srv.start(t), Security: Plain})
	ann, ben := parcel(), parcel()
	ben.Key, ben.Conversation.Chat = "booking:other", "ben"
	again := parcel()
	again.Key = "words:k"
	var ids, threads []string
	for _, p := range []bot.Parcel{ann, ben, again} {
		if _, err := s.Post(t.Context(), p, reply()); err != nil {
			t.Fatal(err)
		}
	}
	for _, raw := range srv.got() {
		m, err := netmail.ReadMessage(strings.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		ids, threads = append(ids, m.Header.Get("Message-Id")), append(threads, m.Header.Get("References"))
	}
	if ids[0] == ids[1] || ids[0] == ids[2] || threads[0] == threads[1] || threads[0] != threads[2] || slices.Contains(ids, threads[0]) {
		t.Errorf("Message-IDs %q, References %q: want one ID a notice and one thread a client", ids, threads)
	}
}

func TestConfig(t *testing.T) {
	ok := Config{Host: "smtp.example.com", From: "desk@example.com", To: []string{"maia@example.com"}}
	for _, tc := range []struct {
		name   string
		change func(*Config)
		want   string
	}{
		{"ok", func(*Config) {}, ""},
		{"host", func(c *Config) { c.Host = "smtp://x" }, "no host name"},
		{"from", func(c *Config) { c.From = "desk" }, "from"},
		{"to", func(c *Config) { c.To = []string{"maia"} }, "to"},
		{"nobody", func(c *Config) { c.To = nil }, "nobody"},
		{"security", func(c *Config) { c.Security = "ssl" }, "none of"},
		{"port", func(c *Config) { c.Port = 70000 }, "port"},
		{"header in from", func(c *Config) { c.From = "desk@example.com\r\nBcc: eve@example.com" }, "from"},
		{"header in to", func(c *Config) { c.To = []string{"\"a\r\nBcc: b\" <maia@example.com>"} }, "to"},
		{"no password", func(c *Config) { c.User = "u" }, "password"},
		{"login in the clear", func(c *Config) { c.Security, c.User = Plain, "u" }, "in the clear"},
		{"login", func(c *Config) { c.Security, c.User, c.Password = TLS, "u", "hush" }, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := ok
			tc.change(&c)
			_, err := New(c)
			if (err == nil) != (tc.want == "") || err != nil && !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error %v, want %q", err, tc.want)
			}
			if s := fmt.Sprintf("%v %+v %#v", c, c, c); strings.Contains(s, "hush") {
				t.Errorf("the password is printed: %s", s)
			}
		})
	}
}
