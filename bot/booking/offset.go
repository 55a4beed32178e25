package booking

import (
	"slices"
	"strings"

	"knead/bot"
)

// An offset is by how much a visit is to be moved: "an hour later", "back 30 minutes".
type offset struct {
	minutes  int
	earlier  bool
	from, to int // its tokens
}

// offset finds by how much the line moves a visit, if it says so in hours or minutes.
func (p *parse) offset() (offset, bool) {
	for i := range p.toks {
		m, n := p.span(i)
		if n == 0 || m < 5 || m > 6*60 {
			continue
		}
		o := offset{minutes: m, from: i, to: i + n}
		j := i + n
		switch {
		case p.word(j, "later", "after") && !p.skipClock(j+1), p.word(j, "mas") && p.word(j+1, "tarde"), p.word(j, "despues") && !p.skipClock(j+1), p.word(j, "back") && !p.word(j+1, "to"):
			return o, true
		case p.word(j, "earlier", "sooner", "forward"), p.word(j, "mas") && p.word(j+1, "temprano"), p.word(j, "antes") && !p.skipClock(j+1), p.word(j, "up") && p.shift:
			o.earlier = true
			return o, true
		}
		k := i - 1
		for p.word(k, "by", "una", "un", "a", "like", "about", "unos", "como") {
			k--
		}
		switch {
		case p.word(k, "back", "out"), p.word(k, "retrasame", "retrasa", "retrasar", "retraseme", "retrasen", "atrasame", "atrasa", "atrasar", "atraseme", "correme", "correla", "recorreme", "recorrer", "recorre", "recorran", "recorrela", "corre", "correr", "demora", "postergame", "retrasarla", "atrasarla"):
			return o, true
		case p.word(k, "delay", "push") || p.word(k, "me", "it", "mine", "us") && p.word(k-1, "delay", "push"):
			return o, true
		case p.word(k, "forward", "up", "ahead") && p.shift, p.word(k, "adelantame", "adelanta", "adelantar", "adelanten", "adelanteme", "adelantarla", "adelantenme", "adelantela"):
			o.earlier = true
			return o, true
		}
	}
	return offset{}, false
}

// moveBy moves a visit by an offset: its hour as told, its day kept.
func (p *parse) moveBy(intent bot.BookingIntent) {
	if intent != bot.Reschedule {
		return
	}
	if p.moveByDays() {
		return
	}
	o, ok := p.offset()
	if !ok {
		return
	}
	if slices.ContainsFunc(p.ms, func(m mention) bool {
		return m.kind == dayMention && m.side == newSide && !m.dropped && p.alsoOld(m)
	}) {
		return // another day is said: the length is one
	}
	p.ms = slices.DeleteFunc(p.ms, func(m mention) bool { return m.kind == lengthMention && m.from < o.to && m.to > o.from })
	var at *mention
	for k := range p.ms {
		m := &p.ms[k]
		switch {
		case m.kind == dayMention && !m.refused:
			m.side, m.dropped = newSide, false
		case m.kind == clockMention && !m.refused && at == nil:
			at = m
		}
	}
	if at != nil {
		c, _ := p.close(at.clock, day{}, false, 0, "")
		t := c.minutes() + o.minutes
		if o.earlier {
			t = c.minutes() - o.minutes
		}
		if t > 0 && t < 24*60 {
			at.clock, at.side, at.dropped = clock{h: t / 60, m: t % 60, strong: true}, newSide, false
		}
	}
}

// alsoOld reports whether another day than that of m stands on the old side.
func (p *parse) alsoOld(m mention) bool {
	return slices.ContainsFunc(p.ms, func(o mention) bool {
		return o.kind == dayMention && o.side == oldSide && !p.settle(o.day).Equal(p.settle(m.day))
	})
}

// moveByDays moves the day that is told by days or weeks: "push my Friday 9am back a week". It reports whether the line says so.
func (p *parse) moveByDays() bool {
	for i := range p.toks {
		back := p.word(i, "back", "out", "forward", "ahead", "up") && !p.word(i+1, "to", "for")
		if !back && !p.word(i, "later", "earlier", "despues", "antes", "tarde") {
			continue
		}
		j := i + 1
		if !back { // "a week later"
			for j = i - 1; j > i-5 && j >= 0 && p.skip(j, "week")+p.skip(j, "day") == 0; j-- {
			}
			j--
		}
		days, _ := p.daysAt(j)
		if days == 0 {
			continue
		}
		if p.word(i, "earlier", "antes", "forward", "up", "ahead") {
			days = -days
		}
		for k := range p.ms {
			if m := &p.ms[k]; m.kind == dayMention && !m.day.isRange() && m.day.problem == "" && m.side == oldSide && days > -60 && days < 120 {
				m.day, m.side, m.dropped = one(p.settle(m.day).AddDate(0, 0, days)), newSide, false
				return true
			}
		}
	}
	return p.moveByBareDays()
}

// moveByBareDays moves the one day that is told by what only the verb gives a direction to: "posponga mi cita del jueves una semana".
func (p *parse) moveByBareDays() bool {
	at := -1
	for k, m := range p.ms {
		if m.kind == dayMention && !m.dropped {
			if at >= 0 {
				return false
			}
			at = k
		}
	}
	if at < 0 || p.ms[at].day.isRange() || p.ms[at].day.problem != "" {
		return false
	}
	for i := range p.toks {
		days, n := p.daysAt(i)
		if p.ms[at].from > i && p.ms[at].side == newSide {
			continue // "correr mi cita una semana, mejor el 3 de junio"
		}
		if days == 0 || days > 7*30 || p.used[i] || p.word(i-1, "in", "en", "dentro", "for", "de", "cada", "every", "hace", "last", "next", "this", "la", "el", "per", "over", "once", "twice", "than", "que", "por") ||
			p.word(i+n, "ago", "from", "notice", "in", "de", "antes", "before", "old", "off") {
			continue
		}
		for j := range p.toks {
			if strings.HasPrefix(p.tok(j).text, "adelant") || p.word(j, "earlier", "forward", "up") {
				days = -days
				break
			}
		}
		m := &p.ms[at]
		m.day, m.side = one(p.settle(m.day).AddDate(0, 0, days)), newSide
		return true
	}
	return false
}

// daysAt counts the days of "two weeks", "a day", "una semana" at i, in n tokens; 0 where no such count stands.
func (p *parse) daysAt(i int) (days, n int) {
	v, n := p.num(i)
	if n == 0 && p.word(i, "a", "one", "un", "una", "another") {
		v, n = 1, 1
	}
	switch {
	case n == 0:
	case p.word(i+n, "week", "weeks", "semana", "semanas"):
		return 7 * v, n + 1
	case p.word(i+n, "day", "days", "dia", "dias"):
		return v, n + 1
	}
	return 0, 0
}
