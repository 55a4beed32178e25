package booking

import (
	"slices"

	"knead/bot"
)

func (c clause) has(s symbol) bool { _, ok := c.first[s]; return ok }

// judge decides what each clause wants and then what the line wants.
func (p *parse) judge(cs []clause) bot.BookingIntent {
	for k := range cs {
		if c := &cs[k]; k > 0 && p.word(c.from, "if", "si") && cs[k-1].has("info") && !cs[k-1].keep && !c.has("book") {
			continue // "what happens if I'm late on Saturday": all one question
		}
		p.judgeClause(&cs[k])
	}
	for k := range cs { // "…, que a las 5 recojo a los nenes"
		if c := &cs[k]; c.reason && k > 0 && cs[k-1].wants() && p.coverage(*c) < 1 && (c.intent == bot.Book || c.intent == "") {
			c.intent, c.keep = "", false
		}
	}
	var cancel, move, avail, book, wants bool
	for _, c := range cs {
		switch c.intent {
		case bot.CancelVisit:
			cancel = true
		case bot.Reschedule:
			move = true
		case bot.Availability:
			avail = true
		case bot.Book:
			book = true
			if c.has("book") || c.has("want") || c.has("offer") {
				wants = true
			}
		case bot.NoBooking:
		}
	}
	days := 0
	for _, m := range p.ms {
		if m.kind == dayMention || m.kind == clockMention {
			days++
		}
	}
	if !move && !cancel && (avail || book) && days > 0 { // something came up, or a visit is told with another slot
		move = slices.ContainsFunc(cs, func(c clause) bool { return c.has("came") || c.mine })
	}
	switch {
	case move:
		return bot.Reschedule
	case cancel && (avail || book && wants) && days > 1:
		return bot.Reschedule
	case cancel:
		return bot.CancelVisit
	case avail:
		return bot.Availability
	case book:
		return bot.Book
	}
	return bot.NoBooking
}

