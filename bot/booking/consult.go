package booking

import (
	"slices"

	"knead/bot"
	"knead/bot/booking/intents"
)

// consult asks the model what the line wants where the grammar may be wrong, and returns whichever of the two is surer. A bare
// answer to a question of knead's is never put to the model: what it is about depends on what was asked.
func (p *parse) consult(cs []clause, found bot.BookingIntent) bot.BookingIntent {
	if p.r.model == nil || p.expect != bot.FieldNone {
		return found
	}
	list := intents.Classes()
	scores := p.r.model.Scores(append(p.traits(), judgedTraits(cs, found)...))
	best := 0
	for k := range scores {
		if scores[k] > scores[best] {
			best = k
		}
	}
	if list[best] == found || scores[best] < p.doubt(cs, found, list[best]) {
		return found
	}
	return list[best]
}

// doubt is how sure the model must be to turn one intent into another: surer in long lines, of which it has read few; surer to
// find a wish in a line that names no day, no hour and no appointment; and never sure enough to find none where the client
// asks in so many words.
func (p *parse) doubt(cs []clause, from, to bot.BookingIntent) float64 {
	words := 0
	for _, t := range p.toks {
		words += b2i(t.kind == wordToken)
	}
	line := clause{to: len(p.toks)}
	when := p.inClause(line, dayMention, clockMention, windowMention, partMention) > 0
	least := 0.5
	if words > 20 {
		least = 0.85
	}
	switch {
	case from == bot.NoBooking && !when && ((to == bot.Book || to == bot.Availability) || !p.ours(line)):
		return 0.9
	case to == bot.NoBooking && slices.ContainsFunc(cs, func(c clause) bool {
		return c.intent == from && (from != bot.Book || c.has("book") || c.has("offer") || c.has("want") && words > 12)
	}):
		if words > 12 {
			return 1
		}
		return 0.9
	}
	return least
}

// again reads the line once more, with or without a verb that moves a visit.
func (p *parse) again(shift bool) {
	p.shift, p.ms = shift, nil
	clear(p.used)
	p.scan()
}

// keepFor keeps the clauses that hold what the line wants where the grammar found nothing in them.
func (p *parse) keepFor(cs []clause, intent bot.BookingIntent) {
	if intent == bot.NoBooking {
		return
	}
	for k := range cs {
		if c := &cs[k]; !c.has("foreign") && !c.has("info") {
			c.keep = true
		}
	}
	p.keepSlot(cs, func(clause) bool { return true })
}

// keepSlot keeps the clauses that may where no clause that is kept says a day or an hour.
func (p *parse) keepSlot(cs []clause, may func(clause) bool) {
	says := func(c clause) bool {
		return p.inClause(c, dayMention, clockMention, windowMention, partMention) > 0
	}
	if slices.ContainsFunc(cs, func(c clause) bool { return c.keep && says(c) }) {
		return
	}
	for k := range cs {
		if c := &cs[k]; says(*c) && may(*c) {
			c.keep = true
		}
	}
}
