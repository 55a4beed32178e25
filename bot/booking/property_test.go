package booking_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"knead/bot"
	"knead/bot/booking"
)

// saidWeekdays are the weekdays that a line names in full.
func saidWeekdays(line string) []time.Weekday {
	names := [][]string{
		{"sunday", "domingo"}, {"monday", "lunes"}, {"tuesday", "martes"}, {"wednesday", "miercoles", "miércoles"},
		{"thursday", "jueves"}, {"friday", "viernes"}, {"saturday", "sabado", "sábado"},
	}
	var out []time.Weekday
	for _, w := range strings.FieldsFunc(strings.ToLower(line), func(r rune) bool { return strings.ContainsRune(" ,.?!¿()", r) }) {
		for wd, ns := range names {
			for _, n := range ns {
				if w == n {
					out = append(out, time.Weekday(wd))
				}
			}
		}
	}
	return out
}

// TestWeekdayNeverWrong makes thousands of lines that say a weekday and, half the time, a date with it: the date read is on
// that weekday, or the reading says what is wrong. Nothing else is acceptable.
func TestWeekdayNeverWrong(t *testing.T) {
	r := newReader(t)
	zone := embedded(t).Zone
	rnd := rand.New(rand.NewPCG(7, 11))
	pick := func(s ...string) string { return s[rnd.IntN(len(s))] }
	for n := range 20000 {
		now := time.Date(2026, 1, 1, 8, 0, 0, 0, zone).AddDate(0, 0, rnd.IntN(1500)).Add(time.Duration(rnd.IntN(14*60)) * time.Minute)
		d := now.AddDate(0, 0, rnd.IntN(300)-10)
		wdEN := time.Weekday(rnd.IntN(7)).String()
		wdES := pick("domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado")
		months := []string{"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"}
		var line string
		switch rnd.IntN(8) {
		case 0:
			line = fmt.Sprintf("%s %s %d at %d", wdEN, d.Month(), d.Day(), 1+rnd.IntN(12))
		case 1:
			line = fmt.Sprintf("%s the %d%s at 3pm", wdEN, d.Day(), pick("th", "st", "nd", "rd"))
		case 2:
			line = fmt.Sprintf("el %s %d de %s a las %d", wdES, d.Day(), months[d.Month()-1], 1+rnd.IntN(12))
		case 3:
			line = fmt.Sprintf("%s %s %d/%d", pick("book me", "deep tissue", "any openings"), wdEN, d.Month(), d.Day())
		case 4:
			line = fmt.Sprintf("%s %s %s", pick("next", "this", "", "el"), pick(wdEN, wdES), pick("at 10", "", "que viene", "3pm", "week", "evening", "por la tarde"))
		case 5:
			line = fmt.Sprintf("%s %s at 2", pick("tomorrow", "today", "tonight", "hoy", "mañana"), pick(wdEN, wdES))
		case 6:
			line = fmt.Sprintf("%d %s, %s, noon please", d.Day(), pick(d.Month().String(), months[d.Month()-1]), pick(wdEN, wdES))
		case 7:
			line = fmt.Sprintf("%s %d %s", pick(wdEN, wdES), 1+rnd.IntN(31), pick("", "at 4", "a las 4", "pm", "3pm"))
		}
		rd := r.Read(line, now, bot.FieldWhen)
		if rd.Problem != "" || rd.Request.Date == "" || rd.Request.DateTo != "" {
			continue
		}
		got, err := time.Parse("2006-01-02", rd.Request.Date)
		if err != nil {
			t.Fatalf("%d: %q: %v", n, line, err)
		}
		for _, wd := range saidWeekdays(line) {
			if got.Weekday() != wd {
				t.Fatalf("%q at %s: %s is a %s", line, now.Format("Mon 2006-01-02 15:04"), rd.Request.Date, got.Weekday())
			}
		}
		// Whatever is read passes the check of a completed draft.
		if p := booking.Check(rd.Request, now, embedded(t)); p != "" {
			t.Fatalf("%q at %s: read %s without a problem, checked %s", line, now, show(rd), p)
		}
	}
}

