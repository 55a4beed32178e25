package booking

import (
	"slices"

	"knead/bot"
)

// A clause is a stretch of a line that says one thing, with what its words are cues for.
type clause struct {
	from, to int
	first    map[symbol]int // where each kind of cue stands first
	longest  map[symbol]int // and how many tokens its longest phrase has there
	question bool
	keep     bool
	mine     bool // tells of a visit that the client has
	tells    bool // of a day that something else has, or asks after a visit
	stays    bool // says what is not to be cancelled
	reason   bool // tells why the slot before it is that one
	intent   bot.BookingIntent
}

// wants reports whether the clause asks for something of the calendar.
func (c clause) wants() bool { return c.intent != "" && c.intent != bot.NoBooking }

// clauses cuts the line at marks and at the words that begin a new thought, never inside a mention.
func (p *parse) clauses() []clause {
	inside := make([]bool, len(p.toks)+1)
	for _, m := range p.ms {
		for i := m.from + 1; i < m.to; i++ {
			inside[i] = true
		}
	}
	var out []clause
	var reasons []int
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
		case i > start && p.used[i-1] && p.reasonAt(i):
			cut(i)
			reasons = append(reasons, i)
		case i > start+3 && p.among(i, "i id can could quisiera quiero queria necesito ponme dame me please") && p.asksHere(i) && p.tellsBefore(start, i):
			cut(i) // "my hip has been acting up I'd like an hour on Thursday"
		case p.word(i, "can", "could", "may", "puedo", "podria", "pueden") && i > start+2 && p.dayEndsAt(i) && p.statesBefore(start, i):
			cut(i) // "prom is Saturday can I come Friday"
		case p.word(i, "but", "so", "because", "cause", "cuz", "bc", "pero", "porque", "although", "aunque", "asi", "while", "if", "si") && i > start && !p.word(i+1, "not", "far") && !(p.word(i, "if", "si") && p.word(i-1, "check", "see", "know", "ask", "me", "tell", "wondering", "saber", "ver", "curious")):
			cut(i)
		case p.word(i, "and", "y", "then") && i > start && p.word(i+1, "i", "im", "id", "ill", "do", "can", "could", "is", "are", "my", "what", "whats", "when", "how", "want", "wanna", "would", "need", "book", "cancel", "reschedule", "quiero", "tienen", "hay", "puedo", "necesito", "me", "quisiera", "they", "we", "she", "he", "also", "please", "now", "cuanto", "que", "have", "any", "looking", "move", "rebook", "switch", "make", "put", "cambia", "cambiar", "mueve", "reserva") && !(p.word(i+1, "i", "me", "my") && p.peopleAt(i)):
			cut(i)
		}
	}
	cut(len(p.toks))
	for k := range out {
		c := &out[k]
		c.reason = slices.Contains(reasons, c.from)
		c.first, c.longest = map[symbol]int{}, map[symbol]int{}
		for i := c.from; i < c.to; i++ {
			for _, s := range p.cue[i] {
				if i+s.n > c.to || p.used[i] && tale(s.sym) || s.sym == "info" && !p.used[i] && p.used[i+s.n-1] && p.word(i+s.n-1, "tipo") || (tale(s.sym) || s.sym == "info" && s.n == 1) && p.cueOver(i, s.n) || s.sym == "have" && s.n == 1 && p.used[i] || s.sym == "info" && p.word(i, "que") && p.dayEndsAt(i) { // "el lunes que es feriado"
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

// asksHere reports whether a phrase that asks for something begins at i.
func (p *parse) asksHere(i int) bool {
	for _, s := range p.cue[i] {
		if (s.sym == "want" || s.sym == "offer" || s.sym == "book") && (s.n > 1 || p.among(i, "quisiera quiero necesito ponme dame")) {
			return true
		}
	}
	return false
}

// tellsBefore reports whether a tale stands between start and i, and nothing that leads to a wish: "my doctor says I need".
func (p *parse) tellsBefore(start, i int) bool {
	if p.among(i-1, "that and or if when what which que si y o cuando says said because as whether before think so know hope but where how why dijo dice say") || p.used[i-1] && p.tok(i-1).kind == punctToken {
		return false
	}
	for j := start; j < i; j++ {
		for _, s := range p.cue[j] {
			switch s.sym {
			case "want", "offer", "book", "cancel", "reschedule", "available", "info":
				return false
			}
		}
	}
	for j := start; j < i; j++ {
		for _, s := range p.cue[j] {
			if tale(s.sym) && !p.used[j] || s.sym == "ail" {
				return true
			}
		}
	}
	return false
}

// reasonAt reports whether the words at i, behind a slot, begin to tell why it is that one: "as I've a flight home", "que salgo tarde del
// job", "when I've got a call".
func (p *parse) reasonAt(i int) bool {
	switch {
	case p.among(i, "as since when cos coz"):
		return p.among(i+1, "i ive im id ill my we were weve our the its thats he she they hes shes theyre theres") && !(p.among(i, "as") && p.among(i-1, "same soon"))
	case p.among(i, "that which is thats its") && p.among(i+1, "when whenever cuz bc because cause"), p.among(i, "es") && p.among(i+1, "cuando porque"):
		return true
	case p.among(i, "ya puesto dado"):
		return p.among(i+1, "que")
	case p.among(i, "que pues porq xq pq pork"):
		if p.among(i, "que") && p.skip(i+1, "at") > 0 && p.among(i+1, "a") {
			return true // "a las 6, que a las 5 recojo a los nenes"
		}
		return p.among(i+1, "salgo tengo trabajo trabajamos estoy estamos entro tenemos luego despues ando llego vengo viajo cierro recojo ya no es cuando antes salimos mi mis los las se hay esa ese voy") && !p.among(i+2, "viene entra proxima")
	}
	return false
}

// statesBefore reports whether the words from start up to i tell when something is.
func (p *parse) statesBefore(start, i int) bool {
	for j := start + 1; j < i; j++ {
		if p.word(j, "is", "es", "cae", "falls") && !p.word(j-1, "that", "it", "what", "este") {
			return true
		}
	}
	return false
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

func (p *parse) anyWord(c clause, ws ...string) bool {
	for i := c.from; i < c.to; i++ {
		if p.word(i, ws...) {
			return true
		}
	}
	return false
}

// coverage is the share of a clause's words that are slots, fillers or cues of a request.
func (p *parse) coverage(c clause) float64 {
	known, words := p.known(c)
	if words == 0 {
		return 0
	}
	return float64(known) / float64(words)
}

// known counts the words of a clause, and those that coverage knows.
func (p *parse) known(c clause) (known, words int) {
	covered := c.from
	for i := c.from; i < c.to; i++ {
		for _, s := range p.cue[i] {
			if s.sym == "filler" || s.sym == "offer" || s.sym == "want" || s.sym == "book" || s.sym == "correction" || s.sym == "drop" || s.sym == "again" {
				covered = max(covered, i+s.n)
			}
		}
		if p.tok(i).kind == punctToken {
			continue
		}
		covered = max(covered, i+p.townAt(i))
		words++
		if p.used[i] || i < covered {
			known++
		}
	}
	return known, words
}

// tale reports whether cues of block s speak against a booking.
func tale(s symbol) bool { return s == "past" || s == "foreign" || s == "other" }

// cueOver reports whether a longer phrase that asks for something covers the n tokens at i: "got anything" is no tale.
func (p *parse) cueOver(i, n int) bool {
	for j := max(0, i-5); j <= i; j++ {
		for _, s := range p.cue[j] {
			if (s.sym == "again" || s.sym == "have" || s.sym == "available" || s.sym == "book" || s.sym == "offer" || s.sym == "cancel") && s.n > n && j+s.n >= i+n {
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
