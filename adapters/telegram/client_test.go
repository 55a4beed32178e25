package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"knead/adapters/telegram/telegramtest"
)

func secretOf(token string) string {
	_, s, _ := strings.Cut(token, ":")
	return s
}

func newTestClient(t *testing.T, url string) *client {
	t.Helper()
	c := Config{Token: telegramtest.DefaultToken, APIURL: url, Practice: practice()}
	if err := c.check(); err != nil {
		t.Fatal(err)
	}
	return newClient(c)
}

// Each kind of trouble is told from the others, and no error shows the token, however the server tries.
func TestCallTrouble(t *testing.T) {
	const token = telegramtest.DefaultToken
	js := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			_, _ = fmt.Fprint(w, body)
		}
	}
	for _, tt := range []struct {
		name  string
		serve http.HandlerFunc
		want  trait
		has   string
	}{
		{"unauthorized", js(401, `{"ok":false,"error_code":401,"description":"Unauthorized"}`), traitToken, "401: Unauthorized"},
		{"not found", js(404, `{"ok":false,"error_code":404,"description":"Not Found"}`), traitToken, ""},
		{"page not found", js(404, "<html>no /bot"+token+"/getMe here"), traitToken, "no JSON"},
		{"second poller", js(409, `{"ok":false,"error_code":409,"description":"Conflict: terminated by other getUpdates request"}`), traitConflict, ""},
		{"webhook set", js(409, `{"ok":false,"error_code":409,"description":"Conflict: can't use getUpdates method while webhook is active"}`), traitWebhook, ""},
		{"flood", js(429, `{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 7","parameters":{"retry_after":7}}`), traitFlood, ""},
		{"gateway", js(502, "<html><h1>502 Bad Gateway</h1></html>"), traitTransient, "no JSON"},
		{"a proxy's own page", js(200, "<html>please log in</html>"), traitTransient, "no JSON"},
		{"internal", js(500, `{"ok":false,"error_code":500,"description":"Internal Server Error"}`), traitTransient, ""},
		{"without a code", js(500, `{"message": "API method not supported"}`), traitTransient, "500"},
		{"blocked", js(403, `{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}`), traitGone, ""},
		{"no such chat", js(400, `{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}`), traitGone, ""},
		{"supergroup", js(400, `{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat","parameters":{"migrate_to_chat_id":-1001}}`), traitMoved, ""},
		{"markup", js(400, `{"ok":false,"error_code":400,"description":"Bad Request: can't parse entities: Unsupported start tag \"my secret pain\" at byte offset 3"}`), traitMarkup, "can't parse entities"},
		{"button", js(400, `{"ok":false,"error_code":400,"description":"Bad Request: BUTTON_DATA_INVALID"}`), traitKeyboard, ""},
		{"topic", js(400, `{"ok":false,"error_code":400,"description":"Bad Request: message thread not found"}`), traitThread, ""},
		{"same", js(400, `{"ok":false,"error_code":400,"description":"Bad Request: message is not modified: specified …"}`), traitSame, ""},
		{"late", js(400, `{"ok":false,"error_code":400,"description":"Bad Request: query is too old and response timeout expired or query ID is invalid"}`), traitLate, ""},
		{"no edit", js(400, `{"ok":false,"error_code":400,"description":"Bad Request: message to edit not found"}`), traitNoEdit, ""},
		{"unforeseen", js(400, `{"ok":false,"error_code":400,"description":"Bad Request: `+token+` and `+secretOf(token)+`"}`), traitOther, hidden},
		{"redirect", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://elsewhere.test"+r.URL.Path, http.StatusFound)
		}, traitTransient, "redirect"},
		{"cut off", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			_, _ = fmt.Fprint(w, `{"ok":`)
		}, traitTransient, ""},
		{"broken connection", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, traitTransient, ""},
		{"broken JSON", js(200, `{"ok":tr`), traitTransient, ""},
		{"another form", js(200, `{"ok":true,"result":"a string"}`), traitOther, "another form"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv := httptest.NewServer(tt.serve)
			defer srv.Close()
			var me user
			err := newTestClient(t, srv.URL).call(t.Context(), "getMe", nil, &me)
			if err == nil {
				t.Fatal("no error")
			}
			if got := traitOf(err); got != tt.want {
				t.Errorf("trait %d, want %d: %v", got, tt.want, err)
			}
			if !strings.Contains(err.Error(), tt.has) {
				t.Errorf("%q has no %q", err, tt.has)
			}
			for e := err; e != nil; e = errors.Unwrap(e) {
				if s := fmt.Sprintf("%v %+v %#v", e, e, e); strings.Contains(s, secretOf(token)) || strings.Contains(s, "my secret pain") {
					t.Errorf("shows too much: %s", s)
				}
			}
			if tt.want == traitFlood && waitOf(err) != 7*time.Second {
				t.Errorf("waits %v, want 7s", waitOf(err))
			}
		})
	}
}

