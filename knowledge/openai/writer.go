package openai

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"knead/bot"
	"knead/knowledge"
	"knead/knowledge/openai/guard"
)

const (
	maxQuestion = 600 // characters of a question that leave
	writeTokens = 500
)

// A Library gives the passages that answers rest on. knowledge.Base and knowledge.Live are ones.
type Library interface {
	Passage(id bot.PassageID, l bot.Lang) (knowledge.Passage, bool)
}

// A Writer words answers anew. It implements bot.Writer and bot.Forgetter and is safe for concurrent use.
type Writer struct {
	client   *Client
	articles Library
	guard    *guard.Guard
	cache    *cache
	recent   *recent
}

var (
	_ bot.Writer    = (*Writer)(nil)
	_ bot.Forgetter = (*Writer)(nil)
)

// NewWriter returns a Writer.
func NewWriter(c *Client, lib Library) (*Writer, error) {
	g, err := guard.New()
	if err != nil {
		return nil, err
	}
	return &Writer{client: c, articles: lib, guard: g, cache: newCache(c.o.Now), recent: newRecent(c.o.Now)}, nil
}

type writerInput struct {
	Question string          `json:"question"`
	Earlier  []string        `json:"earlier,omitempty"`
	Language bot.Lang        `json:"language"`
	Passages []writerPassage `json:"passages"`
}

type writerPassage struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

// Write implements bot.Writer. Every failure is ok false.
func (w *Writer) Write(ctx context.Context, d bot.Wording) (text string, ok bool) {
	text, outcome := w.write(ctx, d)
	w.client.stats.count(outcome)
	return text, outcome == Used || outcome == FromCache
}

// Forget implements bot.Forgetter.
func (w *Writer) Forget(c bot.Conversation) { w.recent.forget(c) }

func (w *Writer) write(ctx context.Context, d bot.Wording) (string, Outcome) {
	in := writerInput{Question: clip(Mask(d.Question, d.Names), maxQuestion), Language: d.Lang}
	cited := map[string]guard.Passage{}
	var ids []string
	for i, id := range d.Answer.Passages {
		p, ok := w.articles.Passage(id, d.Lang)
		if !ok {
			return "", Unneeded // found in another language: its own words are as good as any
		}
		if guard.Addressed(p.Text()) {
			return "", Refused
		}
		short := "P" + strconv.Itoa(i+1)
		ids = append(ids, short)
		cited[short] = guard.Passage{ID: id, Context: p.Article + ". " + p.Heading, Text: p.Text()}
		in.Passages = append(in.Passages, writerPassage{ID: short, Title: p.Article + ": " + p.Heading, Text: p.Text()})
	}
	in.Earlier = w.recent.add(d.Conversation, in.Question)
	key := keyOf(w.client.o.Model, in, d.Answer.Text)
	if text, ok := w.cache.get(key); ok {
		return text, FromCache
	}
	var out draft
	c := &checks{guard: w.guard, d: d, cited: cited, known: map[string]guard.Verdict{}}
	r := request{purpose: "answer", system: writerOrders, user: in, schema: draftSchema(ids), most: writeTokens, stream: true}
	if d.Show != nil {
		r.sofar = c.showing()
	}
	err := w.client.ask(ctx, r, &out)
	if f, ok := errors.AsType[failure](err); ok {
		return "", f.outcome
	}
	if err != nil {
		return "", CutOff
	}
	if !out.Answerable || len(out.Sentences) == 0 {
		return "", NotAnswered
	}
	text, ok := c.answer(out, w.client.stats.sentence)
	if !ok {
		return "", Refused
	}
	w.cache.put(key, text)
	return text, Used
}

// tidy makes one line of plain text of what the model wrote.
func tidy(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r), r == utf8.RuneError:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return strings.Join(strings.Fields(s), " ")
}

// String names the Writer's endpoint for an operator.
func (w *Writer) String() string { return fmt.Sprintf("%s at %s", w.client.o.Model, w.client.o.Host()) }
