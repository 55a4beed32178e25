package booking

import (
	"fmt"
	"slices"
	"time"

	"knead/bot"
)

const isoDate = "2006-01-02"

func hhmm(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60%24, minutes%60) }

// resolve makes a Reading of the mentions that are left.
func (p *parse) resolve(intent bot.BookingIntent) bot.Reading {
	rd := bot.Reading{}
	r := &rd.Request
	var days []mention
	var clocks []mention
	var win *window
	part := 0
	var oldDay *day
	var weak *mention
	var services, locations []string
	for k := range p.ms {
		m := &p.ms[k]
		if m.dropped {
			continue
		}
		old := intent == bot.Reschedule && m.side == oldSide
		switch m.kind {
		case noise:
		case dayMention:
			if old {
				oldDay = &m.day
				continue
			}
			days = append(days, *m)
			if m.day.part > 0 {
				part = m.day.part
			}
		case clockMention:
			if !old {
				clocks = append(clocks, *m)
			}
		case windowMention:
			if !old {
				win = mergeWindow(win, m.window)
			}
		case partMention:
			if !old {
				part = m.part
			}
		case lengthMention:
			if r.Minutes == 0 {
				r.Minutes = m.n
			}
		case peopleMention:
			if m.weak {
				weak = m
			} else if r.People == 0 || r.People == 1 {
				r.People = m.n
			}
		case serviceMention:
			if !slices.Contains(services, string(m.service)) {
				services = append(services, string(m.service))
				if r.Service == "" {
					r.Service = m.service
				}
			}
		case locationMention:
			if !slices.Contains(locations, string(m.location)) {
				locations = append(locations, string(m.location))
				r.Location = m.location
			}
		case providerMention:
			if r.Provider == "" {
				r.Provider = m.provider
			}
		}
	}
	if r.Provider == "" {
		r.Provider = p.herName()
	}
	if r.People == 0 && p.oneOfEach() {
		r.People = 2
	}
	if len(services) > 1 {
		for _, s := range services {
			rd.Services = append(rd.Services, bot.ServiceID(s))
		}
		if p.eitherOr(serviceMention) {
			r.Service = ""
		}
	}
	if len(locations) > 1 {
		r.Location = ""
	}
	if weak != nil {
		switch {
		case len(clocks) == 0 && win == nil && r.People != weak.n && weak.n <= 12 && weak.n != 1:
			clocks = append(clocks, mention{kind: clockMention, from: weak.from, to: weak.to, clock: clock{h: weak.n, open: true, strong: true}})
		case r.People == 0 && intent != bot.Reschedule && intent != bot.CancelVisit: // "I had an appointment for 3, can we do 3:45": an hour
			r.People = weak.n
		}
	}
	if win != nil && win.told && (len(clocks) > 0 || intent == bot.CancelVisit) {
		win = nil // "I finish at 7, can I come right after, at 7:30?"
	}
	d, ok := p.oneOf(p.withoutBounds(days), &rd)
	if ok && d.isRange() && d.to.Weekday() == time.Sunday && p.saysWeekdays() {
		if fri := d.to.AddDate(0, 0, -2); !fri.Before(d.from) {
			d.to = fri
		}
	}
	if !ok && oldDay != nil && intent == bot.Reschedule && (len(clocks) > 0 || win != nil || part > 0) {
		d, ok = *oldDay, true // the visit stays on its day and gets another hour
	}
	if win == nil && len(clocks) == 0 && p.saysAfterThat(0, len(p.toks)) {
		win = p.afterThat()
	}
	if !ok && (len(clocks) > 0 || win != nil || part > 0) {
		d, ok = p.contextDay()
	}
	p.setDay(d, ok, clocks, win, part, &rd)
	return rd
}

// withoutBounds leaves the days out that only tell what the visit comes before or after, where another is said: "on the 26th, after
// Christmas with the in-laws I will need it".
func (p *parse) withoutBounds(days []mention) []mention {
	if len(days) < 2 {
		return days
	}
	bound := func(m mention) bool {
		j := m.from - 1
		for p.word(j, "the", "de", "del", "el", "all", "that", "toda", "la") {
			j--
		}
		return p.word(j, "after", "before", "despues", "antes", "since", "until", "till", "hasta") && !p.word(j, "hasta", "until", "till")
	}
	out := slices.DeleteFunc(slices.Clone(days), bound)
	if len(out) == 0 {
		return days
	}
	return out
}

