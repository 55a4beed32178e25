package bot

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// book takes the next step of a booking: it merges what the line said, asks for what is missing, reads back, hands over.
func (t *turn) book() Reply {
	if r, wait := t.notYet(); wait {
		return r
	}
	switch t.intent {
	case IntentConfirm:
		return t.handOver()
	case IntentChange:
		return t.change()
	case IntentDrop:
		return t.dropLast()
	default:
	}
	note, _ := t.again()
	if r, done := t.amended(); done {
		return r
	}
	switch t.reading.Intent {
	case Availability:
		t.s.Draft = t.bot.o.Drafter.Merge(t.s.Draft, t.reading.Request)
		return t.availability()
	case Reschedule:
		switch {
		case !t.booking():
			return t.elsewhere(TextReschedule)
		case t.reading.Request == (Request{}):
			if hasAny(fold(t.text), []string{"appointment", "appt", "cita", "turno"}) {
				return t.elsewhere(TextReschedule)
			}
			t.m.Press = t.changeSaid()
			return t.change()
		}
		// "change to sunday" said of the draft corrects it
	case CancelVisit:
		return t.elsewhere(TextCancelVisit)
	case Book, NoBooking:
	}
	t.take()
	t.s.Flow = BookingFlow
	if r, done := t.odd(); done {
		return r
	}
	r := Reply{}
	if t.reading.Problem != "" {
		r = t.problem(t.reading.Problem)
	} else {
		r = t.next()
	}
	if t.elsewhereAsked() {
		note = t.noPlace()
	}
	if note != "" {
		r.Text = note + "\n" + r.Text
	}
	return r
}

// notYet holds booking back while a safety question waits for its answer, or a clearance flag for a clinician's word.
func (t *turn) notYet() (Reply, bool) {
	if t.intent == IntentDrop {
		return Reply{}, false
	}
	if q, ok := t.bot.o.Screener.(Questioner); ok && t.s.Waiting != "" {
		if question, known := q.Question(t.s.Waiting); known {
			if t.reading.Intent == Book {
				t.take()
				t.s.Flow = BookingFlow
			}
			return t.question(question), true
		}
	}
	if t.level() == Clearance && t.s.Clear != Cleared {
		t.take()
		t.s.Flow, t.s.Clear = BookingFlow, ClearAsked
		r := t.say(TextClearance, Screened, t.button(LabelCleared, Action{Verb: DoCleared, Arg: "yes"}),
			t.button(LabelNotYet, Action{Verb: DoCleared, Arg: "no"}))
		if max(t.v.Level, t.s.Hold.Level) < Clearance { // only the check's button says so, which a thumb may have missed
			r.Buttons = append(r.Buttons, t.button(LabelCheckNot, Action{Verb: DoCheck, Arg: "no"}))
		}
		return r, true
	}
	return Reply{}, false
}

// take merges what the message says into the draft: a pressed choice or a read line.
func (t *turn) take() {
	add := t.reading.Request
	switch t.m.Press.Verb {
	case DoBook:
		add = Request{Location: LocationID(t.m.Press.Arg)}
	case DoChoose:
		add = t.choice(t.m.Press.Arg)
	default:
	}
	t.s.Draft = t.bot.o.Drafter.Merge(t.s.Draft, add)
	switch ls := t.bot.practice.Locations; {
	case len(ls) == 1:
		t.s.Draft.Location = ls[0].ID
	case t.s.Draft.Location == "" && t.m.Press.Verb != DoChange && slices.ContainsFunc(ls, func(l Location) bool { return l.ID == t.m.Place }):
		t.s.Draft.Location = t.m.Place // they wrote to that place; a name in their words goes before it
	}
}

// choice reads the argument of a DoChoose: "field=value".
func (t *turn) choice(arg string) Request {
	field, value, _ := strings.Cut(arg, "=")
	switch Field(field) {
	case FieldService:
		return Request{Service: ServiceID(value)}
	case FieldLocation:
		return Request{Location: LocationID(value)}
	case FieldMinutes:
		n, err := strconv.Atoi(value)
		if err != nil {
			return Request{}
		}
		return Request{Minutes: n}
	case FieldWhen:
		date, clock, _ := strings.Cut(value, "T")
		return Request{Date: date, Time: clock}
	case FieldTime:
		return Request{Time: value}
	case FieldNone, FieldPeople:
	}
	return Request{}
}

