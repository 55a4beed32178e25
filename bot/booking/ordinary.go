package booking

import (
	"hash/fnv"
	"math/bits"
	"strings"
	"time"

	"knead/bot"
)

// ordinaryBits is the size of the set of ordinary words: ten bits for each of some 24,000 words, so that about one name in a
// hundred is taken for one of them.
const ordinaryBits = 30 * 1024 * 8

// A wordSet is a Bloom filter of folded words: it knows all that were put in and a few that were not.
type wordSet []byte

// spots are the bits of a word.
func (s wordSet) spots(w string) [7]uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(w)) // never fails
	a := h.Sum64()
	b := bits.RotateLeft64(a*0x9e3779b97f4a7c15, 29) | 1
	var out [7]uint64
	for k := range out {
		out[k] = (a >> 7) % ordinaryBits
		a += b
	}
	return out
}

func (s wordSet) add(w string) {
	for _, k := range s.spots(w) {
		s[k/8] |= 1 << (k % 8)
	}
}

func (s wordSet) has(w string) bool {
	if len(s)*8 != ordinaryBits {
		return false
	}
	for _, k := range s.spots(w) {
		if s[k/8]&(1<<(k%8)) == 0 {
			return false
		}
	}
	return true
}

// Ordinary makes the set of ordinary words, which a Reader needs to tell names from words: all that texts write in small
// letters, but for first names and the therapists whom r reads in them. The same texts give the same set.
func Ordinary(r *Reader, texts []string, now time.Time) []byte {
	s := make(wordSet, ordinaryBits/8)
	for _, text := range texts {
		name := fold(r.Read(text, now, bot.FieldNone).Request.Provider)
		for _, t := range tokenize(text, nil) {
			if t.kind != wordToken || len(t.text) < 3 || strings.ToLower(t.raw) != t.raw || r.lex.names[t.text] || r.lex.capital[t.text] ||
				name != "" && strings.Contains(name, t.text) {
				continue
			}
			s.add(t.text)
		}
	}
	return s
}

// ordinary reports whether w, folded, is a word of either language, also with an ending more.
func (l *lexicon) ordinary(w string) bool {
	if l.common.has(w) {
		return true
	}
	for _, end := range []string{"s", "es", "ed", "ing", "ly", "mente", "ito", "ita", "ando", "iendo"} {
		if stem, ok := strings.CutSuffix(w, end); ok && len(stem) >= 4 && (l.common.has(stem) || len(end) > 2 && (l.common.has(stem+"o") || l.common.has(stem+"ar"))) {
			return true
		}
	}
	return false
}
