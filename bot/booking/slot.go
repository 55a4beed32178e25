package booking

import (
	"time"

	"knead/bot"
)

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
	if win != nil && hasClock && c.open && win.hasBefore && !win.except && c.minutes() < win.before.minutes() && win.before.minutes() <= 12*60 {
		c.open = false // "before work, like 7:30"
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
		part = 0 // the window says more
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

func partEnd(part int) int { return [...]int{24 * 60, 12 * 60, 18 * 60, 24 * 60}[part] }

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
