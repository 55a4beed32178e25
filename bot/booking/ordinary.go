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
		for _, w := range r.smallWords(text, now) {
			seen[w] = true
		}
	}
	s := newWordSet(len(seen))
	for w := range seen {
		s.add(w)
	}
	return s
}

// smallWords are the words that a text writes in small letters, folded, but for first names and the therapist whom r reads in it.
func (r *Reader) smallWords(text string, now time.Time) []string {
	var out []string
	name := fold(r.Read(text, now, bot.FieldNone).Request.Provider)
	for _, t := range tokenize(text, nil) {
		if t.kind == wordToken && len(t.text) >= 3 && strings.ToLower(t.raw) == t.raw && !r.lex.names[t.text] && !r.lex.capital[t.text] && !r.lex.given.has(t.text) &&
			!(name != "" && strings.Contains(name, t.text)) {
			out = append(out, t.text)
		}
	}
	return out
}

// Given makes the set of first names beyond the lists of the lexicon. They are to be none of the words of either language. The same
// names give the same set.
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
