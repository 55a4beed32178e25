package bot

import (
	"context"
	"slices"
	"strconv"
	"strings"
)

// mostPeople is how many one request may be for: two rooms of four tables are a large practice.
const mostPeople = 8

// odd answers what a request cannot hold as it was said: a place that the practice does not have, several kinds of massage, a
// crowd. The rest of what was said stays in the draft.
func (t *turn) odd() (Reply, bool) {
	d := &t.s.Draft
	switch {
	case d.People > mostPeople:
		n := d.People
		d.People, t.s.Expect = 0, FieldPeople
		r := t.say2(TextManyPeople, Booking, "{n}", strconv.Itoa(n), "{most}", strconv.Itoa(mostPeople))
		if t.bot.o.StaffHear {
			r.Buttons = []Button{t.button(LabelHuman, Action{Verb: DoHuman})}
		} else if list := t.bot.contacts(); list != "" {
			r.Text += "\n" + t.words(TextContact, "{list}", list)
		}
		return r, true
	case len(t.reading.Services) > 1:
		d.Service = ""
		r := t.ask(FieldService, TextTwoServices)
		for _, b := range t.serviceButtons() {
			_, id, _ := strings.Cut(b.Press.Arg, "=")
			if slices.Contains(t.reading.Services, ServiceID(id)) {
				r.Buttons = append(r.Buttons, b)
			}
		}
		return r, true
	case t.elsewhereAsked() && len(t.bot.practice.Locations) > 1 && t.reading.Problem == "":
		d.Location = ""
		r := t.ask(FieldLocation, TextAskLocation, t.locationButtons()...)
		r.Text = t.noPlace() + "\n" + r.Text
		return r, true
	}
	return Reply{}, false
}

// elsewhereAsked reports whether the line asks for a place that the practice does not have.
func (t *turn) elsewhereAsked() bool {
	return t.reading.Place != "" && t.reading.Request.Location == "" && len(t.bot.practice.Locations) > 0
}

// noPlace says that there is no such place, and which there are.
func (t *turn) noPlace() string {
	var names []string
	for _, l := range t.bot.practice.Locations {
		names = append(names, l.Name)
	}
	return t.words(TextNoPlace, "{asked}", t.reading.Place, "{places}", joined(names, t.and()))
}

// and is the word between the last two of a list.
func (t *turn) and() string {
	if t.l == Spanish {
		return " y "
	}
	return " and "
}

// status answers "am I booked?": knead cannot know, and says what it does know.
func (t *turn) status(ctx context.Context) Reply {
	if text, state := t.standing(ctx); text != "" {
		r := Reply{Text: text, Outcome: OfPractice, Buttons: []Button{t.button(LabelHuman, Action{Verb: DoHuman})}}
		if state == CaseOffered {
			r.Buttons = t.offerButtons()
		}
		return r
	}
	r := t.say(TextStatus, OfPractice)
	if t.s.LastRequest != (Request{}) {
		r.Text += "\n" + t.words(TextStatusLast, "{request}", t.bot.o.Drafter.ReadBack(t.s.LastRequest, t.l))
	}
	for _, l := range t.bot.practice.Locations {
		if l.BookURL != "" {
			r.Buttons = append(r.Buttons, Button{Label: t.words(LabelBookAt, "{location}", l.Name), URL: webURL(l.BookURL)})
		}
	}
	if t.bot.o.StaffHear {
		r.Buttons = append(r.Buttons, t.button(LabelHuman, Action{Verb: DoHuman}))
	} else if list := t.bot.contacts(); list != "" {
		r.Text += "\n" + t.words(TextContact, "{list}", list)
	}
	return r
}

// again puts what was asked for last time into the draft, without its day and time.
func (t *turn) again() (string, bool) {
	if !hasAny(fold(t.text), againPhrases()) || t.booking() {
		return "", false
	}
	d := t.s.LastRequest
	if d == (Request{}) {
		return t.words(TextNoLast), true
	}
	d.Date, d.DateTo, d.Time, d.After, d.Before, d.Part, d.Note = "", "", "", "", "", "", ""
	t.s.Draft = d
	return "", true
}

// twice answers a read-back that was said to be right once more: the same words again, no second request.
func (t *turn) twice(ctx context.Context) Reply {
	if text, state := t.standing(ctx); state != CaseOpen {
		return Reply{Text: text, Outcome: Booking}
	}
	r := t.handoff(t.s.LastRequest)
	r.Text = t.words(TextTwice) + "\n" + r.Text
	return r
}

// oldButton says that a button of an earlier booking does nothing, and goes on with the one that runs.
func (t *turn) oldButton() Reply {
	if t.s.Flow != BookingFlow && t.s.Flow != ConfirmFlow || t.mustAsk() {
		return t.say(TextStale, Talk)
	}
	next := t.next()
	next.Text = t.words(TextOldButton) + "\n" + next.Text
	return next
}
