package booking

import (
	"slices"

	"knead/bot"
)

// worth is how much a clause says of the visit that is wanted: 3 asks for it, 2 says nothing against it, 1 tells of somebody or
// something else, 0 is over or asks for information.
func (p *parse) worth(c clause) int {
	switch {
	case c.wants():
		return 3
	case c.has("past") || c.has("info") || p.habit(c):
		return 0
	case c.has("other") && (c.question || c.has("want") && !c.tells) && !c.has("foreign"):
		return 2 // "can she come on the 19th"
	case c.tells, c.mine, c.has("foreign"), c.has("other"):
		return 1
	}
	return 2
}

func (c clause) holds(m mention) bool { return m.from >= c.from && m.from < c.to }

// weigh settles what two clauses say of one thing: where a clause that asks names a day, the day of a clause that only tells is
// none that is wanted. "My birthday is the 8th but I want to come on the 6th".
func (p *parse) weigh(cs []clause, intent bot.BookingIntent) {
	if intent == bot.Reschedule || p.expect != bot.FieldNone {
		return // two slots belong there: takeSides
	}
	p.weighSo(cs)
	for _, kind := range []mentionKind{dayMention, clockMention, serviceMention} {
		best := -1
		for _, c := range cs {
			if w := p.worth(c); w > best && slices.ContainsFunc(p.ms, func(m mention) bool { return m.kind == kind && !m.dropped && c.holds(m) }) {
				best = w
			}
		}
		for _, c := range cs {
			if p.worth(c) >= best || best < 3 || kind != dayMention && p.narrows(c) {
				continue
			}
			for k := range p.ms {
				if m := &p.ms[k]; m.kind == kind && c.holds(*m) && !((p.narrows(c) || p.worth(c) == 2 && m.day.bare && !m.day.isRange()) && p.saidAgain(k)) {
					m.dropped = true
				}
			}
		}
	}
}

// weighSo drops the days and hours of what a client tells first where "so" leads from it to others: "my twins turn 5 on Saturday, so
// Sunday at noon".
func (p *parse) weighSo(cs []clause) {
	for k, c := range cs {
		if k == 0 || !(p.word(c.from, "so", "entonces", "therefore", "hence") || p.word(c.from, "asi", "por") && p.word(c.from+1, "que", "eso")) {
			continue
		}
		for _, kind := range []mentionKind{dayMention, clockMention} {
			if p.inClause(c, kind) == 0 || kind == clockMention && p.inClause(c, windowMention) > 0 {
				continue
			}
			for j := range p.ms {
				if m := &p.ms[j]; m.kind == kind && m.from < c.from && p.coverage(cs[clauseOf(cs, m.from)]) < 1 && !p.saidAgain(j) {
					m.dropped = true
				}
			}
		}
	}
}

// clauseOf is the number of the clause that holds token i.
func clauseOf(cs []clause, i int) int {
	for k, c := range cs {
		if i >= c.from && i < c.to {
			return k
		}
	}
	return 0
}

// narrows reports whether a clause is nothing but slots, which amend those of the clause that asks.
func (p *parse) narrows(c clause) bool { return p.coverage(c) == 1 }

// saidAgain reports whether mention k says what another one says that is kept: a day twice is no second day.
func (p *parse) saidAgain(k int) bool {
	m := p.ms[k]
	for j, o := range p.ms {
		if j == k || o.kind != m.kind || o.dropped {
			continue
		}
		switch m.kind {
		case dayMention: // a weekday beside its date, or a range around a day, is held against it in oneOf
			if o.day.bare != m.day.bare || o.day.isRange() != m.day.isRange() || p.settle(o.day).Equal(p.settle(m.day)) {
				return true
			}
		case clockMention:
			if o.clock.h%12 == m.clock.h%12 && o.clock.m == m.clock.m {
				return true
			}
		case serviceMention:
			if o.service == m.service {
				return true
			}
		default:
		}
	}
	return false
}

