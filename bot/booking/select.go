package booking

import (
	"slices"
	"strings"

	"knead/bot"
)

// dropClauses takes the mentions out that belong to a tale, a question or somebody else's diary.
func (p *parse) dropClauses(cs []clause) {
	any := map[mentionKind]bool{}
	for _, c := range cs {
		if !c.keep {
			continue
		}
		for _, m := range p.ms {
			if m.from >= c.from && m.from < c.to {
				any[m.kind] = true
			}
		}
	}
	asks := false // a clause that wants something of the calendar says when
	for _, c := range cs {
		asks = asks || c.wants() && p.inClause(c, dayMention, clockMention, windowMention, partMention) > 0
	}
	dayAsked := slices.ContainsFunc(cs, func(c clause) bool { return c.wants() && p.inClause(c, dayMention) > 0 })
	for _, c := range cs {
		if c.keep && dayAsked && !c.wants() && len(p.toks) > storyWords {
			p.dropWhen(c) // a story has days of its own
		}
		if known, words := p.known(c); c.keep && asks && !c.wants() && words-known >= 2 && p.coverage(c) < 0.7 {
			p.dropWhen(c) // "by the evening I am tired"
		}
		if c.keep {
			continue
		}
		for k := range p.ms {
			m := &p.ms[k]
			if m.from < c.from || m.from >= c.to {
				continue
			}
			// What the massage is may be said in a question before: "how much is a 60 min swedish? can I come friday"
			again := m.kind == serviceMention && c.has("past") && !c.has("other") && !c.has("foreign") && !any[m.kind] && slices.ContainsFunc(cs, func(o clause) bool { return o.keep && o.has("again") })
			asked := again || c.has("info") && !c.has("past") && !any[m.kind] && (m.kind == serviceMention || m.kind == lengthMention || m.kind == locationMention)
			m.dropped = !asked
			m.context = c.mine || c.tells && p.saysThatDay() || c.has("foreign") && !c.has("past") && !c.has("info")
		}
	}
}

// storyWords is how many words and marks make a line a story.
const storyWords = 60

// dropWhen takes the days and hours out of a clause that wants nothing of the calendar.
func (p *parse) dropWhen(c clause) {
	for k := range p.ms {
		if m := &p.ms[k]; m.kind.when() && m.from >= c.from && m.from < c.to {
			m.dropped, m.context = true, m.kind == dayMention // its day holds where none is asked for
		}
	}
}

// dropUnwanted takes back what the client takes back: "not friday", "friday no wait saturday", "swedish instead of cupping".
func (p *parse) dropUnwanted(intent bot.BookingIntent) {
	for k := range p.ms {
		m := &p.ms[k]
		i := m.from - 1
		for i >= 0 && p.word(i, "on", "the", "el", "la", "los", "at", "a", "this", "hacer", "make", "do", "come", "in", "en") && !p.cueEnds(i, "drop") {
			i--
		}
		if p.shift && p.word(i, "of") {
			continue
		}
		if p.word(m.from, "del", "el") && p.cueEnds(m.from, "drop") && m.kind == dayMention {
			m.dropped, m.refused = true, true
			continue
		}
		if (m.kind == dayMention || m.kind == clockMention) && p.word(m.to, ",") && p.word(m.from-1, "no", "not") && p.anotherOf(k) && (m.from == 1 || p.word(m.from-2, ".", "!", "?", ";")) {
			m.dropped, m.refused = true, true // "no Thursday, yes Friday"
			continue
		}
		if m.kind == dayMention && p.word(m.to, "no") && (m.to+1 >= len(p.toks) || p.tok(m.to+1).kind == punctToken && !p.word(m.to+1, "?")) && p.anotherOf(k) {
			m.dropped, m.refused = true, true // "el lunes no, el martes sí"
			continue
		}
		if m.kind == dayMention && (p.word(m.to, "imposible", "impossible") || p.word(m.to, "no") && p.word(m.to+1, "se", "puede", "va", "me", "hay") && p.word(m.to+2, "puede", "va", "da", "ser", "a", "sirve", "queda", "conviene")) && p.anotherOf(k) {
			m.dropped, m.refused = true, true // "hoy imposible, mañana a las seis", "el martes no se puede, el miércoles"
			continue
		}
		if m.kind == dayMention && p.everyWeek(m) && slices.ContainsFunc(p.ms, func(o mention) bool {
			return o.kind == dayMention && o.from != m.from && !o.dropped && !p.everyWeek(&o)
		}) {
			m.dropped, m.refused = true, true // "yo los domingos trabajo, así que el lunes"
			continue
		}
		if m.kind == locationMention && p.anotherOf(k) && (p.word(m.to, "too", "is", "queda", "esta", "me") && p.saysFar(m.to) || p.word(m.to, "no") && p.endsAt(m.to+1)) {
			m.dropped, m.refused = true, true // "Orlando's too far so Longwood"
			continue
		}
		if intent == bot.CancelVisit && m.kind == dayMention && !p.anotherOf(k) {
			continue // "I'm going to skip Friday"
		}
		if m.kind.when() && p.word(i, "que") && p.near(i, 3, "mejor", "mas", "antes") && p.anotherOf(k) {
			m.dropped, m.refused = true, true // "el jueves me va mejor que el viernes"
			continue
		}
		if p.windowOver(i) {
			continue // "después del trabajo el jueves"
		}
		if p.cueEnds(i, "drop") && !p.dayOver(i) && m.kind != windowMention && m.kind != lengthMention && m.kind != peopleMention {
			if p.word(i, "cant", "trabajo", "work", "busy", "menos", "puedo") && m.kind != dayMention && m.kind != partMention && m.kind != clockMention {
				continue
			}
			if intent == bot.Availability && p.word(i, "busy", "ocupado", "ocupada", "booked") {
				continue // "is it busy tomorrow?"
			}
			if p.cueAt(i, "cancel") || intent == bot.CancelVisit && p.word(i, "cant", "cannot", "puedo") {
				continue
			}
			m.dropped, m.refused = true, true
		}
	}
	if intent == bot.CancelVisit || intent == bot.Reschedule {
		p.dropStaying()
	}
	// A word of correction between two mentions of one kind: the later counts.
	for a := range p.ms {
		if p.ms[a].dropped {
			continue
		}
		for b := a + 1; b < len(p.ms); b++ {
			if p.ms[b].dropped || p.ms[a].kind != p.ms[b].kind || p.ms[a].kind == noise {
				continue
			}
			if p.corrected(p.ms[a].to, p.ms[b].from) && !(intent == bot.Reschedule && p.compared(p.ms[a].to, p.ms[b].from)) {
				p.ms[a].dropped, p.ms[a].refused = true, true
				p.dropWith(a, b)
				break
			}
		}
	}
}

