package booking

import "strings"

// elsewhere is the place that a line asks for and that the practice does not have, as the client wrote it; empty for none. A
// place of the practice in the same line goes before. Where the client lives, comes from or goes to is no such place.
func (p *parse) elsewhere(cs []clause) string {
	for _, m := range p.ms {
		if m.kind == locationMention && !m.dropped {
			return ""
		}
	}
	for _, c := range cs {
		if c.has("past") || c.has("other") || c.has("foreign") || c.tells {
			continue
		}
		for i := c.from; i < c.to; i++ {
			if n := p.townAt(i); n > 0 && !p.whereFrom(i) && !p.cueEnds(i-1, "drop") {
				return p.asWritten(i, n)
			}
		}
	}
	return ""
}

// townAt returns the tokens of a place's name at i: one of the list, or a word in capitals that nobody knows behind "in".
func (p *parse) townAt(i int) int {
	if p.used[i] || p.tok(i).kind != wordToken {
		return 0
	}
	in := p.word(i-1, "in", "en", "near", "around", "by", "to", "for", "cerca", "hasta") || p.word(i-1, "de") && p.word(i-2, "cerca") || p.word(i-1, "at") && p.skip(i-1, "at") == 1
	n := 0
	for _, s := range p.r.lex.places.senses(p.toks, i, nil) {
		n = max(n, s.n)
	}
	switch {
	case n > 1, n == 1 && (in || !p.r.lex.names[p.tok(i).text]):
		return n
	case !p.word(i-1, "in", "near", "en") && !(p.word(i-1, "de") && p.word(i-2, "cerca")):
		return 0
	}
	t := p.tok(i)
	if !startsUpper(t.raw) || p.shout || len(t.text) < 4 || p.r.lex.known[t.text] || p.r.lex.names[t.text] || len(p.cue[i])+len(p.at[i]) > 0 || notTown(t.text) {
		return 0
	}
	n = 1
	for i+n < len(p.toks) && !p.used[i+n] && p.tok(i+n).kind == wordToken && startsUpper(p.tok(i+n).raw) && len(p.at[i+n]) == 0 {
		n++
	}
	return n
}

// notTown lists words in capitals behind "in" that are no places.
func notTown(w string) bool {
	switch w {
	case "english", "spanish", "espanol", "ingles", "french", "person", "general", "swedish", "thai", "cash", "advance", "total", "dollars":
		return true
	}
	return false
}

// whereFrom reports whether the place at i is where somebody lives, comes from or goes.
func (p *parse) whereFrom(i int) bool {
	for j := i - 1; j >= max(0, i-5); j-- {
		if p.word(j, "from", "live", "living", "lives", "born", "visiting", "flying", "travel", "traveling", "drive", "driving", "trip", "moving", "moved", "stay", "staying", "leave", "leaving", "desde", "vivo", "vivimos", "vive", "soy", "vengo", "viajo", "voy", "mudo", "work", "trabajo", "while", "before", "after", "back") {
			return true
		}
		if p.used[j] {
			return false
		}
	}
	return false
}

// staysIn reports whether the place at i, in n tokens, is where a client spends the days told: "we are in Orlando on holiday".
func (p *parse) staysIn(i, n int) bool {
	if !p.word(i-1, "in", "en", "around", "por") {
		return false
	}
	for j := i + n; j < i+n+4; j++ {
		if p.word(j, "vacation", "vacations", "holiday", "holidays", "vacaciones", "conference", "visiting", "visita") {
			return p.near(i, 4, "are", "were", "im", "am", "be", "estare", "estaremos", "estoy", "estamos", "ando", "andamos", "staying", "here")
		}
	}
	return false
}

// asWritten is the text of n tokens at i as the client wrote them, with capitals.
func (p *parse) asWritten(i, n int) string {
	words := make([]string, 0, n)
	for _, t := range p.toks[i : i+n] {
		words = append(words, title(t.raw))
	}
	return strings.Join(words, " ")
}
