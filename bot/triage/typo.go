package triage

import "strings"

// typoBudget bounds how many unknown words of one message are compared with the lexicon, so that a message of 100,000
// characters stays fast. No client writes that many unknown words.
const typoBudget = 1500

// shortestHead is how many letters the beginning of a real word has at least.
const shortestHead = 4

// typos finds lexicon words one edit away (a letter wrong, missing, added, or two swapped) by the deletion method: each
// word of five letters and more is entered under itself and under itself less each letter, and so is looked up.
type typos struct {
	full    map[string]int32   // words → word number
	cut     map[string][]entry // word less one letter → words
	stemmed map[string][]entry // the same for stems
	stem    map[string]int32
	block   map[string]bool // real words that are no misspelling: grain (groin), cheat (chest)
	heads   map[string]bool // beginnings of such words, "qued" of quedamos (quemamos)
}

type entry struct {
	word   string
	number int32
}

func (t *typos) build(l *lexicon) {
	t.full, t.stem = make(map[string]int32), make(map[string]int32)
	t.cut, t.stemmed = make(map[string][]entry), make(map[string][]entry)
	for w, numbers := range l.exact {
		if len(w) < 5 || w[0] < 'a' {
			continue
		}
		t.full[w] = numbers[0]
		deletions(w, func(d string) { t.cut[d] = append(t.cut[d], entry{w, numbers[0]}) })
	}
	for s, n := range l.stems {
		if len(s) < 5 {
			continue
		}
		t.stem[s] = n
		deletions(s, func(d string) { t.stemmed[d] = append(t.stemmed[d], entry{s, n}) })
	}
}

// find appends the word numbers of the lexicon words one edit from w.
func (t *typos) find(w string, buf []int32) []int32 {
	if t.real(w) {
		return buf
	}
	add := func(n int32) {
		for _, have := range buf[max(0, len(buf)-6):] {
			if have == n {
				return
			}
		}
		buf = append(buf, n)
	}
	for _, e := range t.cut[w] {
		add(e.number)
	}
	deletions(w, func(d string) {
		if n, ok := t.full[d]; ok && len(d) >= 5 {
			add(n)
		}
		for _, e := range t.cut[d] {
			if near(w, e.word) {
				add(e.number)
			}
		}
	})
	for n := 5; n <= len(w) && n <= 9; n++ {
		head := w[:n]
		for _, e := range t.stemmed[head] {
			add(e.number)
		}
		deletions(head, func(d string) {
			for _, e := range t.stemmed[d] {
				if near(head, e.word) {
					add(e.number)
				}
			}
		})
	}
	return buf
}

// keep notes that w, or every word that begins with it if it ends in a star, is a word of its own.
func (t *typos) keep(w string) {
	if head, ok := strings.CutSuffix(w, "*"); ok {
		t.heads[head] = true
		return
	}
	t.block[w] = true
}

// real reports whether w, or what it is the plural or feminine of, is a word of its own.
func (t *typos) real(w string) bool {
	if t.block[w] {
		return true
	}
	for n := shortestHead; n <= len(w); n++ {
		if t.heads[w[:n]] {
			return true
		}
	}
	base := strings.TrimSuffix(w, "s")
	if t.block[base] || t.block[strings.TrimSuffix(base, "e")] {
		return true
	}
	masculine, ok := strings.CutSuffix(base, "a")
	return ok && t.block[masculine+"o"]
}

// deletions calls f with w less each of its letters; the first letter stays, since hardly anybody mistypes it.
func deletions(w string, f func(string)) {
	var buf [24]byte
	if len(w) > len(buf) {
		return
	}
	for i := 1; i < len(w); i++ {
		if w[i] == w[i-1] {
			continue
		}
		n := copy(buf[:], w[:i])
		n += copy(buf[n:], w[i+1:])
		f(string(buf[:n]))
	}
}

// near reports whether a and b, of one length, differ in one letter or in two neighbours swapped.
func near(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	first, last, diff := -1, -1, 0
	for i := range len(a) {
		if a[i] != b[i] {
			if first < 0 {
				first = i
			}
			last = i
			diff++
		}
	}
	return diff <= 1 || diff == 2 && last == first+1 && a[first] == b[last] && a[last] == b[first]
}
