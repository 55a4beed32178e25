package booking

import (
	"slices"
	"strings"
	"time"

	"knead/bot"
)

// A mentionKind is what a stretch of a line speaks of.
type mentionKind uint8

const (
	noise mentionKind = iota // "since Monday", "24 hours notice": consumed so that nothing else reads it
	dayMention
	clockMention
	windowMention
	partMention
	lengthMention
	peopleMention
	serviceMention
	locationMention
	providerMention
)

// when reports whether a mention of that kind is part of a slot.
func (k mentionKind) when() bool {
	return k == dayMention || k == clockMention || k == windowMention || k == partMention
}

// A side tells the two slots of "from Friday to Monday" apart.
type side uint8

const (
	unsided side = iota
	oldSide
	newSide
)

// A mention is a stretch of a line, tokens from up to before to, and what it says.
type mention struct {
	kind     mentionKind
	from, to int
	day      day
	clock    clock
	window   window
	part     int // 1 morning, 2 afternoon, 3 evening
	n        int // minutes, people
	service  bot.ServiceID
	location bot.LocationID
	provider string
	weak     bool // may yield to another reading: "for 2" is people or a clock; of noise: a habit
	side     side
	context  bool // dropped with a clause on something that the client does that day
	dropped  bool // said not to be wanted, or taken back
	refused  bool // in so many words
	praised  bool // a therapist: "Xiomara was very good last time"
}

// A parse is the work on one line.
type parse struct {
	r      *Reader
	now    time.Time // in the practice's zone
	today  time.Time // civil
	toks   []token
	at     [][]sense // the phrases that begin at each token
	cue    [][]sense
	used   []bool
	kin    []uint8 // what relative found at each token, and one; 0 where it was not asked
	ms     []mention
	expect bot.Field
	shout  bool // the line is all capitals
	plain  bool // within "from … to …": "ten to five" is no 4:50
	depth  int  // of oneDay within itself
	shift  bool // the line moves a visit: "from … to …" are two slots, not a range
}

func newParse(r *Reader, text string, now time.Time, expect bot.Field) *parse {
	now = now.In(r.zone)
	p := &parse{r: r, now: now, today: civil(now.Year(), now.Month(), now.Day()), expect: expect}
	p.toks = tokenize(text, r.lex.mixed)
	p.shout = allCapitals(p.toks)
	p.toks = joinTens(dropMarks(p.toks))
	unDigit(p.toks)
	p.toks = respell(cutIsh(p.toks, r.lex))
	r.lex.correct(p.toks)
	p.at = make([][]sense, len(p.toks))
	p.cue = make([][]sense, len(p.toks))
	p.used = make([]bool, len(p.toks))
	p.kin = make([]uint8, len(p.toks))
	for i := range p.toks {
		p.at[i] = r.lex.words.senses(p.toks, i, nil)
		p.at[i] = r.lex.holidays.senses(p.toks, i, p.at[i])
		p.cue[i] = r.lex.cues.senses(p.toks, i, nil)
		if s := cliticVerb(p.toks[i].text); s != "" && p.toks[i].kind == wordToken && !p.cueAt(i, s) {
			p.cue[i] = append(p.cue[i], sense{sym: s, n: 1})
		}
	}
	p.clocksChange()
	p.workShift()
	p.tellsPast()
	p.forgetsDay()
	return p
}

// forgetsDay makes "forget about Thursday for me" a cancel; "forget Thursday, make it Friday" is a correction.
func (p *parse) forgetsDay() {
	for i := range p.toks {
		if !p.word(i, "forget", "drop", "scratch", "lose", "nix", "skip") {
			continue
		}
		j := i + 1
		for p.word(j, "about", "my", "me", "for") {
			j++
		}
		n := p.skip(j, "wd") + p.skip(j, "today") + p.skip(j, "tomorrow")
		if n > 0 && p.word(j+n, "for") && p.word(j+n+1, "me", "us") || n > 0 && p.word(j-1, "for") && p.word(j-2, "me") {
			p.cue[i] = append(p.cue[i], sense{sym: "cancel", n: j - i})
		}
	}
}