func (p *parse) judgeClause(c *clause) {
	when := p.inClause(*c, dayMention, clockMention, windowMention, partMention)
	sharp := p.inClause(*c, dayMention, clockMention, windowMention)
	if p.saysAfterThat(c.from, c.to) {
		when++
	}
	svc := p.inClause(*c, serviceMention)
	rest := p.inClause(*c, lengthMention, locationMention, peopleMention, providerMention)
	massage := svc > 0 || p.anyWord(*c, "massage", "massages", "masaje", "masajes", "session", "sesion", "sesiones", "appointment", "appt", "cita", "turno", "slot", "spot", "masage", "massge", "hora", "sita", "masajito", "masajitos", "apt")
	other := c.has("other") && c.first["other"] <= p.head(c.from, c.to)+1
	if other && c.has("want") && massage && p.word(c.first["want"], "want", "wants", "need", "needs", "quiere", "quieren", "necesita", "would", "wanna") {
		other = false // asks for somebody else
	}
	if other && c.has("available") && p.word(c.first["other"], "alguien", "someone", "somebody", "people") {
		other = false // "hay alguien disponible"
	}
	foreign := c.has("foreign") && svc == 0 && !p.measured(*c)
	past := c.has("past") || p.habit(*c)
	if foreign && p.foreignVisit(*c) {
		massage = false
	}
	info := c.has("info") && !p.howToDrop(*c)
	if p.hasVisit(*c) && !foreign && !other && p.expect == bot.FieldNone {
		c.mine = true
		return
	}
	if p.asksAfterVisit(*c) || c.has("status") && !c.has("reschedule") && !c.has("cancel") && !(c.has("shift") && when > 0) || p.states(*c) || p.dayOfOther(*c) {
		c.tells = true
		return // asks after a visit, or tells a day of something else: "my birthday is on friday"
	}
	if (c.has("offer") || c.has("want")) && p.anyWord(*c, "instead") && p.ours(*c) && p.anyWord(*c, "my", "our") && when > 0 && !other && !foreign && !past && p.expect == bot.FieldNone {
		c.intent, c.keep = bot.Reschedule, true // "can we do my massage next week instead?"
		return
	}
	if h := p.head(c.from, c.to); sharp > 0 && !foreign && !past && (p.word(h, "is", "esta") && h+1 < c.to && p.used[h+1] && p.anyWord(*c, "open", "free", "available", "taken", "libre", "disponible", "ocupado") ||
		p.word(h, "how", "hows") && p.anyWord(*c, "looking", "look")) {
		c.intent, c.keep = bot.Availability, true // "is 3pm Friday open?"
		return
	}
	if at, ok := c.first["later"]; ok && !p.word(at+c.longest["later"], "than", "que") && (c.question || c.has("offer") || c.has("want")) && !past && !c.has("ail") && !other && !foreign && p.expect == bot.FieldNone {
		c.intent, c.keep = bot.Reschedule, true // "can I come an hour later?"
		return
	}
	c.keep = !(past || foreign || info || other)

	negated := func(s symbol) bool {
		at := c.first[s]
		for j := max(c.from, at-4); j < at-1; j++ { // "don't want to book", "not interested in booking"
			if p.word(j, "dont", "not", "never") && p.word(j+1, "want", "interested", "need", "going", "looking", "like", "ready", "wanna", "have") || p.word(j, "no") && p.word(j+1, "need", "quiero", "necesito", "voy", "deseo", "hace") {
				return true
			}
		}
		return p.word(at-1, "dont", "not", "never", "didnt", "no", "doesnt", "cannot", "nunca", "wont") && at-1 >= c.from
	}
	c.stays = c.has("cancel") && negated("cancel")
	switch {
	case c.has("cancel") && !c.stays && !info && !(other && p.word(c.first["cancel"], "cancel", "cancela")) && !(foreign && !p.ours(*c)) && !(past && c.longest["cancel"] == 1 && !c.has("want") && c.first["past"] < c.first["cancel"]):
		c.intent, c.keep = bot.CancelVisit, true
		return
	case c.has("reschedule") && !negated("reschedule") && !info && !other && !(foreign && !p.ours(*c)):
		c.intent, c.keep = bot.Reschedule, true
		return
	case c.has("shift") && !info && !other && !foreign && p.expect == bot.FieldNone && p.shiftsVisit(*c, sharp+when):
		c.intent, c.keep = bot.Reschedule, true
		return
	case c.has("shift") && p.expect != bot.FieldNone && !info && !other && !past && (p.ours(*c) && sharp > 0 && p.anyWord(*c, "appointment", "appt", "cita", "booking", "turno")):
		c.intent, c.keep = bot.Reschedule, true
		return
	}
	if c.has("shift") && !info && !other && !past && !foreign && when == 0 && p.inClause(*c, locationMention, peopleMention, lengthMention, serviceMention) > 0 && p.word(c.first["shift"]+c.longest["shift"], "it", "that", "to", "me", "the", "lo", "la", "a") {
		c.intent, c.keep = bot.Book, true // a draft's place or length is changed, no visit is moved
		return
	}
	if c.question && sharp > 0 && !info && p.inClause(*c, providerMention) > 0 && p.word(p.head(c.from, c.to), "is", "does", "will", "esta", "trabaja", "are") {
		c.intent, c.keep = bot.Availability, true // "is Maria in on Saturday?"
		return
	}
	for _, s := range []symbol{"cancel", "reschedule", "book"} {
		if c.has(s) && negated(s) && !p.word(c.first[s]-1, "no") {
			c.keep = false // "don't book me for Friday"
			return
		}
	}
	// the first cue decides
	best, at := symbol(""), len(p.toks)
	for _, s := range []symbol{"available", "book", "have", "offer"} {
		if a, ok := c.first[s]; ok && (a < at || a == at && c.longest[s] > c.longest[best]) {
			best, at = s, a
		}
	}
	switch best {
	case "available":
		if p.word(at, "spots", "slots", "spot", "slot", "lugares") && c.has("want") && c.first["want"] < at && !c.question && !info && !other && !past && !foreign {
			c.intent, c.keep = bot.Book, true // "I need two spots"
			return
		}
		if !(foreign && !massage) && !other && !(past && !c.question) && !(info && sharp == 0 && c.longest["available"] < 2) {
			c.intent, c.keep = bot.Availability, true
			return
		}
	case "have":
		if when == 0 && c.question && !info && !other && !past && !foreign && !c.has("book") && c.to-c.from <= 6 && rest+svc == 0 && p.inClause(clause{to: len(p.toks)}, dayMention, windowMention) > 0 {
			c.intent, c.keep = bot.Availability, true // "el jueves entre las 9 y las 12, ¿qué tenéis?"
			return
		}
		if when > 0 && !foreign && !(past && !c.question) && !(info && sharp == 0) && !other {
			c.intent, c.keep = bot.Availability, true
			if !c.question && (c.has("book") && c.first["book"] < at || c.has("want") && c.first["want"] < at && p.word(at, "something", "algo")) {
				c.intent = bot.Book
			}
			return
		}
	case "book":
		if p.bookNoun(*c, at) {
			break
		}
		if !negated("book") && !info && !other && !(past && !p.imperative(*c)) && !(foreign && !massage) {
			c.intent, c.keep = bot.Book, true
			return
		}
	case "offer":
		if rest > 0 && p.word(at, "make", "que", "hazlo", "ponlo") && !info && !other && !past && !foreign {
			c.intent, c.keep = bot.Book, true
			return
		}
		if sharp+when > 0 && !info && !other && !past && !(foreign && !massage) {
			c.intent, c.keep = bot.Book, true
			return
		}
		if svc > 0 && rest+when > 0 && !info && !other && !past {
			c.intent, c.keep = bot.Book, true
			return
		}
	}
	if info && c.question && sharp > 0 && p.doYouDo(*c) {
		c.intent, c.keep = bot.Availability, true
		return
	}
	if c.has("ail") && !massage && p.word(c.first["want"], "get", "do", "doing") {
		return // "I get headaches at night"
	}
	if c.has("want") && !info && !other && !foreign && (!past || massage && sharp > 0) && !negated("want") {
		if when > 0 && !c.blocked(p) || svc > 0 && !c.has("question") || massage && !c.question || svc > 0 && (when+rest > 0) {
			c.intent, c.keep = bot.Book, true
			return
		}
	}
	if info || other || foreign || past {
		if p.expect != bot.FieldNone && !c.question && !info && !foreign && !other && p.coverage(*c) >= 0.75 && when+svc+rest > 0 {
			c.intent, c.keep = bot.Book, true
		}
		return
	}
	all := when + svc + rest
	if p.expect != bot.FieldNone {
		if all > 0 && p.coverage(*c) >= 0.5 {
			c.intent = bot.Book
		}
		return
	}
	if c.has("ail") && !massage {
		return
	}
	if c.question && sharp == 0 && !p.word(p.head(c.from, c.to), "que", "what") {
		return
	}
	if sharp > 0 && svc+rest == 0 && p.inClause(*c, dayMention) == sharp && p.coverage(*c) < 1 {
		return // one day and a word that nobody knows: "me operan el 3"
	}
	if p.coverage(*c) >= 0.8 && (sharp > 0 || svc > 0 && when+rest > 0 || p.lineSlot()) && all > 0 {
		c.intent = bot.Book
	}
}

