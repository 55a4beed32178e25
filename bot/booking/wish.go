package booking

import (
	"strings"

	"knead/bot"
)

// A named phrase of the practice: its folded words.
type named struct {
	words    []string
	service  bot.ServiceID
	location bot.LocationID
	provider string
}

// phraseAt returns the tokens that phrase n takes at i, misspelt or not, with or without hyphens; 0 for none. slips counts
// the misspelt words.
func (p *parse) phraseAt(i int, n named) (taken, slips int) {
	j := i
	for k, w := range n.words {
		if k > 0 && p.word(j, "-", "/") {
			j++
		}
		if j >= len(p.toks) || p.tok(j).kind == punctToken {
			return 0, 0
		}
		t := p.tok(j).text
		if t == w || (w+"s" == t || w+"es" == t) && len(w) > 3 {
			j++
			continue
		}
		single := len(n.words) == 1
		if p.r.lex.known[t] && single || single && len(w) < 5 || len(t) < 3 || !near(t, w) {
			return 0, 0
		}
		slips++
		j++
	}
	return j - i, slips
}

// longest returns the phrase of list that takes most tokens at i, with the fewest slips.
func (p *parse) longest(list []named, i int) (named, int) {
	var best named
	n, slips := 0, 0
	if p.tok(i).kind == punctToken || p.tok(i).text == "" {
		return best, 0
	}
	for _, c := range list {
		if len(c.words) == 0 || c.words[0][0] != p.tok(i).text[0] && !sameSound(c.words[0][0], p.tok(i).text[0]) {
			continue
		}
		if k, s := p.phraseAt(i, c); k > n || k == n && k > 0 && s < slips {
			best, n, slips = c, k, s
		}
	}
	return best, n
}

func (p *parse) service(i int) (mention, int) {
	c, n := p.longest(p.r.services, i)
	if n == 0 {
		return mention{}, 0
	}
	if n == 1 && p.word(i, "hs", "cup", "tp") && (p.tok(i-1).kind == numberToken || p.word(i, "cup") && p.word(i-1, "a", "of")) {
		return mention{}, 0
	}
	if n == 1 && p.verbStretch(i) {
		return mention{}, 0
	}
	if n == 1 && p.word(i, "deep", "cups", "profundo", "relaxation", "relajante", "copas", "piedras") && (p.word(i+1, "breath", "breathing", "sleep", "cut", "pain", "inside", "down", "water", "vein", "of") || p.word(i-1, "how", "too", "so", "very", "really", "dolor", "sueno", "hechos", "hechas", "hecho", "hecha")) {
		return mention{}, 0
	}
	m := mention{kind: serviceMention, service: c.service}
	for p.word(i+n, "massage", "massages", "masaje", "masajes", "session", "sesion", "therapy", "mssg", "massage") {
		if _, k := p.longest(p.r.services, i+n); k > 0 {
			break
		}
		n++
	}
	return m, n
}

// verbStretch reports whether "stretch" at i is what a client does rather than what is booked.
func (p *parse) verbStretch(i int) bool {
	if p.word(i-1, "my") && p.word(i-2, "for", "of") {
		return false // "Sunday for my stretch"
	}
	if !p.word(i, "stretch", "stretching") {
		return false
	}
	return p.word(i-1, "i", "to", "should", "you", "we", "can", "not", "after", "on", "been", "keep", "by", "before", "about", "my") || p.word(i+1, "my", "marks", "mark", "out", "it", "before", "after", "every", "and", "pants")
}

func (p *parse) location(i int) (mention, int) {
	c, n := p.longest(p.r.locations, i)
	if n == 0 {
		c, n = p.shortPlace(i)
	}
	if n == 0 {
		return mention{}, 0
	}
	if p.staysIn(i, n) {
		return mention{kind: noise}, n
	}
	return mention{kind: locationMention, location: c.location}, n
}

// shortPlace reads the beginning of a place's name, "orl", where only one place begins so and no word does.
func (p *parse) shortPlace(i int) (named, int) {
	t := p.tok(i)
	if t.kind != wordToken || len(t.text) < 3 || p.r.lex.known[t.text] {
		return named{}, 0
	}
	var found named
	for _, l := range p.r.locations {
		if len(l.words) == 1 && strings.HasPrefix(l.words[0], t.text) {
			if found.location != "" && found.location != l.location {
				return named{}, 0
			}
			found = l
		}
	}
	return found, b2i(found.location != "")
}
