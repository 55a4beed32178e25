package booking

import (
	"time"

	"knead/bot"
)

// inUnits reads "in 3 weeks", "dentro de quince días", "a fortnight from now", "3 weeks from friday", "in 2 hours".
func (p *parse) inUnits(i int) (day, int) {
	lead := p.skip(i, "in")
	if lead > 0 && p.fitsIn(i) {
		return day{}, 0
	}
	j := i + lead
	if lead > 0 && p.word(j, "about", "like", "unos", "unas", "the", "next") {
		j++
	}
	v, n := p.num(j)
	if n == 0 {
		switch {
		case p.word(j, "a", "an", "una", "un"):
			v, n = 1, 1
		case p.word(j, "half", "media"):
			v, n = 0, 0
		case lead > 0 && p.skip(j, "fortnight") > 0:
			v, n = 1, 0
		default:
			if m, k := p.span(j); lead > 0 && k > 0 && m >= 10 && !p.word(j, "la", "the") { // "dentro de hora y media"
				t := p.now.Add(time.Duration(m) * time.Minute)
				d := one(civil(t.Year(), t.Month(), t.Day()))
				d.moment = t
				return d, j + k - i
			}
			if p.skip(i, "ensemana") > 0 && p.word(i, "en") && !p.word(i+1, "8") || p.word(i, "en") && p.word(i+1, "ocho") {
				return p.plus(7), p.skip(i, "ensemana")
			}
			return day{}, 0
		}
	}
	j += n
	if wd, k := p.sym(j, "wd"); k > 0 && lead == 0 && v >= 1 && v <= 8 && p.skip(j+k, "fromnow") > 0 {
		return one(coming(p.today, wd).AddDate(0, 0, 7*(v-1))).said(wd), j + k + p.skip(j+k, "fromnow") - i
	}
	if wd, k := p.sym(j, "wd"); k > 0 && lead > 0 && v >= 2 && v <= 8 && n > 0 { // "dentro de tres lunes"
		return one(coming(p.today, wd).AddDate(0, 0, 7*(v-1))).said(wd), j + k - i
	}
	if p.word(j, "more", "of") {
		j++
	}
	if lead > 0 {
		if m, k := p.hoursMinutes(i+lead, v, n); k > 0 {
			t := p.now.Add(time.Duration(m) * time.Minute)
			d := one(civil(t.Year(), t.Month(), t.Day()))
			d.moment = t
			return d, lead + k
		}
	} else if m, k := p.hoursMinutes(i, v, n); k > 0 {
		if f := p.skip(i+k, "fromnow"); f > 0 && p.word(i+k, "from", "hence") {
			t := p.now.Add(time.Duration(m) * time.Minute)
			d := one(civil(t.Year(), t.Month(), t.Day()))
			d.moment = t
			return d, k + f
		}
		return day{}, 0
	}
	var add func(time.Time) time.Time
	k := 0
	days := 0
	switch {
	case p.skip(j, "day") > 0 && v <= 400:
		k, days = p.skip(j, "day"), v
		add = func(t time.Time) time.Time { return t.AddDate(0, 0, v) }
	case p.skip(j, "week") > 0 && v <= 60:
		k, days = p.skip(j, "week"), 7*v
		add = func(t time.Time) time.Time { return t.AddDate(0, 0, 7*v) }
	case p.skip(j, "fortnight") > 0:
		k, days = p.skip(j, "fortnight"), 14
		add = func(t time.Time) time.Time { return t.AddDate(0, 0, 14*max(v, 1)) }
	case p.skip(j, "month") > 0 && v <= 24:
		k = p.skip(j, "month")
		add = func(t time.Time) time.Time {
			c := civil(t.Year(), t.Month()+time.Month(v), 1)
			return civil(c.Year(), c.Month(), min(t.Day(), civil(c.Year(), c.Month()+1, 0).Day()))
		}
	default:
		return day{}, 0
	}
	j += k
	if p.tok(j-1).poss || p.word(j, "time") && lead > 0 { // "in two weeks' time"
		if p.word(j, "time") {
			j++
		}
	}
	if p.word(j, "'") {
		j++
		if p.word(j, "time") {
			j++
		}
	}
	if lead == 0 || p.word(i, "in") && p.word(j, "from") { // "come in a week from Thursday"
		if f := p.skip(j, "fromnow"); f > 0 {
			if d, m := p.fromBase(j, add); m > 0 {
				return d, j + m - i
			}
			d, j := p.plusWord(add, days, j-k), j+f
			for p.word(j, "on", "a", "el", "un") && (p.skip(j+1, "wd") > 0 || p.skip(j+2, "wd") > 0) {
				j++
			}
			if wd, m := p.sym(j, "wd"); m > 0 && days >= 7 && p.word(j-1, "a", "on", "un", "el") { // "2 weeks from now on a tuesday"
				return one(inWeek(monday(d.from), wd)).said(wd), j + m - i
			}
			return d, j - i
		}
		if d, m := p.fromBase(j, add); m > 0 {
			return d, j + m - i
		}
		if lead == 0 {
			return day{}, 0
		}
	}
	if p.word(i, "in", "en", "within") && p.word(i-1, "done", "again") {
		return day{}, 0
	}
	d := p.plusWord(add, days, j-k)
	for p.word(j, ",", "on", "el", "del", "a", "un") && (p.skip(j+1, "wd") > 0 || p.skip(j+2, "wd") > 0) {
		j++
	}
	if wd, m := p.sym(j, "wd"); m > 0 && days >= 7 { // "in two weeks on friday"
		return one(inWeek(monday(d.from), wd)).said(wd), j + m - i
	}
	return d, j - i
}

