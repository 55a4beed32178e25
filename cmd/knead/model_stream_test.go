package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"knead/adapters/telegram/telegramtest"
)

// dripping is scripted, a few letters at a time.
func dripping(t *testing.T, answer func(input string) string) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var q asks
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "text/event-stream")
		say := func(content string, finish any) {
			data, err := json.Marshal(map[string]any{"id": "x", "choices": []any{map[string]any{"index": 0, "finish_reason": finish, "delta": map[string]string{"content": content}}}})
			if err != nil {
				t.Error(err)
			}
			_, _ = fmt.Fprintf(w, "data: %s\n\n", data)
			_ = http.NewResponseController(w).Flush()
		}
		for rest := answer(q.Messages[len(q.Messages)-1].Content); rest != ""; {
			n := min(20, len(rest))
			say(rest[:n], nil)
			rest = rest[n:]
		}
		say("", "stop")
		_, _ = fmt.Fprint(w, "data: [DONE]\n\n")
	}))
	t.Cleanup(s.Close)
	return s.URL + "/v1"
}

// posted is what the page reads after saying words and asking for events.
func (b *browser) posted(words string) (kind, body string) {
	b.t.Helper()
	in, err := json.Marshal(map[string]string{"say": words})
	if err != nil {
		b.t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.url+"/api/messages", bytes.NewReader(in))
	if err != nil {
		b.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json, text/event-stream")
	req.Header.Set("Origin", b.url)
	res, err := b.c.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	var out bytes.Buffer
	_, err = out.ReadFrom(res.Body)
	_ = res.Body.Close()
	if err != nil || res.StatusCode != http.StatusOK {
		b.t.Fatalf("%s %s, %v", res.Status, out.String(), err)
	}
	return res.Header.Get("Content-Type"), out.String()
}

// The served page gets a worded answer sentence by sentence; what books, what is urgent and what needs a word first comes whole.
func TestModelStreamsToTheWebPage(t *testing.T) {
	t.Parallel()
	s := serve(t, "openai: {timeout_seconds: 6}\n", map[string]string{"OPENAI_BASE_URL": dripping(t, honest), "OPENAI_MODEL": "scripted", "OPENAI_API_KEY": "sk-hush-hush"})
	b := s.browser(t)
	kind, body := b.posted("What is Swedish massage?")
	var parts []string
	reply := ""
	for block := range strings.SplitSeq(strings.TrimSpace(body), "\n\n") {
		name, data, _ := strings.Cut(block, "\n")
		var r struct{ Text string }
		if err := json.Unmarshal([]byte(strings.TrimPrefix(data, "data: ")), &r); err != nil {
			t.Fatalf("%v in %s", err, block)
		}
		switch name {
		case "event: draft":
			parts = append(parts, r.Text)
		case "event: reply":
			reply = r.Text
		default:
			t.Errorf("event %s", name)
		}
	}
	if kind != "text/event-stream" || len(parts) < 2 || reply == "" {
		t.Fatalf("%s: %d parts, then %q:\n%s", kind, len(parts), reply, body)
	}
	const note = "\n\n(A language model worded this"
	before := ""
	for _, p := range parts {
		words, _, told := strings.Cut(p, note)
		if !told || !strings.HasPrefix(words, before) || words == before {
			t.Errorf("%q after %q", p, before)
		}
		before = words
	}
	if parts[len(parts)-1] != reply {
		t.Errorf("the last part is %q, the reply %q", parts[len(parts)-1], reply)
	}
	for _, say := range []string{"deep tissue 60 friday 3pm", "my face is drooping on one side and my speech is slurred", "What is Swedish massage?"} {
		if kind, body := b.posted(say); !strings.HasPrefix(kind, "application/json") || strings.Contains(body, "event:") {
			t.Errorf("%q: %s %s", say, kind, body)
		}
	}
}

// What a second opinion raised reaches staff, the client's therapist and "knead triage review", and no word goes with it.
func TestSecondOpinionIsMarked(t *testing.T) {
	t.Parallel()
	base := scripted(t, func(input string) string {
		if strings.Contains(input, "categories") {
			return `{"category":"dvt"}`
		}
		return `{"answerable":false,"sentences":[]}`
	})
	tg := telegramtest.Start(t, telegramtest.Options{})
	s := serve(t, "staff: {telegram: {chat: -1001234567890}}\nopenai: {second_opinion: true, timeout_seconds: 6}\n", map[string]string{
		"TELEGRAM_BOT_TOKEN": tg.Token, "TELEGRAM_API_URL": tg.URL, "OPENAI_BASE_URL": base, "OPENAI_MODEL": "scripted"})
	b := s.browser(t)
	group := tg.Client(t, 7).In(-1001234567890)
	for i, level := range []string{"precaution", "clearance", "urgent"} {
		words := []string{"the hot stones were lovely last week", "the music was lovely too", "and everybody was so kind"}[i]
		for range 20 { // a second opinion that is late has no effect, and a machine may be slow
			in, err := json.Marshal(map[string]string{"say": words})
			if err != nil {
				t.Fatal(err)
			}
			var r struct{ Level string }
			if err := json.Unmarshal(b.do(http.MethodPost, "/api/messages", in), &r); err != nil {
				t.Fatal(err)
			}
			if r.Level == level {
				break
			}
		}
		m := next(t, group, "dvt ("+level+") (raised by the second opinion of a language model)")
		want := "Raised by a second opinion (web)"
		if level == "urgent" {
			want = "Red flag (web)"
		}
		if !strings.Contains(m.Text, want) || strings.Contains(m.Text, "lovely") || strings.Contains(m.Text, "kind") {
			t.Errorf("%s: staff read %q", level, m.Text)
		}
	}
	s.end()
	var out bytes.Buffer
	state := s.state
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if code := run(ctx, []string{"triage", "review"}, environment{out: &out, err: t.Output(), lookup: func(k string) (string, bool) {
		return state, k == "XDG_STATE_HOME"
	}}); code != exitOK {
		t.Fatalf("review ended with %d", code)
	}
	for _, level := range []string{"precaution", "clearance", "urgent"} {
		if !strings.Contains(out.String(), "to "+level) {
			t.Errorf("review does not list the raise to %s:\n%s", level, &out)
		}
	}
	if !strings.Contains(out.String(), "3 raised in 1 categories") {
		t.Errorf("review:\n%s", &out)
	}
}
