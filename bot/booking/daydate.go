package booking

import (
	"time"

	"knead/bot"
)

// recentPast is how long ago a day without a year may lie to be called past. Said in November, "3 January" is next year's
// and "10 November" is a slip.
const recentPast = 60 * 24 * time.Hour

func bad() day { return day{wd: -1, problem: bot.Impossible} }

// monthDayOf is the day m/d that a client means today.
func (p *parse) monthDayOf(m time.Month, d, year int) day {
	if m < 1 || m > 12 || d < 1 || d > 31 || !valid(2024, m, d) {
		return bad()
	}
	if year > 0 {
		if !valid(year, m, d) {
			return bad()
		}
		return one(civil(year, m, d))
	}
	y := p.today.Year()
	if civil(y, m, d).Before(p.today) {
		if this := civil(y, m, d); valid(y, m, d) && p.today.Sub(this) <= recentPast {
			return one(this)
		}
		y++
	} else if last := civil(y-1, m, d); valid(y-1, m, d) && p.today.Sub(last) <= 21*24*time.Hour && civil(y, m, d).Sub(p.today) > 300*24*time.Hour {
		return one(last)
	}
	if !valid(y, m, d) { // 29 February of a common year
		return bad()
	}
	return one(civil(y, m, d))
}

// nextDom is the coming day of that number: this month's if it is not over, else that of the next month that has it.
func (p *parse) nextDom(d int) day {
	if d < 1 || d > 31 {
		return bad()
	}
	y, m := p.today.Year(), p.today.Month()
	for k := range 12 {
		if c := civil(y, m+time.Month(k), d); c.Day() == d && !c.Before(p.today) {
			out := one(c)
			out.dom = d
			return out
		}
	}
	return bad()
}

func (p *parse) year(i int) (int, int) {
	j := i
	for p.word(j, ",", "de", "del", "of") {
		j++
	}
	if v, ok := p.digits(j); ok && v >= 2020 && v <= 2099 && len(p.tok(j).text) == 4 && (!p.word(j+1, "h", "hrs", "hours") && !p.word(j-1, "at")) {
		return v, j + 1 - i
	}
	if p.word(i, "next", "proximo") && p.word(i+1, "year", "ano") {
		return p.today.Year() + 1, 2
	}
	if p.word(i, "this") && p.word(i+1, "year") {
		return p.today.Year(), 2
	}
	if p.word(i, "del", "de", "el") {
		j := i
		for p.word(j, "del", "de", "el") {
			j++
		}
		if p.word(j, "ano", "proximo") && (p.skip(j+1, "queviene") > 0 || p.word(j+1, "proximo", "ano")) {
			return p.today.Year() + 1, j + 1 + max(1, p.skip(j+1, "queviene")) - i
		}
	}
	return 0, 0
}

func (p *parse) isoDay(i int) (day, int) {
	y, ok := p.digits(i)
	if !ok || len(p.tok(i).text) != 4 || y < 1900 || !p.glued(i+1, "-", "/", ".") || !p.word(i+3, p.tok(i+1).text) {
		return day{}, 0
	}
	m, ok1 := p.digits(i + 2)
	d, ok2 := p.digits(i + 4)
	if !ok1 || !ok2 {
		return day{}, 0
	}
	if !valid(y, time.Month(m), d) {
		return bad(), 5
	}
	n := 5
	if p.glued(i+5, "t") { // 2026-12-03T15:00
		n = 6
	}
	return one(civil(y, time.Month(m), d)), n
}

