package booking

import (
	"time"

	"knead/bot"
)

// A day is one day or a range of days as said. A bare weekday stays open until the clock beside it is known.
type day struct {
	from, to time.Time // civil; to is zero for one day
	wd       int       // the weekday that was said, -1 for none
	bare     bool      // a weekday and nothing else: from is still to be found
	part     int       // of tonight
	moment   time.Time // an exact moment: "in 2 hours"
	problem  bot.Problem
	choices  []time.Time
	dom      int // a bare ordinal: "the 27th"
}

func one(d time.Time) day       { return day{from: d, wd: -1} }
func span(a, b time.Time) day   { return day{from: a, to: b, wd: -1} }
func (d day) last() time.Time   { return later(d.from, d.to) }
func (d day) isRange() bool     { return !d.to.IsZero() && !d.to.Equal(d.from) }
func (d day) said(wd int) day   { d.wd = wd; return d }
func (p *parse) plus(n int) day { return one(p.today.AddDate(0, 0, n)) }

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// monday is the first day of t's calendar week: weeks here run Monday to Sunday.
func monday(t time.Time) time.Time { return t.AddDate(0, 0, -((int(t.Weekday()) + 6) % 7)) }

// inWeek is weekday wd of the week that begins at monday m.
func inWeek(m time.Time, wd int) time.Time { return m.AddDate(0, 0, (wd+6)%7) }

// coming is the next wd strictly after t.
func coming(t time.Time, wd int) time.Time {
	return t.AddDate(0, 0, (wd-int(t.Weekday())+6)%7+1)
}

func (p *parse) dayAt(i int) (mention, int) {
	d, n := p.dayRange(i)
	if n == 0 {
		return mention{}, 0
	}
	return mention{kind: dayMention, day: d}, n
}

// dayRange reads a day or "monday to wednesday", "dec 3-5", "del 3 al 5 de diciembre".
func (p *parse) dayRange(i int) (day, int) {
	j, open := i, false
	for {
		if n := max(p.skip(j, "between"), p.skip(j, "from")); n > 0 && !open {
			j += n
			open = true
			continue
		}
		if open && p.word(j, "the", "el", "los", "dia") || p.word(j, "del") && j == i {
			j++
			continue
		}
		break
	}
	if p.word(i, "del") && !p.shift {
		open = true
	}
	// "3-5 dec", "3 al 5 de diciembre": the first number borrows the month of the second.
	if a, n := p.dom(j); n > 0 && !p.shift {
		k := j + n
		if m := p.rangeTo(k); m > 0 {
			if d, n2 := p.oneDay(k + m); n2 > 0 && d.wd < 0 && !d.isRange() && d.dom == 0 && d.from.Day() > a && d.problem == "" {
				return span(civil(d.from.Year(), d.from.Month(), a), d.from), k + m + n2 - i
			}
		}
	}
	d, n := p.oneDay(j)
	if n == 0 || j > i && !open && !p.word(i, "del") {
		return day{}, 0
	}
	if p.shift && !p.word(i, "between", "entre") {
		if j > i {
			return day{}, 0
		}
		return d, n
	}
	k := j + n
	if m := p.rangeTo(k); m > 0 || open && p.skip(k, "and") > 0 {
		m = max(m, p.skip(k, "and"))
		for p.word(k+m, "the", "el", "dia") {
			m++
		}
		e, n2 := p.oneDay(k + m)
		if n2 == 0 {
			if dm, n3 := p.dom(k + m); n3 > 0 && d.wd < 0 && !d.bare && !d.isRange() && d.problem == "" && dm > d.from.Day() && valid(d.from.Year(), d.from.Month(), dm) && p.skip(k+m+n3, "minute") == 0 && !p.word(k+m+n3, ":", "pm", "am") && d.moment.IsZero() && (p.tok(k+m).kind == ordinalToken || p.word(k+m-1, "-", "al") || p.word(i, "dec")) {
				return span(d.from, civil(d.from.Year(), d.from.Month(), dm)), k + m + n3 - i
			}
			return d, k - i
		}
		if a, b := p.settle(d), p.settleAfter(e, p.settle(d)); d.problem == "" && e.problem == "" && b.After(a) && b.Sub(a) < 62*24*time.Hour {
			out := span(a, b)
			return out, k + m + n2 - i
		}
		return d, k - i
	}
	// "sat or sun", "thursday or friday", "mon, tue or wed": neighbours make a range.
	if d.bare && p.skip(k, "or") > 0 {
		if e, n2 := p.oneDay(k + p.skip(k, "or")); n2 > 0 && e.bare {
			a := p.settle(d)
			if int(p.today.Weekday()) == d.wd {
				a = p.today
			}
			if b := coming(a, e.wd); b.Sub(a) == 24*time.Hour {
				return span(a, b), k + p.skip(k, "or") + n2 - i
			}
		}
	}
	return d, k - i
}

