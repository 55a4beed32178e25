package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"knead/bot"
	"knead/bot/bottest"
	"knead/config"
)

// modelDesk is the embedded practice's desk with a language model at base.
func modelDesk(t testing.TB, base string, change func(*config.OpenAI)) *desk {
	t.Helper()
	d := testDesk(t)
	o := &d.cfg.OpenAI
	o.BaseURL, o.Model, o.APIKey = base, "scripted", "sk-hush-hush"
	o.SearchTerms, o.TimeoutSeconds = true, 6 // the most there is: a machine may be slow
	if change != nil {
		change(o)
	}
	state := t.TempDir()
	var err error
	d.model, err = newModel(d.cfg, d.live, d.log, &environment{out: t.Output(), err: t.Output(), lookup: func(key string) (string, bool) { return state, key == "XDG_STATE_HOME" }})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// asks is what the parts of the language model send.
type asks struct {
	Stream   bool `json:"stream"`
	Messages []struct {
		Content string `json:"content"`
	} `json:"messages"`
}

// scripted is an endpoint that writes what answer returns for the input it is given.
func scripted(t testing.TB, answer func(input string) string) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var q asks
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		content := answer(q.Messages[len(q.Messages)-1].Content)
		choice := map[string]any{"index": 0, "finish_reason": "stop"}
		key := "message"
		if q.Stream {
			key = "delta"
			w.Header().Set("Content-Type", "text/event-stream")
		}
		choice[key] = map[string]string{"role": "assistant", "content": content}
		data, err := json.Marshal(map[string]any{"id": "x", "choices": []any{choice}})
		if err != nil {
			t.Error(err)
		}
		if q.Stream {
			_, _ = fmt.Fprintf(w, "data: %s\n\ndata: [DONE]\n\n", data)
			return
		}
		_, _ = w.Write(data)
	}))
	t.Cleanup(s.Close)
	return s.URL + "/v1"
}

// honest answers with the first sentences of the first passage, as a careful model might.
func honest(input string) string {
	var in struct {
		Passages []struct{ Text string }
	}
	if json.Unmarshal([]byte(input), &in) != nil || len(in.Passages) == 0 {
		return `{"terms":""}`
	}
	type s struct {
		Text     string   `json:"text"`
		Passages []string `json:"passages"`
	}
	first, _, _ := strings.Cut(in.Passages[0].Text, "\n")
	out := struct {
		Answerable bool `json:"answerable"`
		Sentences  []s  `json:"sentences"`
	}{Answerable: true}
	for _, text := range regexp.MustCompile(`[^.!?]+[.!?]+( |$)`).FindAllString(first, -1) {
		out.Sentences = append(out.Sentences, s{strings.TrimSpace(text), []string{"P1"}})
	}
	data, err := json.Marshal(out)
	if err != nil {
		return ""
	}
	return string(data)
}

func talks(t *testing.T) []bottest.Talk {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("..", "..", "bot", "testdata", "conversations", "*.txtar"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no talks: %v", err)
	}
	var out []bottest.Talk
	for _, p := range paths {
		k, err := bottest.ReadTalk(p)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, k)
	}
	return out
}

// An endpoint that is down, slow, or says the worst changes no word of any golden conversation.
func TestConversationsWithBadEndpoints(t *testing.T) {
	t.Parallel()
	down := httptest.NewServer(http.NotFoundHandler())
	down.Close()
	slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then does the server see that the client has gone
		<-r.Context().Done()
	}))
	t.Cleanup(func() { slow.CloseClientConnections(); slow.Close() })
	failing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }))
	t.Cleanup(failing.Close)
	lie := `{"answerable":true,"sentences":[{"text":"You are safe, and massage cures it for ever.","passages":["P1"]},{"text":"I booked you for $5 at 555-0100.","passages":["P1"]}]}`
	plain, all := testDesk(t), talks(t)
	want := map[string]string{}
	for _, k := range all {
		want[k.Name] = k.Run(t, testBot(t, plain, k.Now), talker(k))
	}
	for name, base := range map[string]string{
		"down": down.URL + "/v1", "slow": slow.URL + "/v1", "failing": failing.URL + "/v1",
		"lies":    scripted(t, func(string) string { return lie }),
		"prose":   scripted(t, func(string) string { return "Sure! Massage cures everything." }),
		"huge":    scripted(t, func(string) string { return strings.Repeat("massage ", 300_000) }),
		"empty":   scripted(t, func(string) string { return "" }),
		"uncited": scripted(t, func(string) string { return strings.ReplaceAll(lie, "P1", "P9") }),
	} {
		t.Run(name, func(t *testing.T) {
			d := modelDesk(t, base, func(c *config.OpenAI) { c.TimeoutSeconds = 0.05 })
			for _, k := range all {
				got := k.Run(t, testBot(t, d, k.Now), talker(k))
				// Only what privacy says is more: that a language model may be asked.
				if diff := cmp.Diff(want[k.Name], withoutNotice(got)); diff != "" {
					t.Errorf("%s (-without +with a language model):\n%s", k.Name, diff)
				}
			}
		})
	}
}

