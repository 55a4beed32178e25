package booking

import (
	"strings"
	"time"

	"knead/bot"
)

// Ordinary makes the set of ordinary words, which a Reader needs to tell names from words: all that texts write in small
// letters, but for first names and the therapists whom r reads in them. The same texts give the same set.
func Ordinary(r *Reader, texts []string, now time.Time) []byte {
	seen := map[string]bool{}
	for _, text := range texts {
		name := fold(r.Read(text, now, bot.FieldNone).Request.Provider)
		for _, t := range tokenize(text, nil) {
			if t.kind == wordToken && len(t.text) >= 3 && strings.ToLower(t.raw) == t.raw && !r.lex.names[t.text] && !r.lex.capital[t.text] && !r.lex.given.has(t.text) &&
				!(name != "" && strings.Contains(name, t.text)) {
				seen[t.text] = true
			}
		}
	}
	s := newWordSet(len(seen))
	for w := range seen {
		s.add(w)
	}
	return s
}

// Given makes the set of first names beyond the lists of the lexicon. What a text of the corpus writes in small letters is for
// the caller to leave out. The same names give the same set.
func Given(names []string) []byte {
	s := newWordSet(len(names))
	for _, n := range names {
		s.add(fold(n))
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