// next asks for the first thing that is missing, or reads the whole request back.
func (t *turn) next() Reply {
	d, p := t.s.Draft, t.bot.practice
	if d.Date != "" {
		if problem := t.bot.o.Drafter.Check(d, t.now()); problem != "" {
			return t.problem(problem)
		}
	}
	if other, closed := p.Closed(d); closed {
		return t.closed(other)
	}
	switch {
	case d.Service == "" && len(p.Services) > 1:
		return t.ask(FieldService, TextAskService, t.serviceButtons()...)
	case d.Date == "":
		return t.ask(FieldWhen, TextAskWhen)
	case d.Time == "" && d.After == "" && d.Before == "" && d.Part == "" && d.DateTo == "":
		return t.ask(FieldTime, TextAskTime)
	case d.Location == "" && len(p.Locations) > 1:
		return t.ask(FieldLocation, TextAskLocation, t.locationButtons()...)
	case d.Minutes == 0 && len(t.lengths()) > 1:
		return t.ask(FieldMinutes, TextAskMinutes, t.minuteButtons()...)
	}
	if ls := t.lengths(); d.Minutes == 0 && len(ls) == 1 {
		t.s.Draft.Minutes = ls[0]
	}
	return t.readBack()
}

// readBack says the whole request, with the check before a booking where it is due.
func (t *turn) readBack() Reply {
	t.s.Flow, t.s.Expect = ConfirmFlow, FieldNone
	id := TextReadBack
	buttons := []Button{t.button(LabelRight, Action{Verb: DoConfirm, Arg: t.draftMark(t.s.Draft)})}
	if t.mustCheck() && !t.checkLater() {
		id = TextReadBackCheck
		buttons = append(buttons, t.button(LabelCheck, Action{Verb: DoCheck, Arg: "yes"}))
	}
	r := t.say2(id, Booking, "{request}", t.bot.o.Drafter.ReadBack(t.s.Draft, t.l))
	r.Buttons = append(buttons, t.button(LabelChange, Action{Verb: DoChange}), t.button(LabelDrop, Action{Verb: DoDrop}))
	return r
}

func (t *turn) now() time.Time {
	now := t.m.At
	if now.IsZero() {
		now = t.bot.o.Now()
	}
	return now.In(t.bot.practice.Zone)
}

func (t *turn) ask(f Field, id TextID, buttons ...Button) Reply {
	t.s.Expect = f
	r := t.say(id, Booking, buttons...)
	if slot := t.bot.o.Drafter.Slot(t.s.Draft, t.l); slot != "" && f != FieldWhen && f != FieldTime {
		// What was understood of the day is read back as soon as it is known.
		r.Text = slot + ".\n" + r.Text
	}
	return r
}

// problem asks back about a date or time that cannot be taken as it stands. What was said well stays in the draft.
func (t *turn) problem(p Problem) Reply {
	d := &t.s.Draft
	said := *d
	t.s.Flow, t.s.Expect = BookingFlow, FieldWhen
	noTime := func() { d.Time, d.After, d.Before, d.Part = "", "", "", "" }
	switch p {
	case Past:
		if day, ok := parseDay(said.Date); ok && !day.Before(t.today()) {
			noTime() // the day is not over, its hour is
		}
		d.Date, d.DateTo = "", ""
		if slot := t.bot.o.Drafter.Slot(said, t.l); slot != "" {
			return t.say2(TextPast, Booking, "{when}", slot)
		}
	case WeekdayMismatch, Ambiguous:
		id := TextMismatch
		if p == Ambiguous {
			id = TextAmbiguous
			if len(t.reading.Choices) > 2 {
				id = TextSeveral
			}
		}
		dated := slices.ContainsFunc(t.reading.Choices, func(c Request) bool { return c.Date != "" })
		if dated {
			d.Date, d.DateTo = "", ""
		} else {
			noTime()
			t.s.Expect = FieldTime
		}
		return t.say(id, Booking, t.choiceButtons()...)
	case Impossible:
		bad := t.reading.Problem == Impossible
		switch {
		case bad && t.reading.Request.Date != "":
			noTime()
			t.s.Expect = FieldTime
			return t.say(TextNoClock, Booking)
		case bad:
			d.Date, d.DateTo = "", ""
			return t.say(TextNoDay, Booking)
		}
		d.Date, d.DateTo = "", ""
		noTime()
	}
	return t.say(TextImpossible, Booking)
}

