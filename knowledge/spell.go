package knowledge

import (
	"math/bits"
	"strings"

	"github.com/agnivade/levenshtein"

	"knead/knowledge/internal/bloom"
)

// A speller turns mistyped words into words that the articles, the thesaurus or the outside lists have. A word that is
// right as it stands is never touched: "knee" must not become "need".
type speller struct {
	g      *lingo
	right  map[string]bool     // words of the articles and lists, spelt right
	words  *bloom.Filter       // stems of the language's words; may be nil
	common map[string]bool     // everyday words, topical or not
	bins   map[string][]target // correction targets by first letter and by length
	seen   map[string]int      // how often a target stands in the articles
}

// A target is a word that another may be corrected to, with the letters that it has, a bit for each.
type target struct {
	word    string
	letters uint32
}

func letters(w string) uint32 {
	var m uint32
	for i := range len(w) {
		m |= 1 << (w[i] & 31)
	}
	return m
}

func newSpeller(s *shelf, entries []thesaurusEntry, outside []outsideEntry) (*speller, error) {
	ordinary, err := spelling(s.g.lang)
	if err != nil {
		return nil, err
	}
	sp := &speller{g: s.g, words: ordinary, right: map[string]bool{}, common: map[string]bool{}, bins: map[string][]target{}, seen: map[string]int{}}
	for w := range strings.FieldsSeq(commonWords(s.g.lang)) {
		sp.common[w] = true
		sp.right[w] = true
	}
	for w := range s.g.kinds {
		sp.right[w] = true
	}
	for _, p := range s.passages {
		for _, text := range append([]string{p.Heading, p.Article, p.Text()}, p.Questions...) {
			sp.learn(text, 1)
		}
	}
	for _, e := range entries {
		sp.learn(e.Mean, 1)
		for _, say := range e.Say {
			sp.learn(say, 0)
		}
	}
	for _, e := range outside {
		for _, w := range append(e.Words, e.Questions...) {
			sp.learn(w, 0)
		}
		for _, w := range e.Words {
			delete(sp.common, w) // a price is no small talk, however common the word
		}
	}
	return sp, nil
}

// learn makes the words of text correction targets.
func (sp *speller) learn(text string, n int) {
	for _, t := range sp.g.tokens(text) {
		if _, have := sp.seen[t.raw]; !have && len(t.raw) >= 4 {
			at := bin(t.raw[0], len(t.raw))
			sp.bins[at] = append(sp.bins[at], target{t.raw, letters(t.raw)})
		}
		sp.seen[t.raw] += n
		sp.right[t.raw] = true
	}
}

func bin(first byte, n int) string { return string([]byte{first, byte(min(n, 255))}) }

// isCommon reports whether w is an everyday word.
func (sp *speller) isCommon(w string) bool { return sp.common[w] || isNumber(w) }

func isNumber(w string) bool {
	return w != "" && strings.Trim(w, "0123456789") == ""
}

// correct returns toks with mistyped words put right or cut in two, and notes each change in fixed.
func (sp *speller) correct(toks []token, fixed map[string]string) []token {
	out := make([]token, 0, len(toks))
	for _, t := range toks {
		if sp.right[t.raw] || len(t.raw) < 4 || isNumber(t.raw) || sp.isWord(t) {
			out = append(out, t)
			continue
		}
		if w := sp.nearest(t.raw); w != "" {
			fixed[t.raw] = w
			out = append(out, sp.g.token(w))
			continue
		}
		if a, b := sp.split(t.raw); a != "" {
			fixed[t.raw] = a + " " + b
			out = append(out, sp.g.token(a), sp.g.token(b))
			continue
		}
		out = append(out, t)
	}
	return out
}

// isWord reports whether t is a word of the language or another form of one that the articles have.
func (sp *speller) isWord(t token) bool {
	return sp.words != nil && sp.words.Has(t.stem) || len(t.stem) >= 4 && sp.right[t.stem]
}

// nearest returns the target that w was most likely meant to be, or "". One slip is forgiven from four letters on, two
// from seven. The first letter counts: people seldom get it wrong, and words that differ in it are often other words.
func (sp *speller) nearest(w string) string {
	limit := 1
	if len(w) >= 7 {
		limit = 2
	}
	best, bestCost, mine := "", 1<<30, letters(w)
	try := func(first byte, limit, extra int) {
		for n := len(w) - limit; n <= len(w)+limit; n++ {
			if n < 4 {
				continue
			}
			for _, t := range sp.bins[bin(first, n)] {
				if bits.OnesCount32(t.letters^mine) > 2*limit {
					continue // each slip changes two letters at most
				}
				c := t.word
				d := distance(w, c)
				if d > limit {
					continue
				}
				cost := (d+extra)*100 - min(sp.seen[c], 40)
				if cost < bestCost || cost == bestCost && c < best {
					best, bestCost = c, cost
				}
			}
		}
	}
	try(w[0], limit, 0)
	if best == "" {
		for c := byte('a'); c <= 'z'; c++ {
			if c != w[0] && len(w) >= 5 {
				try(c, 1, 1)
			}
		}
	}
	return best
}

// distance is the edit distance, with a swap of neighbours counted as one slip.
func distance(a, b string) int {
	d := levenshtein.ComputeDistance(a, b)
	if d != 2 || len(a) != len(b) {
		return d
	}
	for i := 0; i+1 < len(a); i++ {
		if a[i] != b[i] {
			if a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:] {
				return 1
			}
			return d
		}
	}
	return d
}

// split cuts a word written together, such as "hotstone", into two that the articles have.
func (sp *speller) split(w string) (a, b string) {
	for i := 3; i+3 <= len(w); i++ {
		if sp.seen[w[:i]] > 0 && sp.seen[w[i:]] > 0 {
			return w[:i], w[i:]
		}
	}
	return "", ""
}