// blocked reports whether a clause that wants something says more than a slot request does: "I need my car on Friday".
func (c clause) blocked(p *parse) bool { return p.coverage(c) < 0.5 }

// lineSlot reports whether the line as a whole holds enough of a slot to be one: "deep tissue, 60, Orlando".
func (p *parse) lineSlot() bool {
	var svc, when, rest int
	for _, m := range p.ms {
		switch m.kind {
		case serviceMention:
			svc++
		case dayMention, clockMention, windowMention:
			when++
		case lengthMention, locationMention, peopleMention, providerMention, partMention:
			rest++
		case noise:
		}
	}
	return when > 0 || svc > 0 && rest > 0
}

// imperative reports whether the clause asks in so many words, whatever else it tells.
func (p *parse) imperative(c clause) bool {
	at := c.first["book"]
	return at == p.head(c.from, c.to) || c.has("want") && c.first["want"] < at || p.word(at-1, "to", "please", "can", "ill")
}

// doYouDo reports whether "do you do" asks for a given slot: "do you do hot stone tomorrow at 3?"
func (p *parse) doYouDo(c clause) bool {
	for i := c.from; i+2 < c.to; i++ {
		if p.word(i, "do") && p.word(i+1, "you", "u") && p.word(i+2, "do", "offer") || p.word(i, "hacen", "ofrecen") {
			for _, m := range p.ms {
				if m.kind == dayMention && m.from >= c.from && m.from < c.to && !p.word(m.from, "sundays", "mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "weekends", "sabados", "domingos") && !p.word(m.from-1, "los") {
					return true
				}
			}
		}
	}
	return false
}