// tellsPast makes a cue of a tale of every Spanish verb that its accent tells to be over: "cociné", "corrí". A future has one too: "iré".
func (p *parse) tellsPast() {
	for i := range p.toks {
		t := p.tok(i)
		if t.kind != wordToken || len(t.text) < 4 || len(p.cue[i])+len(p.at[i]) > 0 || startsUpper(t.raw) || strings.HasSuffix(t.text, "re") || p.r.lex.names[t.text] {
			continue
		}
		if strings.HasSuffix(t.raw, "é") || strings.HasSuffix(t.raw, "í") {
			switch t.text {
			case "cafe", "porque", "tambien", "aqui", "asi", "alli", "ahi", "este", "casi", "bebe", "puree", "colibri", "saque", "segui":
			default:
				p.cue[i] = append(p.cue[i], sense{sym: "past", n: 1})
			}
		}
	}
}

// workShift takes "my shift" and "the night shift", which end and begin, out of the verbs that move a visit.
func (p *parse) workShift() {
	for i := range p.toks {
		if p.word(i, "shift") && p.word(i-1, "my", "the", "work", "night", "day", "morning", "a", "evening", "late", "early", "our", "hour", "double", "hr", "hospital", "last", "long", "off", "on", "after", "ends", "graveyard") {
			p.cue[i] = slices.DeleteFunc(p.cue[i], func(s sense) bool { return s.sym == "shift" })
		}
	}
}

// clocksChange takes what is said of the change to summer time out of the words that move a visit or tell a length.
func (p *parse) clocksChange() {
	for i := range p.toks {
		n := 0
		switch {
		case p.word(i, "cambia", "cambian", "cambio", "cambiaron", "adelantan", "atrasan") && p.word(i+1, "la", "el", "de") && p.word(i+2, "hora", "horario", "reloj") && !p.word(i+3, "de", "del", "a", "para", "al"):
			n = 3
		case p.word(i, "time") && p.word(i+1, "change") && !p.word(i+2, "to", "for", "my") && !p.word(i-1, "a", "need"), p.word(i, "clocks", "clock") && p.word(i+1, "change", "changes", "changed", "changing"):
			n = 2
		case p.word(i, "lose", "losing", "lost", "gain", "gaining", "perdemos", "ganamos", "pierdo", "gano") && p.word(i+1, "an", "una") && p.word(i+2, "hour", "hora"):
			n = 3
		}
		for k := i; k < i+n; k++ {
			p.used[k], p.cue[k] = true, nil
		}
	}
}

// sym returns the longest phrase with that symbol at token i: its value and its tokens, 0 when there is none.
func (p *parse) sym(i int, s symbol) (val, n int) {
	if i < 0 || i >= len(p.at) {
		return 0, 0
	}
	for _, e := range p.at[i] {
		if e.sym == s && e.n > n {
			val, n = e.val, e.n
		}
	}
	return val, n
}

// skip returns how many tokens the phrase with symbol s takes at i.
func (p *parse) skip(i int, s symbol) int {
	_, n := p.sym(i, s)
	return n
}

// word reports whether token i is one of ws.
func (p *parse) word(i int, ws ...string) bool {
	if i < 0 || i >= len(p.toks) {
		return false
	}
	for _, w := range ws {
		if p.tok(i).text == w {
			return true
		}
	}
	return false
}

// num reads a number in digits or words at i.
func (p *parse) num(i int) (val, n int) {
	if i < 0 || i >= len(p.toks) {
		return 0, 0
	}
	if p.tok(i).kind == numberToken {
		return p.tok(i).val, 1
	}
	if p.word(i, "once") && !p.word(i-1, "las", "la", "dentro", "el", "dia", "son", "a") && !p.word(i+1, "y", "de", "personas", "dias", "am", "pm") {
		return 0, 0 // English
	}
	return p.sym(i, "number")
}

// digits reads a number in digits at i.
func (p *parse) digits(i int) (val int, ok bool) {
	if i < 0 || i >= len(p.toks) || p.tok(i).kind != numberToken {
		return 0, false
	}
	return p.tok(i).val, true
}