// settle is the day of d where a bare weekday is the coming one.
func (p *parse) settle(d day) time.Time {
	if d.bare {
		return coming(p.today, d.wd)
	}
	return d.from
}

func (p *parse) settleAfter(d day, a time.Time) time.Time {
	if d.bare {
		return coming(a, d.wd)
	}
	return d.last()
}

// rangeTo returns the tokens of what joins the two ends of a range of days.
func (p *parse) rangeTo(i int) int {
	if p.word(i, "al", "hasta", "a", "until", "till", "thru", "through", "to", "-") {
		if p.word(i+1, "el") {
			return 2
		}
		return 1
	}
	return 0
}

// dom reads a bare day of the month.
func (p *parse) dom(i int) (int, int) {
	if i < 0 || i >= len(p.toks) {
		return 0, 0
	}
	if t := p.tok(i); (t.kind == numberToken || t.kind == ordinalToken) && t.val >= 1 && t.val <= 31 {
		return t.val, 1
	}
	return p.sym(i, "ordinal")
}

func valid(y int, m time.Month, d int) bool {
	return d >= 1 && m >= 1 && m <= 12 && civil(y, m, d).Day() == d && civil(y, m, d).Month() == m
}

// maxDepth is how many days may be told by one another: "the week after the weekend of the 5th". Without a bound, a line that
// repeats "weekend of" doubles the work with each.
const maxDepth = 3

// oneDay reads one day, or a range that is one phrase ("next week").
func (p *parse) oneDay(i int) (day, int) {
	if i >= len(p.toks) || p.depth >= maxDepth {
		return day{}, 0
	}
	p.depth++
	defer func() { p.depth-- }()
	for _, f := range []func(int) (day, int){
		p.relativeTo, p.isoDay, p.slashDay, p.weekdayDate, p.inUnits, p.nextDay, p.monthDay, p.holidayAt, p.plainDay, p.ordinalDay, p.weekdayAt, p.vagueMonth,
	} {
		if d, n := f(i); n > 0 {
			return d, n
		}
	}
	return day{}, 0
}

// plainDay reads today, tomorrow, yesterday and their likes.
func (p *parse) plainDay(i int) (day, int) {
	week := func(d day, n int) (day, int) { // "tomorrow week"
		if k := p.skip(i+n, "ensemana"); k > 0 {
			d.from = d.from.AddDate(0, 0, 7)
			n += k
		}
		if p.word(i+n, "week") && !p.word(i+n-1, "this") {
			d.from = d.from.AddDate(0, 0, 7)
			n++
		}
		return d, n
	}
	if n := p.skip(i, "tonight"); n > 0 {
		d := p.plus(0)
		d.part = 3
		return d, n
	}
	if n := p.skip(i, "thismorning"); n > 0 {
		d := p.plus(0)
		d.part = 1
		return d, n
	}
	if n := p.skip(i, "thisafternoon"); n > 0 {
		d := p.plus(0)
		d.part = 2
		return d, n
	}
	if n := p.skip(i, "overmorrow"); n > 0 {
		return p.plus(2), n
	}
	if n := p.skip(i, "tomorrow"); n > 0 {
		return week(p.plus(1), n)
	}
	if n := p.skip(i, "manana"); n > 0 && p.skip(i, "part") == 0 {
		if p.word(i-1, "la", "las", "media", "buena", "buenas", "toda") || p.word(i-1, "de") && !p.word(i-2, "partir") && p.clockBefore(i-1) {
			return day{}, 0
		}
		return week(p.plus(1), n)
	}
	if n := p.skip(i, "today"); n > 0 {
		if p.word(i, "right", "ahora") && p.word(i-1, "not", "no") {
			return day{}, 0
		}
		d, n := week(p.plus(0), n)
		return d, n
	}
	if n := p.skip(i, "yesterday"); n > 0 {
		d := p.plus(-1)
		if p.word(i, "anteayer", "antier") || n > 1 && !p.word(i, "last") {
			d = p.plus(-2)
		}
		return d, n
	}
	return day{}, 0
}