// regain gives back what the clauses took: where the line wants a visit and nothing is left that says its day, its hour, its
// service or its people, that of the clause that says most of the visit counts, whoever's day it is: "my husband would like
// Saturday, what times do you have?" What was taken back in words stays so.
func (p *parse) regain(cs []clause, intent bot.BookingIntent) {
	if p.expect != bot.FieldNone {
		return
	}
	least := 1
	if intent == bot.Reschedule || intent == bot.CancelVisit {
		least = 0 // the visit that there is may be told as over: "I was down for Friday"
	}
	for _, group := range [][]mentionKind{{dayMention}, {clockMention, windowMention, partMention}, {serviceMention}, {lengthMention}, {locationMention}, {peopleMention}, {providerMention}} {
		in := func(m mention) bool { return slices.Contains(group, m.kind) }
		if slices.ContainsFunc(p.ms, func(m mention) bool { return in(m) && !m.dropped }) {
			continue
		}
		if group[0] == serviceMention && least == 1 {
			p.regainAdvised(cs)
		}
		best, at := least-1, -1
		if group[0] == providerMention || group[0] == peopleMention && p.saysWe() {
			best = -1 // "could it be with Thaddeus, he did my neck last time"
		}
		for k, c := range cs {
			if w := p.worth(c); w > best && slices.ContainsFunc(p.ms, func(m mention) bool { return in(m) && c.holds(m) && !m.refused }) {
				best, at = w, k
			}
		}
		if at < 0 && group[0] == dayMention && intent == bot.Book { // "¿el sábado abren? quiero ventosas"
			for k, c := range cs {
				if c.question && c.has("info") && !c.has("past") && !c.has("foreign") && slices.ContainsFunc(p.ms, func(m mention) bool { return in(m) && c.holds(m) && !m.refused && !p.everyWeek(&m) && !m.day.isRange() }) {
					at = k
				}
			}
		}
		if at < 0 || intent == bot.CancelVisit && cs[at].has("foreign") || group[0] != dayMention && group[0] != peopleMention && (cs[at].has("foreign") || cs[at].tells) {
			continue // "my flight is at 6": its day may be that of the visit, its hour is not
		}
		for k := range p.ms {
			if m := &p.ms[k]; in(*m) && cs[at].holds(*m) && !m.refused {
				m.dropped = false
			}
		}
	}
	days, last := 0, 0
	for k, m := range p.ms {
		if m.kind == dayMention && !m.refused {
			days, last = days+1, k
		}
	}
	if days == 1 && p.word(p.ms[last].to, "off", "libre") {
		p.ms[last].dropped = false // "boss gave us the 27th off, anything at 1:30?"
	}
	for k := range p.ms {
		if m := &p.ms[k]; m.praised && !m.refused {
			m.dropped = false // the only therapist of the line
		}
	}
}