// glued reports whether token i is one of ws and stands right after the token before it.
func (p *parse) glued(i int, ws ...string) bool {
	return p.word(i, ws...) && p.tok(i).glued
}

// add records a mention and consumes its tokens.
func (p *parse) add(m mention) {
	if b := m.day.base; m.kind == dayMention && b > 0 && b <= len(p.ms) && !p.shift && !p.word(m.from-1, "or", "o", "and", "y") && !p.word(m.from-2, "or", "o", "and", "y") {
		p.ms[b-1].dropped, p.ms[b-1].refused = true, true // "Thanksgiving breaks me, so the Wednesday before it"
	}
	p.ms = append(p.ms, m)
	for i := m.from; i < m.to; i++ {
		p.used[i] = true
	}
}

// A rule tries to read one kind of thing at token i. It returns the tokens taken, 0 for none.
type rule func(i int) (mention, int)

// scan reads the whole line: in each place the first rule that fits wins, so the longer and surer rules stand first.
func (p *parse) scan() {
	p.pass(p.junk, p.location, p.described, p.service, p.people, p.length, p.windowAt, p.dayAt, p.clockAt, p.partAt, p.provider)
	p.pass(p.bareNumber)
	p.strayName()
	p.ms = slices.DeleteFunc(p.ms, func(m mention) bool { // "cancele las dos, la de mi esposa y la mía"
		return m.kind == clockMention && m.to-m.from == 2 && p.word(m.from, "las") && p.tok(m.from+1).kind == wordToken && p.areSo(m.clock.h)
	})
	// Rules of the second pass add behind the first: order by place.
	for i := 1; i < len(p.ms); i++ {
		for j := i; j > 0 && p.ms[j].from < p.ms[j-1].from; j-- {
			p.ms[j], p.ms[j-1] = p.ms[j-1], p.ms[j]
		}
	}
}

func (p *parse) pass(rules ...rule) {
	for i := 0; i < len(p.toks); {
		step := 1
		if !p.used[i] {
			for _, r := range rules {
				if m, n := r(i); n > 0 && p.free(i, i+n) {
					m.from, m.to = i, i+n
					p.add(m)
					step = n
					break
				}
			}
		}
		i += step
	}
}

func (p *parse) free(from, to int) bool {
	if to > len(p.used) {
		return false
	}
	for i := from; i < to; i++ {
		if p.used[i] {
			return false
		}
	}
	return true
}