// choiceButtons offer the honest readings of a line, each with its day and time.
func (t *turn) choiceButtons() []Button {
	var buttons []Button
	for _, c := range t.reading.Choices {
		field, value := FieldWhen, c.Date
		switch {
		case c.Date == "":
			field, value = FieldTime, c.Time
		case c.Time != "":
			value += "T" + c.Time
		}
		buttons = append(buttons, Button{Label: t.bot.o.Drafter.Slot(c, t.l), Press: Action{Verb: DoChoose, Arg: string(field) + "=" + value}})
	}
	return buttons
}

func (t *turn) today() time.Time {
	now := t.now()
	return time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
}

// change asks what is wrong with the read-back, or takes one field out of the draft.
func (t *turn) change() Reply {
	t.s.Flow = BookingFlow
	d := &t.s.Draft
	switch Field(t.m.Press.Arg) {
	case FieldService:
		d.Service = ""
	case FieldLocation:
		d.Location = ""
	case FieldWhen:
		return t.ask(FieldWhen, TextAskWhen) // what is not said anew stays: "5pm" keeps the day, "Monday" the hour
	case FieldTime:
		return t.ask(FieldTime, TextAskTime)
	case FieldNone, FieldMinutes, FieldPeople:
		t.s.Expect = FieldNone
		buttons := []Button{t.button(LabelService, Action{Verb: DoChange, Arg: string(FieldService)}),
			t.button(LabelWhen, Action{Verb: DoChange, Arg: string(FieldWhen)})}
		if len(t.bot.practice.Locations) > 1 {
			buttons = append(buttons, t.button(LabelLocation, Action{Verb: DoChange, Arg: string(FieldLocation)}))
		}
		if t.mustCheck() {
			buttons = append(buttons, t.button(LabelCheck, Action{Verb: DoCheck, Arg: "yes"}))
		}
		return t.say(TextAskChange, Booking, buttons...)
	}
	return t.next()
}

func (t *turn) drop() Reply {
	t.s.Flow, t.s.Expect, t.s.Draft = NoFlow, FieldNone, Request{}
	return t.say(TextDropped, Talk)
}

func (t *turn) serviceButtons() []Button {
	var bs []Button
	for _, s := range t.bot.practice.Services {
		bs = append(bs, Button{Label: s.Name.In(t.l), Press: Action{Verb: DoChoose, Arg: string(FieldService) + "=" + string(s.ID)}})
	}
	return bs
}

func (t *turn) locationButtons() []Button {
	var bs []Button
	for _, l := range t.bot.practice.Locations {
		bs = append(bs, Button{Label: l.Name, Press: Action{Verb: DoChoose, Arg: string(FieldLocation) + "=" + string(l.ID)}})
	}
	return bs
}

func (t *turn) minuteButtons() []Button {
	var bs []Button
	for _, n := range t.lengths() {
		m := strconv.Itoa(n)
		bs = append(bs, Button{Label: m + " min", Press: Action{Verb: DoChoose, Arg: string(FieldMinutes) + "=" + m}})
	}
	return bs
}

// lengths are the minutes in which the draft's service comes.
func (t *turn) lengths() []int {
	for _, s := range t.bot.practice.Services {
		if s.ID == t.s.Draft.Service {
			return s.Minutes
		}
	}
	return nil
}