// dropWith takes out the hour and the part of the day that stand beside day a, which day b takes back, where b has its own.
func (p *parse) dropWith(a, b int) {
	if p.ms[a].kind != dayMention || !slices.ContainsFunc(p.ms[b:], func(m mention) bool {
		return m.kind == clockMention || m.kind == windowMention || m.kind == partMention
	}) {
		return
	}
	for k := range p.ms[:b] {
		if m := &p.ms[k]; (m.kind == clockMention || m.kind == partMention || m.kind == windowMention) && k > a && p.fillBetween(p.ms[a].to, m.from) {
			m.dropped, m.refused = true, true
		}
	}
}

// everyWeek reports whether a weekday is said as a habit: "on Sundays", "los domingos".
func (p *parse) everyWeek(m *mention) bool {
	last := p.tok(m.to - 1)
	switch {
	case m.kind != dayMention || m.day.isRange() || !m.day.bare:
		return false
	case p.word(m.from-1, "los") || p.word(m.from, "los"):
		return true
	}
	return strings.HasSuffix(last.text, "days") && !last.poss && strings.HasSuffix(fold(last.raw), "s") && !strings.Contains(last.raw, "'")
}

// cueEnds reports whether a phrase of block s ends at token i.
func (p *parse) cueEnds(i int, s symbol) bool {
	for j := max(0, i-4); j <= i; j++ {
		for _, c := range p.cue[j] {
			if c.sym == s && j+c.n-1 == i {
				return true
			}
		}
	}
	return false
}

// cueAt reports whether token i lies in a phrase of block s.
func (p *parse) cueAt(i int, s symbol) bool {
	for j := max(0, i-5); j <= i; j++ {
		for _, c := range p.cue[j] {
			if c.sym == s && j+c.n > i {
				return true
			}
		}
	}
	return false
}

// compared reports whether one slot is called the better one between two: both are told, none is taken back.
func (p *parse) compared(from, to int) bool {
	for i := from; i < to; i++ {
		if p.word(i, "better", "mejor", "rather", "instead") {
			return true
		}
	}
	return false
}

func (p *parse) corrected(from, to int) bool {
	for i := from; i < to; i++ {
		if p.used[i] {
			continue
		}
		if p.word(i, "make") && p.word(i+1, "it", "that") && !p.shift || p.word(i, "que") && p.word(i+1, "sea", "sean") && !p.shift { // "sat, make that sun"
			return true
		}
		for _, c := range p.cue[i] {
			if c.sym == "correction" && !(p.word(i, "instead", "rather") && p.word(i+1, "of", "than")) && !(p.word(i, "no", "better", "mejor", "actually") && p.word(i+1, "later", "earlier")) {
				return true
			}
		}
	}
	return false
}

