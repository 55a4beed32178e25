package booking

import (
	"knead/bot"
)

// A clause is a stretch of a line that says one thing, with what its words are cues for.
type clause struct {
	from, to int
	first    map[symbol]int // where each kind of cue stands first
	longest  map[symbol]int // and how many tokens its longest phrase has there
	question bool
	keep     bool
	intent   bot.BookingIntent
}

func (c clause) has(s symbol) bool { _, ok := c.first[s]; return ok }

// clauses cuts the line at marks and at the words that begin a new thought, never inside a mention.
func (p *parse) clauses() []clause {
	inside := make([]bool, len(p.toks)+1)
	for _, m := range p.ms {
		for i := m.from + 1; i < m.to; i++ {
			inside[i] = true
		}
	}
	var out []clause
	start := 0
	cut := func(i int) {
		if i > start {
			out = append(out, clause{from: start, to: i})
		}
		start = i
	}
	for i := range p.toks {
		if inside[i] || p.used[i] && p.tok(i).kind == punctToken {
			continue
		}
		switch {
		case p.word(i, ".", "!", "?", ";", ",", "…", "(", ")", ":") && p.tok(i).kind == punctToken:
			cut(i + 1)
		case p.word(i, "-") && !p.tok(i).glued:
			cut(i + 1)
		case p.word(i, "but", "so", "because", "cause", "cuz", "bc", "pero", "porque", "although", "aunque", "asi", "while", "if", "si") && i > start && !p.word(i+1, "not", "far") && !(p.word(i, "if", "si") && p.word(i-1, "check", "see", "know", "ask", "wondering", "saber", "ver", "curious")):
			cut(i)
		case p.word(i, "and", "y", "then") && i > start && p.word(i+1, "i", "im", "id", "ill", "do", "can", "could", "is", "are", "my", "what", "whats", "when", "how", "want", "wanna", "would", "need", "book", "cancel", "reschedule", "quiero", "tienen", "hay", "puedo", "necesito", "me", "quisiera", "they", "we", "she", "he", "also", "please", "now", "cuanto", "que", "have", "any", "looking") && !(p.word(i+1, "i", "me", "my") && p.peopleAt(i)):
			cut(i)
		}
	}
	cut(len(p.toks))
	for k := range out {
		c := &out[k]
		c.first, c.longest = map[symbol]int{}, map[symbol]int{}
		for i := c.from; i < c.to; i++ {
			for _, s := range p.cue[i] {
				if i+s.n > c.to || p.used[i] && tale(s.sym) || s.sym == "info" && !p.used[i] && p.used[i+s.n-1] && p.word(i+s.n-1, "tipo") || tale(s.sym) && p.cueOver(i, s.n) {
					continue
				}
				if at, ok := c.first[s.sym]; !ok || at == i && s.n > c.longest[s.sym] {
					c.first[s.sym], c.longest[s.sym] = i, s.n
				}
			}
		}
		last := c.to - 1
		c.question = p.word(last, "?") || p.word(c.from, "¿")
		head := p.head(c.from, c.to)
		if at, ok := c.first["question"]; ok && at == head {
			c.question = true
		}
	}
	return out
}

func (p *parse) peopleAt(i int) bool {
	for _, m := range p.ms {
		if m.kind == peopleMention && m.from <= i && i < m.to {
			return true
		}
	}
	return false
}

// head is the first token of a clause behind greetings and fillers.
func (p *parse) head(from, to int) int {
	for from < to-1 && (p.tok(from).kind == punctToken || p.word(from, "hi", "hey", "hello", "hola", "ok", "okay", "so", "and", "y", "but", "pero", "also", "oh", "um", "please", "buenas", "buenos", "yes", "well", "good", "bueno", "then")) {
		from++
	}
	return from
}

// inClause iterates over the mentions of a clause.
func (p *parse) inClause(c clause, kinds ...mentionKind) int {
	n := 0
	for _, m := range p.ms {
		if m.from >= c.from && m.from < c.to {
			for _, k := range kinds {
				if m.kind == k {
					n++
				}
			}
		}
	}
	return n
}

