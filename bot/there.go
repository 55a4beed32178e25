package bot

import (
	"fmt"
	"slices"
	"time"
)

// There tells when somebody is at the practice, from the hours of all its locations. known is false when the practice's
// file has none. Where somebody is there at now, until is when the last of them leaves; else next is when the first
// comes again, within the coming two weeks.
func (p Practice) There(now time.Time) (until, next time.Time, known bool) {
	now = now.In(p.Zone)
	for _, l := range p.Locations {
		for _, h := range l.Hours {
			known = true
			for day := range 15 {
				at := time.Date(now.Year(), now.Month(), now.Day()+day, 12, 0, 0, 0, p.Zone)
				if !slices.Contains(h.Days, at.Weekday()) {
					continue
				}
				from, to := onDay(at, h.From), onDay(at, h.To)
				switch {
				case !now.Before(from) && now.Before(to):
					if to.After(until) {
						until = to
					}
				case from.After(now) && (next.IsZero() || from.Before(next)):
					next = from
				}
			}
		}
	}
	return until, next, known
}

// onDay is the moment of a clock "HH:MM" on the day of at.
func onDay(at time.Time, clock string) time.Time {
	var h, m int
	if _, err := fmt.Sscanf(clock, "%d:%d", &h, &m); err != nil {
		return time.Time{} // unreachable: the file was validated
	}
	return time.Date(at.Year(), at.Month(), at.Day(), h, m, 0, 0, at.Location())
}

// whenThere says when somebody of the practice is there to answer.
func (t *turn) whenThere() string {
	until, next, known := t.bot.practice.There(t.bot.o.Now())
	switch {
	case !known:
		return t.words(TextThereUnknown)
	case !until.IsZero():
		return t.words(TextThereNow, "{when}", t.clockOf(until))
	case !next.IsZero():
		return t.words(TextThereNext, "{when}", t.clockOf(next))
	}
	return t.words(TextThereUnknown)
}

// clockOf spells a moment out in the practice's zone.
func (t *turn) clockOf(at time.Time) string {
	at = at.In(t.bot.practice.Zone)
	return t.bot.o.Drafter.Slot(Request{Date: at.Format(time.DateOnly), Time: at.Format("15:04")}, t.l)
}