// slashDay reads 12/3, 12/3/26, 3-12-2026 and 3.12.2026 in the order of the practice's country.
func (p *parse) slashDay(i int) (day, int) {
	a, ok := p.digits(i)
	if !ok || i+2 >= len(p.toks) || !p.glued(i+1, "/", "-", ".") || !p.tok(i+2).glued {
		return day{}, 0
	}
	sep := p.tok(i + 1).text
	b, ok := p.digits(i + 2)
	if !ok || len(p.tok(i).text) > 2 || len(p.tok(i+2).text) > 2 {
		return day{}, 0
	}
	n, y := 3, 0
	if p.glued(i+3, sep) {
		v, ok := p.digits(i + 4)
		if !ok {
			return day{}, 0
		}
		switch len(p.tok(i + 4).text) {
		case 2:
			y, n = 2000+v, 5
		case 4:
			y, n = v, 5
		default:
			return day{}, 0
		}
	}
	if sep != "/" && y == 0 && !p.hyphenDay(i, a, b) || sep == "." && len(p.tok(i).text) > 2 {
		return day{}, 0
	}
	if p.skip(i+n, "hour") > 0 && y == 0 { // "1/2 hour"
		return day{}, 0
	}
	if p.word(i-1, ":") || p.glued(i+3, ":") {
		return day{}, 0
	}
	m, d := a, b
	if !p.r.monthFirst {
		m, d = b, a
	}
	if m > 12 && d <= 12 {
		m, d = d, m
	}
	if wd, k := p.sym(i-1, "wd"); k == 1 && y == 0 && m != d && m <= 12 && d <= 12 {
		said, turned := p.comingDate(m, d), p.comingDate(d, m)
		if int(said.Weekday()) != wd && int(turned.Weekday()) == wd && turned.Before(said) {
			m, d = d, m // "sábado 5/12" in November: only that order falls on the day, and soon
		}
	}
	if y == 0 {
		if yy, k := p.year(i + n); k > 0 {
			y, n = yy, n+k
		}
	}
	return p.monthDayOf(time.Month(m), d, y), n
}

// comingDate is the coming day of that month and number; where a month has no such day, that of the next.
func (p *parse) comingDate(m, d int) time.Time {
	t := civil(p.today.Year(), time.Month(m), d)
	if t.Before(p.today) {
		t = civil(p.today.Year()+1, time.Month(m), d)
	}
	return t
}

// month reads a month's name at i. "may" and "march" are words of other kinds too: the caller asks for a number beside them.
func (p *parse) month(i int) (time.Month, int) {
	v, n := p.sym(i, "mon")
	if n == 0 {
		if v, n = p.sym(i, "amon"); n == 0 {
			return 0, 0
		}
	}
	if p.word(i+n, ".") && p.tok(i+n).glued && len(p.tok(i).text) <= 4 {
		n++
	}
	return time.Month(v), n
}

