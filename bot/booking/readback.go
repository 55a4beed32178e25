package booking

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"knead/bot"
)

// ReadBack says a request back in lang: "Friday 27 November 2026, 3:00 PM (Eastern Time), Orlando, deep tissue, 60 minutes,
// 2 people". It leaves out what the request does not hold, and names the zone as it stands on that day.
func ReadBack(r bot.Request, p bot.Practice, lang bot.Lang) string {
	w := wordsOf(lang)
	var parts []string
	add := func(s string) {
		if s != "" {
			parts = append(parts, s)
		}
	}
	from, dated := parseDate(r.Date)
	to, ranged := parseDate(r.DateTo)
	switch {
	case dated && ranged && !to.Equal(from):
		add(w.day(from) + w.until + w.day(to))
	case dated:
		add(w.day(from))
	}
	zone := ""
	if p.Zone != nil && (r.Time != "" || r.After != "" || r.Before != "") {
		zone = " (" + w.zone(from, dated, clockMinutes(r.Time), p.Zone) + ")"
	}
	switch {
	case r.Time != "":
		add(w.clock(r.Time) + zone)
	case r.After != "" && r.Before != "" && r.After > r.Before:
		add(fmt.Sprintf(w.outside, w.theClock(r.Before), w.theClock(r.After)) + zone)
	case r.After != "" && r.Before != "":
		add(fmt.Sprintf(w.between, w.theClock(r.After), w.theClock(r.Before)) + zone)
	case r.After != "":
		add(w.after + w.theClock(r.After) + zone)
	case r.Before != "":
		add(w.before + w.theClock(r.Before) + zone)
	}
	if r.Part != "" && r.Time == "" {
		add(w.parts[r.Part])
	}
	add(locationName(p, r.Location))
	add(serviceName(p, r.Service, lang))
	if r.Minutes > 0 {
		add(strconv.Itoa(r.Minutes) + " " + w.minutes)
	}
	switch {
	case r.People == 1:
		add(w.person)
	case r.People > 1:
		add(strconv.Itoa(r.People) + " " + w.people)
	}
	if r.Provider != "" {
		add(w.with + r.Provider)
	}
	return strings.Join(parts, ", ")
}

func parseDate(s string) (time.Time, bool) {
	t, err := time.Parse(isoDate, s)
	return t, err == nil
}

func locationName(p bot.Practice, id bot.LocationID) string {
	for _, l := range p.Locations {
		if l.ID == id && l.Name != "" {
			return l.Name
		}
	}
	return string(id)
}

func serviceName(p bot.Practice, id bot.ServiceID, lang bot.Lang) string {
	for _, s := range p.Services {
		if s.ID == id {
			if n := s.Name.In(lang); n != "" {
				return lowerFirst(n)
			}
		}
	}
	return strings.ReplaceAll(string(id), "-", " ")
}

// lowerFirst makes a name fit inside a sentence, unless it begins with a name of its own: "Swedish", "Thai" stay.
func lowerFirst(s string) string {
	first, _, _ := strings.Cut(s, " ")
	switch first {
	case "Swedish", "Thai":
		return s
	}
	if strings.ToUpper(first) == first {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// vocabulary is how one language says a request.
type vocabulary struct {
	spanish                                                               bool
	until, between, outside, after, before, minutes, person, people, with string
	parts                                                                 map[bot.DayPart]string
}

func wordsOf(lang bot.Lang) vocabulary {
	if lang == bot.Spanish {
		return vocabulary{
			spanish: true, until: " al ", between: "entre %s y %s", outside: "antes de %s o después de %s",
			after: "después de ", before: "antes de ", minutes: "minutos", person: "1 persona", people: "personas", with: "con ",
			parts: map[bot.DayPart]string{bot.Morning: "por la mañana", bot.Afternoon: "por la tarde", bot.Evening: "por la noche"},
		}
	}
	return vocabulary{
		until: " to ", between: "between %s and %s", outside: "before %s or after %s",
		after: "after ", before: "before ", minutes: "minutes", person: "1 person", people: "people", with: "with ",
		parts: map[bot.DayPart]string{bot.Morning: "in the morning", bot.Afternoon: "in the afternoon", bot.Evening: "in the evening"},
	}
}

func (w vocabulary) day(t time.Time) string {
	if !w.spanish {
		return t.Format("Monday 2 January 2006")
	}
	days := [...]string{"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"}
	months := [...]string{"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"}
	return fmt.Sprintf("%s %d de %s de %d", days[t.Weekday()], t.Day(), months[t.Month()-1], t.Year())
}

func (w vocabulary) clock(s string) string {
	t, err := time.Parse("15:04", s)
	if err != nil {
		return s
	}
	if w.spanish {
		return strings.NewReplacer("AM", "a. m.", "PM", "p. m.").Replace(t.Format("3:04 PM"))
	}
	return t.Format("3:04 PM")
}

// theClock is a clock with its article, where the language has one: "la 1:00", "las 3:00".
func (w vocabulary) theClock(s string) string {
	c := w.clock(s)
	switch {
	case !w.spanish:
		return c
	case strings.HasPrefix(c, "1:"):
		return "la " + c
	}
	return "las " + c
}

// zone names the practice's zone on that day. North American zones have one name all year, as clients call them; European
// ones say summer time; others go by their abbreviation or their distance from UTC.
func (w vocabulary) zone(d time.Time, dated bool, minute int, z *time.Location) string {
	if !dated {
		d = civil(2000, time.January, 1)
	}
	minute = max(minute, 12*60*b2i(minute < 0))
	t := time.Date(d.Year(), d.Month(), d.Day(), minute/60, minute%60, 0, 0, z)
	abbr, offset := t.Zone()
	en := map[string]string{
		"EST": "Eastern Time", "EDT": "Eastern Time", "CST": "Central Time", "CDT": "Central Time", "MST": "Mountain Time", "MDT": "Mountain Time",
		"PST": "Pacific Time", "PDT": "Pacific Time", "AKST": "Alaska Time", "AKDT": "Alaska Time", "HST": "Hawaii Time",
		"CET": "Central European Time", "CEST": "Central European Summer Time", "WET": "Western European Time", "WEST": "Western European Summer Time",
		"GMT": "Greenwich Mean Time", "BST": "British Summer Time",
	}
	es := map[string]string{
		"EST": "hora del este", "EDT": "hora del este", "CST": "hora del centro", "CDT": "hora del centro", "MST": "hora de la montaña", "MDT": "hora de la montaña",
		"PST": "hora del Pacífico", "PDT": "hora del Pacífico", "AKST": "hora de Alaska", "AKDT": "hora de Alaska", "HST": "hora de Hawái",
		"CET": "hora central europea", "CEST": "hora central europea de verano", "WET": "hora de Europa occidental", "WEST": "hora de Europa occidental de verano",
		"GMT": "hora de Greenwich", "BST": "hora británica de verano",
	}
	names := en
	if w.spanish {
		names = es
	}
	if n, ok := names[abbr]; ok {
		return n
	}
	if strings.ContainsAny(abbr, "+-") {
		return fmt.Sprintf("UTC%+03d:%02d", offset/3600, max(offset, -offset)/60%60)
	}
	return abbr
}
