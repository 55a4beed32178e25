package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"knead/adapters/console"
	"knead/adapters/pipe"
	"knead/bot"
	"knead/bot/bottest"
	"knead/bot/sqlstore"
)

// A way is one way into the desk: say returns what a client of that way is shown, with every address in it.
type way struct {
	name string
	say  func(t *testing.T, text string) (shown, level string)
}

// ways are the ways in that this version has, each with a fresh client.
func ways(t *testing.T, d *desk, now time.Time) []way {
	t.Helper()
	var out []way
	for _, ch := range []string{"web", "sms", "telegram", "discord"} {
		b := testBot(t, d, now)
		out = append(out, way{"pipe " + ch, func(t *testing.T, text string) (string, string) {
			line, err := json.Marshal(map[string]string{"user": "ann", "channel": ch, "say": text, "now": now.Format(time.RFC3339)})
			if err != nil {
				t.Fatal(err)
			}
			var buf bytes.Buffer
			if err := (&pipe.Pipe{In: bytes.NewReader(line), Out: &buf}).Run(t.Context(), b); err != nil {
				t.Fatal(err)
			}
			return buf.String(), levelOf(t, buf.Bytes())
		}})
	}
	con, cb := &console.Console{Plain: true}, testBot(t, d, now)
	out = append(out, way{"console", func(t *testing.T, text string) (string, string) {
		r := cb.Handle(t.Context(), bot.Message{Conversation: bot.Conversation{Channel: bot.Console, Chat: "c", User: "c"}, Text: text, At: now})
		return con.Render(r), r.Level.String()
	}})
	st, err := sqlstore.Open(t.Context(), filepath.Join(t.TempDir(), "laws.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	wb, err := d.newBot(st, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	env := &environment{lookup: func(key string) (string, bool) { return t.TempDir(), key == "XDG_STATE_HOME" }}
	srv, err := d.newWeb(wb, st, env)
	if err != nil {
		t.Fatal(err)
	}
	ts := httptest.NewServer(srv)
	t.Cleanup(ts.Close)
	cookies := ""
	out = append(out, way{"web", func(t *testing.T, text string) (string, string) {
		body, err := json.Marshal(map[string]string{"say": text})
		if err != nil {
			t.Fatal(err)
		}
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, ts.URL+"/api/messages", bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		if cookies != "" {
			req.Header.Set("Cookie", cookies)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = resp.Body.Close() }()
		for _, c := range resp.Cookies() {
			cookies = c.Name + "=" + c.Value
		}
		var buf bytes.Buffer
		if _, err := buf.ReadFrom(resp.Body); err != nil || resp.StatusCode != http.StatusOK {
			t.Fatalf("status %d, %v: %s", resp.StatusCode, err, buf.String())
		}
		return buf.String(), levelOf(t, buf.Bytes())
	}})
	return out
}

func levelOf(t *testing.T, line []byte) string {
	t.Helper()
	var o struct {
		Level string `json:"level"`
	}
	if err := json.Unmarshal(line, &o); err != nil {
		t.Fatalf("%v: %s", err, line)
	}
	return o.Level
}

// shown marks of anything that books with the embedded practice.
func bookingMarks() []string {
	return []string{"vagaro", "407-535-2331", "4075352331", "sms:", "myrituals.me"}
}

// Laws 2 and 10 over every way in: a red flag in the middle of a booking shows no link, then or later, and the level is
// the same everywhere.
func TestRedFlagHoldsOnEveryWay(t *testing.T) {
	d := testDesk(t)
	now := time.Date(2026, 11, 18, 15, 30, 0, 0, time.UTC)
	for _, flag := range []string{
		"since this morning i cant feel when i wipe and i cant pee",
		"my mouth is hanging on one side and my words come out wrong",
		"crushing chest pain down my left arm, cold sweat",
		"no siento la entrepierna y no puedo orinar",
		"i am going to kill myself tonight, i have the pills",
	} {
		for _, w := range ways(t, d, now) {
			t.Run(w.name+"/"+flag, func(t *testing.T) {
				w.say(t, "deep tissue 60 fri 3pm")
				shown, level := w.say(t, "orlando, and "+flag)
				if level != "emergency" {
					t.Errorf("level %s: %s", level, shown)
				}
				for _, next := range []string{"orlando", "yes", "Yes, that's right", "never mind, just book me", "where can i book online?", "deep tissue fri 3pm orlando", "your number?"} {
					got, level := w.say(t, next)
					shown += got
					if level != "emergency" {
						t.Errorf("%q: level %s", next, level)
					}
				}
				for _, mark := range bookingMarks() {
					if strings.Contains(shown, mark) {
						t.Errorf("shows %q:\n%s", mark, shown)
					}
				}
			})
		}
	}
}

// Law 10: the same talk gets the same words and level on every channel.
func TestSameOnEveryChannel(t *testing.T) {
	d := testDesk(t)
	now := time.Date(2026, 11, 18, 15, 30, 0, 0, time.UTC)
	talk := []string{"hello", "what is cupping good for?", "do you take my insurance?", "hot stone tomorrow 3pm longwood", "yes", "i take warfarin, is massage ok?", "me duele el cuello"}
	var want []string
	var web, sms []bot.Reply
	for i, ch := range []bot.Channel{bot.Web, bot.SMS, bot.Telegram, bot.Discord, bot.Console} {
		b := testBot(t, d, now)
		for k, text := range talk {
			said := b.Handle(t.Context(), bot.Message{Conversation: bot.Conversation{Channel: ch, Chat: "c", User: "u"}, Text: text, At: now})
			r := bottest.Show(said)
			if ch == bot.SMS {
				sms = append(sms, said) // said shorter: what must be the same there is compared below
				continue
			}
			if i == 0 {
				web = append(web, said)
				want = append(want, r)
			} else if r != want[k] {
				t.Errorf("%s, %q:\n%s\nwant\n%s", ch, text, r, want[k])
			}
		}
	}
	for k, r := range sms {
		w := web[k]
		if r.Level != w.Level || r.Outcome != w.Outcome || !slices.Equal(r.Sources, w.Sources) {
			t.Errorf("sms, %q: %s %s %v, on the web %s %s %v", talk[k], r.Level, r.Outcome, r.Sources, w.Level, w.Outcome, w.Sources)
		}
	}
}

// Law 4: a non-answer cites nothing; law 9: numbers follow the practice's country.
func TestNonAnswersCiteNothing(t *testing.T) {
	d := testDesk(t)
	for _, q := range []string{"do you take insurance?", "how much is it?", "who won the match yesterday?", "¿tienen estacionamiento?", "write me a poem"} {
		r, err := d.askOnce(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if r.Outcome == bot.Answered || len(r.Sources) > 0 {
			t.Errorf("%q: %s, %v", q, r.Outcome, r.Sources)
		}
	}
}

func TestNumbersFollowTheCountry(t *testing.T) {
	for country, want := range map[string]string{"US": "911", "GB": "999", "ES": "112", "MX": "911", "CA": "911", "AU": "000"} {
		d := testDesk(t)
		d.practice.Country = country
		b := testBot(t, d, time.Now())
		for _, text := range []string{"my face is drooping on one side and my speech is slurred", "se me torció la boca y hablo raro"} {
			r := b.Handle(t.Context(), bot.Message{Conversation: bot.Conversation{Channel: bot.Web, Chat: "c", User: bot.UserID(text)}, Text: text})
			if first, _, _ := strings.Cut(r.Text, "\n"); !strings.Contains(first, want) {
				t.Errorf("%s, %q: first line %q has no %s", country, text, first, want)
			}
		}
	}
}

// What a client may send at its worst: a polite reply, no panic, no insides.
func TestBadInput(t *testing.T) {
	d := testDesk(t)
	b := testBot(t, d, time.Now())
	for i, text := range []string{"", " ", "\u200b\u200d\ufeff", "\u202egnp.exe", "🙂🔥💆", "\xff\xfe\xfd", "\x00\x1b[31m", strings.Repeat("a", 5000),
		strings.Repeat("my back hurts ", 400), strings.Repeat("ñ", 5000), "{{.}} %s %d <script>alert(1)</script>", "'; DROP TABLE sessions;--",
		strings.Repeat("(", 3000), strings.Repeat("🙂", 3000), "مرحبا", "你好", strings.Repeat("no ", 2000)} {
		r := b.Handle(t.Context(), bot.Message{Conversation: bot.Conversation{Channel: bot.Web, Chat: "c", User: bot.UserID(fmt.Sprint(i))}, Text: text})
		if r.Text == "" || strings.Contains(r.Text, "panic") || strings.Contains(r.Text, "goroutine") || strings.Contains(r.Text, "<script>") {
			t.Errorf("%.40q: %+v", text, r)
		}
	}
	// A red flag at the end of a long text is still seen.
	long := strings.Repeat("I would like to tell you about my garden and my cat. ", 120) + "Also my face is drooping on one side and my speech is slurred."
	r := b.Handle(t.Context(), bot.Message{Conversation: bot.Conversation{Channel: bot.Web, Chat: "c", User: "long"}, Text: long})
	if r.Level != bot.Emergency {
		t.Errorf("a red flag at the end of %d characters: %v", len(long), r.Level)
	}
}

// BenchmarkHandle is one message through the whole handler with SQLite and everything real.
func BenchmarkHandle(b *testing.B) {
	d := testDesk(b)
	d.log = newLogger(d.cfg.Log, discard{})
	st, err := sqlstore.Open(b.Context(), filepath.Join(b.TempDir(), "bench.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = st.Close() }()
	h, err := d.newBot(st, nil)
	if err != nil {
		b.Fatal(err)
	}
	texts := []string{"what is cupping good for?", "deep tissue 60 fri 3pm orlando", "yes", "do you take insurance?", "hello", "me duele el cuello, ¿ayuda el masaje?", "where are you?", "my back is stiff from sitting all day, no numbness"}
	var took []time.Duration
	i := 0
	for b.Loop() {
		at := time.Now()
		h.Handle(b.Context(), bot.Message{ID: bot.MessageID(fmt.Sprint(i)), Conversation: bot.Conversation{Channel: bot.Web, Chat: "c", User: bot.UserID(fmt.Sprint(i / len(texts) % 500))}, Text: texts[i%len(texts)]})
		took = append(took, time.Since(at))
		i++
	}
	report(b, took)
}

// BenchmarkHandleParallel is the same from as many clients at once as there are cores: messages a second.
func BenchmarkHandleParallel(b *testing.B) {
	d := testDesk(b)
	d.log = newLogger(d.cfg.Log, discard{})
	st, err := sqlstore.Open(b.Context(), filepath.Join(b.TempDir(), "bench.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = st.Close() }()
	h, err := d.newBot(st, nil)
	if err != nil {
		b.Fatal(err)
	}
	texts := []string{"what is cupping good for?", "deep tissue 60 fri 3pm orlando", "yes", "hello", "where are you?", "my back is stiff from sitting all day, no numbness"}
	var clients atomic.Int64
	start := time.Now()
	b.RunParallel(func(pb *testing.PB) {
		me := bot.UserID(fmt.Sprint(clients.Add(1)))
		for i := 0; pb.Next(); i++ {
			h.Handle(b.Context(), bot.Message{ID: bot.MessageID(fmt.Sprint(i)), Conversation: bot.Conversation{Channel: bot.Web, Chat: "c", User: me}, Text: texts[i%len(texts)]})
		}
	})
	b.ReportMetric(float64(b.N)/time.Since(start).Seconds(), "messages/s")
}