// monthDay reads "dec 3", "december 3rd 2026", "3 de diciembre", "the 3rd of dec".
func (p *parse) monthDay(i int) (day, int) {
	if m, n := p.month(i); n > 0 {
		j := i + n
		for p.word(j, "the", "el", "dia", "on") {
			j++
		}
		d, k := p.bigDom(j)
		if k > 0 && !p.clockFollows(j, k) {
			j += k
			y, k := p.year(j)
			return p.monthDayOf(m, d, y), j + k - i
		}
		return day{}, 0
	}
	j := i
	for p.word(j, "the", "el", "dia", "los", "al") {
		j++
	}
	d, k := p.bigDom(j)
	if k == 0 {
		if v, n := p.num(j); n > 0 && v >= 1 && v <= 31 { // "tres de diciembre"
			d, k = v, n
		} else {
			return day{}, 0
		}
	}
	j += k
	for p.word(j, "of", "de", "d", "del", "th") {
		j++
	}
	if p.word(j, "mes") && p.word(j-1, "del") || p.word(j, "this") && p.word(j+1, "month") || p.word(j, "este") && p.word(j+1, "mes") {
		return p.ofMonth(0, d), j + 1 + b2i(!p.word(j, "mes")) - i
	}
	if p.word(j, "the") && p.word(j+1, "month") && p.tok(j-k).kind != wordToken {
		return p.nextDom(d), j + 2 - i
	}
	if p.skip(j, "next") > 0 && p.word(j+1, "month", "mes") || p.skip(j, "proximo") > 0 && p.word(j+1, "mes") {
		return p.ofMonth(1, d), j + 2 - i
	}
	if p.word(j, "mes") && p.skip(j+1, "queviene") > 0 {
		return p.ofMonth(1, d), j + 1 + p.skip(j+1, "queviene") - i
	}
	m, n := p.month(j)
	if n == 0 {
		return day{}, 0
	}
	// "3 may" in "at 3 may I come"
	if p.word(j, "may") && p.word(j+1, "i", "we") || p.word(i-1, "at", "@") && p.word(j, "may", "march", "mar", "set") {
		return day{}, 0
	}
	j += n
	y, k := p.year(j)
	return p.monthDayOf(m, d, y), j + k - i
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (p *parse) ofMonth(add, d int) day {
	c := civil(p.today.Year(), p.today.Month()+time.Month(add), 1)
	if !valid(c.Year(), c.Month(), d) {
		return bad()
	}
	return one(civil(c.Year(), c.Month(), d))
}

// bigDom reads a day of the month beside a month, impossible ones too.
func (p *parse) bigDom(i int) (int, int) {
	if i >= len(p.toks) || i < 0 {
		return 0, 0
	}
	if t := p.tok(i); (t.kind == numberToken || t.kind == ordinalToken) && len(t.raw) <= 4 && t.val < 100 {
		return t.val, 1
	}
	if v, n := p.sym(i, "ordinal"); n > 0 {
		return v, n
	}
	if v, n := p.sym(i, "number"); n > 0 && v > 1 && v <= 31 {
		return v, n
	}
	return 0, 0
}

// clockFollows reports whether the number at i is the hour of a clock: "dec 3pm" is none of the month's days.
func (p *parse) clockFollows(i, n int) bool {
	return p.tok(i).kind != ordinalToken && (p.word(i+n, "am", "pm", "a.m", "p.m") || p.glued(i+n, ":", "h", "p", "a"))
}

// ordinalDay reads "the 27th", "el 27", "día 27", "27th".
func (p *parse) ordinalDay(i int) (day, int) {
	j := i
	the := false
	for p.word(j, "the", "el", "dia", "del", "al") {
		the = true
		j++
	}
	the = the || p.word(i-1, "the", "el", "dia", "al", "del", "pal")
	if j >= len(p.toks) {
		return day{}, 0
	}
	t := p.tok(j)
	if n := p.skip(j, "ordinal"); n > 0 && t.kind == wordToken {
		v, _ := p.sym(j, "ordinal")
		if !the || p.word(j, "second", "first", "primera", "segundo", "third", "fourth", "cuarto", "primer", "tercer") && !p.word(j-1, "dia") && !p.dayEnds(j+n) {
			return day{}, 0
		}
		return p.nextDom(v), j + n - i
	}
	if v, n := p.sym(j, "number"); n > 0 && p.word(j-1, "el", "dia") && v > 1 && v <= 31 && t.kind == wordToken && p.unit(j+n) == 0 && !p.word(j, "two", "couple") &&
		(j+n == len(p.toks) || p.skip(j+n, "at") > 0 || p.skip(j+n, "part") > 0 || p.skip(j+n, "noon") > 0 || p.word(j+n, ",", "por", "en", "para", "entre", "despues", "antes", "de", "con")) {
		return p.nextDom(v), j + n - i // "el veintitrés"
	}
	if t.kind == ordinalToken {
		if p.word(j+1, "time", "visit", "session", "floor", "appointment", "street", "st", "ave", "avenue", "person", "one", "birthday", "anniversary") {
			return day{}, 0
		}
		return p.nextDom(t.val), j + 1 - i
	}
	// "el 27": in Spanish, and "the 27" in English from 13 on.
	if t.kind == numberToken && the && !p.glued(j+1, "/", "-", ".") && !p.clockFollows(j, 1) && p.unit(j+1) == 0 && len(t.text) <= 2 {
		if p.word(j-1, "the") && t.val < 13 || t.val == 0 || t.val > 31 && !p.word(j-1, "dia") {
			return day{}, 0
		}
		if p.word(j+1, "min", "mins", "minute", "minutos", "personas", "people", "%") || p.word(j-1, "al", "del") && p.skip(j+1, "at") == 0 && t.val > 31 {
			return day{}, 0
		}
		return p.nextDom(t.val), j + 1 - i
	}
	return day{}, 0
}

// dayEnds reports whether nothing that an ordinal could count stands at i.
func (p *parse) dayEnds(i int) bool {
	return i >= len(p.toks) || p.tok(i).kind != wordToken || p.skip(i, "at") > 0 || p.word(i, "of", "de", "if", "for", "please")
}

// hyphenDay reports whether a-b without a year is a date, not a window of hours: a clock follows, and no hour is as late as b.
func (p *parse) hyphenDay(i, a, b int) bool {
	if !p.word(i+1, "-") || p.word(i-1, "-", "/") || max(a, b) <= 12 || max(a, b) > 31 || p.skip(i-1, "between") > 0 || p.skip(i-1, "from") > 0 {
		return false
	}
	c, n := p.clock(i+3, false)
	return n > 0 && c.strong
}
