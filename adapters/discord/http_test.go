package discord_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"knead/adapters/discord"
	"knead/adapters/discord/discordtest"
	"knead/bot"
)

func overHTTP(t *testing.T, change func(r *rig)) (*rig, http.Handler) {
	r := prepare(t, func(_ *discordtest.Server, c *discord.Config) { c.NoGateway = true })
	if change != nil {
		change(r)
	}
	h := r.a.Interactions()
	if w := r.PostRaw(h, []byte(`{"type":1,"id":"1"}`), time.Now(), nil); w.Code != http.StatusServiceUnavailable {
		t.Errorf("before Run: %d", w.Code)
	}
	r.run(t)
	r.Wait(t, "ready", func() bool { return r.a.Ready(t.Context()) == nil })
	return r, h
}

func TestHTTPInteraction(t *testing.T) {
	r, h := overHTTP(t, nil)
	if w := r.PostRaw(h, []byte(`{"type":1,"id":"1"}`), time.Now(), nil); w.Code != 200 || strings.TrimSpace(w.Body.String()) != `{"type":1}` {
		t.Errorf("ping: %d %s", w.Code, w.Body)
	}
	ann := r.User("ann")
	in := ann.Prepare(r.channel.ID, "ask", map[string]any{"question": "what is cupping?"})
	if w := in.Post(h, time.Now(), nil); w.Code != 200 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	m := in.Says(t, 1)[0]
	if !strings.Contains(m.Plain(), "Cupping may help") || !m.Ephemeral() {
		t.Errorf("said %+v", m)
	}
	if n := len(r.Requests("", "/callback")) + len(r.Identifies()); n != 0 {
		t.Errorf("%d callbacks or sessions beside the response", n)
	}
	if w := in.Post(h, time.Now(), nil); w.Code != http.StatusConflict {
		t.Errorf("the same interaction again: %d", w.Code)
	}
}

func TestHTTPSlowReply(t *testing.T) {
	hold := make(chan struct{})
	r, h := overHTTP(t, func(r *rig) {
		r.a.DeferAfter(time.Millisecond)
		r.h.rows = append([]row{{has: "slow", reply: bot.Reply{Text: "At last."}, hold: hold}}, r.h.rows...)
	})
	ann := r.User("ann")
	in := ann.Prepare(r.channel.ID, "ask", map[string]any{"question": "slow one"})
	if w := in.Post(h, time.Now(), nil); w.Code != 200 || !strings.Contains(w.Body.String(), `"type":5`) {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	close(hold)
	if m := in.Says(t, 1)[0]; m.Content != "At last." {
		t.Errorf("said %+v", m)
	}
}

func TestHTTPRefusals(t *testing.T) {
	r, h := overHTTP(t, nil)
	ann := r.User("ann")
	now := time.Now()
	for _, tc := range []struct {
		name   string
		at     time.Time
		damage func(*http.Request)
		want   int
	}{
		{"good", now, nil, 200},
		{"half a minute old", now.Add(-30 * time.Second), nil, 200},
		{"two minutes old", now.Add(-2 * time.Minute), nil, 401},
		{"from the future", now.Add(2 * time.Minute), nil, 401},
		{"another body", now, func(q *http.Request) { q.Body = io.NopCloser(strings.NewReader(`{"type":1}`)) }, 401},
		{"another time", now, func(q *http.Request) { q.Header.Set("X-Signature-Timestamp", "1") }, 401},
		{"no time", now, func(q *http.Request) { q.Header.Del("X-Signature-Timestamp") }, 401},
		{"time is no number", now, func(q *http.Request) { q.Header.Set("X-Signature-Timestamp", "soon") }, 401},
		{"no signature", now, func(q *http.Request) { q.Header.Del("X-Signature-Ed25519") }, 401},
		{"short signature", now, func(q *http.Request) { q.Header.Set("X-Signature-Ed25519", "abcd") }, 401},
		{"signature is no hexadecimal", now, func(q *http.Request) { q.Header.Set("X-Signature-Ed25519", strings.Repeat("z", 128)) }, 401},
		{"GET", now, func(q *http.Request) { q.Method = http.MethodGet }, 405},
		{"huge", now, func(q *http.Request) { q.Body = io.NopCloser(bytes.NewReader(make([]byte, 4<<20))) }, 401},
	} {
		in := ann.Prepare(r.channel.ID, "help", nil)
		if w := in.Post(h, tc.at, tc.damage); w.Code != tc.want {
			t.Errorf("%s: %d, want %d", tc.name, w.Code, tc.want)
		}
	}
	for _, body := range []string{"", "null", "[]", "{", `{"type":2}`} {
		if w := r.PostRaw(h, []byte(body), now, nil); w.Code != http.StatusBadRequest {
			t.Errorf("%q: %d", body, w.Code)
		}
	}
}
