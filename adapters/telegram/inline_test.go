package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"knead/bot"
)

// library is a scripted Searcher.
type library struct{ err error }

func (l library) Search(_ context.Context, q string, lang bot.Lang, _ int) ([]Hit, error) {
	if !strings.Contains(q, "sciatica") {
		return nil, l.err
	}
	if lang == bot.Spanish {
		return []Hit{{Text: "La ciática <baja> por la pierna.", Source: bot.Source{Title: "Espalda", Section: "Ciática", URL: "/articles/back?lang=es#c"}}}, nil
	}
	return []Hit{{Text: "Sciatica runs <down> the leg.", Source: bot.Source{Title: "Backs", Section: "Sciatica", URL: "/articles/back#s"}},
		{Text: strings.Repeat("too long ", 600), Source: bot.Source{Title: "Long"}}}, l.err
}

func (library) Title(slug string, _ bot.Lang) (string, bool) {
	return "What is cupping?", slug == "cupping"
}

// wordScreener finds levels by words.
type wordScreener map[string]bot.Level

func (w wordScreener) Screen(_ bot.Signs, text string) bot.Verdict {
	for word, l := range w {
		if strings.Contains(text, word) {
			return bot.Verdict{Level: l}
		}
	}
	if strings.Contains(text, "panic") {
		panic("as scripted")
	}
	return bot.Verdict{}
}

func TestInline(t *testing.T) {
	r := start(t, &script{}, func(c *Config) {
		c.Searcher, c.Screener = library{err: errors.New("the index is gone")}, wordScreener{"numb groin": bot.Emergency, "blood thinners": bot.Clearance}
	})
	for _, tt := range []struct {
		name, lang, query string
		titles            []string
		button            string
	}{
		{"article", "en", "sciatica", []string{"Sciatica"}, "Ask the front desk"},
		{"in the client's language", "es-MX", "sciatica", []string{"Ciática"}, "Preguntar en recepción"},
		{"nothing found", "en", "weather", nil, "Ask the front desk"},
		{"nothing asked", "en", " ", nil, "Ask the front desk"},
		{"a red flag", "en", "sciatica with a numb groin", nil, "An emergency? Call 911. Or ask me"},
		{"clearance", "en", "sciatica on blood thinners", nil, "Ask the front desk"},
		{"screening panics", "en", "panic", nil, "An emergency? Call 911. Or ask me"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ann := r.srv.Client(t, int64(1000+len(tt.name)))
			ann.Lang = tt.lang
			id := ann.Query(tt.query)
			r.srv.Await(t, "an answer", func() bool { _, ok := r.srv.Answered(id); return ok })
			p, _ := r.srv.Answered(id)
			var results []inlineArticle
			var b resultsButton
			if err := errors.Join(json.Unmarshal([]byte(p["results"]), &results), json.Unmarshal([]byte(p["button"]), &b)); err != nil {
				t.Fatal(err)
			}
			var titles []string
			for _, res := range results {
				titles = append(titles, res.Title)
				if !strings.Contains(res.Content.Text, "📖 <a href=") || strings.Contains(res.Content.Text, "<down>") {
					t.Errorf("content %q", res.Content.Text)
				}
			}
			if strings.Join(titles, "|") != strings.Join(tt.titles, "|") || b.Text != tt.button {
				t.Errorf("titles %q, button %q; want %q, %q", titles, b.Text, tt.titles, tt.button)
			}
		})
	}
}

// Without articles nobody is asked for, and a stray query is let be.
func TestInlineOff(t *testing.T) {
	r := start(t, &script{}, nil)
	r.srv.Await(t, "polling", func() bool { return len(r.srv.Calls("getUpdates")) > 0 || r.srv.Waiting() == 0 })
	ann := r.srv.Client(t, 42)
	ann.Say("hello")
	ann.Next()
	for _, c := range r.srv.Calls("getUpdates") {
		if strings.Contains(c.Params["allowed_updates"], "inline") {
			t.Error("inline queries are asked for")
		}
	}
}
