package openai_test

import (
	"encoding/json"
	"testing"

	"knead/bot"
	"knead/knowledge/openai"
	"knead/knowledge/openai/guard"
)

// A model that answers with the article's own first paragraph must get through the guard nearly everywhere: the share that
// falls back is what the guard itself costs. FIGURES.md has what is logged here.
func TestShareThatFallsBack(t *testing.T) {
	b, e := loadBase(t), newEndpoint(t)
	e.answer = func(c call) string {
		var in struct{ Passages []struct{ Text string } }
		if err := json.Unmarshal([]byte(c.input()), &in); err != nil {
			return ""
		}
		ss := guard.Sentences(in.Passages[0].Text)
		return drafted(ss[:min(2, len(ss))]...)
	}
	o := options(e, t.Output())
	o.TokensADay = -1
	w, c := newWriter(t, o, b)
	asked := 0
	for _, l := range b.Languages() {
		for _, p := range b.Passages(l) {
			a, err := b.AnswerPassage(t.Context(), p.ID, l)
			if err != nil {
				t.Fatal(err)
			}
			asked++
			w.Write(t.Context(), bot.Wording{Question: p.Heading, Lang: l, Answer: a})
		}
	}
	s := c.Stats()
	t.Logf("%d answers: %s; %d sentences, dropped %v", asked, only(s), s.Sentences, s.Dropped)
	if used := s.Outcomes[openai.Used]; used*10 < asked*7 {
		t.Errorf("only %d of %d answers in the articles' own words got through", used, asked)
	}
}
