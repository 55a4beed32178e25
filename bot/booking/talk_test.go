package booking_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"knead/bot"
	"knead/bot/booking"
	"knead/bot/bottest"
	"knead/bot/memory"
)

// drafter is what a booking needs beside reading lines.
type drafter struct{ p bot.Practice }

func (d drafter) Merge(draft, add bot.Request) bot.Request { return booking.MergeRequest(draft, add) }
func (d drafter) Check(r bot.Request, now time.Time) bot.Problem {
	return booking.Check(r, now, d.p)
}
func (d drafter) ReadBack(r bot.Request, l bot.Lang) string { return booking.ReadBack(r, d.p, l) }
func (d drafter) Slot(r bot.Request, l bot.Lang) string {
	return booking.ReadBack(bot.Request{Date: r.Date, DateTo: r.DateTo, Time: r.Time, After: r.After, Before: r.Before, Part: r.Part}, d.p, l)
}

// A talker says things to a Bot with the real reader, a minute after one another.
type talker struct {
	t   *testing.T
	b   *bot.Bot
	now time.Time
	n   int
}

func newTalker(t *testing.T, p bot.Practice, now time.Time) *talker {
	t.Helper()
	r, err := booking.New(p)
	if err != nil {
		t.Fatal(err)
	}
	k := &talker{t: t, now: now}
	k.b, err = bot.New(bot.Options{Practice: p, Screener: &bottest.Screener{}, Answerer: bottest.Answerer{}, Reader: r, Drafter: drafter{p},
		Store: memory.NewStore(), Now: func() time.Time { return k.now }})
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func (k *talker) send(text string, press bot.Action) bot.Reply {
	k.n++
	k.now = k.now.Add(time.Minute)
	return k.b.Handle(k.t.Context(), bot.Message{ID: bot.MessageID(fmt.Sprint(k.n)), At: k.now, Text: text, Press: press,
		Conversation: bot.Conversation{Channel: bot.Web, Chat: "c", User: "u"}})
}

func (k *talker) say(text string) bot.Reply { return k.send(text, bot.Action{}) }

// confirm returns the button of r that confirms its read-back.
func (k *talker) confirm(r bot.Reply) bot.Button {
	k.t.Helper()
	for _, b := range r.Buttons {
		if b.Press.Verb == bot.DoConfirm {
			return b
		}
	}
	k.t.Fatalf("no read-back: %+v", r)
	return bot.Button{}
}

func links(r bot.Reply) int {
	n := 0
	for _, b := range r.Buttons {
		if b.URL != "" {
			n++
		}
	}
	return n
}

func withLinks(p bot.Practice) bot.Practice {
	for i := range p.Locations {
		p.Locations[i].BookURL = "book.test/" + string(p.Locations[i].ID)
	}
	return p
}

// TestOldButtons holds that a button of another draft confirms nothing, and that the same tap twice is one request.
func TestOldButtons(t *testing.T) {
	p := withLinks(embedded(t))
	k := newTalker(t, p, time.Date(2026, 11, 18, 10, 30, 0, 0, p.Zone))
	first := k.confirm(k.say("swedish fri 3pm orlando"))
	k.say("never mind")
	k.now = k.now.AddDate(0, 0, 7)
	if r := k.send(first.Label, first.Press); links(r) > 0 {
		t.Errorf("a button of last week's draft with nothing running: %+v", r)
	}
	second := k.confirm(k.say("cupping sat 11am longwood"))
	if r := k.send(first.Label, first.Press); links(r) > 0 || !strings.Contains(r.Text, "cupping") || !strings.Contains(r.Text, "another booking") {
		t.Errorf("a button of last week's draft while another is read back: %+v", r)
	}
	if r := k.send("Longwood", bot.Action{Verb: bot.DoChoose, Arg: "location=orlando"}); !strings.Contains(r.Text, "Longwood") {
		t.Errorf("a choice that is not offered any more: %+v", r)
	}
	done := k.send(second.Label, second.Press)
	if links(done) == 0 {
		t.Fatalf("confirmed: %+v", done)
	}
	if r := k.send(second.Label, second.Press); links(r) != links(done) || !strings.Contains(r.Text, "once is enough") {
		t.Errorf("the same tap again: %+v", r)
	}
	k.now = k.now.AddDate(0, 0, 7)
	if r := k.send(second.Label, second.Press); links(r) > 0 {
		t.Errorf("the same tap after its day is over: %+v", r)
	}
}

// TestClosed holds that a time outside the practice's hours is said to be so, and that the hours decide between before and
// after noon.
func TestClosed(t *testing.T) {
	p := withLinks(embedded(t))
	week := []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
	for i := range p.Locations {
		p.Locations[i].Hours = []bot.Hours{{Days: week, From: "08:00", To: "18:00"}}
	}
	for _, c := range []struct {
		say, want string
		choice    string
	}{
		{"swedish fri 3am orlando", "outside our hours", "time=15:00"},
		{"swedish fri 8pm orlando", "outside our hours", "time=08:00"},
		{"swedish fri at 8 orlando", "8:00 AM", ""},
		{"swedish fri at 7 orlando", "outside our hours", ""},
		{"swedish sunday 3pm orlando", "outside our hours", ""},
		{"swedish sunday orlando", "outside our hours", ""},
		{"swedish fri 3pm orlando", "Is that right?", ""},
	} {
		r := newTalker(t, p, time.Date(2026, 11, 18, 10, 30, 0, 0, p.Zone)).say(c.say)
		if !strings.Contains(r.Text, c.want) {
			t.Errorf("%q: %q, want %q", c.say, r.Text, c.want)
		}
		if c.choice != "" && (len(r.Buttons) == 0 || r.Buttons[0].Press.Arg != c.choice) {
			t.Errorf("%q: buttons %+v, want %s first", c.say, r.Buttons, c.choice)
		}
	}
}

// TestCheckAgain holds that the check before a booking comes once and again after 90 days.
func TestCheckAgain(t *testing.T) {
	p := withLinks(embedded(t))
	k := newTalker(t, p, time.Date(2026, 3, 2, 10, 30, 0, 0, p.Zone))
	for _, c := range []struct {
		days int
		want bool
	}{{0, true}, {1, false}, {88, false}, {2, true}} {
		k.now = k.now.AddDate(0, 0, c.days)
		r := k.say("swedish tomorrow 3pm orlando")
		if got := strings.Contains(r.Text, "severe pain"); got != c.want {
			t.Errorf("after %d more days: asked %v, want %v: %q", c.days, got, c.want, r.Text)
		}
		b := k.confirm(r)
		if r := k.send(b.Label, b.Press); links(r) == 0 {
			t.Fatalf("not handed over: %+v", r)
		}
	}
}

// TestStory holds that a booking at the end of two thousand letters of other days and hours is found.
func TestStory(t *testing.T) {
	p := withLinks(embedded(t))
	story := "It all began when we moved into the new house, and you know how that goes: boxes everywhere and a sofa that would not fit. " +
		"We painted the kitchen twice, because nobody liked the first green, and then the hall as well. Last Tuesday we had the plumber here from " +
		"nine to five, and he left with more coffee in him than water in the pipes. There was a party on the 12th for the whole street, with lanterns " +
		"and a very long table, and I cooked for two days. My sister came over from Tampa for it and stayed until Monday, and she talked all the time " +
		"about her new kitchen. The new bus line runs every ten minutes, and from Monday on there is a second one, so I can leave the car at home. " +
		"My chair at the office is older than I am, and by the evening my shoulders are tight from the catalogue. "
	for len(story) < 1900 {
		story += "The shop around the corner sells good bread, and the woman there knows everybody by name after one week. "
	}
	r := newTalker(t, p, time.Date(2026, 11, 18, 10, 30, 0, 0, p.Zone)).say(story + "Could I come in for a 60 minute deep tissue this Saturday at 11 in Longwood? Thanks!")
	if want := "Saturday 21 November 2026, 11:00 AM (Eastern Time), Longwood, deep tissue massage, 60 minutes"; !strings.Contains(r.Text, want) {
		t.Errorf("%q, want %q", r.Text, want)
	}
}
