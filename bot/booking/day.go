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
	base     int // one more than the index of the mention that it is counted from, 0 for none
}

func one(d time.Time) day { return day{from: d, wd: -1} }

func span(a, b time.Time) day { return day{from: a, to: b, wd: -1} }

func (d day) last() time.Time { return later(d.from, d.to) }

func (d day) isRange() bool { return !d.to.IsZero() && !d.to.Equal(d.from) }

func (d day) said(wd int) day { d.wd = wd; return d }

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
			if dm, n3 := p.dom(k + m); n3 > 0 && d.wd < 0 && !d.bare && !d.isRange() && d.problem == "" && dm > d.from.Day() && valid(d.from.Year(), d.from.Month(), dm) && p.skip(k+m+n3, "minute") == 0 && !p.word(k+m+n3, ":", "pm", "am") && d.moment.IsZero() && (open || p.tok(k+m).kind == ordinalToken || p.word(k+m-1, "-", "al") || p.word(i, "dec")) {
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
			if p.word(i+n, "weekend", "wknd") && !d.bare && !d.isRange() && d.problem == "" { // "July 4th weekend"
				m := monday(d.from)
				if wd := d.from.Weekday(); wd == time.Monday || wd == time.Tuesday {
					m = m.AddDate(0, 0, -7)
				}
				return p.weekend(m), n + 1
			}
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
		if e, k := p.inUnits(i + n); p.word(i+n, "en") && k > 0 && e.moment.IsZero() && !e.isRange() { // "de hoy en dos semanas"
			d.from = e.from.Add(d.from.Sub(p.today))
			return d, n + k
		}
		if v, k := p.num(i + n + 1); p.word(i+n, "en") && v == 15 && p.unit(i+n+1+k) == 0 { // "de hoy en quince"
			d.from = d.from.AddDate(0, 0, 14)
			n += 1 + k
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
	if p.word(i, "pasado") && p.word(i-1, "o", "no") && p.skip(i+1, "wd") == 0 && p.skip(i, "overmorrow") == 0 {
		return p.plus(2), 1 // "mañana o pasado"
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
