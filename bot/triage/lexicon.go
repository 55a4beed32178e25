package triage

import (
	"fmt"
	"slices"
	"strings"
)

type conceptID int32

// tongue restricts a word to messages that read as one language: "he" is a person in English and "I have" in Spanish.
type tongue uint8

const (
	anyTongue tongue = iota
	english
	spanish
)

// A lexicon finds the concepts of a message. Words are kept in a trie over word numbers, not letters: a phrase is a path.
type lexicon struct {
	names    []string             // by conceptID
	ids      map[string]conceptID // by name
	exact    map[string][]int32   // word → word numbers (the word itself, and stems that cover it are found apart)
	stems    map[string]int32     // "numb" of numb* → word number
	minStem  int
	maxStem  int
	words    int32
	nodes    []node
	filler   map[string]bool // words that phrases and gaps look through: really, my, muy
	language map[string]tongue
	spelling map[string][]string
	emoji    map[rune][]string
	typos    typos
	lowers   []bool           // by concept: finding it makes a message milder, so that a misspelling is no proof of it
	sounds   map[string]int32 // how a word of five letters and more sounds in Spanish → word number
}

type node struct {
	next map[int32]int32
	ends []ending
}

type ending struct {
	concept conceptID
	only    tongue
}

// An occurrence is a concept found in tokens [from, to).
type occurrence struct{ from, to int32 }

func newLexicon() *lexicon {
	return &lexicon{
		ids: make(map[string]conceptID), exact: make(map[string][]int32), stems: make(map[string]int32),
		minStem: 99, nodes: make([]node, 1), filler: make(map[string]bool), language: make(map[string]tongue),
		spelling: make(map[string][]string), emoji: make(map[rune][]string),
	}
}

// concept returns the number of a concept, making it when it is new.
func (l *lexicon) concept(name string) conceptID {
	if id, ok := l.ids[name]; ok {
		return id
	}
	id := conceptID(len(l.names))
	l.names = append(l.names, name)
	l.ids[name] = id
	return id
}

// add enters a phrase for a concept. A word that ends in * stands for all words that begin with it; a phrase that ends
// in /en or /es counts only in messages that read as that language.
func (l *lexicon) add(id conceptID, phrase string) error {
	only := anyTongue
	if p, ok := strings.CutSuffix(phrase, "/en"); ok {
		phrase, only = p, english
	} else if p, ok := strings.CutSuffix(phrase, "/es"); ok {
		phrase, only = p, spanish
	}
	at := int32(0)
	fields := l.essential(strings.Fields(phrase))
	if len(fields) == 0 {
		return fmt.Errorf("empty word")
	}
	for _, f := range fields {
		stem := strings.HasSuffix(f, "*")
		var number int32
		for _, t := range l.plain(strings.TrimSuffix(f, "*")) {
			if stem {
				number = l.stem(t)
			} else {
				number = l.word(t)
			}
			at = l.step(at, number)
		}
		if number == 0 {
			return fmt.Errorf("%q has no letters", f)
		}
	}
	n := &l.nodes[at]
	if !slices.Contains(n.ends, ending{id, only}) {
		n.ends = append(n.ends, ending{id, only})
	}
	return nil
}

// essential leaves out the fillers inside a phrase, which messages may have or not: "hit my head" is found in "hit head"
// and in "hit her head". The first and last word stay, and so does a phrase that would shrink to one word.
func (l *lexicon) essential(fields []string) []string {
	if len(fields) < 3 {
		return fields
	}
	kept := []string{fields[0]}
	for _, f := range fields[1 : len(fields)-1] {
		if !l.filler[f] {
			kept = append(kept, f)
		}
	}
	return append(kept, fields[len(fields)-1])
}

// plain folds a word of the rules as tokenize folds a message's, without spelling corrections.
func (l *lexicon) plain(word string) []string {
	var out []string
	for _, t := range tokenize(word, nil, nil) {
		out = append(out, t.word)
	}
	return out
}

func (l *lexicon) word(w string) int32 {
	for _, n := range l.exact[w] {
		return n
	}
	l.words++
	l.exact[w] = []int32{l.words}
	return l.words
}

func (l *lexicon) stem(w string) int32 {
	if n, ok := l.stems[w]; ok {
		return n
	}
	l.words++
	l.stems[w] = l.words
	l.minStem, l.maxStem = min(l.minStem, len(w)), max(l.maxStem, len(w))
	return l.words
}

func (l *lexicon) step(at, word int32) int32 {
	if next, ok := l.nodes[at].next[word]; ok {
		return next
	}
	l.nodes = append(l.nodes, node{})
	next := int32(len(l.nodes) - 1)
	if l.nodes[at].next == nil {
		l.nodes[at].next = make(map[int32]int32)
	}
	l.nodes[at].next[word] = next
	return next
}

// numbers appends the word numbers that a token stands for to buf.
func (l *lexicon) numbers(w string, buf []int32) []int32 {
	buf = append(buf, l.exact[w]...)
	for n := l.minStem; n <= len(w) && n <= l.maxStem; n++ {
		if s, ok := l.stems[w[:n]]; ok {
			buf = append(buf, s)
		}
	}
	return buf
}

