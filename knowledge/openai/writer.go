package openai

import (
	"context"
	"errors"
	"fmt"
	"regexp"
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
	maxAnswer   = 600 // characters of a worded answer, as bot.Answer has it
	maxDraft    = 12  // sentences that are looked at
	minAnswer   = 20  // characters; less answers nothing
	writeTokens = 500
)

// A Library gives the passages that answers rest on. knowledge.Base and knowledge.Live are ones.
type Library interface {
	Passage(id bot.PassageID, l bot.Lang) (knowledge.Passage, bool)
}

// A Writer words answers anew. It implements bot.Writer and bot.Forgetter and is safe for concurrent use.
type Writer struct {
	client  *Client
	library Library
	guard   *guard.Guard
	cache   *cache
	recent  *recent
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
	return &Writer{client: c, library: lib, guard: g, cache: newCache(c.o.Now), recent: newRecent(c.o.Now)}, nil
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
		p, ok := w.library.Passage(id, d.Lang)
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
	err := w.client.ask(ctx, request{purpose: "answer", system: writerOrders, user: in, schema: draftSchema(ids), most: writeTokens, stream: true}, &out)
	if f, ok := errors.AsType[failure](err); ok {
		return "", f.outcome
	}
	if err != nil {
		return "", CutOff
	}
	if !out.Answerable || len(out.Sentences) == 0 {
		return "", NotAnswered
	}
	text, ok := w.checked(out, d, cited)
	if !ok {
		return "", Refused
	}
	w.cache.put(key, text)
	return text, Used
}

// checked puts the sentences together that the guard lets through. ok is false when what is left does not answer any more:
// when half of the sentences fell, when nothing rests on the first passage, or when an advice to ask a professional got lost.
func (w *Writer) checked(out draft, d bot.Wording, cited map[string]guard.Passage) (text string, ok bool) {
	var kept []string
	size, dropped, first := 0, 0, false
	for i, s := range out.Sentences {
		if i == maxDraft {
			break
		}
		// A model may put several sentences in one: each is checked by itself, and they stand or fall together.
		said := tidy(s.Text)
		if v := w.judge(d.Lang, said, s.Passages, cited); !v.OK() {
			w.client.stats.sentence(string(v.Reason))
			dropped++
			continue
		}
		w.client.stats.sentence("")
		n := utf8.RuneCountInString(said)
		if size+n > maxAnswer {
			break
		}
		size += n + 1
		kept = append(kept, said)
		first = first || len(s.Passages) > 0 && cited[s.Passages[0]].ID == d.Answer.Passages[0]
	}
	text = strings.Join(kept, " ")
	if !first || dropped > len(kept) || utf8.RuneCountInString(text) < minAnswer {
		return "", false
	}
	if sendsOn(d.Answer.Text) && !sendsOn(text) {
		return "", false
	}
	return text, true
}

// judge checks one of the model's sentences, and each sentence inside it.
func (w *Writer) judge(l bot.Lang, said string, ids []string, cited map[string]guard.Passage) guard.Verdict {
	var ps []guard.Passage
	for _, id := range ids {
		p, ok := cited[id]
		if !ok {
			return guard.Verdict{Reason: guard.Uncited, Detail: id}
		}
		ps = append(ps, p)
	}
	if said == "" {
		return guard.Verdict{Reason: guard.NotSaid}
	}
	if v := w.guard.Check(l, said, ps); !v.OK() {
		return v
	}
	parts := guard.Sentences(said)
	if len(parts) < 2 {
		return guard.Verdict{}
	}
	for _, part := range parts {
		if v := w.guard.Check(l, part, ps); !v.OK() {
			return v
		}
	}
	return guard.Verdict{}
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

var professional = regexp.MustCompile(`(?i)\b(doctor|physician|clinician|medical advice|healthcare professional|consejo médico|médico|médica|profesional de la salud)\b`)

// sendsOn reports whether a text advises to ask a professional.
func sendsOn(text string) bool { return professional.MatchString(text) }

// String names the Writer's endpoint for an operator.
func (w *Writer) String() string { return fmt.Sprintf("%s at %s", w.client.o.Model, w.client.o.Host()) }
