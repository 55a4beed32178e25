package guard_test

import (
	"testing"

	"knead/knowledge/openai/guard"
)

// BenchmarkCheck is the guard's time per sentence, over the labelled pairs.
func BenchmarkCheck(b *testing.B) {
	dev, heldout, err := guard.Pairs()
	if err != nil {
		b.Fatal(err)
	}
	find, g := passages(b), newGuard(b)
	pairs := append(dev, heldout...)
	cited := make([][]guard.Passage, len(pairs))
	for i, p := range pairs {
		c, ok := find(p.Cites[0], p.Lang)
		if !ok {
			b.Fatal(p.Cites)
		}
		cited[i] = []guard.Passage{c}
	}
	i := 0
	for b.Loop() {
		p := pairs[i%len(pairs)]
		g.Check(p.Lang, p.Sentence, cited[i%len(pairs)])
		i++
	}
}
