package booking

import (
	"time"

	"knead/bot"
)

// Check returns what is wrong with the date or time of a completed draft at now: Impossible for a date or clock that cannot
// be, or that the clock change swallows; Past for a moment that is over; "" for nothing. What is empty in r is not held
// against it.
func Check(r bot.Request, now time.Time, p bot.Practice) bot.Problem {
	if p.Zone != nil {
		now = now.In(p.Zone)
	}
	today := civil(now.Year(), now.Month(), now.Day())
	for _, c := range []string{r.Time, r.After, r.Before} {
		if c != "" && clockMinutes(c) < 0 {
			return bot.Impossible
		}
	}
	if r.Date == "" {
		return ""
	}
	from, ok := parseDate(r.Date)
	if !ok {
		return bot.Impossible
	}
	last := from
	if r.DateTo != "" {
		to, ok := parseDate(r.DateTo)
		if !ok || to.Before(from) {
			return bot.Impossible
		}
		last = to
	}
	if last.Before(today) {
		return bot.Past
	}
	minute := now.Hour()*60 + now.Minute()
	if last.Equal(today) {
		switch {
		case r.Time != "" && clockMinutes(r.Time) <= minute:
			return bot.Past
		case r.Time == "" && r.Before != "" && r.After <= r.Before && clockMinutes(r.Before) <= minute:
			return bot.Past
		case r.Time == "" && r.Part == bot.Morning && minute >= partEnd(1), r.Time == "" && r.Part == bot.Afternoon && minute >= partEnd(2):
			return bot.Past
		}
	}
	if p.Zone != nil && r.Time != "" && !exists(from, clockMinutes(r.Time), p.Zone) {
		return bot.Impossible
	}
	return ""
}

// MergeRequest lays what a client adds over a draft. A new day replaces the old day or range and keeps the clock; a new
// clock replaces the old clock, window and part of the day and keeps the day or range; a new window or part replaces the old clock. Everything else that add holds replaces what draft held.
func MergeRequest(draft, add bot.Request) bot.Request {
	out := draft
	if add.Service != "" {
		out.Service = add.Service // the length was said for the visit and stays
	}
	if add.Minutes > 0 {
		out.Minutes = add.Minutes
	}
	if add.Location != "" {
		out.Location = add.Location
	}
	if add.People > 0 {
		out.People = add.People
	}
	if add.Provider != "" {
		out.Provider = add.Provider
	}
	if add.Note != "" {
		out.Note = add.Note
	}
	if add.Date != "" {
		out.Date, out.DateTo = add.Date, add.DateTo
	}
	switch {
	case add.Time != "":
		out.Time, out.After, out.Before, out.Part = add.Time, "", "", ""
	case add.After != "" || add.Before != "":
		out.Time, out.After, out.Before, out.Part = "", add.After, add.Before, add.Part
	case add.Part != "":
		out.Time, out.After, out.Before, out.Part = "", "", "", add.Part
		if add.Date == "" {
			out.Time = inPart(draft.Time, add.Part)
		}
	}
	return out
}

// inPart moves a clock into a part of the day by half a day where that is what the client corrects: "3 in the morning" is
// nobody's wish, but 10:00 and then "evening" is 22:00 to nobody either, so only a clock that already fits is kept.
func inPart(clock string, part bot.DayPart) string {
	m := clockMinutes(clock)
	if clock == "" || m < 0 {
		return ""
	}
	k := map[bot.DayPart]int{bot.Morning: 1, bot.Afternoon: 2, bot.Evening: 3}[part]
	if m >= partStart(k) && m < partEnd(k) {
		return clock
	}
	return ""
}