func (p *parse) clockBefore(i int) bool {
	if i <= 0 {
		return false
	}
	_, n := p.num(i - 1)
	return n > 0 || p.skip(i-1, "quarter") > 0 || p.word(i-1, "media", "cuarto")
}

// weekdayAt reads a weekday that nothing qualifies.
func (p *parse) weekdayAt(i int) (day, int) {
	v, n := p.sym(i, "wd")
	if n == 0 {
		return day{}, 0
	}
	if p.word(i, "sun") && (p.word(i-1, "the") || p.word(i+1, "burn", "screen", "exposure", "damage")) ||
		p.word(i, "sat") && (p.word(i-1, "i", "he", "she", "we", "they", "have", "and") && p.word(i+1, "in", "at", "on", "down", "all", "for", "through", "too")) ||
		p.word(i, "mar", "dom", "tu", "wed", "mon") && p.word(i-1, "el", "get", "got", "with", "a") && p.word(i+1, "y", "and", "masaje") || p.word(i, "tu") {
		return day{}, 0
	}
	return day{bare: true, wd: v}, n
}

func (p *parse) weekend(m time.Time) day { return span(m.AddDate(0, 0, 5), m.AddDate(0, 0, 6)) }

// thisWeekend is the weekend under way or the next to come.
func (p *parse) thisWeekend() day {
	d := p.weekend(monday(p.today))
	if d.from.Before(p.today) { // Sunday: what is left of it
		d.from = p.today
	}
	return d
}