// fillBetween reports whether nothing but small words stands between two mentions.
func (p *parse) fillBetween(from, to int) bool {
	for i := from; i < to; i++ {
		if !p.used[i] && !p.word(i, "at", "on", "the", "el", ",", "in", "around", "de", "en", "por", "a", "las", "la", "@", "del", "good") {
			return false
		}
	}
	return true
}

// sideOf reads the word before a slot: to, for, al, para lead to the new one; from, of, del, instead of to the old.
func (p *parse) sideOf(i int, kind mentionKind) side {
	if kind == dayMention && p.word(i, "al") {
		return newSide
	}
	if kind == dayMention && p.word(i, "del") {
		return oldSide
	}
	j := i - 1
	// a mention's own lead word: "a las 5" begins with the a that says where to
	if p.word(j, "de") && p.word(i, "hoy", "manana") && p.word(i+1, "en") {
		j-- // "la cambiamos para de hoy en quince"
	}
	for p.word(j, "the", "el", "la", "las", "los", "on", "dia", "around", "about", "like", "at", "maybe", "either", "sometime", "any", "mas", "late", "early", "@") {
		j--
	}
	if (p.cueEnds(j, "shift") || p.cueEnds(j, "reschedule")) && p.destinationAhead(i) {
		return oldSide // "push Friday to Monday"
	}
	switch {
	case p.word(j, "of") && p.word(j-1, "instead", "ahead"), p.word(j, "de", "del") && p.word(j-1, "vez", "lugar"), p.word(j, "than") && p.word(j-1, "rather"):
		return oldSide
	case p.word(j, "por") && p.afterSwap(j):
		return newSide // "cambia el lunes por el martes"
	case p.word(j, "to", "until", "till", "til", "into", "onto", "al", "hasta", "para", "for", "2", "pa", "a", ">"):
		if p.word(j, "for") && p.oursEnds(j-1) && p.destinationAhead(i) {
			return oldSide
		}
		if p.word(j, "para") && p.oursEnds(j-1) && p.destinationAhead(i) {
			return oldSide
		}
		if p.word(j, "for", "para") && p.standsFor(j-1) {
			return oldSide
		}
		return newSide
	case p.word(j, "of") && p.word(j-1, "chance", "chances", "possibility"):
		return newSide
	case p.word(j, "from", "of", "del", "de", "my", "mi", "our", "desde", "nuestra", "nuestro"):
		return oldSide
	}
	if kind == clockMention && p.word(i, "a", "al") && (p.oldJustBefore(i) || p.oursEnds(i-1) && !p.destinationAhead(i)) {
		return newSide
	}
	if p.word(i-1, "on", "the", "el", "at") && p.oursEnds(j) && (p.destinationAhead(i) || kind == dayMention && p.laterDay(i)) {
		return oldSide
	}
	return unsided
}

// oldJustBefore reports whether "a las 5" follows an old clock: "de las 3 a las 5".
func (p *parse) oldJustBefore(i int) bool {
	for _, m := range p.ms {
		if m.to == i && (m.kind == clockMention || m.kind == dayMention && p.word(m.from-2, "hora") && !p.destinationAhead(i)) {
			return true
		}
	}
	return false
}

func (p *parse) oursEnds(i int) bool {
	return p.word(i, "appointment", "appt", "apt", "massage", "session", "booking", "reservation", "visit", "cita", "turno", "reserva", "masaje", "sesion", "slot", "tissue", "stone", "swedish")
}

// destinationAhead reports whether a later slot has a word before it that leads to a new one.
func (p *parse) destinationAhead(i int) bool {
	for _, m := range p.ms {
		if m.from <= i || m.kind != dayMention && m.kind != clockMention && m.kind != windowMention {
			continue
		}
		j := m.from - 1
		for p.word(j, "the", "el", "las", "la", "on", "at", "around") {
			j--
		}
		if p.word(j, "to", "until", "till", "al", "para", "a", "hasta", "for", "por") || p.word(m.from, "al") {
			return true
		}
	}
	return false
}

// standsFor reports whether the client is down for what follows token i: "I'm booked for", "estaba apuntada para".
func (p *parse) standsFor(i int) bool {
	if p.word(i, "down", "on", "set") {
		return p.word(i-1, "im", "am", "was", "were", "are", "ive", "us", "me") && !p.word(i-2, "put", "get", "mark", "pencil", "write")
	}
	return p.word(i, "booked", "scheduled", "slated", "agendada", "agendado", "apuntada", "apuntado", "anotada", "anotado") && !p.word(i-1, "get", "be")
}

