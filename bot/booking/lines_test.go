package booking_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"knead/bot"
	"knead/bot/booking"
)

// embedded is the practice of the cases: two places, no opening hours, no listed therapist.
func embedded(t testing.TB) bot.Practice {
	t.Helper()
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	p := bot.Practice{
		Name: "Wellness Rituals", Zone: zone, Country: "US", Languages: []bot.Lang{bot.English, bot.Spanish},
		Locations: []bot.Location{{ID: "orlando", Name: "Orlando"}, {ID: "longwood", Name: "Longwood"}},
	}
	names := [][3]string{
		{"swedish", "Swedish massage", "Masaje sueco"}, {"deep-tissue", "Deep tissue massage", "Masaje de tejido profundo"},
		{"trigger-point", "Trigger point therapy", "Terapia de puntos gatillo"}, {"myofascial-release", "Myofascial release", "Liberación miofascial"},
		{"hot-stone", "Hot stone massage", "Masaje con piedras calientes"}, {"cupping", "Cupping", "Ventosas"},
		{"thai-yoga", "Thai yoga massage", "Masaje tailandés"}, {"table-stretch", "Table stretch", "Estiramientos en camilla"},
	}
	for _, n := range names {
		p.Services = append(p.Services, bot.Service{ID: bot.ServiceID(n[0]), Name: bot.Localized{bot.English: n[1], bot.Spanish: n[2]}})
	}
	return p
}

// A lineCase is one row of testdata: "now | line => fields".
type lineCase struct {
	at     string // file:line
	row    int
	now    time.Time
	expect bot.Field
	text   string
	want   string
}

// readCases reads a file of cases. A dot for now repeats the moment above; "[time]" before a line is what knead has asked.
func readCases(t testing.TB, name string, zone *time.Location) []lineCase {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	var out []lineCase
	var now time.Time
	n := 0
	for row := range strings.Lines(string(b)) {
		n++
		row = strings.TrimSpace(row)
		if row == "" || strings.HasPrefix(row, "#") {
			continue
		}
		at := fmt.Sprintf("%s:%d", name, n)
		moment, rest, ok := strings.Cut(row, " | ")
		line, want, ok2 := cutLast(rest, " => ")
		if !ok || !ok2 {
			t.Fatalf("%s: want \"now | line => fields\": %s", at, row)
		}
		if moment != "." {
			if now, err = time.ParseInLocation("Mon 2006-01-02 15:04", moment, zone); err != nil {
				t.Fatalf("%s: now: %v", at, err)
			}
			if got := now.Format("Mon"); !strings.HasPrefix(moment, got) {
				t.Fatalf("%s: %s is a %s", at, moment, got)
			}
		}
		c := lineCase{at: at, row: n, now: now, text: line, want: strings.TrimSpace(want)}
		if asked, ok := strings.CutPrefix(line, "["); ok {
			if f, l, ok := strings.Cut(asked, "] "); ok {
				c.expect, c.text = bot.Field(f), l
			}
		}
		out = append(out, c)
	}
	return out
}

func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// show writes a Reading as the fields of a case, in a fixed order.
func show(rd bot.Reading) string {
	out := []string{string(rd.Intent)}
	add := func(k, v string) {
		if v != "" {
			out = append(out, k+"="+v)
		}
	}
	r := rd.Request
	add("service", string(r.Service))
	if r.Minutes > 0 {
		add("minutes", strconv.Itoa(r.Minutes))
	}
	add("location", string(r.Location))
	add("date", r.Date)
	add("to", r.DateTo)
	add("time", r.Time)
	add("after", r.After)
	add("before", r.Before)
	add("part", string(r.Part))
	if r.People > 0 {
		add("people", strconv.Itoa(r.People))
	}
	add("with", r.Provider)
	if rd.Invalid {
		out = append(out, "invalid")
	}
	if rd.Problem != "" {
		out = append(out, string(rd.Problem))
	}
	return strings.Join(out, " ")
}

// sameFields compares the fields of a case with those read, whatever their order. "?" at the end of a case means that
// whether the reading is called ambiguous is left open.
func sameFields(want, got string) bool {
	w, g := strings.Fields(want), strings.Fields(got)
	lax := false
	if len(w) > 0 && w[len(w)-1] == "?" {
		w, lax = w[:len(w)-1], true
	}
	if lax {
		g = without(g, "ambiguous")
	}
	if len(w) != len(g) {
		return false
	}
	seen := map[string]int{}
	for _, f := range w {
		seen[f]++
	}
	for _, f := range g {
		if seen[f]--; seen[f] < 0 {
			return false
		}
	}
	return true
}

func without(fs []string, f string) []string {
	var out []string
	for _, x := range fs {
		if x != f {
			out = append(out, x)
		}
	}
	return out
}

func newReader(t testing.TB) *booking.Reader {
	t.Helper()
	r, err := booking.New(embedded(t))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestLines holds every tuned case. Part of them were read first and confirmed by a person after: they guard what works and
// measure nothing. TestHeld measures.
func TestLines(t *testing.T) {
	r := newReader(t)
	zone := embedded(t).Zone
	for _, name := range []string{"lines_en.txt", "lines_es.txt"} {
		cases := readCases(t, name, zone)
		bad := 0
		for _, c := range cases {
			if got := show(r.Read(c.text, c.now, c.expect)); !sameFields(c.want, got) {
				bad++
				t.Errorf("%s: %q\n got %s\nwant %s", c.at, c.text, got, c.want)
			}
		}
		t.Logf("%s: %d of %d right", name, len(cases)-bad, len(cases))
	}
}

// TestHeld scores the lines that nobody tunes on. It names no line: looking at one takes it out of the file.
func TestHeld(t *testing.T) {
	r := newReader(t)
	zone := embedded(t).Zone
	for _, name := range []string{"held_en.txt", "held_es.txt"} {
		cases := readCases(t, name, zone)
		right := 0
		for _, c := range cases {
			if sameFields(c.want, show(r.Read(c.text, c.now, c.expect))) {
				right++
			}
		}
		t.Logf("%s: %d of %d right", name, right, len(cases))
		if right*10 < len(cases)*8 {
			t.Errorf("%s: only %d of %d right", name, right, len(cases))
		}
	}
}