// TestTalkWeekdays holds the same over what people say when they book elsewhere.
func TestTalkWeekdays(t *testing.T) {
	f, err := os.Open("../../../shared/data/booking_utterances.jsonl")
	if err != nil {
		t.Skip("no shared data: ", err)
	}
	defer f.Close()
	r := newReader(t)
	now := time.Date(2026, 3, 2, 10, 0, 0, 0, embedded(t).Zone)
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var row struct{ Text string }
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		said := saidWeekdays(row.Text)
		rd := r.Read(row.Text, now, bot.FieldNone)
		if rd.Intent == bot.Reschedule { // names the day that is left as well as the new one
			continue
		}
		if len(said) != 1 || rd.Problem != "" || rd.Request.Date == "" || rd.Request.DateTo != "" {
			continue
		}
		if got, err := time.Parse("2006-01-02", rd.Request.Date); err != nil || got.Weekday() != said[0] {
			t.Errorf("%q: %s", row.Text, show(rd))
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}

// FuzzRead holds that no line makes Read panic, that dates and clocks are well formed, and that a line reads the same twice.
func FuzzRead(f *testing.F) {
	p := embedded(f)
	r, err := booking.New(p)
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range []string{"lines_en.txt", "lines_es.txt", "kinds_en.txt", "kinds_es.txt", "third_en.txt", "third_es.txt", "fourth_en.txt", "fourth_es.txt"} {
		for _, c := range readCases(f, name, p.Zone) {
			f.Add(c.text, c.now.Unix(), string(c.expect))
		}
	}
	f.Fuzz(func(t *testing.T, line string, unix int64, expect string) {
		now := time.Unix(unix%4102444800, 0).In(p.Zone)
		a, b := r.Read(line, now, bot.Field(expect)), r.Read(line, now, bot.Field(expect))
		if show(a) != show(b) {
			t.Fatalf("%q reads %s and then %s", line, show(a), show(b))
		}
		if a.Intent == bot.NoBooking && (a.Request != bot.Request{}) {
			t.Fatalf("%q: no booking, yet %s", line, show(a))
		}
		for _, s := range []string{a.Request.Date, a.Request.DateTo} {
			if s == "" {
				continue
			}
			if _, err := time.Parse("2006-01-02", s); err != nil {
				t.Fatalf("%q: %v", line, err)
			}
		}
		for _, s := range []string{a.Request.Time, a.Request.After, a.Request.Before} {
			if s == "" {
				continue
			}
			if _, err := time.Parse("15:04", s); err != nil {
				t.Fatalf("%q: %v", line, err)
			}
		}
		if a.Problem == bot.WeekdayMismatch && a.Request.Date != "" {
			t.Fatalf("%q: guessed %s", line, a.Request.Date)
		}
		// One weekday in full beside one day: they are the same, or the reading says what is wrong.
		said := saidWeekdays(line)
		if a.Intent == bot.Book && len(strings.Fields(line)) <= 4 && len(said) == 1 && a.Problem == "" && a.Request.Date != "" && a.Request.DateTo == "" && plainSlot(line) {
			if got, err := time.Parse("2006-01-02", a.Request.Date); err == nil && got.Weekday() != said[0] {
				t.Fatalf("%q: %s is no %s", line, a.Request.Date, said[0])
			}
		}
	})
}

// plainSlot reports whether a line has nothing but letters, digits and blanks, and no word that counts days from another.
func plainSlot(line string) bool {
	for _, w := range []string{"before", "after", "antes", "despues", "después", "from", "not", "no", "ni", "pero", "but", "last", "pasado", "than", "or", "o", "y", "and", "menos", "except", "salvo", "que"} {
		if strings.Contains(" "+strings.ToLower(line)+" ", " "+w+" ") {
			return false
		}
	}
	for _, r := range line {
		if r != ' ' && (r < '0' || r > '9') && (r < 'a' || r > 'z') {
			return false
		}
	}
	return true
}

func BenchmarkRead(b *testing.B) {
	r := newReader(b)
	zone := embedded(b).Zone
	for _, l := range []struct{ name, text string }{
		{"slot", "deep tissue 60 fri 3pm orlando"},
		{"spanish", "hola, quisiera reservar un masaje de tejido profundo de hora y media el viernes a las 3 en longwood"},
		{"none", "my neck has been hurting since monday and I woke up at 3 in the morning, is that normal?"},
		{"story", strings.Repeat("I had a long week and my shoulders are sore from the office chair. ", 28) + "book me friday at 3pm"},
	} {
		b.Run(l.name, func(b *testing.B) {
			now := time.Date(2026, 11, 18, 10, 30, 0, 0, zone)
			b.ReportAllocs()
			for b.Loop() {
				r.Read(l.text, now, bot.FieldNone)
			}
		})
	}
}

func BenchmarkNew(b *testing.B) {
	p := embedded(b)
	for b.Loop() {
		if _, err := booking.New(p); err != nil {
			b.Fatal(err)
		}
	}
}
