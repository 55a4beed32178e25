package bot

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// handOver gives the link of the request's location, or notes the request for staff. It never says that a place is taken.
func (t *turn) handOver() Reply {
	d := t.s.Draft
	if problem := t.bot.o.Drafter.Check(d, t.now()); problem != "" {
		return t.problem(problem)
	}
	if r, due := t.checkDue(); due {
		return r
	}
	if t.mustCheck() {
		t.s.Check = Check{At: t.now()} // the read-back asked for it, or the check by itself
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
	request, aside := t.bot.o.Drafter.ReadBack(d, t.l), ""
	if d.Note != "" {
		aside = t.words(TextNoteFor, "{note}", d.Note)
		request += "\n" + aside
	}
	i := slices.IndexFunc(p.Locations, func(l Location) bool { return l.ID == d.Location })
	if i < 0 || p.Locations[i].BookURL == "" {
		r := t.toStaff(request)
		r.Aside = aside
		return r
	}
	loc := p.Locations[i]
	r := t.say2(TextHandoff, Booking, "{request}", request, "{location}", loc.Name)
	r.Aside = aside
	r.Buttons = []Button{{Label: t.words(LabelBookAt, "{location}", loc.Name), URL: webURL(loc.BookURL)}}
	if p.TextToBook != "" && t.m.Conversation.Channel != SMS { // who texts already is helped by the link alone
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
	if t.elsewhereAsked() {
		r.Text = t.noPlace() + "\n" + r.Text
	}
	return r // the day stays in the draft: "swedish 5:30 then" needs no day
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