// afterSwap reports whether the "por" or "for" at j stands between two days or two hours: one is given for the other.
func (p *parse) afterSwap(j int) bool {
	for _, m := range p.ms {
		if (m.kind == dayMention || m.kind == clockMention) && m.to <= j && m.to >= j-1 {
			return true
		}
	}
	return false
}

func (p *parse) oursBefore(i int) bool {
	j := i - 1
	for p.word(j, "on", "the", "el", "at", "of", "del", "de", "for") {
		if p.word(j, "for") {
			return false
		}
		j--
	}
	return p.oursEnds(j) || p.word(j, "my", "mi")
}

func (p *parse) cantBefore(i int) bool {
	for j := i - 1; j >= max(0, i-6); j-- {
		if p.used[j] || p.word(j, ",", ".", ";", "?") && p.tok(j).kind == punctToken {
			return false
		}
		if p.word(j, "give", "put", "book", "schedule", "dame", "deme", "ponme", "poneme", "pongame", "apuntame", "apunteme", "agendame", "anotame", "reservame", "quiero", "want", "need") {
			return false // "cancel today's and put me in on Saturday"
		}
		if p.cueAt(j, "cancel") || p.word(j, "cant", "cannot", "puedo") && !p.word(j-1, "que", "si") && p.word(j-1, "no", "i", "we") {
			return true
		}
	}
	return false
}

func (p *parse) askBefore(i int) bool {
	for j := i - 1; j >= 0 && j >= i-6 && !p.used[j]; j-- {
		for _, c := range p.cue[j] {
			if c.sym == "offer" || c.sym == "book" || c.sym == "available" || c.sym == "have" || c.sym == "want" {
				return true
			}
		}
	}
	return false
}

// keepTold keeps the clause that tells of the visit to be cancelled: "I need to cancel. I had a 3pm on Friday".
func (p *parse) keepTold(cs []clause) {
	for _, c := range cs {
		if c.keep && p.inClause(c, dayMention, clockMention) > 0 {
			return
		}
	}
	for k := range cs {
		if c := &cs[k]; c.has("past") && !c.has("other") && !c.has("info") && !c.has("foreign") {
			c.keep = true
		}
	}
	p.keepSlot(cs, func(c clause) bool { return !c.has("info") && !c.has("foreign") }) // "my wife put us down for Thursday, please cancel"
}

// dropStaying takes out the day of a visit that is to stay as it is: "cancel Wednesday, keep Friday", "el viernes sí voy".
func (p *parse) dropStaying() {
	days := 0
	for _, m := range p.ms {
		days += b2i(m.kind == dayMention && !m.dropped)
	}
	for k := range p.ms {
		m := &p.ms[k]
		if m.kind != dayMention || m.dropped || days < 2 {
			continue
		}
		j, e := p.before(m.from), m.to
		for p.word(j, "my", "mi", "la", "el", "del", "de") {
			j--
		}
		for p.word(e, "at") || e < len(p.toks) && p.used[e] && !p.word(e, "si", "stays") {
			e++
		}
		if p.word(j, "keep", "keeping", "leave", "deja", "dejen", "dejame", "still", "mantengan", "manten") && !p.word(j+1, "from") ||
			p.word(e, "stays", "remains", "queda", "sigue", "stands") || p.word(e, "si") && p.word(e+1, "voy", "llego", "puedo", "ire", "queda") || p.word(e, "voy") && p.word(e+1, "igual", "normal") || p.word(e, "is", "its") && p.word(e+1, "still", "fine", "ok") && p.word(e+2, "on", "fine", "ok") {
			m.dropped, m.refused = true, true
		}
	}
}

// anotherOf reports whether another mention of the kind of mention k is kept.
func (p *parse) anotherOf(k int) bool {
	return slices.ContainsFunc(p.ms, func(m mention) bool { return m.kind == p.ms[k].kind && m.from != p.ms[k].from && !m.dropped })
}

// windowOver reports whether token i belongs to a window.
func (p *parse) windowOver(i int) bool {
	return slices.ContainsFunc(p.ms, func(m mention) bool { return m.kind == windowMention && m.from <= i && i < m.to })
}

// dayOver reports whether token i belongs to a day: "el día del trabajo a las 10".
func (p *parse) dayOver(i int) bool {
	return slices.ContainsFunc(p.ms, func(m mention) bool { return m.kind == dayMention && m.from <= i && i < m.to })
}

// saysFar reports whether a place is said to be far within a few tokens from i.
func (p *parse) saysFar(i int) bool {
	for j := i; j < i+4; j++ {
		if p.word(j, "far", "lejos", "closed", "cerrado", "full", "lleno") {
			return true
		}
	}
	return false
}

// endsAt reports whether a mark or the end of the line stands at i.
func (p *parse) endsAt(i int) bool { return i >= len(p.toks) || p.tok(i).kind == punctToken }