// plusWord adds to today. "Quince días" is two weeks to most who say it, "ocho días" one; others count, so it is asked.
func (p *parse) plusWord(add func(time.Time) time.Time, days, unit int) day {
	d := one(add(p.today))
	if p.word(unit, "dias", "dia") && (days == 15 || days == 8) {
		d.from = p.today.AddDate(0, 0, days-1)
		d.problem = bot.Ambiguous
		d.choices = []time.Time{d.from, p.today.AddDate(0, 0, days)}
	}
	return d
}

// fromBase reads what a number of days is counted from: "from friday", "after thanksgiving", "before christmas".
func (p *parse) fromBase(i int, add func(time.Time) time.Time) (day, int) {
	back := p.word(i, "before", "antes")
	j := i + 1
	switch {
	case back || p.word(i, "from", "after", "on", "despues", "desde", "a"):
	case (p.skip(i, "today") > 0 || p.skip(i, "tomorrow") > 0 || p.skip(i, "wd") > 0) && p.word(i-1, "week", "weeks", "fortnight") && !p.word(i-3, "once", "twice", "times", "time"):
		j = i // "a week tomorrow", "a fortnight today"
	default:
		return day{}, 0
	}
	for p.word(j, "the", "de", "del", "la", "el", "partir") {
		j++
	}
	d, n := p.oneDay(j)
	if n == 0 || d.problem != "" || d.isRange() {
		return day{}, 0
	}
	base := p.settle(d)
	if back {
		return one(base.AddDate(0, 0, -int(add(base).Sub(base)/(24*time.Hour)))), j + n - i
	}
	return one(add(base)).said(d.wd), j + n - i
}

// hoursMinutes reads a length in hours or minutes at i, where a number v of n tokens stands.
func (p *parse) hoursMinutes(i, v, n int) (minutes, tokens int) {
	if k := p.skip(i+n, "hour"); n > 0 && k > 0 && v <= 72 {
		j := i + n + k
		if h := p.skip(j, "ymedia"); h > 0 {
			return v*60 + 30, n + k + h
		}
		return v * 60, n + k
	}
	if k := p.skip(i+n, "minute"); n > 0 && k > 0 && v <= 600 {
		return v, n + k
	}
	if p.word(i, "half", "media") {
		j := i + 1
		if p.word(j, "an", "a") {
			j++
		}
		if k := p.skip(j, "hour"); k > 0 {
			return 30, j + k - i
		}
	}
	return 0, 0
}

