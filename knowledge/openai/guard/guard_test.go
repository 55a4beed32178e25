package guard_test

import (
	"testing"

	"knead/bot"
	"knead/knowledge"
	"knead/knowledge/openai/guard"
)

// passages finds passages of the embedded articles.
func passages(t testing.TB) func(bot.PassageID, bot.Lang) (guard.Passage, bool) {
	t.Helper()
	b, err := knowledge.Load(knowledge.Embedded(), knowledge.Options{Languages: []bot.Lang{bot.English, bot.Spanish}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	type key struct {
		id bot.PassageID
		l  bot.Lang
	}
	all := map[key]guard.Passage{}
	for _, l := range b.Languages() {
		for _, p := range b.Passages(l) {
			all[key{p.ID, l}] = guard.Passage{ID: p.ID, Context: p.Article + ". " + p.Heading, Text: p.Text()}
		}
	}
	return func(id bot.PassageID, l bot.Lang) (guard.Passage, bool) {
		p, ok := all[key{id, l}]
		return p, ok
	}
}

func newGuard(t testing.TB) *guard.Guard {
	t.Helper()
	g, err := guard.New()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// The labelled pairs. The bounds are what the guard must not fall below; FIGURES.md of knowledge/openai has what it reaches.
func TestPairs(t *testing.T) {
	dev, heldout, err := guard.Pairs()
	if err != nil {
		t.Fatal(err)
	}
	if n := len(dev) + len(heldout); n < 300 {
		t.Errorf("%d pairs, want 300 or more", n)
	}
	find, g := passages(t), newGuard(t)
	for _, set := range []struct {
		name         string
		pairs        []guard.Pair
		recall, kept float64
	}{{"dev", dev, 0.97, 0.87}, {"heldout", heldout, 0.95, 0.70}} {
		s, err := g.Evaluate(set.pairs, find)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %v", set.name, s)
		if s.Recall() < set.recall || s.KeptRecall() < set.kept {
			t.Errorf("%s: caught %.3f, want %.2f; kept %.3f, want %.2f", set.name, s.Recall(), set.recall, s.KeptRecall(), set.kept)
		}
		if set.name == "dev" {
			for _, m := range s.Misses {
				t.Logf("%s: %s %s: %q: %s %s", m.Pair.Label, m.Pair.Lang, m.Pair.Cites, m.Pair.Sentence, m.Verdict.Reason, m.Verdict.Detail)
			}
		}
	}
}