// junk consumes what looks like a day or a length and is none: complaints, prices, ages, notice periods.
func (p *parse) junk(i int) (mention, int) {
	none := mention{kind: noise}
	// "since Monday", "desde el lunes" of a complaint; "desde las 5" is a window.
	if p.word(i, "since", "desde") {
		j := i + 1
		for p.word(j, "the", "el", "la", "last", "hace") {
			j++
		}
		if p.word(i+1, "hace") {
			_, n := p.num(i + 2)
			if n > 0 && p.unit(i+2+n) > 0 {
				return none, 2 + n + p.unit(i+2+n)
			}
			return none, 2
		}
		if p.word(i, "since") {
			if d, n := p.dayAt(j); n > 0 && d.kind == dayMention {
				return none, j + n - i
			}
			if n := p.skip(j, "part"); n > 0 {
				return none, j + n - i
			}
		}
	}
	if p.word(i, "same", "igual", "mismo") && p.word(i+1, "as", "que") { // "in three weeks, same as today, a Tuesday"
		if n := p.skip(i+2, "today"); n > 0 {
			j := i + 2 + n
			for p.word(j, ",", "a", "on", "un") {
				j++
			}
			return none, max(2+n, b2i(p.skip(j, "wd") > 0)*(j+p.skip(j, "wd")-i))
		}
	}
	if p.word(i, "night", "nite", "noche", "nights", "evening", "morning") && (p.word(i+1, "baker", "nurse", "owl", "job", "person", "guard", "worker", "clerk", "cleaner", "crew", "team", "manager", "watchman", "driver", "school", "market", "sickness", "person", "people", "commute", "routine", "shift", "shifts", "classes") || p.word(i-1, "de") && p.word(i-2, "turno", "guardia", "velador", "turnos", "portero")) {
		return none, 1 // "I'm a night baker"
	}
	if p.word(i, "i", "hwy", "highway", "route", "rte", "sr", "us", "exit", "gate", "suite", "apt", "unit", "pier") { // "I-4", "exit 12"
		j := i + 1
		if p.glued(j, "-") {
			j++
		}
		if _, ok := p.digits(j); ok && (p.tok(j).glued && p.word(j-1, "-") || j == i+1 && !p.word(i, "i", "us", "apt")) {
			return none, j + 1 - i
		}
	}
	if v, n := p.num(i + 1); n > 0 && v > 0 && p.word(i, "for", "para") && p.near(i, 5, "cook", "cooked", "cooking", "dinner", "cocino", "cocine", "guise", "prepare", "hornee", "cocina", "cocinar", "cene", "cena", "feed", "feeding", "hosting", "host", "party", "fiesta", "baking", "invitados") {
		return none, 1 + n + b2i(p.word(i+1+n, "people", "personas", "ppl", "guests", "of")) // "I'll have cooked for 22 people"
	}
	for _, e := range p.at[i] { // "a Christmas present", "regalo de Navidad": no day
		if j := i + e.n; e.sym == "holiday" && (p.word(i-1, "happy", "merry", "feliz", "felices", "prospero") || p.word(j, "present", "gift", "bonus", "party", "card", "shopping", "regalo", "cena") || p.word(i-1, "de") && p.word(i-2, "regalo", "cena", "fiesta", "compras")) {
			return none, e.n
		}
	}
	if p.word(i, "mido", "mide", "peso", "pesa", "measure", "weigh") { // "mido 1.90"
		if _, ok := p.digits(i + 1); ok {
			_, more := p.digits(i + 3)
			return none, 2 + 2*b2i(more && p.glued(i+2, ".", ","))
		}
	}
	if p.word(i, "hace") {
		if _, n := p.num(i + 1); n > 0 && p.unit(i+1+n) > 0 {
			return none, 1 + n + p.unit(i+1+n)
		}
	}
	if p.word(i, "for", "por", "durante", "llevo", "every", "cada") {
		if _, n := p.num(i + 1); n > 0 {
			j := i + 1 + n
			if p.word(j, "days", "weeks", "months", "years", "day", "week", "month", "year", "dias", "semanas", "meses", "anos", "semana", "mes", "ano", "wks") {
				return none, j + 1 - i
			}
		}
	}
	if p.tok(i).kind == ordinalToken && p.word(i+1, "bday", "birthday", "anniversary", "cumple", "cumpleanos", "aniversario", "floor", "visit", "appointment", "session", "time", "massage") {
		return none, 2 // "my 21st birthday"
	}
	if p.word(i, "each", "apiece") && (p.used[max(i-1, 0)] || p.unit(i-1) > 0) {
		return none, 1 // "an hour each"
	}
	if p.word(i, "every", "each", "cada", "todos", "todas") {
		j := i + 1
		for p.word(j, "other", "los", "las", "single") {
			j++
		}
		for _, s := range []symbol{"wd", "part", "week", "day", "month", "weekend", "year"} {
			if n := p.skip(j, s); n > 0 {
				return mention{kind: noise, weak: true}, j + n - i
			}
		}
	}
	if v, ok := p.digits(i); ok {
		switch {
		case p.glued(i, "$") || p.word(i-1, "$", "#", "€"):
			return none, 1
		case p.word(i+1, "%", "dollars", "bucks", "usd", "dolares", "pesos", "euros", "€", "mg", "lbs", "kg", "miles", "mile", "km", "degrees", "percent", "am's"):
			return none, 2
		case p.word(i+1, "years", "yrs", "yo", "anos", "yr", "year") && !p.word(i-1, "in"):
			return none, 2
		case p.word(i+1, "/") && (v == 24 && p.word(i+2, "7") || v == 50 && p.word(i+2, "50")):
			return none, 3
		case v >= 10_000 || len(p.tok(i).text) >= 5:
			return none, 1
		case len(p.tok(i).text) == 3 && p.word(i+1, "-", ".", " ") && p.longNumber(i+2): // 407-535-2331
			j := i + 2
			for p.word(j+1, "-", ".") && p.longNumber(j+2) {
				j += 2
			}
			return none, j + 1 - i
		case len(p.tok(i).text) == 4 && v/100 < 24 && v%100 < 60 && p.skip(i+1, "hour") > 0: // "1600 hours"
		case v > 8 && p.skip(i+1, "hour") > 0 && !p.word(i+1, "h", "hs", "hrs", "horas") || v > 12 && p.word(i+1, "hours", "hour", "horas") && !p.word(i-1, "at", "las"):
			if !p.word(i-1, "in", "within") || p.word(i+2, "notice") {
				return none, 2
			}
		}
		if n := p.unit(i + 1); n > 0 {
			if k := p.skip(i+1+n, "pastref"); k > 0 {
				return none, 1 + n + k
			}
			if p.word(i+1+n, "old") {
				return none, 2 + n
			}
		}
	}
	if _, n := p.num(i); n > 0 {
		if k := p.unit(i + n); k > 0 && p.word(i+n+k, "ago", "atras", "pregnant", "embarazada", "postpartum", "notice") {
			return none, n + k + 1
		}
	}
	return mention{}, 0
}

