package booking

import (
	"slices"

	"knead/bot"
	"knead/bot/booking/intents"
)

// consult asks the model what the line wants. What the grammar has found is among the features that the model weighs, so the
// model has the last word, with six exceptions. What the client says is not to be cancelled stays. A line of
// nothing but slots books, unless the model is sure that it does not. A line that names no day and no hour is what the grammar
// says, unless the model is sure: a wish where the client asks in so many words ("never mind, just book me"), else none; but a place by itself
// ("orlando") asks for a visit there. Of stories the model has read few: it may say that one asks for nothing, unless the client
// asks in so many words. A bare answer to a question of knead's is never put to the model: what it is about depends on what was
// asked. A line that only names kinds of massage is what the grammar says: it may be a question about them.
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
	line := clause{to: len(p.toks)}
	bare := p.inClause(line, dayMention, clockMention, windowMention, partMention) == 0
	asks := slices.ContainsFunc(cs, clause.asks)
	switch {
	case list[best] == found:
	case list[best] == bot.CancelVisit && slices.ContainsFunc(cs, func(c clause) bool { return c.stays }):
		if found == bot.Book {
			return bot.NoBooking // the visit that stays is booked already
		}
		return found
	case found == bot.Book && scores[best] < sure && p.onlySlots(cs):
		return found
	case len(p.toks) > storyWords:
		if list[best] != bot.NoBooking || scores[best] < sure || slices.ContainsFunc(cs, func(c clause) bool { return c.intent == found && (found != bot.Book || c.asks()) }) {
			return found
		}
	case found == bot.NoBooking && !asks && p.onlyService(cs):
		return found // "masaje de tejido profundo" may as well be a question about it
	case bare && scores[best] < sure && list[best] == bot.Book && p.onlySlots(cs) && p.has(locationMention):
	case bare && scores[best] < sure && (found == bot.NoBooking || found == bot.Book && list[best] == bot.NoBooking && asks):
		return found
	}
	return list[best]
}

// onlySlots reports whether the line is made of slots and of the small words between them, and asks nothing.
func (p *parse) onlySlots(cs []clause) bool {
	return !slices.ContainsFunc(cs, func(c clause) bool { return c.question || p.coverage(c) < 1 })
}

// onlyService reports whether the line names kinds of massage and nothing else.
func (p *parse) onlyService(cs []clause) bool {
	return p.has(serviceMention) && p.onlySlots(cs) && !slices.ContainsFunc(p.ms, func(m mention) bool { return m.kind != serviceMention && m.kind != noise })
}

// asks reports whether a clause asks in so many words.
func (c clause) asks() bool { return c.has("book") || c.has("offer") || c.has("want") }

// sure is how likely the model must find what it says against the grammar of such lines.
const sure = 0.9

// again reads the line once more, with or without a verb that moves a visit.
func (p *parse) again(shift bool) {
	p.shift, p.ms = shift, nil
	clear(p.used)
	p.clocksChange()
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
