package booking

import (
	"fmt"
	"slices"
	"time"

	"knead/bot"
)

const isoDate = "2006-01-02"

func hhmm(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60%24, minutes%60) }

// bareNumber reads a number that nothing else wanted, by what knead asked, by its neighbours and by its size.
func (p *parse) bareNumber(i int) (mention, int) {
	v, n := p.num(i)
	if n == 0 || p.tok(i).kind == wordToken && p.word(i, "a", "an", "un", "una", "one", "uno", "couple") && p.expect == bot.FieldNone {
		return mention{}, 0
	}
	lone := len(p.toks) <= n+2
	text := p.tok(i).text
	digits := p.tok(i).kind == numberToken
	if digits && (p.glued(i+1, "/", ":") || p.word(i+1, "%") || i > 0 && p.tok(i).glued && p.word(i-1, "$", "#", "/", ":")) {
		return mention{}, 0
	}
	switch p.expect {
	case bot.FieldPeople:
		if v >= 1 && v <= 1000 && !p.has(peopleMention) {
			return mention{kind: peopleMention, n: v}, n
		}
	case bot.FieldMinutes:
		if v >= 1 && v <= 3 && !p.has(lengthMention) {
			if p.glued(i+1, ".", ",") && p.word(i+2, "5") {
				return mention{kind: lengthMention, n: v*60 + 30}, 3
			}
			if h := p.skip(i+n, "ymedia"); h > 0 {
				return mention{kind: lengthMention, n: v*60 + 30}, n + h
			}
			return mention{kind: lengthMention, n: v * 60}, n
		}
		if v >= 10 && v <= 480 && !p.has(lengthMention) {
			return mention{kind: lengthMention, n: v}, n
		}
	case bot.FieldTime, bot.FieldWhen:
		if p.expect == bot.FieldWhen && digits && v > 12 && v <= 31 && (lone || p.word(i-1, "on")) && !p.has(dayMention) {
			return mention{kind: dayMention, day: p.nextDom(v)}, n
		}
		if c, k := p.clock(i, true); k > 0 && !p.has(clockMention) && (v <= 24 || c.strong) {
			c.strong = true
			return mention{kind: clockMention, clock: c}, k
		}
	case bot.FieldNone, bot.FieldService, bot.FieldLocation:
	}
	beside := p.beside(i, n)
	if (digits || v >= 30) && p.lengthNumber(v) && !p.has(lengthMention) && !(v == 30 && beside && p.has(clockMention)) {
		if p.has(serviceMention) || beside || p.has(dayMention) || p.has(clockMention) || p.has(locationMention) || p.expect == bot.FieldService || p.word(i-1, "a", "the", "un", "el") && p.word(i+n, "please", "por") {
			return mention{kind: lengthMention, n: v}, n + b2i(p.word(i+n, "massage", "session") && false)
		}
	}
	if v >= 1 && v <= 12 && !p.has(clockMention) && (p.word(i-1, "it", "that") && p.word(i-2, "make", "do") || p.shift && p.word(i-1, "to", "a")) && !p.notClock(i+n) {
		if c, k := p.clock(i, true); k > 0 {
			return mention{kind: clockMention, clock: c}, k
		}
	}
	if v >= 1 && v <= 12 && p.has(clockMention) && p.secondClock(i, n) {
		if c, k := p.clock(i, true); k > 0 && !p.notClock(i+k) {
			return mention{kind: clockMention, clock: c}, k
		}
	}
	if p.has(clockMention) || p.has(windowMention) || !beside {
		return mention{}, 0
	}
	if digits && (len(text) <= 2 && v >= 1 && v <= 22 || len(text) >= 3 && len(text) <= 4) || !digits && v >= 1 && v <= 12 {
		if c, k := p.clock(i, true); k > 0 && !p.notClock(i+k) {
			return mention{kind: clockMention, clock: c}, k
		}
	}
	return mention{}, 0
}

func (p *parse) has(k mentionKind) bool {
	return slices.ContainsFunc(p.ms, func(m mention) bool { return m.kind == k })
}

