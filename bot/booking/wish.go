package booking

import (
	"strings"
	"unicode"
	"unicode/utf8"

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
		if t == w || w+"s" == t && len(w) > 3 {
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
	if n == 1 && p.verbStretch(i) {
		return mention{}, 0
	}
	if n == 1 && p.word(i, "deep", "cups", "profundo", "relaxation", "relajante", "copas", "piedras") && (p.word(i+1, "breath", "breathing", "sleep", "cut", "pain", "inside", "down", "water", "vein", "of") || p.word(i-1, "how", "too", "so", "very", "really", "dolor", "sueno")) {
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
	return mention{kind: locationMention, location: c.location}, n
}

// provider reads the therapist asked for: one of the practice anywhere, another name after a word that asks for a person.
func (p *parse) provider(i int) (mention, int) {
	if c, n := p.longest(p.r.therapists, i); n > 0 && !p.ownName(i) {
		return mention{kind: providerMention, provider: c.provider}, n
	}
	j := i
	switch {
	case p.word(i, "with", "con", "w", "wit", "wth", "c"):
		j++
		if p.word(j, "/") {
			j++
		}
		if p.word(i, "c") && j == i+1 {
			return mention{}, 0
		}
		if p.word(j, "therapist", "terapeuta", "la", "el", "miss", "ms", "mr", "senora", "sra", "the") {
			j++
			for p.word(j, "terapeuta", "therapist", "senora", "masajista") {
				j++
			}
		}
		return p.nameAt(i, j, false)
	case p.word(i, "libre", "disponible", "free", "available", "see", "seeing", "request", "requesting", "therapist", "terapeuta", "masajista", "does", "do", "is", "ver", "esta", "tiene", "get", "have", "prefer", "want", "book", "reservar", "has", "s"):
		return p.nameAt(i, i+1, true)
	case p.word(i, "ask", "asking") && p.word(i+1, "for"):
		return p.nameAt(i, i+2, true)
	}
	// "Maria's openings", "Ana tiene hueco", "Maria available"
	if i < len(p.toks) && p.r.lex.names[p.tok(i).text] && (p.tok(i).poss && p.word(i+1, "openings", "availability", "schedule", "next", "first", "calendar") || p.word(i+1, "available", "free", "have", "has", "tiene", "esta", "disponible", "trabaja", "libre")) && !p.ownName(i) {
		return p.nameAt(i, i, true)
	}
	return mention{}, 0
}

// ownName reports whether the name at i is the client's own.
func (p *parse) ownName(i int) bool {
	return p.word(i-1, "im", "am", "soy", "llamo", "name", "its", "dear") || p.word(i-1, "is") && p.word(i-2, "name", "this", "it") || p.word(i-1, "es", "s") && p.word(i-2, "nombre", "name") || p.word(i-1, "hi", "hello", "hey", "hola", "thanks", "gracias")
}

// nameAt reads a first name at j, and a second one in capitals. sure asks for a name from the list; without it any unknown
// word will do that is written as a name or that is none that people use.
func (p *parse) nameAt(i, j int, sure bool) (mention, int) {
	if j >= len(p.toks) || p.tok(j).kind != wordToken || len(p.tok(j).text) < 2 {
		return mention{}, 0
	}
	if c, n := p.longest(p.r.therapists, j); n > 0 {
		return mention{kind: providerMention, provider: c.provider}, j + n - i
	}
	t := p.tok(j)
	text := fold(strings.TrimSuffix(strings.TrimSuffix(t.raw, "'s"), "’s"))
	listed := p.r.lex.names[text]
	capital := startsUpper(t.raw)
	if sure && !listed {
		return mention{}, 0
	}
	if !listed && (!capital || p.r.lex.known[t.text] || p.shouting()) {
		return mention{}, 0
	}
	if sure && p.word(j, "may", "april", "june", "will", "mark", "art", "sun", "grace", "joy", "luna", "mar", "jose") && !capital {
		return mention{}, 0
	}
	if _, n := p.longest(p.r.services, j); n > 0 {
		return mention{}, 0
	}
	if _, n := p.longest(p.r.locations, j); n > 0 {
		return mention{}, 0
	}
	if p.word(j, "jose", "mateo", "francisco", "diego", "antonio") && p.word(j-1, "san") {
		return mention{}, 0
	}
	name := title(strings.TrimSuffix(strings.TrimSuffix(t.raw, "'s"), "’s"))
	n := j + 1
	if capital && n < len(p.toks) && p.tok(n).kind == wordToken && startsUpper(p.tok(n).raw) && !p.shouting() && !p.r.lex.known[p.tok(n).text] && p.skip(n, "wd") == 0 {
		if _, k := p.longest(p.r.locations, n); k == 0 {
			name += " " + title(p.tok(n).raw)
			n++
		}
	}
	return mention{kind: providerMention, provider: name}, n - i
}

// shouting reports whether the line is all capitals, which then say nothing.
func (p *parse) shouting() bool {
	for _, t := range p.toks {
		if t.kind == wordToken && strings.ToUpper(t.raw) != t.raw {
			return false
		}
	}
	return true
}

func startsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

func title(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	rest := s[n:]
	if strings.ToUpper(s) == s {
		rest = strings.ToLower(rest)
	}
	return string(unicode.ToUpper(r)) + rest
}

// people reads how many come.
func (p *parse) people(i int) (mention, int) {
	yes := func(v, n int) (mention, int) { return mention{kind: peopleMention, n: v}, n }
	isHead := func(k int) bool {
		return p.word(k, "people", "ppl", "peeps", "persons", "person", "pax", "guests", "adults", "personas", "persona", "pers", "gente", "ladies", "girls", "guys", "women", "men", "humans", "bodies", "of", "mujeres", "chicas", "peop", "poeple", "peopel", "folks", "clients", "clientes", "adultos", "invitados", "ppls", "ppol")
	}
	if v, n := p.num(i); n > 0 {
		if v == 4 && n == 1 && p.word(i, "4") { // "4 2 ppl" is "for two people"
			if w, k := p.num(i + 1); k > 0 && isHead(i+1+k) && !p.tok(i+1).glued {
				return yes(w, 1+k+1)
			}
		}
		if isHead(i + n) {
			if p.word(i+n, "of") {
				if p.word(i+n+1, "us") {
					return yes(v, n+2)
				}
				return mention{}, 0
			}
			return yes(v, n+1)
		}
		if p.glued(i+n, "x") && v <= 12 && !p.word(i+n+1, "week", "a", "per") && (i+n+1 >= len(p.toks) || !p.tok(i+n+1).glued) {
			return yes(v, n+1)
		}
		if v >= 2 && v <= 20 && p.word(i+n, "massages", "masajes", "sessions", "sesiones") && !p.word(i-1, "last", "past", "after") {
			return yes(v, n+1)
		}
		if v >= 2 && v <= 20 && n == 1 && !p.word(i-1, "at", "las", ":") {
			if _, k := p.longest(p.r.services, i+n); k > 0 && p.word(i+n+k-1, "massages", "masajes", "sessions", "sesiones") {
				return yes(v, n)
			}
		}
	}
	if p.word(i, "x") && i+1 < len(p.toks) {
		if v, ok := p.digits(i + 1); ok && v >= 1 && v <= 20 && p.unit(i+2) == 0 && !p.word(i+2, "dia", ":") {
			if p.tok(i+1).glued || isHead(i+2) {
				return yes(v, 2+b2i(isHead(i+2)))
			}
		}
	}
	switch {
	case p.word(i, "couple", "couples") && !p.word(i, "couple") || p.word(i, "couple") && (p.tok(i).poss || p.word(i+1, "massage", "session", "room", "rub")):
		n := 1
		for p.word(i+n, "massage", "massages", "session", "room", "style") {
			n++
		}
		return yes(2, n)
	case p.word(i, "duo", "side") && (p.word(i, "duo") || p.word(i+1, "by") && p.word(i+2, "side")):
		return yes(2, 1+2*b2i(p.word(i, "side")))
	case p.word(i, "en", "de", "para", "in", "a") && p.word(i+1, "pareja", "parejas", "pairs"):
		return yes(2, 2)
	case p.word(i, "parejas", "pareja") && !p.word(i-1, "mi", "tu"):
		return yes(2, 1)
	case p.word(i, "just", "only", "solo", "solamente", "nada") && p.word(i+1, "me", "myself", "yo", "mi", "para"):
		n := 2
		if p.word(i+1, "para") {
			if !p.word(i+2, "mi", "una", "uno", "1") || p.word(i+2, "mi") && p.relative(i+3) > 0 {
				return mention{}, 0
			}
			n = 3
		}
		if p.word(i+1, "me", "mi") && p.relativeJoin(i+1) > 0 {
			return mention{}, 0
		}
		return yes(1, n)
	case p.word(i, "nomas") && p.word(i+1, "yo"):
		return yes(1, 2)
	case p.word(i, "by", "for") && p.word(i+1, "myself"):
		return yes(1, 2)
	case p.word(i, "both", "ambos", "ambas"):
		n := 1
		for p.word(i+n, "of", "us", "for") {
			n++
		}
		if n >= 2 || p.word(i, "ambos", "ambas") || p.word(i-1, "us") {
			return yes(2, n)
		}
	case p.word(i, "party", "group", "grupo") && p.word(i+1, "of", "de"):
		if v, n := p.num(i + 2); n > 0 {
			return yes(v, 2+n+b2i(isHead(i+2+n) && !p.word(i+2+n, "of")))
		}
	case p.word(i, "the", "los", "las", "nosotros", "nosotras") || p.word(i, "para") && p.word(i+1, "los", "las", "nosotros", "nosotras"):
		j := i + 1
		if p.word(i, "para") {
			j++
		}
		if v, n := p.num(j); n > 0 && v >= 2 && v <= 12 {
			if p.word(i, "the") && p.word(j+n, "of") && p.word(j+n+1, "us") {
				return yes(v, j+n+2-i)
			}
			if p.word(j-1, "los", "nosotros", "nosotras") && p.tok(j).kind == wordToken && p.unit(j+n) == 0 && p.skip(j+n, "wd") == 0 || p.word(i, "para") && p.word(j-1, "nosotros") {
				return yes(v, j+n-i)
			}
			if p.word(i, "para") && p.word(j-1, "los") && p.unit(j+n) == 0 {
				return yes(v, j+n-i)
			}
		}
	case p.word(i, "somos", "seremos", "vamos", "seriamos", "iremos", "vendremos", "venimos", "seremos"):
		if v, n := p.num(i + 1); n > 0 && v <= 20 && p.unit(i+1+n) == 0 {
			return yes(v, 1+n+b2i(isHead(i+1+n) && !p.word(i+1+n, "of")))
		}
	case p.word(i, "there") && p.word(i+1, "will", "are", "ll") || p.word(i, "well", "we") && p.word(i+1, "be", "are"):
		j := i + 2
		for p.word(j, "be", "be", "like") {
			j++
		}
		if v, n := p.num(j); n > 0 && v <= 20 && (isHead(j+n) || j+n == len(p.toks)) {
			n = j + n - i
			if p.word(i+n, "of") && p.word(i+n+1, "us") {
				return yes(v, n+2)
			}
			return yes(v, n+b2i(isHead(i+n) && !p.word(i+n, "of")))
		}
	}
	if m, n := p.company(i); n > 0 {
		return m, n
	}
	return p.forNumber(i)
}

// relative returns the tokens of a person of the client's life at i.
func (p *parse) relative(i int) int {
	if p.word(i, "husband", "wife", "hubby", "wifey", "partner", "boyfriend", "girlfriend", "bf", "gf", "fiance", "fiancee", "spouse", "mom", "mum", "mother", "dad", "father", "sister", "brother", "friend", "friends", "daughter", "son", "buddy", "bestie", "bff", "cousin", "aunt", "roommate", "coworker", "colleague", "boss", "mate", "sis", "bro", "mama", "so", "other",
		"esposo", "esposa", "marido", "mujer", "pareja", "novio", "novia", "mami", "madre", "papa", "padre", "hermana", "hermano", "amiga", "amigo", "hija", "hijo", "prima", "primo", "tia", "tio", "suegra", "companera", "companero", "cunada", "cunado", "abuela", "abuelo", "grandma", "grandpa", "neighbor", "vecina", "vecino") {
		if p.word(i, "other") {
			return 0
		}
		return 1
	}
	if p.word(i, "other", "significant", "better") && p.word(i+1, "half", "other") {
		return 2
	}
	if p.word(i, "best") && p.word(i+1, "friend") {
		return 2
	}
	return 0
}

// relativeJoin returns the tokens of "and my husband", "y mi esposo", "plus a friend" at i+1.
func (p *parse) relativeJoin(i int) int {
	j := i + 1
	if !p.word(j, "and", "y", "&", "plus", "n", "+", "con", "with", "mas", "e", "w") {
		return 0
	}
	j++
	if p.word(j, "/") {
		j++
	}
	if p.word(j, "my", "a", "mi", "un", "una", "the", "otra", "one") {
		j++
	}
	if n := p.relative(j); n > 0 {
		return j + n - i
	}
	return 0
}

// company reads "me and my husband", "my wife and I", "mi marido y yo", "me + 2 friends", "with my sister".
func (p *parse) company(i int) (mention, int) {
	yes := func(v, n int) (mention, int) { return mention{kind: peopleMention, n: v}, n }
	if p.word(i, "me", "myself", "i", "yo", "mi", "us") {
		if n := p.relativeJoin(i); n > 0 && !p.word(i-1, "con", "mi") {
			total := 2
			j := i + n
			for { // "me, my mom and my sister"
				if k := p.relativeJoin(j - 1); k > 1 {
					total++
					j += k - 1
					continue
				}
				break
			}
			return yes(total, j-i)
		}
		if p.word(i+1, ",") && p.word(i+2, "my", "mi") && p.relative(i+3) > 0 {
			if k := p.relativeJoin(i + 3); k > 0 {
				return yes(3, 3+k)
			}
		}
		if p.word(i+1, "and", "y", "&", "plus", "+", "con", "with", "mas") {
			j := i + 2
			if p.word(j, "my", "mis") {
				j++
			}
			if v, n := p.num(j); n > 0 && v <= 20 && (p.relative(j+n) > 0 || p.word(j+n, "others", "friends", "more", "amigas", "amigos", "mas", "kids", "people", "other", "girlfriends", "sisters", "hermanas", "hermanos")) {
				return yes(v+1, j+n+1-i)
			}
		}
	}
	j := i
	if p.word(j, "my", "mi") {
		j++
		n := p.relative(j)
		if n > 0 && p.word(j+n, "and", "y", "&", "n") && p.word(j+n+1, "i", "me", "yo", "myself") {
			return yes(2, j+n+2-i)
		}
		if n > 0 && p.word(j+n, "and", "y", "&", "n") { // "my mom and dad"
			k := j + n + 1
			if p.word(k, "my", "mi") {
				k++
			}
			if l := p.relative(k); l > 0 {
				if p.word(k+l, "and", "y", "&") && p.word(k+l+1, "i", "me", "yo") {
					return yes(3, k+l+2-i)
				}
				return yes(2, k+l-i)
			}
		}
	}
	if p.word(i, "with", "con", "w", "bring", "bringing") {
		j := i + 1
		if p.word(j, "/") {
			j++
		}
		if p.word(j, "my", "mi", "a", "una", "un") {
			j++
			if n := p.relative(j); n > 0 && !p.word(j, "boss") {
				return yes(2, j+n-i)
			}
		}
	}
	return mention{}, 0
}

// forNumber reads "for two", "para dos". With "for 2" and no clock in the line it stays weak: it may be the hour.
func (p *parse) forNumber(i int) (mention, int) {
	if !p.word(i, "for", "para", "4", "pa", "fr") {
		return mention{}, 0
	}
	v, n := p.num(i + 1)
	if n == 0 || v < 1 || p.tok(i+1).poss {
		return mention{}, 0
	}
	j := i + 1 + n
	if p.unit(j) > 0 || p.meridiemAhead(j) || p.word(j, ":", "oclock", "/", "th", "-", "min", "y", "and", "massage", "masaje", "ish") && !p.glued(j, ",") || p.skip(j, "oclock") > 0 || p.tok(i+1).text == "4" && p.word(i, "4") {
		if !(p.word(j, "and", "y") && v <= 6 && !p.word(j+1, "a", "media", "half", "cuarto", "thirty")) || p.unit(j) > 0 {
			return mention{}, 0
		}
	}
	if p.word(i, "4") && (v > 9 || i > 0 && p.tok(i).glued || !p.afterService(i)) || v > 20 && v%15 == 0 {
		return mention{}, 0
	}
	if _, k := p.monthDay(i + 1); k > 0 {
		return mention{}, 0
	}
	if k := p.skip(i+1, "ordinal"); k > 0 && p.word(i+1, "first") || p.word(i+1, "a", "un", "una") && v == 1 {
		if !(p.word(i+1, "una") && (j == len(p.toks))) {
			return mention{}, 0
		}
	}
	if p.relative(j) > 0 && v <= 20 { // "for 2 friends"
		return mention{kind: peopleMention, n: v}, 1 + n + p.relative(j)
	}
	weak := v <= 12 && p.tok(i+1).kind == numberToken && !p.word(i, "para") && (p.word(i-1, "me", "us", "it", "that", "down", "book", "schedule", "reserve", "appointment", "appt", "slot", "is", "opening", "available", "anything", "open", "tomorrow", "today") || p.afterDayAt(i))
	return mention{kind: peopleMention, n: v, weak: weak}, 1 + n
}

func (p *parse) afterDayAt(i int) bool {
	for _, m := range p.ms {
		if m.to == i && m.kind == dayMention {
			return true
		}
	}
	return false
}

func (p *parse) afterService(i int) bool {
	for _, m := range p.ms {
		if m.to == i && (m.kind == serviceMention || m.kind == lengthMention) {
			return true
		}
	}
	return p.word(i-1, "massage", "masaje", "tissue", "session")
}

// length reads how long: "an hour and a half", "90 min", "1.5h", "hora y media", "1 hr 30".
func (p *parse) length(i int) (mention, int) {
	v, n := p.span(i)
	if n == 0 || v < 10 || v > 8*60 {
		return mention{}, 0
	}
	j := i + n
	if p.word(j, "long", "massage", "session") && p.word(j, "long") {
		n++
	}
	if p.skip(j, "fromnow") > 0 && p.word(j, "from", "hence") {
		return mention{}, 0
	}
	if p.word(i-1, "in", "within", "dentro") || p.word(j, "ago", "later", "early", "late", "before", "away", "antes", "despues", "tarde", "mas", "earlier", "drive", "notice", "after", "from", "prior", "into", "of", "ahead", "un", "each") && !p.word(j, "of", "from", "after", "each", "before") {
		return mention{kind: noise}, n
	}
	if p.word(i-1, "en") && !p.word(j, "de") {
		return mention{}, 0
	}
	if p.word(i-1, "un", "the", "last") && p.word(i-2, "in") || p.word(j, "before", "after", "from") && !p.skipClock(j+1) {
		return mention{kind: noise}, n
	}
	return mention{kind: lengthMention, n: v}, n
}

func (p *parse) skipClock(i int) bool {
	_, n := p.clock(i, true)
	if n > 0 {
		return true
	}
	_, n = p.oneDay(i)
	return n > 0 || p.skip(i, "noon") > 0 || p.skip(i, "work") > 0 || p.skip(i, "lunch") > 0
}

func (p *parse) span(i int) (minutes, n int) {
	// "an hour and a half", "hora y media", "a half hour", "half an hour", "media hora"
	j := i
	if p.word(j, "a", "an", "una", "un", "the", "la", "full", "one") {
		j++
		if p.word(j, "full") {
			j++
		}
	}
	if k := p.skip(j, "hour"); k > 0 && !p.word(j, "h", "hs") && !p.oneHourWord(i, j) {
		return p.hourTail(60, i, j+k)
	}
	if p.word(j, "half", "media", "1/2") {
		k := j + 1
		if p.word(k, "an", "a", "-") {
			k++
		}
		if h := p.skip(k, "hour"); h > 0 {
			return 30, k + h - i
		}
	}
	if p.word(j, "quarter", "cuarto") && p.word(j+1, "of", "de") && p.word(j+2, "an", "hora", "hour") {
		return 15, 3 + b2i(p.word(j+2, "an")) + j - i
	}
	v, k := p.num(i)
	if k == 0 {
		return 0, 0
	}
	j = i + k
	if v == 3 && (p.word(j, "quarters", "cuartos") || p.word(j, "/") && p.word(j+1, "4")) { // three quarters of an hour
		l := j + 1 + b2i(p.word(j, "/"))
		for p.word(l, "of", "an", "de", "a") {
			l++
		}
		if h := p.skip(l, "hour"); h > 0 {
			return 45, l + h - i
		}
		return 0, 0
	}
	if v == 1 && p.word(j, "/") && p.word(j+1, "2") && p.skip(j+2, "hour") > 0 {
		return 30, 3 + p.skip(j+2, "hour")
	}
	// 1.5 hours, 1,5 h
	if p.glued(j, ".", ",") {
		if f, ok := p.digits(j + 1); ok && p.tok(j+1).glued && p.skip(j+2, "hour") > 0 && len(p.tok(j+1).text) <= 2 {
			if len(p.tok(j+1).text) == 1 {
				f *= 10
			}
			return v*60 + f*60/100, j + 2 + p.skip(j+2, "hour") - i
		}
		return 0, 0
	}
	// "1 1/2 hours", "one and a half hours", "una y media horas", "1:30 h"
	if p.word(j, "1") && p.word(j+1, "/") && p.word(j+2, "2") && v <= 4 {
		if h := p.skip(j+3, "hour"); h > 0 {
			return v*60 + 30, j + 3 + h - i
		}
		return 0, 0
	}
	if h := p.skip(j, "ymedia"); h > 0 && v <= 4 {
		if u := p.skip(j+h, "hour"); u > 0 {
			return v*60 + 30, j + h + u - i
		}
	}
	if p.glued(j, ":") && v <= 3 && p.longish(j+1) {
		if h := p.skip(j+2, "hour"); h > 0 && !p.word(j+2, "h") {
			return v*60 + p.tok(j+1).val, j + 2 + h - i
		}
	}
	if p.word(j, "-") && (p.skip(j+1, "minute") > 0 || p.skip(j+1, "hour") > 0) { // "60-minute"
		j++
	}
	if h := p.skip(j, "hour"); h > 0 && v >= 1 && v <= 4 {
		if p.word(j, "h", "hs", "hrs") && p.skip(i-1, "at") > 0 {
			return 0, 0
		}
		return p.hourTail(v*60, i, j+h)
	}
	if u := p.skip(j, "minute"); u > 0 && v <= 480 {
		return v, j + u - i
	}
	if p.glued(j, "m", "mim", "minn", "minu", "mnt") && v >= 15 {
		return v, j + 1 - i
	}
	// "60 or 90 min" names no one length
	if p.word(j, "or", "o", "/", "to") && p.lengthNumber(v) {
		if w, l := p.num(j + 1); l > 0 && p.lengthNumber(w) && p.skip(j+1+l, "minute") > 0 {
			return 0, 0
		}
	}
	return 0, 0
}

// oneHourWord reports whether "hour" at j is no length: "happy hour", "a la hora", "qué hora", "hours".
func (p *parse) oneHourWord(i, j int) bool {
	if p.word(j, "hours", "hrs", "horas", "hs", "hr") && i == j {
		return true
	}
	if p.skip(j+1, "ymedia") > 0 {
		return false
	}
	if i < j {
		return p.word(j, "hours", "horas") || p.word(i, "la", "the") && !p.word(j+1, "y", "and", "long") && !p.afterService(i)
	}
	return p.word(j-1, "happy", "lunch", "rush", "que", "cualquier", "otra", "misma", "any", "per", "every", "each", "tipo", "what", "same", "another", "pedir", "coger", "dame", "buena", "mejor", "tienen", "tienes", "tiene", "hay", "mi", "cada", "alguna", "primera", "ultima", "su", "esa", "ese", "the", "is", "at", "de", "dar", "late") || p.word(j, "hora") && !(p.skip(j+1, "ymedia") > 0 || p.afterService(j) || p.word(j+1, "de") && p.massageAt(j+2))
}

// hourTail adds what follows whole hours: "and a half", "30 min", "y media", "15".
func (p *parse) hourTail(total, i, j int) (int, int) {
	if k := p.skip(j, "ymedia"); k > 0 {
		return total + 30, j + k - i
	}
	if k := p.skip(j, "ycuarto"); k > 0 {
		return total + 15, j + k - i
	}
	l := j
	if p.word(l, "and", "y", "&", "con") {
		l++
	}
	if p.word(l, "a") && p.word(l+1, "quarter") {
		return total + 15, l + 2 - i
	}
	if m, k := p.num(l); k > 0 && m > 0 && m < 60 {
		if u := p.skip(l+k, "minute"); u > 0 {
			return total + m, l + k + u - i
		}
		if p.glued(l+k, "m") || (p.tok(l).glued || l > j || p.tok(l).kind == wordToken) && (m == 30 || m == 15 || m == 45) && !p.word(l+k, "pm", "am") {
			return total + m, l + k - i + b2i(p.glued(l+k, "m"))
		}
	}
	return total, j - i
}

// lengthNumber reports whether v alone is a usual length of a massage.
func (p *parse) lengthNumber(v int) bool {
	switch v {
	case 30, 45, 50, 60, 75, 80, 90, 105, 120, 150, 180:
		return true
	}
	return p.r.lengths[v]
}

// massageAt reports whether a massage is named at i.
func (p *parse) massageAt(i int) bool {
	if p.word(i, "masaje", "masajes", "massage", "sesion") {
		return true
	}
	_, n := p.longest(p.r.services, i)
	return n > 0
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