func TestCallUnreachable(t *testing.T) {
	srv := httptest.NewServer(http.NotFoundHandler())
	srv.Close()
	c := newTestClient(t, srv.URL)
	err := c.call(t.Context(), "getMe", nil, nil)
	if e, ok := errors.AsType[*apiError](err); !ok || !e.unsent || traitOf(err) != traitTransient || strings.Contains(err.Error(), secretOf(string(c.token))) {
		t.Errorf("%v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.call(ctx, "getMe", nil, nil); traitOf(err) != traitEnded || !errors.Is(err, context.Canceled) {
		t.Errorf("after the end: %v", err)
	}
}

// A call ends with its context, in the middle of a long poll too.
func TestCallEndsWithContext(t *testing.T) {
	arrived, release := make(chan struct{}), make(chan struct{})
	srv := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(arrived)
		<-release
	}))
	defer srv.Close()
	defer close(release)
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-arrived; cancel() }()
	err := newTestClient(t, srv.URL).call(ctx, "getUpdates", getUpdates{Timeout: 50}, nil)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func TestClockSkew(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Date", time.Now().Add(time.Hour).UTC().Format(http.TimeFormat))
		_, _ = fmt.Fprint(w, `{"ok":true,"result":true}`)
	}))
	defer srv.Close()
	var log safeBuffer
	a, err := New(Config{Token: telegramtest.DefaultToken, APIURL: srv.URL, Practice: practice(), Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if err := a.api.call(t.Context(), "getMe", nil, nil); err != nil {
			t.Fatal(err)
		}
	}
	if n := strings.Count(log.String(), "clock"); n == 0 || strings.Count(log.String(), "\n") != 1 {
		t.Errorf("want one line about the clock:\n%s", log.String())
	}
}

func TestNewRefuses(t *testing.T) {
	good := func() Config { return Config{Token: telegramtest.DefaultToken, Practice: practice()} }
	for _, tt := range []struct {
		name   string
		change func(*Config)
		want   string
	}{
		{"good", func(*Config) {}, ""},
		{"no token", func(c *Config) { c.Token = "" }, "telegram: token"},
		{"a path in the token", func(c *Config) { c.Token = "1:x/../../y" }, "telegram: token"},
		{"no practice", func(c *Config) { c.Practice.Name = "" }, "practice"},
		{"address without host", func(c *Config) { c.APIURL = "api.telegram.org" }, "api_url"},
		{"a local server", func(c *Config) { c.APIURL = "http://127.0.0.1:8081/" }, ""},
		{"webhook without scheme", func(c *Config) { c.Webhook.URL = "chat.test/hook" }, "webhook.url"},
		{"secret with spaces", func(c *Config) { c.Webhook = Webhook{URL: "https://chat.test/hook", Secret: "a b"} }, "webhook.secret"},
		{"public address", func(c *Config) { c.PublicURL = "chat.test" }, "public_url"},
		{"unread inline queries", func(c *Config) { c.Searcher = library{} }, "Screener"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := good()
			tt.change(&c)
			_, err := New(c)
			switch {
			case tt.want == "" && err != nil:
				t.Errorf("%v", err)
			case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
				t.Errorf("error %v, want one about %q", err, tt.want)
			}
		})
	}
}

func TestTokenIsNeverPrinted(t *testing.T) {
	c := Config{Token: telegramtest.DefaultToken, Webhook: Webhook{Secret: "hush-hush"}}
	var log safeBuffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "token", c.Token, "all", c)
	js, err := json.Marshal(struct{ Token Token }{c.Token})
	if err != nil {
		t.Fatal(err)
	}
	all := fmt.Sprintf("%v %+v %#v %s %q", c, c, c, c.Token, c.Token) + string(js) + log.String()
	if strings.Contains(all, secretOf(telegramtest.DefaultToken)) || strings.Contains(all, "hush") {
		t.Errorf("printed: %s", all)
	}
}

func TestPanicText(t *testing.T) {
	if got := panicText("1:abcdefghijkl", fmt.Errorf("my knee and 1:abcdefghijkl")); strings.Contains(got, "knee") || strings.Contains(got, "abcdef") {
		t.Errorf("shows too much: %s", got)
	}
	defer func() {
		if got := panicText("1:a", recover()); !strings.Contains(got, "index out of range") {
			t.Errorf("a runtime error is not told: %s", got)
		}
	}()
	var none []int
	_ = none[len(os.Args)]
}
