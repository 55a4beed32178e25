package booking

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A holiday is a rule that gives one day a year.
type holiday struct {
	month   time.Month
	day     int          // 0: nth weekday
	weekday time.Weekday // of the nth-weekday form
	nth     int          // 1..5, or -1 for the last
	easter  bool
	offset  int // days added
}

var holidayLine = regexp.MustCompile(`^(?:\[([A-Z]{2})\] )?(\S+) : (.+)$`)

func (l *lexicon) loadHolidays(country string) error {
	return lines("holidays.txt", func(_ int, line string) error {
		m := holidayLine.FindStringSubmatch(line)
		if m == nil {
			return fmt.Errorf("no rule in %q", line)
		}
		if m[1] != "" && m[1] != holidayCountry(country) {
			return nil
		}
		h, err := parseHoliday(m[2])
		if err != nil {
			return err
		}
		l.rules = append(l.rules, h)
		for p := range strings.SplitSeq(m[3], "|") {
			p = strings.TrimSpace(p)
			l.holidays.add(p, sense{sym: "holiday", val: len(l.rules) - 1}, l.mixed)
			l.learn(p, len(p) >= 8 && !strings.Contains(p, " "))
		}
		return nil
	})
}

// holidayCountry is the country whose days a practice keeps; for a country without a list of its own, that of its neighbour in custom.
func holidayCountry(c string) string {
	switch c {
	case "MX", "ES", "US":
		return c
	case "":
		return "US"
	}
	return "ES"
}

func parseHoliday(s string) (holiday, error) {
	if rest, ok := strings.CutPrefix(s, "easter"); ok {
		n, err := strconv.Atoi(rest)
		if err != nil {
			return holiday{}, fmt.Errorf("easter offset: %w", err)
		}
		return holiday{easter: true, offset: n}, nil
	}
	parts := strings.Split(s, "/")
	if len(parts) == 1 {
		var m, d int
		if _, err := fmt.Sscanf(s, "%d-%d", &m, &d); err != nil {
			return holiday{}, fmt.Errorf("month-day %q: %w", s, err)
		}
		return holiday{month: time.Month(m), day: d}, nil
	}
	if len(parts) != 3 {
		return holiday{}, fmt.Errorf("month/weekday/nth: %q", s)
	}
	m, err := strconv.Atoi(parts[0])
	if err != nil {
		return holiday{}, fmt.Errorf("month: %w", err)
	}
	nth, off, _ := strings.Cut(parts[2], "+")
	if k := strings.LastIndex(nth, "-"); off == "" && k > 0 { // "4-1": the day before the fourth
		nth, off = nth[:k], nth[k:]
	}
	n, err := strconv.Atoi(nth)
	if err != nil {
		return holiday{}, fmt.Errorf("nth: %w", err)
	}
	h := holiday{month: time.Month(m), nth: n}
	if off != "" {
		if h.offset, err = strconv.Atoi(off); err != nil {
			return holiday{}, fmt.Errorf("offset: %w", err)
		}
	}
	i := strings.Index("sunmontuewedthufrisat", parts[1])
	if i < 0 || i%3 != 0 {
		return holiday{}, fmt.Errorf("weekday %q", parts[1])
	}
	h.weekday = time.Weekday(i / 3)
	return h, nil
}

// in returns the holiday's day in a year.
func (h holiday) in(year int) time.Time {
	switch {
	case h.easter:
		return easter(year).AddDate(0, 0, h.offset)
	case h.day > 0:
		for !valid(year, h.month, h.day) { // leap day
			year++
		}
		return civil(year, h.month, h.day)
	case h.nth < 0:
		d := civil(year, h.month+1, 0)
		return d.AddDate(0, 0, -((int(d.Weekday())-int(h.weekday)+7)%7)+h.offset)
	}
	return nthWeekday(year, h.month, h.weekday, h.nth).AddDate(0, 0, h.offset)
}

// nthWeekday is the nth such weekday of a month; it may fall into the next month when there are only four.
func nthWeekday(year int, m time.Month, wd time.Weekday, nth int) time.Time {
	d := civil(year, m, 1)
	return d.AddDate(0, 0, (int(wd)-int(d.Weekday())+7)%7+7*(nth-1))
}

// easter is Easter Sunday of the western churches, by the anonymous Gregorian computus.
func easter(y int) time.Time {
	a, b, c := y%19, y/100, y%100
	d, e := b/4, b%4
	f := (b + 8) / 25
	g := (b - f + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return civil(y, time.Month(n/31), n%31+1)
}

// civil is a day of the calendar without a zone: UTC midnight, so that adding days never meets a clock change.
func civil(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
