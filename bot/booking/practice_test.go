package booking_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"knead/bot"
	"knead/bot/booking"
)

// other is a practice with hours, lengths, therapists and a service of its own, in Madrid.
func other(t testing.TB) bot.Practice {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Madrid")
	if err != nil {
		t.Fatal(err)
	}
	week := []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
	return bot.Practice{
		Name: "Manos", Zone: zone, Country: "ES", Languages: []bot.Lang{bot.Spanish, bot.English},
		Locations: []bot.Location{
			{ID: "centro", Name: "Centro", Aliases: []string{"Sol"}, Hours: []bot.Hours{{Days: week, From: "07:00", To: "15:00"}}},
			{ID: "playa", Name: "La Playa", Hours: []bot.Hours{{Days: append(week, time.Saturday), From: "10:00", To: "22:30"}}},
		},
		Services: []bot.Service{
			{ID: "deep-tissue", Name: bot.Localized{bot.English: "Deep tissue", bot.Spanish: "Tejido profundo"}, Minutes: []int{55, 85}},
			{ID: "lomi", Name: bot.Localized{bot.English: "Lomi Lomi", bot.Spanish: "Lomi Lomi"}, Aliases: []string{"hawaiian massage", "masaje hawaiano"}},
		},
		Therapists: []bot.Therapist{{Name: "Begoña Ruiz", Aliases: []string{"Bego"}}},
	}
}

func TestOtherPractice(t *testing.T) {
	p := other(t)
	r, err := booking.New(p)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 18, 10, 30, 0, 0, p.Zone) // a Wednesday
	for _, c := range []struct{ line, want string }{
		{"el viernes a las 8 en centro", "book location=centro date=2026-11-20 time=08:00"},
		{"el viernes a las 8 en la playa", "book location=playa date=2026-11-20 time=20:00"},
		{"el viernes a las 8", "book date=2026-11-20 time=20:00 ambiguous"},
		{"friday at 10 at La Playa", "book location=playa date=2026-11-20 time=10:00"},
		{"el viernes a las 9 y media en la playa", "book location=playa date=2026-11-20 time=21:30"},
		{"3/12 a las 5", "book date=2026-12-03 time=17:00"},
		{"12/3/2027", "book date=2027-03-12"},
		{"lomi 85 con begonia el jueves a las 11", "book service=lomi minutes=85 date=2026-11-19 time=11:00 with=Begoña Ruiz"},
		{"masaje hawaiano con Bego mañana", "book service=lomi date=2026-11-19 with=Begoña Ruiz"},
		{"swedish on friday", "book date=2026-11-20"},
		{"cualquier hora el jueves menos a la hora de comer", "book date=2026-11-19 after=16:00 before=14:00"},
		{"el 28 de marzo de 2027 a las 2:30 de la mañana", "book date=2027-03-28 invalid impossible"},
		{"el día de la hispanidad a las 11", "book date=2027-10-12 time=11:00"},
	} {
		if got := show(r.Read(c.line, now, bot.FieldNone)); !sameFields(c.want, got) {
			t.Errorf("%q\n got %s\nwant %s", c.line, got, c.want)
		}
	}
}

func TestNewNeedsZone(t *testing.T) {
	if _, err := booking.New(bot.Practice{}); err == nil {
		t.Error("no error without a zone")
	}
}

// TestChoices holds what is offered when a line must be asked back.
func TestChoices(t *testing.T) {
	r := newReader(t)
	now := time.Date(2026, 11, 18, 10, 30, 0, 0, embedded(t).Zone)
	for _, c := range []struct {
		line string
		want []bot.Request
	}{
		{"tuesday 27 november at 3", []bot.Request{{Date: "2026-11-27", Time: "15:00"}, {Date: "2026-11-24", Time: "15:00"}}},
		{"friday or monday at 3", []bot.Request{{Date: "2026-11-20", Time: "15:00"}, {Date: "2026-11-23", Time: "15:00"}}},
		{"friday at 8", []bot.Request{{Time: "08:00"}, {Time: "20:00"}}},
		{"el viernes que viene", []bot.Request{{Date: "2026-11-20"}, {Date: "2026-11-27"}}},
		{"do you have friday at 3 or 4", []bot.Request{{Time: "15:00"}, {Time: "16:00"}}},
		{"friday at 3", nil},
	} {
		if got := r.Read(c.line, now, bot.FieldNone).Choices; !cmp.Equal(c.want, got) {
			t.Errorf("%q:\n%s", c.line, cmp.Diff(c.want, got))
		}
	}
}

