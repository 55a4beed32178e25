package booking

import (
	"time"

	"knead/bot"
)

// weekdayDate reads a weekday with its date, "friday the 27th", "viernes 27 de noviembre", "Fri, Nov 27", and holds the one
// against the other.
func (p *parse) weekdayDate(i int) (day, int) {
	j := i
	if p.word(j, "this") || p.word(j, "este") || p.word(j, "next") {
		j++
	}
	wd, n := p.sym(j, "wd")
	if n == 0 {
		return day{}, 0
	}
	j += n
	for p.word(j, ",", "the", "el", "dia", ".", "(", "-", "on", "of") && !p.word(j+1, "this", "next") {
		j++
	}
	var d day
	var k int
	for _, f := range []func(int) (day, int){p.isoDay, p.slashDay, p.monthDay, p.holidayAt} {
		if d, k = f(j); k > 0 {
			break
		}
	}
	if k == 0 {
		if d, k = p.domAfterWeekday(j, wd); k == 0 {
			return day{}, 0
		}
	}
	if p.word(j+k, ")") {
		k++
	}
	if d.problem == "" {
		d = p.match(d, wd)
	}
	return d, j + k - i
}

// domAfterWeekday reads the number of "friday 27", "viernes 4", "friday the 4th". Up to 12 a bare English number is a clock
// unless the day fits and a clock follows.
func (p *parse) domAfterWeekday(i, wd int) (day, int) {
	if i >= len(p.toks) {
		return day{}, 0
	}
	t := p.tok(i)
	v, n := t.val, 1
	switch {
	case t.kind == ordinalToken:
	case t.kind == wordToken:
		if v, n = p.sym(i, "ordinal"); n == 0 || !p.word(i-1, "the", "el", "dia") {
			return day{}, 0
		}
	case t.kind == numberToken && len(t.text) <= 2 && v > 0:
		if p.glued(i+1, ".") && p.longish(i+2) && p.tok(i+2).val%5 == 0 && p.tok(i+2).val < 60 && v < 24 { // "monday 14.30"
			return day{}, 0
		}
		if p.clockFollows(i, 1) || p.unit(i+1) > 0 || p.word(i+1, "people", "ppl", "personas", "pax", "-", "to", "til", "till", "until", "thru", "through", "oclock", "or", "/", "or", "o", "ish") || p.skip(i+1, "oclock") > 0 || p.skip(i+1, "ymedia") > 0 || p.skip(i+1, "ycuarto") > 0 || v <= 12 && p.word(i+1, "de", "in") && p.skip(i+1, "part") > 0 || v <= 12 && p.word(i+2, "am", "pm") && len(p.tok(i+1).text) == 2 && p.tok(i+1).kind == numberToken || p.word(i+1, "menos") || v == 60 || v == 90 || v == 45 || v > 31 {
			return day{}, 0
		}
		spanish := p.word(i-1, "el", "dia") || p.spanishDay(i-1)
		if v <= 12 && !spanish && !(p.anotherClock(i+1) && int(p.nextDom(v).from.Weekday()) == wd) {
			return day{}, 0
		}
		if v <= 12 && spanish && int(p.nextDom(v).from.Weekday()) != wd && !p.anotherClock(i+1) && !p.word(i-1, "el", "dia") {
			return day{}, 0
		}
		if v == 30 && !p.anotherClock(i+1) && int(p.nextDom(v).from.Weekday()) != wd {
			return day{}, 0
		}
	default:
		return day{}, 0
	}
	return p.nextDom(v), n
}

func (p *parse) spanishDay(i int) bool {
	return p.word(i, "lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo", "lun", "mie", "jue", "vie", "sab", "dom")
}

// anotherClock reports whether a clock stands right after i.
func (p *parse) anotherClock(i int) bool {
	for p.word(i, ",", "-") {
		i++
	}
	if p.skip(i, "at") > 0 || p.skip(i, "noon") > 0 || p.skip(i, "part") > 0 {
		return true
	}
	if p.skip(i, "after") > 0 || p.skip(i, "before") > 0 {
		return true
	}
	c, n := p.clock(i, false)
	return n > 0 && c.strong
}

// match holds a date against the weekday said with it. They must agree; a day of the month without a month may also be that
// of the month after, which is asked, never guessed.
func (p *parse) match(d day, wd int) day {
	if d.isRange() || int(d.from.Weekday()) == wd {
		d.wd = wd
		return d
	}
	out := day{wd: wd, problem: bot.WeekdayMismatch, choices: []time.Time{d.from}}
	near := d.from.AddDate(0, 0, (wd-int(d.from.Weekday())+7)%7) // the weekday after
	if before := near.AddDate(0, 0, -7); d.from.Sub(before) < near.Sub(d.from) && !before.Before(p.today) {
		near = before
	}
	out.choices = append(out.choices, near)
	if d.dom > 0 { // the next month whose day of that number is such a weekday
		for k := 1; k <= 6; k++ {
			if c := civil(p.today.Year(), p.today.Month()+time.Month(k), d.dom); c.Day() == d.dom && c.After(d.from) && int(c.Weekday()) == wd {
				out.choices = append(out.choices, c)
				break
			}
		}
	}
	return out
}