// saysWeekdays reports whether the line wants no weekend: "weekday evenings next week".
func (p *parse) saysWeekdays() bool {
	for i := range p.toks {
		if p.word(i, "weekday", "weekdays") || p.word(i, "entre") && p.word(i+1, "semana") {
			return true
		}
	}
	return false
}

func mergeWindow(a *window, b window) *window {
	if a == nil {
		return &b
	}
	if b.told && (a.hasAfter || a.hasBefore) {
		return a
	}
	if a.told {
		return &b // "I get off at 6, anything after 6:30"
	}
	if a.lunch {
		return &b // "lunch break only, so between 12 and 1:30"
	}
	c := *a
	if b.hasAfter && !c.hasAfter {
		c.after, c.hasAfter = b.after, true
	}
	if b.hasBefore && !c.hasBefore {
		c.before, c.hasBefore = b.before, true
	}
	return &c
}

// eitherOr reports whether two mentions of kind k are joined by "or".
func (p *parse) eitherOr(k mentionKind) bool {
	last := -1
	for _, m := range p.ms {
		if m.kind != k || m.dropped {
			continue
		}
		if last >= 0 {
			for i := last; i < m.from; i++ {
				if p.word(i, "or", "o", "/") {
					return true
				}
			}
		}
		last = m.to
	}
	return false
}

// oneOf makes one day of all that were said. A weekday beside a date is held against it; different days are asked.
func (p *parse) oneOf(days []mention, rd *bot.Reading) (day, bool) {
	switch len(days) {
	case 0:
		return day{}, false
	case 1:
		return days[0].day, true
	}
	var weekdays, dates []day
	for _, m := range days {
		if m.day.bare {
			weekdays = append(weekdays, m.day)
		} else {
			dates = append(dates, m.day)
		}
	}
	if len(dates) == 1 && len(weekdays) >= 1 && !p.eitherOr(dayMention) {
		d := dates[0]
		if d.problem != "" {
			return d, true
		}
		for _, w := range weekdays {
			if d.isRange() { // "next week, tuesday": the weekday in that range
				in := coming(d.from.AddDate(0, 0, -1), w.wd)
				if in.After(d.to) {
					return p.match(one(d.from), w.wd), true
				}
				d = one(in).said(w.wd)
				continue
			}
			if int(d.from.Weekday()) != w.wd {
				return p.match(d, w.wd), true
			}
			d.wd = w.wd
		}
		return d, true
	}
	for _, m := range days { // "today in 3 hours"
		if !m.day.moment.IsZero() && p.settle(days[0].day).Equal(p.settle(days[len(days)-1].day)) {
			return m.day, true
		}
	}
	// The same day said twice is one day.
	first := p.settle(days[0].day)
	same := true
	for _, m := range days[1:] {
		same = same && p.settle(m.day).Equal(first) && m.day.isRange() == days[0].day.isRange()
	}
	if same {
		return days[0].day, true
	}
	// A day within a range said with it narrows the range.
	if len(days) == 2 {
		for k := range 2 {
			a, b := days[k].day, days[1-k].day
			if a.isRange() && !b.isRange() && b.problem == "" {
				if t := p.settle(b); !t.Before(a.from) && !t.After(a.to) {
					return b, true
				}
			}
		}
	}
	for _, m := range days {
		if m.day.problem != "" {
			return m.day, true
		}
	}
	out := day{wd: -1, problem: bot.Ambiguous}
	for _, m := range days {
		out.choices = append(out.choices, p.settle(m.day))
	}
	slices.SortFunc(out.choices, time.Time.Compare)
	out.choices = slices.Compact(out.choices)
	if contiguous(out.choices) && p.eitherOr(dayMention) {
		return span(out.choices[0], out.choices[len(out.choices)-1]), true
	}
	return out, true
}

func contiguous(ds []time.Time) bool {
	for k := 1; k < len(ds); k++ {
		if ds[k].Sub(ds[k-1]) != 24*time.Hour {
			return false
		}
	}
	return true
}