func TestReadBack(t *testing.T) {
	full := bot.Request{Service: "deep-tissue", Minutes: 60, Location: "orlando", Date: "2026-11-27", Time: "15:00", People: 2}
	for _, c := range []struct {
		r    bot.Request
		lang bot.Lang
		want string
	}{
		{full, bot.English, "Friday 27 November 2026, 3:00 PM (Eastern Time), Orlando, deep tissue massage, 60 minutes, 2 people"},
		{full, bot.Spanish, "viernes 27 de noviembre de 2026, 3:00 p. m. (hora del este), Orlando, masaje de tejido profundo, 60 minutos, 2 personas"},
		{bot.Request{Date: "2026-11-21", DateTo: "2026-11-22", Part: bot.Morning}, bot.English, "Saturday 21 November 2026 to Sunday 22 November 2026, in the morning"},
		{bot.Request{Date: "2026-11-21", After: "13:00", Before: "15:00", People: 1}, bot.Spanish, "sábado 21 de noviembre de 2026, entre la 1:00 p. m. y las 3:00 p. m. (hora del este), 1 persona"},
		{bot.Request{Date: "2026-11-19", After: "13:00", Before: "12:00"}, bot.English, "Thursday 19 November 2026, before 12:00 PM or after 1:00 PM (Eastern Time)"},
		{bot.Request{Service: "swedish", Provider: "Ana"}, bot.English, "Swedish massage, with Ana"},
		{bot.Request{}, bot.English, ""},
	} {
		if got := booking.ReadBack(c.r, embedded(t), c.lang); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
	summer := bot.Request{Date: "2027-07-01", Time: "10:00"}
	if got, want := booking.ReadBack(summer, other(t), bot.English), "Thursday 1 July 2027, 10:00 AM (Central European Summer Time)"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestCheck(t *testing.T) {
	p := embedded(t)
	now := time.Date(2026, 11, 18, 10, 30, 0, 0, p.Zone)
	for _, c := range []struct {
		r    bot.Request
		want bot.Problem
	}{
		{bot.Request{}, ""},
		{bot.Request{Date: "2026-11-18", Time: "10:31"}, ""},
		{bot.Request{Date: "2026-11-18", Time: "10:30"}, bot.Past},
		{bot.Request{Date: "2026-11-17"}, bot.Past},
		{bot.Request{Date: "2026-11-15", DateTo: "2026-11-22"}, ""},
		{bot.Request{Date: "2026-02-30"}, bot.Impossible},
		{bot.Request{Date: "2026-11-20", Time: "25:00"}, bot.Impossible},
		{bot.Request{Date: "2026-11-22", DateTo: "2026-11-21"}, bot.Impossible},
		{bot.Request{Date: "2027-03-14", Time: "02:30"}, bot.Impossible},
		{bot.Request{Date: "2026-11-18", Part: bot.Morning}, ""},
		{bot.Request{Date: "2026-11-18", Before: "10:00"}, bot.Past},
	} {
		if got := booking.Check(c.r, now, p); got != c.want {
			t.Errorf("%+v: %q, want %q", c.r, got, c.want)
		}
	}
}

func TestMergeRequest(t *testing.T) {
	draft := bot.Request{Service: "swedish", Minutes: 60, Location: "orlando", Date: "2026-11-20", Time: "15:00", People: 2, Note: "n"}
	with := func(f func(*bot.Request)) bot.Request { r := draft; f(&r); return r }
	ranged := bot.Request{Date: "2026-11-21", DateTo: "2026-11-22", Part: bot.Morning}
	for _, c := range []struct {
		name             string
		draft, add, want bot.Request
	}{
		{"nothing", draft, bot.Request{}, draft},
		{"place", draft, bot.Request{Location: "longwood"}, with(func(r *bot.Request) { r.Location = "longwood" })},
		{"clock keeps the day", draft, bot.Request{Time: "16:00"}, with(func(r *bot.Request) { r.Time = "16:00" })},
		{"day keeps the clock", draft, bot.Request{Date: "2026-11-23"}, with(func(r *bot.Request) { r.Date = "2026-11-23" })},
		{"window replaces the clock", draft, bot.Request{After: "17:00"}, with(func(r *bot.Request) { r.Time, r.After = "", "17:00" })},
		{"range replaces the day", draft, bot.Request{Date: "2026-11-28", DateTo: "2026-11-29"}, with(func(r *bot.Request) { r.Date, r.DateTo = "2026-11-28", "2026-11-29" })},
		{"day narrows a range and keeps the part", ranged, bot.Request{Date: "2026-11-22"}, bot.Request{Date: "2026-11-22", Part: bot.Morning}},
		{"clock replaces the part", ranged, bot.Request{Time: "10:00"}, bot.Request{Date: "2026-11-21", DateTo: "2026-11-22", Time: "10:00"}},
		{"new slot", draft, bot.Request{Date: "2026-12-01", Part: bot.Evening}, with(func(r *bot.Request) { r.Date, r.Time, r.Part = "2026-12-01", "", bot.Evening })},
	} {
		if got := booking.MergeRequest(c.draft, c.add); got != c.want {
			t.Errorf("%s:\n%s", c.name, cmp.Diff(c.want, got))
		}
	}
}