// ours reports whether a clause names an appointment that the client has.
func (p *parse) ours(c clause) bool {
	return p.anyWord(c, "appointment", "appt", "appts", "apt", "massage", "session", "booking", "reservation", "visit", "cita", "turno", "reserva", "masaje", "sesion", "slot", "spot", "hora")
}

// shiftsVisit reports whether a verb such as "move" or "push" has a visit for its object: an appointment, or a day or clock.
func (p *parse) shiftsVisit(c clause, whens int) bool {
	if p.ours(c) && !p.anyWord(c, "price", "precio") {
		if c.has("past") && !c.has("want") && !c.question {
			return false
		}
		return true
	}
	at := c.first["shift"] + c.longest["shift"]
	for j := max(c.from, c.first["shift"]-3); j <= c.first["shift"]; j++ { // "can I pass by" asks to come
		for _, s := range p.cue[j] {
			if s.sym == "offer" && j+s.n >= at && s.n > c.longest["shift"] {
				return false
			}
		}
	}
	if whens == 0 || c.has("past") {
		return false
	}
	if p.word(at, "to", "it", "me", "that", "us", "my", "the", "mi", "la", "lo", "our", "from", "a", "al", "del", "de", "back", "up", "out", "para", "everything") {
		return true
	}
	for _, m := range p.ms {
		if (m.kind == dayMention || m.kind == clockMention) && m.from >= at && m.from <= at+2 {
			return true
		}
	}
	for _, m := range p.ms { // "move deep tissue with Tomasz to Thursday"
		if (m.kind == serviceMention || m.kind == providerMention || m.kind == lengthMention) && m.from >= at && m.from <= at+2 && p.destinationAhead(m.from) {
			return true
		}
	}
	last := c.first["shift"] + c.longest["shift"] - 1 // "cambiarla", "muevela"
	if n := len(p.tok(last).text); n > 4 {
		if t := p.tok(last).text[n-2:]; t == "la" || t == "lo" || t == "me" {
			return true
		}
	}
	return false
}

// states reports whether a clause tells on which day or at what hour something else is: "my birthday is on friday", "el partido
// es el domingo". "My best day is Friday" tells what is wanted.
func (p *parse) states(c clause) bool {
	h := p.head(c.from, c.to)
	if p.word(h, "its", "es") && p.word(h+1, "my", "mi", "our", "his", "her", "their", "su", "nuestro", "nuestra") && !p.used[h] {
		return !p.wish(h + 2)
	}
	if !p.word(h, "my", "our", "his", "her", "their", "the", "mi", "nuestro", "nuestra", "su", "el", "la") || p.used[h] && !p.word(h, "the", "el", "la") {
		return false
	}
	for j := h + 1; j < min(c.to, h+7); j++ {
		if p.wish(j) || p.used[j] && !p.word(j, "appointment", "appt", "massage", "session", "booking") {
			return false
		}
		if p.word(j, "is", "are", "es", "son", "sera", "starts", "begins", "ends", "leaves", "arrives", "expires", "falls", "sale", "empieza", "termina", "cae", "llega", "vence", "lands", "departs", "finishes", "opens", "closes", "graduates", "sera", "seria") && j > h+1 && !p.word(j-1, "que", "which", "that") {
			return !p.anyWord(clause{from: j, to: c.to}, "best", "better", "good", "great", "fine", "perfect", "preferred", "mejor", "ideal", "bien", "perfecto", "free", "available", "open", "libre", "ok", "okay")
		}
	}
	return false
}