// relativeTo reads "the day after thanksgiving", "the friday before christmas", "el lunes después de navidad", "week after
// thanksgiving", "first monday of december".
func (p *parse) relativeTo(i int) (day, int) {
	if ord, n := p.sym(i, "ordinal"); n > 0 || p.word(i, "last", "ultimo") {
		if n == 0 {
			ord, n = -1, 1
		}
		if d, k := p.nthOf(i+n, ord); k > 0 {
			return d, n + k
		}
		return day{}, 0
	}
	wd, n := p.sym(i, "wd")
	isDay := n == 0 && p.word(i, "day", "dia")
	isWeek := n == 0 && p.word(i, "week", "semana")
	isEnd := false
	if k := p.skip(i, "weekend"); n == 0 && k > 0 {
		isEnd, n = true, k
	}
	if n == 0 {
		if !isDay && !isWeek {
			return day{}, 0
		}
		n = 1
	}
	j := i + n
	for p.word(j, "right", "just", "immediately", "directly", "justo", "inmediatamente", "que") && (p.word(j+1, "before", "after", "antes", "despues", "following", "anterior", "siguiente", "sigue") || p.word(j, "que") && p.word(j+1, "le")) {
		j++
	}
	if p.word(j, "le") && p.word(j+1, "sigue") && p.word(j-1, "que") {
		j++
	}
	back := p.word(j, "before", "antes", "previo", "anterior", "preceding", "previa")
	if !back && !p.word(j, "after", "following", "despues", "siguiente", "posterior") && !(p.word(j, "sigue") && p.word(j-1, "le")) {
		return day{}, 0
	}
	if p.skip(j, "afternext") > 0 {
		return day{}, 0
	}
	j++
	if n > 0 && !back && !isDay && p.word(j, "this", "that", "next", "este", "esta", "ese") && (p.word(j+1, "one", "coming", "upcoming") || j+1 == len(p.toks) || p.word(j+1, ",", "at", "a")) && !isWeek {
		k := 1 + b2i(p.word(j+1, "one", "coming", "upcoming")) // "the saturday after this one"
		step := 7
		if p.word(j, "next") {
			step = 14
		}
		if isEnd {
			w := p.thisWeekend()
			return p.weekend(monday(w.to).AddDate(0, 0, step)), j + k - i
		}
		return one(coming(p.today, wd).AddDate(0, 0, step)).said(wd), j + k - i
	}
	if d, k := p.besideTold(i, j, back, wd); !isDay && !isWeek && k > 0 {
		if isEnd {
			w := p.weekend(monday(d.from))
			w.base = d.base
			d = w
		}
		return d, k
	}
	for p.word(j, "de", "del", "the", "la", "el", "a") {
		j++
	}
	d, k := day{}, 0
	for _, f := range []func(int) (day, int){p.isoDay, p.slashDay, p.monthDay, p.holidayAt, p.nextDay, p.plainDay, p.ordinalDay, p.weekdayAt} {
		if d, k = f(j); k > 0 {
			break
		}
	}
	if k == 0 && isDay {
		if base, ok := p.dayBefore(i); ok {
			return p.countedFrom(i, one(base.AddDate(0, 0, 1-2*b2i(back)))), i2(p.word(j-1, "de"), j-1, j) - i
		}
	}
	if k == 0 || d.problem != "" || d.bare && !isDay {
		return day{}, 0
	}
	base := p.settle(d)
	j += k
	step := 1
	if back {
		step = -1
	}
	switch {
	case isDay:
		return one(base.AddDate(0, 0, step)), j - i
	case isWeek:
		m := monday(base).AddDate(0, 0, 7*step)
		return span(m, m.AddDate(0, 0, 6)), j - i
	case isEnd:
		s := base.AddDate(0, 0, (6-int(base.Weekday())+7)%7)
		if !back && !s.After(d.last()) {
			s = s.AddDate(0, 0, 7)
		}
		if back {
			s = base.AddDate(0, 0, -(int(base.Weekday())+1)%7)
			if !s.Before(base) {
				s = s.AddDate(0, 0, -7)
			}
		}
		return span(s, s.AddDate(0, 0, 1)), j - i
	case back:
		return one(coming(base, wd).AddDate(0, 0, -7)).said(wd).notSame(base), j - i
	default:
		return one(coming(d.last(), wd)).said(wd), j - i
	}
}

// notSame moves a weekday that fell on base itself a week back.
func (d day) notSame(base time.Time) day {
	if !d.from.Before(base) {
		d.from = d.from.AddDate(0, 0, -7)
	}
	return d
}

