package booking

import "time"

func (p *parse) holidayAt(i int) (day, int) {
	v, n := p.sym(i, "holiday")
	if p.word(i, "vispera") && p.word(i+1, "de", "del") && n <= 3 {
		j := i + 2 + b2i(p.word(i+2, "el", "la", "ano") && p.skip(i+2, "holiday") == 0)
		if d, k := p.holidayAt(j); n == 0 && k > 0 && !d.isRange() { // "la víspera de nochevieja"
			return one(d.from.AddDate(0, 0, -1)), j + k - i
		}
	}
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
	if k := p.skip(i+n, "weekend"); k > 0 { // of a Monday the weekend before, of other days that of their week
		for y := p.today.Year(); ; y++ {
			d := h.in(y)
			m := monday(d)
			if d.Weekday() <= time.Tuesday && d.Weekday() != time.Sunday {
				m = m.AddDate(0, 0, -7)
			}
			if w := p.weekend(m); !w.to.Before(p.today) {
				return w, n + k
			}
		}
	}
	for y := p.today.Year(); ; y++ {
		if d := h.in(y); !d.Before(p.today) {
			return one(d), n
		}
	}
}

// vagueMonth reads "in december", "sometime in january" as the whole month.
func (p *parse) vagueMonth(i int) (day, int) {
	if d, n := p.lastOfMonth(i); n > 0 {
		return d, n
	}
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
		if d, n := p.monthThird(i+1, third); n > 0 {
			return d, i + 1 + n - i0
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

// monthThird reads "the month", "next month", "mes" after "end of": that third of the month.
func (p *parse) monthThird(i, third int) (day, int) {
	j, add := i, 0
	for p.word(j, "the", "this", "el", "este") {
		j++
	}
	if n := max(p.skip(j, "next"), p.skip(j, "proximo")); n > 0 {
		j, add = j+n, 1
	}
	if !p.word(j, "month", "mes") {
		return day{}, 0
	}
	j++
	if n := max(p.skip(j, "queviene"), p.skip(j, "proximo")); n > 0 && add == 0 {
		j, add = j+n, 1
	}
	first := civil(p.today.Year(), p.today.Month()+time.Month(add), 1)
	d := span(first.AddDate(0, 0, 10*(third-1)), first.AddDate(0, 0, 10*third-1))
	if third == 3 {
		d.to = civil(first.Year(), first.Month()+1, 0)
	}
	if d.to.Before(p.today) {
		return day{}, 0
	}
	d.from = later(d.from, p.today)
	return d, j - i
}

// lastOfMonth reads "last day of february", "último día del mes".
func (p *parse) lastOfMonth(i int) (day, int) {
	if !p.word(i, "last", "ultimo") || !p.word(i+1, "day", "dia") || !p.word(i+2, "of", "de", "del") {
		return day{}, 0
	}
	j := i + 3
	for p.word(j, "the", "this", "este") {
		j++
	}
	m, n := p.month(j)
	if n == 0 {
		if !p.word(j, "month", "mes") {
			return day{}, 0
		}
		m, n = p.today.Month(), 1
	}
	y := p.today.Year() + b2i(m < p.today.Month())
	return one(civil(y, m+1, 0)), j + n - i
}