// beside reports whether a day or a part of it stands next to the n tokens at i.
func (p *parse) beside(i, n int) bool {
	from, to := i, i+n
	for p.word(from-1, ",", "@", "at", "around", "like", "-", "for", "para", "a", "las", "about", "maybe") {
		from--
	}
	for p.word(to, ",", "on", "the", "el", "-", "this") {
		to++
	}
	for _, m := range p.ms {
		if (m.kind == dayMention || m.kind == partMention) && (m.to == from || m.from == to) {
			return true
		}
		if (m.kind == lengthMention || m.kind == locationMention || m.kind == serviceMention || m.kind == providerMention) && m.to == from {
			for _, d := range p.ms { // "fri orlando 3"
				if d.kind == dayMention && d.to == m.from {
					return true
				}
			}
		}
	}
	return false
}

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
	if len(services) > 1 && p.eitherOr(serviceMention) {
		r.Service = ""
	}
	if len(locations) > 1 {
		r.Location = ""
	}
	if weak != nil {
		switch {
		case len(clocks) == 0 && win == nil && r.People == 0 && weak.n <= 12 && weak.n != 1:
			clocks = append(clocks, mention{kind: clockMention, from: weak.from, to: weak.to, clock: clock{h: weak.n, open: true, strong: true}})
		case r.People == 0:
			r.People = weak.n
		}
	}
	d, ok := p.oneOf(days, &rd)
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

// contextDay is the day of something else that the client measures the visit by: "I have a meeting at 2 on Friday, so after 4".
func (p *parse) contextDay() (day, bool) {
	for _, m := range p.ms {
		if m.kind == dayMention && m.dropped && m.context && m.day.problem == "" {
			return m.day, true
		}
	}
	return day{}, false
}

