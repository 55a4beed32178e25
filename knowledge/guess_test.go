package knowledge

import (
	"io/fs"
	"os"
	"slices"
	"testing"

	"knead/bot"
)

// TestGuess checks that the classifiers of the embedded articles are those that their questions give. -update learns them
// anew.
func TestGuess(t *testing.T) {
	b := loadAll(t)
	outside, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range b.Languages() {
		s := b.shelf(l)
		all := s.guessLessons(slices.Concat(b.golden, outside))
		mark := s.guessMark(all)
		if updating() {
			out, err := s.learnGuesser(all).bytes(mark)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(guessFile(l), out, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		src, err := fs.ReadFile(embedded, guessFile(l))
		if err != nil {
			t.Fatal(err)
		}
		got, have, err := parseGuesser(src)
		if err != nil {
			t.Fatal(err)
		}
		if got != mark {
			t.Errorf("%s was learnt from other questions: run with -update", guessFile(l))
			continue
		}
		// Another processor may round otherwise: the guesses are to be the same, not their last digits.
		fresh, other := s.learnGuesser(all), 0
		for _, a := range all {
			tr := s.traits(s.withoutFillers(s.g.tokens(a.text)))
			if top(fresh.of(tr)) != top(have.of(tr)) {
				other++
			}
		}
		if other > len(all)/100 {
			t.Errorf("%s guesses %d of %d questions otherwise than one learnt now: run with -update", guessFile(l), other, len(all))
		}
	}
}

func top(shares []float32) int { return slices.Index(shares, slices.Max(shares)) }

// TestBrokenGuess checks that a damaged file is told from a good one.
func TestBrokenGuess(t *testing.T) {
	src, err := fs.ReadFile(embedded, guessFile(bot.English))
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range [][]byte{nil, {1, 2, 3}, src[:len(src)/2]} {
		if _, _, err := parseGuesser(bad); err == nil {
			t.Errorf("%d bytes of a damaged file are taken for a classifier", len(bad))
		}
	}
}

// BenchmarkGuessLearn learns the classifiers of the embedded articles, as is done when a practice changes them.
func BenchmarkGuessLearn(b *testing.B) {
	base := loadAll(b)
	for b.Loop() {
		for _, l := range base.Languages() {
			s := base.shelf(l)
			s.learnGuesser(s.guessLessons(base.golden))
		}
	}
}
