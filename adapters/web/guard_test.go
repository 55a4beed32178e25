package web

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"
)

func TestCrossOrigin(t *testing.T) {
	o := options(talk())
	o.Origins = []string{"https://practice.example"}
	s := newServer(t, o)
	tests := []struct {
		name    string
		headers []string
		allowed bool
	}{
		{"a program", nil, true},
		{"own page", []string{"Sec-Fetch-Site", "same-origin"}, true},
		{"own page, old browser", []string{"Origin", "http://example.com"}, true},
		{"other site", []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"}, false},
		{"sibling site", []string{"Sec-Fetch-Site", "same-site"}, false},
		{"other site, old browser", []string{"Origin", "https://evil.example"}, false},
		{"sandboxed", []string{"Origin", "null"}, false},
		{"own address at the proxy", []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://practice.example"}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := post(s, `{"say":"hello"}`, tt.headers...)
			if body := r.Body; (r.StatusCode == http.StatusOK) != tt.allowed || !tt.allowed && !strings.HasPrefix(body, `{"error":"`) {
				t.Errorf("%d %s", r.StatusCode, body)
			}
			r = do(s, "POST", "/", "say=hello", append(tt.headers, "Content-Type", "application/x-www-form-urlencoded")...)
			if (r.StatusCode == http.StatusOK) != tt.allowed {
				t.Errorf("form: %d", r.StatusCode)
			}
		})
	}
	if r := do(s, "GET", "/api/events", "", "Sec-Fetch-Site", "cross-site"); r.StatusCode != http.StatusForbidden {
		t.Errorf("events: %d", r.StatusCode)
	}
}

func TestRateLimit(t *testing.T) {
	now := clock()
	o := options(talk())
	o.Now, o.Rate, o.Burst = func() time.Time { return now }, 1, 3
	s := newServer(t, o)
	var cookie string
	send := func(headers ...string) answer {
		return post(s, `{"say":"hello"}`, append(headers, "Cookie", cookie)...)
	}
	for i := range 3 {
		r := send()
		if r.StatusCode != http.StatusOK {
			t.Fatalf("message %d: %d", i, r.StatusCode)
		}
		if i == 0 {
			c := r.Cookies()[0]
			cookie = c.Name + "=" + c.Value
			now = now.Add(time.Second) // the first had no client yet
		}
	}
	send()
	r := send("Accept-Language", "es")
	if body := r.Body; r.StatusCode != http.StatusTooManyRequests || !strings.Contains(body, "Espere unos segundos") || r.Header.Get("Retry-After") == "" {
		t.Errorf("%d %v %s", r.StatusCode, r.Header, body)
	}
	form := do(s, "POST", "/", "say=my+words", "Content-Type", "application/x-www-form-urlencoded", "Cookie", cookie)
	if body := form.Body; form.StatusCode != http.StatusTooManyRequests || !strings.Contains(body, ">my words</textarea>") {
		t.Errorf("form: %d, or the words are lost", form.StatusCode)
	}
	now = now.Add(time.Second)
	if r := send(); r.StatusCode != http.StatusOK {
		t.Errorf("a second later: %d", r.StatusCode)
	}
	// Others at the same address are heard until it sends what five clients may.
	own := cookie
	cookie = ""
	heard := 0
	for send().StatusCode == http.StatusOK {
		heard++
	}
	if heard < 5 || heard > 3*perAddress {
		t.Errorf("%d new clients of one address were heard", heard)
	}
	// httptest's client is 192.0.2.1, no proxy of ours: what it claims about others counts for nothing.
	if r := send("X-Forwarded-For", "203.0.113.9"); r.StatusCode != http.StatusTooManyRequests {
		t.Errorf("a made-up address got through: %d", r.StatusCode)
	}
	if r := do(s, "GET", "/api/events", "", "Cookie", own); r.StatusCode != http.StatusTooManyRequests {
		t.Errorf("a stream beyond the limit: %d", r.StatusCode)
	}
}

func TestClientHeader(t *testing.T) {
	o := options(talk())
	o.Burst, o.ClientHeader, o.Proxies = 1, "CF-Connecting-IP", []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}
	s := newServer(t, o)
	from := func(headers ...string) int { return post(s, `{"say":"hello"}`, headers...).StatusCode }
	for range perAddress {
		if got := from("CF-Connecting-IP", "203.0.113.9"); got != http.StatusOK {
			t.Fatalf("answered %d", got)
		}
	}
	if got := from("CF-Connecting-IP", "203.0.113.9", "X-Forwarded-For", "203.0.113.10"); got != http.StatusTooManyRequests {
		t.Errorf("another header was believed: %d", got)
	}
	if got := from("CF-Connecting-IP", "203.0.113.10"); got != http.StatusOK {
		t.Errorf("another client: %d", got)
	}
}

func TestClientAddr(t *testing.T) {
	own := []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/8")}
	tests := []struct {
		remote    string
		forwarded []string
		want      string
		via       bool
	}{
		{"192.0.2.7:1", nil, "192.0.2.7", false},
		{"127.0.0.1:1", nil, "127.0.0.1", false},
		{"127.0.0.1:1", []string{"203.0.113.9"}, "203.0.113.9", true},
		{"127.0.0.1:1", []string{"198.51.100.1, 203.0.113.9"}, "203.0.113.9", true},
		{"127.0.0.1:1", []string{"198.51.100.1", "203.0.113.9, 10.0.0.3"}, "203.0.113.9", true},
		{"192.0.2.7:1", []string{"203.0.113.9"}, "192.0.2.7", false},
		{"127.0.0.1:1", []string{"rubbish"}, "127.0.0.1", false},
		{"[::ffff:192.0.2.7]:1", nil, "192.0.2.7", false},
		{"[2001:db8::1]:1", nil, "2001:db8::1", false},
		{"@", nil, "invalid IP", false},
	}
	for _, tt := range tests {
		r := httptest.NewRequestWithContext(t.Context(), "GET", "/", nil)
		r.RemoteAddr = tt.remote
		for _, f := range tt.forwarded {
			r.Header.Add("X-Forwarded-For", f)
		}
		if got, via := clientAddr(r, own, "X-Forwarded-For"); got.String() != tt.want || via != tt.via {
			t.Errorf("%s %v: %v %v, want %s %v", tt.remote, tt.forwarded, got, via, tt.want, tt.via)
		}
	}
}

func TestLimiterForgetsTheLongestSilent(t *testing.T) {
	l := newLimiter[netip.Prefix](0.001, 1)
	key := func(i int) netip.Prefix {
		return netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}), 32)
	}
	for i := range maxClients {
		l.allow(key(i), clock())
	}
	if l.allow(key(0), clock()) {
		t.Error("the first client is forgotten too early")
	}
	l.allow(key(maxClients), clock())
	if len(l.clients) != maxClients || l.recent.Len() != maxClients {
		t.Errorf("%d clients remembered, want %d", len(l.clients), maxClients)
	}
	if l.allow(key(0), clock()) {
		t.Error("a client that has just been seen is forgotten")
	}
	if !l.allow(key(1), clock()) {
		t.Error("the one longest silent is remembered")
	}
}