// judge decides what each clause wants and then what the line wants.
func (p *parse) judge(cs []clause) bot.BookingIntent {
	for k := range cs {
		p.judgeClause(&cs[k])
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
	massage := svc > 0 || p.anyWord(*c, "massage", "massages", "masaje", "masajes", "session", "sesion", "sesiones", "appointment", "appt", "cita", "turno", "slot", "spot", "masage", "massge", "hora")
	other := c.has("other") && c.first["other"] <= p.head(c.from, c.to)+1
	if other && c.has("want") && massage && p.word(c.first["want"], "want", "wants", "need", "needs", "quiere", "quieren", "necesita", "would", "wanna") {
		other = false // asks for somebody else
	}
	foreign := c.has("foreign") && svc == 0
	past := c.has("past") || p.habit(*c)
	if foreign && p.foreignVisit(*c) {
		massage = false
	}
	info := c.has("info")
	c.keep = !(past || foreign || info || other)

	negated := func(s symbol) bool {
		at := c.first[s]
		for j := max(c.from, at-4); j < at-1; j++ { // "don't want to book", "not interested in booking"
			if p.word(j, "dont", "not", "never") && p.word(j+1, "want", "interested", "need", "going", "looking", "like", "ready", "wanna", "have") || p.word(j, "no") && p.word(j+1, "quiero", "necesito", "voy", "deseo", "hace") {
				return true
			}
		}
		return p.word(at-1, "dont", "not", "never", "didnt", "no", "doesnt", "cannot", "nunca", "wont") && at-1 >= c.from
	}
	switch {
	case c.has("cancel") && !negated("cancel") && !info && !(other && p.word(c.first["cancel"], "cancel", "cancela")) && !(foreign && !p.ours(*c)) && !(past && c.longest["cancel"] == 1 && !c.has("want") && c.first["past"] < c.first["cancel"]):
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
	// the first cue decides
	best, at := symbol(""), len(p.toks)
	for _, s := range []symbol{"available", "book", "have", "offer"} {
		if a, ok := c.first[s]; ok && (a < at || a == at && c.longest[s] > c.longest[best]) {
			best, at = s, a
		}
	}
	switch best {
	case "available":
		if !(foreign && !massage) && !other && !(past && !c.question) && !(info && sharp == 0 && c.longest["available"] < 2) {
			c.intent, c.keep = bot.Availability, true
			return
		}
	case "have":
		if when > 0 && !foreign && !(past && !c.question) && !(info && sharp == 0) && !other {
			c.intent, c.keep = bot.Availability, true
			if c.has("book") && !c.question && c.first["book"] < at {
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

func (p *parse) anyWord(c clause, ws ...string) bool {
	for i := c.from; i < c.to; i++ {
		if p.word(i, ws...) {
			return true
		}
	}
	return false
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
	last := c.first["shift"] + c.longest["shift"] - 1 // "cambiarla", "muevela"
	if n := len(p.tok(last).text); n > 4 {
		if t := p.tok(last).text[n-2:]; t == "la" || t == "lo" || t == "me" {
			return true
		}
	}
	return false
}

// coverage is the share of a clause's words that are slots, fillers or cues of a request.
func (p *parse) coverage(c clause) float64 {
	words, known := 0, 0
	for i := c.from; i < c.to; i++ {
		if p.tok(i).kind == punctToken {
			continue
		}
		words++
		if p.used[i] {
			known++
			continue
		}
		for _, s := range p.cue[i] {
			if s.sym == "filler" || s.sym == "offer" || s.sym == "want" || s.sym == "book" || s.sym == "correction" || s.sym == "drop" {
				known++
				break
			}
		}
	}
	if words == 0 {
		return 0
	}
	return float64(known) / float64(words)
}

// tale reports whether cues of block s speak against a booking.
func tale(s symbol) bool { return s == "past" || s == "foreign" || s == "other" }

// cueOver reports whether a longer phrase that asks for something covers the n tokens at i: "got anything" is no tale.
func (p *parse) cueOver(i, n int) bool {
	for j := max(0, i-5); j <= i; j++ {
		for _, s := range p.cue[j] {
			if (s.sym == "have" || s.sym == "available" || s.sym == "book" || s.sym == "offer" || s.sym == "cancel") && s.n > n && j+s.n >= i+n {
				return true
			}
		}
	}
	return false
}

// habit reports whether the clause tells of a habit: "every morning at 7".
func (p *parse) habit(c clause) bool {
	for _, m := range p.ms {
		if m.kind == noise && m.weak && m.from >= c.from && m.from < c.to {
			return true
		}
	}
	return false
}

// foreignVisit reports whether the appointment of a clause is with somebody else: "a dentist appointment", "cita con el médico".
func (p *parse) foreignVisit(c clause) bool {
	for i := c.from; i < c.to; i++ {
		if !p.word(i, "appointment", "appt", "cita", "turno", "hora", "session", "sesion", "slot", "spot") {
			continue
		}
		for j := max(c.from, i-2); j <= min(i+4, c.to-1); j++ {
			for _, s := range p.cue[j] {
				if s.sym == "foreign" && !p.used[j] && (j < i || p.word(i+1, "with", "con", "at", "al", "del", "en", "w", "for")) {
					return true
				}
			}
		}
	}
	return false
}

// bookNoun reports whether the word "book" at i is a thing to read: nothing before it asks for anything.
func (p *parse) bookNoun(c clause, i int) bool {
	return c.longest["book"] == 1 && p.word(i, "book") && i > p.head(c.from, c.to) &&
		!p.word(i-1, "to", "please", "pls", "can", "could", "would", "u", "you", "i", "want", "wanna", "like", "need", "lets", "ill", "we", "gonna", "must", "and", "just", "quiero", "puedo", "necesito")
}