// nextDay reads this, next, last and their Spanish sisters with a weekday, a weekend, a week or a month.
func (p *parse) nextDay(i int) (day, int) {
	if d, n := p.weekAndDay(i); n > 0 {
		return d, n
	}
	mon := monday(p.today)
	if n := p.skip(i, "this"); n > 0 {
		if p.skip(i+n, "next") > 0 && n == 1 {
			n += p.skip(i+n, "next")
		}
		if wd, k := p.sym(i+n, "wd"); k > 0 {
			d := inWeek(mon, wd)
			if d.Before(p.today) {
				d = coming(p.today, wd)
			}
			if p.word(i+n+k, "week") {
				d, k = d.AddDate(0, 0, 7), k+1
			}
			if p.skip(i+n+k, "proximo")+p.skip(i+n+k, "queviene") > 0 {
				k += p.skip(i+n+k, "proximo") + p.skip(i+n+k, "queviene")
			}
			return day{from: d, wd: wd}, n + k
		}
		if k := p.skip(i+n, "weekend"); k > 0 {
			return p.thisWeekend(), n + k
		}
		if k := p.skip(i+n, "week"); k > 0 && p.word(i+n, "week", "semana", "wk") {
			return span(p.today, mon.AddDate(0, 0, 6)), n + k
		}
		if k := p.skip(i+n, "month"); k > 0 && p.word(i+n, "month", "mes") {
			return span(p.today, civil(p.today.Year(), p.today.Month()+1, 0)), n + k
		}
	}
	for _, s := range []symbol{"next", "proximo", "otra"} {
		n := p.skip(i, s)
		if n == 0 {
			continue
		}
		if k := p.skip(i+n, "next"); k > 0 { // "next next week"
			n += k
			mon = mon.AddDate(0, 0, 7)
		}
		if wd, k := p.sym(i+n, "wd"); k > 0 && s != "otra" {
			if s == "proximo" {
				return p.proximo(wd), n + k
			}
			return one(inWeek(mon.AddDate(0, 0, 7), wd)).said(wd), n + k
		}
		if k := p.skip(i+n, "weekend"); k > 0 {
			if s == "proximo" && p.today.Weekday() != time.Saturday && p.today.Weekday() != time.Sunday {
				return p.thisWeekend(), n + k
			}
			return p.weekend(mon.AddDate(0, 0, 7)), n + k
		}
		if k := p.skip(i+n, "week"); k > 0 && p.word(i+n, "week", "semana", "wk", "sem") {
			return span(mon.AddDate(0, 0, 7), mon.AddDate(0, 0, 13)), n + k
		}
		if k := p.skip(i+n, "month"); k > 0 && p.word(i+n, "month", "mes") {
			return span(civil(p.today.Year(), p.today.Month()+1, 1), civil(p.today.Year(), p.today.Month()+2, 0)), n + k
		}
		if k := p.skip(i+n, "day"); k > 0 && s == "next" && p.word(i+n, "day", "dia") {
			return p.plus(1), n + k
		}
	}
	if wd, n := p.sym(i, "wd"); n > 0 {
		switch {
		case p.skip(i+n, "afternext") > 0:
			return one(inWeek(mon.AddDate(0, 0, 14), wd)).said(wd), n + p.skip(i+n, "afternext")
		case p.skip(i+n, "queviene") > 0:
			return p.proximo(wd), n + p.skip(i+n, "queviene")
		case p.skip(i+n, "proximo") > 0:
			return p.proximo(wd), n + p.skip(i+n, "proximo")
		case p.word(i+n, "next", "siguiente") && p.skip(i+n+1, "week") == 0:
			return one(inWeek(mon.AddDate(0, 0, 7), wd)).said(wd), n + 1
		case p.skip(i+n, "ensemana") > 0:
			return one(coming(p.today, wd).AddDate(0, 0, 7)).said(wd), n + p.skip(i+n, "ensemana")
		case p.word(i+n, "week"):
			return one(coming(p.today, wd).AddDate(0, 0, 7)).said(wd), n + 1
		case p.word(i+n, "pasado") && p.skip(i+n, "overmorrow") == 0:
			return one(coming(p.today, wd).AddDate(0, 0, -7)).said(wd), n + 1
		}
	}
	if n := p.skip(i, "last"); n > 0 && p.skip(i, "overmorrow") == 0 {
		if wd, k := p.sym(i+n, "wd"); k > 0 && !p.word(i+n+k, "in", "of", "de") {
			d := coming(p.today, wd).AddDate(0, 0, -7)
			if d.Equal(p.today) {
				d = d.AddDate(0, 0, -7)
			}
			return one(d).said(wd), n + k
		}
		if k := p.skip(i+n, "weekend"); k > 0 {
			return p.weekend(mon.AddDate(0, 0, -7)), n + k
		}
		if k := p.skip(i+n, "week"); k > 0 && p.word(i+n, "week", "semana") {
			return span(mon.AddDate(0, 0, -7), mon.AddDate(0, 0, -1)), n + k
		}
	}
	if n := p.skip(i, "weekend"); n > 0 {
		switch {
		case p.skip(i+n, "afternext") > 0:
			return p.weekend(mon.AddDate(0, 0, 14)), n + p.skip(i+n, "afternext")
		case p.skip(i+n, "queviene") > 0:
			return p.nextWeekendES(), n + p.skip(i+n, "queviene")
		case p.skip(i+n, "proximo") > 0:
			return p.nextWeekendES(), n + p.skip(i+n, "proximo")
		}
		if k := p.skip(i+n, "of"); k > 0 || p.word(i+n, "del") { // "the weekend of the 5th"
			k = max(k, 1)
			j := i + n + k
			for p.word(j, "the", "el", "dia") {
				j++
			}
			if d, m := p.oneDay(j); m > 0 && !d.bare && d.problem == "" {
				return p.weekend(monday(d.from)), j + m - i
			}
			if dm, m := p.dom(j); m > 0 {
				return p.weekend(monday(p.nextDom(dm).from)), j + m - i
			}
		}
		return p.thisWeekend(), n
	}
	if p.word(i, "week", "semana", "wk") {
		switch {
		case p.skip(i+1, "afternext") > 0:
			return span(mon.AddDate(0, 0, 14), mon.AddDate(0, 0, 20)), 1 + p.skip(i+1, "afternext")
		case p.skip(i+1, "queviene") > 0:
			return span(mon.AddDate(0, 0, 7), mon.AddDate(0, 0, 13)), 1 + p.skip(i+1, "queviene")
		case p.skip(i+1, "proximo") > 0:
			return span(mon.AddDate(0, 0, 7), mon.AddDate(0, 0, 13)), 1 + p.skip(i+1, "proximo")
		case p.word(i+1, "siguiente"):
			return span(mon.AddDate(0, 0, 7), mon.AddDate(0, 0, 13)), 2
		}
		if p.word(i+1, "of", "del") { // "the week of dec 7"
			j := i + 2
			for p.word(j, "the", "el") {
				j++
			}
			d, m := p.oneDay(j)
			if m == 0 {
				if dm, k := p.dom(j); k > 0 {
					d, m = p.nextDom(dm), k
				}
			}
			if m > 0 && !d.bare && d.problem == "" {
				mon := monday(d.from)
				return span(mon, mon.AddDate(0, 0, 6)), j + m - i
			}
		}
	}
	if p.word(i, "month", "mes") {
		if k := max(p.skip(i+1, "queviene"), p.skip(i+1, "proximo")); k > 0 {
			return span(civil(p.today.Year(), p.today.Month()+1, 1), civil(p.today.Year(), p.today.Month()+2, 0)), 1 + k
		}
	}
	return day{}, 0
}

