package openai_test

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"knead/bot"
	"knead/knowledge"
	"knead/knowledge/openai"
)

// call is what an endpoint was asked.
type call struct {
	Model    string `json:"model"`
	Stream   bool   `json:"stream"`
	Messages []struct {
		Role    string `json:"role"`
		Content string `json:"content"`
	} `json:"messages"`
	ResponseFormat struct {
		Type       string `json:"type"`
		JSONSchema struct {
			Name   string          `json:"name"`
			Strict bool            `json:"strict"`
			Schema json.RawMessage `json:"schema"`
		} `json:"json_schema"`
	} `json:"response_format"`
	raw    string
	header http.Header
}

// input is the JSON that the model is given.
func (c call) input() string { return c.Messages[len(c.Messages)-1].Content }

// endpoint is a scripted server. answer says what the model writes; serve, where set, takes the whole response over.
type endpoint struct {
	*httptest.Server
	mu     sync.Mutex
	calls  []call
	answer func(call) string
	serve  func(http.ResponseWriter, *http.Request, call)
}

func newEndpoint(t testing.TB) *endpoint {
	e := &endpoint{answer: func(call) string { return `{"answerable":false,"sentences":[]}` }}
	e.Server = httptest.NewServer(e)
	t.Cleanup(e.Close)
	return e
}

// ServeHTTP implements http.Handler.
func (e *endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	data, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	var c call
	if err != nil || json.Unmarshal(data, &c) != nil || r.URL.Path != "/v1/chat/completions" {
		http.Error(w, "bad request", http.StatusBadRequest)
		return
	}
	c.raw, c.header = string(data), r.Header.Clone()
	e.mu.Lock()
	e.calls = append(e.calls, c)
	e.mu.Unlock()
	if e.serve != nil {
		e.serve(w, r, c)
		return
	}
	say(w, c, e.answer(c))
}

func (e *endpoint) asked() []call {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]call(nil), e.calls...)
}

// say answers as the API does: in chunks with a usage one where streaming was asked for, else in one object.
func say(w http.ResponseWriter, c call, content string) {
	if !c.Stream {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"id": "x", "object": "chat.completion", "model": c.Model,
			"choices": []any{map[string]any{"index": 0, "finish_reason": "stop", "message": map[string]string{"role": "assistant", "content": content}}},
			"usage":   map[string]int{"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}})
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	for len(content) > 0 {
		n := min(40, len(content))
		chunk(w, content[:n], "")
		content = content[n:]
	}
	chunk(w, "", "stop")
	_, _ = fmt.Fprint(w, `data: {"id":"x","object":"chat.completion.chunk","choices":[],"usage":{"prompt_tokens":100,"completion_tokens":20,"total_tokens":120}}`+"\n\ndata: [DONE]\n\n")
}

func chunk(w http.ResponseWriter, content, finish string) {
	choice := map[string]any{"index": 0, "delta": map[string]string{"content": content}}
	if finish != "" {
		choice["finish_reason"] = finish
	}
	data, err := json.Marshal(map[string]any{"id": "x", "object": "chat.completion.chunk", "choices": []any{choice}})
	if err != nil {
		panic(err)
	}
	_, _ = fmt.Fprintf(w, "data: %s\n\n", data)
	if f, ok := w.(http.Flusher); ok {
		f.Flush()
	}
}

// drafted is what a model writes: sentences that all rest on the first passage.
func drafted(sentences ...string) string {
	type s struct {
		Text     string   `json:"text"`
		Passages []string `json:"passages"`
	}
	var out []s
	for _, t := range sentences {
		out = append(out, s{t, []string{"P1"}})
	}
	data, err := json.Marshal(map[string]any{"answerable": true, "sentences": out})
	if err != nil {
		panic(err)
	}
	return string(data)
}

func loadBase(t testing.TB) *knowledge.Base {
	t.Helper()
	b, err := knowledge.Load(knowledge.Embedded(), knowledge.Options{Languages: []bot.Lang{bot.English, bot.Spanish}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	return b
}

// options are a test's: short times, everything logged into log.
func options(e *endpoint, log io.Writer) openai.Options {
	return openai.Options{Key: "sk-hush-hush", BaseURL: e.URL + "/v1", Model: "scripted", Timeout: time.Minute,
		Log: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))}
}

func newWriter(t testing.TB, o openai.Options, lib openai.Library) (*openai.Writer, *openai.Client) {
	t.Helper()
	c, err := openai.New(o)
	if err != nil {
		t.Fatal(err)
	}
	w, err := openai.NewWriter(c, lib)
	if err != nil {
		t.Fatal(err)
	}
	return w, c
}

// wording is a question with what the articles answer it.
func wording(t testing.TB, b *knowledge.Base, l bot.Lang, question string) bot.Wording {
	t.Helper()
	a, err := b.Answer(t.Context(), bot.Question{Text: question, Lang: l})
	if err != nil {
		t.Fatalf("%s: %v", question, err)
	}
	return bot.Wording{Conversation: bot.Conversation{Channel: bot.Web, Chat: "c", User: "u"}, Question: question, Lang: l, Answer: a}
}

func only(s openai.Stats) string {
	var parts []string
	for o, n := range s.Outcomes {
		parts = append(parts, fmt.Sprintf("%s=%d", o, n))
	}
	return strings.Join(parts, " ")
}