// wish reports whether token i is a word for what the client would like rather than for something that happens.
func (p *parse) wish(i int) bool {
	return p.word(i, "preference", "preferred", "availability", "best", "favorite", "favourite", "first", "second", "choice", "ideal", "only", "schedule", "time", "day", "preferencia", "disponibilidad", "mejor", "unico", "unica", "primera", "favorito", "favorita", "goal", "plan", "earliest", "next", "request", "wish", "date")
}

// howToDrop reports whether "how do I" asks to cancel, to move or, with a day, to book a visit: who asks that wants it done.
func (p *parse) howToDrop(c clause) bool {
	at, ok := c.first["info"]
	if !ok {
		at = c.from
	}
	if !p.word(at, "how", "como") {
		return false
	}
	if a, ok := c.first["book"]; ok && a-at <= 4 && p.inClause(c, dayMention, clockMention, windowMention) > 0 {
		return true // "how do I book a deep tissue for Saturday at 10?"
	}
	for _, s := range []symbol{"cancel", "reschedule"} {
		if a, ok := c.first[s]; ok && a-at <= 4 && (a+c.longest[s] >= c.to-1 || p.ours(c)) {
			return true
		}
	}
	return false
}

// hasVisit reports whether a clause tells of an appointment that the client has: "I have a 2pm on Thursday", "tengo cita el jueves".
func (p *parse) hasVisit(c clause) bool {
	at, ok := c.first["mine"]
	if !ok || c.has("reschedule") || c.has("cancel") || c.has("shift") {
		return false
	}
	end := at + c.longest["mine"]
	if p.word(at-1, "you", "u", "ya", "yall", "guys", "they", "she", "he", "still") || p.word(at, "got") && c.question && at == p.head(c.from, c.to) {
		return false // "you got a 3 on Friday?"
	}
	for _, m := range p.ms {
		if m.from >= end && m.from <= end+1 && m.kind == clockMention {
			return true
		}
	}
	return p.word(end-1, "cita", "turno", "hora", "reserva", "is", "es", "for", "para", "tengo", "have") && p.inClause(c, dayMention, clockMention) > 0 ||
		p.word(end, "appointment", "appt", "massage", "session", "booking") && p.inClause(c, dayMention, clockMention) > 0
}

// asksAfterVisit reports whether a clause asks what became of a visit: "is my Friday appointment confirmed".
func (p *parse) asksAfterVisit(c clause) bool {
	h := p.head(c.from, c.to)
	return p.word(h, "is", "are", "was") && p.word(h+1, "my", "our") && p.ours(c) && p.anyWord(c, "confirmed", "booked", "set", "scheduled", "reserved", "still", "done")
}

// dayOfOther reports whether a clause says what a day is: "Thursday is my only day off", "el jueves es mi cumpleaños".
func (p *parse) dayOfOther(c clause) bool {
	h := p.head(c.from, c.to)
	for _, m := range p.ms {
		if m.kind != dayMention || m.from > h+1 || m.from < h {
			continue
		}
		k := m.to
		return p.word(k, "is", "es", "was", "fue") && p.word(k+1, "my", "mi", "our", "nuestro", "when", "cuando", "his", "her", "su") &&
			!p.anyWord(clause{from: k, to: c.to}, "best", "preference", "favorite", "favourite", "choice", "mejor", "preferencia", "preferred", "ideal")
	}
	return false
}

// measured reports whether what a clause names of the client's own life only bounds a window: "after my 2pm meeting".
func (p *parse) measured(c clause) bool {
	for _, m := range p.ms {
		if m.kind == windowMention && m.to == c.first["foreign"] && p.word(m.from, "after", "before", "despues", "antes") {
			return true
		}
	}
	return false
}