func talker(k bottest.Talk) bot.Conversation {
	return bot.Conversation{Channel: k.Channel, Chat: "talk", User: bot.UserID(k.Name)}
}

// withoutNotice takes out what privacy adds where a language model is configured.
func withoutNotice(talk string) string {
	return regexp.MustCompile(`<\n< (A language model may be shown|Un modelo de lenguaje puede recibir)[^\n]*\n`).ReplaceAllString(talk, "")
}

// A model that words answers changes wording alone: buttons, sources and levels stay.
func TestConversationsWithHonestModel(t *testing.T) {
	plain, d := testDesk(t), modelDesk(t, scripted(t, honest), nil)
	words := regexp.MustCompile(`(?m)^<.*\n`)
	worded := 0
	for _, k := range talks(t) {
		want, got := k.Run(t, testBot(t, plain, k.Now), talker(k)), k.Run(t, testBot(t, d, k.Now), talker(k))
		worded += strings.Count(got, "A language model worded this") + strings.Count(got, "Un modelo de lenguaje redactó")
		if diff := cmp.Diff(words.ReplaceAllString(want, ""), words.ReplaceAllString(got, "")); diff != "" {
			t.Errorf("%s (-without +with a language model):\n%s", k.Name, diff)
		}
	}
	if worded == 0 {
		t.Error("no conversation was worded by the model")
	}
}

// The whole talk on every way in: worded, said so once, switched off, and back to the articles' words.
func TestModelOnEveryWay(t *testing.T) {
	wholeTalk(t, scripted(t, honest))
}

// wholeTalk talks on every way in with the endpoint at base, which must word what Swedish massage is.
func wholeTalk(t *testing.T, base string) {
	d := modelDesk(t, base, nil)
	now := time.Date(2026, 11, 18, 15, 30, 0, 0, time.UTC)
	for _, w := range ways(t, d, now) {
		t.Run(w.name, func(t *testing.T) {
			first, _ := w.say(t, "What is Swedish massage?")
			again, _ := w.say(t, "What is Swedish massage?")
			off, _ := w.say(t, "don't use AI")
			own, _ := w.say(t, "What is Swedish massage?")
			book, _ := w.say(t, "deep tissue fri 3pm orlando")
			alarm, level := w.say(t, "my face is drooping on one side and my speech is slurred")
			if !strings.Contains(first, "A language model worded this") || strings.Contains(again, "A language model worded this") {
				t.Errorf("first %s\nagain %s", first, again)
			}
			if !strings.Contains(off, "no language model sees") || strings.Contains(own, "language model") || !strings.Contains(own, "Swedish massage is gentle") {
				t.Errorf("off %s\nown %s", off, own)
			}
			if !strings.Contains(book, "3:00 PM") || level != "emergency" || !strings.Contains(alarm, "911") {
				t.Errorf("book %s\nalarm %s", book, alarm)
			}
		})
	}
}

func TestModelLines(t *testing.T) {
	for _, tc := range []struct {
		name string
		c    config.OpenAI
		want []string
		not  []string
	}{
		{"nothing set", config.OpenAI{Reword: true, Model: "m"}, []string{"off:", "nothing leaves"}, []string{"goes to"}},
		{"off", config.OpenAI{Reword: true, APIKey: "sk-hush", Off: true}, []string{"off:", "nothing leaves"}, []string{"goes to"}},
		{"all parts off", config.OpenAI{APIKey: "sk-hush"}, []string{"nothing leaves"}, []string{"goes to"}},
		{"on", config.OpenAI{Reword: true, APIKey: "sk-hush"}, []string{"https://api.openai.com", "gpt-4o-mini", "masked first", "never leaves", "200000"}, []string{"second_opinion", "hush"}},
		{"all on", config.OpenAI{Reword: true, SearchTerms: true, SecondOpinion: true, BaseURL: "http://user:pw@127.0.0.1:1234/v1", Model: "local", OffChannels: []string{"sms"}},
			[]string{"http://127.0.0.1:1234", "search_terms", "second_opinion", "anything from sms"}, []string{"pw"}},
	} {
		got := strings.Join(modelLines(tc.c), "\n")
		for _, w := range tc.want {
			if !strings.Contains(got, w) {
				t.Errorf("%s: no %q in\n%s", tc.name, w, got)
			}
		}
		for _, n := range tc.not {
			if strings.Contains(got, n) {
				t.Errorf("%s: %q in\n%s", tc.name, n, got)
			}
		}
	}
}
