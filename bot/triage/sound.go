package triage

import "strings"

// enclitic parts a Spanish infinitive or gerund from the pronouns on it: pisarlo → pisar, limpiarme → limpiar.
func enclitic(w string) (base string, ok bool) {
	for _, p := range []string{"selo", "sela", "los", "las", "les", "lo", "la", "le", "me", "se", "te", "nos"} {
		if b, found := strings.CutSuffix(w, p); found && len(b) >= 4 && (b[len(b)-1] == 'r' || strings.HasSuffix(b, "ndo")) {
			return b, true
		}
	}
	return "", false
}

// sound returns how w sounds in Spanish, so that kabesa is cabeza, rodiya is rodilla and yebo is llevo: b is v, s is z
// and soft c, k is hard c and qu, y is ll, j is soft g, h is silent.
func sound(w string) string {
	var b strings.Builder
	b.Grow(len(w))
	for i := 0; i < len(w); i++ {
		c := w[i]
		next := byte(0)
		if i+1 < len(w) {
			next = w[i+1]
		}
		soft := next == 'e' || next == 'i'
		switch {
		case c == 'h' && i > 0 && w[i-1] == 'c':
			c = 'h'
		case c == 'h':
			continue
		case c == 'v':
			c = 'b'
		case c == 'z', c == 'c' && soft:
			c = 's'
		case c == 'k':
			c = 'c'
		case c == 'q' && next == 'u':
			i++
			c = 'c'
		case c == 'l' && next == 'l':
			i++
			c = 'y'
		case c == 'g' && soft:
			c = 'j'
		case c == 'w' && next == 'u':
			c = 'g'
		case c == 'y' && next == 0:
			c = 'i'
		}
		b.WriteByte(c)
	}
	return b.String()
}

// hear fills the table of sounds with the words of the lexicon.
func (l *lexicon) hear() {
	l.sounds = make(map[string]int32)
	for w, n := range l.exact {
		if len(w) >= 5 {
			if have, ok := l.sounds[sound(w)]; !ok || n[0] < have {
				l.sounds[sound(w)] = n[0]
			}
		}
	}
}
