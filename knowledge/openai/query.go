package openai

import (
	"context"
	"errors"
	"slices"
	"strings"

	"knead/bot"
	"knead/knowledge"
)

const (
	rambling   = 12 // words from which a question may be helped
	helpTokens = 60
	helpPart   = 3 // search terms may take this part of a Client's time: the third
)

// A Base is what a Helper searches. knowledge.Base is one.
type Base interface {
	bot.PassageReader
	Search(ctx context.Context, text string, l bot.Lang) ([]knowledge.Hit, error)
}

// A Helper answers from a Base and has a language model pick search terms out of rambling questions. The question itself is
// always searched; terms win only with better evidence, and only words of the question can be terms.
type Helper struct {
	Base
	client *Client
	cache  *cache
}

var _ bot.PassageReader = (*Helper)(nil)

// NewHelper returns a Helper.
func NewHelper(c *Client, b Base) *Helper {
	return &Helper{Base: b, client: c, cache: newCache(c.o.Now)}
}

// Answer is Base's answer to the question, or to its terms where these find better.
func (h *Helper) Answer(ctx context.Context, q bot.Question) (bot.Answer, error) {
	a, err := h.Base.Answer(ctx, q)
	if err != nil && !errors.Is(err, bot.ErrNoAnswer) {
		return a, err
	}
	if !q.Model || len(strings.Fields(q.Text)) < rambling {
		return a, err
	}
	better, ok, outcome := h.better(ctx, q, err == nil)
	h.client.stats.count(outcome)
	if ok {
		return better, nil
	}
	return a, err
}

// better answers from the model's terms if they find more surely than the question does.
func (h *Helper) better(ctx context.Context, q bot.Question, answered bool) (bot.Answer, bool, Outcome) {
	words, outcome := h.terms(ctx, q)
	if words == "" {
		return bot.Answer{}, false, outcome
	}
	own, err := h.Search(ctx, q.Text, q.Lang)
	if err != nil {
		return bot.Answer{}, false, Unneeded
	}
	found, err := h.Search(ctx, words, q.Lang)
	if err != nil || len(found) == 0 || len(own) > 0 && (found[0].Sure <= own[0].Sure || answered && found[0].Passage.ID == own[0].Passage.ID) {
		return bot.Answer{}, false, Unneeded
	}
	a, err := h.Base.Answer(ctx, bot.Question{Text: words, Lang: q.Lang})
	if err != nil {
		return bot.Answer{}, false, Unneeded
	}
	return a, true, outcome
}

// terms asks the model. Words that the question does not have are dropped: a model may choose, not add.
func (h *Helper) terms(ctx context.Context, q bot.Question) (string, Outcome) {
	text := clip(Mask(q.Text, q.Names), maxQuestion)
	key := keyOf("terms", h.client.o.Model, text, q.Lang)
	if words, ok := h.cache.get(key); ok {
		return words, FromCache
	}
	ctx, cancel := context.WithTimeout(ctx, h.client.o.Timeout/helpPart)
	defer cancel()
	var out terms
	err := h.client.ask(ctx, request{purpose: "terms", system: helperOrders, user: map[string]string{"question": text},
		schema: termsSchema(), most: helpTokens}, &out)
	if f, ok := errors.AsType[failure](err); ok {
		return "", f.outcome
	}
	if err != nil {
		return "", CutOff
	}
	words := chosen(text, out.Terms, q.Lang)
	h.cache.put(key, words)
	if words == "" {
		return "", Unneeded
	}
	return words, Used
}

// chosen are the words of picked that question has too, by their stems, at most twelve.
func chosen(question, picked string, l bot.Lang) string {
	var has []string
	for _, w := range letters(question) {
		has = append(has, knowledge.Stem(l, w))
	}
	var out []string
	for _, w := range letters(clip(picked, 200)) {
		if len(out) < 12 && slices.Contains(has, knowledge.Stem(l, w)) {
			out = append(out, w)
		}
	}
	if len(out) < 2 {
		return ""
	}
	return strings.Join(out, " ")
}

func letters(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return strings.ContainsRune(" \t\n.,;:!?¿¡()[]{}\"'/", r) })
}
