package web

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"knead/bot"
)

func TestRoutes(t *testing.T) {
	s := newServer(t, options(talk()))
	tests := []struct {
		method, target string
		status         int
		has            string
	}{
		{"GET", "/", 200, "How can we help?"},
		{"HEAD", "/", 200, ""},
		{"GET", "/?lang=es", 200, "¿En qué podemos ayudarle?"},
		{"GET", "/?lang=fr", 200, "How can we help?"},
		{"GET", "/?about=neck-and-back-pain", 200, `value="What causes it"`},
		{"GET", "/?about=%3Cscript%3E", 200, "What causes back pain?"},
		{"GET", "/articles", 200, "Our therapists &lt;3"},
		{"GET", "/articles/", 200, "Our therapists &lt;3"},
		{"GET", "/articles?lang=es", 200, "Dolor de cuello y espalda"},
		{"GET", "/articles/neck-and-back-pain", 200, `<h2 id="what-causes-it">What causes it</h2>`},
		{"GET", "/articles/neck-and-back-pain?lang=es", 200, "De dónde viene"},
		{"GET", "/articles/neck-and-back-pain", 200, "Not reviewed by a clinician."},
		{"GET", "/articles/therapists", 200, "Reviewed by Dr. A. Example on May 1, 2024."},
		{"GET", "/articles/therapists?lang=es", 200, "Este artículo no está disponible en español."},
		{"GET", "/articles/nothing", 404, "There is no such page here."},
		{"GET", "/articles/..%2f..%2fetc%2fpasswd", 404, "There is no such page here."},
		{"GET", "/nothing?lang=es", 404, "Esta página no existe."},
		{"GET", "/assets/chat.js", 200, "textContent"},
		{"GET", "/assets/style.css", 200, "prefers-reduced-motion"},
		{"GET", "/assets/icon.svg", 200, "<svg"},
		{"GET", "/assets/layout.tmpl", 404, ""},
		{"GET", "/assets/", 404, ""},
		{"GET", "/healthz", 200, "ok"},
		{"GET", "/readyz", 200, "ready"},
		{"GET", "/api/messages", 405, `"error"`},
		{"POST", "/api/events", 405, `"error"`},
		{"GET", "/api/nothing", 404, `"error"`},
		{"DELETE", "/", 405, ""},
		{"POST", "/articles", 405, ""},
		{"GET", "/api/events", 204, ""},
	}
	for _, tt := range tests {
		t.Run(tt.method+" "+tt.target, func(t *testing.T) {
			r := do(s, tt.method, tt.target, "")
			body := r.Body
			if r.StatusCode != tt.status {
				t.Errorf("status %d, want %d", r.StatusCode, tt.status)
			}
			if !strings.Contains(body, tt.has) {
				t.Errorf("body lacks %q:\n%s", tt.has, body)
			}
			if len(r.Cookies()) > 0 {
				t.Errorf("made a cookie before the first message")
			}
		})
	}
}

func TestHeaders(t *testing.T) {
	s := newServer(t, options(talk()))
	want := map[string]string{
		"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
		"X-Content-Type-Options":  "nosniff",
		"Referrer-Policy":         "same-origin",
		"Permissions-Policy":      "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
	}
	for _, target := range []string{"/", "/articles", "/articles/neck-and-back-pain", "/nothing", "/assets/chat.js", "/healthz", "/api/nothing"} {
		r := do(s, "GET", target, "")
		for k, v := range want {
			if got := r.Header.Get(k); got != v {
				t.Errorf("%s: %s is %q, want %q", target, k, got, v)
			}
		}
		if r.Header.Get("Content-Type") == "" {
			t.Errorf("%s: no Content-Type", target)
		}
	}
}

// inline finds what the policy would block: scripts and styles in the page, handlers in attributes, other servers' files.
var inline = regexp.MustCompile(`(?i)<style|\sstyle=|\son[a-z]+=|<script(?:>|\s[^>]*>[^<])|(?:src|rel="(?:stylesheet|icon)" href)="(?:https?:)?//|javascript:`)

