package booking

import "strings"

// correct spells the misspelt words of toks right, where a word of the grammar is near and the word as written is none
// that people use: "tommorow" is tomorrow, "manzana" stays an apple.
func (l *lexicon) correct(toks []token) {
	for i := range toks {
		t := &toks[i]
		if t.kind != wordToken || len(t.text) < 4 || l.known[t.text] || len(l.places[t.text]) > 0 {
			continue
		}
		if s := squeeze(t.text); s != t.text && l.known[s] {
			t.text = s // "friiiday", "plsss"
			continue
		}
		if w := l.nearest(t.text); w != "" {
			t.text = w
		}
	}
}

// nearest returns the one fuzzy word within reach of w: one slip in five to seven letters, two from eight on.
func (l *lexicon) nearest(w string) string {
	best, bestD := "", 3
	for _, c := range l.fuzzy[w[0]] {
		if d := distance(w, c, reach(c)); d <= reach(c) && d < bestD {
			best, bestD = c, d
		}
	}
	if best == "" && len(w) >= 4 && bare(w) {
		for _, c := range l.fuzzy[w[0]] {
			if skeleton(c) == w {
				return c
			}
		}
	}
	if best == "" {
		best = l.sounds[sound(w)]
	}
	if best == "" && len(w) > 5 { // first two letters swapped: "rfiday"
		sw := string([]byte{w[1], w[0]}) + w[2:]
		for _, c := range l.fuzzy[w[1]] {
			if c == sw {
				return c
			}
		}
	}
	return best
}

func reach(w string) int {
	if len(w) >= 8 {
		return 2
	}
	return 1
}

// near reports whether w is word as somebody in a hurry spells it.
func near(w, word string) bool {
	if w == word {
		return true
	}
	if len(word) < 4 || len(w) < 3 {
		return false
	}
	if len(w) > len(word) && squeeze(w) == word {
		return true // "suecooo"
	}
	if len(word) >= 6 && sound(w) == sound(word) {
		return true
	}
	if w[0] != word[0] {
		return false
	}
	if bare(w) && len(w) >= 4 && w == skeleton(word) {
		return true // "lngwd"
	}
	return distance(w, word, reach(word)) <= reach(word)
}

func squeeze(w string) string {
	b := make([]byte, 0, len(w))
	for i := range len(w) {
		if n := len(b); n >= 1 && b[n-1] == w[i] && i >= 2 && w[i-2] == w[i] {
			continue
		}
		b = append(b, w[i])
	}
	// A run at the end of a word is drawn out whole: "plsss" is pls, not plss.
	if n := len(b); n < len(w) && n >= 2 && b[n-1] == b[n-2] {
		b = b[:n-1]
	}
	return string(b)
}

// distance is the number of letters added, dropped, changed or swapped with their neighbour between a and b, and any number
// above limit when it is more than that.
func distance(a, b string, limit int) int {
	if d := len(a) - len(b); d > limit || -d > limit {
		return limit + 1
	}
	const wide = 32
	if len(a) >= wide || len(b) >= wide {
		return limit + 1
	}
	var rows [3][wide]int
	for j := range len(b) + 1 {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		prev2, prev, cur := &rows[(i+1)%3], &rows[(i-1)%3], &rows[i%3]
		cur[0] = i
		low := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, prev2[j-2]+1)
			}
			cur[j] = d
			low = min(low, d)
		}
		if low > limit {
			return limit + 1
		}
	}
	return rows[len(a)%3][len(b)]
}

// sound writes a word as a Spanish ear hears it: b and v, s and z, y and ll are one, h is silent.
func sound(w string) string {
	b := make([]byte, 0, len(w))
	for i := 0; i < len(w); i++ {
		next := byte(0)
		if i+1 < len(w) {
			next = w[i+1]
		}
		switch c := w[i]; {
		case c == 'h' && (i == 0 || w[i-1] != 'c'):
		case c == 'v':
			b = append(b, 'b')
		case c == 'z', c == 'c' && (next == 'e' || next == 'i'):
			b = append(b, 's')
		case c == 'q' && next == 'u', c == 'c' && next == 'k':
			b = append(b, 'k')
			i++
		case c == 'c' && next != 'h', c == 'q':
			b = append(b, 'k')
		case c == 'l' && next == 'l':
			b = append(b, 'y')
			i++
		case len(b) > 0 && c == b[len(b)-1]:
		default:
			b = append(b, c)
		}
	}
	return string(b)
}

func sameSound(a, b byte) bool {
	class := func(c byte) byte {
		switch c {
		case 'v':
			return 'b'
		case 'z', 'c':
			return 's'
		}
		return c
	}
	return class(a) == class(b)
}

// skeleton is a word as texting shortens it: its first letter and its consonants.
func skeleton(w string) string {
	b := make([]byte, 0, len(w))
	for i := range len(w) {
		switch w[i] {
		case 'a', 'e', 'i', 'o', 'u':
			if i > 0 {
				continue
			}
		}
		if n := len(b); n > 0 && b[n-1] == w[i] {
			continue
		}
		b = append(b, w[i])
	}
	return string(b)
}

// bare reports whether w has no vowel after its first letter.
func bare(w string) bool { return len(w) > 0 && !strings.ContainsAny(w[1:], "aeiou") }
