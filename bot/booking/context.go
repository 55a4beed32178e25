package booking

import "knead/bot"

// contextDay is the day of something else that the client measures the visit by: "I have a meeting at 2 on Friday, so after 4".
func (p *parse) contextDay() (day, bool) {
	for _, m := range p.ms {
		if m.kind == dayMention && m.dropped && m.context && (m.day.problem == "" || m.day.problem == bot.Impossible) {
			return m.day, true
		}
	}
	return day{}, false
}

// saysThatDay reports whether the line points at a day that it named before.
func (p *parse) saysThatDay() bool {
	for i := range p.toks {
		if p.word(i, "that", "same", "ese", "mismo", "esa", "aquel") && p.word(i+1, "day", "morning", "afternoon", "evening", "night", "dia", "tarde", "noche", "manana", "mismo") {
			return true
		}
	}
	return false
}

// saysAfterThat reports whether "after that" stands among the tokens: "I work until 5, anything after that".
func (p *parse) saysAfterThat(from, to int) bool {
	for i := from; i < to; i++ {
		if p.word(i, "after") && p.word(i+1, "that", "then", "it") || p.word(i, "despues", "luego") && !p.used[i] && (i+1 >= to || p.word(i+1, "?", ".") || p.word(i+1, "de") && p.word(i+2, "eso")) {
			return true
		}
	}
	return false
}

// afterThat is the window that begins where something else of the client's ends.
func (p *parse) afterThat() *window {
	for k := len(p.ms) - 1; k >= 0; k-- {
		switch m := p.ms[k]; {
		case !m.context:
		case m.kind == clockMention:
			return &window{after: m.clock, hasAfter: true}
		case m.kind == windowMention && m.window.told:
			return &window{after: m.window.after, hasAfter: true}
		case m.kind == windowMention && m.window.hasBefore:
			return &window{after: m.window.before, hasAfter: true}
		}
	}
	return nil
}