func (p *parse) longNumber(i int) bool {
	_, ok := p.digits(i)
	return ok && len(p.tok(i).text) >= 3
}

// unit returns the tokens of a unit of time at i.
func (p *parse) unit(i int) int {
	for _, s := range []symbol{"minute", "hour", "day", "week", "month", "year", "fortnight"} {
		if n := p.skip(i, s); n > 0 {
			return n
		}
	}
	return 0
}

func (p *parse) partAt(i int) (mention, int) {
	if p.word(i, "am", "pm") && p.dayEndsAt(i) && !p.word(i+1, "i", "we") {
		return mention{kind: partMention, part: 1 + b2i(p.word(i, "pm"))}, 1 // "sun am"
	}
	v, n := p.sym(i, "part")
	if n > 0 && i == 0 && p.word(n, "!") { // "morning!"
		return mention{kind: noise}, n
	}
	if n == 0 || p.word(i, "tardes", "noches") && p.word(i-1, "buenas", "buenos") || p.word(i, "morning", "afternoon", "evening", "night") && p.word(i-1, "good") {
		if n > 0 {
			return mention{kind: noise}, n
		}
		return mention{}, 0
	}
	if p.word(i, "first") && p.word(i+n, "u", "you", "that", "available", "open", "yall", "there") {
		return mention{kind: noise}, n // "first thing you have after 5"
	}
	if n == 1 && p.word(i, "temprano") && p.word(i-1, "tan", "muy", "demasiado") && p.near(i, 3, "no", "ni") {
		return mention{kind: noise}, n // "no tan temprano"
	}
	if n == 1 && p.word(i, "temprano") && p.word(i-1, "mas") && !p.word(i-2, "lo") { // earlier than something
		return mention{}, 0
	}
	if n == 1 && p.word(i, "tarde") && p.word(i-1, "mas", "muy", "tan", "bastante", "medio", "poco", "demasiado", "llego", "llegar", "hace", "hizo", "avisar", "aviso") || n == 1 && p.word(i, "nite", "eve", "nights") && p.word(i-1, "a") {
		return mention{}, 0
	}
	return mention{kind: partMention, part: v}, n
}

// dayEndsAt reports whether a day was read right before token i.
func (p *parse) dayEndsAt(i int) bool {
	return slices.ContainsFunc(p.ms, func(m mention) bool { return m.kind == dayMention && m.to == i })
}

// tok is token i, an empty mark outside the line, so that the grammar may look around without minding its ends.
func (p *parse) tok(i int) token {
	if i < 0 || i >= len(p.toks) {
		return token{kind: punctToken}
	}
	return p.toks[i]
}
