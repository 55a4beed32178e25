package webhook

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"knead/bot"
)

const (
	secret  Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" // the one of the standard's own examples
	another Secret = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo="
)

func now() time.Time { return time.Date(2026, 11, 20, 15, 30, 0, 0, time.UTC) }

func parcel() bot.Parcel {
	return bot.Parcel{Notice: bot.Notice{Key: "booking:k", Kind: bot.NoticeBooking, Request: "k"}, At: now(),
		Conversation: bot.Conversation{Channel: bot.SMS, Chat: "+14155552671", User: "+14155552671"},
		Handoff:      &bot.Handoff{Key: "k", Intent: bot.Book, Request: bot.Request{Service: "swedish", Date: "2026-11-24"}}}
}

func hook(t *testing.T, url string) *Hook {
	t.Helper()
	h, err := New(Config{URL: url, Secret: secret, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestCall(t *testing.T) {
	var keys []string
	var got Call
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		if err := Verify(secret, r.Header, body, now().Add(time.Minute), 5*time.Minute); err != nil {
			t.Errorf("Verify: %v", err)
		}
		if err := Verify(secret, r.Header, append(body, ' '), now(), time.Minute); err == nil {
			t.Error("a changed body was taken")
		}
		if err := Verify(another, r.Header, body, now(), time.Minute); err == nil {
			t.Error("another secret was taken")
		}
		if err := Verify(secret, r.Header, body, now().Add(time.Hour), time.Minute); err == nil {
			t.Error("an old call was taken")
		}
		if err := json.Unmarshal(body, &got); err != nil {
			t.Error(err)
		}
		keys = append(keys, r.Header.Get(HeaderID))
		w.WriteHeader(http.StatusAccepted)
	}))
	defer srv.Close()
	h := hook(t, srv.URL)
	for range 2 {
		if _, err := h.Post(t.Context(), parcel(), bot.Reply{Text: "words"}); err != nil {
			t.Fatal(err)
		}
	}
	if len(keys) != 2 || keys[0] == "" || keys[0] != keys[1] || got.ID != keys[0] {
		t.Errorf("keys %v, in the body %q: want the same for every try", keys, got.ID)
	}
	if got.Request == nil || got.Request.Service != "swedish" || got.Request.Intent != bot.Book || got.Text != "words" || got.Type != "knead.booking" || len(got.Talk) != 32 {
		t.Errorf("call: %+v", got)
	}
}

// The signature of the standard's own example, which its libraries in every language check against.
func TestStandard(t *testing.T) {
	h := http.Header{}
	h.Set("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
	h.Set("webhook-timestamp", "1614265330")
	body, at := []byte(`{"test": 2432232314}`), time.Unix(1614265330, 0)
	for sig, ok := range map[string]bool{
		"v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=":                                                 true,
		"v1,bm9ldHUjKzFob2VudXRob2VodWUzMjRvdWVvdW9ldQo= v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=": true, // the secret changes over
		"v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=":                                                 false,
		"g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=":                                                    false,
		"": false,
	} {
		h.Set("webhook-signature", sig)
		if err := Verify(secret, h, body, at, time.Minute); (err == nil) != ok {
			t.Errorf("%q: %v, want good %v", sig, err, ok)
		}
	}
}

func TestRedirectIsNotFollowed(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the call went elsewhere") }))
	defer elsewhere.Close()
	for _, code := range []int{301, 302, 303, 307, 308} {
		srv := httptest.NewServer(http.RedirectHandler(elsewhere.URL, code))
		if _, err := hook(t, srv.URL).Post(t.Context(), parcel(), bot.Reply{}); err == nil {
			t.Errorf("%d is taken for success", code)
		}
		srv.Close()
	}
}

func TestAnswers(t *testing.T) {
	for _, tc := range []struct {
		code  int
		after string
		final bool
		wait  time.Duration
	}{
		{400, "", true, 0}, {410, "", true, 0}, {413, "", true, 0}, {422, "", true, 0},
		{301, "", false, 0}, {307, "", false, 0}, {401, "", false, 0}, {403, "", false, 0}, {404, "", false, 0},
		{408, "", false, 0}, {425, "", false, 0}, {429, "", false, 0}, {429, "90", false, 90 * time.Second}, {429, "-3", false, 0},
		{429, "soon", false, 0}, {429, "99999999999", false, 0}, {429, "9999999", false, time.Hour},
		{503, "Fri, 20 Nov 2026 15:32:00 GMT", false, 2 * time.Minute}, {500, "", false, 0}, {502, "", false, 0}, {504, "", false, 0},
	} {
		t.Run(fmt.Sprint(tc.code, " ", tc.after), func(t *testing.T) {
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				if tc.after != "" {
					w.Header().Set("Retry-After", tc.after)
				}
				w.Header().Set("Location", "https://elsewhere.test/")
				w.WriteHeader(tc.code)
			}))
			defer srv.Close()
			_, err := hook(t, srv.URL).Post(t.Context(), parcel(), bot.Reply{})
			if err == nil || errors.Is(err, bot.ErrUndeliverable) != tc.final {
				t.Fatalf("error %v, want final %v", err, tc.final)
			}
			if asks, ok := errors.AsType[interface {
				error
				RetryAfter() time.Duration
			}](err); tc.wait > 0 && (!ok || asks.RetryAfter() != tc.wait) {
				t.Errorf("error %v does not ask to wait %v", err, tc.wait)
			}
		})
	}
}

func TestNetwork(t *testing.T) {
	srv := httptest.NewServer(http.NotFoundHandler())
	srv.Close()
	_, err := hook(t, srv.URL+"/?token=hush").Post(t.Context(), parcel(), bot.Reply{})
	if err == nil || errors.Is(err, bot.ErrUndeliverable) || strings.Contains(err.Error(), "hush") {
		t.Errorf("error %v: want one to be tried again, without the address", err)
	}
}

func TestConfig(t *testing.T) {
	for _, tc := range []struct {
		url    string
		secret Secret
		ok     bool
	}{
		{"https://example.com/hook", secret, true}, {"http://127.0.0.1:9/hook", secret, true}, {"http://localhost/hook", secret, true},
		{"http://example.com/hook", secret, false}, {"example.com", secret, false}, {"ftp://example.com", secret, false}, {"https://example.com", "short", false},
		{"https://example.com", "no base64 at all, but quite long enough", false}, {"https://example.com", another, true},
		{"https://user:hush@example.com", secret, false}, {"http://127.0.0.1.example.com", secret, false}, {"http://[::1]:8/x", secret, true},
	} {
		if _, err := New(Config{URL: tc.url, Secret: tc.secret}); (err == nil) != tc.ok {
			t.Errorf("New(%s, %d characters): %v", tc.url, len(tc.secret), err)
		}
	}
	if s := fmt.Sprintf("%v %+v %#v", secret, Config{Secret: secret}, secret); strings.Contains(s, string(secret)) {
		t.Errorf("the secret is printed: %s", s)
	}
}
