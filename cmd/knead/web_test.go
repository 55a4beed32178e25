package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"knead/adapters/telegram/telegramtest"
	"knead/adapters/web"
	"knead/bot"
	"knead/bot/bottest"
)

// A webClient talks with knead over the web channel's API, and is a Handler to whoever holds a talk.
type webClient struct {
	t      *testing.T
	srv    *web.Server
	cookie string
	now    time.Time
}

func newWebClient(t *testing.T, h bot.Handler, d *desk) *webClient {
	t.Helper()
	c := &webClient{t: t}
	var err error
	c.srv, err = web.New(web.Options{Handler: h, Practice: d.practice.Name, Languages: d.practice.Languages, Secret: bytes.Repeat([]byte("s"), 32),
		Library: library{d.live}, Rate: -1, Now: func() time.Time { return c.now }})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Handle implements bot.Handler.
func (c *webClient) Handle(ctx context.Context, m bot.Message) bot.Reply {
	c.t.Helper()
	c.now = m.At
	in := map[string]string{"id": string(m.ID), "lang": m.Lang, "say": m.Text}
	if !m.Press.IsZero() {
		delete(in, "say")
		in["press"] = m.Text
	}
	body, err := json.Marshal(in)
	if err != nil {
		c.t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/api/messages", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Cookie", c.cookie)
	w := httptest.NewRecorder()
	c.srv.ServeHTTP(w, r)
	for _, k := range w.Result().Cookies() {
		c.cookie = k.Name + "=" + k.Value
	}
	var reply bot.Reply
	if err := json.Unmarshal(w.Body.Bytes(), &reply); err != nil || w.Code != http.StatusOK {
		c.t.Fatalf("%d %s: %v", w.Code, w.Body, err)
	}
	return reply
}

// The golden talks, held over the web channel's API, go as they go everywhere.
func TestConversationsOnTheWeb(t *testing.T) {
	d := testDesk(t)
	bottest.Talks(t, filepath.Join("..", "..", "bot", "testdata", "conversations"), func(t *testing.T, k bottest.Talk) bot.Handler {
		if k.Channel != bot.Web {
			t.Skipf("a talk of %s", k.Channel)
		}
		return newWebClient(t, testBot(t, d, k.Now), d)
	})
}

// The page is open when staff answer on Telegram: the client reads it there and then.
func TestStaffReachAnOpenPage(t *testing.T) {
	t.Parallel()
	tg := telegramtest.Start(t, telegramtest.Options{})
	s := serve(t, "staff: {telegram: {chat: -1001234567890}}", map[string]string{"TELEGRAM_BOT_TOKEN": tg.Token, "TELEGRAM_API_URL": tg.URL})
	b := s.browser(t)
	b.say("say", "swedish next tuesday 10am")
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, b.url+"/api/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	stream, err := b.c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = stream.Body.Close() }()
	b.say("press", "Yes, that's right")
	group := tg.Client(t, 7).In(-1001234567890)
	m := next(t, group, "Booking request (web)")
	group.Press(m, "Confirm "+markIn(t, m.Text))
	lines := bufio.NewScanner(stream.Body)
	for lines.Scan() && !strings.HasPrefix(lines.Text(), "data: ") {
	}
	if got := lines.Text(); !strings.Contains(got, "has confirmed your appointment") {
		t.Errorf("the open page shows %q, %v", got, lines.Err())
	}
	// News come at least once: who writes before the delivery is noted, within milliseconds, reads it over that reply too.
	b.say("say", "thanks")
	if r := b.say("say", "thanks"); strings.Contains(r, "has confirmed your appointment") {
		t.Errorf("the client reads it again and again: %q", r)
	}
}

// "Delete my chat" leaves nothing in the store, and the next message begins anew.
func TestDeleteMyChat(t *testing.T) {
	t.Parallel()
	s := serve(t, "", nil)
	b := s.browser(t)
	b.say("say", "swedish next tuesday 10am")
	var last struct{ Text string }
	if err := json.Unmarshal(b.do(http.MethodPost, "/api/forget?lang=en", nil), &last); err != nil || !strings.Contains(last.Text, "is deleted") {
		t.Errorf("the client read %q, %v", last.Text, err)
	}
	if r := b.say("press", "Yes, that's right"); strings.Contains(r, "confirm") && strings.Contains(r, "Tuesday") {
		t.Errorf("the request is still there: %q", r)
	}
}

// The list of articles describes each by its introduction, in words without markup.
func TestSummaries(t *testing.T) {
	long := strings.Repeat("Massage works in several ways. ", 8)
	for page, want := range map[string]string{
		"":                       "",
		"<h2>One</h2><p>Two</p>": "",
		"<p>Slow &amp; <em>firm</em>,\nthen <a href=\"x\">warm</a>.</p><p>More.</p><h2>One</h2>": "Slow & firm, then warm.",
		"<p>" + long + "</p>":                          strings.TrimSpace(strings.Repeat("Massage works in several ways. ", 5)),
		"<p>" + strings.Repeat("masaje ", 40) + "</p>": strings.TrimSpace(strings.Repeat("masaje ", 22)) + "…",
	} {
		if got := summary(page); got != want {
			t.Errorf("summary(%q) = %q, want %q", page, got, want)
		}
	}
	d := testDesk(t)
	for _, l := range d.practice.Languages {
		for _, a := range (library{d.live}).Articles(l) {
			if a.Summary == "" || strings.ContainsAny(a.Summary, "<>") {
				t.Errorf("%s %s: summary %q", l, a.Slug, a.Summary)
			}
		}
	}
}
