package booking

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"knead/bot"
)

// TestOrdinaryHoldsTheCorpus holds lexicon/ordinary.bin to the corpus beside it: the words of every fortieth line are in the set.
func TestOrdinaryHoldsTheCorpus(t *testing.T) {
	r, err := NewWith(bot.Practice{Zone: time.UTC, Country: "US"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("corpus/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no corpus: %v", err)
	}
	missing := map[string]bool{}
	n := 0
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(b)) {
			if n++; n%40 != 0 || strings.HasPrefix(line, "#") {
				continue
			}
			for _, w := range r.smallWords(line, time.Date(2026, 11, 18, 10, 30, 0, 0, time.UTC)) {
				if !r.lex.common.has(w) {
					missing[w] = true
				}
			}
		}
	}
	// A reader of another practice takes another word or two for a therapist.
	if len(missing) > 3 {
		t.Errorf("%d words of the corpus are not in lexicon/ordinary.bin (%v): run go run ./bot/booking/train -words bot/booking/lexicon/ordinary.bin", len(missing), missing)
	}
}