func TestPagesKeepToThePolicy(t *testing.T) {
	s := newServer(t, options(talk()))
	for _, target := range []string{"/", "/?lang=es", "/articles", "/articles/neck-and-back-pain", "/nothing"} {
		if m := inline.FindString(do(s, "GET", target, "").Body); m != "" {
			t.Errorf("%s has %q", target, m)
		}
	}
	for _, say := range []string{"numb", "fri 3pm", "that's right", "hola", "pain"} {
		body := do(s, "POST", "/", "say="+strings.ReplaceAll(say, " ", "+"), "Content-Type", "application/x-www-form-urlencoded").Body
		if m := inline.FindString(body); m != "" {
			t.Errorf("the page with the reply to %q has %q", say, m)
		}
	}
}

func TestAssetsMayBeKept(t *testing.T) {
	s := newServer(t, options(talk()))
	target := regexp.MustCompile(`/assets/style.css\?v=\w+`).FindString(do(s, "GET", "/", "").Body)
	r := do(s, "GET", target, "")
	if got := r.Header.Get("Cache-Control"); !strings.Contains(got, "immutable") {
		t.Errorf("%s: Cache-Control %q", target, got)
	}
	if again := do(s, "GET", target, "", "If-None-Match", r.Header.Get("ETag")); again.StatusCode != http.StatusNotModified {
		t.Errorf("with its ETag: status %d", again.StatusCode)
	}
	if got := do(s, "GET", "/assets/style.css?v=old", "").Header.Get("Cache-Control"); got != "no-cache" {
		t.Errorf("of another version: Cache-Control %q", got)
	}
}

func TestReadySaysNoMore(t *testing.T) {
	o := options(talk())
	o.Ready = func(context.Context) error { return errors.New("open /var/lib/knead.db: locked") }
	r := do(newServer(t, o), "GET", "/readyz", "")
	if body := r.Body; r.StatusCode != http.StatusServiceUnavailable || body != "not ready\n" {
		t.Errorf("%d %q", r.StatusCode, body)
	}
}

func TestNewRefuses(t *testing.T) {
	tests := []struct {
		name   string
		change func(*Options)
		want   string
	}{
		{"no handler", func(o *Options) { o.Handler = nil }, "web: no Handler"},
		{"no practice", func(o *Options) { o.Practice = "" }, "web: practice without a name"},
		{"short secret", func(o *Options) { o.Secret = []byte("short") }, "web: secret of 5 bytes: want at least 32 random ones"},
		{"no texts", func(o *Options) { o.Languages = []bot.Lang{"fr"} }, `web: no texts for pages in language "fr"`},
		{"twice", func(o *Options) { o.Languages = []bot.Lang{"en", "en"} }, `web: language "en": listed twice`},
		{"bad origin", func(o *Options) { o.Origins = []string{"example.com"} }, "web: origins: "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := options(talk())
			tt.change(&o)
			if _, err := New(o); err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("New: %v, want %s", err, tt.want)
			}
		})
	}
}

func TestLanguageOfThePage(t *testing.T) {
	s := newServer(t, options(talk()))
	tests := []struct{ target, accept, want string }{
		{"/", "", "en"},
		{"/", "es-MX,es;q=0.9,en;q=0.8", "es"},
		{"/", "fr-FR, es;q=0.5", "es"},
		{"/", "de", "en"},
		{"/", "en-GB", "en"},
		{"/?lang=en", "es", "en"},
		{"/?lang=es-419", "en", "es"},
		{"/", "not a header;;;q=", "en"},
		{"/", strings.Repeat("fr,", 5000), "en"},
		{"/", strings.Repeat("x", 5000), "en"},
	}
	for _, tt := range tests {
		r := do(s, "GET", tt.target, "", "Accept-Language", tt.accept)
		if body := r.Body; !strings.Contains(body, `<html lang="`+tt.want+`">`) {
			t.Errorf("%s with %.40q is not in %s", tt.target, tt.accept, tt.want)
		}
		if r.Header.Get("Vary") != "Accept-Language" {
			t.Errorf("%s: Vary is %q", tt.target, r.Header.Get("Vary"))
		}
	}
}

func TestTextsAreComplete(t *testing.T) {
	for l, words := range allTexts() {
		for _, f := range fieldsOf(words) {
			if f.text == "" {
				t.Errorf("%s: no text for %s", l, f.name)
			}
		}
	}
}
