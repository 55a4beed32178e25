package bot

import (
	"fmt"
	"net/url"
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
		return t.drop()
	default:
	}
	switch t.reading.Intent {
	case Availability:
		t.s.Draft = t.bot.o.Drafter.Merge(t.s.Draft, t.reading.Request)
		return t.availability()
	case Reschedule:
		if t.s.Flow != BookingFlow && t.s.Flow != ConfirmFlow || t.reading.Request == (Request{}) {
			return t.elsewhere(TextReschedule)
		}
		// "change to sunday" said of the draft corrects it
	case CancelVisit:
		return t.elsewhere(TextCancelVisit)
	case Book, NoBooking:
	}
	t.take()
	t.s.Flow = BookingFlow
	if t.reading.Problem != "" {
		return t.problem(t.reading.Problem)
	}
	return t.next()
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
	if len(t.bot.practice.Locations) == 1 {
		t.s.Draft.Location = t.bot.practice.Locations[0].ID
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
	t.s.Flow, t.s.Expect = ConfirmFlow, FieldNone
	r := t.say2(TextReadBack, Booking, "{request}", t.bot.o.Drafter.ReadBack(t.s.Draft, t.l))
	r.Buttons = []Button{t.button(LabelRight, Action{Verb: DoConfirm}), t.button(LabelChange, Action{Verb: DoChange}),
		t.button(LabelDrop, Action{Verb: DoDrop})}
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

// problem asks back about a date or time that cannot be taken as it stands.
func (t *turn) problem(p Problem) Reply {
	d := &t.s.Draft
	bad := *d
	d.Date, d.DateTo, d.Time, d.After, d.Before, d.Part = "", "", "", "", "", ""
	t.s.Flow, t.s.Expect = BookingFlow, FieldWhen
	switch p {
	case Past:
		if slot := t.bot.o.Drafter.Slot(bad, t.l); slot != "" {
			return t.say2(TextPast, Booking, "{when}", slot)
		}
		return t.say(TextImpossible, Booking)
	case WeekdayMismatch, Ambiguous:
		id := TextMismatch
		if p == Ambiguous {
			id = TextAmbiguous
		}
		var buttons []Button
		for _, c := range t.reading.Choices {
			value := c.Date
			if c.Time != "" {
				value += "T" + c.Time
			}
			buttons = append(buttons, Button{Label: t.bot.o.Drafter.Slot(c, t.l),
				Press: Action{Verb: DoChoose, Arg: string(FieldWhen) + "=" + value}})
		}
		return t.say(id, Booking, buttons...)
	case Impossible:
	}
	return t.say(TextImpossible, Booking)
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
		d.Date, d.DateTo, d.Time, d.After, d.Before, d.Part = "", "", "", "", "", ""
	case FieldNone, FieldMinutes, FieldTime, FieldPeople:
		t.s.Expect = FieldNone
		buttons := []Button{t.button(LabelService, Action{Verb: DoChange, Arg: string(FieldService)}),
			t.button(LabelWhen, Action{Verb: DoChange, Arg: string(FieldWhen)})}
		if len(t.bot.practice.Locations) > 1 {
			buttons = append(buttons, t.button(LabelLocation, Action{Verb: DoChange, Arg: string(FieldLocation)}))
		}
		return t.say(TextAskChange, Booking, buttons...)
	}
	return t.next()
}

func (t *turn) drop() Reply {
	t.s.Flow, t.s.Expect, t.s.Draft = NoFlow, FieldNone, Request{}
	return t.say(TextDropped, Talk)
}

// handOver gives the link of the request's location, or notes the request for staff. It never says that a place is taken.
func (t *turn) handOver() Reply {
	d := t.s.Draft
	if problem := t.bot.o.Drafter.Check(d, t.now()); problem != "" {
		return t.problem(problem)
	}
	if n := t.notes(); n != "" {
		d.Note = strings.TrimSpace(d.Note + " " + n)
	}
	key := fmt.Sprintf("%s:%s:%d", hashed(t.m.Conversation), t.m.ID, t.s.Signs.Turn)
	t.save.Handoff = &Handoff{Key: key, Request: d, Intent: Book}
	words := t.bot.o.Drafter.ReadBack(d, t.bot.practice.Languages[0])
	if d.Note != "" {
		words += "\n" + d.Note
	}
	t.save.Staff = append(t.save.Staff, t.request(NoticeBooking, key, words))
	t.s.LastRequest, t.s.Draft, t.s.Flow, t.s.Expect = d, Request{}, NoFlow, FieldNone
	return t.handoff(d)
}