// read fills r with the tokens' word numbers, positions and concepts.
func (l *lexicon) read(r *reading, text string) {
	r.tokens = tokenize(text, l.emoji, l.spelling)
	r.tongue = l.guess(r.tokens)
	n := len(r.tokens)
	r.pos, r.starts, r.sentence, r.clause = make([]int32, n+1), make([]int32, n+1), make([]int32, n), make([]int32, n)
	r.words = make([]int32, 0, 2*n)
	r.fill, r.fuzzy = make([]bool, n), make([]bool, n)
	tries := typoBudget
	var pos, sentence, clause int32
	for i := range r.tokens {
		t := &r.tokens[i]
		r.starts[i] = int32(len(r.words))
		r.words = l.numbers(t.word, r.words)
		r.fill[i] = l.filler[t.word]
		if base, ok := enclitic(t.word); ok && int(r.starts[i]) < len(r.words) {
			r.words = append(r.words, l.exact[base]...) // known as a stem, yet "no puedo pisarlo" is also "no puedo pisar"
		}
		if !t.number && !r.fill[i] && !l.knows(t.word, r.words[r.starts[i]:]) {
			n := len(r.words)
			r.words = l.guessWord(t.word, r.words, &tries)
			r.fuzzy[i] = len(r.words) > n
		}
		if t.brk >= stop && i > 0 {
			sentence++
			pos += 50 // patterns do not reach over a sentence's end
		}
		if t.brk >= comma && i > 0 {
			clause++
			if t.brk == comma {
				pos++
			}
		}
		if !r.fill[i] {
			pos++
		}
		r.pos[i], r.sentence[i], r.clause[i] = pos, sentence, clause
	}
	r.pos[n], r.starts[n] = pos+1, int32(len(r.words))
	r.found = make([][]occurrence, len(l.names))
	for i := range r.tokens {
		l.walk(r, i, i, 0, 0)
	}
}

// knows reports whether w is a word of the lexicon, or its stem covers all but an ending. A stem that covers less may be
// chance: "sien" (temple) begins siennto, which is siento.
func (l *lexicon) knows(w string, numbers []int32) bool {
	if len(numbers) == 0 {
		return false
	}
	if _, ok := l.exact[w]; ok {
		return true
	}
	for n := min(len(w), l.maxStem); n >= l.minStem; n-- {
		if _, ok := l.stems[w[:n]]; ok {
			return n >= 5 || len(w)-n <= 2
		}
	}
	return true
}

// guessWord finds the word that an unknown one was meant to be: doubled letters made single, then one wrong letter.
func (l *lexicon) guessWord(w string, buf []int32, tries *int) []int32 {
	if base, ok := enclitic(w); ok {
		if got := l.numbers(base, buf); len(got) > len(buf) {
			return got
		}
	}
	if s := single(w); s != w && len(s) >= 3 {
		if got := l.numbers(s, buf); len(got) > len(buf) {
			return got
		}
	}
	if len(w) < 5 || len(w) > 24 || *tries <= 0 {
		return buf
	}
	*tries--
	if n, ok := l.sounds[sound(w)]; ok && !l.typos.real(w) {
		buf = append(buf, n)
	}
	return l.typos.find(w, buf)
}

// walk follows the trie from token i on, looking through fillers inside a phrase.
func (l *lexicon) walk(r *reading, first, i int, at int32, depth int) {
	if i >= len(r.tokens) || i-first > 9 {
		return
	}
	if i > first && r.tokens[i].brk >= stop {
		return
	}
	next := l.nodes[at].next
	for _, w := range r.words[r.starts[i]:r.starts[i+1]] {
		to, ok := next[w]
		if !ok {
			continue
		}
		for _, e := range l.nodes[to].ends {
			if l.lowers[e.concept] && r.guessed(first, i) {
				continue
			}
			if e.only == anyTongue || r.tongue == anyTongue || e.only == r.tongue {
				o := occurrence{int32(first), int32(i + 1)}
				if have := r.found[e.concept]; len(have) == 0 || have[len(have)-1] != o {
					r.found[e.concept] = append(have, o)
				}
			}
		}
		if len(l.nodes[to].next) > 0 {
			l.walk(r, first, i+1, to, depth)
		}
	}
	if i > first && r.fill[i] && depth < 2 {
		l.walk(r, first, i+1, at, depth+1)
	}
}

// mark notes which concepts make a message milder.
func (l *lexicon) mark() {
	l.lowers = make([]bool, len(l.names))
	for c, n := range l.names {
		l.lowers[c] = strings.HasPrefix(n, "innocent-") || strings.HasPrefix(n, "deny-") ||
			oneOf(n, cPast+" "+cResolved+" "+cHypo+" "+cHistory+" "+cAnimal+" cleared back-now position-cause everyday-thing")
	}
}

// guess says which language the tokens read as, anyTongue when it cannot tell.
func (l *lexicon) guess(tokens []token) tongue {
	en, es := 0, 0
	for i := range tokens {
		if i == 400 {
			break
		}
		switch l.language[tokens[i].word] {
		case english:
			en++
		case spanish:
			es++
		case anyTongue:
		}
	}
	switch {
	case en > es:
		return english
	case es > en:
		return spanish
	}
	return anyTongue
}
