package booking

import (
	"slices"
	"time"

	"knead/bot"
)

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
