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
	if sep != "/" && y == 0 || sep == "." && len(p.tok(i).text) > 2 {
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
	if y == 0 {
		if yy, k := p.year(i + n); k > 0 {
			y, n = yy, n+k
		}
	}
	return p.monthDayOf(time.Month(m), d, y), n
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
	for p.word(j, "the", "el", "dia", "los") {
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
	the = the || p.word(i-1, "the", "el", "dia", "al", "del")
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
	if t.kind == ordinalToken {
		if p.word(j+1, "time", "visit", "session", "floor", "appointment", "street", "st", "ave", "avenue", "person", "one", "birthday", "anniversary") {
			return day{}, 0
		}
		return p.nextDom(t.val), j + 1 - i
	}
	// "el 27": in Spanish, and "the 27" in English from 13 on.
	if t.kind == numberToken && the && !p.clockFollows(j, 1) && p.unit(j+1) == 0 && len(t.text) <= 2 {
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
		if p.clockFollows(i, 1) || p.unit(i+1) > 0 || p.word(i+1, "people", "ppl", "personas", "pax", "-", "to", "til", "till", "until", "thru", "through", "oclock", "or", "/", "or", "o", "ish") || p.skip(i+1, "oclock") > 0 || p.skip(i+1, "ymedia") > 0 || p.skip(i+1, "ycuarto") > 0 || p.word(i+1, "menos") || v == 60 || v == 90 || v == 45 || v > 31 {
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

func (p *parse) holidayAt(i int) (day, int) {
	v, n := p.sym(i, "holiday")
	if n == 0 {
		return day{}, 0
	}
	h := p.r.lex.rules[v]
	if y, k := p.year(i + n); k > 0 {
		return one(h.in(y)), n + k
	}
	if p.word(i+n, "eve") {
		h.offset--
		n++
		if h.day > 0 {
			h.day, h.offset = h.day-1, 0
		}
		if h.day == 0 && h.nth == 0 && !h.easter { // the eve of a first of the month
			return day{}, 0
		}
	}
	for y := p.today.Year(); ; y++ {
		if d := h.in(y); !d.Before(p.today) {
			return one(d), n
		}
	}
}

// inUnits reads "in 3 weeks", "dentro de quince días", "a fortnight from now", "3 weeks from friday", "in 2 hours".
func (p *parse) inUnits(i int) (day, int) {
	lead := p.skip(i, "in")
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
	if lead == 0 {
		if f := p.skip(j, "fromnow"); f > 0 {
			if d, m := p.fromBase(j, add); m > 0 {
				return d, j + m - i
			}
			return p.plusWord(add, days, j-k), j + f - i
		}
		if d, m := p.fromBase(j, add); m > 0 {
			return d, j + m - i
		}
		return day{}, 0
	}
	if p.word(i, "in", "en", "within") && p.word(i-1, "done", "again") {
		return day{}, 0
	}
	d := p.plusWord(add, days, j-k)
	for p.word(j, ",", "on", "el", "del") && (p.skip(j+1, "wd") > 0 || p.skip(j+2, "wd") > 0) {
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
	if !back && !p.word(i, "from", "after", "on", "despues", "desde", "a") {
		return day{}, 0
	}
	j := i + 1
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
	back := p.word(j, "before", "antes", "previo")
	if !back && !p.word(j, "after", "following", "despues", "siguiente") {
		return day{}, 0
	}
	if p.skip(j, "afternext") > 0 {
		return day{}, 0
	}
	j++
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
			return one(base.AddDate(0, 0, 1-2*b2i(back))), i2(p.word(j-1, "de"), j-1, j) - i
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
	if n == 0 || !p.word(i+n, "of", "in", "de", "en") {
		return day{}, 0
	}
	j := i + n + 1
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
	if ord < 0 {
		h := holiday{month: first.Month(), weekday: time.Weekday(wd), nth: -1}
		return one(h.in(first.Year())).said(wd), j - i
	}
	d := nthWeekday(first.Year(), first.Month(), time.Weekday(wd), ord)
	if d.Month() != first.Month() {
		return bad(), j - i
	}
	return one(d).said(wd), j - i
}

// vagueMonth reads "in december", "sometime in january" as the whole month.
func (p *parse) vagueMonth(i int) (day, int) {
	third, i0 := 0, i
	switch {
	case p.word(i, "early", "principios", "inicios", "beginning", "start"):
		third = 1
	case p.word(i, "mid", "mediados", "middle"):
		third = 2
	case p.word(i, "late", "finales", "fines", "end"):
		third = 3
	}
	if third > 0 {
		for p.word(i+1, "in", "of", "de", "-") {
			i++
		}
		m, n := p.month(i + 1)
		if n == 0 || p.word(i+1, "mar", "set") {
			return day{}, 0
		}
		if _, k := p.bigDom(i + 1 + n); k > 0 {
			return day{}, 0
		}
		y := p.today.Year() + b2i(m < p.today.Month())
		d := span(civil(y, m, 10*third-9), civil(y, m, 10*third))
		if third == 3 {
			d.to = civil(y, m+1, 0)
		}
		d.from = later(d.from, p.today)
		return d, i + 1 + n - i0
	}
	if !p.word(i, "in", "en", "for", "para") {
		return day{}, 0
	}
	m, n := p.month(i + 1)
	if n == 0 {
		return day{}, 0
	}
	if _, k := p.bigDom(i + 1 + n); k > 0 || p.word(i+1, "mar", "set") {
		return day{}, 0
	}
	y := p.today.Year()
	if m < p.today.Month() {
		y++
	}
	d := span(civil(y, m, 1), civil(y, m+1, 0))
	d.from = later(d.from, p.today)
	return d, 1 + n
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