// handoff spells out where and how the request is booked.
func (t *turn) handoff(d Request) Reply {
	p := t.bot.practice
	request := t.bot.o.Drafter.ReadBack(d, t.l)
	if d.Note != "" {
		request += "\n" + t.words(TextNoteFor, "{note}", d.Note)
	}
	i := slices.IndexFunc(p.Locations, func(l Location) bool { return l.ID == d.Location })
	if i < 0 || p.Locations[i].BookURL == "" {
		return t.toStaff(request)
	}
	loc := p.Locations[i]
	r := t.say2(TextHandoff, Booking, "{request}", request, "{location}", loc.Name)
	r.Buttons = []Button{{Label: t.words(LabelBookAt, "{location}", loc.Name), URL: webURL(loc.BookURL)}}
	if p.TextToBook != "" {
		line := t.bot.o.Drafter.ReadBack(d, p.Languages[0])
		r.Text += "\n" + t.words(TextHandoffText, "{number}", p.TextToBook, "{words}", line)
		r.Buttons = append(r.Buttons, Button{Label: t.words(LabelText), URL: smsURL(p.TextToBook, line)})
	}
	switch {
	case t.bot.o.StaffWrite:
		r.Text += "\n" + t.words(TextHandoffAlso)
	case t.bot.o.StaffHear:
		r.Text += "\n" + t.words(TextHandoffTold)
	}
	return r
}

// availability says that the calendar is not seen from here, and shows where it is.
func (t *turn) availability() Reply {
	p, d := t.bot.practice, t.s.Draft
	var links []Button
	for _, l := range p.Locations {
		if l.BookURL != "" && (d.Location == "" || d.Location == l.ID) {
			links = append(links, Button{Label: t.words(LabelBookAt, "{location}", l.Name), URL: webURL(l.BookURL)})
		}
	}
	if len(links) == 0 {
		t.s.Flow, t.s.Expect = BookingFlow, FieldWhen
		return t.say(TextAvailStaff, Booking)
	}
	r := t.say(TextAvailability, Booking, links...)
	if slot := t.bot.o.Drafter.Slot(d, t.l); slot != "" {
		r.Text = slot + ".\n" + r.Text
	}
	t.s.Draft = Request{}
	return r
}

// elsewhere answers a wish that only the booking system can fulfil: to move or drop an appointment.
func (t *turn) elsewhere(id TextID) Reply {
	t.s.Flow, t.s.Expect = NoFlow, FieldNone
	if t.bot.o.StaffHear {
		return t.askPass()
	}
	r := t.say(id, Booking)
	if policy := t.policy(); policy != "" {
		r.Text += "\n" + policy
	}
	if slot := t.bot.o.Drafter.Slot(t.reading.Request, t.l); slot != "" {
		r.Text = slot + ".\n" + r.Text
	}
	for _, l := range t.bot.practice.Locations {
		if l.BookURL != "" && (t.reading.Request.Location == "" || t.reading.Request.Location == l.ID) {
			r.Buttons = append(r.Buttons, Button{Label: t.words(LabelBookAt, "{location}", l.Name), URL: webURL(l.BookURL)})
		}
	}
	if c := t.bot.contacts(); c != "" {
		r.Text += "\n" + t.words(TextContact, "{list}", c)
	}
	return r
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

// webURL makes a link of an address that a practice wrote without a scheme.
func webURL(s string) string {
	if strings.Contains(s, "://") {
		return s
	}
	return "https://" + s
}

// smsURL is a link that opens a prefilled text message (RFC 5724; iOS and Android take "?body=").
func smsURL(number, body string) string {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, number)
	return "sms:" + digits + "?body=" + strings.ReplaceAll(url.QueryEscape(body), "+", "%20")
}

// bookingMarks are the pieces of text that would let a client book, for seal.
func bookingMarks(p Practice) []string {
	var marks []string
	add := func(s string) {
		s = strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(s), "https://"), "http://")
		if s = strings.TrimPrefix(s, "www."); s != "" {
			marks = append(marks, s)
		}
	}
	for _, l := range p.Locations {
		add(l.BookURL)
	}
	add(p.Website)
	for _, number := range []string{p.TextToBook, p.Phone} {
		add(number)
		if u, ok := strings.CutPrefix(smsURL(number, ""), "sms:"); ok {
			digits, _, _ := strings.Cut(u, "?")
			add(digits)
		}
	}
	return marks
}

// showsBooking reports whether text has something that lets a client book.
func (b *Bot) showsBooking(text string) bool {
	low := strings.ToLower(text)
	return slices.ContainsFunc(b.blocked, func(m string) bool { return strings.Contains(low, m) })
}
