package booking

import (
	"time"

	"knead/bot"
)

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
	if p.word(i, "siguiente") && p.skip(i+1, "wd") == 0 && (i+1 >= len(p.toks) || p.word(i+1, ",", "a", ".", "por", "en", "?")) {
		if b, ok := p.dayBefore(i); ok && i-p.lastDayEnd(i) <= 4 { // "el lunes no, el siguiente"
			return one(b.AddDate(0, 0, 7)).said(int(b.Weekday())), 1
		}
	}
	if p.word(i, "el", "la") && p.word(i-1, ",") && p.word(i-2, "no") && (p.word(i+1, "otro", "otra", "siguiente") || p.word(i+1, "que") && p.word(i+2, "sigue")) && p.skip(i+2, "wd")+p.skip(i+2, "week") == 0 {
		for k := len(p.ms) - 1; k >= 0; k-- { // "este viernes no, el otro"
			if m := p.ms[k]; m.kind == dayMention && m.to == i-2 && m.day.wd >= 0 {
				return p.countedFrom(i, one(p.settle(m.day).AddDate(0, 0, 7)).said(m.day.wd)), 2 + b2i(p.word(i+1, "que"))
			}
		}
	}
	if p.word(i, "sino") && p.word(i+1, "el", "la") && (p.word(i+2, "otro", "otra", "siguiente", "proximo") || p.word(i+2, "que") && p.word(i+3, "sigue", "viene")) && p.skip(i+3, "wd") == 0 {
		for k := len(p.ms) - 1; k >= 0; k-- { // "no este lunes sino el otro"
			if m := p.ms[k]; m.kind == dayMention && m.to <= i && i-m.to <= 2 && m.day.wd >= 0 {
				return p.countedFrom(i, one(p.settle(m.day).AddDate(0, 0, 7)).said(m.day.wd)), 3 + b2i(p.word(i+2, "que"))
			}
		}
	}
	if p.word(i, "one") && p.word(i+1, "a") && p.word(i+2, "week") && p.word(i+3, "after", "later") {
		for k := len(p.ms) - 1; k >= 0; k-- { // "not this Wednesday but the one a week after"
			if m := p.ms[k]; m.kind == dayMention && m.to <= i && i-m.to <= 4 && m.day.wd >= 0 {
				return one(p.settle(m.day).AddDate(0, 0, 7)).said(m.day.wd), 4
			}
		}
	}
	if p.word(i, "next", "following") && p.word(i+1, "one") || p.word(i, "one") && p.word(i+1, "after") && !p.word(i+2, "that", "this") {
		for k := len(p.ms) - 1; k >= 0; k-- { // "not this Monday but the next one"
			if m := p.ms[k]; m.kind == dayMention && m.to <= i && i-m.to <= 4 && m.day.wd >= 0 {
				return one(p.settle(m.day).AddDate(0, 0, 7)).said(m.day.wd), 2
			}
		}
	}
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
			if e := p.skip(i+n+k, "ensemana"); e > 0 { // "de este viernes en ocho"
				return one(d.AddDate(0, 0, 7)).said(wd), n + k + e
			}
			if v, e := p.num(i + n + k + 1); p.word(i+n+k, "en") && v == 15 && e > 0 && p.unit(i+n+k+1+e) == 0 { // "de este sábado en quince"
				return one(d.AddDate(0, 0, 14)).said(wd), n + k + 1 + e
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
		if wd, k := p.sym(i+n, "wd"); k > 0 && s == "otra" {
			return one(coming(p.today, wd).AddDate(0, 0, 7)).said(wd), n + k
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
		case max(p.skip(i+n, "queviene"), p.skip(i+n, "proximo")) > 0:
			n += max(p.skip(i+n, "queviene"), p.skip(i+n, "proximo"))
			if k := p.theOther(i + n); k > 0 {
				return one(coming(p.today, wd).AddDate(0, 0, 7)).said(wd), n + k
			}
			return p.proximo(wd), n
		case p.word(i+n, "next", "siguiente") && p.skip(i+n+1, "week") == 0:
			return one(inWeek(mon.AddDate(0, 0, 7), wd)).said(wd), n + 1
		case p.skip(i+n, "ensemana") > 0:
			return one(coming(p.today, wd).AddDate(0, 0, 7)).said(wd), n + p.skip(i+n, "ensemana")
		case p.word(i+n, "en") && p.word(i+n+1, "quince", "15") && p.unit(i+n+2) == 0 && p.word(i-1, "del", "de"):
			return one(coming(p.today, wd).AddDate(0, 0, 14)).said(wd), n + 2
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
		if p.today.Weekday() == time.Sunday { // "the weekend" of a Sunday is the next; "this weekend" is read above
			return p.weekend(mon.AddDate(0, 0, 7)), n
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

// theOther returns the tokens of "no, el otro": not the coming one but the one after.
func (p *parse) theOther(i int) int {
	j := i
	for p.word(j, "no", ",", "sino") {
		j++
	}
	if j > i && p.word(j, "el", "la") && p.word(j+1, "otro", "otra", "siguiente") {
		return j + 2 - i
	}
	return 0
}

// lastDayEnd is where the last day before token i ends.
func (p *parse) lastDayEnd(i int) int {
	for k := len(p.ms) - 1; k >= 0; k-- {
		if m := p.ms[k]; m.kind == dayMention && m.to <= i {
			return m.to
		}
	}
	return -1
}