// nthOf reads "monday of december", "weekend in january", "week of december" after an ordinal (-1 for last).
func (p *parse) nthOf(i, ord int) (day, int) {
	wd, n := p.sym(i, "wd")
	week := n == 0 && p.word(i, "week", "semana")
	if week {
		n = 1
	}
	ends := 0
	if n == 0 {
		ends = p.skip(i, "weekend")
		n, wd = ends, 6
	}
	if n == 0 || !p.word(i+n, "of", "in", "de", "en", "del") {
		return day{}, 0
	}
	j := i + n + 1
	for p.word(j, "the", "el") {
		j++
	}
	var first time.Time
	if m, k := p.month(j); k > 0 {
		y := p.today.Year()
		if m < p.today.Month() {
			y++
		}
		first = civil(y, m, 1)
		j += k
	} else if k := max(p.skip(j, "next"), p.skip(j, "proximo")); k > 0 && p.word(j+k, "month", "mes") {
		first = civil(p.today.Year(), p.today.Month()+1, 1)
		j += k + 1
	} else if k := p.skip(j, "this"); !week && (p.word(j, "month", "mes", "ano", "year") || k > 0 && p.word(j+k, "month", "mes")) && p.skip(j+1, "queviene") == 0 {
		first = civil(p.today.Year(), p.today.Month(), 1)
		if p.word(j, "ano", "year") {
			return day{}, 0
		}
		j += 1 + k
		if d := nthIn(first, time.Weekday(wd), ord); d.Before(p.today) { // it is over: that of the month after
			first = civil(first.Year(), first.Month()+1, 1)
		}
	} else {
		return day{}, 0
	}
	if week {
		if ord < 0 {
			end := civil(first.Year(), first.Month()+1, 0)
			return span(monday(end), monday(end).AddDate(0, 0, 6)), j - i
		}
		m := monday(first).AddDate(0, 0, 7*(ord-1))
		if m.Before(first) && ord == 1 {
			return span(first, m.AddDate(0, 0, 6)), j - i
		}
		return span(m, m.AddDate(0, 0, 6)), j - i
	}
	d := nthIn(first, time.Weekday(wd), ord)
	if d.Month() != first.Month() {
		return bad(), j - i
	}
	if ends > 0 {
		return p.weekend(monday(d)), j - i
	}
	return one(d).said(wd), j - i
}

// nthIn is the ord-th wd of the month that begins at first; ord is -1 for the last.
func nthIn(first time.Time, wd time.Weekday, ord int) time.Time {
	if ord < 0 {
		return holiday{month: first.Month(), weekday: wd, nth: -1}.in(first.Year())
	}
	return nthWeekday(first.Year(), first.Month(), wd, ord)
}

func i2(b bool, x, y int) int {
	if b {
		return x
	}
	return y
}

// dayBefore is the last day mentioned before token i, which "the day after" counts from.
func (p *parse) dayBefore(i int) (time.Time, bool) {
	for k := len(p.ms) - 1; k >= 0; k-- {
		if m := p.ms[k]; m.kind == dayMention && m.to <= i && m.day.problem == "" {
			return p.settle(m.day), true
		}
	}
	return time.Time{}, false
}

// besideTold reads a weekday counted from a day told before, j behind its "before" or "after": "push my Friday to the Friday after",
// "Thanksgiving breaks me, so the Wednesday right before it".
func (p *parse) besideTold(i, j int, back bool, wd int) (day, int) {
	e := j
	if p.word(e, "it", "that", "eso", "esa", "ese") || p.word(e, "de") && p.word(e+1, "eso", "ese", "esa") {
		e += 1 + b2i(p.word(e, "de"))
	}
	if e < len(p.toks) && e == j && !p.word(e, "please", "pls", "por", "porfa", ",", ".", "at", "same", "a", "al", "misma", "instead", "?", "!", "en", "for", "in", "if", "si", "works", "would") {
		return day{}, 0
	}
	base, from := p.today, -1
	for k := len(p.ms) - 1; k >= 0 && from < 0; k-- {
		if m := p.ms[k]; m.kind == dayMention && m.to <= i && m.day.problem == "" {
			base, from = p.settle(m.day), k
		}
	}
	switch {
	case from < 0 && back:
		return day{}, 0
	case from < 0 && p.word(j-1, "siguiente", "following", "posterior"):
		return day{}, 0
	case from < 0:
		base = coming(base, wd)
	}
	d := one(coming(base, wd)).said(wd)
	if back {
		d = one(coming(base, wd).AddDate(0, 0, -7)).said(wd).notSame(base)
	}
	d.base = from + 1
	return d, e - i
}

// countedFrom notes in d the last mention of a day before token i.
func (p *parse) countedFrom(i int, d day) day {
	for k := len(p.ms) - 1; k >= 0; k-- {
		if m := p.ms[k]; m.kind == dayMention && m.to <= i && m.day.problem == "" {
			d.base = k + 1
			break
		}
	}
	return d
}

// fitsIn reports whether the "in" at i belongs to a verb, so that a length and no moment follows: "squeezing in 60 minutes tonight".
func (p *parse) fitsIn(i int) bool {
	if p.word(i-1, "slot") && p.word(i-2, "a", "an", "any", "the", "one", "open", "free") {
		return false // "a slot in ten days"
	}
	return p.word(i, "in") && p.word(i-1, "squeezing", "squeeze", "fit", "fitting", "get", "getting", "put", "putting", "sneak", "sneaking", "slip", "slot", "tuck", "pencil", "book", "booking", "cram", "work", "add", "throw")
}
