package web

import (
	"bytes"
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestCookieIsMadeWithTheFirstMessage(t *testing.T) {
	h := talk()
	s := newServer(t, options(h))
	first := do(s, "POST", "/api/messages", `{"say":"hello"}`, "Content-Type", "application/json")
	cookies := first.Cookies()
	if len(cookies) != 1 {
		t.Fatalf("%d cookies", len(cookies))
	}
	c := cookies[0]
	if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Secure || c.Path != "/" || c.MaxAge != 30*24*60*60 {
		t.Errorf("cookie: %s", c.Raw)
	}
	second := do(s, "POST", "/api/messages", `{"say":"hello"}`, "Content-Type", "application/json", "Cookie", c.Name+"="+c.Value)
	if len(second.Cookies()) != 0 {
		t.Error("the second message made a cookie again")
	}
	got := h.messages()
	if got[0].Conversation != got[1].Conversation {
		t.Errorf("one browser, two conversations: %v", got)
	}
	_ = do(s, "POST", "/api/messages", `{"say":"hello"}`, "Content-Type", "application/json")
	if h.messages()[2].Conversation == got[0].Conversation {
		t.Error("two browsers, one conversation")
	}
}

func TestCookieIsSecureOverHTTPS(t *testing.T) {
	s := newServer(t, options(talk()))
	post := func(change func(*http.Request)) *http.Cookie {
		r := httptest.NewRequestWithContext(t.Context(), "POST", "/api/messages", strings.NewReader(`{"say":"hello"}`))
		r.Header.Set("Content-Type", "application/json")
		change(r)
		return ask(s, r).Cookies()[0]
	}
	if !post(func(r *http.Request) { r.TLS = &tls.ConnectionState{} }).Secure {
		t.Error("not over TLS")
	}
	if !post(func(r *http.Request) { r.Header.Set("X-Forwarded-Proto", "https") }).Secure {
		t.Error("not behind a proxy that has TLS")
	}
	if post(func(*http.Request) {}).Secure {
		t.Error("over plain http, where browsers would drop it")
	}
}

func TestForeignCookiesOpenNothing(t *testing.T) {
	now := clock()
	k := cookies{secret: bytes.Repeat([]byte("s"), 32), age: time.Hour, now: func() time.Time { return now }}
	w := httptest.NewRecorder()
	own := k.open(w, httptest.NewRequestWithContext(t.Context(), "GET", "/", nil))
	value := w.Result().Cookies()[0].Value
	id, rest, _ := strings.Cut(value, ".")
	seconds, mac, _ := strings.Cut(rest, ".")
	other := cookies{secret: bytes.Repeat([]byte("t"), 32), age: time.Hour, now: k.now}
	w = httptest.NewRecorder()
	other.open(w, httptest.NewRequestWithContext(t.Context(), "GET", "/", nil))
	tests := []struct {
		name, value string
		ok          bool
	}{
		{"own", value, true},
		{"of another secret", w.Result().Cookies()[0].Value, false},
		{"other id", id[1:] + id[:1] + "." + seconds + "." + mac, id[1:]+id[:1] == id},
		{"older", id + "." + seconds[:len(seconds)-1] + "." + mac, false},
		{"no mac", id + "." + seconds + ".", false},
		{"short mac", value[:len(value)-1], false},
		{"not base64", value[:len(value)-1] + "!", false},
		{"only dots", "..", false},
		{"empty", "", false},
		{"long", strings.Repeat("a.", 2000), false},
	}
	for _, tt := range tests {
		r := httptest.NewRequestWithContext(t.Context(), "GET", "/", nil)
		r.AddCookie(&http.Cookie{Name: cookieName, Value: tt.value})
		got, ok := k.read(r)
		if ok != tt.ok || ok && got.id != own.id {
			t.Errorf("%s: %v %v, want %v", tt.name, got, ok, tt.ok)
		}
	}
	r := httptest.NewRequestWithContext(t.Context(), "GET", "/", nil)
	r.AddCookie(&http.Cookie{Name: cookieName, Value: value})
	now = now.Add(40 * time.Minute)
	w = httptest.NewRecorder()
	if again := k.open(w, r); again.id != own.id || len(w.Result().Cookies()) != 1 {
		t.Error("past half its age a cookie is to be renewed for the same session")
	}
	now = now.Add(30 * time.Minute)
	if _, ok := k.read(r); ok {
		t.Error("a cookie past its age opens a session")
	}
}

type field struct{ name, text string }

func fieldsOf(t texts) []field {
	var out []field
	v := reflect.ValueOf(t)
	for i := range v.NumField() {
		if f := v.Field(i); f.Kind() == reflect.String {
			out = append(out, field{v.Type().Field(i).Name, f.String()})
		}
	}
	return out
}
