package bot

import (
	"fmt"
	"slices"
	"time"
)

// The hours, in minutes, at which no practice gives massages: they decide only where the practice's file has no hours.
const (
	nightEnds   = 6 * 60
	nightBegins = 22 * 60
)

// Closed reports whether nobody works at the day and time of r: outside the hours of its location, or in the night where the
// file has none. other is the same clock twelve hours away where somebody works then, "HH:MM", empty for none. A request
// without a time is closed only on a weekday without hours.
func (p Practice) Closed(r Request) (other string, closed bool) {
	hours, known := p.hoursOf(r.Location)
	day, dated := parseDay(r.Date)
	ranged := r.DateTo != "" && r.DateTo != r.Date
	minute := clockOf(r.Time)
	if minute < 0 {
		shut := known && dated && !ranged && !slices.ContainsFunc(hours, func(h Hours) bool { return slices.Contains(h.Days, day.Weekday()) })
		return "", shut
	}
	works := func(m int) bool {
		if !known {
			return m >= nightEnds && m < nightBegins
		}
		return slices.ContainsFunc(hours, func(h Hours) bool {
			return (!dated || ranged || slices.Contains(h.Days, day.Weekday())) && m >= clockOf(h.From) && m < clockOf(h.To)
		})
	}
	if works(minute) {
		return "", false
	}
	if m := (minute + 12*60) % (24 * 60); works(m) {
		other = fmt.Sprintf("%02d:%02d", m/60, m%60)
	}
	return other, true
}

// hoursOf are the hours of a location, or of all while none is chosen; known is false where the file lacks some.
func (p Practice) hoursOf(id LocationID) (all []Hours, known bool) {
	for _, l := range p.Locations {
		if id != "" && l.ID != id {
			continue
		}
		if len(l.Hours) == 0 {
			return nil, false
		}
		all = append(all, l.Hours...)
	}
	return all, len(all) > 0
}

func parseDay(s string) (time.Time, bool) {
	d, err := time.Parse(time.DateOnly, s)
	return d, err == nil
}

// clockOf is "HH:MM" in minutes, -1 for none.
func clockOf(s string) int {
	var h, m int
	if _, err := fmt.Sscanf(s, "%d:%d", &h, &m); err != nil {
		return -1
	}
	return h*60 + m
}

// closed says that nobody works then, and offers the other half of the day where it fits.
func (t *turn) closed(other string) Reply {
	d := &t.s.Draft
	_, known := t.bot.practice.hoursOf(d.Location)
	t.s.Flow, t.s.Expect = BookingFlow, FieldTime
	var r Reply
	if known {
		r = t.say2(TextClosed, Booking, "{when}", t.bot.o.Drafter.Slot(*d, t.l), "{hours}", t.hoursAt(d.Location))
		if _, day := t.bot.practice.Closed(Request{Location: d.Location, Date: d.Date, DateTo: d.DateTo}); day {
			d.Date, d.DateTo, t.s.Expect = "", "", FieldWhen
		}
	} else {
		r = t.say2(TextNight, Booking, "{when}", t.bot.o.Drafter.Slot(Request{Time: d.Time}, t.l))
	}
	d.Time = ""
	if other != "" {
		r.Buttons = []Button{{Label: t.bot.o.Drafter.Slot(Request{Time: other}, t.l), Press: Action{Verb: DoChoose, Arg: string(FieldTime) + "=" + other}}}
	}
	r.Buttons = append(r.Buttons, t.button(LabelDrop, Action{Verb: DoDrop}))
	return r
}