func mergeWindow(a *window, b window) *window {
	if a == nil {
		return &b
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

// setDay fills date, time, window and part of rd, and finds what is wrong with them.
func (p *parse) setDay(d day, ok bool, clocks []mention, win *window, part int, rd *bot.Reading) {
	r := &rd.Request
	c, hasClock := p.oneClock(clocks, rd)
	if ok && !d.moment.IsZero() && !hasClock {
		r.Date, r.Time = d.moment.Format(isoDate), d.moment.Format("15:04")
		return
	}
	if ok && d.bare {
		d.from = p.bareDay(d, c, hasClock, win, part, r.Location)
	}
	// Clock first: it needs the day's opening hours.
	if hasClock {
		var other int
		c, other = p.close(c, d, ok, part, r.Location)
		r.Time = hhmm(c.minutes())
		if other >= 0 && rd.Problem == "" {
			rd.Problem = bot.Ambiguous
			rd.Choices = []bot.Request{{Time: hhmm(min(other, c.minutes()))}, {Time: hhmm(max(other, c.minutes()))}}
		}
		part = 0
		if c.bad {
			r.Time = ""
			rd.Invalid, rd.Problem, rd.Choices = true, bot.Impossible, nil
		}
		if win != nil && !win.except { // "3pm or later" was read as a window already; a clock beside a window is the wish within it
			win = nil
		}
	}
	if win != nil {
		p.setWindow(*win, d, ok, part, rd)
	}
	if part > 0 {
		r.Part = [...]bot.DayPart{"", bot.Morning, bot.Afternoon, bot.Evening}[part]
	}
	if !ok {
		return
	}
	switch d.problem {
	case "":
		r.Date = d.from.Format(isoDate)
		if d.isRange() {
			r.DateTo = d.to.Format(isoDate)
		}
		p.checkMoment(d, rd)
	case bot.Ambiguous:
		rd.Problem, rd.Choices = bot.Ambiguous, choices(d.choices, r.Time)
		if !d.from.IsZero() {
			r.Date = d.from.Format(isoDate)
		}
	case bot.WeekdayMismatch:
		rd.Invalid, rd.Problem, rd.Choices = true, bot.WeekdayMismatch, choices(d.choices, r.Time)
	case bot.Impossible, bot.Past:
		rd.Invalid, rd.Problem, rd.Choices = true, d.problem, nil
	}
}

func choices(ds []time.Time, clock string) []bot.Request {
	out := make([]bot.Request, 0, len(ds))
	for _, d := range ds {
		out = append(out, bot.Request{Date: d.Format(isoDate), Time: clock})
	}
	return out
}

// oneClock makes one clock of all that were said.
func (p *parse) oneClock(clocks []mention, rd *bot.Reading) (clock, bool) {
	switch len(clocks) {
	case 0:
		return clock{}, false
	case 1:
		return clocks[0].clock, true
	}
	c := clocks[0].clock
	for _, m := range clocks[1:] {
		if m.clock.bad {
			return m.clock, true
		}
		if m.clock.h%12 == c.h%12 && m.clock.m == c.m { // "at 3, 3pm"
			if c.open {
				c = m.clock
			}
			continue
		}
		rd.Problem = bot.Ambiguous
	}
	if rd.Problem == bot.Ambiguous {
		for _, m := range clocks {
			f, _ := p.close(m.clock, day{}, false, 0, rd.Request.Location)
			rd.Choices = append(rd.Choices, bot.Request{Time: hhmm(f.minutes())})
		}
		return clock{}, false
	}
	return c, true
}

// bareDay is the day of a bare weekday: the next such day after today; today itself when a clock, a window or a part of the
// day still to come is said with it.
func (p *parse) bareDay(d day, c clock, hasClock bool, win *window, part int, loc bot.LocationID) time.Time {
	if int(p.today.Weekday()) != d.wd {
		return coming(p.today, d.wd)
	}
	now := p.now.Hour()*60 + p.now.Minute()
	t := one(p.today)
	switch {
	case hasClock:
		if c, _ = p.close(c, t, true, part, loc); c.minutes() > now {
			return p.today
		}
	case win != nil && win.hasBefore:
		if b, _ := p.close(win.before, t, true, part, loc); b.minutes() > now {
			return p.today
		}
	case win != nil && win.hasAfter:
		if a, _ := p.close(win.after, t, true, part, loc); a.minutes() >= now {
			return p.today
		}
	case part > 0 && now < partStart(part):
		return p.today
	}
	return coming(p.today, d.wd)
}

// partStart and partEnd bound the parts of a day in minutes: morning ends at noon, afternoon at six.
func partStart(part int) int { return [...]int{0, 0, 12 * 60, 17 * 60}[part] }
func partEnd(part int) int   { return [...]int{24 * 60, 12 * 60, 18 * 60, 24 * 60}[part] }

// close decides the half of the day of an open clock: the part of the day said with it, else the opening hours, else what a
// massage practice is open at (1 to 7 is afternoon or evening, 9 to 11 morning). other is the second honest reading in
// minutes, -1 for none.
func (p *parse) close(c clock, d day, hasDay bool, part int, loc bot.LocationID) (clock, int) {
	if !c.open || c.bad {
		return c, -1
	}
	if part > 0 {
		return c.fix(part, false), -1
	}
	am, pm := c, c
	am.open, pm.open = false, false
	if c.h < 12 {
		pm.h = c.h + 12
	} else {
		return pm, -1 // twelve is noon
	}
	if hs := p.hours(loc); len(hs) > 0 {
		inAM, inPM := open(hs, d, hasDay, am.minutes()), open(hs, d, hasDay, pm.minutes())
		switch {
		case inAM && !inPM:
			return am, -1
		case inPM && !inAM:
			return pm, -1
		}
	}
	switch {
	case c.h >= 9:
		return am, -1
	case c.h == 8:
		return pm, am.minutes()
	}
	return pm, -1
}

// hours are the opening hours of a location, or of the only one there is.
func (p *parse) hours(loc bot.LocationID) []bot.Hours {
	if loc == "" && len(p.r.practice.Locations) == 1 {
		return p.r.practice.Locations[0].Hours
	}
	var all []bot.Hours
	for _, l := range p.r.practice.Locations {
		if l.ID == loc {
			return l.Hours
		}
		if loc == "" {
			if len(l.Hours) == 0 {
				return nil
			}
			all = append(all, l.Hours...)
		}
	}
	return all
}

// open reports whether a place is open at that minute of the day, on the day given or on any.
func open(hs []bot.Hours, d day, hasDay bool, minute int) bool {
	for _, h := range hs {
		if hasDay && !d.from.IsZero() && !slices.Contains(h.Days, d.from.Weekday()) {
			continue
		}
		if f, t := clockMinutes(h.From), clockMinutes(h.To); f >= 0 && minute >= f && minute < t {
			return true
		}
	}
	return false
}

// clockMinutes reads HH:MM; -1 when it is none.
func clockMinutes(s string) int {
	t, err := time.Parse("15:04", s)
	if err != nil {
		if s == "24:00" {
			return 24 * 60
		}
		return -1
	}
	return t.Hour()*60 + t.Minute()
}

func (p *parse) setWindow(w window, d day, ok bool, part int, rd *bot.Reading) {
	r := &rd.Request
	if w.hasAfter && w.hasBefore && w.after.open && w.before.open && !w.except {
		a, _ := p.close(w.after, d, ok, part, r.Location)
		if part == 0 && w.after.h >= 7 && w.after.h <= 8 && w.before.h > w.after.h && w.before.h >= 10 && w.before.h <= 12 {
			a = w.after // "8 to 11" is a morning
			a.open = false
		}
		b := w.before
		b.open = false
		if b.minutes() <= a.minutes() {
			b.h += 12
		}
		if b.h == 24 {
			b.h = 12
		}
		if b.minutes() <= a.minutes() {
			b, _ = p.close(w.before, d, ok, part, r.Location)
		}
		w.after, w.before = a, b
	}
	if w.hasAfter {
		c, _ := p.close(w.after, d, ok, part, r.Location)
		r.After = hhmm(c.minutes())
		if c.bad {
			r.After = ""
			rd.Invalid, rd.Problem = true, bot.Impossible
		}
	}
	if w.hasBefore {
		c, _ := p.close(w.before, d, ok, part, r.Location)
		r.Before = hhmm(c.minutes())
		if c.bad {
			r.Before = ""
			rd.Invalid, rd.Problem = true, bot.Impossible
		}
	}
}

// checkMoment finds moments that are over, and clocks that the clock change swallows.
func (p *parse) checkMoment(d day, rd *bot.Reading) {
	r := &rd.Request
	past := func() { rd.Invalid, rd.Problem, rd.Choices = true, bot.Past, nil }
	if rd.Problem == bot.Impossible {
		return
	}
	if last := d.last(); last.Before(p.today) {
		past()
		return
	}
	now := p.now.Hour()*60 + p.now.Minute()
	if d.from.Equal(p.today) && !d.isRange() {
		switch {
		case r.Time != "" && clockMinutes(r.Time) <= now && r.Time != "00:00",
			r.Time == "" && r.Before != "" && r.After <= r.Before && clockMinutes(r.Before) <= now,
			r.Time == "" && r.Part == bot.Morning && now >= partEnd(1),
			r.Time == "" && r.Part == bot.Afternoon && now >= partEnd(2):
			past()
			return
		}
	}
	if r.Time != "" && !d.isRange() && !exists(d.from, clockMinutes(r.Time), p.r.zone) {
		r.Time = ""
		rd.Invalid, rd.Problem, rd.Choices = true, bot.Impossible, nil
	}
}

// exists reports whether the clocks of zone show that minute on that day.
func exists(d time.Time, minute int, zone *time.Location) bool {
	t := time.Date(d.Year(), d.Month(), d.Day(), minute/60, minute%60, 0, 0, zone)
	return t.Hour() == minute/60 && t.Minute() == minute%60
}

// secondClock reports whether the number at i amends a clock or stands beside one as its alternative: "at 3, no wait, 4",
// "3 or 4pm".
func (p *parse) secondClock(i, n int) bool {
	for _, m := range p.ms {
		if m.kind != clockMention {
			continue
		}
		if m.to < i && (p.corrected(m.to, i) && i-m.to <= 5 || m.to == i-1 && p.skip(i-1, "or") > 0) {
			return true
		}
		if m.from == i+n+1 && p.skip(i+n, "or") > 0 {
			return true
		}
	}
	return false
}

// saysAfterThat reports whether "after that" stands among the tokens: "I work until 5, anything after that".
func (p *parse) saysAfterThat(from, to int) bool {
	for i := from; i < to; i++ {
		if p.word(i, "after") && p.word(i+1, "that", "then", "it") || p.word(i, "despues", "luego") && !p.used[i] && (i+1 >= to || p.word(i+1, "?", ".") || p.word(i+1, "de") && p.word(i+2, "eso")) {
			return true
		}
	}
	return false
}

// afterThat is the window that begins where something else of the client's ends.
func (p *parse) afterThat() *window {
	for k := len(p.ms) - 1; k >= 0; k-- {
		switch m := p.ms[k]; {
		case !m.context:
		case m.kind == clockMention:
			return &window{after: m.clock, hasAfter: true}
		case m.kind == windowMention && m.window.hasBefore:
			return &window{after: m.window.before, hasAfter: true}
		}
	}
	return nil
}