// changeService keeps the new service of a visit that changes: "from deep tissue to swedish", "swedish for the hot stone". A visit
// of which only that changes keeps its day.
func (p *parse) changeService(intent bot.BookingIntent) {
	if intent != bot.Reschedule {
		return
	}
	if slices.ContainsFunc(p.ms, func(m mention) bool {
		return !m.dropped && (m.kind == lengthMention || m.kind == locationMention)
	}) && !slices.ContainsFunc(p.ms, func(m mention) bool { return m.kind.when() && !m.dropped && m.side == newSide }) {
		for k := range p.ms { // "change my Friday massage to 90 minutes"
			if m := &p.ms[k]; m.kind == dayMention && !m.dropped {
				m.side = newSide
			}
		}
	}
	for k := range p.ms { // "from half an hour to an hour", "change my 60 to a 90"
		m := &p.ms[k]
		if m.kind != lengthMention || m.dropped || k == 0 {
			continue
		}
		for j := range k {
			if o := &p.ms[j]; o.kind == lengthMention && !o.dropped && (p.leadsOn(o.to, m.from) || p.wishedAt(m.from) && p.near(o.from, 4, "booked", "have", "had", "reserved", "got", "reserve", "tengo", "tenia", "aparte", "agende", "pedi", "down")) {
				o.dropped = true
			}
		}
	}
	var at []int
	for k, m := range p.ms {
		if m.kind == serviceMention && !m.dropped && (len(at) == 0 || p.ms[at[len(at)-1]].service != m.service) {
			at = append(at, k)
		}
	}
	if len(at) != 2 {
		return
	}
	first, last := &p.ms[at[0]], &p.ms[at[1]]
	j := last.from - 1
	for p.word(j, "the", "my", "a", "el", "la", "un", "una", "mi") {
		j--
	}
	if p.word(j, "for", "than", "of", "de") && !p.word(j, "of", "de") && !p.word(first.from-1, "my", "mi", "our", "nuestro", "nuestra", "a", "el", "la") && !p.word(first.from-2, "my", "mi", "our") || p.word(j, "of", "de") && p.word(j-1, "instead", "vez", "lugar") {
		first = last // "swedish for the hot stone", "swedish instead of cupping"
	}
	first.dropped = true
	days := 0
	for _, m := range p.ms {
		days += b2i(m.kind == dayMention && !m.dropped && m.side == newSide)
	}
	for k := range p.ms {
		if m := &p.ms[k]; days == 0 && m.kind == dayMention && !m.dropped {
			m.side = newSide
		}
	}
}

// wishedAt reports whether a word that wants something stands right before token i.
func (p *parse) wishedAt(i int) bool {
	for p.word(i-1, "a", "an", "it", "the", "to", "be", "un", "una", "el", "la", "de", "que", "sea", "instead", "only", "solo") {
		i--
	}
	return p.word(i-1, "want", "wanted", "need", "prefer", "rather", "like", "do", "get", "have", "make", "quiero", "prefiero", "necesito", "quisiera", "mejor", "queria") && !p.word(i-2, "i", "we") || p.word(i-1, "want", "need", "prefer", "quiero", "prefiero", "necesito", "mejor")
}

// leadsOn reports whether the words from one mention up to the next lead from the one to the other: "to", "into a", "a", "por".
func (p *parse) leadsOn(from, to int) bool {
	lead := false
	for i := from; i < to; i++ {
		if p.word(i, "to", "into", "a", "por", "for", "hasta") {
			lead = true
		} else if !p.word(i, "an", "la", "el", "una", "un", "de", "-", "full", "session", "sesion", "massage", "masaje", "one") {
			return false
		}
	}
	return lead
}

// regainAdvised gives back the service that somebody told the client to take: "my doctor said deep tissue would help. Put me in for Friday".
func (p *parse) regainAdvised(cs []clause) {
	for _, c := range cs {
		if c.has("info") || !p.anyWord(c, "doctor", "doc", "coach", "trainer", "physio", "pt", "chiropractor", "chiro", "surgeon", "entrenador", "entrenadora", "fisio", "quiropractico") && !p.anyWord(c, "would", "should", "need", "needed", "recommended", "recommends", "suggested", "suggests", "help", "recomendo", "mando", "receto", "sugirio", "ayudaria", "serviria", "conviene") {
			continue
		}
		for k := range p.ms {
			if m := &p.ms[k]; m.kind == serviceMention && c.holds(*m) && !m.refused {
				m.dropped = false
			}
		}
	}
}

// saysWe reports whether the line asks for more than one: then who was told of before comes too.
func (p *parse) saysWe() bool {
	for i := range p.toks {
		if p.among(i, "we wed our us both together nos queremos quisieramos podemos nosotros nosotras juntos juntas ambos ambas vamos iriamos nuestro nuestra necesitamos") {
			return true
		}
	}
	return false
}