func (p *parse) nextWeekendES() day {
	if wd := p.today.Weekday(); wd == time.Saturday || wd == time.Sunday {
		return p.weekend(monday(p.today).AddDate(0, 0, 7))
	}
	return p.thisWeekend()
}

// proximo is the weekday "que viene": the coming one. Where that still lies in this calendar week half of the speakers mean
// the week after, so it is asked.
func (p *parse) proximo(wd int) day {
	d := one(coming(p.today, wd)).said(wd)
	if week := inWeek(monday(p.today).AddDate(0, 0, 7), wd); !week.Equal(d.from) {
		d.problem = bot.Ambiguous
		d.choices = []time.Time{d.from, week}
	}
	return d
}

// weekAndDay reads "monday next week", "next week on monday", "el viernes de la semana que viene", "friday of this week".
func (p *parse) weekAndDay(i int) (day, int) {
	week := func(i int) (time.Time, int) {
		j := i
		for p.word(j, "of", "de", "in", "on", "la", "el", "the", "en", "for") {
			j++
		}
		mon := monday(p.today)
		if n := max(p.skip(j, "next"), p.skip(j, "proximo")); n > 0 && p.word(j+n, "week", "semana", "wk", "sem") {
			return mon.AddDate(0, 0, 7), j + n + 1 - i
		}
		if p.word(j, "otra") && p.word(j+1, "semana") {
			return mon.AddDate(0, 0, 7), j + 2 - i
		}
		if n := p.skip(j, "this"); n > 0 && p.word(j+n, "week", "semana", "wk") {
			return mon, j + n + 1 - i
		}
		if p.word(j, "week", "semana", "wk") {
			if n := max(p.skip(j+1, "queviene"), p.skip(j+1, "proximo")); n > 0 {
				return mon.AddDate(0, 0, 7), j + 1 + n - i
			}
			if p.word(j+1, "siguiente") {
				return mon.AddDate(0, 0, 7), j + 2 - i
			}
			if n := p.skip(j+1, "afternext"); n > 0 {
				return mon.AddDate(0, 0, 14), j + 1 + n - i
			}
		}
		return time.Time{}, 0
	}
	if wd, n := p.sym(i, "wd"); n > 0 {
		if m, k := week(i + n); k > 0 {
			if e := p.skip(i+n+k, "afternext"); e > 0 {
				m, k = m.AddDate(0, 0, 7), k+e
			}
			return one(inWeek(m, wd)).said(wd), n + k
		}
		return day{}, 0
	}
	if m, k := week(i); k > 0 && !p.word(i, "of", "de", "in", "on", "la", "el", "the", "en", "for") {
		j := i + k
		for p.word(j, "on", "el", ",", "the", "-") {
			j++
		}
		if wd, n := p.sym(j, "wd"); n > 0 && p.rangeTo(j+n) == 0 && p.skip(j+n, "or") == 0 {
			return one(inWeek(m, wd)).said(wd), j + n - i
		}
	}
	return day{}, 0
}
